package bench

import (
	"context"
	"database/sql"
	"fmt"
	"testing"
	"time"

	"petitiondesk/models/calendar"
	"petitiondesk/models/petition"
	"petitiondesk/models/statistics"
	"petitiondesk/models/statute"
)

const (
	townships   = 20
	departments = 30
	clerks      = 100

	years           = 3
	perCase         = 3  // submissions
	openEvery       = 33 // every so manyth case is open, about 3 %
	casesPerBatch   = 20000
	perSurname      = 40
	instantLayout   = "2006-01-02 15:04:05.000"
	syntheticMobile = 13000000000
	internalLead    = 5 // days by which the internal date comes first
)

// indexKey is that of the benchmark's blind indexes.
var indexKey = []byte("bench-blind-index-key")

const endingColumns = "case_id, ended_on, known_from, known_until, office, unit, rated_unit"

// filled are the tables of cases. What a county of this size would not hold many rows of is left empty.
var filled = []string{
	"cases", "submissions", "visits", "petitioners", "case_progress", "case_events", "clocks", "counted_submissions",
	"counted_endings", "ratings", "case_grams",
}

// county fills a database with made-up cases, spread in order over years that end today.
type county struct {
	b            *testing.B
	db           *sql.DB
	first, today calendar.Day
	cases        int64
	serials      map[calendar.Day]int64
}

func newCounty(b *testing.B, db *sql.DB) *county {
	today := calendar.DayOf(time.Now())
	return &county{b: b, db: db, first: today.Add(-365 * years), today: today, serials: map[calendar.Day]int64{}}
}

// growTo adds cases until there are so many. Indexes are built when the rows are there, and commits need not outlast a
// power cut meanwhile.
func (c *county) growTo(cases int64) {
	c.b.Helper()
	started := time.Now()
	c.exec("SET GLOBAL innodb_flush_log_at_trx_commit = 0")
	defer c.exec("SET GLOBAL innodb_flush_log_at_trx_commit = 1")
	c.exec("DELETE FROM counted_closed")
	c.exec("DELETE FROM counted_months")
	rebuild := map[string]indexes{}
	for _, table := range filled {
		known, err := indexesOf(c.b.Context(), c.db, table)
		if err != nil {
			c.b.Fatal(err)
		}
		if rebuild[table] = known; known.drop != "" {
			c.exec(known.drop)
		}
	}
	c.writeTo(cases)
	c.build(rebuild)
	c.b.Logf("filled in %d cases with %d submissions; %.0f s", cases, cases*perCase, time.Since(started).Seconds())
}

// build adds the indexes of every table, of two at a time.
func (c *county) build(of map[string]indexes) {
	c.b.Helper()
	turns, faults := make(chan struct{}, 2), make(chan error, len(filled))
	for _, table := range filled {
		go func(ctx context.Context) {
			turns <- struct{}{}
			defer func() { <-turns }()
			var err error
			if add := of[table].add; add != "" {
				_, err = c.db.ExecContext(ctx, add)
			}
			if err == nil {
				_, err = c.db.ExecContext(ctx, "ANALYZE TABLE "+table)
			}
			faults <- err
		}(c.b.Context())
	}
	for range filled {
		if err := <-faults; err != nil {
			c.b.Fatal(err)
		}
	}
}

// writeTo makes the next batch while the server takes the last one.
func (c *county) writeTo(cases int64) {
	c.b.Helper()
	from := c.cases
	loaded := make(chan error, 1)
	loaded <- nil
	for c.cases < cases {
		next := batch{}
		for until := min(cases, c.cases+casesPerBatch); c.cases < until; c.cases++ {
			c.writeCase(next, c.cases+1, c.first.Add(int((c.cases-from)*365*years/(cases-from))))
		}
		if err := <-loaded; err != nil {
			c.b.Fatal(err)
		}
		go func(ctx context.Context) { loaded <- next.load(ctx, c.db) }(c.b.Context())
	}
	if err := <-loaded; err != nil {
		c.b.Fatal(err)
	}
}

func (c *county) exec(statement string) {
	c.b.Helper()
	if _, err := c.db.ExecContext(c.b.Context(), statement); err != nil {
		c.b.Fatalf("%.120s: %v", statement, err)
	}
}

// matters are what cases are about.
var matters = []string{
	"反映第%d号工程拖欠工资%d个月", "反映第%d组承包地被占用%d年", "反映第%d号楼物业收费不公开%d次", "反映第%d号排污口污水直排%d个月",
	"反映第%d号卫生院医保报销拖延%d个月", "反映第%d号危房无人鉴定%d年", "反映第%d路公交停运%d天", "反映第%d户低保停发%d个月",
}

