package desk

import (
	"context"
	"math"

	"petitiondesk/models"
	"petitiondesk/models/ledger"
	"petitiondesk/models/petition"
)

// Batches are short, because everybody else writes in between.
const (
	rewrappedAtOnce = 100
	sealedAtOnce    = 50
	rotationRounds  = 5
	sealBatch       = "seal.existing"
)

func (d *Desk) sealer() (Sealer, error) {
	if d.sealed.sealer == nil {
		return nil, models.Errorf(models.Unavailable, "没有配置密钥，请先运行 petitiondesk keys generate 并设置 DESK_KEYS_FILE。")
	}
	return d.sealed.sealer, nil
}

// KeyUse is a master key that wraps data keys.
type KeyUse struct {
	MasterKey string
	DataKeys  int64
}

// KeysInUse counts what each master key wraps. A key that is not listed wraps nothing and can be retired.
func (d *Desk) KeysInUse(ctx context.Context) (uses []KeyUse, err error) {
	err = d.store.Read(ctx, func(tx Tx) error {
		ids, err := tx.MasterKeysInUse()
		if err != nil {
			return err
		}
		for _, id := range ids {
			count, err := tx.CountDataKeys(id)
			if err != nil {
				return err
			}
			uses = append(uses, KeyUse{id, count})
		}
		return nil
	})
	return uses, err
}

// MasterKeysInUse lists the master keys that wrap anything, however many data keys there are.
func (d *Desk) MasterKeysInUse(ctx context.Context) (ids []string, err error) {
	err = d.store.Read(ctx, func(tx Tx) (err error) {
		ids, err = tx.MasterKeysInUse()
		return err
	})
	return ids, err
}

// RotateKeys wraps every data key by the current master key. The values themselves stay as they are. It works in batches
// while the desk goes on, can be stopped and repeated, and returns how many keys it wrapped anew.
func (d *Desk) RotateKeys(ctx context.Context) (rewrapped int, err error) {
	sealer, err := d.sealer()
	if err != nil {
		return 0, err
	}
	current, err := sealer.CurrentKey(ctx)
	if err != nil {
		return 0, err
	}
	// What was registered meanwhile by a process that did not know the current key yet is found by looking again.
	for range rotationRounds {
		round, err := d.rotateRound(ctx, sealer, current)
		rewrapped += round
		if err != nil {
			return rewrapped, err
		}
		if round == 0 {
			break
		}
	}
	if rewrapped == 0 {
		return 0, nil
	}
	return rewrapped, d.transact(ctx, func(w *work) error {
		return w.record(ledger.KeysRotated, current, SystemActor, map[string]any{"data_keys": rewrapped})
	})
}

func (d *Desk) rotateRound(ctx context.Context, sealer Sealer, current string) (rewrapped int, err error) {
	ids, err := d.MasterKeysInUse(ctx)
	if err != nil {
		return 0, err
	}
	for _, id := range ids {
		if id == current {
			continue
		}
		done, err := d.rotateFrom(ctx, sealer, id)
		rewrapped += done
		if err != nil {
			return rewrapped, err
		}
	}
	return rewrapped, nil
}

// rotateFrom wraps outside the transaction, which a KMS far away would hold up.
func (d *Desk) rotateFrom(ctx context.Context, sealer Sealer, was string) (rewrapped int, err error) {
	for after := int64(math.MinInt64); ; { // keys of attachments have numbers below 0
		var keys []petition.DataKey
		err := d.store.Read(ctx, func(tx Tx) (err error) {
			keys, err = tx.DataKeysUnder(was, after, rewrappedAtOnce)
			return err
		})
		if err != nil || len(keys) == 0 {
			return rewrapped, err
		}
		after = keys[len(keys)-1].DraftID
		for i, k := range keys {
			if keys[i], err = rewrap(ctx, sealer, k); err != nil {
				return rewrapped, err
			}
		}
		var done int
		err = d.transact(ctx, func(w *work) (err error) {
			done, err = w.Rewrap(keys, was)
			return err
		})
		if err != nil {
			return rewrapped, err
		}
		rewrapped += done
	}
}

func rewrap(ctx context.Context, sealer Sealer, k petition.DataKey) (petition.DataKey, error) {
	owner := keyOwner(k.DraftID)
	key, err := sealer.Unwrap(ctx, owner, k.KeyID, k.Wrapped)
	if err != nil {
		return k, err
	}
	k.KeyID, k.Wrapped, err = sealer.Wrap(ctx, owner, key)
	clear(key)
	return k, err
}

// SealExisting seals a batch of what was kept in the clear before there were keys, and goes on where it stopped, after a
// restart too. Two at once do no harm. more tells whether there is a further batch.
func (d *Desk) SealExisting(ctx context.Context) (sealed int, more bool, err error) {
	if _, err := d.sealer(); err != nil {
		return 0, false, err
	}
	err = d.transact(ctx, func(w *work) error {
		sealed, more = 0, false
		mark, err := w.Progress(sealBatch, "")
		if err != nil {
			return err
		}
		drafts, err := w.LockDrafts(mark, sealedAtOnce)
		if err != nil || len(drafts) == 0 {
			return err
		}
		for _, draft := range drafts {
			did, err := w.sealExisting(draft)
			if err != nil {
				return err
			}
			if did {
				sealed++
			}
		}
		more = len(drafts) == sealedAtOnce
		return w.SetProgress(sealBatch, "", drafts[len(drafts)-1].ID, w.now)
	})
	return sealed, more, err
}

// SealFromTheStart makes SealExisting look at everything once more.
func (d *Desk) SealFromTheStart(ctx context.Context) error {
	return d.transact(ctx, func(w *work) error {
		return w.SetProgress(sealBatch, "", 0, w.now)
	})
}

func (w *work) sealExisting(draft petition.Draft) (bool, error) {
	if draft.Key.Destroyed() {
		return false, nil
	}
	tx := w.Tx.(*sealedTx)
	submission, petitioners, err := tx.plainSubmission(draft.ID)
	if err != nil || (draft.Sealed != nil && submission == nil) {
		return false, err
	}
	_, key, err := tx.keyOf(draft.ID, draft.Key)
	if err != nil {
		return false, err
	}
	if draft.Sealed == nil {
		if draft, err = tx.sealedDraft(draft, key); err != nil {
			return false, err
		}
	}
	if submission != nil {
		row, named, err := tx.sealSubmission(key, *submission, petitioners)
		if err != nil {
			return false, err
		}
		submission, petitioners = &row, named
	}
	return true, tx.PutSealed(draft, submission, petitioners)
}

// plainSubmission returns what a draft became as long as it is kept in the clear, else nil.
func (tx *sealedTx) plainSubmission(draftID int64) (*petition.Submission, []petition.Petitioner, error) {
	submission, err := tx.Tx.SubmissionOfDraft(draftID)
	if models.CodeOf(err) == models.NotFound || (err == nil && submission.Sealed != nil) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	petitioners, err := tx.Tx.PetitionersOf(submission.ID, maxPetitioners)
	return &submission, petitioners, err
}
