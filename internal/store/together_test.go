package store_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"petitiondesk/internal/store"
	"petitiondesk/models"
	"petitiondesk/models/queue"
)

// Messages that are frozen and settled at once share commits. Each keeps its own bytes, id and code, and a claim that was lost spoils
// none of the others.
func TestMessagesAreFrozenAndSettledTogether(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		const count = 40
		claims := make([]queue.Claim, count)
		transact(t, s, func(tx *store.Tx) error {
			for i := range claims {
				row := queue.Outbound{DedupKey: fmt.Sprintf("m%d", i), Recipient: fmt.Sprintf("p%d", i), Kind: "plain", Data: []byte("{}"), DueAt: start, CreatedAt: start}
				if err := tx.Tell(row); err != nil {
					return err
				}
			}
			return nil
		})
		due, err := s.DueOutbound(t.Context(), start, start, count)
		must(t, err)
		claimed, err := s.ClaimOutbound(t.Context(), due, start.Add(time.Minute))
		must(t, err)
		for i, row := range claimed {
			claims[i] = queue.Claim{ID: row.ID, Seq: row.Seq}
		}
		claims[7].Seq-- // passed to another worker
		all := func(do func(i int) error) {
			t.Helper()
			errs := make([]error, count)
			var together sync.WaitGroup
			for i := range claims {
				together.Go(func() { errs[i] = do(i) })
			}
			together.Wait()
			for i, err := range errs {
				if lost := models.CodeOf(err) == models.Fenced; err != nil && !lost || lost != (i == 7) {
					t.Errorf("message %d: %v", i, err)
				}
			}
		}
		bytesOf := func(i int) []byte { return []byte(fmt.Sprintf("request %d", i)) }
		for range 2 { // the second time nothing changes
			all(func(i int) error {
				return s.Freeze(t.Context(), claims[i], queue.Rendered{Endpoint: "message/send", Request: bytesOf(i)}, nil, 0, start)
			})
		}
		all(func(i int) error {
			end := queue.Settlement{State: queue.Done, MsgID: fmt.Sprintf("msg%d", i)}
			if i%2 == 0 {
				end.Code = &queue.CardCode{TaskID: fmt.Sprintf("t%d", i), Recipient: claimed[i].Recipient, Code: fmt.Sprintf("c%d", i), IssuedAt: start, ExpiresAt: start.Add(time.Minute)}
			}
			return s.Settle(t.Context(), claims[i], end, start)
		})
		var rows []queue.Outbound
		must(t, s.DB().Order("id").Find(&rows).Error)
		for i, row := range rows {
			if i == 7 {
				continue
			}
			if row.State != queue.Done || string(row.Request) != string(bytesOf(i)) || row.MsgID != fmt.Sprintf("msg%d", i) || row.DoneAt == nil || row.FirstTryAt == nil {
				t.Errorf("message %d ended as %+v", i, row)
			}
		}
		var codes int64
		must(t, s.DB().Model(&queue.CardCode{}).Count(&codes).Error)
		if codes != count/2 {
			t.Errorf("%d codes", codes)
		}
	})
}
