package casework_test

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/casework"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
	"petitiondesk/models/statute"
)

var update = flag.Bool("update", false, "write the documentation anew")

const (
	registered = calendar.Day("2026-11-02") // a Monday
	today      = calendar.Day("2026-12-20")
)

// life is a case under way, with the rules and the calendar it is reckoned by.
type life struct {
	events []casework.Event
	matter casework.Matter
	day    calendar.Day
}

func begin() *life { return beginOn(registered) }

func beginOn(day calendar.Day) *life {
	events := []casework.Event{{ID: 1, Step: casework.Register, Day: day, Actor: "clerk"}}
	return &life{events: events, matter: casework.Fold(events), day: day}
}

type fataler interface {
	Fatalf(format string, args ...any)
	Helper()
}

func (l *life) clocks(today calendar.Day) []casework.CaseClock {
	set, _ := statute.SetByID("national-2022")
	return casework.Clocks(l.events, set, calendar.China(), today)
}

func (l *life) try(e casework.Event) error {
	e.ID, e.Day = int64(len(l.events)+1), l.day
	after, err := l.matter.Take(casework.Taken{Event: e, Today: today, Clocks: l.clocks(l.day), Level: casework.CountyDepartment})
	if err != nil {
		return err
	}
	l.events, l.matter = append(l.events, e), after
	return nil
}

func (l *life) must(t fataler, e casework.Event) *life {
	t.Helper()
	if err := l.try(e); err != nil {
		t.Fatalf("%s on %s: %v", e.Step, l.day, err)
	}
	return l
}

func (l *life) on(day calendar.Day) *life {
	l.day = day
	return l
}

func (l *life) clock(t testing.TB, key string, today calendar.Day) casework.CaseClock {
	t.Helper()
	for _, c := range l.clocks(today) {
		if c.Key == key {
			return c
		}
	}
	t.Fatalf("no clock %s", key)
	return casework.CaseClock{}
}

func refer(units ...string) casework.Event {
	var orders []casework.Order
	for _, unit := range units {
		orders = append(orders, casework.Order{Unit: unit})
	}
	return casework.Event{Step: casework.Refer, Details: casework.Details{Charges: orders}}
}

func assign(due calendar.Day, units ...string) casework.Event {
	e := refer(units...)
	e.Step = casework.Assign
	for i := range e.Details.Charges {
		e.Details.Charges[i].Due = due
	}
	return e
}

func of(step casework.Step, charge int) casework.Event {
	return casework.Event{Step: step, ChargeNo: charge, Actor: "lina", Details: casework.Details{Reason: "说明"}}
}

func delivered(step casework.Step) casework.Event {
	return casework.Event{Step: step, ChargeNo: 1, Details: casework.Details{Proof: &casework.Proof{Way: statute.Signed}}}
}

var opinion = &casework.Opinion{Request: "支付工资", Facts: "欠薪属实", Reasons: "应当按约支付", Result: "责令支付", Basis: "劳动法第五十条", Outcome: casework.Supported}

func issued() casework.Event {
	return casework.Event{Step: casework.IssueOpinion, ChargeNo: 1, Details: casework.Details{Opinion: opinion}}
}

func accept(day calendar.Day) casework.Event {
	e := of(casework.Accept, 1)
	e.Details.AcceptedOn = day
	return e
}

func TestDocumentationShowsTheTable(t *testing.T) {
	const file = "../../docs/case-way.md"
	const head = "# The way of a case\n\nThe only way to change the state of a case, printed from `models/casework` by `go test ./models/casework -update`.\n\n"
	want := head + casework.Markdown()
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
}

func TestTableIsWhole(t *testing.T) {
	seen := map[casework.Step]bool{}
	reached := map[petition.State]bool{petition.Registered: true}
	for _, line := range casework.Transitions {
		if seen[line.Step] {
			t.Errorf("%s stands there twice", line.Step)
		}
		seen[line.Step] = true
		reached[line.To] = true
		if line.Step.Chinese() == "" || line.By.Chinese() == "" || !strings.Contains(line.Article, "》") || len(line.From) == 0 {
			t.Errorf("%s lacks words, party, article or states", line.Step)
		}
	}
	for _, state := range petition.States {
		if !reached[state] || state.Chinese() == "" {
			t.Errorf("%s is never reached or has no name", state)
		}
	}
}

