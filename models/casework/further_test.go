package casework_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/casework"
	"petitiondesk/models/petition"
	"petitiondesk/models/statute"
)

func again(submission int64, received calendar.Day) casework.Event {
	return casework.Event{Step: casework.Resubmit, Actor: "clerk", Details: casework.Details{Other: submission, Received: received}}
}

func voids(step casework.Step, by string, submission int64) casework.Event {
	return casework.Event{Step: step, Actor: by, Details: casework.Details{Submission: submission, Reason: "重复录入"}}
}

// Rule 10: whoever comes again while the case is under way is told within the limit as well, whoever was told before.
func TestFurtherSubmissionHasItsOwnNotice(t *testing.T) {
	l := begin().must(t, refer("rsj")).must(t, of(casework.Sign, 1)).must(t, accept(registered)).must(t, delivered(casework.DeliverNotice))
	due := l.clock(t, "C07.1", today).DueLegal
	l.on("2026-11-16").must(t, again(5, "2026-11-13"))
	if got := l.clock(t, "C02.s2", today); got.Start != "2026-11-13" || got.State != statute.Met {
		t.Errorf("the routing: %s from %s", got.State, got.Start)
	}
	notice := l.clock(t, "C03.s2.1", "2026-11-17")
	if notice.Start != "2026-11-16" || notice.DueUnrolled != "2026-12-01" || notice.State != statute.Running || notice.Unit != "rsj" {
		t.Errorf("the notice: %s from %s to %s by %s", notice.State, notice.Start, notice.DueUnrolled, notice.Unit)
	}
	if got := l.clock(t, "C07.1", today).DueLegal; got != due {
		t.Errorf("coming again moved the decision from %s to %s", due, got)
	}
	told := delivered(casework.DeliverNotice)
	told.Details.Submission = 5
	l.on("2026-11-20").must(t, told)
	if got := l.clock(t, "C03.s2.1", today); got.State != statute.Met || got.Stopped != "2026-11-20" {
		t.Errorf("after the notice: %s on %s", got.State, got.Stopped)
	}
	if err := l.try(told); models.CodeOf(err) != models.Conflict {
		t.Errorf("told once more: %v", err)
	}
}

// A case that nobody has yet is routed with all its submissions; a unit that takes over owes each its notice.
func TestFurtherSubmissionGoesWithTheCase(t *testing.T) {
	l := begin().on("2026-11-04").must(t, again(5, "")).on("2026-11-06").must(t, refer("rsj"))
	if got := l.clock(t, "C02.s2", today); got.Stopped != "2026-11-06" {
		t.Errorf("routed on %s", got.Stopped)
	}
	l.must(t, of(casework.Sign, 1))
	l.on("2026-11-09").must(t, casework.Event{Step: casework.Reassign, ChargeNo: 1, Details: casework.Details{Reason: "职责调整", Charges: []casework.Order{{Unit: "zjj", Due: today}}}})
	if got := l.clock(t, "C03.s2.1", today); got.Open() {
		t.Errorf("the old unit still owes: %s", got.State)
	}
	l.must(t, of(casework.Sign, 2))
	if got := l.clock(t, "C03.s2.2", "2026-11-10"); got.State != statute.Running || got.Unit != "zjj" {
		t.Errorf("the new unit owes: %s by %s", got.State, got.Unit)
	}
}

// A case that was answered long ago: whoever comes again waits for an answer, and is told that there is one.
func TestFurtherSubmissionOfAnAnsweredCase(t *testing.T) {
	l := begin().must(t, casework.Event{Step: casework.Reply, Details: casework.Details{Reason: "已当面答复"}})
	l.on("2026-11-09").must(t, again(5, ""))
	if got := l.clock(t, "C02.s2", "2026-11-10"); got.State != statute.Running {
		t.Errorf("the routing: %s", got.State)
	}
	l.on("2026-11-12").must(t, delivered(casework.DeliverNotice))
	if got := l.clock(t, "C02.s2", today); got.State != statute.Met {
		t.Errorf("after the answer: %s", got.State)
	}
}

func TestSplitOffSubmissionKeepsItsDays(t *testing.T) {
	l := begin().must(t, refer("rsj")).must(t, of(casework.Sign, 1)).must(t, accept(registered)).must(t, delivered(casework.DeliverNotice))
	l.on("2026-11-16").must(t, again(5, "2026-11-13"))
	part := casework.Event{Step: casework.SplitOff, Details: casework.Details{Other: 9, Submission: 5, Reason: "另一事项"}}
	l.on("2026-11-18").must(t, part)
	if got := l.clock(t, "C03.s2.1", today); got.Open() || !strings.Contains(strings.Join(got.Explanation, ""), "分立") {
		t.Errorf("the notice in the old case: %s", got.State)
	}
	if err := l.try(part); models.CodeOf(err) != models.Conflict {
		t.Errorf("split off twice: %v", err)
	}
	n := beginOn("2026-11-13").on("2026-11-18")
	n.must(t, casework.Event{Step: casework.SplitFrom, Details: casework.Details{Other: 1, Accepted: registered}})
	if got := n.clock(t, "C07.1", today); got.Start != registered {
		t.Errorf("the decision of what was split off counts from %s", got.Start)
	}
	if got := n.clock(t, "C02.1", "2026-11-19"); got.Start != "2026-11-13" {
		t.Errorf("its routing counts from %s", got.Start)
	}
	l.on("2026-11-20").must(t, casework.Event{Step: casework.UndoSplitOff, Details: casework.Details{Other: 9, Reason: "仍是同一事项"}})
	if got := l.clock(t, "C03.s2.1", "2026-11-21"); got.State != statute.Running || got.Start != "2026-11-16" {
		t.Errorf("after undoing: %s from %s", got.State, got.Start)
	}
}

