package statute

import (
	"cmp"
	"strings"

	"petitiondesk/models/calendar"
)

// Compare orders clocks, what is most pressing first: those nobody can date, then the open ones by internal due date,
// then the rest. None stands for another.
func Compare(a, b Clock) int {
	return cmp.Or(
		cmp.Compare(a.rank(), b.rank()),
		strings.Compare(string(a.aim()), string(b.aim())),
		strings.Compare(string(a.DueLegal), string(b.DueLegal)),
		strings.Compare(string(a.Rule.ID), string(b.Rule.ID)),
	)
}

func (c Clock) rank() int {
	switch {
	case c.State == Undetermined && c.aim() == "":
		return 0
	case c.Open():
		return 1
	case c.State == NotStarted:
		return 2
	}
	return 3
}

// aim is the date to look at: the internal one, or the legal one of a petitioner's window.
func (c Clock) aim() calendar.Day { return cmp.Or(c.DueInternal, c.DueLegal) }
