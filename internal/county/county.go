// Package county reads the description of a county: its units, its staff and its standing orders of duty.
package county

import (
	_ "embed"
	"strings"

	"petitiondesk/models/approval"
	"petitiondesk/models/duty"
	"petitiondesk/models/people"
)

// County is what county.yaml describes.
type County struct {
	Units    []people.Unit
	People   []people.Person
	Stations []duty.Station
	Groups   []duty.Group
	Rules    []duty.Rule
	Posts    []duty.Post
	Periods  []duty.Period
	Cards    []duty.Card

	Approvals []approval.Plan // kinds of request as the county wants them
	Kin       []people.Kin
	Villages  []people.Village
}

//go:embed demo.yaml
var demoYAML string

// Demo is the county of the demo, 云岭县. Nobody and nothing in it is real.
func Demo() County {
	c, err := Read(strings.NewReader(demoYAML))
	if err != nil {
		panic("county: demo.yaml: " + err.Error())
	}
	return c
}
