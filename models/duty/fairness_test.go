package duty_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
	"petitiondesk/models/people"
)

func slotOn(day calendar.Day, person string, start, end calendar.ClockTime) duty.Slot {
	return duty.Slot{RuleCode: "r", Day: day, UserID: person, Station: "center", Post: "值班员", StartsAt: day.At(start), EndsAt: day.At(end)}
}

func TestTallies(t *testing.T) {
	withdrawn := slotOn("2026-10-09", "a", 480, 1200)
	withdrawn.State = duty.Withdrawn
	got := duty.Tallies([]duty.Slot{
		slotOn("2026-10-01", "a", 480, 1200),  // national day
		slotOn("2026-10-10", "a", 480, 1200),  // a Saturday that is worked
		slotOn("2026-10-17", "a", 480, 1200),  // a Saturday
		slotOn("2026-10-19", "b", 1080, 1920), // 18:00 to 8:00
		slotOn("2026-10-20", "", 480, 1200),
		withdrawn,
	}, calendar.China(), []duty.Period{{Code: "p", From: "2026-10-15", To: "2026-10-19"}})
	want := []duty.Tally{
		{UserID: "a", Shifts: 3, PublicDays: 1, Weekends: 1, Special: 1, Hours: 36, Last: "2026-10-17"},
		{UserID: "b", Shifts: 1, Nights: 1, Special: 1, Hours: 14, Last: "2026-10-19"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if balance := duty.Balance(got); balance < 0.33 || balance > 0.34 {
		t.Errorf("balance %v", balance)
	}
	if duty.Balance(nil) != 1 {
		t.Error("nobody is out of balance with nobody")
	}
}

func TestFairestSaysWhy(t *testing.T) {
	tallies := []duty.Tally{
		{UserID: "a", Shifts: 2, Weekends: 2, Last: "2026-11-01"},
		{UserID: "b", Shifts: 9, Weekends: 1, Last: "2026-11-08"},
		{UserID: "c", Shifts: 1, Last: "2026-10-01"},
	}
	objects := func(person string) []string {
		if person == "c" {
			return []string{"请假"}
		}
		return nil
	}
	got := duty.Fairest(slotOn("2026-11-28", "", 480, 1200), []string{"a", "b", "c", "d"}, tallies, calendar.China(), objects)
	want := []duty.Suggestion{
		{UserID: "d", Reasons: []string{"周末班0次", "共0班", "期间还没有值过班"}},
		{UserID: "b", Reasons: []string{"周末班1次", "共9班", "最近一班11月8日 周日"}},
		{UserID: "a", Reasons: []string{"周末班2次", "共2班", "最近一班11月1日 周日"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestObjections(t *testing.T) {
	leader := people.Person{UserID: "a", Name: "陈光", Active: true, Roles: []people.Role{people.Leader}}
	post := duty.Post{Name: "接访领导", Roles: []people.Role{people.Leader}, RestHours: 12}
	slot := slotOn("2026-11-25", "b", 510, 1050)
	other := func(day calendar.Day, start, end calendar.ClockTime) []duty.Slot {
		s := slotOn(day, "a", start, end)
		s.RuleCode = "other"
		return []duty.Slot{s}
	}
	for name, c := range map[string]struct {
		person   people.Person
		others   []duty.Slot
		absences []duty.Absence
		want     string
	}{
		"fit":                     {leader, nil, nil, ""},
		"at the same time":        {leader, other("2026-11-25", 600, 660), nil, "同一时间"},
		"one right after another": {leader, other("2026-11-25", 1050, 1200), nil, "休息不足12小时"},
		"the night before":        {leader, other("2026-11-24", 1200, 1440), nil, "休息不足12小时"},
		"rested":                  {leader, other("2026-11-24", 480, 1200), nil, ""},
		"away":                    {leader, nil, []duty.Absence{{UserID: "a", From: "2026-11-25", To: "2026-11-26"}}, "请假或出差"},
		"back from leave":         {leader, nil, []duty.Absence{{UserID: "a", From: "2026-11-25", To: "2026-11-26", EndedAt: &time.Time{}}}, ""},
		"not qualified":           {people.Person{UserID: "a", Name: "王芳", Active: true}, nil, nil, "不具备"},
		"left":                    {people.Person{UserID: "a", Name: "陈光", Roles: leader.Roles}, nil, nil, "已停用"},
	} {
		t.Run(name, func(t *testing.T) {
			got := strings.Join(duty.Objections(slot, c.person, post, c.others, c.absences), "；")
			if !strings.Contains(got, c.want) || c.want == "" && got != "" {
				t.Errorf("objections %q, want %q", got, c.want)
			}
		})
	}
}

func TestTroubles(t *testing.T) {
	gap := slotOn("2026-11-27", "", 480, 1200)
	gap.Gap = duty.NobodyLeft
	slots := []duty.Slot{slotOn("2026-11-25", "a", 480, 1200), slotOn("2026-11-26", "b", 480, 1200), gap, slotOn("2026-11-28", "c", 480, 1200), slotOn("2026-11-29", "d", 480, 1200)}
	staff := map[string]people.Person{"a": {Name: "甲", Active: true}, "b": {Name: "乙"}, "c": {Name: "丙", Active: true}}
	found := duty.Troubles(slots, staff, map[string]string{"c": "不在应用可见范围"}, []duty.Period{{Name: "特护期", Code: "p", From: "2026-11-25", To: "2026-11-25", Crew: 2}})
	var got []string
	for _, one := range found {
		got = append(got, string(one.Day)+" "+one.Why)
	}
	want := []string{
		"2026-11-26 乙已离开或停用，提醒发不到本人", "2026-11-27 轮到的人都请假或已在岗，无人可派", "2026-11-28 丙不在应用可见范围，提醒发不到本人",
		"2026-11-29 d不在人员名册里", "2026-11-25 特护期期间至少要2人，现有1人",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestFeed(t *testing.T) {
	slot := slotOn("2026-11-25", "a", 510, 1050)
	slot.ID, slot.Version = 7, 3
	text := duty.Feed("云岭县值班", []duty.Event{{Slot: slot, Station: "县人民来访接待中心,一楼;大厅", Person: "县委副书记 " + strings.Repeat("陈光", 30)}}, slot.StartsAt)
	for _, want := range []string{"UID:7@petitiondesk", "SEQUENCE:3", "DTSTART:20261125T003000Z", "DTEND:20261125T093000Z", `LOCATION:县人民来访接待中心\,一楼\;大厅`, "TRIGGER:-PT1H"} {
		if !strings.Contains(text, want+"\r\n") {
			t.Errorf("the feed lacks %q:\n%s", want, text)
		}
	}
	if i := slices.IndexFunc(strings.Split(text, "\r\n"), func(line string) bool { return len(line) > 75 }); i >= 0 {
		t.Errorf("line %d is too long", i)
	}
	if !strings.Contains(strings.ReplaceAll(text, "\r\n ", ""), strings.Repeat("陈光", 30)) {
		t.Error("folding broke a character")
	}
}
