package desk

import (
	"context"

	"golang.org/x/mod/sumdb/tlog"

	"petitiondesk/models"
	"petitiondesk/models/ledger"
)

// Inclusion says where a registration stands in the ledger and whether a published checkpoint covers it.
type Inclusion struct {
	Number     string
	Seq        int64       // of its entry
	Hash       ledger.Hash // of its entry
	Checkpoint *ledger.Checkpoint
	Proof      []string // hashes from the entry up to the checkpoint's root, RFC 6962, standard base64
}

// Published tells whether a checkpoint covers the registration.
func (i Inclusion) Published() bool { return i.Checkpoint != nil }

// InCheckpoint finds the registration of a number in the ledger and proves it against the earliest checkpoint that covers it.
// The proof is checked before it is given out. NotFound when the number was never registered. It asks nobody for permission:
// whoever calls it must know that the asker holds the number by right.
func (d *Desk) InCheckpoint(ctx context.Context, number string) (Inclusion, error) {
	found := Inclusion{Number: number}
	err := d.store.Read(ctx, func(tx Tx) error {
		entry, err := registrationOf(tx, number)
		if err != nil {
			return err
		}
		found.Seq, found.Hash = entry.Seq, entry.Hash
		c, err := tx.CheckpointCovering(entry.Seq)
		if models.CodeOf(err) == models.NotFound {
			return nil
		}
		if err != nil {
			return err
		}
		if found.Proof, err = proveEntry(tx, entry, c); err != nil {
			return err
		}
		found.Checkpoint = &c
		return nil
	})
	return found, err
}

func registrationOf(tx LedgerTx, number string) (ledger.Entry, error) {
	entries, err := tx.EntriesOn(number, 100)
	if err != nil {
		return ledger.Entry{}, err
	}
	for _, e := range entries {
		if e.Kind == ledger.CaseRegistered || e.Kind == ledger.SubmissionJoined {
			return e, nil
		}
	}
	return ledger.Entry{}, models.Errorf(models.NotFound, "没有找到编号 %s，请核对后带上完整编号再试。", number)
}

func proveEntry(tx TreeTx, e ledger.Entry, c ledger.Checkpoint) ([]string, error) {
	proof, err := tlog.ProveRecord(c.Size, e.Seq-1, treeReader{tx})
	if err != nil {
		return nil, err
	}
	root, err := tlog.ParseHash(string(c.Root))
	if err != nil {
		return nil, err
	}
	leaf, err := leafOf(e.Hash)
	if err != nil {
		return nil, err
	}
	if err := tlog.CheckRecord(proof, c.Size, root, e.Seq-1, leaf); err != nil {
		return nil, models.Errorf(models.Conflict, "这条登记与已公布的检查点对不上，请联系纪检监察部门核查台账。")
	}
	hashes := make([]string, len(proof))
	for i, h := range proof {
		hashes[i] = h.String()
	}
	return hashes, nil
}

// Published lists the newest checkpoints, newest first, as they are shown to anybody.
func (d *Desk) Published(ctx context.Context) ([]ledger.Checkpoint, error) {
	var newest []ledger.Checkpoint
	err := d.store.Read(ctx, func(tx Tx) (err error) {
		newest, err = tx.LatestCheckpoints(publishedAtMost)
		return err
	})
	return newest, err
}

// publishedAtMost is a year of daily checkpoints.
const publishedAtMost = 400
