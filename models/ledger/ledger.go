// Package ledger makes every change to the record evident: each entry carries the hash of the one before it.
// A chain alone is tamper-evident only against a head known elsewhere; it does not prevent anything.
package ledger

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"time"
)

// Kind names what an entry records.
type Kind string

// The kinds of entry.
const (
	CaseRegistered      Kind = "case_registered"
	SubmissionJoined    Kind = "submission_joined"
	RepeatsSetAside     Kind = "repeats_set_aside"
	RepeatsLeftOpen     Kind = "repeats_left_open"
	RepeatDecided       Kind = "repeat_decided"
	CaseSplit           Kind = "case_split"
	CaseStep            Kind = "case_step"
	ClockStepsMissed    Kind = "clock_steps_missed"
	SupervisionAdvised  Kind = "supervision_advised"
	AnnualReported      Kind = "annual_reported"
	ProgressRecorded    Kind = "progress_recorded"
	EscalationRequested Kind = "escalation_requested"
	EscalationDecided   Kind = "escalation_decided"
	SlotsPlanned        Kind = "slots_planned"
	SlotConfirmed       Kind = "slot_confirmed"
	SlotUnconfirmed     Kind = "slot_unconfirmed"
	SlotChanged         Kind = "slot_changed"
	SlotArrived         Kind = "slot_arrived"
	GroupChatSet        Kind = "group_chat_set"
	BoardHandled        Kind = "board_handled" // something on the duty office's board, by whom and how
	DutyHandedOver      Kind = "duty_handed_over"
	AbsenceEntered      Kind = "absence_entered"
	AbsenceEnded        Kind = "absence_ended"
	SwapMoved           Kind = "swap_moved"
	RosterImported      Kind = "roster_imported"
	RosterImportUndone  Kind = "roster_import_undone"
	CountyImported      Kind = "county_imported"
	CalendarImported    Kind = "calendar_imported"
	TopicsImported      Kind = "topics_imported"
	PersonLeft          Kind = "person_left"
	PersonBack          Kind = "person_back"
	PersonAdded         Kind = "person_added"
	PersonMoved         Kind = "person_moved"
	AccountRenamed      Kind = "account_renamed"
	UnitRenamed         Kind = "unit_renamed"
	RolesGiven          Kind = "roles_given"
	CaseClassified      Kind = "case_classified"
	CaseRated           Kind = "case_rated"
	ReceiptReissued     Kind = "receipt_reissued"
	TicketIssued        Kind = "ticket_issued"
	TicketMatched       Kind = "ticket_matched"
	TicketVoidAsked     Kind = "ticket_void_asked"
	TicketVoided        Kind = "ticket_voided"
	PaperReserved       Kind = "paper_numbers_reserved"
	PaperVoidAsked      Kind = "paper_void_asked"
	PaperVoided         Kind = "paper_numbers_voided"
	PaperReconciled     Kind = "paper_numbers_reconciled"
	TicketsReconciled   Kind = "tickets_reconciled"
	CaseErased          Kind = "case_erased" // personal data, by destroying the key; the case stays
	KeysRotated         Kind = "keys_rotated"
	SubmissionVoided    Kind = "submission_voided"
	SubmissionRestored  Kind = "submission_restored"
	CorrectionAsked     Kind = "correction_asked"
	SubmissionCorrected Kind = "submission_corrected"
	AmendmentRefused    Kind = "amendment_refused"
	IncidentOpened      Kind = "incident_opened"
	IncidentSigned      Kind = "incident_signed"
	IncidentClosed      Kind = "incident_closed"
	DutyLogSigned       Kind = "duty_log_signed"
	CommitmentErased    Kind = "commitment_erased" // the key of a commitment was destroyed by law
	RequestAsked        Kind = "request_asked"
	RequestActed        Kind = "request_acted"
	InstructionGiven    Kind = "instruction_given"
	InstructionAnswered Kind = "instruction_answered"
	DelegationGiven     Kind = "delegation_given"
	DelegationEnded     Kind = "delegation_ended"
	ApprovalKindSet     Kind = "approval_kind_set"
	DraftPassedOn       Kind = "draft_passed_on"
	DraftTaken          Kind = "draft_taken_over"
	WorkHandedOver      Kind = "work_handed_over"
	AttachmentTaken     Kind = "attachment_taken"
	AttachmentKept      Kind = "attachment_kept"
	AttachmentLost      Kind = "attachment_lost"
	AttachmentSent      Kind = "attachment_sent"
	AttachmentsErased   Kind = "attachments_erased" // of a report that was given up, or that no words came for
	CaseBarred          Kind = "case_barred"
	BarLifted           Kind = "bar_lifted"
	FileOpened          Kind = "file_opened"
	MadeOrdinary        Kind = "report_made_ordinary"
	ReceptionBooked     Kind = "reception_booked"
	BookingEnded        Kind = "booking_ended"
	BookingFollowed     Kind = "booking_followed"
)

