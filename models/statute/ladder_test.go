package statute_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"petitiondesk/models/calendar"
	"petitiondesk/models/statute"
)

func daysAndNames(steps []statute.Step) []string {
	var out []string
	for _, step := range steps {
		line := string(step.Day) + " " + string(step.Name)
		for _, also := range step.Also {
			line += " +" + string(also)
		}
		out = append(out, line)
	}
	return out
}

func TestRule13Ladder(t *testing.T) {
	for name, c := range map[string]struct {
		rule statute.RuleID
		from calendar.Day
		want []string
	}{
		"60 days before National Day": {"C07", "2026-08-04", []string{
			"2026-09-02 half_time", "2026-09-16 three_quarters", "2026-09-23 seven_days_before",
			"2026-09-24 three_days_before", "2026-09-29 one_day_before", "2026-09-30 due_day",
			"2026-10-08 to_unit_head", "2026-10-09 to_case_leader", "2026-10-10 to_joint_conference",
		}},
		"5 working days, where steps fall together": {"C04", "2026-09-14", []string{
			"2026-09-17 three_days_before +half_time", "2026-09-18 one_day_before +three_quarters", "2026-09-20 due_day",
			"2026-09-21 to_unit_head", "2026-09-23 to_case_leader", "2026-09-28 to_joint_conference",
		}},
		"report at once, on any day": {"C06", "2026-10-03", []string{
			"2026-10-03 due_day", "2026-10-04 to_unit_head", "2026-10-06 to_case_leader", "2026-10-10 to_joint_conference",
		}},
		"a petitioner is not chased": {"C10", "2026-11-02", nil},
		"no date, no ladder":         {"C16", "2026-11-02", nil},
	} {
		t.Run(name, func(t *testing.T) {
			clock := statute.Supposition{From: c.from}.Clock(national(t, c.rule), calendar.China())
			if diff := cmp.Diff(c.want, daysAndNames(statute.Ladder(clock, calendar.China()))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNextStep(t *testing.T) {
	rule := national(t, "C07")
	events := []statute.Event{started(rule, "2026-08-04")}
	clock := statute.Reckon(rule, events, calendar.China(), "2026-09-10")
	for after, want := range map[calendar.Day]statute.StepName{
		"2026-08-04": statute.HalfTime, "2026-09-02": statute.ThreeQuarters, "2026-09-30": statute.ToUnitHead, "2026-10-10": "",
	} {
		if step, ok := statute.NextStep(clock, calendar.China(), after); step.Name != want || ok != (want != "") {
			t.Errorf("after %s: %s, %v, want %s", after, step.Name, ok, want)
		}
	}
	done := statute.Reckon(rule, append(slices.Clone(events), stopped(rule, "2026-09-05")), calendar.China(), "2026-09-10")
	if step, ok := statute.NextStep(done, calendar.China(), "2026-09-10"); ok {
		t.Errorf("a closed clock goes on to %s", step.Name)
	}
}
