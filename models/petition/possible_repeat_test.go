package petition_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"petitiondesk/models/petition"
)

// Whatever is decided in whatever order, the first decision stands.
func TestAPairIsDecidedOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		verdict := rapid.SampledFrom([]petition.RepeatVerdict{petition.SameMatter, petition.OwnMatter, petition.Overtaken})
		pair := petition.PossibleRepeat{ID: 1, CaseID: 2, EarlierID: 1}
		first := petition.Undecided
		for n := range rapid.IntRange(1, 6).Draw(t, "decisions") {
			said := verdict.Draw(t, "verdict")
			decided, ok := pair.Judge(said, "somebody", time.Unix(int64(n), 0))
			if ok != (first == petition.Undecided) {
				t.Fatalf("decision %d: %v after %q", n, ok, first)
			}
			if ok {
				first = said
			}
			if decided.Verdict != first || decided.DecidedAt == nil || decided.Verdict.Chinese() == "" {
				t.Fatalf("decision %d leaves %+v", n, decided)
			}
			pair = decided
		}
	})
}

func TestWhatIsStillToJudge(t *testing.T) {
	for name, c := range map[string]struct {
		later, earlier petition.Case
		want           petition.RepeatVerdict
	}{
		"two cases":             {petition.Case{ID: 2, State: petition.Registered}, petition.Case{ID: 1, State: petition.Accepted}, petition.Undecided},
		"the earlier is closed": {petition.Case{ID: 2, State: petition.Registered}, petition.Case{ID: 1, State: petition.ClosedToFurther}, petition.Undecided},
		"merged elsewhere":      {petition.Case{ID: 2, State: petition.Merged, MergedInto: 7}, petition.Case{ID: 1}, petition.Overtaken},
		"merged into the other": {petition.Case{ID: 2, State: petition.Merged, MergedInto: 1}, petition.Case{ID: 1}, petition.SameMatter},
		"voided":                {petition.Case{ID: 2, State: petition.Voided}, petition.Case{ID: 1}, petition.Overtaken},
		"the earlier is voided": {petition.Case{ID: 2}, petition.Case{ID: 1, State: petition.Voided}, petition.Overtaken},
		"one case by now":       {petition.Case{ID: 1}, petition.Case{ID: 1}, petition.SameMatter},
	} {
		if got := petition.SettledBy(c.later, c.earlier); got != c.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}
