package calendar_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
)

const head = "date,kind,name,notice_year\n"

func off(day calendar.Day, name string, year int) calendar.PublicDay {
	return calendar.PublicDay{Day: day, Off: true, Name: name, NoticeYear: year}
}

func TestReadSortsSeveralYears(t *testing.T) {
	text := "\ufeff" + head + "2027-10-01,off,国庆节,2027\r\n2028-01-01,off,元旦,2028\n\n2026-12-31, off ,元旦,2027\n2027-01-03,work,元旦,2027\n"
	got, err := calendar.Read(text)
	want := []calendar.Notice{
		{Year: 2027, Days: []calendar.PublicDay{
			off("2026-12-31", "元旦", 2027), {Day: "2027-01-03", Name: "元旦", NoticeYear: 2027}, off("2027-10-01", "国庆节", 2027),
		}},
		{Year: 2028, Days: []calendar.PublicDay{off("2028-01-01", "元旦", 2028)}},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v: %s", err, diff)
	}
}

func TestReadListsEveryFault(t *testing.T) {
	text := head + strings.Join([]string{
		"2027-02-30,off,春节,2027",
		"2027-02-06,half,春节,2027",
		"2027-02-07,off,,2027",
		"2027-02-08,off,春节,next",
		"2027-02-09,work,春节,2027",
		"2027-02-10,off,春节,2027",
		"2027-02-10,off,春节,2027",
		"2027-02-11,off,春节,2026",
		"2026-11-30,off,春节,2027",
		"2027-02-12,off,春节",
		`2027-02-13,off,春"节,2027`,
		"2027-02-14,off," + strings.Repeat("长", 65) + ",2027",
	}, "\n")
	got, err := calendar.Read(text)
	if models.CodeOf(err) != models.Invalid || got != nil {
		t.Fatalf("%v, %v", got, err)
	}
	for _, want := range []string{
		"有 11 处", "第 2 行：日期", "第 3 行：类别", "第 4 行：名称", "第 5 行：年份", "第 6 行：2027-02-09 是周二",
		"第 8 行：2027-02-10 重复，第 7 行", "第 9 行：2027-02-11 不会在 2026 年", "第 10 行：2026-11-30 不会", "第 11 行：应当有 4 列",
		"第 12 行：引号", "第 13 行：名称",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("not told %q:\n%v", want, err)
		}
	}
}

func TestReadRefusesWhatIsNoNotice(t *testing.T) {
	for name, text := range map[string]string{
		"nothing": "", "a county": "units: []\n", "only a header": head, "another header": "date,kind\n2027-01-01,off\n",
		"not UTF-8": head + "2027-01-01,off,\xd4\xaa\xb5\xa9,2027\n",
	} {
		if got, err := calendar.Read(text); models.CodeOf(err) != models.Invalid || got != nil {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

func TestDiff(t *testing.T) {
	before := calendar.Notice{Year: 2027, Days: []calendar.PublicDay{
		off("2027-01-01", "元旦", 2027), off("2027-02-05", "春节", 2027), {Day: "2027-02-20", Name: "春节", NoticeYear: 2027},
	}}
	after := calendar.Notice{Year: 2027, Days: []calendar.PublicDay{
		off("2026-12-31", "元旦", 2027), off("2027-01-01", "元旦", 2027), off("2027-02-20", "春节", 2027),
	}}
	want := []string{
		"新增 2026年12月31日 周四：放假（元旦）", "删去 2027年2月5日 周五：放假（春节）", "改动 2027年2月20日 周六：上班（春节） 改为 放假（春节）",
	}
	if diff := cmp.Diff(want, calendar.Diff(before, after).Lines()); diff != "" {
		t.Error(diff)
	}
	if d := calendar.Diff(after, after); !d.Empty() || len(d.Lines()) != 0 {
		t.Errorf("the same differs: %+v", d)
	}
}

func TestWithReplacesAYearWhole(t *testing.T) {
	china := calendar.China()
	first := calendar.Notice{Year: 2027, Days: []calendar.PublicDay{off("2026-12-31", "元旦", 2027), off("2027-05-03", "劳动节", 2027)}}
	second := calendar.Notice{Year: 2027, Days: []calendar.PublicDay{off("2027-05-04", "劳动节", 2027)}}
	later := china.With(first)
	if china.HasYear(2027) || !later.HasYear(2027) || !later.HasYear(2026) || later.Working("2026-12-31") || later.Working("2027-05-03") {
		t.Error("the first notice does not hold")
	}
	later = later.With(second)
	if !later.Working("2026-12-31") || !later.Working("2027-05-03") || later.Working("2027-05-04") || !later.Working("2026-10-10") {
		t.Error("the second notice does not replace the first whole")
	}
	if diff := cmp.Diff(second, later.Notice(2027)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(china.Notice(2026), china.With(china.Notice(2026)).Notice(2026)); diff != "" {
		t.Error(diff)
	}
}
