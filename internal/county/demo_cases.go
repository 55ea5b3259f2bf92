package county

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"petitiondesk/models/calendar"
	"petitiondesk/models/petition"
)

// DemoCase is one past visit in the demo, with what became of it. Everybody in it is invented.
type DemoCase struct {
	Day        calendar.Day // a weekday before today
	At         calendar.ClockTime
	Clerk      string // userid
	Report     petition.Report
	Progress   []DemoProgress
	Escalation *DemoEscalation // nil when the case was not laid before the supervisors
}

// DemoProgress is a line on the record of handling.
type DemoProgress struct {
	Day    calendar.Day // not after today
	Author string       // userid
	Text   string
}

// DemoEscalation is a request to the supervisors by the clerk, on the day of the visit.
type DemoEscalation struct {
	Reason    string
	DecidedBy string // userid, "" while it waits
	Rejected  bool
	Opinion   string
}

//go:embed demo_cases.yaml
var demoCasesYAML string

type demoCaseFile struct {
	DaysAgo   int    `yaml:"days_ago"`
	At        string `yaml:"at"`
	Clerk     string `yaml:"clerk"`
	Name      string `yaml:"name"`
	Mobile    string `yaml:"mobile"`
	Headcount int    `yaml:"headcount"`
	Place     string `yaml:"place"`
	PlaceCode string `yaml:"place_code"`
	Facts     string `yaml:"facts"`
	Demand    string `yaml:"demand"`
	Progress  []struct {
		After  int    `yaml:"after"` // days after the visit
		Author string `yaml:"author"`
		Text   string `yaml:"text"`
	} `yaml:"progress"`
	Escalation *struct {
		Reason    string `yaml:"reason"`
		DecidedBy string `yaml:"decided_by"`
		Rejected  bool   `yaml:"rejected"`
		Opinion   string `yaml:"opinion"`
	} `yaml:"escalation"`
}

// DemoCases are the demo's past visits as seen from today, in order of time.
func DemoCases(today calendar.Day) []DemoCase {
	var written []demoCaseFile
	if err := yaml.Unmarshal([]byte(demoCasesYAML), &written); err != nil {
		panic("county: demo_cases.yaml: " + err.Error())
	}
	cases := make([]DemoCase, len(written))
	for i, w := range written {
		cases[i] = w.seenFrom(today)
	}
	slices.SortStableFunc(cases, func(a, b DemoCase) int {
		if c := strings.Compare(string(a.Day), string(b.Day)); c != 0 {
			return c
		}
		return int(a.At - b.At)
	})
	return cases
}

func (w demoCaseFile) seenFrom(today calendar.Day) DemoCase {
	at, err := calendar.ParseClockTime(w.At)
	if err != nil {
		panic("county: demo_cases.yaml: " + err.Error())
	}
	c := DemoCase{
		Day: weekdayBefore(today, w.DaysAgo), At: at, Clerk: w.Clerk,
		Report: petition.Report{
			Name: w.Name, Mobile: w.Mobile, Headcount: w.Headcount, Place: w.Place, PlaceCode: w.PlaceCode,
			Facts: w.Facts, Demand: w.Demand, Original: []string{w.asTyped()},
		},
	}
	for _, p := range w.Progress {
		c.Progress = append(c.Progress, DemoProgress{Day: min(c.Day.Add(p.After), today), Author: p.Author, Text: p.Text})
	}
	if e := w.Escalation; e != nil {
		c.Escalation = &DemoEscalation{Reason: e.Reason, DecidedBy: e.DecidedBy, Rejected: e.Rejected, Opinion: e.Opinion}
	}
	return c
}

// asTyped is the message with which a clerk would have reported the visit.
func (w demoCaseFile) asTyped() string {
	return fmt.Sprintf("登记 %s,电话%s,%d人,%s,%s,要求%s", w.Name, w.Mobile, w.Headcount, w.Place, w.Facts, w.Demand)
}

// weekdayBefore moves a day at the weekend back to the Friday: the reception desk is closed.
func weekdayBefore(today calendar.Day, daysAgo int) calendar.Day {
	day := today.Add(-daysAgo)
	for day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
		day = day.Add(-1)
	}
	return day
}
