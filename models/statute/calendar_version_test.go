package statute_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"petitiondesk/models/calendar"
	"petitiondesk/models/statute"
)

// A later notice that only adds a day off never takes time away from anybody.
func TestALaterNoticeWithOneMoreDayOffMovesNoClockEarlier(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rule := drawDatedRule(t)
		before := calendar.New(drawPublicDays(t))
		suppose := statute.Supposition{From: drawDay(t, "from", 0, 200), ExtendDays: rapid.IntRange(0, 30).Draw(t, "extend")}
		added := drawDay(t, "added", 0, 300)
		later := before.Notice(2026)
		later.Days = slices.DeleteFunc(later.Days, func(d calendar.PublicDay) bool { return d.Day == added })
		later.Days = append(later.Days, calendar.PublicDay{Day: added, Off: true, Name: "节", NoticeYear: 2026})
		was, is := suppose.Clock(rule, before), suppose.Clock(rule, before.With(later))
		if is.DueUnrolled < was.DueUnrolled || is.DueLegal < was.DueLegal {
			t.Fatalf("%s off moves %s / %s to %s / %s", added, was.DueUnrolled, was.DueLegal, is.DueUnrolled, is.DueLegal)
		}
	})
}
