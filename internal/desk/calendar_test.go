package desk_test

import (
	"context"
	"log/slog"
	"path/filepath"
	"sync/atomic"
	"testing"

	"petitiondesk/internal/county"
	"petitiondesk/internal/desk"
	"petitiondesk/internal/store"
	"petitiondesk/models"
	"petitiondesk/models/calendar"
)

// countingStore counts the transactions that write.
type countingStore struct {
	deskStore
	writes atomic.Int64
}

func (s *countingStore) Transact(ctx context.Context, fn func(desk.Tx) error) error {
	s.writes.Add(1)
	return s.deskStore.Transact(ctx, fn)
}

// twoDesks are two replicas on one database, on a Monday morning of November.
func twoDesks(t *testing.T) (one, other *desk.Desk, counted *countingStore) {
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
	if err := st.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	counted = &countingStore{deskStore: deskStore{st}}
	one = desk.New(deskStore{st}, &oldCache{}, clock, calendar.China(), log)
	other = desk.New(counted, &oldCache{}, clock, calendar.China(), log)
	if err := one.Import(t.Context(), desk.County(county.Demo())); err != nil {
		t.Fatal(err)
	}
	return one, other, counted
}

func imported(t *testing.T, d *desk.Desk, days ...calendar.PublicDay) []desk.CalendarChange {
	t.Helper()
	for i := range days {
		days[i].NoticeYear = 2027
	}
	changes, err := d.ImportCalendar(t.Context(), desk.SystemActor, "days.csv", []calendar.Notice{{Year: 2027, Days: days}}, false)
	if err != nil {
		t.Fatal(err)
	}
	return changes
}

func planned(t *testing.T, d *desk.Desk) {
	t.Helper()
	if err := d.Plan(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// A replica that does not know of an import yet must not plan the duties back to the old calendar.
func TestNobodyPlansByAReplacedNotice(t *testing.T) {
	one, other, counted := twoDesks(t)
	planned(t, other)
	imported(t, one, calendar.PublicDay{Day: "2027-01-01", Off: true, Name: "元旦"}, calendar.PublicDay{Day: "2026-12-31", Off: true, Name: "元旦"})
	counted.writes.Store(0)
	planned(t, other)
	if n := counted.writes.Load(); n != 0 {
		t.Errorf("%d transactions of a planner with nothing to plan", n)
	}
}

func TestAQuietPlannerWritesNothing(t *testing.T) {
	_, other, counted := twoDesks(t)
	planned(t, other)
	if n := counted.writes.Load(); n != 2 {
		t.Errorf("the warning and the duty office's morning took %d transactions", n)
	}
	planned(t, other)
	if n := counted.writes.Load(); n != 2 {
		t.Errorf("planning again took %d transactions more", n-2)
	}
}

func TestEachImportIsAVersion(t *testing.T) {
	one, other, _ := twoDesks(t)
	newYear := calendar.PublicDay{Day: "2027-01-01", Off: true, Name: "元旦"}
	makeUp := calendar.PublicDay{Day: "2027-01-03", Name: "元旦"}
	if changes := imported(t, one, newYear); len(changes) != 1 || changes[0].Version != 1 {
		t.Errorf("first: %+v", changes)
	}
	if changes := imported(t, other, newYear); changes != nil {
		t.Errorf("the same again: %+v", changes)
	}
	changes := imported(t, other, newYear, makeUp)
	if len(changes) != 1 || changes[0].Version != 2 || len(changes[0].Difference.Added) != 1 {
		t.Errorf("a correction: %+v", changes)
	}
	if changes := imported(t, one, newYear, makeUp); changes != nil {
		t.Errorf("elsewhere, the same again: %+v", changes)
	}
	first, err := one.CalendarVersion(t.Context())
	second, err2 := other.CalendarVersion(t.Context())
	if err != nil || err2 != nil || first != second || first == 0 {
		t.Errorf("versions %d, %d, %v, %v", first, second, err, err2)
	}
	if state, err := one.VerifyLedger(t.Context()); err != nil || !state.OK {
		t.Errorf("%+v, %v", state, err)
	}
}
