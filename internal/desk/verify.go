package desk

import (
	"context"
	"errors"
	"fmt"

	"petitiondesk/models/ledger"
	"petitiondesk/models/statistics"
)

// LedgerState is the result of checking the ledger against everything that is at hand.
type LedgerState struct {
	OK            bool           `json:"ok"`
	Entries       int64          `json:"entries"`
	Head          ledger.Hash    `json:"head"`
	Fault         string         `json:"fault,omitempty"` // the first untruth
	Root          ledger.Root    `json:"root,omitempty"`
	Anchored      int64          `json:"anchored"`      // entries that an anchor outside the database vouches for
	Unanchored    int64          `json:"unanchored"`    // entries written since; nothing outside vouches for them yet
	Signed        int64          `json:"signed"`        // entries under a checkpoint with a good signature
	Checkpoints   int            `json:"checkpoints"`   // compared
	Anchors       int            `json:"anchors"`       // lines from outside compared
	Registrations int64          `json:"registrations"` // compared with the register
	Incidents     int            `json:"incidents"`     // countersigned ones
	Statistics    *LedgerFigures `json:"statistics,omitempty"`
	NotCompared   []string       `json:"not_compared,omitempty"`
}

// LedgerFigures are the statistics of a period as they follow from the entries alone.
type LedgerFigures struct {
	statistics.Period
	Registered int `json:"registered"`
	Voided     int `json:"voided"`
	Corrected  int `json:"corrected"`
	Headcount  int `json:"headcount"`
	Collective int `json:"collective"`
}

// Outside is what somebody brings along to compare the ledger with.
type Outside struct {
	Lines  []string           // any text with checkpoint lines in it, such as messages that were kept
	Period *statistics.Period // derive the statistics of this period
}

// untruth is something that does not add up, as against a failure to look.
type untruth struct{ what string }

func (u *untruth) Error() string { return u.what }

func untrue(format string, args ...any) error { return &untruth{fmt.Sprintf(format, args...)} }

// VerifyLedger checks the ledger against the register, the checkpoints and the anchor file.
func (d *Desk) VerifyLedger(ctx context.Context) (LedgerState, error) {
	return d.VerifyLedgerAgainst(ctx, Outside{})
}

// settleTries is how often the walk goes on when entries were written while it compared the register.
const settleTries = 8

// VerifyLedgerAgainst walks the chain and the tree from the first entry to the head, compares every checkpoint, every anchor
// and the register, and stops at the first untruth.
func (d *Desk) VerifyLedgerAgainst(ctx context.Context, outside Outside) (LedgerState, error) {
	var state LedgerState
	err := d.store.Read(ctx, func(tx Tx) error {
		v := newVerification(d, tx)
		err := v.run(outside)
		state = v.state
		if fault, ok := errors.AsType[*untruth](err); ok {
			state.Fault = fault.what
			return nil
		}
		state.OK = err == nil
		return err
	})
	state.Unanchored = state.Entries - state.Anchored
	return state, err
}

func (v *verification) run(outside Outside) error {
	if err := v.gather(outside); err != nil {
		return err
	}
	for try := 1; ; try++ {
		head, err := v.tx.LedgerHead()
		if err != nil {
			return err
		}
		v.state.Entries, v.state.Head = head.Seq, head.Hash
		if err := v.walkTo(head); err != nil {
			return err
		}
		days, err := v.tx.RegisterByDay()
		if err != nil {
			return err
		}
		paper, err := v.tx.CountPaperNumbers()
		if err != nil {
			return err
		}
		beyond, err := v.tx.LedgerEntries(head.Seq, 1)
		if err != nil {
			return err
		}
		since, err := v.tx.LedgerHead()
		if err != nil {
			return err
		}
		if since.Seq == head.Seq {
			if len(beyond) > 0 {
				return untrue("the head says entry %d, the ledger goes on with %d", head.Seq, beyond[0].Seq)
			}
			if err := v.compareDays(days); err != nil {
				return err
			}
			if err := v.comparePaperCounts(paper); err != nil {
				return err
			}
			break
		}
		if try == settleTries {
			v.state.NotCompared = append(v.state.NotCompared, "register by day, paper numbers: entries are being written")
			break
		}
	}
	v.figures(outside.Period)
	return v.conclude()
}
