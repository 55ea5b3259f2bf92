package statistics_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"petitiondesk/models/calendar"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
	"petitiondesk/models/statistics"
)

var (
	november = statistics.Period{From: "2026-11-01", To: "2026-11-30"}
	names    = statistics.Names{Topics: petition.Topics2023, Units: []people.Unit{{Code: "labour", Name: "县人社局"}}}
)

func visits(n, headcount int, change func(*statistics.Row)) statistics.Row {
	row := statistics.Row{
		Channel: petition.VisitChannel, Level: petition.CountyLevel, TopicList: petition.Topics2023, Topic: "labour",
		Collective: headcount >= n*petition.CollectiveFrom, Submissions: n, Headcount: headcount,
	}
	if change != nil {
		change(&row)
	}
	return row
}

func TestTally(t *testing.T) {
	got := statistics.Tally(november, statistics.Material{Submissions: []statistics.Row{
		visits(3, 5, nil),
		visits(2, 20, nil),
		visits(1, 1, func(r *statistics.Row) { r.Repeated, r.UnitCode, r.Level = true, "labour", petition.CityLevel }),
		visits(1, 9, func(r *statistics.Row) { r.Voided = true }),
		{Channel: petition.LetterChannel, Submissions: 4, Headcount: 4},
		{Channel: petition.LetterChannel, Submissions: 1, Headcount: 30, Collective: true, Nationwide: petition.RepeatNationwide},
		{Channel: petition.PhoneChannel, Submissions: 2, Headcount: 2, Nationwide: petition.FirstNationwide},
	}}, names)
	want := statistics.Measures{
		Registered: 14, Voided: 1, Submissions: 13, Cases: 12, Repeated: 1, Batches: 6, Headcount: 26,
		IndividualVisits: 4, CollectiveBatches: 2, CollectiveHeadcount: 20, JointLetters: 1, Signatories: 30,
		NationwideFirst: 2, NationwideRepeated: 1,
	}
	if diff := cmp.Diff(want, got.Measures); diff != "" {
		t.Error(diff)
	}
	if got.RepeatRate == nil || *got.RepeatRate != 1.0/13 {
		t.Errorf("repeat rate %v", got.RepeatRate)
	}
	var labels []string
	for _, groups := range [][]statistics.Group{got.ByChannel, got.ByLevel, got.ByTopic, got.ByPurpose, got.ByUnit} {
		for _, g := range groups {
			labels = append(labels, g.Name)
		}
	}
	if text := strings.Join(labels, " "); text != "来信 来访 电话 县级 市级 未填写 劳动和社会保障 未分类 未填写 县人社局 未确定责任单位" {
		t.Error(text)
	}
}

func TestTopicsAreCountedOnEitherList(t *testing.T) {
	rows := []statistics.Row{
		visits(2, 2, func(r *statistics.Row) { r.Topic = "education" }),
		visits(3, 3, func(r *statistics.Row) { r.Topic, r.TopicList = "education_culture", petition.Topics2020 }),
	}
	for list, approximate := range map[petition.TopicList]int{petition.Topics2020: 0, petition.Topics2023: 3} {
		groups := statistics.Tally(november, statistics.Material{Submissions: rows}, statistics.Names{Topics: list}).ByTopic
		if len(groups) != 1 || groups[0].Submissions != 5 || groups[0].Approximate != approximate {
			t.Errorf("%s: %+v", list, groups)
		}
	}
}

func TestOnTimeRates(t *testing.T) {
	got := statistics.Tally(november, statistics.Material{Clocks: []statistics.ClockRow{
		{Rule: "C07", Outcome: statistics.OnTime, Clocks: 2},
		{Rule: "C09", Outcome: statistics.OnTime, Clocks: 1},
		{Rule: "C09", Outcome: statistics.Late, Clocks: 1},
		{Rule: "C07", Outcome: statistics.Pending, Clocks: 5},
		{Rule: "C03", Outcome: statistics.Pending, Clocks: 2},
		{Rule: "C10", Outcome: statistics.Late, Clocks: 9},
	}}, names).OnTime
	if d := got.Decision; d.OnTime != 3 || d.Late != 1 || d.Pending != 5 || d.Rate == nil || *d.Rate != 0.75 {
		t.Errorf("decisions: %+v", d)
	}
	if got.Notice.Rate != nil {
		t.Errorf("nothing decided, yet rate %v", *got.Notice.Rate)
	}
}

