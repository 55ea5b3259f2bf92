package calendar_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"petitiondesk/models/calendar"
)

// Today is Wednesday, 25 November 2026.
func TestDaysIn(t *testing.T) {
	for text, want := range map[string][]string{
		"下周三谁接访":     {"2026-12-02"},
		"本周三":        {"2026-11-25"},
		"周三":         {"2026-11-25"},
		"周二":         {"2026-12-01"},
		"星期天值班":      {"2026-11-29"},
		"上周五":        {"2026-11-20"},
		"下下周一":       {"2026-12-07"},
		"12月3日谁值班":   {"2026-12-03"},
		"12月3号":      {"2026-12-03"},
		"1月4日":       {"2027-01-04"},
		"11月20日":     {"2026-11-20"},
		"2月29日":      {},
		"12-3":       {"2026-12-03"},
		"2026-12-03": {"2026-12-03"},
		"2026年12月3日": {"2026-12-03"},
		"3号":         {"2026-12-03"},
		"25日":        {"2026-11-25"},
		"明天":         {"2026-11-26"},
		"大后天":        {"2026-11-28"},
		"本周":         {"2026-11-23..2026-11-29"},
		"下周谁值班":      {"2026-11-30..2026-12-06"},
		"下个月":        {"2026-12-01..2026-12-31"},
		"把周四的班和李四下周五的班换一下": {"2026-11-26", "2026-12-04"},
		"12月3日到12月5日":      {"2026-12-03", "2026-12-05"},
		"来访 张某 3人":         {},
		"40日":              {},
	} {
		t.Run(text, func(t *testing.T) {
			got := []string{}
			for _, m := range calendar.DaysIn(text, "2026-11-25") {
				said := string(m.From)
				if m.To != m.From {
					said += ".." + string(m.To)
				}
				got = append(got, said)
				if m.Start < 0 || m.End <= m.Start || m.End > len(text) {
					t.Errorf("at %d to %d of %d", m.Start, m.End, len(text))
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func FuzzDaysIn(f *testing.F) {
	f.Add("下周三谁接访 2026-12-03 3号")
	f.Fuzz(func(t *testing.T, text string) {
		for _, m := range calendar.DaysIn(text, "2026-11-25") {
			if m.To < m.From || len(m.From) != len("2026-11-25") {
				t.Fatalf("%q gives %+v", text, m)
			}
		}
	})
}

func TestMonthIn(t *testing.T) {
	for text, want := range map[string]calendar.Day{
		"12月": "2026-12-01", "本月": "2026-11-01", "下个月的": "2026-12-01", "上月": "2026-10-01", "8月": "2026-08-01", "7月份": "2027-07-01", "1月": "2027-01-01",
		"2025年3月": "2025-03-01", "2026-12": "2026-12-01", "城关镇接访室 12月": "2026-12-01",
		"": "", "13月": "", "0月": "", "12月3日": "", "12月40日": "", "下周": "", "2026-12-03": "", "月": "",
	} {
		from, to, ok := calendar.MonthIn(text, "2026-11-25")
		if from != want || ok != (want != "") || ok && to.Add(1)[8:] != "01" {
			t.Errorf("%q is %s to %s, %v; want %s", text, from, to, ok, want)
		}
	}
	if from, _, _ := calendar.MonthIn("11月", "2026-01-20"); from != "2025-11-01" {
		t.Errorf("in January, November is %s", from)
	}
	if got := calendar.ChineseMonth("2026-12-03"); got != "2026年12月" {
		t.Error(got)
	}
}
