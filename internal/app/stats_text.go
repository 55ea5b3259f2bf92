package app

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"petitiondesk/models/statistics"
)

// writeStatistics writes a report as tables in Chinese.
func writeStatistics(out io.Writer, r statistics.Report) error {
	var b strings.Builder
	fmt.Fprintf(&b, "信访统计 %s 至 %s（按%s所知；内容分类用%s年目录）\n", r.From, r.To, r.AsOf, r.Topics)
	table(&b, append([][]string{measureNames("")},
		measures("本期", r.Measures, 0),
		measures("去年同期", r.YearBefore.Measures, 0)))
	for _, part := range []struct {
		title  string
		groups []statistics.Group
	}{
		{"信访形式", r.ByChannel},
		{"层级", r.ByLevel},
		{"内容", r.ByTopic},
		{"目的", r.ByPurpose},
		{"责任单位", r.ByUnit},
	} {
		rows := [][]string{measureNames(part.title)}
		for _, g := range part.groups {
			if g.Masked {
				rows = append(rows, []string{g.Name, "不公开"})
				continue
			}
			rows = append(rows, measures(g.Name, g.Measures, g.Approximate))
		}
		table(&b, rows)
	}
	table(&b, [][]string{
		{"比率", "本期", "去年同期"},
		{"重复信访率", share(r.RepeatRate), share(r.YearBefore.RepeatRate)},
		{"按期告知率", onTime(r.OnTime.Notice), onTime(r.YearBefore.OnTime.Notice)},
		{"按期办结率", onTime(r.OnTime.Decision), onTime(r.YearBefore.OnTime.Decision)},
	})
	unitRates(&b, r.UnitRates)
	table(&b, [][]string{
		{"满意度评价", "满意", "基本满意", "不满意", "未评价", "参评率", "满意率"},
		said("信访部门", r.Satisfaction.Office),
		said("责任单位", r.Satisfaction.Unit),
	})
	b.WriteString("\n登记含作废，其余各项不含。满意率只计已评价的；未评价不计为满意。")
	b.WriteString("带≈的内容由另一版目录折算，只是大体对应。\n")
	_, err := io.WriteString(out, b.String())
	return err
}

func measureNames(title string) []string {
	return []string{title, "登记", "作废", "件次", "初次", "重复", "批次", "人次", "个访起次", "集体访批次", "集体访人次", "联名信件", "署名人次", "全国初次", "全国重复"}
}

func measures(name string, m statistics.Measures, approximate int) []string {
	if approximate > 0 {
		name += " ≈" + strconv.Itoa(approximate)
	}
	row := []string{name}
	for _, n := range []int{
		m.Registered, m.Voided, m.Submissions, m.Cases, m.Repeated, m.Batches, m.Headcount,
		m.IndividualVisits, m.CollectiveBatches, m.CollectiveHeadcount, m.JointLetters, m.Signatories, m.NationwideFirst, m.NationwideRepeated,
	} {
		row = append(row, strconv.Itoa(n))
	}
	return row
}

func onTime(r statistics.OnTimeRate) string {
	return fmt.Sprintf("%s（按期%d 逾期%d 未到期%d）", share(r.Rate), r.OnTime, r.Late, r.Pending)
}

func said(object string, s statistics.Satisfaction) []string {
	row := []string{object}
	for _, n := range []int{s.Satisfied, s.Basically, s.Dissatisfied, s.Unrated} {
		row = append(row, strconv.Itoa(n))
	}
	return append(row, share(s.Participation), share(s.Rate))
}

func share(rate *float64) string {
	if rate == nil {
		return "—"
	}
	return fmt.Sprintf("%.1f%%", *rate*100)
}

// table writes rows under each other, with an empty line before.
func table(b *strings.Builder, rows [][]string) {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], width(cell))
		}
	}
	b.WriteString("\n")
	for _, row := range rows {
		line := ""
		for i, cell := range row {
			line += cell + strings.Repeat(" ", widths[i]-width(cell)+2)
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
}

// width in columns of a terminal: a Chinese character takes two.
func width(text string) int {
	wide := 0
	for _, r := range text {
		if r >= 0x2E80 {
			wide++
		}
	}
	return utf8.RuneCountInString(text) + wide
}
