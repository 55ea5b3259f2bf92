package desk_test

import (
	"fmt"
	"log/slog"
	"path/filepath"
	"testing"

	"petitiondesk/internal/county"
	"petitiondesk/internal/desk"
	"petitiondesk/internal/store"
	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/casework"
	"petitiondesk/models/ledger"
	"petitiondesk/models/petition"
	"petitiondesk/models/queue"
	"petitiondesk/models/statistics"
	"petitiondesk/models/statute"
)

// office is a desk with one case, registered on Monday 2026-11-23, and its clock and store in the test's hands.
type office struct {
	*testing.T
	*desk.Desk
	st     *store.Store
	clock  *models.MovableClock
	number string
}

func newOffice(t *testing.T) *office {
	t.Helper()
	clock := models.NewMovableClock(calendar.Day("2026-11-23").At(9*60), true)
	log := slog.New(slog.DiscardHandler)
	st, err := store.Open(t.Context(), store.Options{URL: "sqlite://" + filepath.Join(t.TempDir(), "desk.db"), Logger: log, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	o := &office{T: t, st: st, clock: clock, Desk: desk.New(deskStore{st}, &oldCache{}, clock, calendar.China(), log), number: "XF20261123-0001"}
	o.must(st.Migrate(t.Context()))
	o.must(o.Import(t.Context(), desk.County(county.Demo())))
	report := petition.Report{Name: "张某", Mobile: "13900000000", Headcount: 3, Place: "城关镇", Facts: "反映拖欠工资", Demand: "请求支付"}
	o.must(o.EnterEarlier(t.Context(), []desk.EarlierVisit{{Clerk: "wangfang", At: clock.Now(), Report: report}}))
	return o
}

func (o *office) must(err error) {
	o.Helper()
	if err != nil {
		o.Fatal(err)
	}
}

func (o *office) on(day calendar.Day, at calendar.ClockTime) *office {
	o.clock.Set(day.At(at))
	return o
}

func (o *office) take(by string, step casework.Step, details casework.Details) *office {
	o.Helper()
	if details.Reason == "" {
		details.Reason = "理由"
	}
	o.must(o.Propose(o.Context(), by, o.number, []casework.Proposed{{Step: step, Details: details}}))
	o.must(o.ConfirmProposal(o.Context(), by, ""))
	return o
}

func (o *office) accept() *office {
	signed := &casework.Proof{Way: statute.Signed}
	return o.take("wangfang", casework.Refer, casework.Details{Charges: []casework.Order{{Unit: "chengguan"}}}).
		take("jiangli", casework.Sign, casework.Details{}).
		take("jiangli", casework.Accept, casework.Details{AcceptedOn: calendar.DayOf(o.clock.Now())}).
		take("jiangli", casework.DeliverNotice, casework.Details{Proof: signed})
}

func (o *office) read(do func(tx *store.Tx) error) {
	o.Helper()
	o.must(o.st.Read(o.Context(), do))
}

func (o *office) events(step casework.Step) (found []casework.Event) {
	o.Helper()
	o.read(func(tx *store.Tx) error {
		events, err := tx.EventsOf(1)
		for _, e := range events {
			if e.Step == step {
				found = append(found, e)
			}
		}
		return err
	})
	return found
}

// run does every clock job that is due, once, and returns their payloads.
func (o *office) run() (payloads []string) {
	o.Helper()
	jobs, err := o.st.DueJobs(o.Context(), o.clock.Now(), models.SystemClock{}.Now(), 100)
	o.must(err)
	for _, job := range jobs {
		if job.Kind != desk.ClockJob {
			continue
		}
		claimed, err := o.st.ClaimJobs(o.Context(), []queue.Job{job}, models.SystemClock{}.Now().Add(queue.Lease))
		o.must(err)
		o.must(o.RunClockStep(o.Context(), job.Payload))
		o.must(o.st.FinishJob(o.Context(), queue.Claim{ID: claimed[0].ID, Seq: claimed[0].Seq}, o.clock.Now()))
		payloads = append(payloads, job.Payload)
	}
	return payloads
}

// A lateness is written down once: by the step that comes before the morning's check as well.
func TestRule11LatenessIsWrittenByWhicheverComesFirst(t *testing.T) {
	for name, checked := range map[string]bool{"the check": true, "a step": false} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t).on("2026-12-09", 9*60) // the time to route ended on 12-08
			if checked {
				o.on("2026-12-09", 10*60).run()
			}
			o.take("wangfang", casework.Refer, casework.Details{Charges: []casework.Order{{Unit: "chengguan"}}})
			o.on("2026-12-10", 11*60).run()
			late := o.events(casework.Overdue)
			if len(late) != 1 || late[0].Details.Clock != "C02.1" || late[0].Details.Since != "2026-12-09" {
				t.Fatalf("written %+v", late)
			}
			if refer := o.events(casework.Refer)[0]; refer.ID < late[0].ID {
				t.Error("the step came before the lateness it found")
			}
			o.read(func(tx *store.Tx) error {
				clocks, err := tx.ClocksOf(1)
				if err == nil && (clocks[1].State != statute.MetLate || clocks[1].OverdueSince != "2026-12-09") {
					t.Errorf("the clock says %+v", clocks[1])
				}
				return err
			})
		})
	}
}

