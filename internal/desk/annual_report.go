package desk

import (
	"context"
	"strings"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/statistics"
	"petitiondesk/models/statute"
)

// remindOfAnnualReport tells the duty office every week, in the first months of a year, by when the report on the year
// before is due, until it is handed in.
func (d *Desk) remindOfAnnualReport(ctx context.Context) error {
	cal, err := d.calendarNow(ctx)
	if err != nil {
		return err
	}
	year, key, due := notice.AnnualReportReminder(d.clock.Now(), cal)
	if !due {
		return nil
	}
	var readers []string
	var report notice.AnnualReport
	err = d.store.Read(ctx, func(tx Tx) error {
		if readers, err = untoldOffice(tx, key); err != nil || len(readers) == 0 {
			return err
		}
		report, err = d.annualReport(tx, year)
		return err
	})
	if err != nil || len(readers) == 0 || report.SubmittedOn != "" {
		return err
	}
	return d.transact(ctx, func(w *work) error {
		for _, reader := range readers {
			if err := w.tell(key+":"+reader, reader, notice.AnnualReportDue, report); err != nil {
				return err
			}
		}
		return nil
	})
}

func (d *Desk) annualReport(tx Tx, year int) (notice.AnnualReport, error) {
	submitted, err := tx.AnnualReport(year)
	if err != nil && models.CodeOf(err) != models.NotFound {
		return notice.AnnualReport{}, err
	}
	cal, _, err := d.calendarIn(tx)
	if err != nil {
		return notice.AnnualReport{}, err
	}
	rules, err := statute.Pin(d.jurisdiction, calendar.YearEnd(year))
	if err != nil {
		return notice.AnnualReport{}, err
	}
	return notice.AnnualReportOf(year, submitted.SubmittedOn, rules, cal, d.today())
}

// AnnualReport tells by when the report on a year is due, and whether it was handed in. Year 0 is the one that comes next.
func (d *Desk) AnnualReport(ctx context.Context, reader string, year int) (notice.AnnualReport, error) {
	var report notice.AnnualReport
	err := d.store.Read(ctx, func(tx Tx) error {
		if _, err := may(tx, reader, people.ReadCases); err != nil {
			return err
		}
		if year != 0 {
			var err error
			report, err = d.annualReport(tx, year)
			return err
		}
		for _, year := range []int{d.today().Year() - 1, d.today().Year()} {
			var err error
			report, err = d.annualReport(tx, year)
			if err != nil || report.SubmittedOn == "" && d.today() <= report.DueLegal {
				return err
			}
		}
		return nil
	})
	return report, err
}

// SubmitAnnualReport records that the report on a year was handed in today. It is recorded once.
func (d *Desk) SubmitAnnualReport(ctx context.Context, by string, year int, note string) error {
	return d.transact(ctx, func(w *work) error {
		person, err := w.actor(by, people.ReadCases)
		if err != nil {
			return err
		}
		if !person.Has(people.Clerk, people.Supervisor, people.DutyOffice) {
			return models.Errorf(models.Forbidden, "年度报告由信访部门报送，不在您的职责范围内。")
		}
		if year >= w.today().Year() || year < w.today().Year()-10 {
			return models.Errorf(models.Invalid, "%d年还没有结束或者年份不对，请核对后再登记。", year)
		}
		report := statistics.AnnualReport{Year: year, SubmittedOn: w.today(), RecordedBy: by, RecordedAt: w.now, Note: strings.TrimSpace(note)}
		if was, err := w.AnnualReport(year); err == nil {
			return models.Errorf(models.Conflict, "%d年的年度报告已于%s登记报送，不必再登记。", year, was.SubmittedOn.Chinese())
		} else if models.CodeOf(err) != models.NotFound {
			return err
		}
		if err := w.AddAnnualReport(&report); err != nil {
			return err
		}
		done, err := d.annualReport(w, year)
		if err != nil {
			return err
		}
		if err := w.answer(by, notice.AnnualReportDone, done); err != nil {
			return err
		}
		return w.record(ledger.AnnualReported, "annual-report", by, map[string]any{"year": year, "day": report.SubmittedOn})
	})
}
