package duty_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
)

func on(w time.Weekday) *time.Weekday { return &w }

// daysAndPeople writes a roster as "day person".
func daysAndPeople(slots []duty.Slot) []string {
	var out []string
	for _, s := range slots {
		out = append(out, string(s.Day)+" "+s.UserID)
	}
	return out
}

func TestFinalRosterOverHolidays(t *testing.T) {
	const nationalDay, springFestival = "2026-09-17", "2026-02-09"
	for name, c := range map[string]struct {
		weekday *time.Weekday
		holiday duty.HolidayPolicy
		from    calendar.Day
		to      calendar.Day
		want    []string
	}{
		"Thursdays skip the 1st of October and nobody loses a turn": {
			on(time.Thursday), duty.Skip, nationalDay, "2026-10-15",
			[]string{"2026-09-17 a", "2026-09-24 b", "2026-10-08 c", "2026-10-15 a"},
		},
		"a Thursday shifted onto the next Thursday is one duty": {
			on(time.Thursday), duty.Shift, nationalDay, "2026-10-15",
			[]string{"2026-09-17 a", "2026-09-24 b", "2026-10-08 c", "2026-10-15 a"},
		},
		"Thursdays keep the 1st of October": {
			on(time.Thursday), duty.Keep, nationalDay, "2026-10-15",
			[]string{"2026-09-17 a", "2026-09-24 b", "2026-10-01 c", "2026-10-08 a", "2026-10-15 b"},
		},
		"Fridays shift to the first day worked": {
			on(time.Friday), duty.Shift, nationalDay, "2026-10-09",
			[]string{"2026-09-18 a", "2026-09-28 b", "2026-10-08 c", "2026-10-09 a"},
		},
		"Mondays skip the Spring Festival": {
			on(time.Monday), duty.Skip, springFestival, "2026-03-09",
			[]string{"2026-02-09 a", "2026-03-02 b", "2026-03-09 c"},
		},
		"two Mondays shifted onto one day are one duty": {
			on(time.Monday), duty.Shift, springFestival, "2026-03-09",
			[]string{"2026-02-09 a", "2026-02-24 b", "2026-03-02 c", "2026-03-09 a"},
		},
		"Mondays keep the Spring Festival": {
			on(time.Monday), duty.Keep, springFestival, "2026-03-02",
			[]string{"2026-02-09 a", "2026-02-16 b", "2026-02-23 c", "2026-03-02 a"},
		},
		"a Saturday rule means ordinary Saturdays": {
			on(time.Saturday), duty.Skip, nationalDay, "2026-10-17",
			[]string{"2026-09-19 a", "2026-10-10 b", "2026-10-17 c"},
		},
		"daily means weekends too, but no holiday": {
			nil, duty.Skip, "2026-09-29", "2026-10-11",
			[]string{"2026-09-29 a", "2026-09-30 b", "2026-10-08 c", "2026-10-09 a", "2026-10-10 b", "2026-10-11 c"},
		},
		"a daily rule shifts a whole holiday onto one day": {
			nil, duty.Shift, "2026-09-30", "2026-10-09",
			[]string{"2026-09-30 a", "2026-10-08 b", "2026-10-09 c"},
		},
		"daily and kept": {
			nil, duty.Keep, "2026-09-30", "2026-10-03",
			[]string{"2026-09-30 a", "2026-10-01 b", "2026-10-02 c", "2026-10-03 a"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			rule := duty.Rule{Weekday: c.weekday, People: []string{"a", "b", "c"}, From: c.from, Start: 510, End: 1050, Holiday: c.holiday}
			got := daysAndPeople(duty.FinalRoster([]duty.Rule{rule}, calendar.China(), c.from, c.to))
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFinalRosterStaysInsideRuleAndRange(t *testing.T) {
	rule := duty.Rule{Weekday: on(time.Wednesday), People: []string{"a", "b"}, From: "2026-11-01", To: "2026-11-20", Holiday: duty.Skip}
	for name, c := range map[string]struct {
		from, to calendar.Day
		want     []string
	}{
		"all of the rule":        {"2026-01-01", "2026-12-31", []string{"2026-11-04 a", "2026-11-11 b", "2026-11-18 a"}},
		"both ends are included": {"2026-11-04", "2026-11-11", []string{"2026-11-04 a", "2026-11-11 b"}},
		"the turn is the same":   {"2026-11-11", "2026-11-18", []string{"2026-11-11 b", "2026-11-18 a"}},
		"before the rule":        {"2026-10-01", "2026-10-31", nil},
		"after the rule":         {"2026-11-21", "2026-12-31", nil},
	} {
		t.Run(name, func(t *testing.T) {
			got := daysAndPeople(duty.FinalRoster([]duty.Rule{rule}, calendar.China(), c.from, c.to))
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
	rule.People = nil
	if got := duty.FinalRoster([]duty.Rule{rule}, calendar.China(), "2026-01-01", "2026-12-31"); len(got) != 0 {
		t.Errorf("a rule without people gives %v", got)
	}
}

func TestFinalRosterIsInOrder(t *testing.T) {
	rule := func(station, post string, start calendar.ClockTime) duty.Rule {
		return duty.Rule{Code: station + post, Station: station, Post: post, People: []string{"a"}, From: "2026-11-02", Start: start, End: start + 60}
	}
	rules := []duty.Rule{rule("s2", "p1", 510), rule("s1", "p2", 510), rule("s1", "p1", 510), rule("s3", "p1", 480)}
	got := duty.FinalRoster(rules, calendar.China(), "2026-11-02", "2026-11-03")
	var order []string
	for _, s := range got {
		order = append(order, string(s.Day)+" "+s.RuleCode)
	}
	want := []string{
		"2026-11-02 s3p1", "2026-11-02 s1p1", "2026-11-02 s1p2", "2026-11-02 s2p1",
		"2026-11-03 s3p1", "2026-11-03 s1p1", "2026-11-03 s1p2", "2026-11-03 s2p1",
	}
	if diff := cmp.Diff(want, order); diff != "" {
		t.Error(diff)
	}
	slot := duty.Slot{
		Station: "s3", Post: "p1", Day: "2026-11-02", UserID: "a", RuleCode: "s3p1", State: duty.Planned, Version: 1,
		StartsAt: time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC), EndsAt: time.Date(2026, 11, 2, 1, 0, 0, 0, time.UTC),
	}
	if diff := cmp.Diff(slot, got[0]); diff != "" {
		t.Error(diff)
	}
}

func TestCodeFor(t *testing.T) {
	for want, got := range map[string]string{
		"center/leader/wed/2026-01-01":   duty.CodeFor("center", "leader", on(time.Wednesday), "2026-01-01"),
		"center/leader/daily/2026-01-01": duty.CodeFor("center", "leader", nil, "2026-01-01"),
	} {
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestConfirm(t *testing.T) {
	start, end := time.Date(2026, 11, 25, 0, 30, 0, 0, time.UTC), time.Date(2026, 11, 25, 9, 30, 0, 0, time.UTC)
	earlier := start.Add(-2 * time.Hour)
	for name, c := range map[string]struct {
		state   duty.SlotState
		by      string
		version int64
		now     time.Time
		want    models.Code
	}{
		"in time":                         {duty.Planned, "lina", 2, start.Add(-time.Hour), ""},
		"late, while on duty":             {duty.Unconfirmed, "lina", 2, start.Add(time.Hour), ""},
		"late, in the last moment":        {duty.Unconfirmed, "lina", 2, end.Add(-time.Millisecond), ""},
		"at the end":                      {duty.Unconfirmed, "lina", 2, end, models.Conflict},
		"after the end":                   {duty.Planned, "lina", 2, end.Add(time.Hour), models.Conflict},
		"twice":                           {duty.Confirmed, "lina", 2, start, ""},
		"twice, the second after the end": {duty.Confirmed, "lina", 2, end.Add(time.Hour), ""},
		"somebody else":                   {duty.Planned, "wangfang", 2, start, models.Forbidden},
		"somebody else, with an old card": {duty.Planned, "wangfang", 1, start, models.Forbidden},
		"an old card":                     {duty.Planned, "lina", 1, start, models.Conflict},
		"an old card of a confirmed slot": {duty.Confirmed, "lina", 1, start, models.Conflict},
		"a slot the rules no longer give": {duty.Withdrawn, "lina", 2, start, models.Conflict},
	} {
		t.Run(name, func(t *testing.T) {
			slot := duty.Slot{ID: 7, Day: "2026-11-25", UserID: "lina", StartsAt: start, EndsAt: end, State: c.state, Version: 2}
			if c.state == duty.Confirmed {
				slot.ConfirmedAt = &earlier
			}
			want := slot
			if c.want == "" && c.state != duty.Confirmed {
				want.State, want.ConfirmedAt = duty.Confirmed, &c.now
			}
			got, err := slot.Confirm(c.by, c.version, c.now)
			if models.CodeOf(err) != c.want {
				t.Errorf("error %v, want code %q", err, c.want)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
