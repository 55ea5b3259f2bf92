package bench

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"petitiondesk/internal/desk"
	"petitiondesk/internal/store"
	"petitiondesk/models/calendar"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
	"petitiondesk/models/statistics"
	"petitiondesk/test/testenv"
)

const (
	// casesVariable is the environment variable that says how many cases to fill in.
	casesVariable = "BENCH_CASES"
	defaultCases  = 100000 // BENCH_CASES asks for more
	leastCases    = 100000 // with fewer, a unit may have no open case at a tenth of them
	growth        = 10     // the full size beside the small one
	manyCalls     = 300
	fewCalls      = 15 // of what reads half a year
	earlierLooked = 200
)

// countyServer is what differs on the server of a county from the small one of the tests: memory for its indexes and a
// log that holds more than a moment's changes.
var countyServer = []string{"--innodb-buffer-pool-size=8G", "--innodb-log-file-size=1G", "--innodb-sort-buffer-size=64M", "--local-infile=1"}

// question is something asked of the desk about a case.
type question struct {
	name  string
	calls int
	ask   func(caseID int64, number string) error
}

// BenchmarkCases asks the same of a database of cases at a tenth of its size and at its whole size.
func BenchmarkCases(b *testing.B) {
	cases := int64(defaultCases)
	if text := os.Getenv(casesVariable); text != "" {
		var err error
		if cases, err = strconv.ParseInt(text, 10, 64); err != nil || cases < leastCases {
			b.Fatalf("%s is %q; want a number of cases from %d on", casesVariable, text, leastCases)
		}
	}
	d := openOn(b, testenv.MySQLServer(b, countyServer...).URL, clerks)
	d.settle()
	filling := newCounty(b, d.db)
	questions := d.questions()
	var small, full []float64
	filling.growTo(cases / growth)
	d.closeMonths()
	for _, q := range questions {
		small = append(small, d.median(q, cases/growth))
	}
	filling.growTo(cases)
	d.closeMonths()
	for _, q := range questions {
		full = append(full, d.median(q, cases))
	}
	for i, q := range questions {
		b.Run(q.name, func(b *testing.B) {
			figure(b, small[i], fmt.Sprintf("us/op-of-%d", cases/growth))
			figure(b, full[i], fmt.Sprintf("us/op-of-%d", cases))
			figure(b, full[i]/small[i], "x-growth")
		})
	}
}

// settle adds the townships and departments, each with somebody who handles its cases.
func (d *benchDesk) settle() {
	d.b.Helper()
	var added desk.County
	added.Units = append(added.Units, people.Unit{Code: "bureau", Name: "信访局", Kind: people.Bureau})
	added.People = append(added.People, d.staff...)
	for n := range townships {
		added.Units = append(added.Units, people.Unit{Code: placeOf(int64(n)), Name: fmt.Sprintf("测试%d镇", n), Kind: people.Township})
	}
	for n := range departments {
		added.Units = append(added.Units, people.Unit{Code: fmt.Sprintf("dept%02d", n), Name: fmt.Sprintf("测试%d局", n), Kind: people.Department})
	}
	for n, unit := range added.Units[1:] {
		added.People = append(added.People, people.Person{
			UserID: "handler-" + unit.Code, Name: fmt.Sprintf("办理%d", n), UnitCode: unit.Code, Roles: []people.Role{people.Handler}, Active: true,
		})
	}
	d.must(d.app.Desk.Import(d.b.Context(), added))
}

// closeMonths does what the planner of a running desk does within its first minute, and checks it.
func (d *benchDesk) closeMonths() {
	d.b.Helper()
	started := time.Now()
	d.must(d.app.Desk.CloseMonths(d.b.Context()))
	took := time.Since(started).Seconds()
	differing, err := d.app.Desk.CountsAgree(d.b.Context())
	d.must(err)
	if differing != "" {
		d.b.Fatalf("%s is not what its submissions say", differing)
	}
	d.b.Logf("closed the months in %.0f s", took)
}

