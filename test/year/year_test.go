// Package year runs the duty of a whole county through a year: the planner, the ladders, absences and swaps on a real
// database under a moved clock, with three replicas that take work from each other. Sending is not part of it.
package year

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"petitiondesk/internal/desk"
	"petitiondesk/internal/store"
	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
	"petitiondesk/models/queue"
	"petitiondesk/test/oracle"
)

const (
	stations = 30
	staff    = 200
	replicas = 3

	firstDay = calendar.Day("2026-01-01")
)

var whole = flag.Bool("whole", false, "live through the whole year, not only to 20 March")

// lastDay lies behind the Spring Festival and a special period, or at the year's end.
func lastDay() calendar.Day {
	if *whole {
		return "2026-12-31"
	}
	return "2026-03-20"
}

// replica is one process: a store of its own on the common database, and a desk.
type replica struct {
	store *store.Store
	desk  *desk.Desk
}

type deskStore struct{ *store.Store }

func (s deskStore) Transact(ctx context.Context, fn func(desk.Tx) error) error {
	return s.Store.Transact(ctx, func(tx *store.Tx) error { return fn(tx) })
}

func (s deskStore) Read(ctx context.Context, fn func(desk.Tx) error) error {
	return s.Store.Read(ctx, func(tx *store.Tx) error { return fn(tx) })
}

type noDialogues struct{}

func (noDialogues) Get(context.Context, string) (petition.Dialogue, bool, error) {
	return petition.Dialogue{}, false, nil
}
func (noDialogues) Put(context.Context, petition.Dialogue) error { return nil }
func (noDialogues) Drop(context.Context, string) error           { return nil }

// county is the year in the making.
type county struct {
	*testing.T
	clock    *models.MovableClock
	replicas []replica
	random   *rand.Rand
	refused  int
	swapped  int
	absent   int
}

func open(t *testing.T) *county {
	t.Helper()
	c := &county{T: t, clock: models.NewMovableClock(firstDay.Add(-1).At(12*60), true), random: rand.New(rand.NewPCG(2026, 6))}
	url := "sqlite://" + filepath.Join(folder(t), "year.db")
	log := slog.New(slog.DiscardHandler)
	for range replicas {
		st, err := store.Open(t.Context(), store.Options{URL: url, Logger: log, Clock: c.clock})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = st.Close() })
		if err := st.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		c.replicas = append(c.replicas, replica{st, desk.New(deskStore{st}, noDialogues{}, c.clock, calendar.China(), log)})
	}
	if err := c.replicas[0].desk.Import(t.Context(), described()); err != nil {
		t.Fatal(err)
	}
	return c
}

// folder is in memory where the system has one: a year of commits would mostly wait for the disk.
func folder(t *testing.T) string {
	t.Helper()
	memory, err := os.MkdirTemp("/dev/shm", "year") //nolint:usetesting // TempDir is on the disk
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { _ = os.RemoveAll(memory) })
	return memory
}

func person(n int) string { return fmt.Sprintf("u%03d", n%staff) }

func described() desk.County {
	c := desk.County{
		Units: []people.Unit{{Code: "xfj", Name: "县信访局", Kind: people.Bureau}},
		Posts: []duty.Post{{Name: "值班员", Backups: []string{person(1), person(2)}}, {Name: "带班领导", Lead: true}},
		Periods: []duty.Period{
			{Code: "march", Name: "三月特护期", From: "2026-03-01", To: "2026-03-15"},
			{Code: "autumn", Name: "秋季特护期", From: "2026-09-28", To: "2026-10-10", Stations: []string{"s03", "s04"}},
		},
	}
	for n := range staff {
		roles := []people.Role{people.Handler}
		if n == 0 {
			roles = []people.Role{people.DutyOffice}
		}
		c.People = append(c.People, people.Person{UserID: person(n), Name: fmt.Sprintf("员%03d", n), UnitCode: "xfj", Roles: roles, Active: true})
	}
	for n := range stations {
		addRules(&c, n)
	}
	return c
}

func addRules(c *desk.County, n int) {
	code := fmt.Sprintf("s%02d", n)
	c.Stations = append(c.Stations, duty.Station{Code: code, Name: "第" + code + "接访室"})
	crew := func(from, count int) []string {
		var ids []string
		for i := range count {
			ids = append(ids, person(1+6*n+from+i))
		}
		return ids
	}
	weekday := time.Weekday(1 + n%5)
	add := func(r duty.Rule) {
		r.Station, r.From, r.Start, r.End = code, firstDay, 8*60, 18*60
		r.Code = r.KeyCode()
		c.Rules = append(c.Rules, r)
	}
	add(duty.Rule{Post: "接访领导", Weekday: &weekday, People: crew(0, 3), Holiday: duty.Shift})
	add(duty.Rule{Post: "接访领导", People: crew(0, 3), Holiday: duty.Keep, Period: "march"})
	switch n % 3 {
	case 0:
		add(duty.Rule{Post: "值班员", People: crew(3, 3), HolidayCrew: crew(1, 2), Holiday: duty.Keep})
	case 1:
		add(duty.Rule{Post: "值班员", Pattern: duty.Workdays, People: crew(2, 4), Holiday: duty.Skip, Seats: 2})
	default:
		add(duty.Rule{Post: "带班领导", Pattern: duty.Monthly, MonthDay: 15, People: crew(3, 3), Holiday: duty.Shift})
	}
	if n == 3 || n == 4 {
		add(duty.Rule{Post: "值班员", People: crew(0, 6), Holiday: duty.Keep, Seats: 2, Period: "autumn"})
	}
}

