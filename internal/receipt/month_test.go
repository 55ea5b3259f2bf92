package receipt_test

import (
	"bytes"
	"flag"
	"fmt"
	"image/png"
	"os"
	"testing"
	"time"

	"petitiondesk/internal/receipt"
	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
)

var keep = flag.String("keep", "", "a file to write the picture of a month to, to look at it")

var staff = map[string]string{
	"chenguang": "陈光", "linjing": "林静", "madong": "马冬", "xuqing": "徐青", "liuyang": "刘洋", "gaofeng": "高峰", "ouyang": "欧阳文静", "rare": "王𬍛",
}

// october is a month with a long holiday, make-up days, two posts on working days, a day with nobody and two shifts at night.
func october() []duty.Slot {
	cal := calendar.China()
	turn := []string{"madong", "xuqing", "liuyang", "gaofeng"}
	var slots []duty.Slot
	add := func(day calendar.Day, post, person, start, end string) {
		at := func(clock string) time.Time {
			c, err := calendar.ParseClockTime(clock)
			if err != nil {
				panic(err)
			}
			return day.At(c)
		}
		slots = append(slots, duty.Slot{Station: "center", Post: post, Day: day, UserID: person, StartsAt: at(start), EndsAt: at(end)})
	}
	for i := range 31 {
		day := calendar.Day(fmt.Sprintf("2026-10-%02d", i+1))
		if cal.Working(day) {
			add(day, "接访领导", []string{"chenguang", "linjing", "ouyang"}[i%3], "08:30", "17:30")
		}
		add(day, "值班员", turn[i%4], "08:00", "20:00")
		if day == "2026-10-15" {
			slots[len(slots)-1].UserID = ""
		}
		if day == "2026-10-16" {
			add(day, "值班员", "rare", "08:00", "20:00")
		}
	}
	return slots
}

func TestMonthIsAPictureThatPhonesShow(t *testing.T) {
	slots := october()
	spans := duty.SplitMonth(slots, "2026-10-01", "2026-10-31")
	if len(spans) != 1 {
		t.Fatalf("%d pictures", len(spans))
	}
	page := duty.Page(slots, spans[0], calendar.China(), duty.TellApart(staff))
	page.Title, page.Part, page.Of = "县人民来访接待中心 2026年10月值班表", 1, 1
	content, err := receipt.Month(page)
	if err != nil {
		t.Fatal(err)
	}
	again, err := receipt.Month(page)
	if err != nil || !bytes.Equal(content, again) {
		t.Errorf("the same month is drawn otherwise, %v", err)
	}
	picture, err := png.Decode(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	const widest, highest, heaviest = 1080, 3000, 2 << 20
	if size := picture.Bounds(); size.Dx() != widest || size.Dy() > highest || size.Dy() < 500 || len(content) > heaviest {
		t.Errorf("%v, %d bytes", size, len(content))
	}
	if *keep != "" {
		if err := os.WriteFile(*keep, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAnyNameCanBeDrawn(t *testing.T) {
	slots := []duty.Slot{{Post: "𬍛𬍛", Day: "2026-12-03", UserID: "𬍛"}, {Post: "", Day: "2026-12-03", UserID: "a"}, {Post: "值班员", Day: "2026-12-31", UserID: ""}}
	page := duty.Page(slots, duty.MonthSpan{From: "2026-12-01", To: "2026-12-31"}, calendar.China(), map[string]string{"a": "很长很长很长很长很长的名字"})
	page.Title, page.Of = "𬍛", 9
	if _, err := receipt.Month(page); err != nil {
		t.Fatal(err)
	}
	if _, err := receipt.Month(duty.MonthPage{}); err != nil {
		t.Fatal(err)
	}
}
