package notice

import (
	"fmt"
	"time"

	"petitiondesk/models/calendar"
	"petitiondesk/models/statute"
)

// The text gives the annual report no date (条例 Art. 41). The county's own is the last day of January; nobody is reminded
// any more after March.
const (
	annualReportDay  = "01-31"
	annualReportLast = "03-31"
)

// AnnualReport is when the report on a year is due, and whether it was handed in.
type AnnualReport struct {
	Year        int
	Due         calendar.Day
	DueLegal    calendar.Day
	Provisional bool
	Overdue     bool
	Article     string
	Explanation []string
	SubmittedOn calendar.Day // "" = not yet
}

// AnnualReportOf reckons the report on a year (C20) as it stands on a day.
func AnnualReportOf(year int, submitted calendar.Day, rules statute.RuleSet, cal *calendar.Calendar, today calendar.Day) (AnnualReport, error) {
	rule, err := rules.Rule(statute.C20)
	if err != nil {
		return AnnualReport{}, err
	}
	events := []statute.Event{statute.Start{
		Kind: statute.YearEnded, Day: calendar.YearEnd(year),
		OrderedDue: calendar.Day(fmt.Sprintf("%04d-%s", year+1, annualReportDay)),
	}}
	if submitted != "" {
		events = append(events, statute.Stop{Kind: statute.AnnualReportSubmitted, Day: submitted})
	}
	clock := statute.Reckon(rule, events, cal, today)
	return AnnualReport{
		Year: year, Due: clock.DueInternal, DueLegal: clock.DueLegal, Provisional: clock.Provisional, Overdue: clock.State == statute.Overdue,
		Article: rule.Article(), Explanation: clock.Explanation, SubmittedOn: submitted,
	}, nil
}

// AnnualReportReminder gives the year whose report is to be reminded of by now, and the key of this week's reminder: weekly
// in working hours, from the first working day of the year until March.
func AnnualReportReminder(now time.Time, cal *calendar.Calendar) (year int, key string, due bool) {
	today := calendar.DayOf(now)
	if string(today)[5:] > annualReportLast || !officeOpen(now, cal) {
		return 0, "", false
	}
	year = today.Year() - 1
	return year, fmt.Sprintf("annual-report:%d:%s", year, weekOf(today)), true
}
