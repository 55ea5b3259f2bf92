package calendar

import "fmt"

// Difference is what a new notice of a year changes.
type Difference struct {
	Added   []PublicDay
	Removed []PublicDay
	Changed []Change
}

// Change is a day that both notices have, said differently.
type Change struct{ Old, New PublicDay }

// Diff compares two notices of a year.
func Diff(before, after Notice) Difference {
	var d Difference
	left := map[Day]PublicDay{}
	for _, day := range before.Days {
		left[day.Day] = day
	}
	for _, day := range after.Days {
		was, ok := left[day.Day]
		delete(left, day.Day)
		switch {
		case !ok:
			d.Added = append(d.Added, day)
		case was != day:
			d.Changed = append(d.Changed, Change{was, day})
		}
	}
	for _, day := range before.Days {
		if _, ok := left[day.Day]; ok {
			d.Removed = append(d.Removed, day)
		}
	}
	return d
}

// Empty tells whether nothing changes.
func (d Difference) Empty() bool { return len(d.Added)+len(d.Removed)+len(d.Changed) == 0 }

// Lines writes the difference for people, a day a line.
func (d Difference) Lines() []string {
	var lines []string
	say := func(verb string, day Day, words string) {
		lines = append(lines, fmt.Sprintf("%s %d年%s：%s", verb, day.Year(), day.Chinese(), words))
	}
	for _, day := range d.Added {
		say("新增", day.Day, day.Words())
	}
	for _, day := range d.Removed {
		say("删去", day.Day, day.Words())
	}
	for _, change := range d.Changed {
		say("改动", change.New.Day, change.Old.Words()+" 改为 "+change.New.Words())
	}
	return lines
}
