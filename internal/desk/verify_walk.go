package desk

import (
	"encoding/json"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"petitiondesk/models/ledger"
	"petitiondesk/models/petition"
)

// verifyBatch is how many entries are read and compared at a time.
const verifyBatch = 1000

// verification is one walk through the ledger.
type verification struct {
	desk     *Desk
	tx       Tx
	state    LedgerState
	chain    *ledger.Verifier
	tree     *grower
	tally    *ledger.Tally
	expected map[int64][]expectation // by size
	signed   []ledger.Checkpoint     // by size
	misfits  []misfit
	explains map[ledger.Anchor]bool // by countersigned incidents
	dated    []ledger.Entry         // entries dated before the checkpoint they follow
	locked   int                    // sealed registrations that no key at hand opens
	erased   map[string]bool        // submissions whose key was destroyed by law, by number
	unkeyed  map[string]int64       // submissions without the key of their commitment, by number
	newest   time.Time              // of the checkpoints before the entry in hand
	paper    petition.PaperBalance  // numbers kept for paper, as the entries have it
}

// expectation is an anchor and where it was found.
type expectation struct {
	ledger.Anchor
	where   string
	outside bool
}

type misfit struct {
	expectation
	what string
}

// clockTolerance is how far an entry's time may lie before the checkpoint it follows.
const clockTolerance = time.Hour

func newVerification(d *Desk, tx Tx) *verification {
	return &verification{
		desk: d, tx: tx, chain: ledger.NewVerifier(), tally: ledger.NewTally(petition.CollectiveFrom), expected: map[int64][]expectation{},
		explains: map[ledger.Anchor]bool{}, unkeyed: map[string]int64{}, erased: map[string]bool{}, tree: &grower{hashes: map[int64]tlog.Hash{}},
	}
}

// walkTo goes on from the last entry checked to a head.
func (v *verification) walkTo(head ledger.Head) error {
	for v.tree.size < head.Seq {
		entries, err := v.tx.LedgerEntries(v.tree.size, verifyBatch)
		if err != nil {
			return err
		}
		for len(entries) > 0 && entries[len(entries)-1].Seq > head.Seq {
			entries = entries[:len(entries)-1]
		}
		if len(entries) == 0 {
			break
		}
		if err := v.batch(entries); err != nil {
			return err
		}
	}
	if err := v.chain.End(head); err != nil {
		return untrue("%v", err)
	}
	root, err := v.tree.root()
	if head.Seq > 0 {
		v.state.Root = root
	}
	return err
}

func (v *verification) batch(entries []ledger.Entry) error {
	first := tlog.StoredHashCount(v.tree.size)
	var hashes []string
	for _, e := range entries {
		if err := v.chain.Check(e); err != nil {
			return untrue("%v", err)
		}
		if err := v.tally.Take(e); err != nil {
			return untrue("%v", err)
		}
		added, err := v.tree.add(e.Hash)
		if err != nil {
			return untrue("%v", err)
		}
		for _, h := range added {
			hashes = append(hashes, hexOf(h))
		}
		v.checkTime(e)
		if err := v.note(e); err != nil {
			return err
		}
		if err := v.compareRoots(); err != nil {
			return err
		}
	}
	if err := v.compareTree(first, hashes); err != nil {
		return err
	}
	return v.compareRegister(entries)
}

// note remembers what later explains something found on the way.
func (v *verification) note(e ledger.Entry) error {
	switch e.Kind {
	case ledger.IncidentClosed:
		var record ledger.IncidentRecord
		if err := json.Unmarshal(e.Payload, &record); err != nil {
			return untrue("entry %d cannot be read", e.Seq)
		}
		if record.SignedBy == e.Actor || record.SignedAs == record.As {
			return untrue("the incident of entry %d was not countersigned by another person of another role", e.Seq)
		}
		v.state.Incidents++
		for _, a := range record.Lost {
			v.explains[a] = true
		}
		v.dated = nil
	case ledger.CommitmentErased:
		v.erased[e.Subject] = true
	}
	return nil
}

// checkTime notes an entry that claims to be older than the checkpoint it follows.
func (v *verification) checkTime(e ledger.Entry) {
	for len(v.signed) > 0 && v.signed[0].Size < e.Seq {
		if v.signed[0].MadeAt.After(v.newest) {
			v.newest = v.signed[0].MadeAt
		}
		v.signed = v.signed[1:]
	}
	if e.At.Before(v.newest.Add(-clockTolerance)) {
		v.dated = append(v.dated, e)
	}
}

// compareTree compares the stored tree, as far as it goes, with the one that follows from the entries.
func (v *verification) compareTree(from int64, hashes []string) error {
	stored, err := v.tx.TreeHashesFrom(from, len(hashes))
	if err != nil {
		return err
	}
	for i, row := range stored {
		if row.Idx != from+int64(i) || row.Hash != hashes[i] {
			return untrue("hash %d of the stored tree does not follow from the entries", from+int64(i))
		}
	}
	return nil
}

// compareRoots compares the tree with every anchor of its present size.
func (v *verification) compareRoots() error {
	here := v.expected[v.tree.size]
	if len(here) == 0 {
		return nil
	}
	root, err := v.tree.root()
	if err != nil {
		return err
	}
	for _, e := range here {
		if e.Root != root {
			v.misfits = append(v.misfits, misfit{e, fmt.Sprintf("%s says that the first %d entries were others: the history was rewritten", e.where, e.Size)})
			continue
		}
		if e.outside && e.Size > v.state.Anchored {
			v.state.Anchored = e.Size
		}
	}
	delete(v.expected, v.tree.size)
	return nil
}

// conclude names what was put off because an incident might have explained it.
func (v *verification) conclude() error {
	if v.locked > 0 {
		v.state.NotCompared = append(v.state.NotCompared, fmt.Sprintf("content of %d sealed registrations: DESK_KEYS is not set", v.locked))
	}
	for size, left := range v.expected {
		for _, e := range left {
			v.misfits = append(v.misfits, misfit{e, fmt.Sprintf("%s covers %d entries, the ledger ends at %d: entries are missing, as after restoring an older copy", e.where, size, v.state.Entries)})
		}
	}
	for _, m := range v.misfits {
		if !v.explains[m.Anchor] {
			return untrue("%s", m.what)
		}
	}
	for _, e := range v.dated {
		return untrue("entry %d is dated %s, before the checkpoint it follows", e.Seq, e.At.Format(time.RFC3339))
	}
	for number, seq := range v.unkeyed {
		if v.erased[number] {
			continue
		}
		return untrue("the key of the commitment to %s (entry %d) is gone without an entry that says why", number, seq)
	}
	return nil
}
