package statistics_test

import (
	"testing"

	"pgregory.net/rapid"

	"petitiondesk/models/statistics"
)

// What is masked cannot be told from what is shown: never one group alone, unless it is the only one.
func TestGuardedTellsNoSmallGroup(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var f statistics.Figures
		for _, n := range rapid.SliceOfN(rapid.IntRange(1, 12), 0, 6).Draw(t, "groups") {
			f.ByUnit = append(f.ByUnit, statistics.Group{Code: "u", Measures: statistics.Measures{Registered: n, Submissions: n}})
			f.Submissions += n
		}
		g := f.Guarded()
		masked := 0
		for i, group := range g.ByUnit {
			switch {
			case group.Masked && (group.Registered != 0 || group.Submissions != 0):
				t.Fatalf("group %d is masked and tells %d", i, group.Registered)
			case !group.Masked && f.ByUnit[i].Registered < statistics.FewestShown:
				t.Fatalf("group %d of %d is shown", i, f.ByUnit[i].Registered)
			case group.Masked:
				masked++
			}
		}
		if masked == 1 && len(g.ByUnit) > 1 || g.Submissions != f.Submissions {
			t.Fatalf("%d masked of %v, total %d", masked, f.ByUnit, g.Submissions)
		}
	})
}
