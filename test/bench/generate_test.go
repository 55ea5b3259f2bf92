package bench

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"

	"petitiondesk/models/calendar"
	"petitiondesk/models/petition"
	"petitiondesk/models/statistics"
)

const (
	townships = 20
	clerks    = 100

	years             = 3
	perCase           = 3  // submissions
	openEvery         = 33 // every so manyth case is open, about 3 %
	casesPerBatch     = 1000
	perSurname        = 40
	instantLayout     = "2006-01-02 15:04:05.000"
	syntheticMobile   = 13000000000
	clocksOfEveryCase = 4
	internalLead      = 5 // days by which the internal date comes first
)

// indexKey is that of the benchmark's blind indexes.
var indexKey = []byte("bench-blind-index-key")

// county fills a database with made-up cases, spread in order over years that end today.
type county struct {
	b       *testing.B
	db      *sql.DB
	first   calendar.Day
	cases   int64
	serials map[calendar.Day]int64
}

func newCounty(b *testing.B, db *sql.DB) *county {
	return &county{b: b, db: db, first: calendar.DayOf(time.Now()).Add(-365 * years), serials: map[calendar.Day]int64{}}
}

// growTo adds cases until there are so many. Commits need not outlast a power cut meanwhile.
func (c *county) growTo(cases int64) {
	c.b.Helper()
	const flush = "SET GLOBAL innodb_flush_log_at_trx_commit = "
	if _, err := c.db.ExecContext(c.b.Context(), flush+"0"); err == nil {
		defer c.exec(flush + "1")
	}
	from := c.cases
	for c.cases < cases {
		until := min(cases, c.cases+casesPerBatch)
		batches := map[string]*batch{}
		for ; c.cases < until; c.cases++ {
			day := c.first.Add(int((c.cases - from) * 365 * years / (cases - from)))
			c.writeCase(batches, c.cases+1, day)
		}
		for _, table := range batches {
			c.exec(table.text.String())
		}
	}
	c.exec("ANALYZE TABLE cases, submissions, visits, petitioners, case_progress, case_events, clocks, counted_submissions")
}

func (c *county) exec(statement string) {
	c.b.Helper()
	if _, err := c.db.ExecContext(c.b.Context(), statement); err != nil {
		c.b.Fatalf("%.120s: %v", statement, err)
	}
}

// batch is an INSERT of many rows. Nothing it is given needs escaping.
type batch struct{ text strings.Builder }

func add(batches map[string]*batch, table, columns string, values ...any) {
	into := batches[table]
	if into == nil {
		into = &batch{}
		into.text.WriteString("INSERT INTO " + table + " (" + columns + ") VALUES ")
		batches[table] = into
	} else {
		into.text.WriteByte(',')
	}
	into.text.WriteByte('(')
	for i, value := range values {
		if i > 0 {
			into.text.WriteByte(',')
		}
		if text, ok := value.(string); ok {
			into.text.WriteString("'" + text + "'")
		} else {
			fmt.Fprint(&into.text, value)
		}
	}
	into.text.WriteByte(')')
}

func unitOf(n int64) string { return fmt.Sprintf("town%02d", n%townships) }

func mobileOf(caseID int64) string { return fmt.Sprint(syntheticMobile + caseID) }

// nameOf is shared by more people the more there are, as names are.
func nameOf(caseID int64) string { return fmt.Sprintf("测试%d", caseID%(clerks*perSurname)) }

func isOpen(caseID int64) bool { return caseID%openEvery == 0 }

func (c *county) number(day calendar.Day) string {
	c.serials[day]++
	return petition.Number(day, c.serials[day])
}

func (c *county) writeCase(batches map[string]*batch, id int64, day calendar.Day) {
	at := day.At(10 * 60).UTC().Format(instantLayout)
	clerk, unit, number := fmt.Sprintf("clerk%d", id%clerks), unitOf(id), c.number(day)
	state, done := "opinion_delivered", string(day.Add(70))
	if isOpen(id) {
		state, done = "referred", ""
	}
	facts := fmt.Sprintf("反映第%d号工程拖欠工资%d个月", id, id%24+1)
	add(batches, "cases", "id, number, channel, topic, issue_place, place_code, headcount, collective, facts, demand, state, registered_by, "+
		"registered_at, updated_at, rule_set, unit_code, first_handler, completed_on, resolved_on, level, purpose",
		id, number, "visit", "", "测试镇", unit, 3, 0, facts, "请求支付", state, clerk, at, at, "national-2022", unit, unit, done, done,
		"county", "resolution")
	c.writeSubmissions(batches, id, day, number)
	add(batches, "case_progress", "case_id, author, text, at", id, clerk, "已联系核实", at)
	for _, step := range [][2]string{{"register", "{}"}, {"refer", `{"Charges":[{"Unit":"` + unit + `"}]}`}} {
		add(batches, "case_events", "case_id, charge_no, step, day, actor, at, details", id, 0, step[0], string(day), clerk, at, step[1])
	}
	rules := statistics.Rules()
	for i := range clocksOfEveryCase {
		clockState, open, settled := "met", 0, string(day.Add(10*(i+1)))
		if isOpen(id) && i == clocksOfEveryCase-1 {
			clockState, open, settled = "running", 1, ""
		}
		rule := string(rules[i%len(rules)])
		due := string(day.Add(15 * (i + 1)))
		add(batches, "clocks", "case_id, clock_key, rule, rule_set, unit_code, start, due_unrolled, due_legal, due_internal, state, open, "+
			"extended, provisional, overdue_since, stopped, settled_on, version, updated_at",
			id, fmt.Sprintf("%s.%d", rule, i+1), rule, "national-2022", unit, string(day), due, due, string(day.Add(15*(i+1)-internalLead)),
			clockState, open, 0, 0, "", settled, settled, 1, at)
	}
}

func (c *county) writeSubmissions(batches map[string]*batch, caseID int64, day calendar.Day, number string) {
	unit, at := unitOf(caseID), day.At(10*60).UTC().Format(instantLayout)
	mobile := mobileOf(caseID)
	name := nameOf(caseID)
	mobileIndex := petition.BlindIndex(indexKey, petition.MobileField, mobile)
	nameIndex := petition.BlindIndex(indexKey, petition.NameField, name)
	for i := range int64(perCase) {
		id, repeated := (caseID-1)*perCase+i+1, min(i, 1)
		if i > 0 {
			number = c.number(day)
		}
		add(batches, "submissions", "id, case_id, draft_id, channel, received_at, received_by, original, number",
			id, caseID, id, "visit", at, fmt.Sprintf("clerk%d", caseID%clerks), "来访反映拖欠工资", number)
		add(batches, "visits", "submission_id, headcount, collective", id, 3, 0)
		add(batches, "petitioners", "submission_id, role, name, mobile, id_number, mobile_index, name_index",
			id, "lead", name, mobile, "", mobileIndex, nameIndex)
		add(batches, "counted_submissions", "submission_id, case_id, known_from, known_to, registered_on, channel, level, topic_list, topic, "+
			"purpose, unit_code, headcount, collective, repeated, voided", id, caseID, string(day), string(statistics.Forever), string(day), "visit",
			"county", "", "", "resolution", unit, 3, 0, repeated, 0)
	}
}
