package county_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"petitiondesk/internal/county"
	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
	"petitiondesk/models/people"
)

const wholeDuty = `units:
  - {code: xfj, name: 县信访局, kind: bureau}
people:
  - {userid: a, name: 甲, unit: xfj, roles: [leader], field: 农业, phone: 0000-1}
  - {userid: b, name: 乙, unit: xfj, roles: [leader]}
stations:
  - {code: center, name: 接待中心, address: 人民路1号}
periods:
  - {code: march, name: 特护期, from: 2026-03-01, to: 2026-03-15, stations: [center], crew: 2}
posts:
  - {name: 接访领导, approval: true, lead: true, ahead: true, roles: [leader], rest_hours: 12, backups: [b], form: 定点接访}
duty_rules:
`

func TestReadDutyRules(t *testing.T) {
	friday := time.Friday
	for line, want := range map[string]duty.Rule{
		`workdays: true, seats: 2`:        {Code: "center/接访领导/workdays/2026-01-01", Pattern: duty.Workdays, Seats: 2},
		`dates: [2026-12-03, 2026-12-01]`: {Code: "center/接访领导/dates/2026-01-01", Pattern: duty.OnDates, Dates: []calendar.Day{"2026-12-01", "2026-12-03"}},
		`month_day: 15`:                   {Code: "center/接访领导/month15/2026-01-01", Pattern: duty.Monthly, MonthDay: 15},
		`nth: -1, weekday: fri`:           {Code: "center/接访领导/monthfri-1/2026-01-01", Pattern: duty.Monthly, Nth: -1, Weekday: &friday},
		`daily: true, period: march`:      {Code: "center/接访领导/daily/2026-01-01@march", Period: "march"},
		`daily: true, holiday_crew: [b]`:  {Code: "center/接访领导/daily/2026-01-01", HolidayCrew: []string{"b"}},
	} {
		t.Run(line, func(t *testing.T) {
			c, err := county.Read(strings.NewReader(wholeDuty + `  - {station: center, post: 接访领导, ` + line + `, people: [a, b], from: 2026-01-01, start: "08:30", end: 次日08:00}` + "\n"))
			if err != nil {
				t.Fatal(err)
			}
			want.Station, want.Post, want.People, want.From = "center", "接访领导", []string{"a", "b"}, "2026-01-01"
			want.Start, want.End, want.Holiday = 510, 24*60+480, duty.Skip
			if diff := cmp.Diff([]duty.Rule{want}, c.Rules); diff != "" {
				t.Error(diff)
			}
			post := duty.Post{
				Name: "接访领导", Lead: true, Approval: true, Ahead: true, Roles: []people.Role{people.Leader}, RestHours: 12, Backups: []string{"b"}, Form: "定点接访",
			}
			if diff := cmp.Diff([]duty.Post{post}, c.Posts); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff([]duty.Card{{UserID: "a", Field: "农业", Phone: "0000-1"}}, c.Cards); diff != "" {
				t.Error(diff)
			}
			if len(c.Periods) != 1 || c.Periods[0].Crew != 2 || c.Stations[0].Address != "人民路1号" {
				t.Errorf("periods %+v, stations %+v", c.Periods, c.Stations)
			}
		})
	}
}

func TestFaultsOfDutyRules(t *testing.T) {
	for line, want := range map[string]string{
		`workdays: true, weekday: mon`: "只能写一种",
		`month_day: 32`:                "month_day 是 32,应是 1 到 31",
		`nth: 0, weekday: fri`:         "nth 是 1 至 5 或 -1",
		`daily: true, period: april`:   "特护期 april 没有在 periods 里列出",
		`daily: true, seats: many`:     "seats 是 many",
	} {
		_, err := county.Read(strings.NewReader(wholeDuty + `  - {station: center, post: 接访领导, ` + line + `, people: [a], from: 2026-01-01, start: "08:30", end: "17:30"}` + "\n"))
		if models.CodeOf(err) != models.Invalid || !strings.Contains(models.MessageOf(err), want) {
			t.Errorf("%s: %v, want %q", line, err, want)
		}
	}
}
