package desk

import (
	"context"
	"time"

	"petitiondesk/models/approval"
	"petitiondesk/models/calendar"
	"petitiondesk/models/casework"
	"petitiondesk/models/duty"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
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
	ReceiptTx
	TicketTx
	DraftTx
	ApprovalTx
	DutyTx
	RosterTx
	CalendarTx
	TopicTx
	IndexTx
	WorkTx
	LedgerTx
	KeyTx
	AccessTx
	SearchTx
	AttachmentTx
	BookingTx
	RepeatTx
	PaperTx
	PresenceTx
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
	SetPersonActive(userID string, active bool, at time.Time) (changed bool, err error)
	Staff(afterID string, limit int) ([]people.Person, error) // those who left too, by userid
	SetRoles(userID string, roles []people.Role) error        // in place of all he had
	UpdatePerson(p people.Person) error                       // name, post, unit
	Villages() ([]people.Village, error)                      // by township
	PutVillages(villages []people.Village) error
}

// CaseTx reads and writes cases.
type CaseTx interface {
	CreateCase(c *petition.Case, s *petition.Submission, v *petition.Visit, petitioners []petition.Petitioner) error // sets ids; v nil for all but visits
	CreateSubmission(s *petition.Submission, v *petition.Visit, petitioners []petition.Petitioner) error             // of a case; sets ids
	NumberRegistration(caseID, submissionID int64, number string) error                                              // caseID 0: a further submission; Conflict when taken
	SubmissionOfDraft(draftID int64) (petition.Submission, error)
	CountSubmissionsOf(caseID int64) (int64, error)
	EarlierCases(by petition.Sought, limit int) ([]petition.Earlier, error) // the newest of each kind
	Case(id int64) (petition.Case, error)
	CaseByNumber(number string) (petition.Case, error) // of a case or of one of its submissions
	SubmissionByID(id int64) (petition.Submission, error)
	SubmissionByNumber(number string) (petition.Submission, error)
	InsertCase(c *petition.Case) error                         // without a submission; sets ID
	MoveSubmission(id, fromCase, toCase int64) error           // Conflict when it is not fromCase's
	CasesBy(userID string, limit int) ([]petition.Case, error) // registered by the person, newest first
	LeadsOf(caseIDs []int64) ([]petition.Petitioner, error)    // of each submission, oldest first
	LeadPetitioner(caseID int64) (petition.Petitioner, error)  // of the newest submission
	FillResidence(caseID int64, r petition.Residence) error    // what the case does not have yet
	AddProgress(p *petition.Progress) error
	ProgressOf(caseID int64, limit int) ([]petition.Progress, error) // newest first
	CountCases() (int64, error)
}

// KeyTx keeps the wrapped keys of what is sealed, and erases by destroying them.
type KeyTx interface {
	AddDataKey(k petition.DataKey) error                                                         // Conflict when the draft has one
	DataKey(draftID int64) (petition.DataKey, error)                                             // of a draft and of its submission
	DataKeysUnder(masterKey string, afterDraft int64, limit int) ([]petition.DataKey, error)     // by draft
	MasterKeysInUse() ([]string, error)                                                          // that wrap anything
	CountDataKeys(masterKey string) (int64, error)                                               // that it wraps
	Rewrap(keys []petition.DataKey, was string) (int, error)                                     // those still under was
	SubmissionsOf(caseID, afterID int64, limit int) ([]petition.Submission, error)               // by id
	EraseSubmission(s petition.Submission, at time.Time) error                                   // its key, indexes and plain texts
	RedactCase(c petition.Case, mask func(string) string) error                                  // all that is written about it; Conflict when it is too much
	LockDrafts(afterID int64, limit int) ([]petition.Draft, error)                               // by id, with keys
	PutSealed(d petition.Draft, s *petition.Submission, petitioners []petition.Petitioner) error // in place of the plain texts
}

