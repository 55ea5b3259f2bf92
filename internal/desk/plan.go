package desk

import (
	"context"

	"petitiondesk/models/notice"
)

// Plan does what falls due by itself. Any replica may run it any number of times; when nothing is due it writes nothing.
func (d *Desk) Plan(ctx context.Context) error {
	if err := d.PlanDuty(ctx); err != nil {
		return err
	}
	return d.warnOfCalendar(ctx)
}

// warnOfCalendar tells the duty office, once a week, that the public days of a coming year are not known.
func (d *Desk) warnOfCalendar(ctx context.Context) error {
	cal, err := d.calendarNow(ctx)
	if err != nil {
		return err
	}
	warning, due := notice.CalendarWarningDue(d.clock.Now(), cal)
	if !due {
		return nil
	}
	told := true
	err = d.store.Read(ctx, func(tx Tx) error {
		office, err := dutyOffice(tx)
		for _, person := range office {
			if err == nil && told {
				told, err = tx.Told(warning.Key + ":" + person.UserID)
			}
		}
		return err
	})
	if err != nil || told {
		return err
	}
	return d.transact(ctx, func(w *work) error {
		cal, err := w.calendar()
		if err != nil || cal.HasYear(warning.Year) {
			return err
		}
		return w.tellDutyOffice(warning.Key, notice.CalendarMissing, notice.Calendar{Year: warning.Year})
	})
}
