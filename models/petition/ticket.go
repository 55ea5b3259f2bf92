package petition

import (
	"regexp"
	"strconv"
	"time"

	"petitiondesk/models/calendar"
)

// Ticket 排号 is a number drawn at the door. Tickets are given out in sequence and never taken back, so that a visitor who
// was never registered shows: tickets = visits + voided tickets.
type Ticket struct {
	ID               int64 `gorm:"primaryKey"`
	Day              calendar.Day
	No               int64 // from 1 on each day
	IssuedBy         string
	IssuedAt         time.Time
	SubmissionNumber string // the visit it became
	Voiding
}

// TableName is the table of tickets.
func (Ticket) TableName() string { return "door_tickets" }

// Open tells whether the ticket is neither a visit nor voided.
func (t Ticket) Open() bool { return t.SubmissionNumber == "" && !t.Voided() }

// Reconciliation is how the tickets of a day add up. Offices that drew none have nothing to reconcile.
type Reconciliation struct {
	Day        calendar.Day
	Issued     int
	Visits     int     // tickets that became a visit
	Voided     int     // tickets voided by two people, with a reason
	Open       []int64 // tickets that are neither
	Unticketed int     // visits of the day without a ticket
}

// Reconcile counts the tickets of a day against all visits registered on it.
func Reconcile(day calendar.Day, tickets []Ticket, visits int) Reconciliation {
	r := Reconciliation{Day: day, Issued: len(tickets)}
	for _, t := range tickets {
		switch {
		case t.Voided():
			r.Voided++
		case t.SubmissionNumber != "":
			r.Visits++
		default:
			r.Open = append(r.Open, t.No)
		}
	}
	r.Unticketed = max(0, visits-r.Visits)
	return r
}

// Balanced tells whether tickets = visits + voided, and every visit had one.
func (r Reconciliation) Balanced() bool { return len(r.Open) == 0 && r.Unticketed == 0 }

var namedTicket = regexp.MustCompile(`排号[:\x{FF1A}]?\s*(\d{1,5})号?`)

// takeTicket reads 排号7 and returns the text without it.
func (p *parser) takeTicket(text string) string {
	found := namedTicket.FindStringSubmatchIndex(text)
	if found == nil {
		return text
	}
	p.out.Report.Ticket, _ = strconv.ParseInt(text[found[2]:found[3]], 10, 64)
	return text[:found[0]] + " " + text[found[1]:]
}
