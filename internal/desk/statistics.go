package desk

import (
	"context"

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
	err = d.store.Read(ctx, func(tx Tx) error {
		units, err := tx.Units()
		if err != nil {
			return err
		}
		names := statistics.Names{Topics: asked.Topics, Catalogue: topics, Units: units}
		if report.Figures, err = figures(tx, asked.Period, asked.AsOf, names); err != nil {
			return err
		}
		if report.YearBefore, err = figures(tx, asked.YearBefore(), asked.AsOf, names); err != nil || asked.whole {
			return err
		}
		for _, f := range []*statistics.Figures{&report.Figures, &report.YearBefore} {
			secret, err := tx.CountsConfidential(f.Period, asked.AsOf)
			if err != nil {
				return err
			}
			if secret {
				*f = f.Guarded()
			}
		}
		return nil
	})
	return report, err
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

func figures(tx CountingTx, period statistics.Period, asOf calendar.Day, names statistics.Names) (statistics.Figures, error) {
	var m statistics.Material
	var err error
	if m.Submissions, err = tx.CountSubmissions(period, asOf); err != nil {
		return statistics.Figures{}, err
	}
	if m.Clocks, err = tx.CountClocks(statistics.Rules(), period, asOf); err != nil {
		return statistics.Figures{}, err
	}
	if m.Completed, err = tx.CountCompleted(statistics.DecisionRules, period, asOf); err != nil {
		return statistics.Figures{}, err
	}
	if m.Ratings, err = tx.CountRatings(statistics.DecisionRules, period, asOf); err != nil {
		return statistics.Figures{}, err
	}
	return statistics.Tally(period, m, names), nil
}