// Hash is a SHA-256 sum, written in lower-case hex.
type Hash string

// Zero is the previous hash of the first entry.
const Zero Hash = "0000000000000000000000000000000000000000000000000000000000000000"

// Entry is one line of the ledger. Payload holds what happened, free of personal data: references and codes.
type Entry struct {
	Seq      int64 `gorm:"primaryKey;autoIncrement:false"`
	PrevHash Hash
	Kind     Kind
	Subject  string // what it is about, such as a case number
	Actor    string // userid, or "system"
	At       time.Time
	Payload  []byte
	Hash     Hash
}

// TableName is the table of entries.
func (Entry) TableName() string { return "ledger_entries" }

// Head is the chain's last link and the source of gap-free serials. Its row is locked by each append.
type Head struct {
	ID        int64 `gorm:"primaryKey;autoIncrement:false"` // always 1
	Seq       int64
	Hash      Hash
	SerialDay string // civil day of DaySerial, YYYY-MM-DD
	DaySerial int64  // last case serial given out on SerialDay
}

// TableName is the table of the one head row.
func (Head) TableName() string { return "ledger_head" }

// encodingVersion is the first byte of each encoding.
const encodingVersion = 1

// Encode writes the entry canonically: a version byte, then each field in fixed order, length-prefixed
// (8 bytes, big-endian); numbers are 8 bytes, the instant is unix milliseconds.
func (e Entry) Encode() []byte {
	var b bytes.Buffer
	b.WriteByte(encodingVersion)
	number := func(n int64) { _ = binary.Write(&b, binary.BigEndian, n) }
	field := func(f []byte) { number(int64(len(f))); b.Write(f) }
	number(e.Seq)
	field([]byte(e.PrevHash))
	field([]byte(e.Kind))
	field([]byte(e.Subject))
	field([]byte(e.Actor))
	number(e.At.UnixMilli())
	field(e.Payload)
	return b.Bytes()
}

// Sum is the hash of the entry's encoding.
func (e Entry) Sum() Hash {
	sum := sha256.Sum256(e.Encode())
	return Hash(hex.EncodeToString(sum[:]))
}

// Link completes an entry as the next one after head and returns it with the head moved on.
func Link(head Head, e Entry) (Entry, Head) {
	e.Seq = head.Seq + 1
	e.PrevHash = head.Hash
	e.Hash = e.Sum()
	head.Seq, head.Hash = e.Seq, e.Hash
	return e, head
}

// Genesis is the head of an empty ledger.
func Genesis() Head { return Head{ID: 1, Hash: Zero} }

// Verifier checks a chain entry by entry.
type Verifier struct {
	seq  int64
	hash Hash
}

// NewVerifier starts before the first entry.
func NewVerifier() *Verifier { return &Verifier{hash: Zero} }

// Check takes the next entry; an error says what does not add up and where.
func (v *Verifier) Check(e Entry) error {
	switch {
	case e.Seq != v.seq+1:
		return fmt.Errorf("entry %d follows entry %d: there is a gap", e.Seq, v.seq)
	case e.PrevHash != v.hash:
		return fmt.Errorf("entry %d does not continue entry %d", e.Seq, v.seq)
	case e.Hash != e.Sum():
		return fmt.Errorf("entry %d was changed after it was written", e.Seq)
	}
	v.seq, v.hash = e.Seq, e.Hash
	return nil
}

// End compares the checked chain with the head row.
func (v *Verifier) End(head Head) error {
	if head.Seq != v.seq || head.Hash != v.hash {
		return fmt.Errorf("the head says entry %d, the chain ends at %d", head.Seq, v.seq)
	}
	return nil
}