// More silence never makes anybody look better.
func TestSilenceIsNeverSatisfaction(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		few := rapid.IntRange(0, 20)
		s, b, d, silent := few.Draw(t, "satisfied"), few.Draw(t, "basically"), few.Draw(t, "dissatisfied"), few.Draw(t, "silent")
		ratings := []statistics.RatingRow{
			{Object: petition.RatedUnit, Grade: petition.Satisfied, Cases: s},
			{Object: petition.RatedUnit, Grade: petition.Basically, Cases: b},
			{Object: petition.RatedUnit, Grade: petition.Dissatisfied, Cases: d},
		}
		figures := func(silent int) statistics.Figures {
			return statistics.Tally(november, statistics.Material{Completed: s + b + d + silent, Ratings: ratings}, names)
		}
		with, without := figures(silent).Satisfaction, figures(0).Satisfaction
		if diff := cmp.Diff(without.Unit.Rate, with.Unit.Rate); diff != "" {
			t.Fatalf("silence changed the rate: %s", diff)
		}
		if with.Unit.Unrated != silent || with.Office.Unrated != s+b+d+silent || with.Office.Rate != nil {
			t.Fatalf("got %+v", with)
		}
		if p := with.Unit.Participation; p != nil && (*p == 1) != (silent == 0) {
			t.Fatalf("participation %v with %d silent", *p, silent)
		}
	})
}

var someRow = rapid.Custom(func(t *rapid.T) statistics.Row {
	n := rapid.IntRange(1, 9).Draw(t, "submissions")
	list := rapid.SampledFrom([]petition.TopicList{petition.Topics2020, petition.Topics2023}).Draw(t, "list")
	return statistics.Row{
		Channel: rapid.SampledFrom(petition.Channels).Draw(t, "channel"), Level: rapid.SampledFrom(petition.Levels).Draw(t, "level"),
		TopicList: list, Topic: rapid.SampledFrom(petition.ShippedTopics().Topics(list)).Draw(t, "topic").Code,
		Purpose:  rapid.SampledFrom(append([]petition.Purpose{""}, petition.Purposes...)).Draw(t, "purpose"),
		UnitCode: rapid.SampledFrom([]string{"", "labour", "gone"}).Draw(t, "unit"), Collective: rapid.Bool().Draw(t, "collective"),
		Nationwide: rapid.SampledFrom([]petition.Nationwide{"", petition.FirstNationwide, petition.RepeatNationwide}).Draw(t, "nationwide"),
		Repeated:   rapid.Bool().Draw(t, "repeated"), Voided: rapid.Bool().Draw(t, "voided"),
		Submissions: n, Headcount: n * rapid.IntRange(1, 30).Draw(t, "people"),
	}
})

func sum(all ...statistics.Measures) statistics.Measures {
	var total statistics.Measures
	for _, m := range all {
		total.Registered += m.Registered
		total.Voided += m.Voided
		total.Submissions += m.Submissions
		total.Cases += m.Cases
		total.Repeated += m.Repeated
		total.Batches += m.Batches
		total.Headcount += m.Headcount
		total.IndividualVisits += m.IndividualVisits
		total.CollectiveBatches += m.CollectiveBatches
		total.CollectiveHeadcount += m.CollectiveHeadcount
		total.JointLetters += m.JointLetters
		total.Signatories += m.Signatories
		total.NationwideFirst += m.NationwideFirst
		total.NationwideRepeated += m.NationwideRepeated
	}
	return total
}

func measures(rows []statistics.Row) statistics.Figures {
	return statistics.Tally(november, statistics.Material{Submissions: rows}, names)
}

func TestCountsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOf(someRow).Draw(t, "rows")
		whole := measures(rows)
		cut := rapid.IntRange(0, len(rows)).Draw(t, "cut")
		if parts := sum(measures(rows[:cut]).Measures, measures(rows[cut:]).Measures); parts != whole.Measures {
			t.Fatalf("the parts are %+v, the whole %+v", parts, whole.Measures)
		}
		for name, groups := range map[string][]statistics.Group{
			"channel": whole.ByChannel, "level": whole.ByLevel, "topic": whole.ByTopic, "purpose": whole.ByPurpose, "unit": whole.ByUnit,
		} {
			var parts []statistics.Measures
			for _, g := range groups {
				parts = append(parts, g.Measures)
			}
			if sum(parts...) != whole.Measures {
				t.Fatalf("by %s the parts are %+v, the whole %+v", name, sum(parts...), whole.Measures)
			}
		}
		m := whole.Measures
		if m.Submissions+m.Voided != m.Registered || m.Cases+m.Repeated != m.Submissions || m.IndividualVisits+m.CollectiveBatches != m.Batches ||
			m.NationwideFirst+m.NationwideRepeated > m.Submissions || m.Signatories < m.JointLetters {
			t.Fatalf("%+v does not add up", m)
		}
	})
}

