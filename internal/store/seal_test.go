package store_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"testing"
	"time"

	"petitiondesk/internal/store"
	"petitiondesk/models"
	"petitiondesk/models/petition"
	"petitiondesk/models/queue"
)

func dataKey(draft int64, by string) petition.DataKey {
	return petition.DataKey{DraftID: draft, KeyID: by, Wrapped: []byte{1, byte(draft)}, CreatedAt: start}
}

func TestDataKeysMoveFromOneMasterKeyToAnother(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		transact(t, s, func(tx *store.Tx) error {
			return errors.Join(tx.AddDataKey(dataKey(1, "old")), tx.AddDataKey(dataKey(2, "old")), tx.AddDataKey(dataKey(3, "young")))
		})
		wantCode(t, s.Transact(t.Context(), func(tx *store.Tx) error { return tx.AddDataKey(dataKey(1, "young")) }), models.Conflict)
		same(t, read(t, s, func(tx *store.Tx) (petition.DataKey, error) { return tx.DataKey(2) }), dataKey(2, "old"))
		same(t, read(t, s, (*store.Tx).MasterKeysInUse), []string{"old", "young"})
		same(t, read(t, s, func(tx *store.Tx) ([]petition.DataKey, error) { return tx.DataKeysUnder("old", 1, 5) }), []petition.DataKey{dataKey(2, "old")})

		moved := []petition.DataKey{dataKey(1, "young"), dataKey(2, "young")}
		moved[0].Wrapped = []byte("anew")
		for _, want := range []int{2, 0} { // the second time they are under it already
			transact(t, s, func(tx *store.Tx) error {
				done, err := tx.Rewrap(moved, "old")
				if done != want {
					t.Errorf("rewrapped %d, want %d", done, want)
				}
				return err
			})
		}
		same(t, read(t, s, func(tx *store.Tx) (petition.DataKey, error) { return tx.DataKey(1) }), moved[0])
		same(t, read(t, s, (*store.Tx).MasterKeysInUse), []string{"young"})
		if n := read(t, s, func(tx *store.Tx) (int64, error) { return tx.CountDataKeys("young") }); n != 3 {
			t.Errorf("young wraps %d", n)
		}
	})
}

func TestSealedRowsComeWithTheirKeys(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		d := &petition.Draft{Origin: "key-1", Owner: "zhang", State: petition.DraftOpen, Sealed: []byte{9}, Version: 1, CreatedAt: start, UpdatedAt: start}
		transact(t, s, func(tx *store.Tx) error { return tx.CreateDraft(d) })
		d.Key = dataKey(d.ID, "k")
		transact(t, s, func(tx *store.Tx) error { return tx.AddDataKey(d.Key) })
		d.Sealed = []byte{9, 9}
		transact(t, s, func(tx *store.Tx) error { return tx.UpdateDraft(d) })
		same(t, read(t, s, func(tx *store.Tx) (petition.Draft, error) { return tx.Draft(d.ID) }), *d)
		locked := []petition.Draft{*d}
		transact(t, s, func(tx *store.Tx) (err error) { locked, err = tx.LockDrafts(0, 5); return err })
		same(t, locked, []petition.Draft{*d})

		c, sub, v, petitioners := newCase("XF20261123-0001", d.ID)
		petitioners[1].Sealed, petitioners[1].IDIndex = []byte{8}, "i"
		transact(t, s, func(tx *store.Tx) error { return tx.CreateCase(c, sub, v, petitioners) })
		lead := func() petition.Petitioner {
			return read(t, s, func(tx *store.Tx) (petition.Petitioner, error) { return tx.LeadPetitioner(c.ID) })
		}
		petitioners[1].Key = d.Key
		same(t, lead(), petitioners[1])
		same(t, read(t, s, func(tx *store.Tx) ([]petition.Petitioner, error) { return tx.PetitionersOf(sub.ID, 10) })[0], petitioners[1])
		same(t, read(t, s, func(tx *store.Tx) ([]petition.Submission, error) { return tx.SubmissionsOf(c.ID, 0, 5) }), []petition.Submission{*sub})

		transact(t, s, func(tx *store.Tx) error { return tx.EraseSubmission(*sub, start) })
		transact(t, s, func(tx *store.Tx) error { return tx.EraseSubmission(*sub, start.Add(time.Hour)) })
		erased := lead()
		if !erased.Key.Destroyed() || !erased.Key.DestroyedAt.Equal(start) || erased.Key.Wrapped != nil || erased.Key.KeyID != "" ||
			erased.Name+erased.Mobile+erased.IDNumber+erased.IDIndex != "" || erased.MaskedName() != petition.ErasedName {
			t.Errorf("erased, the petitioner reads %+v", erased)
		}
		// Without a key, erasing leaves one that is destroyed.
		other := register(t, s, "XF20261123-0002", 77)
		transact(t, s, func(tx *store.Tx) error {
			found, err := tx.SubmissionsOf(other.ID, 0, 5)
			return errors.Join(err, tx.EraseSubmission(found[0], start))
		})
		if k := read(t, s, func(tx *store.Tx) (petition.DataKey, error) { return tx.DataKey(77) }); !k.Destroyed() {
			t.Errorf("the key is %+v", k)
		}
	})
}

