package statistics

import "slices"

// Guarded are the figures of a period in which an accusation counts, as they may be read by everybody: totals as they are, but
// by topic, purpose and unit no group of fewer than FewestShown, from which a case could be told.
func (f Figures) Guarded() Figures {
	f.ByTopic, f.ByPurpose, f.ByUnit = guarded(f.ByTopic), guarded(f.ByPurpose), guarded(f.ByUnit)
	return f
}

// guarded masks small groups, and the smallest of the others where only one is small: else the total would tell of it.
func guarded(groups []Group) []Group {
	groups = slices.Clone(groups)
	hidden, smallest := 0, -1
	for i, g := range groups {
		switch {
		case g.Registered < FewestShown:
			groups[i] = g.masked()
			hidden++
		case smallest < 0 || g.Registered < groups[smallest].Registered:
			smallest = i
		}
	}
	if hidden == 1 && smallest >= 0 {
		groups[smallest] = groups[smallest].masked()
	}
	return groups
}

func (g Group) masked() Group { return Group{Code: g.Code, Name: g.Name, Masked: true} }
