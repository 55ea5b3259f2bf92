package petition_test

import (
	"testing"

	"petitiondesk/models/calendar"
	"petitiondesk/models/petition"
)

func TestEveryChannelHasAName(t *testing.T) {
	for _, c := range petition.Channels {
		if found, known := petition.ChannelNamed(c.Chinese()); !known || found != c {
			t.Errorf("%s is called %q, which is %s", c, c.Chinese(), found)
		}
	}
	if _, known := petition.ChannelNamed("飞鸽"); known {
		t.Error("an unknown channel is known")
	}
}

// A letter or a call comes from one, unless it says more; how many came is asked of visits only.
func TestPeopleOfAReport(t *testing.T) {
	for _, c := range []struct {
		report petition.Report
		people int
		asked  bool
	}{
		{petition.Report{}, 0, true},
		{petition.Report{Headcount: 3}, 3, false},
		{petition.Report{Channel: petition.PhoneChannel}, 1, false},
		{petition.Report{Channel: petition.LetterChannel, Joint: true}, 0, true},
		{petition.Report{Channel: petition.LetterChannel, Joint: true, Headcount: 40}, 40, false},
		{petition.Report{Channel: petition.LetterChannel, Headcount: 2}, 2, false},
	} {
		asked := false
		for _, gap := range c.report.Gaps() {
			asked = asked || gap == petition.HeadcountField
		}
		if c.report.People() != c.people || asked != c.asked {
			t.Errorf("%+v: %d people, asked %v", c.report, c.report.People(), asked)
		}
	}
}

func TestDatesOfALetter(t *testing.T) {
	const today = calendar.Day("2026-01-05")
	for text, want := range map[string][2]calendar.Day{ // received, postmark
		"收到 2025-12-30 邮戳 2025-12-28": {"2025-12-30", "2025-12-28"},
		"收到日期：12月30日 邮戳12月28日":        {"2025-12-30", "2025-12-28"},
		"邮戳 1月3日 收到昨天":                {"2026-01-04", "2026-01-03"},
		"邮戳 2月29日":                    {"", "2024-02-29"},
		"收到 2026-01-06":               {"", ""}, // in the future
		"收到 2026-02-30":               {"", ""},
		"邮戳 1月20日":                    {"", ""}, // soon, not a year ago
		"邮戳 2月28日":                    {"", "2025-02-28"},
		"收到明天 邮戳后天":                   {"", ""},
		"来访日期：1月4日":                   {"2026-01-04", ""},
		"反映收到通知后没有下文":                 {"", ""},
	} {
		got, _ := petition.Parse(text, nil).Report.Dated(today)
		if got.Received != want[0] || got.Postmark != want[1] {
			t.Errorf("%q: received %q, postmark %q", text, got.Received, got.Postmark)
		}
	}
	if _, doubts := (petition.Report{Received: "2026-01-06"}).Dated(today); len(doubts) != 1 {
		t.Errorf("a day to come: %v", doubts)
	}
	_, doubts := petition.Report{Channel: petition.LetterChannel, Postmark: "--01-20"}.Dated(today)
	if want := "邮戳日期在今天之后（1月20日），没有记录；请核对后再发，例如：邮戳日期：1月5日。其余内容都已保留。"; len(doubts) != 1 || doubts[0] != want {
		t.Errorf("%q", doubts)
	}
	if again := petition.Parse("邮戳日期：1月5日", nil).Dated(petition.Report{}, today).Report.Postmark; again != today {
		t.Errorf("what the sentence tells to write is read as %q", again)
	}
	if _, doubts := (petition.Report{Received: "2026-01-02", Postmark: "2026-01-03"}).Dated(today); len(doubts) != 1 {
		t.Errorf("received before it was posted: %v", doubts)
	}
	if day := (petition.Report{Received: "2026-01-02"}).ReceivedOn(today); day != "2026-01-02" {
		t.Errorf("received on %s", day)
	}
	if day := (petition.Report{}).ReceivedOn(today); day != today {
		t.Errorf("received on %s", day)
	}
}

func TestResidence(t *testing.T) {
	places := []petition.Place{{Code: "chengguan", Name: "城关镇"}, {Code: "liuhe", Name: "柳河镇"}}
	for text, want := range map[string]string{
		"城关镇东街村 户籍城关镇东街村 常住城关镇": "",
		"城关镇 户籍地：柳河镇 常住地：城关镇":   "人户分离",
		"柳河镇 户籍在柳河镇":            "",
		"城关镇 户籍柳河镇":             "人事分离",
		"城关镇 户籍 柳河镇 常住 外省某市":    "人事户分离",
		"城关镇 户籍河北省某县 常住河北省某县":   "人事分离",
		"城关镇":           "",
		"城关镇 反映户籍地房屋被拆": "",
	} {
		r := petition.Parse(text, places).Report
		if got := r.Separations(r.Place, r.PlaceCode); got != want {
			t.Errorf("%q: %q, %+v", text, got, r.Residence)
		}
		c := petition.Case{IssuePlace: r.Place, PlaceCode: r.PlaceCode, Residence: r.Residence}
		if c.CrossJurisdiction() != (want != "") {
			t.Errorf("%q: cross jurisdiction %v", text, c.CrossJurisdiction())
		}
	}
}

func TestWordsOfLists(t *testing.T) {
	r := petition.Parse("张某 信访形式：联名信 目的：求决 全国重复 署名：30 反映欠薪", nil).Report
	if r.Channel != petition.LetterChannel || !r.Joint || r.Purpose != petition.Resolution || r.Nationwide != petition.RepeatNationwide || r.Headcount != 30 {
		t.Errorf("got %+v", r)
	}
}
