package notice

import (
	"time"

	"petitiondesk/models/approval"
	"petitiondesk/models/calendar"
	"petitiondesk/models/casework"
	"petitiondesk/models/petition"
)

// Kind names what a person must learn. Each kind has one data type below; a renderer turns the two into a
// message.
type Kind string

// The kinds, with their data types.
const (
	Plain            Kind = "plain"              // Text
	VisitQuestion    Kind = "visit_question"     // Visit
	VisitCard        Kind = "visit_card"         // Visit
	VisitCardClosed  Kind = "visit_card_closed"  // Visit, amends VisitCard
	VisitEdit        Kind = "visit_edit"         // Visit
	VisitProgress    Kind = "visit_progress"     // Visit
	VisitKept        Kind = "visit_kept"         // Visit
	VisitDiscarded   Kind = "visit_discarded"    // Visit
	CaseRegistered   Kind = "case_registered"    // Visit
	CaseCard         Kind = "case_card"          // Matter
	StepInFull       Kind = "step_in_full"       // Matter; what its card cannot show whole, sent before it
	CaseStepClosed   Kind = "case_step_closed"   // Matter, amends StepProposed
	CaseStepWords    Kind = "case_step_words"    // Matter
	ApprovalCard     Kind = "approval_card"      // Approval
	ApprovalClosed   Kind = "approval_closed"    // Approval, amends ApprovalCard
	ApprovalAsked    Kind = "approval_asked"     // Approval
	ApprovalOutcome  Kind = "approval_outcome"   // Approval
	ApprovalDone     Kind = "approval_done"      // Approval
	ReasonWanted     Kind = "reason_wanted"      // Approval
	DutyReminder     Kind = "duty_reminder"      // Duty
	DutyClosed       Kind = "duty_closed"        // Duty, amends DutyReminder
	DutyConfirmed    Kind = "duty_confirmed"     // Duty
	DutyUnconfirmed  Kind = "duty_unconfirmed"   // Duty
	DutyLate         Kind = "duty_late"          // Duty
	DutyAssigned     Kind = "duty_assigned"      // Duty
	DutyWithdrawn    Kind = "duty_withdrawn"     // Duty
	StepTaken        Kind = "step_taken"         // CaseStep
	CaseNews         Kind = "case_news"          // CaseStep
	ClockDigest      Kind = "clock_digest"       // Digest
	OldestBoard      Kind = "oldest_board"       // Board
	ClockRecomputed  Kind = "recomputed_clock"   // Recomputed
	PetitionerToTell Kind = "recomputed_date"    // Recomputed
	UnprovenBoard    Kind = "unproven_board"     // Unproven
	SupervisionDue   Kind = "supervision_due"    // Supervision
	AnnualReportDue  Kind = "annual_report_due"  // AnnualReport
	AnnualReportDone Kind = "annual_report_done" // AnnualReport
	ProgressKept     Kind = "progress_kept"      // Case
	CaseClassified   Kind = "classified_case"    // Classified
	CaseRated        Kind = "rated_case"         // Rated
	TroubleInbound   Kind = "trouble_inbound"    // Trouble
	TroubleSorry     Kind = "trouble_sorry"      // Trouble
	TroubleSend      Kind = "trouble_send"       // Trouble
	TroubleWork      Kind = "trouble_work"       // Trouble
	CalendarMissing  Kind = "calendar_missing"   // Calendar
	ReceiptPicture   Kind = "receipt_picture"    // ReceiptOf, sent as a picture
	ReceiptAgain     Kind = "receipt_again"      // Reissued
	StillUnsolved    Kind = "still_unsolved"     // Unsolved
	TicketNews       Kind = "ticket_news"        // Ticket

	TicketsReconciled   Kind = "tickets_reconciled"   // Tickets
	CheckpointMade      Kind = "checkpoint_made"      // Checkpoint
	DutyLogLine         Kind = "duty_log_line"        // Checkpoint
	IncidentFound       Kind = "incident_found"       // Incident
	IncidentSigned      Kind = "incident_signed"      // Incident
	AmendAsked          Kind = "amend_asked"          // Amendment
	AmendDecided        Kind = "amend_decided"        // Amendment
	ApprovalConfirm     Kind = "approval_confirm"     // Approval, amends ApprovalCard: the second tap
	ApprovalShown       Kind = "approval_shown"       // Approval, amends ApprovalConfirm: as before
	ApprovalRenewed     Kind = "approval_renewed"     // Approval, amends ApprovalCard: a new card follows
	ApprovalMoved       Kind = "approval_moved"       // Approval
	ApprovalActed       Kind = "approval_acted"       // Approval
	ConfirmWanted       Kind = "confirm_wanted"       // Approval
	ApprovalDigest      Kind = "approval_digest"      // ApprovalDigestOf
	InstructionGiven    Kind = "instruction_given"    // Instruction
	InstructionDue      Kind = "instruction_due"      // Instruction
	InstructionAnswered Kind = "instruction_answered" // Instruction
	DelegationKept      Kind = "delegation_kept"      // Delegated
	DelegationTold      Kind = "delegation_told"      // Delegated
	DutyStandIn         Kind = "duty_stand_in"        // Duty
	DutyStandInGone     Kind = "duty_stand_in_closed" // Duty, amends DutyStandIn
	DutyToLead          Kind = "duty_to_lead"         // Duty
	DutyPhones          Kind = "duty_phones"          // Duty
	DutyOpen            Kind = "duty_open"            // Duty
	DutyTroubled        Kind = "gap_warning"          // DutyTrouble
	DutyArrival         Kind = "duty_arrival"         // Arrival
	DutyBoardItem       Kind = "board_item"           // BoardItem
	DutyBoardMorning    Kind = "board_morning"        // BoardMorning
	StationRoster       Kind = "week_in_group"        // Week, to a station's group chat
	DutyHandover        Kind = "duty_handover"        // Duty
	DutyWeek            Kind = "week_ahead"           // Week
	SwapCard            Kind = "swap_card"            // Swap
	SwapCardClosed      Kind = "swap_card_closed"     // Swap, amends SwapCard
	SwapNews            Kind = "swap_news"            // Swap
	DraftForgotten      Kind = "draft_forgotten"      // Forgotten
	DraftPassedOn       Kind = "draft_passed_on"      // Forgotten
	DraftTaken          Kind = "draft_taken"          // Forgotten, amends DraftPassedOn
	WorkToHandOver      Kind = "work_to_hand_over"    // HandOver
	WorkHandedOver      Kind = "work_handed_over"     // HandOver, amends WorkToHandOver
	CaseCardTurned      Kind = "case_card_turned"     // Matter, amends CaseCard
	StepProposed        Kind = "case_step_proposed"   // Matter
	StepTurned          Kind = "case_step_turned"     // Matter, amends StepProposed after a choice
	AttachmentSent      Kind = "attachment_sent"      // AttachmentOf, sent as a file
	AttachmentTaken     Kind = "attachment_taken"     // Attached
	AttachmentList      Kind = "attachments_listed"   // AttachmentsOf
	AttachmentPlace     Kind = "attachment_place"     // AttachmentOf
	ListCard            Kind = "list_card"            // List
	ListTurned          Kind = "list_turned"          // List, amends ListCard
	PaperNews           Kind = "paper_news"           // Paper
	PaperReconciled     Kind = "balance_of_paper"     // PaperBalance
	RepeatCard          Kind = "repeat_card"          // RepeatPair
	RepeatCardClosed    Kind = "repeat_card_closed"   // RepeatPair, amends RepeatCard
	RepeatDecided       Kind = "repeat_decided"       // RepeatPair
	CaseOpened          Kind = "opened_case"          // desk.CaseView
	ContactsChanged     Kind = "contacts_changed"     // Contacts
	StaffLeft           Kind = "left_staff"           // LeftStaff
	StaffRenamed        Kind = "renamed_staff"        // AccountRenamed
	RolesAsked          Kind = "roles_asked"          // Roles
	RolesGiven          Kind = "roles_given"          // Roles, amends RolesAsked
	RolesChanged        Kind = "roles_changed"        // Roles
	FunctionsCard       Kind = "welcome_card"         // Welcome
	BookingOffer        Kind = "booking_offer"        // Booking
	BookingAsk          Kind = "booking_ask"          // Booking
	BookingClosed       Kind = "booking_closed"       // Booking, amends BookingOffer, BookingAsk and BookingAfter
	BookingNews         Kind = "booking_news"         // Booking
	BookingList         Kind = "booking_list"         // Booking
	BookingAfter        Kind = "booking_after"        // Booking
	BookingTurned       Kind = "booking_turned"       // Booking, amends BookingAfter
	RosterReading       Kind = "roster_reading"       // RosterSheet
	RosterPreview       Kind = "roster_preview"       // RosterSheet
	RosterNews          Kind = "roster_news"          // RosterSheet
	RosterPreviewClosed Kind = "roster_closed"        // RosterSheet, amends RosterPreview
	RosterUndoAsk       Kind = "undo_roster"          // RosterUndo
	RosterUndoClosed    Kind = "undo_closed"          // RosterUndo, amends RosterUndoAsk
	RosterUndone        Kind = "roster_undone"        // RosterUndo, after an import was taken back on the page
	RosterFile          Kind = "file_roster"          // RosterFileOf, sent as a file or picture
)

