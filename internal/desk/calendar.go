package desk

import (
	"context"
	"sync"
	"time"

	"petitiondesk/models/calendar"
)

// calendarAge is how long, by the machine's time, the calendar is trusted: another process may import a notice.
const calendarAge = time.Minute

// publicDays is the calendar shipped with the program, and what the store adds to it.
type publicDays struct {
	shipped *calendar.Calendar

	mu      sync.Mutex
	known   *calendar.Calendar // nil until the store was read
	version int64
	readAt  time.Time
}

func (p *publicDays) fresh() (*calendar.Calendar, int64, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.known, p.version, p.known != nil && time.Since(p.readAt) < calendarAge
}

// at gives the calendar if it is of that version.
func (p *publicDays) at(version int64) (*calendar.Calendar, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.known, p.known != nil && p.version == version
}

// keep leaves a newer version in place: somebody slow may come with what he read before an import.
func (p *publicDays) keep(cal *calendar.Calendar, version int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.known == nil || version >= p.version {
		p.known, p.version, p.readAt = cal, version, time.Now()
	}
}

// over gives the shipped calendar with the editions, and the id of the newest of them, 0 when there is none.
func (p *publicDays) over(editions []calendar.Edition) (cal *calendar.Calendar, version int64) {
	notices := make([]calendar.Notice, len(editions))
	for i, edition := range editions {
		notices[i] = edition.Notice()
		version = max(version, edition.ID)
	}
	return p.shipped.With(notices...), version
}

// calendarIn is the calendar of this very moment, so that nobody writes by a notice that was replaced. It costs a
// look at the newest id.
func (d *Desk) calendarIn(tx CalendarTx) (*calendar.Calendar, int64, error) {
	newest, err := tx.NewestEdition()
	if err != nil {
		return nil, 0, err
	}
	if cal, ok := d.days.at(newest); ok {
		d.days.keep(cal, newest)
		return cal, newest, nil
	}
	editions, err := tx.Editions()
	if err != nil {
		return nil, 0, err
	}
	cal, version := d.days.over(editions)
	d.days.keep(cal, version)
	return cal, version, nil
}

// calendar is the one to write by.
func (w *work) calendar() (*calendar.Calendar, error) {
	cal, _, err := w.desk.calendarIn(w.Tx)
	return cal, err
}

// calendarNow is the one to read by; another process's import may be unknown to it for a minute.
func (d *Desk) calendarNow(ctx context.Context) (*calendar.Calendar, error) {
	cal, _, err := d.readCalendar(ctx)
	return cal, err
}

// Calendar is the public days in use: those shipped, and those imported.
func (d *Desk) Calendar(ctx context.Context) (*calendar.Calendar, error) { return d.calendarNow(ctx) }

// CalendarVersion names the calendar in use by the id of its newest imported notice, 0 when it is as shipped.
func (d *Desk) CalendarVersion(ctx context.Context) (int64, error) {
	_, version, err := d.readCalendar(ctx)
	return version, err
}

func (d *Desk) readCalendar(ctx context.Context) (cal *calendar.Calendar, version int64, err error) {
	if cal, version, ok := d.days.fresh(); ok {
		return cal, version, nil
	}
	err = d.store.Read(ctx, func(tx Tx) error {
		cal, version, err = d.calendarIn(tx)
		return err
	})
	return cal, version, err
}
