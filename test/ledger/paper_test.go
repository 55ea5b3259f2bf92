package ledger_test

import (
	"strings"
	"testing"
)

var paperAttacks = []attack{
	{"a used number is made open again", "does not stand as entry", func(w *world) {
		w.exec("UPDATE paper_numbers SET used_by = '' WHERE number = 'XF20261123-0001'")
	}},
	{"a number that was kept is removed", "does not stand as entry", func(w *world) {
		w.exec("DELETE FROM paper_numbers WHERE number = 'XF20261123-0003'")
	}},
	{"a void number is made open again", "does not stand as entry", func(w *world) {
		w.exec("UPDATE paper_numbers SET voided_by = '' WHERE number = 'XF20261123-0002'")
	}},
	{"an open number is said to be used", "of the paper numbers the ledger knows 3 kept, 1 used, 1 void; there are 3, 2, 1", func(w *world) {
		w.exec("UPDATE paper_numbers SET used_by = 'wangfang' WHERE number = 'XF20261123-0003'")
	}},
	{"a number is voided by one", "there are 3, 1, 2", func(w *world) {
		w.exec("UPDATE paper_numbers SET voided_by = 'wangfang' WHERE number = 'XF20261123-0003'")
	}},
	{"an ordinary number is said to be of a form", "registered it without a form", func(w *world) {
		w.exec("INSERT INTO paper_numbers (number, day, issued_by, issued_at, used_by, void_reason, void_asked_by, voided_by) " +
			"SELECT 'XF20261123-0004', day, issued_by, issued_at, used_by, void_reason, void_asked_by, voided_by FROM paper_numbers WHERE number = 'XF20261123-0003'")
	}},
}

// The numbers kept for paper stand as the entries say, each used one with its registration.
func TestPaperNumbersStandAsTheLedgerSays(t *testing.T) {
	onEvery(t, func(w *world) {
		ctx, d := w.Context(), w.app.Desk
		w.must(d.ReservePaper(ctx, "wangfang", 3))
		visit := w.visit()
		visit[0].Report.Paper = "XF20261123-0001"
		w.must(d.EnterEarlier(ctx, visit))
		w.must(d.AskToVoidPaper(ctx, "wangfang", "XF20261123-0002", "", "没有用到"))
		w.must(d.VoidPaper(ctx, "liuyang", "XF20261123-0002", ""))
		w.visits++
		if number := w.register(1); number != "XF20261123-0004" {
			w.Fatalf("the series goes on with %s", number)
		}
		w.expectSound()
		w.keep("sound")
		for _, a := range paperAttacks {
			w.Run(a.name, func(t *testing.T) {
				on := *w
				on.T = t
				a.do(&on)
				if state := on.verify(); state.OK || !strings.Contains(state.Fault, a.found) {
					t.Errorf("verify says %q, want %q", state.Fault, a.found)
				}
				on.restore("sound")
				on.expectSound()
			})
		}
	})
}
