package casework_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"petitiondesk/models/casework"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
)

func TestNextSteps(t *testing.T) {
	clerk := people.Person{UserID: "wang", UnitCode: "XFJ", Roles: []people.Role{people.Clerk}}
	handler := people.Person{UserID: "li", UnitCode: "RSJ", Roles: []people.Role{people.Handler}}
	given := casework.Matter{State: petition.Referred, Charges: []casework.Charge{{No: 1, Unit: "RSJ", Lead: true}}}
	signed := casework.Matter{State: petition.Signed, Charges: []casework.Charge{{No: 1, Unit: "RSJ", Lead: true, Signed: registered}}}
	ruled := casework.Matter{State: petition.Signed, Charges: []casework.Charge{{No: 1, Unit: "RSJ", Lead: true, Signed: registered, Ruled: true}}}
	for _, c := range []struct {
		name   string
		matter casework.Matter
		person people.Person
		bureau bool
		first  casework.Step // "" = nothing is proposed
		never  casework.Step
	}{
		{"a new case is referred", casework.Matter{State: petition.Registered}, clerk, true, casework.Refer, casework.Sign},
		{"a unit has no part in a case it does not have", casework.Matter{State: petition.Registered}, handler, false, "", casework.Refer},
		{"the unit signs first", given, handler, false, casework.Sign, casework.Object},
		{"the bureau does not sign for the unit", given, clerk, true, "", casework.Sign},
		{"what is signed is accepted", signed, handler, false, casework.Accept, casework.Sign},
		{"what was ruled on is not returned", ruled, handler, false, casework.Accept, casework.Object},
	} {
		t.Run(c.name, func(t *testing.T) {
			next := c.matter.Next(c.person, c.bureau)
			if c.first == "" && len(next) > 0 || c.first != "" && (len(next) == 0 || next[0] != c.first) || slices.Contains(next, c.never) {
				t.Errorf("proposed %v", next)
			}
		})
	}
}

// Nothing is proposed that the table does not allow or that another party takes.
func TestNextStepsAreLawful(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		units := rapid.SampledFrom([]string{"RSJ", "ZJJ", "XFJ"})
		m := casework.Matter{State: rapid.SampledFrom(petition.States).Draw(t, "state")}
		m.Charges = []casework.Charge{{No: 1, Unit: units.Draw(t, "lead"), Lead: true, Assigned: rapid.Bool().Draw(t, "assigned")}}
		person := people.Person{UnitCode: units.Draw(t, "unit"), Roles: []people.Role{
			rapid.SampledFrom([]people.Role{people.Clerk, people.Handler, people.Leader, people.Supervisor, people.DutyOffice}).Draw(t, "role"),
		}}
		bureau := person.UnitCode == "XFJ"
		for _, step := range m.Next(person, bureau) {
			line, _ := casework.TransitionOf(step)
			if _, ok := m.Permits(person, bureau, line.By); !ok || !slices.Contains(line.From, m.State) {
				t.Fatalf("%s proposed in %s", step, m.State)
			}
		}
	})
}
