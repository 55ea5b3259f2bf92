package desk

import (
	"context"

	"petitiondesk/models/calendar"
	"petitiondesk/models/ledger"
	"petitiondesk/models/people"
)

// CalendarChange is what an import does to the public days of one year.
type CalendarChange struct {
	Year       int
	Version    int // that the notice gets
	Difference calendar.Difference
}

// ImportCalendar takes notices into the calendar, each as a new version of its year, all or nothing, and returns
// the years that change. A year that stays as it is gets no version. A dry run only tells.
func (d *Desk) ImportCalendar(ctx context.Context, by, source string, notices []calendar.Notice, dryRun bool) ([]CalendarChange, error) {
	var changes []CalendarChange
	if dryRun {
		err := d.store.Read(ctx, func(tx Tx) (err error) {
			_, changes, err = d.calendarChanges(tx, by, notices)
			return err
		})
		return changes, err
	}
	var after []calendar.Edition
	err := d.transact(ctx, func(w *work) (err error) {
		after, changes, err = d.calendarChanges(w, by, notices)
		if err != nil || len(changes) == 0 {
			return err
		}
		if err := w.addEditions(by, source, notices, changes); err != nil {
			return err
		}
		after, err = w.Editions()
		return err
	})
	if err != nil {
		return nil, err
	}
	d.days.keep(d.days.over(after))
	if len(changes) == 0 {
		return nil, nil
	}
	if _, err := d.RecomputeClocks(ctx); err != nil {
		return changes, err
	}
	return changes, d.PlanDuty(ctx)
}

// calendarChanges compares the notices with what the store has now, whatever the desk remembers.
func (d *Desk) calendarChanges(tx Tx, by string, notices []calendar.Notice) ([]calendar.Edition, []CalendarChange, error) {
	if by != SystemActor {
		if _, err := may(tx, by, people.ImportCalendar); err != nil {
			return nil, nil, err
		}
	}
	editions, err := tx.Editions()
	if err != nil {
		return nil, nil, err
	}
	versions := map[int]int{}
	for _, edition := range editions {
		versions[edition.NoticeYear] = edition.Version
	}
	known, _ := d.days.over(editions)
	var changes []CalendarChange
	for _, notice := range notices {
		difference := calendar.Diff(known.Notice(notice.Year), notice)
		if !difference.Empty() {
			changes = append(changes, CalendarChange{notice.Year, versions[notice.Year] + 1, difference})
		}
	}
	return editions, changes, nil
}

func (w *work) addEditions(by, source string, notices []calendar.Notice, changes []CalendarChange) error {
	days := map[int][]calendar.PublicDay{}
	for _, notice := range notices {
		days[notice.Year] = notice.Days
	}
	var recorded []map[string]int
	for _, change := range changes {
		edition := calendar.Edition{
			NoticeYear: change.Year, Version: change.Version, Source: source, ImportedBy: by, ImportedAt: w.now, Days: days[change.Year],
		}
		if err := w.AddEdition(&edition); err != nil {
			return err
		}
		recorded = append(recorded, map[string]int{
			"notice": int(edition.ID), "year": change.Year, "version": change.Version, "days": len(edition.Days),
			"added": len(change.Difference.Added), "removed": len(change.Difference.Removed), "changed": len(change.Difference.Changed),
		})
	}
	return w.record(ledger.CalendarImported, "calendar", by, map[string]any{"notices": recorded})
}
