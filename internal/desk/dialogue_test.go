package desk_test

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"testing"

	"petitiondesk/internal/county"
	"petitiondesk/internal/desk"
	"petitiondesk/internal/store"
	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/casework"
	"petitiondesk/models/petition"
)

// oldCache holds on to the copy it has: every change of it fails, as when Redis is away for a moment.
type oldCache struct {
	copy    petition.Dialogue
	dropped bool
}

func (c *oldCache) Get(context.Context, string) (petition.Dialogue, bool, error) {
	return c.copy, !c.dropped && c.copy.Flow != "", nil
}
func (c *oldCache) Put(context.Context, petition.Dialogue) error { return nil }
func (c *oldCache) Drop(context.Context, string) error {
	c.dropped = true
	return nil
}

type deskStore struct{ *store.Store }

func (s deskStore) Transact(ctx context.Context, fn func(desk.Tx) error) error {
	return s.Store.Transact(ctx, func(tx *store.Tx) error { return fn(tx) })
}

func (s deskStore) Read(ctx context.Context, fn func(desk.Tx) error) error {
	return s.Store.Read(ctx, func(tx *store.Tx) error { return fn(tx) })
}

func newDesk(t *testing.T, cache desk.DialogueCache) *desk.Desk {
	t.Helper()
	d, _ := newDeskOver(t, cache)
	return d
}

func newDeskOver(t *testing.T, cache desk.DialogueCache) (*desk.Desk, *store.Store) {
	t.Helper()
	clock := models.NewMovableClock(calendar.Day("2026-11-23").At(9*60), true)
	st, err := store.Open(t.Context(), store.Options{URL: "sqlite://" + filepath.Join(t.TempDir(), "desk.db"), Logger: slog.New(slog.DiscardHandler), Clock: clock})
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
	d := desk.New(deskStore{st}, cache, clock, calendar.China(), slog.New(slog.DiscardHandler))
	if err := d.Import(t.Context(), desk.County(county.Demo())); err != nil {
		t.Fatal(err)
	}
	return d, st
}

// A copy that still shows a rejection waiting for its reason must not turn other words into that reason.
func TestOldCopyOfADialogueDecidesNothing(t *testing.T) {
	cache := &oldCache{copy: petition.Dialogue{
		UserID: "sunli", Flow: desk.ReasonFlow, Ref: "1", Version: 3, UpdatedAt: calendar.Day("2026-11-23").At(9 * 60),
	}}
	d := newDesk(t, cache)
	if err := d.AwaitedReason(t.Context(), "sunli", "1", "下午开会"); !errors.Is(err, desk.ErrMisled) {
		t.Fatalf("got %v", err)
	}
	if !cache.dropped {
		t.Error("the old copy is still there")
	}
	if dialogue, err := d.Dialogue(t.Context(), "sunli"); err != nil || dialogue.Flow != "" {
		t.Errorf("got %+v, %v", dialogue, err)
	}
}

// A copy from before a choice must not make other words of what is written after it.
func TestOldCopyOfAStepsDialogueReadsNothing(t *testing.T) {
	o := newOffice(t)
	o.take("wangfang", casework.Refer, casework.Details{Charges: []casework.Order{{Unit: "chengguan"}}}).take("jiangli", casework.Sign, casework.Details{})
	cache := &oldCache{copy: petition.Dialogue{UserID: "jiangli", Flow: desk.StepFlow, Step: string(casework.Redirect), Ref: o.number, Version: 1, UpdatedAt: o.Now()}}
	d := desk.New(deskStore{o.st}, cache, o.clock, calendar.China(), slog.New(slog.DiscardHandler))
	o.must(d.Propose(t.Context(), "jiangli", o.number, []casework.Proposed{{Step: casework.Redirect}}))
	o.must(d.ChooseByWord(t.Context(), "jiangli", "仲裁"))
	awaited, number, err := d.AwaitedStep(t.Context(), "jiangli")
	if err != nil || number != o.number || awaited.Chosen() != "仲裁" {
		t.Errorf("what is awaited is %+v of %q, %v", awaited, number, err)
	}
	o.must(d.DropProposal(t.Context(), "jiangli", ""))
	cache.dropped = false
	if _, _, err := d.AwaitedStep(t.Context(), "jiangli"); !errors.Is(err, desk.ErrMisled) || !cache.dropped {
		t.Errorf("nothing is awaited any more: %v", err)
	}
}

// That nothing is open is never taken from the cache.
func TestClosedCopyOfADialogueIsNotBelieved(t *testing.T) {
	cache := &oldCache{copy: petition.Dialogue{
		UserID: "wangfang", Flow: desk.VisitFlow, Ref: "9", Version: 1, UpdatedAt: calendar.Day("2026-11-22").At(9 * 60),
	}}
	d := newDesk(t, cache)
	if err := d.BeginReport(t.Context(), "wangfang", petition.Report{}, "李某 反映村道破损"); err != nil {
		t.Fatal(err)
	}
	cache.dropped = false
	dialogue, err := d.Dialogue(t.Context(), "wangfang")
	if err != nil || dialogue.Flow != desk.VisitFlow || dialogue.Ref == "9" {
		t.Errorf("got %+v, %v", dialogue, err)
	}
}
