package notice_test

import (
	"regexp"
	"testing"

	"pgregory.net/rapid"

	"petitiondesk/models/notice"
)

func TestTaskIDsSuitThePlatform(t *testing.T) {
	accepted := regexp.MustCompile(`^[A-Za-z0-9_@-]{1,128}$`)
	rapid.Check(t, func(t *rapid.T) {
		id, version := rapid.Int64Min(1).Draw(t, "id"), rapid.Int64Min(1).Draw(t, "version")
		step := rapid.SampledFrom([]notice.DutyStep{notice.Eve, notice.Morning, notice.Start}).Draw(t, "step")
		for _, task := range []string{
			notice.VisitTask(id, version), notice.ApprovalTask(id, rapid.String().Draw(t, "holder")), notice.DutyTask(id, version, step),
			notice.CaseTask(id, version, rapid.String().Draw(t, "person"), rapid.String().Draw(t, "turn")),
		} {
			if !accepted.MatchString(task) {
				t.Fatalf("task id %q", task)
			}
		}
	})
}

func TestTaskIDsDifferWhereCardsDo(t *testing.T) {
	seen := map[string]bool{}
	for _, task := range []string{
		notice.VisitTask(1, 1), notice.VisitTask(1, 2), notice.VisitTask(2, 1), notice.VisitTask(11, 1), notice.VisitTask(1, 11),
		notice.ApprovalTask(1, "li"), notice.ApprovalTask(1, "wang"), notice.ApprovalTask(2, "li"), notice.ApprovalTask(12, "li"),
		notice.DutyTask(1, 1, notice.Eve), notice.DutyTask(1, 1, notice.Morning), notice.DutyTask(1, 2, notice.Eve), notice.DutyTask(2, 1, notice.Eve),
		notice.CaseTask(1, 1, "li", "inbox:1"), notice.CaseTask(1, 2, "li", "inbox:1"), notice.CaseTask(2, 1, "li", "inbox:1"),
		notice.CaseTask(1, 1, "wang", "inbox:1"), notice.CaseTask(1, 1, "li", "inbox:2"),
	} {
		if seen[task] {
			t.Errorf("two cards are called %s", task)
		}
		seen[task] = true
	}
}