// Units stand in the order of the county's list, however many petitions each has.
func TestUnitsAreNotRanked(t *testing.T) {
	units := statistics.Names{Units: []people.Unit{{Code: "a"}, {Code: "b"}, {Code: "c"}}}
	rapid.Check(t, func(t *rapid.T) {
		var rows []statistics.Row
		for _, code := range rapid.Permutation([]string{"a", "b", "c"}).Draw(t, "units") {
			rows = append(rows, visits(rapid.IntRange(1, 99).Draw(t, "n"), 0, func(r *statistics.Row) { r.UnitCode = code }))
		}
		groups := statistics.Tally(november, statistics.Material{Submissions: rows}, units).ByUnit
		if !slices.IsSortedFunc(groups, func(a, b statistics.Group) int { return strings.Compare(a.Code, b.Code) }) {
			t.Fatalf("got %+v", groups)
		}
	})
}

func TestYearBefore(t *testing.T) {
	for _, test := range []struct{ period, want statistics.Period }{
		{statistics.Period{From: "2026-11-01", To: "2026-11-25"}, statistics.Period{From: "2025-11-01", To: "2025-11-25"}},
		{statistics.Period{From: "2024-02-01", To: "2024-02-29"}, statistics.Period{From: "2023-02-01", To: "2023-02-28"}},
		{statistics.Period{From: "2025-02-01", To: "2025-02-28"}, statistics.Period{From: "2024-02-01", To: "2024-02-29"}},
		{statistics.Period{From: "2024-02-29", To: "2024-02-29"}, statistics.Period{From: "2023-02-28", To: "2023-02-28"}},
		{statistics.Period{From: "2024-02-29", To: "2024-03-05"}, statistics.Period{From: "2023-03-01", To: "2023-03-05"}},
	} {
		if got := test.period.YearBefore(); got != test.want {
			t.Errorf("a year before %v is %v, want %v", test.period, got, test.want)
		}
	}
}

func TestPeriodsStillFollowEachOtherAYearBefore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		middle := calendar.Day("2023-01-01").Add(rapid.IntRange(0, 1500).Draw(t, "days"))
		first := statistics.Period{From: middle.Add(-40), To: middle}.YearBefore()
		second := statistics.Period{From: middle.Add(1), To: middle.Add(40)}.YearBefore()
		if first.To.Add(1) != second.From {
			t.Fatalf("%v is followed by %v", first, second)
		}
	})
}

func TestReadPeriod(t *testing.T) {
	const today = calendar.Day("2026-11-25") // a Wednesday
	for words, want := range map[string]statistics.Period{
		"":                      {From: "2026-11-01", To: today},
		"本月":                    {From: "2026-11-01", To: today},
		"上月":                    {From: "2026-10-01", To: "2026-10-31"},
		"本周":                    {From: "2026-11-23", To: today},
		"今年":                    {From: "2026-01-01", To: today},
		"2026-11-01 2026-11-30": {From: "2026-11-01", To: "2026-11-30"},
		"2026-11-01至2026-11-02": {From: "2026-11-01", To: "2026-11-02"},
	} {
		got, err := statistics.ReadPeriod(words, today)
		if err != nil || got != want {
			t.Errorf("%q: got %v, %v", words, got, err)
		}
	}
	if got, err := statistics.ReadPeriod("上月", "2027-01-31"); err != nil || got != (statistics.Period{From: "2026-12-01", To: "2026-12-31"}) {
		t.Errorf("got %v, %v", got, err)
	}
	for _, words := range []string{"去年夏天", "2026-11-01", "2026-11-30 2026-11-01", "2026-02-30 2026-03-01"} {
		if got, err := statistics.ReadPeriod(words, today); err == nil {
			t.Errorf("%q was read as %v", words, got)
		}
	}
}

func TestReportIsFlatJSON(t *testing.T) {
	body, err := json.Marshal(statistics.Report{AsOf: "2026-11-30", Topics: petition.Topics2023, Figures: measures(nil)})
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{
		`"as_of":"2026-11-30"`, `"from":"2026-11-01"`, `"batches":0`, `"headcount":0`, `"cases":0`, `"repeat_rate":null`,
		`"on_time":{"notice":{"on_time":0,"late":0,"pending":0,"rate":null}`, `"by_topic":[]`, `"year_before":{`,
	} {
		if !strings.Contains(string(body), part) {
			t.Errorf("%s is missing in %s", part, body)
		}
	}
}