// Rule 9 of the semantics: another unit gets its own notice to give, the time to decide goes on.
func TestRule09AnotherUnitDoesNotRestartTheDecision(t *testing.T) {
	l := begin().must(t, refer("rsj")).must(t, of(casework.Sign, 1)).must(t, accept(registered)).must(t, delivered(casework.DeliverNotice))
	due := l.clock(t, "C07.1", today).DueLegal
	other := assign("2026-12-10", "zjj")
	other.Step, other.Details.Reason = casework.Reassign, "项目由住建局监管"
	l.on("2026-11-16").must(t, other).must(t, of(casework.Sign, 2))
	if got := l.clock(t, "C07.1", today); got.DueLegal != due || got.Unit != "zjj" {
		t.Errorf("the decision is due %s by %s, was %s", got.DueLegal, got.Unit, due)
	}
	if got := l.clock(t, "C03.2", "2026-11-16"); got.Start != "2026-11-16" || got.State != statute.Running {
		t.Errorf("the new unit's notice: %s from %s", got.State, got.Start)
	}
	if got := l.clock(t, "C08.2", "2026-11-16"); got.DueLegal != "2026-12-10" {
		t.Errorf("the assignment is due %s", got.DueLegal)
	}
}

// A unit that tells the petitioner nothing owes its decision from the day it received the case.
func TestSilenceStartsTheDecision(t *testing.T) {
	l := begin().must(t, refer("rsj")).must(t, of(casework.Sign, 1))
	for _, c := range l.clocks("2026-11-17") {
		if c.Key == "C07.1" {
			t.Fatalf("the decision runs while the notice may come in time: %+v", c)
		}
	}
	if got := l.clock(t, "C07.1", "2026-11-18"); got.Start != registered || got.State != statute.Running {
		t.Errorf("%s from %s", got.State, got.Start)
	}
}

// Several units have dates of their own, and the case follows its lead.
func TestAssistingUnits(t *testing.T) {
	l := begin().must(t, assign("2026-11-30", "rsj", "chengguan"))
	l.must(t, of(casework.Sign, 2))
	if l.matter.State != petition.Assigned {
		t.Errorf("an assisting unit moved the case to %s", l.matter.State)
	}
	l.must(t, of(casework.Sign, 1)).must(t, of(casework.ReportBack, 2))
	if got := l.clock(t, "C08.2", today); got.State != statute.Met {
		t.Errorf("the assisting unit's report: %s", got.State)
	}
	if got := l.clock(t, "C08.1", today); got.State != statute.Overdue {
		t.Errorf("the lead unit's report: %s", got.State)
	}
	if err := begin().try(assign("", "rsj")); models.CodeOf(err) != models.Conflict || !strings.Contains(err.Error(), "第二十二条第三项") {
		t.Errorf("an order without a date: %v", err)
	}
}

// What has not begun cannot be extended: the time to decide counts once the notice has reached the petitioner.
func TestNoExtensionBeforeTheLimitRuns(t *testing.T) {
	l := begin().must(t, refer("rsj")).must(t, of(casework.Sign, 1)).must(t, accept(registered))
	asked := of(casework.AskExtension, 1)
	asked.Details.Days, asked.Details.Reason = 30, "需要现场勘验"
	if err := l.try(asked); models.CodeOf(err) != models.Conflict || !strings.Contains(err.Error(), "还没有起算") {
		t.Errorf("an extension before the notice: %v", err)
	}
}

