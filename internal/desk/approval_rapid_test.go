package desk_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"petitiondesk/internal/county"
	"petitiondesk/internal/desk"
	"petitiondesk/internal/store"
	"petitiondesk/models"
	"petitiondesk/models/approval"
	"petitiondesk/models/calendar"
	"petitiondesk/models/casework"
	"petitiondesk/models/petition"
	"petitiondesk/models/statute"
)

func ctx() context.Context { return context.Background() }

// decisions is a desk with an accepted case, on which something is asked for; it can be killed at any write.
type decisions struct {
	*rapid.T
	*desk.Desk
	st    *store.Store
	kill  *killedStore
	clock *models.MovableClock
}

const (
	askedNumber = "XF20261123-0001"
	askedDay    = calendar.Day("2026-11-23")
)

// deciders are whoever may try to decide: supervisors, heads of the unit and leaders, the applicants, and some who may not.
var deciders = []string{"sunli", "zhaomin", "zhouping", "liuyang", "chenguang", "linjing", "jiangli", "wangfang", "lina", "madong"}

func decisionsOver(t *rapid.T, dir string, template []byte, n int) *decisions {
	path := filepath.Join(dir, fmt.Sprintf("desk-%d.db", n))
	if err := os.WriteFile(path, template, 0o600); err != nil {
		t.Fatal(err)
	}
	d := decisionsAt(t, path)
	d.T = t
	return d
}

