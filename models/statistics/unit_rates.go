package statistics

import (
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
)

// FewestShown is the smallest number that a unit's rate is shown of: of fewer, single cases and persons could be told.
const FewestShown = 5

// UnitRates are one unit's rates. They stand in the order of the county's list of units; nobody is ranked.
type UnitRates struct {
	Code     string     `json:"code"`
	Name     string     `json:"name"`
	Notice   MaskedRate `json:"notice"`   // 按期告知
	Decision MaskedRate `json:"decision"` // 按期办结
	Said     MaskedRate `json:"said"`     // 满意、基本满意 of those who said something
}

// MaskedRate is a part of a whole. Where the whole is small both are left out, and Masked says so.
type MaskedRate struct {
	Part   *int     `json:"part"`
	Whole  *int     `json:"whole"`
	Rate   *float64 `json:"rate"` // null when masked or nothing is decided
	Masked bool     `json:"masked"`
}

func masked(part, whole int) MaskedRate {
	switch {
	case whole == 0:
		return MaskedRate{Part: &part, Whole: &whole}
	case whole < FewestShown:
		return MaskedRate{Masked: true}
	}
	return MaskedRate{Part: &part, Whole: &whole, Rate: ratio(part, whole)}
}

// unitRates folds the clocks and grades by unit. Units of which nothing is known are left out.
func unitRates(m Material, units []people.Unit) []UnitRates {
	clocks, grades := map[string][]ClockRow{}, map[string][]RatingRow{}
	for _, row := range m.Clocks {
		clocks[row.UnitCode] = append(clocks[row.UnitCode], row)
	}
	for _, row := range m.Ratings {
		if row.Object == petition.RatedUnit {
			grades[row.UnitCode] = append(grades[row.UnitCode], row)
		}
	}
	rates := []UnitRates{}
	for _, unit := range units {
		if len(clocks[unit.Code]) == 0 && len(grades[unit.Code]) == 0 {
			continue
		}
		notice, decision := onTime(clocks[unit.Code], NoticeRules), onTime(clocks[unit.Code], DecisionRules)
		said := satisfaction(grades[unit.Code], petition.RatedUnit, 0)
		pleased := said.Satisfied + said.Basically
		rates = append(rates, UnitRates{
			Code: unit.Code, Name: unit.Name,
			Notice:   masked(notice.OnTime, notice.OnTime+notice.Late),
			Decision: masked(decision.OnTime, decision.OnTime+decision.Late),
			Said:     masked(pleased, pleased+said.Dissatisfied),
		})
	}
	hideSingle(rates, func(r *UnitRates) *MaskedRate { return &r.Notice })
	hideSingle(rates, func(r *UnitRates) *MaskedRate { return &r.Decision })
	hideSingle(rates, func(r *UnitRates) *MaskedRate { return &r.Said })
	return rates
}

// hideSingle masks one more unit, the smallest, where only one is masked: else the total would tell of it.
func hideSingle(rates []UnitRates, of func(*UnitRates) *MaskedRate) {
	hidden := 0
	var smallest *MaskedRate
	for i := range rates {
		rate := of(&rates[i])
		switch {
		case rate.Masked:
			hidden++
		case *rate.Whole > 0 && (smallest == nil || *rate.Whole < *smallest.Whole):
			smallest = rate
		}
	}
	if hidden == 1 && smallest != nil {
		*smallest = MaskedRate{Masked: true}
	}
}
