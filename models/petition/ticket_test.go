package petition_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"petitiondesk/models/petition"
)

func TestTicketIsReadOutOfAReport(t *testing.T) {
	for text, want := range map[string]int64{
		"张某 排号7 反映拖欠工资": 7, "排号：12号 张某 反映拖欠工资": 12, "张某 反映12号楼漏水": 0, "张某 反映拖欠工资，排号 3": 3,
	} {
		got := petition.Parse(text, nil).Report
		if got.Ticket != want || got.Facts == "" {
			t.Errorf("%s: ticket %d, facts %q", text, got.Ticket, got.Facts)
		}
	}
}

// However a day went, every ticket is counted once, and it balances only when nothing is open.
func TestReconciliationCountsEveryTicketOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var tickets []petition.Ticket
		open := 0
		for no := range rapid.IntRange(0, 30).Draw(t, "tickets") {
			ticket := petition.Ticket{No: int64(no + 1)}
			switch rapid.IntRange(0, 3).Draw(t, "end") {
			case 0:
				ticket.SubmissionNumber = "XF20261123-0001"
			case 1:
				ticket.VoidAskedBy, ticket.VoidedBy = "a", "b"
			case 2:
				ticket.VoidAskedBy = "a" // asked for is not voided
				open++
			default:
				open++
			}
			if ticket.Open() != (ticket.SubmissionNumber == "" && ticket.VoidedBy == "") {
				t.Fatalf("open: %+v", ticket)
			}
			tickets = append(tickets, ticket)
		}
		without := rapid.IntRange(0, 3).Draw(t, "visits without a ticket")
		matched := len(slices.DeleteFunc(slices.Clone(tickets), func(t petition.Ticket) bool { return t.SubmissionNumber == "" }))
		r := petition.Reconcile("2026-11-23", tickets, matched+without)
		if r.Issued != r.Visits+r.Voided+len(r.Open) || len(r.Open) != open || r.Unticketed != without {
			t.Fatalf("%+v", r)
		}
		if r.Balanced() != (open == 0 && without == 0) {
			t.Fatalf("balanced: %+v", r)
		}
	})
}
