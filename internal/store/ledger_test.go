package store_test

import (
	"errors"
	"strconv"
	"sync"
	"testing"
	"time"

	"petitiondesk/internal/store"
	"petitiondesk/models/calendar"
	"petitiondesk/models/ledger"
	"petitiondesk/models/petition"
)

const today = calendar.Day("2026-11-23")

// registerWithSerial is what a registration does: serial, case, entry.
func registerWithSerial(tx *store.Tx, day calendar.Day, draft int64) (string, error) {
	serial, err := tx.NextSerial(day)
	if err != nil {
		return "", err
	}
	number := petition.Number(day, serial)
	c, sub, v, p := newCase(number, draft)
	if err := tx.CreateCase(c, sub, v, p); err != nil {
		return "", err
	}
	return number, tx.Append(ledger.Entry{
		Kind: ledger.CaseRegistered, Subject: number, Actor: "zhang",
		At:      start.In(calendar.Zone).Add(999 * time.Microsecond),
		Payload: []byte(`{"headcount":2}`),
	})
}

// verifyLedger walks the whole chain and returns its length.
func verifyLedger(t *testing.T, s *store.Store) int {
	t.Helper()
	verifier := ledger.NewVerifier()
	n := 0
	must(t, s.Read(t.Context(), func(tx *store.Tx) error {
		for {
			entries, err := tx.LedgerEntries(int64(n), 7)
			if err != nil {
				return err
			}
			for _, entry := range entries {
				if err := verifier.Check(entry); err != nil {
					return err
				}
			}
			if n += len(entries); len(entries) == 0 {
				break
			}
		}
		head, err := tx.LedgerHead()
		if err != nil {
			return err
		}
		return verifier.End(head)
	}))
	return n
}

func TestLedgerUnderManyWritersHasNoGaps(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		const writers, each = 16, 4
		var all sync.WaitGroup
		giveUp := errors.New("changed my mind")
		for w := range writers {
			all.Go(func() {
				for i := range each {
					draft := int64(w*each + i + 1)
					err := s.Transact(t.Context(), func(tx *store.Tx) error {
						_, err := registerWithSerial(tx, today, draft)
						return err
					})
					if err != nil {
						t.Errorf("writer %d: %v", w, err)
					}
					err = s.Transact(t.Context(), func(tx *store.Tx) error {
						if _, err := registerWithSerial(tx, today, 1000+draft); err != nil {
							return err
						}
						return giveUp
					})
					if !errors.Is(err, giveUp) {
						t.Errorf("writer %d rolls back: %v", w, err)
					}
				}
			})
		}
		all.Wait()
		if n := verifyLedger(t, s); n != writers*each {
			t.Errorf("%d entries, want %d", n, writers*each)
		}
		for serial := range int64(writers * each) {
			number := petition.Number(today, serial+1)
			read(t, s, func(tx *store.Tx) (petition.Case, error) { return tx.CaseByNumber(number) })
		}
	})
}

func TestSerialsKeepClearOfPaper(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		transact(t, s, func(tx *store.Tx) error {
			if _, err := registerWithSerial(tx, today, 1); err != nil {
				return err
			}
			serial, err := tx.NextSerial(today)
			if err != nil {
				return err
			}
			return tx.AddPaperNumbers([]petition.PaperNumber{{Number: petition.Number(today, serial), Day: today, IssuedBy: "zhang", IssuedAt: start}})
		})
		transact(t, s, func(tx *store.Tx) error { _, err := registerWithSerial(tx, today.Add(1), 2); return err })
		transact(t, s, func(tx *store.Tx) error {
			number, err := registerWithSerial(tx, today, 3)
			if want := petition.Number(today, 3); err == nil && number != want {
				t.Errorf("a day that is over goes on with %s, want %s: the one before is kept for paper", number, want)
			}
			return err
		})
	})
}

func TestSerialsOfDays(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		draft := int64(0)
		numbers := func(day calendar.Day, n int) []string {
			var given []string
			transact(t, s, func(tx *store.Tx) error {
				for range n {
					draft++
					number, err := registerWithSerial(tx, day, draft)
					if err != nil {
						return err
					}
					given = append(given, number)
				}
				return nil
			})
			return given
		}
		same(t, numbers(today, 2), []string{"XF20261123-0001", "XF20261123-0002"})
		same(t, numbers(today.Add(1), 1), []string{"XF20261124-0001"})
		// A replica whose clock is behind still registers for the day before.
		same(t, numbers(today, 2), []string{"XF20261123-0003", "XF20261123-0004"})
		same(t, numbers(today.Add(1), 1), []string{"XF20261124-0002"})
		register(t, s, "XF20261123-9999", 500)
		same(t, numbers(today, 1), []string{"XF20261123-10000"})
		same(t, numbers(today, 1), []string{"XF20261123-10001"})
		same(t, numbers(today.Add(-1), 1), []string{"XF20261122-0001"})
		verifyLedger(t, s)
	})
}

func TestLedgerInOneTransaction(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		transact(t, s, func(tx *store.Tx) error {
			for i := range 450 {
				if err := tx.Append(ledger.Entry{Kind: ledger.SlotsPlanned, Subject: strconv.Itoa(i), Actor: "system", At: start}); err != nil {
					return err
				}
			}
			head, err := tx.LedgerHead()
			if head.Seq != 450 {
				t.Errorf("the transaction itself sees head %d", head.Seq)
			}
			return err
		})
		if n := verifyLedger(t, s); n != 450 {
			t.Errorf("%d entries", n)
		}
	})
}
