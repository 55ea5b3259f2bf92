package notice

import (
	"petitiondesk/models/calendar"
	"petitiondesk/models/petition"
)

// TicketStep is what happened to a door ticket.
type TicketStep string

// The steps.
const (
	TicketIssued    TicketStep = "issued"
	TicketMatched   TicketStep = "matched"
	TicketVoidAsked TicketStep = "void_asked"
	TicketIsVoid    TicketStep = "void"
	TicketUnmatched TicketStep = "unmatched" // a visit was registered, but its ticket could not be used
)

// Ticket is a step of a door ticket.
type Ticket struct {
	Day    calendar.Day
	No     int64
	Step   TicketStep
	Number string // of the visit
	Reason string
}

// Tickets is the daily reconciliation.
type Tickets struct {
	petition.Reconciliation
}
