package desk

import (
	"context"

	"petitiondesk/models/ledger"
)

// LedgerState is the result of checking the whole chain.
type LedgerState struct {
	OK      bool        `json:"ok"`
	Entries int64       `json:"entries"`
	Head    ledger.Hash `json:"head"`
	Fault   string      `json:"fault,omitempty"`
}

// VerifyLedger walks the chain from its first entry to the head as it stood at the start.
func (d *Desk) VerifyLedger(ctx context.Context) (LedgerState, error) {
	var state LedgerState
	err := d.store.Read(ctx, func(tx Tx) error {
		head, err := tx.LedgerHead()
		if err != nil {
			return err
		}
		fault, err := findFault(tx, head)
		state = LedgerState{OK: fault == nil, Entries: head.Seq, Head: head.Hash}
		if fault != nil {
			state.Fault = fault.Error()
		}
		return err
	})
	return state, err
}

// findFault says what does not add up, nil when everything does; err is a failure to look.
func findFault(tx LedgerTx, head ledger.Head) (fault, err error) {
	verifier := ledger.NewVerifier()
	for at := int64(0); at < head.Seq; {
		entries, err := tx.LedgerEntries(at, 1000)
		if err != nil {
			return nil, err
		}
		if len(entries) == 0 {
			break
		}
		for _, e := range entries {
			if e.Seq > head.Seq {
				break
			}
			if fault := verifier.Check(e); fault != nil {
				return fault, nil
			}
		}
		at = entries[len(entries)-1].Seq
	}
	return verifier.End(head), nil
}