// A step that two replicas do, or one does twice, reminds nobody twice.
func TestRule14NobodyIsRemindedTwiceOfAStep(t *testing.T) {
	o := newOffice(t).on("2026-12-01", 9*60)
	payloads := o.run()
	if len(payloads) == 0 {
		t.Fatal("no step was due at half time")
	}
	count := func() (n int) {
		o.read(func(tx *store.Tx) error {
			reminders, err := tx.UntoldReminders("wangfang", 100)
			n = len(reminders)
			return err
		})
		return n
	}
	once := count()
	for _, payload := range payloads {
		o.must(o.RunClockStep(t.Context(), payload))
	}
	if again := count(); once == 0 || again != once {
		t.Errorf("%d reminders, then %d", once, again)
	}
}

// After an outage one step stands for those that were missed, and the ledger says which.
func TestRule15MissedStepsAreInTheLedger(t *testing.T) {
	o := newOffice(t).on("2026-12-17", 9*60)
	o.run()
	missed := 0
	o.read(func(tx *store.Tx) error {
		entries, err := tx.LedgerEntries(0, 100)
		for _, e := range entries {
			if e.Kind == ledger.ClockStepsMissed {
				missed++
			}
		}
		return err
	})
	if missed == 0 {
		t.Error("nothing in the ledger tells of the missed steps")
	}
	o.read(func(tx *store.Tx) error {
		reminders, err := tx.UntoldReminders("wangfang", 100)
		if err == nil && len(reminders) != 1 {
			t.Errorf("reminders of %+v", reminders)
		}
		return err
	})
}

// decisions is what the figures of a month, as known on a day, say of its decisions.
func (o *office) decisions(month string, asOf calendar.Day) string {
	o.Helper()
	period := statistics.Period{From: calendar.Day(month + "-01"), To: calendar.Day(month + "-28")}
	report, err := o.Statistics(o.Context(), desk.Asked{Period: period, AsOf: asOf})
	o.must(err)
	d := report.OnTime.Decision
	return fmt.Sprint(d.OnTime, d.Late, d.Pending)
}

// Neither an extension nor another calendar nor the end of a case changes the figures of a day that is past.
func TestPastFiguresStandWhateverHappensLater(t *testing.T) {
	o := newOffice(t).accept() // to be decided by 2027-01-22
	o.on("2026-12-10", 9*60).take("jiangli", casework.AskExtension, casework.Details{Days: 20}).
		take("pengyu", casework.ApproveExtension, casework.Details{}).
		take("jiangli", casework.DeliverExtension, casework.Details{Proof: &casework.Proof{Way: statute.Signed}}) // by 2027-02-11
	o.on("2026-12-20", 9*60)
	moved := calendar.Notice{Year: 2027, Days: []calendar.PublicDay{{Day: "2027-02-11", Off: true, Name: "春节", NoticeYear: 2027}, {Day: "2027-02-12", Off: true, Name: "春节", NoticeYear: 2027}}}
	_, err := o.ImportCalendar(t.Context(), desk.SystemActor, "days.csv", []calendar.Notice{moved}, false) // by 2027-02-15
	o.must(err)
	opinion := &casework.Opinion{Request: "支付工资", Facts: "欠薪属实", Reasons: "应当支付", Result: "责令支付", Basis: "劳动法", Outcome: casework.Supported}
	o.on("2027-02-14", 9*60).take("jiangli", casework.IssueOpinion, casework.Details{Opinion: opinion}).
		take("jiangli", casework.DeliverOpinion, casework.Details{Proof: &casework.Proof{Way: statute.Signed}})
	for _, c := range []struct {
		month string
		asOf  calendar.Day
		want  string
	}{
		{"2027-01", "2026-11-22", "0 0 0"}, // before anybody had accepted it
		{"2027-01", "2026-11-23", "0 0 1"},
		{"2027-01", "2026-12-09", "0 0 1"},
		{"2027-01", "2026-12-10", "0 0 0"}, // extended into February
		{"2027-02", "2026-12-09", "0 0 0"},
		{"2027-02", "2026-12-10", "0 0 1"},
		{"2027-02", "2027-02-13", "0 0 1"},
		{"2027-02", "2027-02-14", "1 0 0"},
	} {
		if got := o.decisions(c.month, c.asOf); got != c.want {
			t.Errorf("%s as of %s: on time, late, pending %s, want %s", c.month, c.asOf, got, c.want)
		}
	}
}
