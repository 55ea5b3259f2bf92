package statistics

import (
	"slices"

	"petitiondesk/models/petition"
	"petitiondesk/models/statute"
)

// Outcome of a clock as of a day.
type Outcome string

// The outcomes. A clock that still runs in time is pending and no part of a rate.
const (
	OnTime  Outcome = "on_time"
	Late    Outcome = "late"
	Pending Outcome = "pending"
)

// ClockRow is how many clocks of a rule, due in the period, ended alike.
type ClockRow struct {
	Rule     statute.RuleID
	Outcome  Outcome
	Clocks   int
	UnitCode string // who answered for them
}

// The rules behind the two rates: 按期告知 and 按期办结.
var (
	NoticeRules   = []statute.RuleID{"C03"}
	DecisionRules = []statute.RuleID{"C07", "C09"}
)

// Rules are those of both rates.
func Rules() []statute.RuleID { return slices.Concat(NoticeRules, DecisionRules) }

// OnTimeRate is how many of the clocks due in the period were met.
type OnTimeRate struct {
	OnTime  int      `json:"on_time"`
	Late    int      `json:"late"`
	Pending int      `json:"pending"`
	Rate    *float64 `json:"rate"` // null when none is decided
}

func onTime(rows []ClockRow, rules []statute.RuleID) OnTimeRate {
	var rate OnTimeRate
	for _, r := range rows {
		if !slices.Contains(rules, r.Rule) {
			continue
		}
		switch r.Outcome {
		case OnTime:
			rate.OnTime += r.Clocks
		case Late:
			rate.Late += r.Clocks
		case Pending:
			rate.Pending += r.Clocks
		}
	}
	rate.Rate = ratio(rate.OnTime, rate.OnTime+rate.Late)
	return rate
}

// RatingRow is how many of the completed cases have this newest grade on an object.
type RatingRow struct {
	Object   petition.RatedObject
	Grade    petition.Grade
	Cases    int
	UnitCode string // of the unit that was rated
}

// Satisfaction is what was said on one object of the completed cases. Silence is silence: it is shown as unrated
// and never counts as satisfied.
type Satisfaction struct {
	Satisfied     int      `json:"satisfied"`
	Basically     int      `json:"basically"`
	Dissatisfied  int      `json:"dissatisfied"`
	Unrated       int      `json:"unrated"`
	Participation *float64 `json:"participation"` // 参评率
	Rate          *float64 `json:"rate"`          // of those who said something
}

func satisfaction(rows []RatingRow, object petition.RatedObject, completed int) Satisfaction {
	var s Satisfaction
	for _, r := range rows {
		if r.Object != object {
			continue
		}
		switch r.Grade {
		case petition.Satisfied:
			s.Satisfied += r.Cases
		case petition.Basically:
			s.Basically += r.Cases
		case petition.Dissatisfied:
			s.Dissatisfied += r.Cases
		}
	}
	rated := s.Satisfied + s.Basically + s.Dissatisfied
	s.Unrated = completed - rated
	s.Participation = ratio(rated, completed)
	s.Rate = ratio(s.Satisfied+s.Basically, rated)
	return s
}