// CaseworkTx reads and writes the way of cases: steps, clocks, reminders.
type CaseworkTx interface {
	UpdateCase(c *petition.Case) error // where Version = c.Version; then c.Version+1
	CasesByID(ids []int64) ([]petition.Case, error)
	CasesToSign(unit string, limit int) ([]petition.Case, error)                       // given to it and not signed for, oldest first
	OpenCasesOf(responsible string, afterID int64, limit int) ([]petition.Case, error) // not completed, by id
	OpenCasesLedBy(leader string, afterID int64, limit int) ([]petition.Case, error)   // not resolved, by id
	AddEvent(e *casework.Event) error
	EventsOf(caseID int64) ([]casework.Event, error) // oldest first
	ClocksOf(caseID int64) ([]casework.ClockRow, error)
	Clock(id int64) (casework.ClockRow, error)
	ClocksByID(ids []int64) ([]casework.ClockRow, error)
	SaveClocks(rows []casework.ClockRow) error                      // without an id: inserted, ids set
	OpenClocks(unit string, limit int) ([]casework.ClockRow, error) // nearest internal date first; unit "" = all
	PutProposal(p casework.Proposal) error                          // in place of his last
	Proposal(userID string) (casework.Proposal, error)
	DropProposal(userID string) error
	NearestClocks(caseIDs []int64) ([]casework.ClockRow, error)            // open ones of these cases, nearest internal date first
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
	MonthToClose() (statistics.Month, error) // the month after the newest closed one, "" when nothing is known of any
	CloseMonth(month statistics.Month) error // adds up what became known in it; Conflict when it is closed
	ClosedMonths() ([]statistics.Month, error)
	MonthAgrees(month statistics.Month) (bool, error) // with its submissions
	CountEndings(period statistics.Period, asOf calendar.Day) (completed int, ratings []statistics.RatingRow, err error)
}

// DraftTx reads and writes drafts and dialogues.
type DraftTx interface {
	Draft(id int64) (petition.Draft, error)
	DraftByOrigin(origin string) (petition.Draft, error)
	ForgottenDrafts(stage petition.Watched, begunBefore, stillSince time.Time, limit int) ([]petition.Draft, error) // unfinished ones, oldest first
	WatchDraft(id int64, was, now petition.Watched) error
	DraftsOf(owner string, states []petition.DraftState, limit int) ([]petition.Draft, error) // newest first
	DraftsDiscarded(owner string, after time.Time, limit int) ([]petition.Draft, error)       // given up last first
	CreateDraft(d *petition.Draft) error                                                      // sets ID
	UpdateDraft(d *petition.Draft) error                                                      // where Version = d.Version; then d.Version+1
	Dialogue(userID string) (petition.Dialogue, error)                                        // a zero Dialogue (Version 0) when there is none
	RedateDraft(id int64, at time.Time) error                                                 // when it was begun
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
	LockRequest(id int64) (approval.Request, error)                          // nobody else changes it until the transaction ends
	AddRequest(r *approval.Request, entry approval.Entry) error              // with seats and history; Conflict as CreateRequest
	SaveRequest(r approval.Request, entry approval.Entry) error              // where Version = r.Version-1, with seats and history
	SaveSeats(r approval.Request) error
	EntriesOf(requestID int64, limit int) ([]approval.Entry, error)      // oldest first
	ReturnedTo(applicant string, limit int) ([]approval.Request, error)  // oldest first
	AskedBy(applicant string, limit int) ([]approval.Request, error)     // undecided, oldest first
	PendingOn(caseID int64, limit int) ([]approval.Request, error)       // undecided, oldest first
	DecidedSeats(from, to time.Time, limit int) ([]approval.Seat, error) // oldest first
	RequestsByID(ids []int64) ([]approval.Request, error)                // without seats
	Settings() ([]approval.Setting, error)
	AddSetting(s approval.Setting) error
	DelegationsOf(principals []string, from calendar.Day) ([]approval.Delegation, error) // not ended, to from or later
	DelegationsTo(standIn string, from calendar.Day) ([]approval.Delegation, error)
	AddDelegation(d *approval.Delegation) error // sets ID
	EndDelegation(id int64, at time.Time) error
	AddInstruction(i *approval.Instruction) error // sets ID
	Instruction(id int64) (approval.Instruction, error)
	OpenInstructions(caseID int64, limit int) ([]approval.Instruction, error)
	InstructionsTo(unit string, limit int) ([]approval.Instruction, error) // nearest date first
	AnswerInstruction(i approval.Instruction) error                        // Conflict when it is not open
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
	CreateSlots(slots []duty.Slot) (created []duty.Slot, err error) // ignores (rule, day, seat) that exist; created have ids
	UpdateSlot(s *duty.Slot, was duty.Slot) error                   // where version and state are as in was
}

