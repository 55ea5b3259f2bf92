package people_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"petitiondesk/models/people"
)

func TestSightOf(t *testing.T) {
	somebody := func(unit string, roles ...people.Role) people.Person {
		return people.Person{UserID: "lina", UnitCode: unit, Roles: roles, Active: true}
	}
	ordinary := people.CaseFacts{RegisteredBy: "wangfang", Units: []string{"rsj"}, Named: []string{"chenguang"}}
	secret := ordinary
	secret.Confidential, secret.Units = true, []string{"rsj", "jwjw"}
	registered, named := people.CaseFacts{RegisteredBy: "lina", Confidential: true}, people.CaseFacts{Named: []string{"lina"}, Confidential: true}
	for _, c := range []struct {
		what   string
		person people.Person
		home   people.UnitKind
		facts  people.CaseFacts
		want   people.Sight
	}{
		{"a clerk", somebody("xfj", people.Clerk), people.Bureau, ordinary, people.Open},
		{"a supervisor", somebody("xzf", people.Supervisor), people.Department, ordinary, people.Open},
		{"the duty office", somebody("xfj", people.DutyOffice), people.Bureau, ordinary, people.Open},
		{"a handler in charge", somebody("rsj", people.Handler), people.Department, ordinary, people.Open},
		{"another handler", somebody("zjj", people.Handler), people.Department, ordinary, people.Hidden},
		{"a leader in charge", somebody("rsj", people.Leader), people.Department, ordinary, people.Open},
		{"another leader", somebody("xzf", people.Leader), people.Department, ordinary, people.Outline},
		{"an auditor", somebody("jwjw", people.Auditor), people.Discipline, ordinary, people.Outline},
		{"the system's administrator", somebody("xfj", people.Admin), people.Bureau, ordinary, people.Hidden},
		{"a security administrator", somebody("xfj", people.SecurityAdmin), people.Bureau, ordinary, people.Hidden},
		{"an audit administrator", somebody("rsj", people.AuditAdmin), people.Department, ordinary, people.Hidden},
		{"nobody's role", somebody("rsj"), people.Department, ordinary, people.Hidden},

		{"a clerk, of an accusation", somebody("xfj", people.Clerk), people.Bureau, secret, people.Hidden},
		{"who registered it", somebody("xfj", people.Clerk), people.Bureau, registered, people.Open},
		{"a supervisor of the bureau", somebody("xfj", people.Supervisor), people.Bureau, secret, people.Open},
		{"a supervisor elsewhere", somebody("xzf", people.Supervisor), people.Department, secret, people.Hidden},
		{"the duty office, of an accusation", somebody("xfj", people.DutyOffice), people.Bureau, secret, people.Hidden},
		{"a discipline unit in charge", somebody("jwjw", people.Handler), people.Discipline, secret, people.Open},
		{"a discipline unit not in charge", somebody("jwjw", people.Handler), people.Discipline, registered, people.Hidden},
		{"another unit in charge", somebody("rsj", people.Handler, people.Leader), people.Department, secret, people.Hidden},
		{"a leader, of an accusation", somebody("xzf", people.Leader), people.Department, secret, people.Hidden},
		{"a leader who is to receive it", somebody("xzf", people.Leader), people.Department, people.CaseFacts{Receivers: []string{"lina"}}, people.Open},
		{"a handler on the reception", somebody("xzf", people.Handler), people.Department, people.CaseFacts{Receivers: []string{"lina"}}, people.Hidden},
		{"a leader who is to receive an accusation", somebody("xzf", people.Leader), people.Department, people.CaseFacts{Confidential: true, Receivers: []string{"lina"}}, people.Hidden},
		{"who is asked to decide", somebody("xzf", people.Supervisor), people.Department, named, people.Open},
		{"an auditor, of an accusation", somebody("jwjw", people.Auditor), people.Discipline, secret, people.Outline},
		{"all administrators together", somebody("xfj", people.Admin, people.SecurityAdmin, people.AuditAdmin), people.Bureau, named, people.Hidden},
	} {
		if got := people.SightOf(c.person, c.home, c.facts); got != c.want {
			t.Errorf("%s sees %d, want %d", c.what, got, c.want)
		}
	}
}

type drawn struct {
	person people.Person
	home   people.UnitKind
	facts  people.CaseFacts
}

