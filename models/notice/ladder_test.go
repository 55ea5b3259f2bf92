package notice_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
	"petitiondesk/models/notice"
)

func wholeLadder(slot duty.Slot) notice.Ladder {
	post := duty.Post{Ahead: true, Backups: []string{"lina", "backup"}}
	return notice.NewLadder(slot, post, []string{"leader", "lina"}, calendar.China(), slot.Day.Add(-30).At(0))
}

// stepsFrom runs a slot's ladder with every step done when it is due.
func stepsFrom(slot duty.Slot, l notice.Ladder, now time.Time) (steps []notice.DutyStep, dues []time.Time) {
	after := notice.DutyStep("")
	for {
		step, due, ok := l.Next(slot, after, now)
		if !ok {
			return steps, dues
		}
		steps, dues = append(steps, step), append(dues, due)
		if step == notice.Start {
			slot.State = duty.Unconfirmed
		}
		after = step
		if due.After(now) {
			now = due
		}
	}
}

func TestTheWholeLadder(t *testing.T) {
	slot := slotOf("lina", duty.Planned)
	steps, dues := stepsFrom(slot, wholeLadder(slot), slot.Day.Add(-20).At(0))
	want := []notice.DutyStep{
		notice.Ahead, notice.Eve, notice.Morning, notice.Second, notice.StandIn, notice.Lead, notice.Start, notice.Phones,
	}
	if diff := cmp.Diff(want, steps); diff != "" {
		t.Fatal(diff)
	}
	if !slices.IsSortedFunc(dues, time.Time.Compare) {
		t.Errorf("steps are due out of order: %v", dues)
	}
	for _, due := range dues[:6] {
		if due.Minute()%30 == 0 {
			t.Errorf("%v is a full or half hour", due)
		}
	}
}

func TestTheLadderLeavesOutThePersonHimself(t *testing.T) {
	slot := slotOf("lina", duty.Planned)
	l := wholeLadder(slot)
	for step, want := range map[notice.DutyStep][]string{notice.StandIn: {"backup"}, notice.Lead: {"leader"}} {
		rung, _ := l.Rung(step)
		if diff := cmp.Diff(want, rung.People); diff != "" {
			t.Errorf("%s: %s", step, diff)
		}
	}
}

// After an outage what would only repeat is left out, and the duty office still learns of it.
func TestTheLadderAfterAnOutage(t *testing.T) {
	slot := slotOf("lina", duty.Planned)
	step, _, ok := wholeLadder(slot).Next(slot, notice.Eve, slot.StartsAt.Add(time.Minute))
	if !ok || step != notice.Start {
		t.Errorf("step %q, %v", step, ok)
	}
}

func TestNobodyIsRemindedOfAGap(t *testing.T) {
	slot := slotOf("", duty.Planned)
	steps, _ := stepsFrom(slot, wholeLadder(slot), slot.Day.Add(-20).At(0))
	if diff := cmp.Diff([]notice.DutyStep{notice.Eve, notice.Lead, notice.Start}, steps); diff != "" {
		t.Error(diff)
	}
}

// 1 to 7 October are off and 10 October a Saturday that is worked: five working days before Monday the 12th is 29 September.
func TestAheadCountsWorkingDays(t *testing.T) {
	slot := slotOf("lina", duty.Planned)
	slot.Day = "2026-10-12"
	rung, _ := wholeLadder(slot).Rung(notice.Ahead)
	if got := calendar.DayOf(rung.Due); got != "2026-09-29" {
		t.Errorf("reminded on %s", got)
	}
}
