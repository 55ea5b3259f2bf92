package store

import (
	"errors"
	"slices"
	"strconv"

	"gorm.io/gorm/clause"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/ledger"
	"petitiondesk/models/petition"
)

// ledgerWork is what a transaction does to the ledger. Entries are kept back until the end: the head is the one
// row that every writer of the county waits for.
type ledgerWork struct {
	head    ledger.Head
	locked  bool
	changed bool
	pending []ledger.Entry
	linked  []ledger.Entry         // behind the head in memory, not written yet
	past    map[calendar.Day]int64 // serials given out for days before the head's
}

// lockHead locks and reads the head, once per transaction.
func (tx *Tx) lockHead() error {
	if tx.ledger.locked {
		return nil
	}
	if sessionOf(tx.db).readOnly {
		return errors.New("lock ledger: not in a transaction")
	}
	err := tx.db.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).
		Where("id = ?", ledger.Genesis().ID).Take(&tx.ledger.head).Error
	if err != nil {
		return classify("lock ledger", err)
	}
	tx.ledger.locked = true
	return nil
}

// NextSerial returns the next case serial of a civil day and locks the head until the transaction ends.
func (tx *Tx) NextSerial(day calendar.Day) (int64, error) {
	if err := tx.lockHead(); err != nil {
		return 0, err
	}
	head := &tx.ledger.head
	switch last := calendar.Day(head.SerialDay); {
	case day < last:
		return tx.pastSerial(day)
	case day > last:
		head.SerialDay, head.DaySerial = string(day), 0
	}
	head.DaySerial++
	tx.ledger.changed = true
	return head.DaySerial, nil
}

// pastSerial continues a day that the head has left, which happens around midnight when clocks differ.
func (tx *Tx) pastSerial(day calendar.Day) (int64, error) {
	if _, known := tx.ledger.past[day]; !known {
		prefix := petition.Number(day, 0)
		prefix = prefix[:len(prefix)-len("0000")]
		var last int64
		for _, kept := range []any{&petition.Submission{}, &petition.PaperNumber{}} {
			serial, err := tx.lastSerial(kept, prefix)
			if err != nil {
				return 0, err
			}
			last = max(last, serial)
		}
		if tx.ledger.past == nil {
			tx.ledger.past = map[calendar.Day]int64{}
		}
		tx.ledger.past[day] = last
	}
	tx.ledger.past[day]++
	return tx.ledger.past[day], nil
}

// lastSerial is the highest serial behind a prefix that a table knows, 0 when there is none.
func (tx *Tx) lastSerial(kept any, prefix string) (int64, error) {
	var numbers []string
	err := tx.db.Model(kept).Where("number > ? AND number < ?", prefix, prefix+"~").
		Order("LENGTH(number) DESC, number DESC").Limit(1).Pluck("number", &numbers).Error
	if err != nil || len(numbers) == 0 {
		return 0, classify("find last serial", err)
	}
	last, err := strconv.ParseInt(numbers[0][len(prefix):], 10, 64)
	return last, classify("read last serial", err)
}

// Append adds an entry to the chain. It is linked and written when the transaction ends.
func (tx *Tx) Append(e ledger.Entry) error {
	if sessionOf(tx.db).readOnly {
		return errors.New("append to ledger: not in a transaction")
	}
	e.At = models.Instant(e.At)
	tx.ledger.pending = append(tx.ledger.pending, e)
	return nil
}

// link puts the pending entries behind the head, in memory.
func (tx *Tx) link() error {
	if len(tx.ledger.pending) == 0 {
		return nil
	}
	if err := tx.lockHead(); err != nil {
		return err
	}
	for _, entry := range tx.ledger.pending {
		var linked ledger.Entry
		linked, tx.ledger.head = ledger.Link(tx.ledger.head, entry)
		tx.ledger.linked = append(tx.ledger.linked, linked)
	}
	tx.ledger.pending, tx.ledger.changed = nil, true
	return nil
}

// writeLedger writes the entries and moves the head on.
func (tx *Tx) writeLedger() error {
	if err := tx.link(); err != nil || !tx.ledger.changed {
		return err
	}
	for part := range slices.Chunk(tx.ledger.linked, chunk) {
		if err := tx.db.Create(&part).Error; err != nil {
			return classify("append to ledger", err)
		}
	}
	head := tx.ledger.head
	err := tx.db.Model(&ledger.Head{}).Where("id = ?", head.ID).Updates(map[string]any{
		"seq": head.Seq, "hash": head.Hash, "serial_day": head.SerialDay, "day_serial": head.DaySerial,
	}).Error
	if err != nil {
		return classify("move ledger head", err)
	}
	tx.ledger.linked, tx.ledger.changed = nil, false
	return nil
}

// LedgerHead returns the head, with what this transaction has appended.
func (tx *Tx) LedgerHead() (ledger.Head, error) {
	if err := tx.link(); err != nil || tx.ledger.locked {
		return tx.ledger.head, err
	}
	return first[ledger.Head]("find ledger head", tx.db.Where("id = ?", ledger.Genesis().ID))
}

// LedgerEntries returns the entries after a sequence number, in order.
func (tx *Tx) LedgerEntries(afterSeq int64, limit int) ([]ledger.Entry, error) {
	if err := tx.writeLedger(); err != nil {
		return nil, err
	}
	return list[ledger.Entry]("find ledger entries", tx.db.Where("seq > ?", afterSeq).Order("seq"), limit)
}
