package desk

import (
	"context"

	"petitiondesk/models/petition"
)

const (
	indexBatch = "petitioners.index"
	// indexedAtOnce is how many petitioners one transaction looks at.
	indexedAtOnce = 200
	// indexScheme changes when the same value is to be indexed differently; 2 is landlines without punctuation, 3 has the
	// last digits too.
	indexScheme = "3"
)

// index fills in the blind indexes of a petitioner.
func (d *Desk) index(p petition.Petitioner) petition.Petitioner {
	p.MobileIndex = petition.BlindIndex(d.indexKey, petition.MobileField, petition.PlainNumber(p.Mobile))
	p.IDIndex = petition.BlindIndex(d.indexKey, petition.IDField, p.IDNumber)
	p.NameIndex = petition.BlindIndex(d.indexKey, petition.NameField, p.Name)
	p.TailIndex = petition.BlindIndex(d.indexKey, petition.TailField, petition.Tail(p.Mobile))
	return p
}

// IndexPetitioners brings the blind indexes of petitioners to the present key, a batch for each transaction, and returns
// how many it wrote. It goes on where it was stopped, and any number of processes may run it. Under another key it begins
// again.
func (d *Desk) IndexPetitioners(ctx context.Context) (written int, err error) {
	for {
		more, n, err := d.indexSome(ctx)
		written += n
		if err != nil || !more {
			return written, err
		}
	}
}

// batchesAtOnce bounds how much one round of planning indexes; the migrate command does all of it.
const batchesAtOnce = 20

func (d *Desk) indexLittle(ctx context.Context) error {
	for range batchesAtOnce {
		if more, _, err := d.indexSome(ctx); err != nil || !more {
			return err
		}
	}
	return nil
}

// indexSome indexes the next batch. Once everything is indexed it only looks.
func (d *Desk) indexSome(ctx context.Context) (more bool, written int, err error) {
	if len(d.indexKey) == 0 {
		return false, 0, nil
	}
	mark := petition.BlindIndex(d.indexKey, petition.IDField, "scheme "+indexScheme)
	err = d.store.Read(ctx, func(tx Tx) error {
		upto, err := tx.Progress(indexBatch, mark)
		if err != nil {
			return err
		}
		some, err := tx.PetitionersAfter(upto, 1)
		more = len(some) > 0
		return err
	})
	if err != nil || !more {
		return false, 0, err
	}
	err = d.transact(ctx, func(w *work) error {
		upto, err := w.Progress(indexBatch, mark)
		if err != nil {
			return err
		}
		some, err := w.PetitionersAfter(upto, indexedAtOnce)
		if err != nil || len(some) == 0 {
			return err
		}
		var changed []petition.Petitioner
		for _, p := range some {
			if indexed := d.index(p); indexed.MobileIndex != p.MobileIndex || indexed.IDIndex != p.IDIndex || indexed.NameIndex != p.NameIndex ||
				indexed.TailIndex != p.TailIndex {
				changed = append(changed, indexed)
			}
		}
		if err := w.SetPetitionerIndexes(changed); err != nil {
			return err
		}
		more, written = len(some) == indexedAtOnce, len(changed)
		return w.SetProgress(indexBatch, mark, some[len(some)-1].ID, w.now)
	})
	return more, written, err
}
