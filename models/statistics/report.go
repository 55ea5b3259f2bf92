package statistics

import (
	"petitiondesk/models/calendar"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
)

// Material is what the store knows of one period.
type Material struct {
	Submissions  []Row
	Clocks       []ClockRow
	Completed    int // cases whose handling ended in the period
	Ratings      []RatingRow
	Confidential bool // something that counts belongs to a confidential case
}

// Group is the measures of what shares one value. Approximate are those counted under a topic of another list that
// fits only in the main.
type Group struct {
	Code string `json:"code"` // "" where none was given
	Name string `json:"name"`
	Measures
	Approximate int  `json:"approximate,omitempty"`
	Masked      bool `json:"masked,omitempty"` // fewer than FewestShown, or hidden with such a one: no measures are given
}

// Figures are the measures and rates of one period.
type Figures struct {
	Period
	Measures
	RepeatRate *float64 `json:"repeat_rate"`
	OnTime     struct {
		Notice   OnTimeRate `json:"notice"`
		Decision OnTimeRate `json:"decision"`
	} `json:"on_time"`
	Completed    int `json:"completed"`
	Satisfaction struct {
		Office Satisfaction `json:"office"`
		Unit   Satisfaction `json:"unit"`
	} `json:"satisfaction"`
	ByChannel []Group `json:"by_channel"`
	ByLevel   []Group `json:"by_level"`
	ByTopic   []Group `json:"by_topic"`
	ByPurpose []Group `json:"by_purpose"`
	ByUnit    []Group `json:"by_unit"`

	UnitRates []UnitRates `json:"unit_rates"`
}

// Report is the statistics of a period as known at the end of a day, beside the same period a year before.
type Report struct {
	AsOf   calendar.Day       `json:"as_of"`
	Topics petition.TopicList `json:"topics"`
	Figures
	YearBefore Figures `json:"year_before"`
}

// Names is how the dimensions are written out.
type Names struct {
	Topics    petition.TopicList
	Catalogue *petition.Catalogue // nil is the one shipped with the program
	Units     []people.Unit
}

func (n Names) catalogue() *petition.Catalogue {
	if n.Catalogue == nil {
		return petition.ShippedTopics()
	}
	return n.Catalogue
}

// Tally folds the material of a period into its figures.
func Tally(period Period, m Material, names Names) Figures {
	f := Figures{Period: period, Completed: m.Completed}
	for _, row := range m.Submissions {
		f.add(row)
	}
	f.RepeatRate = ratio(f.Repeated, f.Submissions)
	f.OnTime.Notice = onTime(m.Clocks, NoticeRules)
	f.OnTime.Decision = onTime(m.Clocks, DecisionRules)
	f.Satisfaction.Office = satisfaction(m.Ratings, petition.RatedOffice, m.Completed)
	f.Satisfaction.Unit = satisfaction(m.Ratings, petition.RatedUnit, m.Completed)
	f.ByChannel = group(m.Submissions, channels(), func(r Row) string { return string(r.Channel) })
	f.ByLevel = group(m.Submissions, levels(), func(r Row) string { return string(r.Level) })
	f.ByPurpose = group(m.Submissions, purposes(), func(r Row) string { return string(r.Purpose) })
	f.ByUnit = group(m.Submissions, units(names.Units), func(r Row) string { return r.UnitCode })
	f.UnitRates = unitRates(m, names.Units)
	f.ByTopic = byTopic(m.Submissions, names)
	return f
}