func factsOf(caseID int64) string {
	return fmt.Sprintf(matters[caseID/7%int64(len(matters))], caseID, caseID%24+1)
}

func placeNameOf(caseID int64) string { return fmt.Sprintf("测试%d镇", caseID%townships) }

func placeOf(caseID int64) string { return fmt.Sprintf("town%02d", caseID%townships) }

// unitOf is the responsible unit: the township, or a department of the county.
func unitOf(caseID int64) string {
	if caseID%3 == 0 {
		return placeOf(caseID)
	}
	return fmt.Sprintf("dept%02d", caseID/3%departments)
}

func mobileOf(caseID int64) string { return fmt.Sprint(syntheticMobile + caseID) }

// nameOf is shared by more people the more there are, as names are.
func nameOf(caseID int64) string { return fmt.Sprintf("测试%d", caseID*7%(clerks*perSurname)) }

// isOpen is scattered over units and years.
func isOpen(caseID int64) bool { return uint32(caseID)*2654435761>>16%openEvery == 0 }

func (c *county) number(day calendar.Day) string {
	c.serials[day]++
	return petition.Number(day, c.serials[day])
}

// known is a day of the past, or today.
func (c *county) known(day calendar.Day) calendar.Day { return min(day, c.today) }

func (c *county) writeCase(into batch, id int64, day calendar.Day) {
	at, place, unit, number := instant(day), placeOf(id), unitOf(id), c.number(day)
	clerk, facts := fmt.Sprintf("clerk%d", id%clerks), factsOf(id)
	given, done := c.known(day.Add(int(id%6))), c.known(day.Add(30+int(id%45)))
	state, ended := "opinion_delivered", string(done)
	if isOpen(id) {
		state, ended = "referred", ""
	}
	into.add("cases", "id, number, channel, topic, topic_list, issue_place, place_code, headcount, collective, facts, demand, state, "+
		"registered_by, registered_at, updated_at, rule_set, unit_code, first_handler, completed_on, resolved_on, level, purpose",
		id, number, "visit", petition.ShippedTopics().Find(facts), string(petition.ShippedTopics().Now()), "测试镇", place, headcount(id), collective(id), facts, "请求尽快答复",
		state, clerk, at, at, "national-2022", unit, unit, ended, ended, "county", "resolution")
	c.writeSubmissions(into, id, day, given, number)
	for _, gram := range (petition.Case{Facts: facts, Demand: "请求尽快答复", IssuePlace: "测试镇"}).Grams() {
		into.add("case_grams", "gram, case_id", gram, id)
	}
	into.add("case_progress", "case_id, author, text, at", id, clerk, "已联系核实", at)
	into.add("case_events", "case_id, charge_no, step, day, actor, at, details", id, 0, "register", string(day), clerk, at, "{}")
	into.add("case_events", "case_id, charge_no, step, day, actor, at, details", id, 0, "refer", string(given), clerk, at,
		`{"Charges":[{"Unit":"`+unit+`"}]}`)
	c.writeClocks(into, id, day, given, done)
	if !isOpen(id) {
		c.writeRatings(into, id, unit, done, at)
	}
}

// writeRatings ends a case; three in ten are rated a few days later.
func (c *county) writeRatings(into batch, id int64, unit string, done calendar.Day, at string) {
	rated, until := c.known(done.Add(5)), statistics.Forever
	grade := func(i int64) string { return string(petition.Grades[(id/10+i)%3]) }
	if id%10 < 3 {
		until = rated
		into.add("counted_endings", endingColumns, id, string(done), string(rated), string(statistics.Forever), grade(0), grade(1), unit)
		for i, object := range []petition.RatedObject{petition.RatedOffice, petition.RatedUnit} {
			into.add("ratings", "case_id, object, unit_code, grade, rated_on, recorded_by, recorded_at", id, string(object), unit,
				grade(int64(i)), string(rated), "clerk0", at)
		}
	}
	if done < until {
		into.add("counted_endings", endingColumns, id, string(done), string(done), string(until), "", "", "")
	}
}

func instant(day calendar.Day) string { return day.At(10 * 60).UTC().Format(instantLayout) }

// headcount of a visit: one in twenty is collective.
func headcount(id int64) int64 {
	if id%20 == 0 {
		return petition.CollectiveFrom + id%30
	}
	return 1 + id%3
}

func collective(id int64) int {
	if headcount(id) >= petition.CollectiveFrom {
		return 1
	}
	return 0
}

