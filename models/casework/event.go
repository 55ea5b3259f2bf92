package casework

import (
	"time"

	"petitiondesk/models/calendar"
	"petitiondesk/models/statute"
)

// Event is one step as it was taken, written once and never changed.
type Event struct {
	ID       int64 `gorm:"primaryKey"`
	CaseID   int64
	ChargeNo int // which unit's charge it is about, 0 = the whole case
	Step     Step
	Day      calendar.Day // on which it happened
	Actor    string       // userid
	At       time.Time    // when it was recorded
	Details  Details      `gorm:"serializer:json"`
}

// TableName is the table of events.
func (Event) TableName() string { return "case_events" }

// Details say what a step is about. Each step asks for some of them.
type Details struct {
	Reason     string       `json:",omitempty"`
	Charges    []Order      `json:",omitempty"` // Refer, Assign, Reassign: lead first; DecideDispute, RejectReport: the unit
	AcceptedOn calendar.Day `json:",omitempty"` // Accept: as stated in the notice
	Way        Route        `json:",omitempty"` // Redirect
	Simple     SimpleFacts  `json:",omitzero"`  // AcceptSimple
	Proof      *Proof       `json:",omitempty"` // Deliver…
	Days       int          `json:",omitempty"` // AskExtension
	Opinion    *Opinion     `json:",omitempty"` // IssueOpinion, IssueReview, IssueReexamination
	Body       *Body        `json:",omitempty"` // RequestReview, RequestReexamination, Certify, SubmitDispute, DecideDispute
	Received   calendar.Day `json:",omitempty"` // Register, Resubmit: when it reached the office, "" = on the day of the step
	Postmark   calendar.Day `json:",omitempty"` // a petitioner's request that came by post
	Person     string       `json:",omitempty"` // userid: SetResponsible, TakeCharge
	Due        calendar.Day `json:",omitempty"` // SetResolutionDue, Suggest, ListSupervision, OrderRectification
	Other      int64        `json:",omitempty"` // the other case of a merge
	Accepted   calendar.Day `json:",omitempty"` // MergeFrom: when the other case had been accepted
	Submission int64        `json:",omitempty"` // which further submission it is about, 0 = the first, or all
	Clock      string       `json:",omitempty"` // Overdue, Recompute: the clock's key
	Since      calendar.Day `json:",omitempty"` // Overdue
	Was        calendar.Day `json:",omitempty"` // Recompute: the legal date before
	Now        calendar.Day `json:",omitempty"` // Recompute: the legal date since
	Adoption   Adoption     `json:",omitempty"` // AnswerAdvice
	Accusation *Accusation  `json:",omitempty"` // RouteAccusation
}

// Order gives a unit charge of a case. Due is the date set by the order, "" where none is.
type Order struct {
	Unit string
	Due  calendar.Day `json:",omitempty"`
}

// Proof is how a document reached the petitioner.
type Proof struct {
	Way      statute.DeliveryWay
	Witness  string       `json:",omitempty"` // of a refusal
	Tracking string       `json:",omitempty"` // of a posted document
	Arrived  calendar.Day `json:",omitempty"` // day on which a posted document was handed over; "" until then
}

// Route is the lawful way a matter is led to when it is not decided as a petition (条例 Art. 31(1)–(5)).
type Route string

// The routes of 条例 Art. 31(1) to (5).
const (
	Litigation     Route = "litigation"
	Arbitration    Route = "arbitration"
	PartyAppeal    Route = "party_appeal"
	Administrative Route = "administrative"
	OtherStatutory Route = "other_statutory"
)

var routeNames = map[Route]string{
	Litigation: "诉讼", Arbitration: "仲裁", PartyAppeal: "党内申诉", Administrative: "行政复议", OtherStatutory: "其他法定程序",
}

// Chinese is the route in words.
func (r Route) Chinese() string { return routeNames[r] }

// Routes lists the routes in the order of the article.
var Routes = []Route{Litigation, Arbitration, PartyAppeal, Administrative, OtherStatutory}