// Rule 7: nothing but a hearing stops a clock, and waiting is no step.
func TestRule07MediationDoesNotPause(t *testing.T) {
	l := begin().must(t, refer("rsj")).must(t, of(casework.Sign, 1)).must(t, accept(registered)).must(t, delivered(casework.DeliverNotice))
	due := l.clock(t, "C07.1", today).DueLegal
	l.on("2026-11-10").must(t, of(casework.BeginMediation, 1)).on("2026-12-10").must(t, of(casework.EndMediation, 1))
	if got := l.clock(t, "C07.1", today).DueLegal; got != due {
		t.Errorf("mediation moved the date from %s to %s", due, got)
	}
}

// Rule 11: a lateness that was written down is never cleared, and the accused clock says so for ever.
func TestRule11LatenessStays(t *testing.T) {
	l := begin().on("2026-11-20").must(t, casework.Event{Step: casework.Overdue, Actor: "system", Details: casework.Details{Clock: "C02.1", Since: "2026-11-18"}})
	l.must(t, refer("rsj"))
	if got := l.clock(t, "C02.1", today); got.State != statute.MetLate || got.OverdueSince != "2026-11-18" {
		t.Errorf("%s since %s", got.State, got.OverdueSince)
	}
}

// A letter is to be passed on in time from the day it came, though it was registered later.
func TestLetterIsRoutedFromTheDayItCame(t *testing.T) {
	set, err := statute.SetByID("national-2022")
	if err != nil {
		t.Fatal(err)
	}
	e := casework.Event{Step: casework.Register, Day: "2026-11-05", Details: casework.Details{Received: "2026-11-02"}}
	for _, clock := range casework.Clocks([]casework.Event{e}, set, calendar.China(), "2026-11-05") {
		switch clock.Key {
		case "C01.1":
			if clock.State != statute.Met {
				t.Errorf("registering is %s", clock.State)
			}
		case "C02.1":
			if clock.DueLegal != "2026-11-17" {
				t.Errorf("to be passed on by %s", clock.DueLegal)
			}
		}
	}
}

// Rule 12: what is posted counts from the day it arrived.
func TestRule12PostedOpinionOpensTheWindowOnArrival(t *testing.T) {
	l := begin().must(t, refer("rsj")).must(t, of(casework.Sign, 1)).must(t, accept(registered)).must(t, delivered(casework.DeliverNotice)).must(t, issued())
	posted := delivered(casework.DeliverOpinion)
	posted.Details.Proof = &casework.Proof{Way: statute.Posted, Tracking: "EX1"}
	l.on("2026-11-10").must(t, posted)
	if l.matter.State != petition.OpinionIssued {
		t.Fatalf("posting alone leads to %s", l.matter.State)
	}
	posted.Details.Proof = &casework.Proof{Way: statute.Posted, Tracking: "EX1", Arrived: "2026-11-13"}
	l.on("2026-11-16").must(t, posted)
	if got := l.clock(t, "C10.1", today); l.matter.State != petition.OpinionDelivered || got.Start != "2026-11-13" {
		t.Errorf("%s, the window is open from %s", l.matter.State, got.Start)
	}
	if got := l.clock(t, "C07.1", today); got.Stopped != "2026-11-13" {
		t.Errorf("decided on %s", got.Stopped)
	}
}

func TestRule10MergeKeepsTheEarlierDateAndCanBeUndone(t *testing.T) {
	l := begin().on("2026-11-09").must(t, refer("rsj")).must(t, of(casework.Sign, 1)).must(t, accept("2026-11-09")).must(t, delivered(casework.DeliverNotice))
	own := l.clock(t, "C07.1", today).DueLegal
	from := casework.Event{Step: casework.MergeFrom, Details: casework.Details{Other: 7, Accepted: registered}}
	l.on("2026-11-16").must(t, from)
	if got := l.clock(t, "C07.1", today); got.Start != registered {
		t.Errorf("after the merge the decision counts from %s", got.Start)
	}
	l.must(t, casework.Event{Step: casework.UndoMergeFrom, Details: casework.Details{Other: 7, Reason: "不是同一事项"}})
	if got := l.clock(t, "C07.1", today).DueLegal; got != own {
		t.Errorf("undone, it is due %s, was %s", got, own)
	}
}