// TestAYear lives through the year and then asks the oracle.
func TestAYear(t *testing.T) {
	if testing.Short() {
		t.Skip("a year takes a while")
	}
	defer debug.SetGCPercent(debug.SetGCPercent(800)) // what the year leaves behind is small beside what passes through
	c := open(t)
	for _, day := range c.days() {
		c.at(day, 1)
		c.everyReplica(day, func(r replica) error { return r.desk.PlanDuty(t.Context()) })
		c.happenings(day)
		for _, clock := range []calendar.ClockTime{7 * 60, 7*60 + 33, 7*60 + 41, 7*60 + 52, 8*60 + 1, 8*60 + 26} {
			c.at(day, clock)
			c.work(day)
		}
		c.at(day, 16*60)
		c.work(day)
		c.at(day, 17*60)
		c.confirm(day.Add(1))
	}
	c.at(lastDay().Add(1), 0)
	c.work(lastDay())
	c.judge()
	c.Logf("%d absences, %d swaps, %d wishes refused", c.absent, c.swapped, c.refused)
}

func (c *county) at(day calendar.Day, clock calendar.ClockTime) { c.clock.Set(day.At(clock)) }

// everyReplica does the same on all replicas at once; on most days only one is up, another each day, because the year
// must pass in two minutes and a SQLite file has one writer at a time.
func (c *county) everyReplica(day calendar.Day, do func(r replica) error) {
	c.Helper()
	up := c.replicas
	if number := int(day.At(0).Unix() / 86400); number%10 != 0 {
		n := number % replicas
		up = up[n : n+1]
	}
	var all sync.WaitGroup
	faults := make([]error, len(up))
	for i, r := range up {
		all.Go(func() { faults[i] = do(r) })
	}
	all.Wait()
	if err := errors.Join(faults...); err != nil {
		c.Fatal(err)
	}
}

// work runs everything that is due; the replicas take the jobs from each other.
func (c *county) work(day calendar.Day) {
	c.Helper()
	c.everyReplica(day, func(r replica) error {
		for {
			wall := models.SystemClock{}.Now()
			due, err := r.store.DueJobs(c.Context(), c.clock.Now(), wall, 64)
			if err != nil || len(due) == 0 {
				return err
			}
			claimed, err := r.store.ClaimJobs(c.Context(), due, wall.Add(time.Hour))
			if err != nil {
				return err
			}
			for _, job := range claimed {
				if err := r.run(c.Context(), job, c.clock.Now()); err != nil {
					return fmt.Errorf("job %d %s: %w", job.ID, job.Uniq, err)
				}
			}
		}
	})
}

func (r replica) run(ctx context.Context, job queue.Job, now time.Time) error {
	turn := &queue.Turn{Source: queue.FromJobs, Claim: queue.Claim{ID: job.ID, Seq: job.Seq}}
	ctx = queue.WithTurn(ctx, turn)
	var err error
	switch job.Kind {
	case desk.DutyJob:
		err = r.desk.RunDutyStep(ctx, job.Payload)
	case desk.SwapJob:
		err = r.desk.RunSwapStep(ctx, job.Payload)
	}
	if err != nil || turn.Committed() {
		return err
	}
	return r.store.FinishJob(ctx, turn.Claim, now)
}

// happenings are the day's leaves and swaps.
func (c *county) happenings(day calendar.Day) {
	d := c.replicas[c.random.IntN(replicas)].desk
	if c.random.IntN(4) == 0 {
		from := day.Add(c.random.IntN(20))
		c.count(&c.absent, d.EnterAbsence(c.Context(), person(1+c.random.IntN(staff-1)), "", from, from.Add(c.random.IntN(6)), ""))
	}
	if c.random.IntN(20) == 0 {
		c.count(&c.absent, d.EndAbsence(c.Context(), person(1+c.random.IntN(staff-1)), ""))
	}
	if c.random.IntN(3) == 0 {
		c.swap(d, day)
	}
}

func (c *county) count(done *int, err error) {
	c.Helper()
	if err != nil && models.MessageOf(err) == "" {
		c.Fatal(err)
	}
	if err != nil {
		c.refused++
		return
	}
	*done++
}