// Text is a sentence as it stands.
type Text struct {
	Text string
}

// Visit is a draft or a registered visit, personal data masked.
type Visit struct {
	DraftID   int64
	Version   int64
	TaskID    string
	State     petition.DraftState
	Name      string // masked
	Mobile    string // masked
	IDNumber  string // masked
	Speakers  string // representatives, masked
	Headcount int
	Place     string
	PlaceCode string
	Facts     string
	Demand    string
	Gaps      []petition.Field
	Skipped   []petition.Field
	Leftover  []string
	Doubts    []string
	Focus     petition.Field // the one field asked for, "" when all gaps are
	Number    string         // once registered
	Again     bool           // it had been registered before this click
	SetAside  bool           // another draft was kept to make room for this one
	Repeats   []RepeatLine   // cases it may repeat, the likeliest first
	JoinedTo  string         // number of the case it was joined to
	Times     int64          // how often that matter has been brought forward
	PrintURL  string         // printable receipt, open for a while

	Channel     petition.Channel
	Joint       bool
	Collective  bool
	Companions  string // named ones, masked
	Received    calendar.Day
	Postmark    calendar.Day
	Registered  string // 户籍地
	Habitual    string // 常住地
	Separations string // 三跨三分离
	Attachments string // 照片2、语音1
	Nationwide  petition.Nationwide
	Purpose     petition.Purpose
	ReadBackAt  *time.Time
	Paper       string // number and time of the form on paper that it is entered from

	AttachmentsUntil time.Time // when they are erased, once the report was given up
	MayRegain        bool      // the report that was given up can be taken back for a day

	Confidential bool
	Restricted   int  // further cases that it may repeat and the clerk may not see
	LeftOpen     bool // whether it repeats an earlier case is left to the bureau's supervisors
	Recused      bool // who registered it may not handle it
}