func TestReviewLevels(t *testing.T) {
	for _, c := range []struct {
		below casework.OfficeLevel
		name  string
		want  bool
	}{
		{casework.TownshipOffice, "县政府", true},
		{casework.TownshipOffice, "市政府", false},
		{casework.CountyDepartment, "县政府", true},
		{casework.CountyDepartment, "市人社局", true},
		{casework.CountyDepartment, "城关镇政府", false},
		{casework.CountyGovernment, "市政府", true},
		{casework.CountyGovernment, "省政府", false},
		{casework.CityGovernment, "省政府", true},
		{casework.CountyDepartment, "县市场监督管理局", false},
	} {
		if got := casework.OneAbove(c.below, casework.BodyNamed(c.name).Level); got != c.want {
			t.Errorf("%s above %s: %v", c.name, c.below, got)
		}
	}
}

func TestOrdersAreReadAsPeopleWriteThem(t *testing.T) {
	units := []people.Unit{{Code: "rsj", Name: "云岭县人力资源和社会保障局"}, {Code: "zjj", Name: "云岭县住房和城乡建设局"}, {Code: "cg", Name: "城关镇"}, {Code: "jyj", Name: "云岭县教育局"}}
	for text, want := range map[string][]casework.Order{
		"人社局":       {{Unit: "rsj"}},
		"人社局 请依法处理": {{Unit: "rsj"}},
		"住建局 2026-12-20 协办 城关镇 12月10日": {{Unit: "zjj", Due: "2026-12-20"}, {Unit: "cg", Due: "2026-12-10"}},
		"县教育局 1-5": {{Unit: "jyj", Due: "2027-01-05"}},
	} {
		got, _, err := casework.ReadOrders(text, units, today)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%q is read as %v, %v", text, got, err)
		}
	}
	if _, _, err := casework.ReadOrders("某某局", units, today); models.CodeOf(err) != models.NotFound {
		t.Errorf("an unknown unit: %v", err)
	}
}

// Whatever is tried in whatever order, it follows the table or changes nothing; the fold of the events is the case;
// every clock can be reckoned, and a written lateness stays.
func TestAnySequenceFollowsTheTableOrChangesNothing(t *testing.T) {
	steps := make([]casework.Step, len(casework.Transitions))
	for i, line := range casework.Transitions {
		steps[i] = line.Step
	}
	rapid.Check(t, func(t *rapid.T) {
		l := begin()
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			step := rapid.SampledFrom(steps).Draw(t, "step")
			l.day = l.day.Add(rapid.IntRange(0, 3).Draw(t, "days"))
			if l.day > today {
				return
			}
			charge := 0
			if lead, ok := l.matter.Lead(); ok {
				charge = lead.No
			}
			line, _ := casework.TransitionOf(step)
			if charge == 0 && (line.By == casework.ByLead || line.By == casework.ByCharge || line.By == casework.ByHead) {
				continue // nobody has the case: the permission refuses before the table is asked
			}
			e := casework.Event{Step: step, ChargeNo: charge, Actor: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "actor"), Details: casework.Details{
				Reason: rapid.SampledFrom([]string{"", "理由"}).Draw(t, "reason"), Charges: []casework.Order{{Unit: rapid.SampledFrom([]string{"rsj", "zjj"}).Draw(t, "unit"), Due: today}},
				AcceptedOn: l.day, Way: casework.Litigation, Simple: casework.SimpleFacts{FirstPetition: true, Clear: true},
				Proof: &casework.Proof{Way: statute.Signed}, Days: 30, Opinion: opinion, Body: casework.BodyNamed(rapid.SampledFrom([]string{"县政府", "市政府", "省政府", "联席会议"}).Draw(t, "body")),
				Person: "chen", Due: today, Other: 7, Clock: "C02.1", Since: "2026-11-18", Adoption: casework.AdoptedPartly,
				Submission: rapid.SampledFrom([]int64{0, 7}).Draw(t, "submission"),
				Accusation: &casework.Accusation{To: casework.Discipline, Managed: casework.CountyCadre, Accused: rapid.SampledFrom([]string{"", "rsj"}).Draw(t, "accused")},
			}}
			before := l.matter
			err := l.try(e)
			if err == nil && !slices.Contains(line.From, before.State) {
				t.Fatalf("%s was taken in %s", step, before.State)
			}
			unexported := cmpopts.IgnoreUnexported(casework.Matter{})
			if err != nil {
				if diff := cmp.Diff(before, l.matter, unexported); diff != "" || models.CodeOf(err) == models.InternalCode {
					t.Fatalf("%s was refused (%v) and changed %s", step, err, diff)
				}
				continue
			}
			if diff := cmp.Diff(casework.Fold(l.events), l.matter, unexported); diff != "" {
				t.Fatalf("after %s the fold differs: %s", step, diff)
			}
			for _, clock := range l.clocks(today) {
				if clock.Rule.Dated() && clock.Start != "" && clock.DueLegal == "" {
					t.Fatalf("after %s %s began and has no date", step, clock.Key)
				}
				_ = clock.DueLegal.Chinese() + clock.DueInternal.Chinese() + clock.Start.Chinese() // whatever is told, it is told
			}
		}
	})
}

