package petition_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"petitiondesk/models/calendar"
	"petitiondesk/models/petition"
)

// Every number that was kept is used, void or open, and counted once.
func TestPaperNumbersAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var numbers []petition.PaperNumber
		used, voided, open := 0, 0, 0
		for n := range rapid.IntRange(0, 60).Draw(t, "numbers") {
			p := petition.PaperNumber{Number: petition.Number("2026-11-23", int64(n+1)), Day: "2026-11-23"}
			switch rapid.SampledFrom([]string{"used", "void", "asked", "open"}).Draw(t, "fate") {
			case "used":
				p.UsedBy, used = "wangfang", used+1
			case "void":
				p.VoidAskedBy, p.VoidedBy, voided = "wangfang", "liuyang", voided+1
			case "asked":
				p.VoidAskedBy, open = "wangfang", open+1
			default:
				open++
			}
			numbers = append(numbers, p)
		}
		b := petition.BalancePaper("2026-11-23", numbers)
		if b.Issued != b.Used+b.Voided+len(b.Open) || b.Used != used || b.Voided != voided || len(b.Open) != open || b.Balanced() != (open == 0) {
			t.Fatalf("%+v of %d used, %d void, %d open", b, used, voided, open)
		}
	})
}

func TestTimeOfAPaperForm(t *testing.T) {
	const day = calendar.Day("2026-11-23")
	kept := petition.PaperNumber{Day: day, IssuedAt: day.At(9 * 60).Add(20 * time.Second)}
	now := day.At(11 * 60)
	for clock, want := range map[calendar.ClockTime]bool{9*60 - 1: false, 9 * 60: true, 10*60 + 5: true, 11 * 60: true, 11*60 + 1: false} {
		if at, ok := kept.PaperTime(clock, now); ok != want || !at.Equal(day.At(clock)) {
			t.Errorf("%s: %v %v", clock, at, ok)
		}
	}
	if _, ok := kept.PaperTime(16*60, day.Add(3).At(9*60)); !ok {
		t.Error("a form of an earlier day is entered later")
	}
}
