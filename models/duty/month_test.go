package duty_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
)

func shift(day calendar.Day, post, person string, start, end int) duty.Slot {
	return duty.Slot{
		Station: "center", Post: post, Day: day, UserID: person,
		StartsAt: day.At(calendar.ClockTime(start * 60)), EndsAt: day.At(calendar.ClockTime(end * 60)),
	}
}

func TestPageOfTheRoster(t *testing.T) {
	slots := []duty.Slot{
		shift("2026-10-01", "值班员", "madong", 8, 20), shift("2026-10-01", "值班员", "xuqing", 8, 20), shift("2026-10-10", "接访领导", "", 8, 17),
		shift("2026-10-31", "值班员", "madong", 20, 32),
	}
	slots = append(slots, duty.Slot{Day: "2026-10-02", Post: "值班员", UserID: "xuqing", State: duty.Withdrawn})
	page := duty.Page(slots, duty.MonthSpan{From: "2026-10-01", To: "2026-10-31"}, calendar.China(), map[string]string{"madong": "马冬", "xuqing": "徐青"})
	if len(page.Weeks) != 5 || page.Provisional {
		t.Fatalf("%d weeks, provisional %v", len(page.Weeks), page.Provisional)
	}
	first, work := page.Weeks[0], page.Weeks[1][5]
	if !first[2].Outside || first[3].Day != "2026-10-01" || first[3].Mark != "休" || !first[3].Off || first[3].Name == "" {
		t.Errorf("the first of October is %+v", first[3])
	}
	want := []duty.MonthEntry{{Post: "值班员", Hours: "08:00–20:00", People: []duty.MonthPerson{{Name: "马冬", UserID: "madong"}, {Name: "徐青", UserID: "xuqing"}}}}
	if diff := cmp.Diff(want, first[3].Entries); diff != "" {
		t.Error(diff)
	}
	if work.Day != "2026-10-10" || work.Mark != "班" || work.Off || work.Entries[0].Hours != "" || work.Entries[0].People[0].UserID != "" {
		t.Errorf("a make-up day is %+v", work)
	}
	if len(first[4].Entries) > 0 {
		t.Error("a withdrawn duty is shown")
	}
	if diff := cmp.Diff([]string{"值班员 08:00–20:00、20:00–08:00", "接访领导 08:00–17:00"}, page.Hours); diff != "" {
		t.Error(diff)
	}
	if far := duty.Page(nil, duty.MonthSpan{From: "2090-01-01", To: "2090-01-31"}, calendar.China(), nil); !far.Provisional {
		t.Error("a year without a notice is taken for certain")
	}
}

func TestNamesakesAreToldApart(t *testing.T) {
	got := duty.TellApart(map[string]string{"a": "徐青", "b": "徐青", "c": "马冬"})
	if diff := cmp.Diff(map[string]string{"a": "徐青(a)", "b": "徐青(b)", "c": "马冬"}, got); diff != "" {
		t.Error(diff)
	}
}

// The pictures of a month cover its days, each once, break between weeks only, and none is longer than can be read unless a
// single week is.
func TestPicturesCoverTheMonth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from, to := calendar.Month(calendar.DayOf(time.Date(2026, time.Month(rapid.IntRange(1, 24).Draw(t, "month")), 5, 12, 0, 0, 0, calendar.Zone)))
		var slots []duty.Slot
		perDay := map[calendar.Day]int{}
		for day := from; day <= to; day = day.Add(1) {
			posts := rapid.IntRange(0, 20).Draw(t, "posts")
			for i := range posts {
				slots = append(slots, shift(day, fmt.Sprintf("岗位%d", i), "madong", 8, 17))
			}
			perDay[day] = 2 * posts
		}
		next := from
		for _, span := range duty.SplitMonth(slots, from, to) {
			if span.From != next || span.To < span.From {
				t.Fatalf("a picture of %s to %s, want from %s", span.From, span.To, next)
			}
			if span.From != from && span.From.Weekday() != time.Monday {
				t.Fatalf("a picture begins in a week: %s", span.From)
			}
			lines, weeks := 0, 0
			for _, week := range duty.Page(slots, span, calendar.China(), nil).Weeks {
				most := 0
				for _, day := range week {
					if !day.Outside {
						most = max(most, perDay[day.Day])
					}
				}
				lines += most
				weeks++
			}
			if lines > 60 && weeks > 1 {
				t.Fatalf("%d lines in %d weeks", lines, weeks)
			}
			next = span.To.Add(1)
		}
		if next != to.Add(1) {
			t.Fatalf("the pictures end before %s, the month on %s", next, to)
		}
	})
}
