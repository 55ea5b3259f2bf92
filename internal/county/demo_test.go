package county_test

import (
	"regexp"
	"slices"
	"testing"
	"time"

	"petitiondesk/internal/county"
	"petitiondesk/models/calendar"
	"petitiondesk/models/people"
)

func TestDemoCountyIsComplete(t *testing.T) {
	c := county.Demo()
	if len(c.Units) < 12 || len(c.People) < 30 || len(c.Stations) < 2 || len(c.Rules) < 6 {
		t.Fatalf("%d units, %d people, %d stations, %d rules", len(c.Units), len(c.People), len(c.Stations), len(c.Rules))
	}
	least := map[people.Role]int{
		people.Clerk: 2, people.Handler: 8, people.Leader: 5, people.Supervisor: 3,
		people.DutyOffice: 2, people.Auditor: 1, people.Admin: 1,
	}
	for role, want := range least {
		if got := count(c.People, func(p people.Person) bool { return p.Has(role) }); got < want {
			t.Errorf("%d people are %s, want %d", got, role, want)
		}
	}
	if count(c.People, func(p people.Person) bool { return p.Has(people.Clerk) && p.Has(people.Supervisor) }) == 0 {
		t.Error("no supervisor is a clerk as well")
	}
	if !slices.ContainsFunc(c.People, func(p people.Person) bool { return p.UserID == "wangfang" && p.Name == "王芳" && p.Has(people.Clerk) }) {
		t.Error("王芳 is no clerk")
	}
	for _, r := range c.Rules {
		if r.From != "2026-01-01" || r.To != "" {
			t.Errorf("rule %s runs from %s to %q", r.Code, r.From, r.To)
		}
	}
}

func TestDemoCasesFitTheCounty(t *testing.T) {
	const today = calendar.Day("2026-11-23")
	c := county.Demo()
	staff := map[string]people.Person{}
	for _, p := range c.People {
		staff[p.UserID] = p
	}
	townships := map[string]bool{}
	for _, u := range c.Units {
		townships[u.Code] = u.Kind == people.Township
	}
	mobile := regexp.MustCompile(`^139000000\d\d$`)
	cases := county.DemoCases(today)
	if len(cases) < 30 {
		t.Errorf("only %d cases", len(cases))
	}
	mobiles := map[string]bool{}
	last := time.Time{}
	for _, one := range cases {
		at := one.Day.At(one.At)
		if one.Day >= today || at.Before(last) || one.Day.Weekday() == time.Saturday || one.Day.Weekday() == time.Sunday {
			t.Errorf("%s is at %s %s", one.Report.Name, one.Day, one.At)
		}
		last = at
		if !staff[one.Clerk].May(people.RegisterVisit) {
			t.Errorf("%s may not register", one.Clerk)
		}
		if err := one.Report.Ready(); err != nil || !townships[one.Report.PlaceCode] || len(one.Report.Original) != 1 {
			t.Errorf("report of %s: %v, place %s", one.Report.Name, err, one.Report.PlaceCode)
		}
		if !mobile.MatchString(one.Report.Mobile) || mobiles[one.Report.Mobile] {
			t.Errorf("mobile %s", one.Report.Mobile)
		}
		mobiles[one.Report.Mobile] = true
		checkHandling(t, one, staff, today)
	}
}

func checkHandling(t *testing.T, one county.DemoCase, staff map[string]people.Person, today calendar.Day) {
	t.Helper()
	before := one.Day
	for _, p := range one.Progress {
		if !staff[p.Author].May(people.RecordProgress) || p.Day < before || p.Day > today || p.Text == "" {
			t.Errorf("progress %+v of %s", p, one.Report.Name)
		}
		before = p.Day
	}
	e := one.Escalation
	if e == nil {
		return
	}
	if e.Reason == "" || e.DecidedBy == one.Clerk || (e.DecidedBy != "" && !staff[e.DecidedBy].May(people.DecideRequests)) {
		t.Errorf("escalation %+v of %s", *e, one.Report.Name)
	}
	if e.Rejected && (e.DecidedBy == "" || e.Opinion == "") {
		t.Errorf("rejection %+v of %s lacks who or why", *e, one.Report.Name)
	}
}

func count(staff []people.Person, is func(people.Person) bool) int {
	n := 0
	for _, p := range staff {
		if is(p) {
			n++
		}
	}
	return n
}
