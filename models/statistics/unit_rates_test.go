package statistics_test

import (
	"testing"

	"pgregory.net/rapid"

	"petitiondesk/models/people"
	"petitiondesk/models/petition"
	"petitiondesk/models/statistics"
)

var three = statistics.Names{Topics: petition.Topics2023, Units: []people.Unit{{Code: "a", Name: "甲局"}, {Code: "b", Name: "乙局"}, {Code: "c", Name: "丙局"}}}

func decided(unit string, onTime, late int) []statistics.ClockRow {
	return []statistics.ClockRow{
		{Rule: "C07", UnitCode: unit, Outcome: statistics.OnTime, Clocks: onTime},
		{Rule: "C07", UnitCode: unit, Outcome: statistics.Late, Clocks: late},
		{Rule: "C07", UnitCode: unit, Outcome: statistics.Pending, Clocks: 50},
	}
}

// Small numbers are not shown, and where only one unit's were hidden another's is as well: the total would tell of it.
func TestSmallCellsAreMasked(t *testing.T) {
	for name, c := range map[string]struct {
		b, c int
		want [3]bool
	}{
		"all large enough":             {8, 6, [3]bool{}},
		"one small hides the next":     {3, 6, [3]bool{false, true, true}},
		"two small hide one another":   {4, 1, [3]bool{false, true, true}},
		"nothing decided is no secret": {0, 6, [3]bool{}},
	} {
		clocks := append(append(decided("a", 9, 1), decided("b", c.b, 0)...), decided("c", c.c, 0)...)
		rates := statistics.Tally(november, statistics.Material{Clocks: clocks}, three).UnitRates
		for i, rate := range rates {
			if rate.Decision.Masked != c.want[i] || rate.Decision.Masked && (rate.Decision.Rate != nil || rate.Decision.Whole != nil || rate.Decision.Part != nil) {
				t.Errorf("%s: %s %+v", name, rate.Name, rate.Decision)
			}
		}
	}
}

// However the numbers fall, none below five is shown, and the units stand in the order of the county's list.
func TestUnitRatesRankNobodyAndShowNothingSmall(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		few := rapid.IntRange(0, 9)
		var m statistics.Material
		for _, unit := range three.Units {
			m.Clocks = append(m.Clocks, decided(unit.Code, few.Draw(t, "on time"), few.Draw(t, "late"))...)
			for _, grade := range []petition.Grade{petition.Satisfied, petition.Basically, petition.Dissatisfied} {
				m.Ratings = append(m.Ratings, statistics.RatingRow{Object: petition.RatedUnit, UnitCode: unit.Code, Grade: grade, Cases: few.Draw(t, "said")})
			}
		}
		rates := statistics.Tally(november, m, three).UnitRates
		for i, rate := range rates {
			if rate.Code != three.Units[i].Code {
				t.Fatalf("%s stands in place %d", rate.Code, i)
			}
			for _, r := range []statistics.MaskedRate{rate.Notice, rate.Decision, rate.Said} {
				if r.Whole != nil && *r.Whole > 0 && *r.Whole < statistics.FewestShown {
					t.Fatalf("%s shows %+v", rate.Code, r)
				}
			}
		}
	})
}