func draw(t *rapid.T) drawn {
	ids, units := rapid.SampledFrom([]string{"a", "b", "c"}), rapid.SampledFrom([]string{"", "u1", "u2"})
	return drawn{
		person: people.Person{
			UserID: ids.Draw(t, "id"), UnitCode: units.Draw(t, "unit"), Active: rapid.Bool().Draw(t, "active"),
			Roles: rapid.SliceOfDistinct(rapid.SampledFrom(people.Roles), rapid.ID).Draw(t, "roles"),
		},
		home: rapid.SampledFrom(people.UnitKinds).Draw(t, "home"),
		facts: people.CaseFacts{
			Confidential: rapid.Bool().Draw(t, "confidential"), RegisteredBy: ids.Draw(t, "registrar"),
			Units: rapid.SliceOf(units).Draw(t, "units"), Named: rapid.SliceOf(ids).Draw(t, "named"),
			Receivers: rapid.SliceOf(ids).Draw(t, "receivers"), Barred: rapid.Bool().Draw(t, "barred"),
		},
	}
}

func TestSightOnlyShrinks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t)
		sight := people.SightOf(d.person, d.home, d.facts)
		barred := d.facts
		barred.Barred = true
		left := d.person
		left.Active = false
		all := d.person
		all.Roles = people.Roles
		if people.SightOf(all, d.home, barred) != people.Hidden || people.SightOf(left, d.home, d.facts) != people.Hidden {
			t.Fatal("a role overrides a bar, or somebody who left sees a case")
		}
		secret := d.facts
		secret.Confidential = true
		if people.SightOf(d.person, d.home, secret) > sight {
			t.Fatal("confidentiality shows more")
		}
		more := d.person
		more.Roles = append(slices.Clone(more.Roles), rapid.SampledFrom(people.Roles).Draw(t, "another role"))
		if people.SightOf(more, d.home, d.facts) < sight {
			t.Fatal("a further role shows less")
		}
		admin := d.person
		admin.Roles = []people.Role{people.Admin, people.SecurityAdmin, people.AuditAdmin}
		if people.SightOf(admin, d.home, d.facts) != people.Hidden {
			t.Fatal("an administrator sees a case")
		}
	})
}

// Whoever sees more of a case may do no less with it, and no unknown part is ever shown.
func TestSightIsMonotone(t *testing.T) {
	fields := []people.CaseField{
		people.NumberField, people.FormField, people.DatesField, people.StateField,
		people.PetitionerField, people.MatterField, people.HandlingField, people.RelationsField, "anything else",
	}
	for _, f := range fields {
		if people.Hidden.Shows(f) || people.Outline.Shows(f) && !people.Open.Shows(f) {
			t.Errorf("%s is shown to the wrong people", f)
		}
	}
	if people.Open.Shows("anything else") || people.Outline.Shows(people.MatterField) || !people.Outline.Shows(people.StateField) {
		t.Error("the parts shown are wrong")
	}
	for action := range actions {
		if people.Hidden.Permits(action) || people.Outline.Permits(action) && !people.Open.Permits(action) {
			t.Errorf("%s is permitted to the wrong people", action)
		}
	}
	if people.Outline.Permits(people.RecordProgress) || !people.Outline.Permits(people.ReadCases) {
		t.Error("an outline is for reading alone")
	}
}

func TestAdministratorsAreKeptApart(t *testing.T) {
	for _, c := range []struct {
		roles   []people.Role
		refused bool
	}{
		{[]people.Role{people.Admin}, false},
		{[]people.Role{people.Clerk, people.SecurityAdmin}, false},
		{[]people.Role{people.Admin, people.Clerk, people.SecurityAdmin}, true},
		{[]people.Role{people.AuditAdmin, people.SecurityAdmin}, true},
		{[]people.Role{people.Admin, people.AuditAdmin}, true},
		{people.Roles, true},
		{nil, false},
	} {
		if _, _, refused := people.Apart(c.roles); refused != c.refused {
			t.Errorf("%v: %v", c.roles, refused)
		}
	}
}

func TestOnlyWhatMayBeAMistakeIsLifted(t *testing.T) {
	for ground, want := range map[people.Ground]bool{
		people.Accused: false, people.UnitOf: false, people.SameName: true, people.Kinship: true, people.Declared: true, "other": false,
	} {
		if ground.Liftable() != want || ground != "other" && ground.Chinese() == "" {
			t.Errorf("%s %q may be lifted: %v", ground, ground.Chinese(), ground.Liftable())
		}
	}
}