func decisionsAt(t interface {
	Fatal(...any)
	Cleanup(func())
}, path string,
) *decisions {
	clock, log := models.NewMovableClock(askedDay.At(9*60), true), slog.New(slog.DiscardHandler)
	st, err := store.Open(ctx(), store.Options{URL: "sqlite://" + path, Logger: log, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	kill := &killedStore{deskStore: deskStore{st}}
	return &decisions{st: st, kill: kill, clock: clock, Desk: desk.New(kill, &oldCache{}, clock, calendar.China(), log)}
}

// acceptedCase is the file of a desk with one case that a township has accepted.
func acceptedCase(t *testing.T) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "template.db")
	d := decisionsAt(t, path)
	steps := []struct {
		by   string
		step casework.Proposed
	}{
		{"wangfang", casework.Proposed{Step: casework.Refer, Details: casework.Details{Charges: []casework.Order{{Unit: "chengguan"}}}}},
		{"jiangli", casework.Proposed{Step: casework.Sign}},
		{"jiangli", casework.Proposed{Step: casework.Accept}},
		{"jiangli", casework.Proposed{Step: casework.DeliverNotice, Details: casework.Details{Proof: &casework.Proof{Way: statute.Signed}}}},
	}
	report := petition.Report{Name: "张某", Mobile: "13900000000", Headcount: 3, Place: "城关镇", Facts: "反映拖欠工资", Demand: "请求支付"}
	err := errors.Join(
		d.st.Migrate(t.Context()), d.Import(t.Context(), desk.County(county.Demo())),
		d.EnterEarlier(t.Context(), []desk.EarlierVisit{{Clerk: "wangfang", At: d.clock.Now(), Report: report}}),
	)
	for _, s := range steps {
		err = errors.Join(err, d.Propose(t.Context(), s.by, askedNumber, []casework.Proposed{s.step}), d.ConfirmProposal(t.Context(), s.by, ""))
	}
	if err := errors.Join(err, d.st.Close()); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// do runs a verb, sometimes killed at one of its writes and then done anew, sometimes twice. Refusals are answers.
func (d *decisions) do(verb func() error) {
	if at := rapid.IntRange(-6, 8).Draw(d.T, "killed at write"); at > 0 {
		before := d.told()
		d.kill.at, d.kill.written = at, 0
		err := verb()
		d.kill.at = 0
		if errors.Is(err, errKilled) && d.told() != before {
			d.Fatalf("what was killed left\n%s\nwhere there was\n%s", d.told(), before)
		}
	}
	for range rapid.IntRange(1, 2).Draw(d.T, "times") {
		if err := verb(); err != nil && models.MessageOf(err) == "" && models.CodeOf(err) != models.Conflict {
			d.Fatalf("no sentence: %v", err)
		}
	}
}

// told is all that is on record of the requests and of the case's way.
func (d *decisions) told() string {
	told := ""
	for _, r := range d.requests() {
		told += fmt.Sprintf("%d %s step %d version %d\n", r.ID, r.State, r.Step, r.Version)
	}
	for _, e := range d.events() {
		told += string(e.Step) + "\n"
	}
	return told
}

func (d *decisions) requests() (all []approval.Request) {
	err := d.st.Read(ctx(), func(tx *store.Tx) (err error) {
		all, err = tx.RequestsOn(1, 50)
		return err
	})
	if err != nil {
		d.Fatal(err)
	}
	return all
}

func (d *decisions) events() (all []casework.Event) {
	err := d.st.Read(ctx(), func(tx *store.Tx) (err error) {
		all, err = tx.EventsOf(1)
		return err
	})
	if err != nil {
		d.Fatal(err)
	}
	return all
}

func (d *decisions) history(id int64) (all []approval.Entry) {
	err := d.st.Read(ctx(), func(tx *store.Tx) (err error) {
		all, err = tx.EntriesOf(id, 200)
		return err
	})
	if err != nil {
		d.Fatal(err)
	}
	return all
}

// seated are those of whom the request's step asks an answer.
func (d *decisions) seated(id int64) (users []string) {
	err := d.st.Read(ctx(), func(tx *store.Tx) error {
		r, err := tx.Request(id)
		for _, seat := range r.Open() {
			users = append(users, seat.UserID)
		}
		return err
	})
	if err != nil {
		d.Fatal(err)
	}
	return users
}

func (d *decisions) pick(label string) string { return rapid.SampledFrom(deciders).Draw(d.T, label) }

// ask lays something before whoever decides it.
func (d *decisions) ask() {
	switch rapid.SampledFrom([]string{"escalation", "extension", "grave"}).Draw(d.T, "asked for") {
	case "escalation":
		by := rapid.SampledFrom([]string{"wangfang", "zhaomin"}).Draw(d.T, "applicant")
		d.do(func() error { return d.Escalate(ctx(), by, askedNumber, "情况紧急") })
	case "extension":
		d.do(func() error {
			return d.step("jiangli", casework.AskExtension, casework.Details{Days: 30, Reason: "需要现场勘验"})
		})
	default:
		d.do(func() error {
			return d.step("wangfang", casework.FindGrave, casework.Details{Reason: "可能引发群体性事件"})
		})
	}
}

func (d *decisions) step(by string, step casework.Step, details casework.Details) error {
	if err := d.Propose(ctx(), by, askedNumber, []casework.Proposed{{Step: step, Details: details, Words: details.Reason}}); err != nil {
		return err
	}
	return d.ConfirmProposal(ctx(), by, "")
}

func (d *decisions) decide() {
	open := d.requests()
	if len(open) == 0 {
		return
	}
	request := rapid.SampledFrom(open).Draw(d.T, "request")
	said := desk.Said{
		Doing:     rapid.SampledFrom([]approval.Doing{approval.Agree, approval.Agree, approval.Refuse, approval.Abstain, approval.HandOn, approval.AskMore, approval.PassUp, approval.Recuse}).Draw(d.T, "doing"),
		Opinion:   rapid.SampledFrom([]string{"", "情况属实"}).Draw(d.T, "opinion"),
		Confirmed: rapid.Bool().Draw(d.T, "confirmed"), To: d.pick("to"),
	}
	by := d.pick("by")
	if open := d.seated(request.ID); len(open) > 0 && rapid.IntRange(0, 3).Draw(d.T, "somebody asked") > 0 {
		by = rapid.SampledFrom(open).Draw(d.T, "of those asked")
	}
	if rapid.Bool().Draw(d.T, "in words") {
		d.do(func() error { return d.DecideByReply(ctx(), by, askedNumber, said) })
		return
	}
	said.Card, said.Round = "card", request.Version-int64(rapid.IntRange(0, 1).Draw(d.T, "older card"))
	d.do(func() error { return d.Decide(ctx(), by, request.ID, said) })
}

func (d *decisions) pass() {
	d.clock.Set(d.clock.Now().Add(time.Duration(rapid.IntRange(1, 80).Draw(d.T, "hours")) * time.Hour))
	for _, r := range d.requests() {
		d.do(func() error { return d.RunApprovalTick(ctx(), fmt.Sprint(r.ID)) })
	}
}

var final = []approval.State{approval.Approved, approval.Rejected, approval.Withdrawn, approval.Lapsed, approval.Ended}

// Whatever people tap, say and leave undone, in any order, twice and with the process killed at any write: a request is decided once
// at most and stays as it was decided, what was granted is done once and nothing else is, and the ledger holds.
func TestDecidedOnceWhateverHappens(t *testing.T) {
	template, dir, n := acceptedCase(t), t.TempDir(), 0
	reached := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		n++
		d := decisionsOver(t, dir, template, n)
		ended := map[int64]approval.Request{}
		d.ask()
		for range rapid.IntRange(3, 12).Draw(t, "acts") {
			switch rapid.IntRange(0, 9).Draw(t, "act") {
			case 0:
				d.ask()
			case 1:
				d.pass()
			case 2:
				from, to := d.pick("principal"), d.pick("stand-in")
				today := calendar.DayOf(d.clock.Now())
				d.do(func() error {
					return d.Delegate(ctx(), from, to, today, today.Add(3), rapid.Bool().Draw(t, "absent"), "外出")
				})
			case 3:
				by := rapid.SampledFrom([]string{"wangfang", "jiangli", "zhaomin"}).Draw(t, "applicant")
				doing := rapid.SampledFrom([]approval.Doing{approval.Withdraw, approval.Supplement}).Draw(t, "applicant does")
				d.do(func() error { return d.Applicant(ctx(), by, askedNumber, doing, "补充材料") })
			default:
				d.decide()
			}
			d.check(ended)
		}
		for _, r := range ended {
			reached[string(r.Kind)+" "+string(r.State)]++
		}
		if state, err := d.VerifyLedger(ctx()); err != nil || !state.OK {
			t.Fatalf("ledger: %v, %v", state, err)
		}
	})
	t.Logf("%d runs, ended: %v", n, reached)
	for _, kind := range []approval.Kind{approval.Escalation, approval.Extension} {
		if n >= 100 && reached[string(kind)+" "+string(approval.Approved)] == 0 {
			t.Errorf("no %s was ever granted", kind)
		}
	}
}

func (d *decisions) check(ended map[int64]approval.Request) {
	granted := 0
	for _, r := range d.requests() {
		if was, over := ended[r.ID]; over && (was.State != r.State || was.Version != r.Version) {
			d.Fatalf("request %d was %s and became %s", r.ID, was.State, r.State)
		}
		if slices.Contains(final, r.State) {
			ended[r.ID] = r
		}
		if r.State == approval.Approved && r.Kind == approval.Extension {
			granted++
		}
		history := d.history(r.ID)
		for i, entry := range history {
			if entry.No != int64(i+1) {
				d.Fatalf("request %d: line %d of its history is number %d", r.ID, i+1, entry.No)
			}
		}
		if len(history) > 0 && history[len(history)-1].No != r.Version {
			d.Fatalf("request %d has version %d and %d lines of history", r.ID, r.Version, len(history))
		}
	}
	done := 0
	for _, e := range d.events() {
		if e.Step == casework.ApproveExtension {
			done++
		}
	}
	if granted != done {
		d.Fatalf("extensions were granted %d times and done %d times", granted, done)
	}
}
