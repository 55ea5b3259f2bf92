package desk

import (
	"context"
	"errors"
	"sync"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
	"petitiondesk/models/statistics"
)

// Asked is what statistics are wanted: a period, as known at the end of a day, by the topics of a list.
type Asked struct {
	statistics.Period
	AsOf   calendar.Day       // today when empty
	Topics petition.TopicList // the present list when empty

	whole bool // for the auditors: nothing masked
}

// Statistics counts a period, and the same one a year before.
func (d *Desk) Statistics(ctx context.Context, asked Asked) (statistics.Report, error) {
	if asked.AsOf == "" {
		asked.AsOf = d.today()
	}
	topics, err := d.Topics(ctx)
	if err != nil {
		return statistics.Report{}, err
	}
	if asked.Topics == "" {
		asked.Topics = topics.Now()
	}
	if asked.To < asked.From || topics.Topics(asked.Topics) == nil {
		return statistics.Report{}, models.Errorf(models.Invalid, "统计的起止日期或分类目录不对，请核对后再试。")
	}
	report := statistics.Report{AsOf: asked.AsOf, Topics: asked.Topics}
	names := statistics.Names{Topics: asked.Topics, Catalogue: topics}
	err = d.store.Read(ctx, func(tx Tx) error {
		units, err := tx.Units()
		if err != nil {
			return err
		}
		names.Units = units
		return nil
	})
	if err != nil {
		return report, err
	}
	var now, before statistics.Material
	questions := append(about(&now, asked.Period, asked.AsOf), about(&before, asked.YearBefore(), asked.AsOf)...)
	if err := d.readTogether(ctx, questions); err != nil {
		return report, err
	}
	report.Figures, report.YearBefore = statistics.Tally(asked.Period, now, names), statistics.Tally(asked.YearBefore(), before, names)
	if now.Confidential && !asked.whole {
		report.Figures = report.Figures.Guarded()
	}
	if before.Confidential && !asked.whole {
		report.YearBefore = report.YearBefore.Guarded()
	}
	return report, nil
}

// StatisticsFor answers a colleague who names a period in words.
func (d *Desk) StatisticsFor(ctx context.Context, reader, words string) (statistics.Report, error) {
	var person people.Person
	err := d.store.Read(ctx, func(tx Tx) (err error) {
		person, err = may(tx, reader, people.ReadStatistics)
		return err
	})
	if err != nil {
		return statistics.Report{}, err
	}
	period, err := statistics.ReadPeriod(words, d.dayMeant(ctx))
	if err != nil {
		return statistics.Report{}, err
	}
	return d.Statistics(ctx, Asked{Period: period, whole: person.Has(people.Auditor)})
}

// about asks for the material of a period. What was known at the end of a day does not change, so the questions may be
// asked side by side.
func about(m *statistics.Material, period statistics.Period, asOf calendar.Day) []func(Tx) error {
	return []func(Tx) error{
		func(tx Tx) (err error) {
			m.Submissions, err = tx.CountSubmissions(period, asOf)
			return err
		},
		func(tx Tx) (err error) {
			m.Clocks, err = tx.CountClocks(statistics.Rules(), period, asOf)
			return err
		},
		func(tx Tx) (err error) {
			m.Completed, m.Ratings, err = tx.CountEndings(period, asOf)
			return err
		},
		func(tx Tx) (err error) {
			m.Confidential, err = tx.CountsConfidential(period, asOf)
			return err
		},
	}
}

// readTogether asks several questions at once, each on a connection of its own.
func (d *Desk) readTogether(ctx context.Context, questions []func(Tx) error) error {
	faults := make([]error, len(questions))
	var asked sync.WaitGroup
	for i, question := range questions {
		asked.Go(func() { faults[i] = d.store.Read(ctx, question) })
	}
	asked.Wait()
	return errors.Join(faults...)
}
