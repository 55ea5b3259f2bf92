package store_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gorm.io/gorm"

	"petitiondesk/internal/store"
	"petitiondesk/models/approval"
	"petitiondesk/models/calendar"
	"petitiondesk/models/casework"
	"petitiondesk/models/duty"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
	"petitiondesk/models/queue"
	"petitiondesk/models/statistics"
)

// smallTables may be read from end to end: a county has few of these rows. Counting cases reads an index; newest,
// parts and e are what an inner question found.
var smallTables = []string{
	"SCAN units", "SCAN duty_stations", "SCAN duty_rules", "SCAN duty_groups", "SCAN calendar_notices", "SCAN topic_editions", "SCAN cases USING COVERING INDEX",
	"SCAN CONSTANT", "SCAN (subquery", "SCAN some_rows", "SCAN counted_closed USING COVERING INDEX", "SCAN newest", "SCAN parts", "SCAN e",
}

func TestQueriesUseIndexes(t *testing.T) {
	s := migrated(t, "sqlite://"+filepath.Join(t.TempDir(), "desk.db"))
	type statement struct {
		sql  string
		vars []any
	}
	var seen []statement
	collect := func(db *gorm.DB) {
		if db.Statement.SQL.Len() > 0 {
			seen = append(seen, statement{db.Statement.SQL.String(), db.Statement.Vars})
		}
	}
	on := s.DB().Callback()
	must(t, on.Query().After("gorm:query").Register("test:collect", collect))
	must(t, on.Row().After("gorm:row").Register("test:collect", collect)) // what is scanned into other structs
	must(t, on.Raw().After("gorm:raw").Register("test:collect", collect)) // what is derived from other tables
	must(t, on.Update().After("gorm:update").Register("test:collect", collect))
	must(t, on.Delete().After("gorm:delete").Register("test:collect", collect))
	workload(t, s)
	must(t, on.Query().Remove("test:collect"))
	must(t, on.Row().Remove("test:collect"))
	must(t, on.Raw().Remove("test:collect"))
	if len(seen) < 50 {
		t.Fatalf("only %d statements were seen", len(seen))
	}
	for _, one := range seen {
		var plan []struct{ Detail string }
		must(t, s.DB().Raw("EXPLAIN QUERY PLAN "+one.sql, one.vars...).Scan(&plan).Error)
		for _, step := range plan {
			if strings.HasPrefix(step.Detail, "SCAN") && !startsWithAny(step.Detail, smallTables) {
				t.Errorf("%s: %s", step.Detail, one.sql)
			}
		}
	}
}

func startsWithAny(text string, prefixes []string) bool {
	for _, prefix := range prefixes {
		if strings.HasPrefix(text, prefix) {
			return true
		}
	}
	return false
}

