package people_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"petitiondesk/models/people"
)

// actions says who may do what, written down a second time on purpose.
var actions = map[people.Action][]people.Role{
	people.RegisterVisit:   {people.Clerk},
	people.ReadCases:       {people.Clerk, people.Handler, people.Leader, people.Supervisor, people.DutyOffice, people.Auditor},
	people.RecordProgress:  {people.Clerk, people.Handler},
	people.HandleCases:     {people.Handler},
	people.AskEscalation:   {people.Clerk, people.Handler},
	people.DecideRequests:  {people.Supervisor},
	people.ReadDuty:        {people.Clerk, people.Handler, people.Leader, people.Supervisor, people.DutyOffice, people.Auditor, people.Admin, people.SecurityAdmin, people.AuditAdmin},
	people.ReceiveDutyNews: {people.DutyOffice},
	people.RouteCases:      {people.Clerk, people.Supervisor},
	people.RecordRatings:   {people.Clerk},
	people.ReadStatistics:  {people.Leader, people.Supervisor, people.Auditor},
	people.DeclareRecusal:  {people.Clerk, people.Handler, people.Leader, people.Supervisor, people.DutyOffice},
	people.OrderRecusal:    {people.Supervisor},
	people.LiftRecusal:     {people.Supervisor, people.SecurityAdmin},
	people.ReadAccessLog:   {people.Auditor},
}

func TestMayFollowsTheRoles(t *testing.T) {
	roles := rapid.SliceOfDistinct(rapid.SampledFrom(append([]people.Role{"", "visitor"}, people.Roles...)), rapid.ID)
	rapid.Check(t, func(t *rapid.T) {
		person := people.Person{UserID: "lina", Roles: roles.Draw(t, "roles"), Active: true}
		for action, allowed := range actions {
			want := slices.ContainsFunc(person.Roles, func(r people.Role) bool { return slices.Contains(allowed, r) })
			if got := person.May(action); got != want {
				t.Fatalf("%s for %v: %v", action, person.Roles, got)
			}
		}
	})
}

func TestWhatIsNotAllowedIsDenied(t *testing.T) {
	all := people.Person{UserID: "lina", Roles: people.Roles, Active: true}
	for _, unknown := range []people.Action{"", "erase_case", "Read_Cases"} {
		if all.May(unknown) {
			t.Errorf("all roles together may %q", unknown)
		}
	}
	for action := range actions {
		if (people.Person{UserID: "lina", Active: true}).May(action) {
			t.Errorf("a person without a role may %s", action)
		}
		if (people.Person{UserID: "lina", Roles: people.Roles}).May(action) {
			t.Errorf("a person who left may %s", action)
		}
	}
}

func TestRolesAreAllNamed(t *testing.T) {
	names := map[string]bool{}
	for _, role := range people.Roles {
		name := role.RoleName()
		if name == "" || names[name] {
			t.Errorf("%s is called %q", role, name)
		}
		names[name] = true
	}
	if len(names) != 9 {
		t.Errorf("%d roles", len(names))
	}
}

func TestNormalUserID(t *testing.T) {
	for id, want := range map[string]string{"LiNa": "lina", " zhang.min\n": "zhang.min", "": ""} {
		if got := people.NormalUserID(id); got != want {
			t.Errorf("%q becomes %q, want %q", id, got, want)
		}
	}
}

func TestTitle(t *testing.T) {
	for want, person := range map[string]people.Person{
		"副局长 李某": {Name: "李某", Post: "副局长"},
		"李某":     {Name: "李某"},
	} {
		if got := person.Title(); got != want {
			t.Errorf("titled %q, want %q", got, want)
		}
	}
}