// writeClocks begins four clocks, of which the last, for the decision, still runs when the case is open.
func (c *county) writeClocks(into batch, id int64, day, given, done calendar.Day) {
	decision := statute.RuleID("C07")
	if id%5 == 0 {
		decision = "C09"
	}
	for i, clock := range []struct {
		rule     statute.RuleID
		due, met calendar.Day
	}{
		{"C02", day.Add(15), given}, {"C03", given.Add(15), given.Add(int(id % 18))}, {"C04", given.Add(5), given.Add(3)}, {decision, given.Add(60), done},
	} {
		state, open, stopped := "met", 0, string(c.known(clock.met))
		if clock.met > clock.due {
			state = "met_late"
		}
		if clock.rule == decision && isOpen(id) {
			state, open, stopped = "running", 1, ""
		}
		into.add("clocks", "case_id, clock_key, rule, rule_set, unit_code, start, due_unrolled, due_legal, due_internal, state, open, "+
			"extended, provisional, overdue_since, stopped, settled_on, version, updated_at",
			id, fmt.Sprintf("%s.%d", clock.rule, i+1), string(clock.rule), "national-2022", unitOf(id), string(day), string(clock.due), string(clock.due),
			string(clock.due.Add(-internalLead)), state, open, 0, 0, "", stopped, stopped, 1, instant(day))
	}
}

func (c *county) writeSubmissions(into batch, caseID int64, day, given calendar.Day, number string) {
	mobile, name := mobileOf(caseID), nameOf(caseID)
	mobileIndex := petition.BlindIndex(indexKey, petition.MobileField, mobile)
	nameIndex := petition.BlindIndex(indexKey, petition.NameField, name)
	tailIndex := petition.BlindIndex(indexKey, petition.TailField, petition.Tail(mobile))
	idNumber, idIndex := "", ""
	if caseID%2 == 0 {
		idNumber = fmt.Sprintf("0000001990%08d", caseID)
		idIndex = petition.BlindIndex(indexKey, petition.IDField, idNumber)
	}
	for i := range int64(perCase) {
		id, on := (caseID-1)*perCase+i+1, c.known(day.Add(int(i)*20+int(i*caseID%9)))
		if i > 0 {
			number = c.number(on)
		}
		into.add("submissions", "id, case_id, draft_id, channel, received_at, received_by, original, number",
			id, caseID, id, "visit", instant(on), fmt.Sprintf("clerk%d", caseID%clerks), "来访反映问题", number)
		into.add("visits", "submission_id, headcount, collective", id, headcount(caseID), collective(caseID))
		into.add("petitioners", "submission_id, role, name, mobile, id_number, mobile_index, id_index, name_index, case_id, place_code, tail_index",
			id, "lead", name, mobile, idNumber, mobileIndex, idIndex, nameIndex, caseID, placeOf(caseID), tailIndex)
		c.writeCounted(into, id, caseID, on, given, i > 0)
	}
}

// writeCounted counts a submission as it was known from its day, from the day its unit had the case, and for one in ten
// from the day it was classified.
func (c *county) writeCounted(into batch, id, caseID int64, on, given calendar.Day, repeated bool) {
	classified := given.Add(3 + int(caseID%20))
	row := statistics.Counted{RegisteredOn: on, Topic: topicOf(caseID), KnownFrom: on}
	if given <= on {
		row.UnitCode = unitOf(caseID)
	}
	if given > on {
		c.writeKnown(into, id, caseID, row, given.Add(-1), repeated)
		row.KnownFrom, row.UnitCode = given, unitOf(caseID)
	}
	if caseID%10 == 1 && classified > row.KnownFrom && classified <= c.today {
		c.writeKnown(into, id, caseID, row, classified.Add(-1), repeated)
		row.KnownFrom, row.Topic, row.Purpose, row.Voided = classified, "other", petition.Resolution, caseID%100 == 1
	}
	c.writeKnown(into, id, caseID, row, statistics.Forever, repeated)
}

// topicOf is mostly what the facts say.
func topicOf(caseID int64) string {
	if caseID%4 == 0 {
		all := petition.ShippedTopics().Top(petition.ShippedTopics().Now())
		return all[caseID/4%int64(len(all))].Code
	}
	return petition.ShippedTopics().Find(factsOf(caseID))
}

func (c *county) writeKnown(into batch, id, caseID int64, row statistics.Counted, knownTo calendar.Day, repeated bool) {
	channel := "visit"
	if id%5 == 0 {
		channel = string(petition.Channels[id/5%int64(len(petition.Channels))])
	}
	flag := map[bool]int{true: 1}
	into.add("counted_submissions", "submission_id, case_id, known_from, known_to, registered_on, channel, level, topic_list, topic, "+
		"purpose, unit_code, headcount, collective, repeated, voided", id, caseID, string(row.KnownFrom), string(knownTo),
		string(row.RegisteredOn), channel, "county", string(petition.ShippedTopics().Now()), row.Topic, string(row.Purpose), row.UnitCode,
		headcount(caseID), collective(caseID), flag[repeated], flag[row.Voided])
}
