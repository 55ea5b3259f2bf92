package app

import (
	"fmt"
	"strings"

	"petitiondesk/models/statistics"
)

// unitRates writes the rates of the units, in the order of the county's list.
func unitRates(b *strings.Builder, units []statistics.UnitRates) {
	if len(units) == 0 {
		return
	}
	rows := [][]string{{"责任单位", "按期告知", "按期办结", "满意（含基本满意）"}}
	for _, unit := range units {
		rows = append(rows, []string{unit.Name, maskedShare(unit.Notice), maskedShare(unit.Decision), maskedShare(unit.Said)})
	}
	table(b, rows)
	fmt.Fprintf(b, "不足%d件的不显示（只有一家不足时，另有一家不显示）；按单位名录排列，不作排名。\n", statistics.FewestShown)
}

func maskedShare(r statistics.MaskedRate) string {
	switch {
	case r.Masked:
		return "不显示"
	case r.Rate == nil:
		return "—"
	}
	return fmt.Sprintf("%s（%d/%d）", share(r.Rate), *r.Part, *r.Whole)
}