func (d *benchDesk) questions() []question {
	d.b.Helper()
	ctx, asked := d.b.Context(), d.app.Desk
	truth, err := store.Open(ctx, store.Options{URL: d.database})
	d.must(err)
	d.b.Cleanup(func() { _ = truth.Close() })
	today := calendar.DayOf(time.Now())
	halfYear := statistics.Period{From: today.Add(-182), To: today.Add(-1)}
	return []question{
		{"open-a-case", manyCalls, func(_ int64, number string) error {
			if _, _, err := asked.FindCase(ctx, "clerk0", number, ""); err != nil {
				return err
			}
			_, err := asked.ClocksOfCase(ctx, "clerk0", number)
			return err
		}},
		{"cases-of-a-person", manyCalls, func(caseID int64, _ string) error {
			mine, err := asked.List(ctx, fmt.Sprintf("clerk%d", caseID%clerks), notice.ListMine, "", 1)
			return full(len(mine.Lines), err)
		}},
		{"board-of-a-unit", manyCalls, func(caseID int64, _ string) error {
			lines, err := asked.ClockBoard(ctx, "handler-"+unitOf(caseID))
			return full(len(lines), err)
		}},
		{"board-of-the-county", manyCalls, func(int64, string) error {
			lines, err := asked.ClockBoard(ctx, "clerk0")
			return full(len(lines), err)
		}},
		{"oldest-unresolved", manyCalls, func(int64, string) error {
			board, err := asked.OldestUnresolved(ctx, "clerk0")
			return full(len(board), err)
		}},
		{"repeats-of-a-report", manyCalls, func(caseID int64, _ string) error {
			report := petition.Report{Name: nameOf(caseID), Mobile: mobileOf(caseID), PlaceCode: placeOf(caseID), Facts: factsOf(caseID)}
			return truth.Read(ctx, func(tx *store.Tx) error {
				topic := petition.ShippedTopics().Find(report.Facts)
				earlier, err := tx.EarlierCases(petition.Sought{
					MobileIndex: petition.BlindIndex(indexKey, petition.MobileField, report.Mobile),
					NameIndex:   petition.BlindIndex(indexKey, petition.NameField, report.Name), PlaceCode: report.PlaceCode, Topic: topic,
				}, earlierLooked)
				if err == nil && len(petition.Repeats(report, topic, earlier)) == 0 {
					err = fmt.Errorf("no repeat of case %d was found", caseID)
				}
				return err
			})
		}},
		{"search-by-words", manyCalls, func(caseID int64, _ string) error {
			found, err := asked.List(ctx, "clerk0", notice.ListFound, placeNameOf(caseID)+" "+factsOf(caseID), 1)
			return full(len(found.Lines), err)
		}},
		{"search-by-common-words", manyCalls, func(caseID int64, _ string) error {
			found, err := asked.List(ctx, "clerk0", notice.ListFound, factsOf(caseID)[:6], 3)
			return full(len(found.Lines), err)
		}},
		{"half-year-statistics", fewCalls, func(int64, string) error {
			_, err := asked.Statistics(ctx, desk.Asked{Period: halfYear})
			return err
		}},
	}
}

func full(listed int, err error) error {
	if err == nil && listed == 0 {
		err = fmt.Errorf("an empty list")
	}
	return err
}

// median is how many microseconds a call takes about a random case.
func (d *benchDesk) median(q question, cases int64) float64 {
	d.b.Helper()
	random := rand.New(rand.NewPCG(1, uint64(cases))) //nolint:gosec // the same picks in every run
	took := make([]time.Duration, q.calls)
	for i := range took {
		caseID := random.Int64N(cases) + 1
		var number string
		d.must(d.db.QueryRowContext(d.b.Context(), "SELECT number FROM cases WHERE id = ?", caseID).Scan(&number))
		started := time.Now()
		if err := q.ask(caseID, number); err != nil {
			d.b.Fatalf("%s: %v", q.name, err)
		}
		took[i] = time.Since(started)
	}
	slices.Sort(took)
	return float64(took[len(took)/2].Nanoseconds()) / 1000
}