func TestOldBodiesArePurgedAndTheirHashesStay(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		must(t, s.FinishInbound(ctx, claimedInbound(t, s, "done"), nil, start))
		must(t, s.AddInbound(ctx, []queue.Inbound{inbound("open", "li", 0)}))
		tell(t, s, message("sent"), message("unsent"))
		claims := claimMessages(t, s)
		must(t, s.Freeze(ctx, claims["sent"], queue.Rendered{Endpoint: "message/send", Request: []byte("bytes")}, nil, 0, start))
		must(t, s.Settle(ctx, claims["sent"], queue.Settlement{State: queue.Done}, start))

		purge := func(before time.Time, want int) {
			t.Helper()
			purged, more, err := s.Purge(ctx, before, 50)
			must(t, err)
			if purged != want || more {
				t.Errorf("purged %d, want %d, more %v", purged, want, more)
			}
		}
		purge(start, 0) // nothing ended before
		purge(start.Add(time.Second), 2)
		purge(start.Add(time.Second), 0)
		sum := sha256.Sum256([]byte("bytes"))
		var rows []queue.Outbound
		must(t, s.DB().Order("id").Find(&rows).Error)
		if rows[0].Data != nil || rows[0].Request != nil || rows[0].BodyHash != hex.EncodeToString(sum[:]) || rows[0].DedupKey != "sent" {
			t.Errorf("a purged message is %+v", rows[0])
		}
		if rows[1].Data == nil || rows[1].BodyHash != "" {
			t.Errorf("an unsent message was purged: %+v", rows[1])
		}
		var received []queue.Inbound
		must(t, s.DB().Order("id").Find(&received).Error)
		if received[0].Body != nil || received[1].Body == nil || received[0].Key != "done" {
			t.Errorf("received are %+v", received)
		}
		must(t, s.Settle(ctx, claims["unsent"], queue.Settlement{State: queue.Expired}, start))
		purge(start.Add(time.Second), 1)
	})
}

// Batches go on where the one before stopped, and wait at what is not old enough.
func TestPurgeGoesOnInBatches(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		for n := range 5 {
			must(t, s.FinishInbound(t.Context(), claimedInbound(t, s, numbered("k", n)), nil, start.Add(time.Duration(n)*time.Hour)))
		}
		total := 0
		for round := 1; ; round++ {
			purged, more, err := s.Purge(t.Context(), start.Add(150*time.Minute), 2)
			must(t, err)
			total += purged
			if !more {
				break
			}
			if round > 5 {
				t.Fatal("the purge never ends")
			}
		}
		if total != 3 {
			t.Errorf("purged %d of the three that are old", total)
		}
	})
}
