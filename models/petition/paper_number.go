package petition

import (
	"time"

	"petitiondesk/models/calendar"
)

// PaperNumber is a number of a day's series that is kept for a form on paper, so that registering goes on in the same series when
// nothing else works. It is never given back: paper numbers = entered forms + voided numbers.
type PaperNumber struct {
	ID       int64 `gorm:"primaryKey"`
	Number   string
	Day      calendar.Day
	IssuedBy string
	IssuedAt time.Time
	UsedBy   string // who entered the form
	UsedAt   *time.Time
	Voiding
}

// TableName is the table of numbers kept for paper.
func (PaperNumber) TableName() string { return "paper_numbers" }

// Open tells whether the number is neither used nor void.
func (p PaperNumber) Open() bool { return p.UsedBy == "" && !p.Voided() }

// MaxPaperNumbers is how many are kept at once: a day's forms of one window.
const MaxPaperNumbers = 50

// PaperBalance is how the numbers of a day that were kept for paper add up.
type PaperBalance struct {
	Day    calendar.Day
	Issued int
	Used   int
	Voided int
	Open   []string
}

// BalancePaper counts the numbers of a day.
func BalancePaper(day calendar.Day, numbers []PaperNumber) PaperBalance {
	b := PaperBalance{Day: day, Issued: len(numbers)}
	for _, n := range numbers {
		switch {
		case n.Voided():
			b.Voided++
		case n.UsedBy != "":
			b.Used++
		default:
			b.Open = append(b.Open, n.Number)
		}
	}
	return b
}

// Balanced tells whether every number is used or void.
func (b PaperBalance) Balanced() bool { return len(b.Open) == 0 }

// PaperTime is the instant that a form says, if it can be: on the day of its number, not before that was kept, not to come. The
// time of a form is written in minutes.
func (p PaperNumber) PaperTime(clock calendar.ClockTime, now time.Time) (at time.Time, ok bool) {
	at = p.Day.At(clock)
	return at, !at.Before(p.IssuedAt.Truncate(time.Minute)) && !at.After(now)
}
