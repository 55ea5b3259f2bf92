package county_test

import (
	"strings"
	"testing"

	"petitiondesk/internal/county"
	"petitiondesk/models"
	"petitiondesk/models/approval"
)

const someStaff = `
units: [{code: a, name: 甲局, kind: bureau}]
people: [{userid: li, name: 李某, unit: a, roles: [supervisor]}]
`

func TestApprovalsOfTheCounty(t *testing.T) {
	c, err := county.Read(strings.NewReader(someStaff + `
approvals:
  - {kind: completion, on: true}
  - kind: escalation
    steps:
      - {name: 局长, who: [named], named: [li], rule: any, days: 1, then: up}
      - {name: 会商, who: [conference], rule: majority, quorum: 3}
`))
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Approvals) != 2 || !c.Approvals[0].On || len(c.Approvals[0].Steps) != 1 {
		t.Fatalf("%+v", c.Approvals)
	}
	ladder := c.Approvals[1]
	if !ladder.On || !ladder.Ladder || len(ladder.Steps) != 2 || ladder.Steps[0].Named[0] != "li" || ladder.Steps[1].Then != approval.Remind {
		t.Errorf("%+v", ladder)
	}
}

func TestFaultyApprovalsAreToldOfByLine(t *testing.T) {
	_, err := county.Read(strings.NewReader(someStaff + `
approvals:
  - {kind: crowning, on: true}
  - {kind: void, on: perhaps}
  - kind: opinion
    steps: [{name: 局长, who: [king], named: [wang], rule: most, days: -1, then: forget}]
`))
	for _, part := range []string{"crowning", "true 或 false", "king", "wang", "days"} {
		if !strings.Contains(models.MessageOf(err), part) {
			t.Errorf("%q does not mention %s", models.MessageOf(err), part)
		}
	}
}