// A registration is voided by two people, before anybody works on it; it can be restored, and then nothing was gained.
func TestVoid(t *testing.T) {
	l := begin()
	if err := l.try(voids(casework.Void, "b", 0)); models.CodeOf(err) != models.Conflict {
		t.Errorf("void without a wish: %v", err)
	}
	l.must(t, voids(casework.AskVoid, "a", 0))
	if err := l.try(voids(casework.Void, "A", 0)); models.CodeOf(err) != models.Forbidden {
		t.Errorf("void by who asked: %v", err)
	}
	l.on("2026-11-03").must(t, voids(casework.Void, "b", 0))
	if got := l.clock(t, "C02.1", today); l.matter.State != petition.Voided || got.Open() {
		t.Errorf("%s with C02 %s", l.matter.State, got.State)
	}
	l.on("2026-12-15").must(t, voids(casework.Restore, "b", 0))
	if got := l.clock(t, "C02.1", today); l.matter.State != petition.Registered || got.State != statute.Overdue || got.OverdueSince != "2026-11-18" {
		t.Errorf("restored as %s with C02 %s since %s", l.matter.State, got.State, got.OverdueSince)
	}
	l.must(t, refer("rsj")).must(t, of(casework.Sign, 1))
	if err := l.try(voids(casework.AskVoid, "a", 0)); models.CodeOf(err) != models.Conflict {
		t.Errorf("void of a case that is worked on: %v", err)
	}
}

func TestVoidOfAFurtherSubmission(t *testing.T) {
	l := begin().on("2026-11-04").must(t, again(5, "")).must(t, voids(casework.AskVoid, "a", 0))
	if err := l.try(voids(casework.Void, "b", 0)); models.CodeOf(err) != models.Conflict || !strings.Contains(err.Error(), "其他信访件") {
		t.Errorf("void of the first of two: %v", err)
	}
	l.must(t, voids(casework.RefuseVoid, "b", 0)).must(t, voids(casework.AskVoid, "a", 5)).must(t, voids(casework.VoidRepeat, "b", 5))
	if !l.matter.VoidedSubmission(5) || l.matter.VoidedSubmission(1) || l.clock(t, "C02.s2", today).Open() {
		t.Errorf("after the void: %+v", l.matter.Further)
	}
	l.must(t, voids(casework.RestoreRepeat, "b", 5))
	if l.matter.VoidedSubmission(5) || !l.clock(t, "C02.s2", "2026-11-05").Open() {
		t.Errorf("after restoring: %+v", l.matter.Further)
	}
}

// Merging, splitting and undoing gain nobody a day: every date to decide is the earliest that was ever promised, and a
// merge that is undone leaves the clocks as if it had never been.
func TestMergeAndSplitKeepTheEarliestDate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := func(label string) calendar.Day { return registered.Add(rapid.IntRange(0, 20).Draw(t, label)) }
		accepted := func(arrived calendar.Day) *life {
			return beginOn(arrived).must(t, refer("rsj")).must(t, of(casework.Sign, 1)).must(t, accept(arrived)).must(t, delivered(casework.DeliverNotice))
		}
		a, b := accepted(day("a")), accepted(day("b"))
		since := func(l *life) calendar.Day { return casework.DecidingSince(l.clocks(today), 1) }
		own, other := since(a), since(b)
		before := a.clocks(today)

		a.on(registered.Add(25)).must(t, casework.Event{Step: casework.MergeInto, Details: casework.Details{Other: 2}})
		b.on(registered.Add(25)).must(t, casework.Event{Step: casework.MergeFrom, Details: casework.Details{Other: 1, Accepted: own}})
		if got := since(b); got != min(own, other) {
			t.Fatalf("merged %s and %s into %s", own, other, got)
		}
		part := beginOn(day("part")).on(registered.Add(26))
		part.must(t, casework.Event{Step: casework.SplitFrom, Details: casework.Details{Other: 2, Accepted: since(b)}})
		if got := since(part); got != min(own, other) {
			t.Fatalf("split off %s from %s", got, min(own, other))
		}
		a.on(registered.Add(27)).must(t, casework.Event{Step: casework.UndoMerge, Details: casework.Details{Other: 2, Reason: "误并"}})
		b.on(registered.Add(27)).must(t, casework.Event{Step: casework.UndoMergeFrom, Details: casework.Details{Other: 1, Reason: "误并"}})
		if diff := cmp.Diff(before, a.clocks(today)); diff != "" || since(b) != other {
			t.Fatalf("after undoing, the other counts from %s (was %s): %s", since(b), other, diff)
		}
	})
}