// Whatever befell a case: one more day off moves none of its limits earlier.
func TestRule05AHolidayMovesNoLimitOfACaseEarlier(t *testing.T) {
	set, _ := statute.SetByID("national-2022")
	steps := make([]casework.Step, len(casework.Transitions))
	for i, line := range casework.Transitions {
		steps[i] = line.Step
	}
	rapid.Check(t, func(t *rapid.T) {
		l := begin()
		for range rapid.IntRange(1, 20).Draw(t, "steps") {
			l.day = l.day.Add(rapid.IntRange(0, 4).Draw(t, "days"))
			lead, led := l.matter.Lead()
			if l.day > today || !led && len(l.matter.Charges) > 0 {
				break
			}
			step := rapid.SampledFrom(steps).Draw(t, "step")
			if line, _ := casework.TransitionOf(step); !led && line.By != casework.ByBureau {
				step = casework.Assign
			}
			_ = l.try(casework.Event{Step: step, ChargeNo: lead.No, Actor: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "actor"), Details: casework.Details{
				Reason: "理由", Charges: []casework.Order{{Unit: "rsj", Due: today}}, AcceptedOn: l.day, Way: casework.Litigation,
				Simple: casework.SimpleFacts{FirstPetition: true, Clear: true}, Proof: &casework.Proof{Way: statute.Signed}, Days: 30, Opinion: opinion,
				Body: casework.BodyNamed("县政府"), Person: "chen", Due: today, Other: 7, Clock: "C18.9", Since: today, Adoption: casework.AdoptedPartly,
				Accusation: &casework.Accusation{To: casework.Discipline, Managed: casework.CountyCadre},
			}})
		}
		added := registered.Add(rapid.IntRange(0, 150).Draw(t, "day off"))
		cal := calendar.China()
		later := cal.Notice(added.Year())
		later.Days = slices.DeleteFunc(later.Days, func(d calendar.PublicDay) bool { return d.Day == added })
		later.Days = append(later.Days, calendar.PublicDay{Day: added, Off: true, Name: "节", NoticeYear: added.Year()})
		dues := map[string]casework.CaseClock{}
		for _, clock := range casework.Clocks(l.events, set, cal.With(later), today) {
			dues[clock.Key] = clock
		}
		for _, clock := range l.clocks(today) {
			with, there := dues[clock.Key]
			if there && clock.DueLegal != "" && with.DueLegal != "" && with.DueLegal < clock.DueLegal {
				t.Fatalf("%s off moves %s from %s to %s", added, clock.Key, clock.DueLegal, with.DueLegal)
			}
		}
	})
}