func (c *county) swap(d *desk.Desk, day calendar.Day) {
	slots := c.slots(day.Add(2), day.Add(30))
	give := slots[c.random.IntN(len(slots))]
	fit := slices.DeleteFunc(slices.Clone(slots), func(s duty.Slot) bool { return s.Post != give.Post || s.UserID == "" || s.UserID == give.UserID })
	if len(fit) == 0 || give.UserID == "" {
		return
	}
	take := fit[c.random.IntN(len(fit))]
	err := d.AskSwap(c.Context(), give.UserID, fmt.Sprintf("%s和员%s %s换班", give.Day, take.UserID[1:], take.Day))
	if err != nil {
		c.count(&c.swapped, err)
		return
	}
	var swaps []duty.Swap
	c.read(func(tx desk.Tx) (err error) {
		swaps, err = tx.SwapsOf(give.UserID, 1)
		return err
	})
	c.count(&c.swapped, d.AnswerSwap(c.Context(), take.UserID, swaps[0].ID, true))
}

func (c *county) read(look func(tx desk.Tx) error) {
	c.Helper()
	if err := (deskStore{c.replicas[0].store}).Read(c.Context(), look); err != nil {
		c.Fatal(err)
	}
}

func (c *county) slots(from, to calendar.Day) (slots []duty.Slot) {
	c.Helper()
	c.read(func(tx desk.Tx) (err error) {
		slots, err = tx.Slots(from, to, 50000)
		return err
	})
	return slices.DeleteFunc(slots, func(s duty.Slot) bool { return s.State == duty.Withdrawn })
}

// confirm lets nine of ten confirm on the eve.
func (c *county) confirm(day calendar.Day) {
	c.Helper()
	slots := c.slots(day, day)
	for i, s := range slots {
		if s.UserID == "" || c.random.IntN(10) == 0 {
			continue
		}
		// Each replica takes a run of them: SQLite reads its pages anew after what another has written.
		if err := c.replicas[i*replicas/len(slots)].desk.ConfirmDuty(c.Context(), s.UserID, s.ID, s.Version); err != nil {
			c.Fatalf("%s could not confirm %+v: %v", s.UserID, s, err)
		}
	}
}

func (c *county) days() (all []calendar.Day) {
	for day := firstDay; day <= lastDay(); day = day.Add(1) {
		all = append(all, day)
	}
	return all
}

func (c *county) judge() {
	days := len(c.days())
	slots := c.slots(firstDay, lastDay())
	var got []string
	for _, s := range slots {
		got = append(got, oracle.Line{Day: string(s.Day), Rule: s.RuleCode, Seat: s.Seat, Person: s.UserID}.String())
	}
	slices.Sort(got)
	if len(got) < days*stations/2 {
		c.Fatalf("only %d slots in a year", len(got))
	}
	var want []string
	for _, l := range c.judgeBy().Expect(firstDay, lastDay()) {
		want = append(want, l.String())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		c.Error(diff)
	}
	c.obligations(slots)
	c.Logf("%d slots", len(slots))
}

func (c *county) judgeBy() oracle.County {
	world := described()
	o := oracle.County{Rules: world.Rules, Periods: world.Periods, Public: map[string]oracle.PublicDay{}}
	china := calendar.China()
	for day := firstDay.Add(-60); day < lastDay().Add(60); day = day.Add(1) {
		if p, ok := china.PublicDay(day); ok {
			o.Public[string(day)] = oracle.PublicDay{Off: p.Off}
		}
	}
	c.read(func(tx desk.Tx) (err error) {
		if o.Absences, err = tx.Absences(); err == nil {
			o.Overrides, err = tx.Overrides(firstDay, lastDay())
		}
		return err
	})
	return o
}

// obligations: every duty of the year ended as confirmed after a reminder, or as told to the duty office; no step is left.
func (c *county) obligations(slots []duty.Slot) {
	c.Helper()
	silent := 0
	c.read(func(tx desk.Tx) error {
		for _, s := range slots {
			var keys []string
			switch {
			case s.Day == firstDay || s.Version > 1 && s.State == duty.Confirmed:
				continue // planned, or changed, so late that no reminder was left to give
			case s.State == duty.Confirmed:
				keys = []string{notice.DutyTask(s.ID, s.Version, notice.Eve)}
			case s.State == duty.Unconfirmed:
				silent++
				keys = []string{fmt.Sprintf("unconfirmed:%d:v%d:%s", s.ID, s.Version, person(0))}
				if s.UserID != "" {
					keys = append(keys, fmt.Sprintf("phones:%d:v%d:%s", s.ID, s.Version, person(0)))
				}
			default:
				c.Errorf("%s of %s on %s ended as %s", s.Post, s.UserID, s.Day, s.State)
			}
			for _, key := range keys {
				told, err := tx.Told(key)
				if err != nil {
					return err
				}
				if !told {
					c.Errorf("%s was never told; slot %+v", key, s)
				}
			}
		}
		return nil
	})
	if silent == 0 {
		c.Error("nobody was silent in a year")
	}
	due, err := c.replicas[0].store.DueJobs(c.Context(), c.clock.Now(), models.SystemClock{}.Now(), 1)
	if err != nil || len(due) > 0 {
		c.Errorf("work is left: %+v, %v", due, err)
	}
}