// RepeatLine is a case that a report may repeat.
type RepeatLine struct {
	CaseID int64
	Number string
	Day    calendar.Day
	Place  string
	State  petition.State
	Why    string
}

// NewVisit describes a draft without the full personal data.
func NewVisit(d petition.Draft, taskID string) Visit {
	r := d.Report
	return Visit{
		DraftID: d.ID, Version: d.Version, TaskID: taskID, State: d.State,
		Name: petition.MaskName(r.Name), Mobile: petition.MaskDigits(r.Mobile), IDNumber: petition.MaskDigits(r.IDNumber),
		Headcount: r.People(), Place: r.Place, PlaceCode: r.PlaceCode, Facts: petition.Redact(r.Facts, r.Named()), Demand: petition.Redact(r.Demand, r.Named()),
		Gaps: r.Gaps(), Skipped: r.Skipped,
		Channel: r.Via(), Joint: r.Joint, Received: r.Received, Postmark: r.Postmark, Registered: r.RegisteredResidence, Habitual: r.HabitualResidence,
		Separations: r.Separations(r.Place, r.PlaceCode), Nationwide: r.Nationwide, Purpose: r.Purpose, ReadBackAt: r.ReadBackAt,
		Confidential: r.Confidential,
	}
}

// Approval is a request, with enough of its case to decide on.
type Approval struct {
	RequestID     int64
	Version       int64
	TaskID        string
	CaseNumber    string
	Applicant     string // title
	ApplicantUnit string
	Name          string // masked
	Headcount     int
	Place         string
	Facts         string
	Demand        string
	Reason        string
	RegisteredAt  time.Time
	State         approval.State
	DecidedName   string
	Opinion       string
	DecidedAt     *time.Time
	Holders       []string // titles

	ApprovalMore
}

// Duty is one slot.
type Duty struct {
	SlotID      int64
	Version     int64
	TaskID      string
	Step        DutyStep
	Station     string // name
	Post        string
	Day         calendar.Day
	StartsAt    time.Time
	EndsAt      time.Time
	Person      string // title
	ConfirmedAt *time.Time

	Note   string   // what the last shift handed over
	People []string // titles, with telephone numbers on a list to call
	Why    string
	Booked *int // petitions booked for it, nil where it is no reception
}

// CaseStep is a step that was taken, with what is due next.
type CaseStep struct {
	Number      string
	Submission  string // number of the further submission it is about, "" = the case
	Other       string // number of the other case of a merge, a link or a split
	Step        casework.Step
	State       petition.State
	By          string // title
	ByUnit      string
	Unit        string // name of the responsible unit
	Place       string
	Facts       string
	Reason      string
	Days        int
	Due         calendar.Day // nearest internal date
	DueLegal    calendar.Day
	DueWhat     string
	Article     string
	Provisional bool
}

// Calendar is a year's calendar of public days.
type Calendar struct {
	Year   int
	Total  int         // clocks whose dates rest on it and are provisional
	Clocks []ClockLine // the nearest of them
}

// Case is a case in one line.
type Case struct {
	Number string
}

// Classified is how a case is counted now.
type Classified struct {
	Number    string
	TopicName string
	petition.Classification
}

// Rated is what was said about a case.
type Rated struct {
	Number       string
	Office, Unit petition.Grade
}

// Trouble is something the desk could not do for somebody.
type Trouble struct {
	Ref    string
	What   string // kind of the row
	Person string // title of whoever was to be reached, or had written
	Reason string
}

// Reissued is a receipt given out anew.
type Reissued struct {
	Number   string
	PrintURL string
}

// Unsolved is what a petitioner wrote on the public page after an answer.
type Unsolved struct {
	Number   string // of the new submission
	Case     string // number of the case
	Text     string // masked; "" for whom it may be about
	Reopened bool   // the case is handled anew and must be routed
}