// workload runs every statement the store has. What the rows say does not matter here.
func workload(t *testing.T, s *store.Store) {
	t.Helper()
	transact(t, s, func(tx *store.Tx) error {
		if _, err := registerWithSerial(tx, today, 1); err != nil {
			return err
		}
		if _, err := tx.NextSerial(today.Add(-1)); err != nil {
			return err
		}
		if err := tx.PutPeople([]people.Person{{UserID: "zhang", Roles: []people.Role{people.Clerk}, Active: true}}); err != nil {
			return err
		}
		notice := edition(2027, 1, calendar.PublicDay{Day: "2027-01-01", Off: true, Name: "元旦"})
		if err := tx.AddEdition(&notice); err != nil {
			return err
		}
		_, err := tx.CreateSlots(slotsFrom(today, 3))
		return err
	})
	r := newRequest(t, s, 1, "chen")
	decided, err := r.Decide("chen", "陈", approval.Approved, "", start)
	must(t, err)
	draft := &petition.Draft{Origin: "a", Owner: "zhang", State: petition.DraftOpen, Version: 1}
	transact(t, s, func(tx *store.Tx) error { return tx.CreateDraft(draft) })
	receipt := &petition.Receipt{SubmissionID: 1, CaseID: 1, Number: "XF", Issue: 1, IssuedAt: start, RegisteredAt: start}
	ticket := &petition.Ticket{Day: today, No: 1, IssuedAt: start}
	transact(t, s, func(tx *store.Tx) error { return errors.Join(tx.AddReceipt(receipt), tx.AddTicket(ticket)) })
	transact(t, s, func(tx *store.Tx) error {
		slot, err := tx.Slot(1)
		if err != nil {
			return err
		}
		was := slot
		slot.Version++
		for _, write := range []func() error{
			func() error { return tx.UpdateDraft(draft) },
			func() error { return tx.SaveDecision(decided) },
			func() error { return tx.UpdateSlot(&slot, was) },
			func() error { return tx.SaveDialogue(&petition.Dialogue{UserID: "zhang"}) },
			func() error { return tx.SaveDialogue(&petition.Dialogue{UserID: "zhang", Version: 1}) },
			func() error {
				c, err := tx.Case(1)
				c.State = petition.Referred
				return errors.Join(err, tx.UpdateCase(&c))
			},
			func() error { return tx.AddEvent(&casework.Event{CaseID: 1, Step: casework.Register, Day: today}) },
			func() error {
				return tx.SaveClocks([]casework.ClockRow{{CaseID: 1, ClockKey: "C02.1", Open: true, DueInternal: today}})
			},
			func() error {
				return tx.SaveClocks([]casework.ClockRow{{ID: 1, CaseID: 1, ClockKey: "C02.1", Open: true, DueInternal: today}})
			},
			func() error {
				return tx.AddReminders([]casework.Reminder{{ClockID: 1, Recipient: "zhang", Step: "due_day"}})
			},
			func() error {
				return tx.AddClockFacts([]casework.ClockFact{{ClockID: 1, Rule: "C07", DueLegal: today, KnownFrom: today, KnownTo: today}})
			},
			func() error {
				return tx.AddAnnualReport(&statistics.AnnualReport{Year: 2025, SubmittedOn: today, RecordedAt: start})
			},
			func() error { return tx.MarkTold([]int64{1}, start) },
			func() error { _, err := tx.SetPersonActive("zhang", true, start); return err },
			func() error {
				_, err := tx.Staff("", 10)
				return errors.Join(err, tx.SetRoles("zhang", []people.Role{people.Clerk}), tx.UpdatePerson(people.Person{UserID: "zhang", Name: "张某"}))
			},
			func() error { return tx.Tell(card("1", "t1"), card("2", "t2")) },
			func() error { _, err := tx.CancelUnsent("t1"); return err },
			func() error { return tx.RecordCounted(counted(1, today)) },
			func() error { return tx.RecordCounted(counted(1, today)) },
			func() error { return tx.RecordCounted(counted(1, today.Add(1))) },
			func() error {
				return tx.FillResidence(1, petition.Residence{RegisteredResidence: "柳河镇", HabitualResidence: "城关镇"})
			},
			func() error { return tx.SetPetitionerIndexes([]petition.Petitioner{{ID: 1, NameIndex: "n"}}) },
			func() error { return tx.SetProgress("batch", "key", 1, start) },
			func() error { return tx.ReissueReceipt(receipt) },
			func() error {
				return tx.UpdateTicket(petition.Ticket{ID: ticket.ID, Voiding: petition.Voiding{VoidAskedBy: "zhang"}}, *ticket)
			},
			func() error {
				return tx.AddRatings([]petition.Rating{{CaseID: 1, Object: petition.RatedUnit, Grade: petition.Satisfied, RatedOn: today}})
			},
			func() error { return tx.SetClassification(1, petition.Classification{Topic: "labour"}, start) },
			func() error { _, err := tx.Rewrap([]petition.DataKey{{DraftID: 1, KeyID: "k2"}}, "k1"); return err },
			func() error { _, err := tx.LockDrafts(0, 5); return err },
			func() error {
				return tx.PutSealed(petition.Draft{ID: 1}, &petition.Submission{ID: 1}, []petition.Petitioner{{ID: 1}})
			},
			func() error {
				return errors.Join(tx.PutProposal(casework.Proposal{UserID: "zhang", CaseID: 1, Steps: []casework.Proposed{{}}, WrittenAt: start}), tx.DropProposal("zhang"))
			},
			func() error {
				a := petition.Attachment{Origin: "m1", State: petition.AttachmentWaiting, ReceivedAt: start}
				return errors.Join(tx.AddAttachment(&a), tx.UpdateAttachment(a, a), tx.AttachmentsToCase(1, 1), tx.DestroyKey(-1, start))
			},
			func() error {
				_, err := tx.LockSlot(1)
				b := duty.NewBooking(1, slot, "zhang", "xfj", start)
				return errors.Join(err, tx.AddBooking(&b), tx.UpdateBooking(&b), tx.SaveReceptionList(duty.ReceptionList{SlotID: 1}))
			},
			func() error { return tx.PutVillages([]people.Village{{UnitCode: "chengguan", Name: "东街村"}}) },
			func() error { return tx.WatchDraft(1, petition.Unwatched, petition.Unwatched) },
			func() error { return errors.Join(tx.AddGrams(1, []int64{1, 2}), tx.DropGrams(1, []int64{1, 2})) },
			func() error { return tx.EraseSubmission(petition.Submission{ID: 1, DraftID: 1}, start) },
			func() error {
				return tx.RedactCase(petition.Case{ID: 1}, strings.ToUpper)
			},
		} {
			if err := write(); err != nil {
				return err
			}
		}
		return nil
	})
	transact(t, s, func(tx *store.Tx) error { return tx.CloseMonth("2026-10") })
	readings(t, s)
	queues(t, s)
}

