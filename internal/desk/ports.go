package desk

import (
	"context"
	"time"

	"petitiondesk/models/approval"
	"petitiondesk/models/calendar"
	"petitiondesk/models/casework"
	"petitiondesk/models/duty"
	"petitiondesk/models/ledger"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
	"petitiondesk/models/queue"
	"petitiondesk/models/statistics"
	"petitiondesk/models/statute"
)

// Store is the truth. Transact commits everything fn wrote, together with the completion of the context's
// queue.Turn, or nothing; fn may run more than once. Read runs fn without a transaction.
type Store interface {
	Transact(ctx context.Context, fn func(tx Tx) error) error
	Read(ctx context.Context, fn func(tx Tx) error) error
}

// Tx is one transaction. Finders fail with code NotFound; updates that name a version fail with code
// Conflict when the row has moved on. Lists are ordered and never longer than limit.
type Tx interface {
	PeopleTx
	CaseTx
	CaseworkTx
	CountingTx
	DraftTx
	ApprovalTx
	DutyTx
	CalendarTx
	TopicTx
	IndexTx
	WorkTx
	LedgerTx
	AccessTx
}

// PeopleTx reads and writes units and staff.
type PeopleTx interface {
	Person(userID string) (people.Person, error)          // with UnitName and Roles, active or not
	PeopleByID(userIDs []string) ([]people.Person, error) // in any order; unknown ids are left out
	PeopleWith(role people.Role) ([]people.Person, error) // active ones, by userid, at most 1000
	PeopleNamed(name string) ([]people.Person, error)     // active ones, by name or userid
	PeopleIn(unit string) ([]people.Person, error)        // active ones, by userid, at most 1000
	Units() ([]people.Unit, error)                        // at most 5000
	PutUnits(units []people.Unit) error                   // insert or update by code
	PutPeople(staff []people.Person) error                // insert or update by userid, roles replaced
	SetPersonActive(userID string, active bool) (changed bool, err error)
}

// CaseTx reads and writes cases.
type CaseTx interface {
	CreateCase(c *petition.Case, s *petition.Submission, v *petition.Visit, petitioners []petition.Petitioner) error // sets ids; v nil for all but visits
	CreateSubmission(s *petition.Submission, v *petition.Visit, petitioners []petition.Petitioner) error             // of a case; sets ids
	SubmissionOfDraft(draftID int64) (petition.Submission, error)
	CountSubmissionsOf(caseID int64) (int64, error)
	EarlierCases(mobile, id, name, place string, limit int) ([]petition.Earlier, error) // by blind indexes and place
	Case(id int64) (petition.Case, error)
	CaseByNumber(number string) (petition.Case, error) // of a case or of one of its submissions
	SubmissionByNumber(number string) (petition.Submission, error)
	PetitionersOf(submissionID int64) ([]petition.Petitioner, error) // at most 1000
	InsertCase(c *petition.Case) error                               // without a submission; sets ID
	MoveSubmission(id, fromCase, toCase int64) error                 // Conflict when it is not fromCase's
	CasesBy(userID string, limit int) ([]petition.Case, error)       // registered by the person, newest first
	LeadPetitioner(caseID int64) (petition.Petitioner, error)        // of the newest submission
	FillResidence(caseID int64, r petition.Residence) error          // what the case does not have yet
	AddProgress(p *petition.Progress) error
	ProgressOf(caseID int64, limit int) ([]petition.Progress, error) // newest first
	CountCases() (int64, error)
}

// CaseworkTx reads and writes the way of cases: steps, clocks, reminders.
type CaseworkTx interface {
	UpdateCase(c *petition.Case) error // where Version = c.Version; then c.Version+1
	CasesByID(ids []int64) ([]petition.Case, error)
	OldestUnresolved(limit int) ([]petition.Case, error)
	AddEvent(e *casework.Event) error
	EventsOf(caseID int64) ([]casework.Event, error) // oldest first
	ClocksOf(caseID int64) ([]casework.ClockRow, error)
	Clock(id int64) (casework.ClockRow, error)
	ClocksByID(ids []int64) ([]casework.ClockRow, error)
	SaveClocks(rows []casework.ClockRow) error                             // without an id: inserted, ids set
	OpenClocks(unit string, limit int) ([]casework.ClockRow, error)        // nearest internal date first; unit "" = all
	OpenClocksAfter(id int64, limit int) ([]casework.ClockRow, error)      // by id
	AddReminders(reminders []casework.Reminder) error                      // known ones are ignored
	UntoldReminders(userID string, limit int) ([]casework.Reminder, error) // oldest first
	MarkTold(ids []int64, at time.Time) error
	ProvisionalClocks(limit int) ([]casework.ClockRow, error) // open, dated, resting on a calendar not yet known
	AddClockFacts(facts []casework.ClockFact) error
	UnprovenDeliveries(limit int) ([]petition.Case, error) // whose opinion has not been shown to have arrived, oldest first
	AnnualReport(year int) (statistics.AnnualReport, error)
	AddAnnualReport(r *statistics.AnnualReport) error // Conflict when the year has one
}

