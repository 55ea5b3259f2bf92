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
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
	"petitiondesk/models/statistics"
)

const (
	// casesVariable is the environment variable that says how many cases to fill in.
	casesVariable = "BENCH_CASES"
	defaultCases  = 100000 // BENCH_CASES asks for more
	leastCases    = 20000  // with fewer, a township may have no open case at a tenth of them
	growth        = 10     // the full size beside the small one
	manyCalls     = 300
	fewCalls      = 15 // of what reads half a year
	earlierLooked = 100
)

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
	d := open(b, clerks)
	d.settle()
	filling := newCounty(b, d.db)
	questions := d.questions()
	var small, full []float64
	filling.growTo(cases / growth)
	for _, q := range questions {
		small = append(small, d.median(q, cases/growth))
	}
	filling.growTo(cases)
	for _, q := range questions {
		full = append(full, d.median(q, cases))
	}
	for i, q := range questions {
		b.Run(q.name, func(b *testing.B) {
			report(b, small[i], fmt.Sprintf("us/op-of-%d", cases/growth))
			report(b, full[i], fmt.Sprintf("us/op-of-%d", cases))
			report(b, full[i]/small[i], "x-growth")
		})
	}
}

// settle adds the townships, each with somebody who handles its cases.
func (d *benchDesk) settle() {
	d.b.Helper()
	var added desk.County
	added.Units = append(added.Units, people.Unit{Code: "bureau", Name: "信访局", Kind: people.Bureau})
	added.People = append(added.People, d.staff...)
	for n := range int64(townships) {
		added.Units = append(added.Units, people.Unit{Code: unitOf(n), Name: fmt.Sprintf("测试%d镇", n), Kind: people.Township})
		added.People = append(added.People, people.Person{
			UserID: "handler-" + unitOf(n), Name: fmt.Sprintf("办理%d", n), UnitCode: unitOf(n), Roles: []people.Role{people.Handler}, Active: true,
		})
	}
	d.must(d.app.Desk.Import(d.b.Context(), added))
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
			mine, err := asked.MyCases(ctx, fmt.Sprintf("clerk%d", caseID%clerks))
			return full(len(mine.Cases), err)
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
			report := petition.Report{Name: nameOf(caseID), Mobile: mobileOf(caseID), PlaceCode: unitOf(caseID), Facts: "反映拖欠工资"}
			return truth.Read(ctx, func(tx *store.Tx) error {
				earlier, err := tx.EarlierCases(petition.BlindIndex(indexKey, petition.MobileField, report.Mobile), "",
					petition.BlindIndex(indexKey, petition.NameField, report.Name), report.PlaceCode, earlierLooked)
				if err == nil && len(petition.Repeats(report, petition.ShippedTopics().Find(report.Facts), earlier)) == 0 {
					err = fmt.Errorf("no repeat of case %d was found", caseID)
				}
				return err
			})
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