func readings(t *testing.T, s *store.Store) {
	t.Helper()
	must(t, s.Read(t.Context(), func(tx *store.Tx) error {
		_, _ = tx.Person("zhang")
		_, _ = tx.PeopleWith(people.Clerk)
		_, _ = tx.Units()
		_, _ = tx.Case(1)
		_, _ = tx.CaseByNumber("XF")
		_, _ = tx.CasesBy("zhang", 5)
		_, _ = tx.LeadPetitioner(1)
		_, _ = tx.ProgressOf(1, 5)
		_, _ = tx.CountCases()
		_, _ = tx.CasesByID([]int64{1, 2})
		_, _ = tx.OldestUnresolved("", 5)
		_, _ = tx.EarlierCases(petition.Sought{IDIndex: "i", MobileIndex: "m", NameIndex: "n", PlaceCode: "chengguan", Topic: "labour"}, 8)
		_, _ = tx.SubmissionOfDraft(1)
		_, _ = tx.CountSubmissionsOf(1)
		_, _ = tx.EventsOf(1)
		_, _ = tx.ClocksOf(1)
		_, _ = tx.Clock(1)
		_, _ = tx.ClocksByID([]int64{1})
		_, _ = tx.OpenClocks("", 5)
		_, _ = tx.OpenClocks("rsj", 5)
		_, _ = tx.OpenClocksAfter(1, 5)
		_, _ = tx.UnprovenDeliveries(5)
		_, _ = tx.ProvisionalClocks(5)
		_, _ = tx.AnnualReport(2025)
		_, _ = tx.UntoldReminders("zhang", 5)
		_, _ = tx.PeopleIn("rsj")
		_, _ = tx.PeopleNamed("张")
		_, _ = tx.Draft(1)
		_, _ = tx.DraftByOrigin("a")
		_, _ = tx.DraftsOf("zhang", []petition.DraftState{petition.DraftOpen, petition.DraftKept}, 5)
		_, _ = tx.Dialogue("zhang")
		_, _ = tx.Request(1)
		_, _ = tx.PendingRequest(approval.Escalation, 1)
		_, _ = tx.WaitingFor("chen", 5)
		_, _ = tx.HeldBy("chen", "", 5)
		_, _ = tx.HeldBy("chen", "XF", 5)
		_, _ = tx.EntriesOf(1, 5)
		_, _ = tx.ReturnedTo("chen", 5)
		_, _ = tx.AskedBy("chen", 5)
		_, _ = tx.PendingOn(1, 5)
		_, _ = tx.RequestsOn(1, 5)
		_, _ = tx.DecidedSeats(start, start, 5)
		_, _ = tx.RequestsByID([]int64{1, 2})
		_, _ = tx.DelegationsOf([]string{"chen", "liu"}, today)
		_, _ = tx.DelegationsTo("chen", today)
		_, _ = tx.Instruction(1)
		_, _ = tx.OpenInstructions(1, 5)
		_, _ = tx.InstructionsTo("rsj", 5)
		_, _ = tx.Stations()
		_, _ = tx.Rules()
		_, _ = tx.Slots(today, today, 5)
		_, _ = tx.SlotsOf("zhang", today, today, 5)
		_, _ = tx.Editions()
		_, _ = tx.NewestEdition()
		_, _ = tx.TopicEditions()
		_, _ = tx.NewestTopicEdition()
		_, _ = tx.PetitionersAfter(1, 5)
		_, _ = tx.Progress("batch", "key")
		_, _ = tx.Told("1")
		_, _ = tx.Receipt("XF")
		_, _ = tx.SubmissionByNumber("XF")
		_, _ = tx.PetitionersOf(1, 5)
		_, _ = tx.NewestRatings(1)
		_, _ = tx.LastTicket(today)
		_, _ = tx.Ticket(today, 1)
		_, _ = tx.TicketOf("XF")
		_, _ = tx.Tickets(today, 5)
		_, _ = tx.CountVisitsOn(today)
		_, _ = tx.LedgerEntries(0, 5)
		_, _ = tx.CountedOf(1, 5)
		_, _ = tx.CountSubmissions(november, today)
		_, _ = tx.CountSubmissions(statistics.Period{From: "2026-05-05", To: "2026-11-30"}, "2026-12-10") // with closed months
		_, _ = tx.CountClocks(statistics.DecisionRules, november, today)
		_, _, _ = tx.CountEndings(november, today)
		_, _ = tx.MonthToClose()
		_, _ = tx.ClosedMonths()
		_, _ = tx.DataKey(1)
		_, _ = tx.DataKeysUnder("k1", 0, 5)
		_, _ = tx.MasterKeysInUse()
		_, _ = tx.CountDataKeys("k1")
		_, _ = tx.SubmissionsOf(1, 0, 5)
		_, _ = tx.CountsConfidential(november, today)
		_, _, _ = tx.CasesWithGrams([]int64{1}, 0, 5, 5)
		_, _, _ = tx.CasesWithGrams([]int64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, 9, 5, 5)
		_, _ = tx.CountGrams([]int64{1, 2}, 5)
		_, _ = tx.WithGrams([]int64{1, 2}, []int64{1, 2})
		for _, by := range []petition.Field{petition.MobileField, petition.IDField, petition.NameField, petition.TailField} {
			_, _ = tx.CasesOfPerson(by, "x", 9, 5)
			_, _ = tx.OfPerson(by, "x", []int64{1, 2})
		}
		_, _ = tx.CasesAt("chengguan", 9, 5)
		_, _ = tx.LeadsOf([]int64{1, 2})
		_, _ = tx.SlotsOfPost("1", today, today, 5)
		_, _ = tx.OpenBooking(1)
		_, _ = tx.LastBooking(1)
		_, _ = tx.CountBookings([]int64{1, 2})
		_, _ = tx.BookingsOn([]int64{1, 2}, 5)
		_, _ = tx.BookingsFrom(today, "", 5)
		_, _ = tx.BookingsFrom(today, "xfj", 5)
		_, _ = tx.ReceiversOf([]int64{1, 2})
		_, _ = tx.ReceptionList(1)
		_, _ = tx.Attachment(1)
		_, _ = tx.AttachmentsOfDraft(1)
		_, _ = tx.AttachmentsOfCase(1)
		_, _ = tx.LooseAttachments("zhang", start)
		_, _ = tx.WaitingRosters("zhang", start)
		_, _ = tx.AttachmentFrom("page:1")
		_, _ = tx.DutyImport(1)
		_, _ = tx.LostMessages([]string{"duty_reminder"}, start, queue.Outbound{}, 10)
		_, _ = tx.LostMessages([]string{"duty_reminder"}, start, queue.Outbound{ID: 1, DueAt: start}, 10)
		_, _ = tx.OpenSwaps(start, 10)
		_, _ = tx.Groups()
		_, _ = tx.Marked([]string{"outbox:1"})
		_, _ = tx.Proposal("zhang")
		_, _ = tx.ForgottenDrafts(petition.Reminded, start, start, 5)
		_, _ = tx.NearestClocks([]int64{1, 2})
		_, _ = tx.BarsOn([]int64{1})
		_, _ = tx.ChargedUnits([]int64{1})
		_, _ = tx.AskedOn([]int64{1})
		_, _ = tx.PeopleCalled([]string{"张"})
		_, _ = tx.KinCalled([]string{"张"})
		_, _ = tx.AccessLog(1, 5)
		_, _ = tx.AccessLog(0, 5)
		_, _ = tx.OpenCasesOf("zhang", 1, 5)
		_, _ = tx.CasesToSign("rsj", 5)
		_, _ = tx.OpenCasesLedBy("zhang", 1, 5)
		_, _ = tx.OldestUnresolved("rsj", 5)
		_, err := tx.LedgerHead()
		return err
	}))
}

func queues(t *testing.T, s *store.Store) {
	t.Helper()
	ctx := t.Context()
	inboundClaim, jobClaim := claimedInbound(t, s, "k"), claimedJob(t, s, "j")
	must(t, s.FinishInbound(ctx, inboundClaim, nil, start))
	must(t, s.FailJob(ctx, jobClaim, "no", start, false, nil))
	_, err := s.OpenJobs(ctx, 0, 5)
	must(t, err)
	claim := claimMessages(t, s)["2"]
	_, _, _, err = s.UnusedCardCode(ctx, "t2", "zhang", start)
	must(t, err)
	must(t, s.Freeze(ctx, claim, queue.Rendered{Request: []byte("1")}, nil, 0, start))
	must(t, s.ReleaseOutbound(ctx, []queue.Claim{claim}, start.Add(time.Second)))
	_, err = s.Backlog(ctx)
	must(t, err)
	_, _, err = s.Purge(ctx, start.Add(time.Hour), 5)
	must(t, err)
}
