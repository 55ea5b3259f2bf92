package desk_test

import (
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"petitiondesk/internal/county"
	"petitiondesk/internal/desk"
	"petitiondesk/internal/store"
	"petitiondesk/models"
	"petitiondesk/models/approval"
	"petitiondesk/models/calendar"
	"petitiondesk/models/casework"
	"petitiondesk/models/duty"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
)

// exits is a county in which somebody tries everything to learn of a case.
type exits struct {
	*rapid.T
	d     *desk.Desk
	st    *store.Store
	clock *models.MovableClock
	sql   *sql.DB
}

const (
	theNumber   = "XF20261123-0001"
	secretFacts = "被征地款去向不明密语甲"
	openFacts   = "村道破损密语乙"
)

func newExits(t *rapid.T, dir string, template []byte, n int, staff []people.Person, kin []people.Kin) *exits {
	clock := models.NewMovableClock(calendar.Day("2026-11-23").At(9*60), true)
	path := filepath.Join(dir, fmt.Sprintf("desk-%d.db", n))
	if err := os.WriteFile(path, template, 0o600); err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(t.Context(), store.Options{
		URL: "sqlite://" + path, Logger: slog.New(slog.DiscardHandler), Clock: clock,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	if err := st.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	raw, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = raw.Close() })
	e := &exits{T: t, st: st, sql: raw, clock: clock, d: desk.New(deskStore{st}, &oldCache{}, clock, calendar.China(), slog.New(slog.DiscardHandler))}
	e.d.IndexedBy([]byte("key"))
	demo := county.Demo()
	demo.People, demo.Kin = append(demo.People, staff...), append(demo.Kin, kin...)
	demo.Stations, demo.Rules = nil, nil
	if err := e.d.Import(t.Context(), desk.County(demo)); err != nil {
		t.Fatal(err)
	}
	return e
}

// migratedFile is a database with every table and nothing in it.
func migratedFile(t *testing.T) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "template.db")
	st, err := store.Open(t.Context(), store.Options{URL: "sqlite://" + path, Logger: slog.New(slog.DiscardHandler), Clock: models.SystemClock{}})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(st.Migrate(t.Context()), st.Close()); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// try runs a verb and says what it answered, whatever that was.
func (e *exits) try(verb func() error) string {
	if err := verb(); err != nil {
		return fmt.Sprintf("%s|%s", models.CodeOf(err), models.MessageOf(err))
	}
	return ""
}

// take proposes a step and confirms it.
func (e *exits) take(who, number string, p casework.Proposed) error {
	if err := e.d.Propose(e.Context(), who, number, []casework.Proposed{p}); err != nil {
		return err
	}
	return e.d.ConfirmProposal(e.Context(), who, "")
}

// byNumber is every verb that takes a number.
func (e *exits) byNumber(who, number string) map[string]string {
	ctx, d := e.Context(), e.d
	step := func(step casework.Step) func() error {
		return func() error {
			p := casework.Proposed{Step: step, Details: casework.Details{Reason: "理由", Charges: []casework.Order{{Unit: "rsj"}}}}
			if step == casework.Rate {
				p.Grades = casework.Grades{Office: petition.Satisfied, Unit: petition.Satisfied}
			}
			return e.take(who, number, p)
		}
	}
	answers := map[string]string{}
	for name, verb := range map[string]func() error{
		"查":    func() error { _, _, err := d.FindCase(ctx, who, number, ""); return err },
		"查事由":  func() error { _, _, err := d.FindCase(ctx, who, number, "核对材料"); return err },
		"期限":   func() error { _, err := d.ClocksOfCase(ctx, who, number); return err },
		"进展":   step(casework.Note),
		"签收":   step(casework.Sign),
		"转送":   step(casework.Refer),
		"督办":   step(casework.Supervise),
		"呈报":   func() error { return d.Escalate(ctx, who, number, "情况") },
		"同意":   func() error { return d.DecideByReply(ctx, who, number, desk.Said{Doing: approval.Agree}) },
		"撤回":   func() error { return d.Applicant(ctx, who, number, approval.Withdraw, "") },
		"呈批单":  func() error { _, err := d.SheetLink(ctx, who, number); return err },
		"刷新":   func() error { return d.RefreshCards(ctx, who, number) },
		"经过":   func() error { _, err := d.TimelineOf(ctx, who, number, 1); return err },
		"办理":   func() error { return d.OpenCase(ctx, who, number) },
		"办理签收": func() error { return d.AskStep(ctx, who, number, 1, casework.Sign) },
		"回执":   func() error { return d.ReissueReceipt(ctx, who, number) },
		"更正":   func() error { return d.AskAmendment(ctx, who, number, ledger.CorrectHeadcount, 3, "原表漏记") },
		"对号":   func() error { return d.MatchTicket(ctx, who, desk.TicketRef{No: 7}, number) },
		"分类":   func() error { return d.Classify(ctx, who, number, petition.Classification{Level: petition.CityLevel}) },
		"评价":   step(casework.Rate),
		"分立":   func() error { return d.SplitCase(ctx, who, number, "反映宅基地纠纷") },
		"回避":   func() error { return d.Recuse(ctx, who, number, "") },
		"预约":   func() error { return d.Book(ctx, who, number, desk.BookingAsked{}) },
		"取消预约": func() error { return d.CallOffBooking(ctx, who, number, "") },
		"已接访":  func() error { return d.EndReception(ctx, who, number, duty.Received, "", "") },
		"不改":   func() error { return d.KeepBooking(ctx, who, number, "") },
		"查阅记录": func() error { _, err := d.AccessLog(ctx, who, number); return err },
	} {
		answers[name] = strings.ReplaceAll(e.try(verb), number, "XF")
	}
	return answers
}