// RosterTx reads and writes what makes a roster depart from its rules, and what grows around slots.
type RosterTx interface {
	Periods() ([]duty.Period, error)
	PutPeriods(periods []duty.Period) error // insert or update by code
	Posts() ([]duty.Post, error)
	PutPosts(posts []duty.Post) error  // insert or update by name
	Absences() ([]duty.Absence, error) // not taken back, by id
	AddAbsence(a *duty.Absence) error  // sets ID
	EndAbsence(id int64, at time.Time) error
	Overrides(from, to calendar.Day) ([]duty.Override, error) // by turn
	PutOverrides(overrides []duty.Override) error             // insert or update by code
	DropOverrides(codes []string) error
	SlotAt(ruleCode string, day calendar.Day, seat int) (duty.Slot, error)
	SlotsOn(station, post string, from calendar.Day, limit int) ([]duty.Slot, error)
	CreateSwap(s *duty.Swap) error // sets ID
	Swap(id int64) (duty.Swap, error)
	SwapsOf(userID string, limit int) ([]duty.Swap, error) // asked for by or of the person, newest first
	PendingSwapsOf(slotID int64) ([]duty.Swap, error)      // that give the slot away
	SaveSwap(s *duty.Swap) error                           // where Version = s.Version; then s.Version+1
	Ladder(slotID, version int64) (notice.Ladder, error)
	FreezeLadder(l notice.Ladder) error // ignored when known
	AddNote(n *duty.Note) error         // sets ID
	LastNote(station, post string) (duty.Note, error)
	PutFeedLink(l duty.FeedLink) error // replaces the person's
	FeedLink(tokenHash string) (duty.FeedLink, error)
	AddDutyImport(i *duty.Import) error // sets ID
	LastDutyImport() (duty.Import, error)
	DutyImport(id int64) (duty.Import, error)
	UndoDutyImport(id int64, at time.Time) error
	PutDutyCards(cards []duty.Card) error // insert or update by userid
	DutyCards(userIDs []string) ([]duty.Card, error)
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
	EntriesOn(subject string, limit int) ([]ledger.Entry, error) // oldest first
	TreeTx
	AnchorTx
	AmendTx
	RegisterTx
}

// TreeTx reads and grows the Merkle tree and its checkpoints. None of it locks the head.
type TreeTx interface {
	TreeCount() (int64, error) // hashes stored
	TreeHashes(indexes []int64) ([]string, error)
	TreeHashesFrom(idx int64, limit int) ([]ledger.TreeHash, error)
	AddTreeHashes(from int64, hashes []string) error // Conflict when somebody else was faster
	AddCheckpoint(c *ledger.Checkpoint) error        // Conflict when its key is taken
	Checkpoint(id int64) (ledger.Checkpoint, error)
	CheckpointByKey(uniq string) (ledger.Checkpoint, error)
	CheckpointCovering(seq int64) (ledger.Checkpoint, error)           // the earliest one
	LatestCheckpoints(limit int) ([]ledger.Checkpoint, error)          // newest first
	CheckpointsAfter(id int64, limit int) ([]ledger.Checkpoint, error) // by id
}

// AnchorTx keeps the receipts of anchors, and the incidents in which an anchor did not fit.
type AnchorTx interface {
	AddReceipts(receipts ...ledger.Receipt) error // known ones are ignored
	SettleReceipt(r ledger.Receipt) error         // ignored unless awaited
	AwaitedReceipts(limit int) ([]ledger.Receipt, error)
	ReceiptsOf(checkpoints []int64) ([]ledger.Receipt, error)
	MessagesByKey(keys []string) ([]queue.Outbound, error) // without their content
	AddIncident(i *ledger.Incident) error                  // Conflict when its key is taken
	OpenIncidents(limit int) ([]ledger.Incident, error)
	ClosedIncidents(limit int) ([]ledger.Incident, error) // newest first
	UpdateIncident(i ledger.Incident) error               // where Version = i.Version
	RegistrationBarred() (bool, error)
}

// AmendTx keeps requests to void or correct a registration.
type AmendTx interface {
	AddAmendment(a *ledger.AmendRequest) error // sets ID
	Amendment(id int64) (ledger.AmendRequest, error)
	AmendmentsOf(caseID int64, limit int) ([]ledger.AmendRequest, error) // oldest first
	UpdateAmendment(a ledger.AmendRequest) error                         // where Version = a.Version
	CorrectHeadcount(caseID int64, headcount int, collective bool, at time.Time) error
}

// RegisterTx reads what stands beside the ledger, to be compared with it.
type RegisterTx interface {
	Register(numbers []string) ([]petition.Entered, error)
	RegisterByDay() (map[calendar.Day]ledger.DayCount, error)
	StepsByID(ids []int64) ([]ledger.Step, error)
}