// CountingTx keeps and counts the facts of statistics. Counts are of a period, as known at the end of asOf.
type CountingTx interface {
	RecordCounted(row statistics.Counted) error                                // known from row.KnownFrom on; closes what was known before
	CountedOf(caseID int64, limit int) ([]statistics.Counted, error)           // what holds now, by submission
	SetClassification(id int64, c petition.Classification, at time.Time) error // parts not empty; locks the case
	AddRatings(ratings []petition.Rating) error
	CountSubmissions(period statistics.Period, asOf calendar.Day) ([]statistics.Row, error)
	CountClocks(rules []statute.RuleID, period statistics.Period, asOf calendar.Day) ([]statistics.ClockRow, error)
	CountCompleted(rules []statute.RuleID, period statistics.Period, asOf calendar.Day) (int, error)
	CountRatings(rules []statute.RuleID, period statistics.Period, asOf calendar.Day) ([]statistics.RatingRow, error)
}

// DraftTx reads and writes drafts and dialogues.
type DraftTx interface {
	Draft(id int64) (petition.Draft, error)
	DraftByOrigin(origin string) (petition.Draft, error)
	DraftsOf(owner string, states []petition.DraftState, limit int) ([]petition.Draft, error) // newest first
	CreateDraft(d *petition.Draft) error                                                      // sets ID
	UpdateDraft(d *petition.Draft) error                                                      // where Version = d.Version; then d.Version+1
	Dialogue(userID string) (petition.Dialogue, error)                                        // a zero Dialogue (Version 0) when there is none
	SaveDialogue(d *petition.Dialogue) error                                                  // insert when Version is 0, else where Version = d.Version; then d.Version+1
}

// ApprovalTx reads and writes requests.
type ApprovalTx interface {
	CreateRequest(r *approval.Request) error // with holders; Conflict when the case has a pending one of the kind
	Request(id int64) (approval.Request, error)
	PendingRequest(kind approval.Kind, caseID int64) (approval.Request, error)
	WaitingFor(userID string, limit int) ([]approval.Request, error)         // pending, oldest first, with holders
	HeldBy(userID, caseNumber string, limit int) ([]approval.Request, error) // any state, newest first; caseNumber full or ""
	RequestsOn(caseID int64, limit int) ([]approval.Request, error)          // newest first
	SaveDecision(r approval.Request) error                                   // where Version = r.Version-1 and pending; clears the holders' Waiting
}

// DutyTx reads and writes stations, rules and slots.
type DutyTx interface {
	Stations() ([]duty.Station, error)
	Rules() ([]duty.Rule, error)
	PutStations(stations []duty.Station) error
	PutRules(rules []duty.Rule) error // insert or update by code
	Slots(from, to calendar.Day, limit int) ([]duty.Slot, error)
	SlotsOf(userID string, from, to calendar.Day, limit int) ([]duty.Slot, error)
	Slot(id int64) (duty.Slot, error)
	CreateSlots(slots []duty.Slot) (created []duty.Slot, err error) // ignores (rule, day) that exist; created have ids
	UpdateSlot(s *duty.Slot, was duty.Slot) error                   // where version and state are as in was
}

// CalendarTx reads and writes the imported notices of public days.
type CalendarTx interface {
	Editions() ([]calendar.Edition, error) // the newest version of each year, by year, with its days
	NewestEdition() (id int64, err error)  // 0 when there is none
	AddEdition(e *calendar.Edition) error  // with its days, sets ID; Conflict when the year has that version
}

// TopicTx reads and writes the imported lists of topics.
type TopicTx interface {
	TopicEditions() ([]petition.TopicEdition, error) // the newest version of each list, by list, with its entries
	NewestTopicEdition() (id int64, err error)       // 0 when there is none
	AddTopicEdition(e *petition.TopicEdition) error  // with its entries, sets ID; Conflict when the list has that version
}

// IndexTx brings the blind indexes up to date.
type IndexTx interface {
	PetitionersAfter(id int64, limit int) ([]petition.Petitioner, error) // by id
	SetPetitionerIndexes(petitioners []petition.Petitioner) error
	Progress(batch, mark string) (upto int64, err error) // 0 when the batch has not begun under that mark
	SetProgress(batch, mark string, upto int64, at time.Time) error
}

// WorkTx writes jobs and messages; keys that exist are ignored.
type WorkTx interface {
	Plan(jobs ...queue.Job) error
	Tell(rows ...queue.Outbound) error
	Told(dedupKey string) (bool, error)                             // whether Tell ever wrote that key
	CancelUnsent(taskIDs ...string) (cancelled []string, err error) // Waiting, never tried cards; returns the task ids cancelled
	KeepCardCode(code queue.CardCode) error                         // ignored when known
}

// LedgerTx writes the ledger. The first call locks the head until the transaction ends, so both come last.
type LedgerTx interface {
	NextSerial(day calendar.Day) (int64, error)
	Append(e ledger.Entry) error // sets Seq, PrevHash and Hash
	LedgerHead() (ledger.Head, error)
	LedgerEntries(afterSeq int64, limit int) ([]ledger.Entry, error)
}