// lists is everything that a person reads without naming a number.
func (e *exits) lists(who string) string {
	ctx, d := e.Context(), e.d
	var told []any
	mine, _ := d.List(ctx, who, notice.ListMine, "", 1)
	waiting, _ := d.List(ctx, who, notice.ListTodo, "", 1)
	clocks, _ := d.ClockBoard(ctx, who)
	oldest, _ := d.OldestUnresolved(ctx, who)
	log, _ := d.AccessLog(ctx, who, "")
	for _, sought := range []string{"钱某某", "李二", "王大爷", "尾号0000", "13900000000", "柳河镇", "被征地", "村道破损", "柳河镇 密语"} {
		list, _ := d.List(ctx, who, notice.ListFound, sought, 1)
		told = append(told, list.Lines, list.More, list.Partial)
	}
	told = append(told, mine, clocks, oldest, waiting, log)
	return fmt.Sprintf("%+v", told)
}

// outbox is every message that was written to a person.
func (e *exits) outbox(who string) string {
	rows, err := e.sql.QueryContext(e.Context(), "SELECT data FROM outbox WHERE recipient = ?", who)
	if err != nil {
		e.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var told []string
	for rows.Next() {
		var data string
		if err := rows.Scan(&data); err != nil {
			e.Fatal(err)
		}
		told = append(told, data)
	}
	if err := rows.Err(); err != nil {
		e.Fatal(err)
	}
	return strings.Join(told, "\n")
}

// the is the case, the first one.
func (e *exits) the() petition.Case {
	return from(e, func(tx *store.Tx) (petition.Case, error) { return tx.CaseByNumber(theNumber) })
}

func from[T any](e *exits, fn func(tx *store.Tx) (T, error)) T {
	var value T
	if err := e.st.Read(e.Context(), func(tx *store.Tx) (err error) {
		value, err = fn(tx)
		return err
	}); err != nil {
		e.Fatal(err)
	}
	return value
}

// Whoever is accused, recused or has no business with a case finds neither its number nor a word of it at any exit, and
// asking for it is answered like asking for a number that was never given.
func TestHiddenIsHiddenAtEveryExit(t *testing.T) {
	dir, run := t.TempDir(), 0
	template := migratedFile(t)
	units := []string{"xfj", "rsj", "zjj", "jwjw", "zzb", "chengguan", "xzf"}
	rapid.Check(t, func(t *rapid.T) {
		run++
		var staff []people.Person
		for i := range 4 {
			staff = append(staff, people.Person{
				UserID: fmt.Sprintf("who%d", i), Name: []string{"杨一", "李二", "王三", "赵四"}[i], UnitCode: rapid.SampledFrom(units).Draw(t, "unit"),
				Roles: rapid.SliceOfNDistinct(rapid.SampledFrom(people.Roles[:8]), 1, 3, rapid.ID).Draw(t, "roles"), Active: true,
			})
		}
		kin := []people.Kin{{UserID: "who2", Name: "王大爷", Relation: "父亲"}}
		e := newExits(t, dir, template, run, staff, kin)
		report := petition.Report{
			Name: rapid.SampledFrom([]string{"钱某某", "李二", "王大爷"}).Draw(t, "petitioner"), Mobile: "13900000000", Headcount: 1,
			Place: "柳河镇", PlaceCode: "liuhe", Facts: openFacts, Demand: "请求处理",
		}
		if accused := rapid.SampledFrom([]string{"", "杨一", "住建局", "人社局李二", "不在册"}).Draw(t, "accused"); accused != "" {
			report.Facts, report.Accused = secretFacts, []string{accused}
		}
		if err := e.d.EnterEarlier(t.Context(), []desk.EarlierVisit{{Clerk: "wangfang", At: e.clock.Now(), Report: plainly(report)}}); err != nil {
			// An accusation is not given to the township, as paper visits are.
			t.Fatal(err)
		}
		c := e.the()
		e.handle(c)
		for _, person := range staff {
			e.check(person, report)
		}
	})
}

// plainly leaves the place open where it is an accusation: then nobody is in charge yet.
func plainly(r petition.Report) petition.Report {
	if len(r.Accused) > 0 {
		r.PlaceCode = ""
	}
	return r
}

// handle lets the case go some way, whoever is told of it.
func (e *exits) handle(c petition.Case) {
	ctx := e.Context()
	if rapid.Bool().Draw(e.T, "recused") {
		_ = e.d.Recuse(ctx, "sunli", c.Number, "who3 利害关系")
	}
	unit := rapid.SampledFrom([]string{"jwjw", "zzb", "rsj", "zjj"}).Draw(e.T, "goes to")
	_ = e.take("wangfang", c.Number, casework.Proposed{Step: casework.Refer, Details: casework.Details{Charges: []casework.Order{{Unit: unit}}}})
	_ = e.take("wangfang", c.Number, casework.Proposed{Step: casework.Supervise, Details: casework.Details{Reason: "长期未办"}})
	_ = e.d.Escalate(ctx, "wangfang", c.Number, "情况紧急密语丙")
	_, _, _ = e.d.FindCase(ctx, "sunli", c.Number, "核对材料")
	e.clock.Set(calendar.Day("2026-12-28").At(9 * 60)) // boards and reminders are due
	_ = e.d.Plan(ctx)
	for _, row := range e.clocksOf(c.ID) {
		_ = e.d.RunClockStep(ctx, fmt.Sprintf(`{"ClockID":%d,"Version":%d,"Step":"due_day","Day":"2026-12-28"}`, row.ID, row.Version))
	}
	for i := range 4 {
		_ = e.d.RunDigest(ctx, fmt.Sprintf("who%d", i))
		_ = e.d.RunApprovalDigest(ctx, fmt.Sprintf("who%d", i))
	}
}

func (e *exits) clocksOf(caseID int64) []casework.ClockRow {
	return from(e, func(tx *store.Tx) ([]casework.ClockRow, error) { return tx.ClocksOf(caseID) })
}

func (e *exits) check(person people.Person, report petition.Report) {
	c := e.the()
	hidden := e.sight(person, c) == people.Hidden
	if !hidden {
		return
	}
	who := person.UserID
	if got, never := e.byNumber(who, c.Number), e.byNumber(who, "XF20261123-0999"); !equalAnswers(got, never) {
		e.Fatalf("%+v is answered %v, and about no case %v", person, got, never)
	}
	if slices.Contains(person.Roles, people.Clerk) {
		_ = e.d.BeginReport(e.Context(), who, petition.Report{}, "钱某某 13900000000 1人 柳河镇 反映"+report.Facts+" 请求处理")
		report.Facts = "\x00" // he has typed it himself
	}
	told := e.lists(who) + e.outbox(who)
	for _, word := range []string{c.Number, report.Facts, "密语丙"} {
		if strings.Contains(told, word) {
			e.Fatalf("%+v is told %q:\n%s", person, word, told)
		}
	}
}

// sight is what the policy says, from the record itself.
func (e *exits) sight(person people.Person, c petition.Case) people.Sight {
	bars := from(e, func(tx *store.Tx) ([]people.Bar, error) { return tx.BarsOn([]int64{c.ID}) })
	holders := from(e, func(tx *store.Tx) (map[int64][]string, error) { return tx.AskedOn([]int64{c.ID}) })[c.ID]
	charged := []string{c.UnitCode, c.FirstHandler}
	home := map[string]people.UnitKind{"xfj": people.Bureau, "jwjw": people.Discipline, "zzb": people.Organisation, "chengguan": people.Township}[person.UnitCode]
	return people.SightOf(person, home, people.CaseFacts{
		Confidential: c.Confidential, RegisteredBy: c.RegisteredBy, Units: charged, Named: append(holders, c.Responsible, c.CaseLeader),
		Barred: slices.ContainsFunc(bars, func(b people.Bar) bool { return b.Of(person) }),
	})
}

func equalAnswers(a, b map[string]string) bool {
	for verb, answer := range a {
		if strings.ReplaceAll(answer, "0999", "0001") != strings.ReplaceAll(b[verb], "0999", "0001") {
			return false
		}
	}
	return true
}
