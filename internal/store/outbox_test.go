package store_test

import (
	"testing"
	"time"

	"petitiondesk/internal/store"
	"petitiondesk/models"
	"petitiondesk/models/queue"
)

func message(key string) queue.Outbound {
	return queue.Outbound{DedupKey: key, Recipient: "zhang", Kind: "reply", Data: []byte(`{"text":"好😀"}`), DueAt: start}
}

func card(key, task string) queue.Outbound {
	row := message(key)
	row.TaskID = task
	return row
}

func tell(t *testing.T, s *store.Store, rows ...queue.Outbound) {
	t.Helper()
	transact(t, s, func(tx *store.Tx) error { return tx.Tell(rows...) })
}

func dueMessages(t *testing.T, s *store.Store, now, wall time.Time) []queue.Outbound {
	t.Helper()
	rows, err := s.DueOutbound(t.Context(), now, wall, 50)
	must(t, err)
	return rows
}

// claimMessages claims all that is due at start.
func claimMessages(t *testing.T, s *store.Store) map[string]queue.Claim {
	t.Helper()
	won, err := s.ClaimOutbound(t.Context(), dueMessages(t, s, start, start), start.Add(queue.Lease))
	must(t, err)
	claims := map[string]queue.Claim{}
	for _, row := range won {
		claims[row.DedupKey] = queue.Claim{ID: row.ID, Seq: row.Seq}
	}
	return claims
}

func dedupKeys(rows []queue.Outbound) []string {
	var keys []string
	for _, row := range rows {
		keys = append(keys, row.DedupKey)
	}
	return keys
}

func TestDueMessages(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		later, late := message("later"), message("late")
		later.DueAt, late.DueAt = start.Add(time.Minute), start.Add(-time.Minute)
		late.Recipient = "li"
		tell(t, s, later, message("now"), late)
		tell(t, s, message("now"), late, later)
		same(t, dedupKeys(dueMessages(t, s, start, start)), []string{"late", "now"})
		claims := claimMessages(t, s)
		same(t, dedupKeys(dueMessages(t, s, start.Add(time.Hour), start)), []string{"later"})
		same(t, dedupKeys(dueMessages(t, s, start, start.Add(queue.Lease))), []string{"late", "now"})

		must(t, s.Settle(t.Context(), claims["now"], queue.Settlement{State: queue.Waiting, ErrCode: -1, Reason: "busy", RetryAt: start.Add(time.Minute)}, start))
		same(t, dedupKeys(dueMessages(t, s, start, start.Add(59*time.Second))), []string{"late"})
		rows := dueMessages(t, s, start, start.Add(time.Minute))
		same(t, dedupKeys(rows), []string{"late", "now"})
		if row := rows[1]; row.Attempts != 1 || row.ErrCode != -1 || row.LastError != "busy" || string(row.Data) != `{"text":"好😀"}` {
			t.Errorf("got %+v", row)
		}
	})
}

func TestFreezeAndSettle(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		tell(t, s, message("head"), message("b1"), message("b2"), message("other"))
		claims := claimMessages(t, s)
		rendered := queue.Rendered{Endpoint: "message/send", Request: []byte(`{"text":"😀"}`)}
		bundle := []queue.Claim{claims["b1"], claims["b2"]}

		lost := claims["b2"]
		lost.Seq--
		wantCode(t, s.Freeze(t.Context(), claims["head"], rendered, []queue.Claim{claims["b1"], lost}, 0, start), models.Fenced)
		must(t, s.Freeze(t.Context(), claims["head"], rendered, bundle, 0, start))
		must(t, s.Freeze(t.Context(), claims["head"], rendered, nil, 0, start))                // nothing changes, nothing is lost
		other := queue.Rendered{Endpoint: "message/send", Request: []byte(`{"text":"other"}`)} // whose worker read the row before it was frozen
		wantCode(t, s.Freeze(t.Context(), claims["head"], other, nil, 0, start), models.Fenced)
		wantCode(t, s.Freeze(t.Context(), queue.Claim{ID: claims["head"].ID, Seq: 7}, rendered, nil, 0, start), models.Fenced)

		rows := dueMessages(t, s, start, start.Add(queue.Lease))
		same(t, dedupKeys(rows), []string{"head", "other"})
		if string(rows[0].Request) != string(rendered.Request) || rows[0].Endpoint != rendered.Endpoint || rows[0].FirstTryAt == nil || !rows[0].FirstTryAt.Equal(start) {
			t.Errorf("frozen as %+v", rows[0])
		}
		sent := queue.Settlement{
			State: queue.Done, MsgID: "m1",
			Code: &queue.CardCode{TaskID: "t", Recipient: "zhang", Code: "c", IssuedAt: start, ExpiresAt: start.Add(queue.CardCodeLife)},
			Tell: []queue.Outbound{message("word")}, Plan: []queue.Job{{Uniq: "next", DueAt: start}},
		}
		must(t, s.Settle(t.Context(), claims["head"], sent, start))
		wantCode(t, s.Settle(t.Context(), claims["head"], sent, start), models.Fenced)
		same(t, dedupKeys(dueMessages(t, s, start, start.Add(queue.Lease))), []string{"other", "word"})
		jobs, err := s.DueJobs(t.Context(), start, start, 10)
		must(t, err)
		if len(jobs) != 1 || jobs[0].Uniq != "next" {
			t.Errorf("planned %+v", jobs)
		}
	})
}

func TestReleasedMessagesWereNotTried(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		tell(t, s, message("a"), message("b"))
		claims := claimMessages(t, s)
		stale := claims["b"]
		stale.Seq--
		must(t, s.ReleaseOutbound(t.Context(), []queue.Claim{claims["a"], stale}, start.Add(3*time.Second)))
		must(t, s.ReleaseOutbound(t.Context(), nil, start))
		rows := dueMessages(t, s, start, start.Add(3*time.Second))
		if len(rows) != 1 || rows[0].Attempts != 0 || rows[0].DedupKey != "a" {
			t.Errorf("got %+v", rows)
		}
		wantCode(t, s.Settle(t.Context(), claims["a"], queue.Settlement{State: queue.Done}, start), models.Fenced)
	})
}

func TestCancelUnsent(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		amending := card("amend", "waiting")
		amending.Amends = true
		tell(t, s, card("c1", "sending"))
		claimMessages(t, s)
		tell(t, s, card("c2", "waiting"), amending)
		cancel := func() (cancelled []string) {
			transact(t, s, func(tx *store.Tx) (err error) {
				cancelled, err = tx.CancelUnsent("sending", "waiting", "unknown")
				return err
			})
			return cancelled
		}
		same(t, cancel(), []string{"waiting"})
		same(t, cancel(), []string(nil))
		same(t, dedupKeys(dueMessages(t, s, start, start)), []string{"amend"})
	})
}

func TestCardCodes(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		unused := func(now time.Time) (string, bool, bool) {
			code, ok, sending, err := s.UnusedCardCode(t.Context(), "task", "zhang", now)
			must(t, err)
			return code.Code, ok, sending
		}
		want := func(now time.Time, code string, sending bool) {
			t.Helper()
			if got, ok, underway := unused(now); got != code || ok != (code != "") || underway != sending {
				t.Errorf("got %q %v, sending %v", got, ok, underway)
			}
		}
		want(start, "", false)
		tell(t, s, card("card", "task"))
		want(start, "", true)
		keep := func(code string, issued time.Time) {
			transact(t, s, func(tx *store.Tx) error {
				return tx.KeepCardCode(queue.CardCode{TaskID: "task", Recipient: "zhang", Code: code, IssuedAt: issued, ExpiresAt: issued.Add(queue.CardCodeLife)})
			})
		}
		keep("new", start.Add(time.Hour))
		keep("old", start)
		keep("new", start.Add(2*time.Hour))
		want(start, "new", true)
		want(start.Add(queue.CardCodeLife), "new", true)
		want(start.Add(queue.CardCodeLife+time.Hour), "", true)

		claim := claimMessages(t, s)["card"]
		code, _, _, err := s.UnusedCardCode(t.Context(), "task", "zhang", start)
		must(t, err)
		must(t, s.Freeze(t.Context(), claim, queue.Rendered{Request: []byte("1")}, nil, code.ID, start))
		wantCode(t, s.Freeze(t.Context(), claim, queue.Rendered{Request: []byte("2")}, nil, code.ID, start), models.Fenced)
		must(t, s.Settle(t.Context(), claim, queue.Settlement{State: queue.Done}, start))
		want(start, "old", false)
	})
}

func TestJobs(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		claim := claimedJob(t, s, "a")
		must(t, s.FailJob(t.Context(), claim, "not now", start.Add(time.Minute), false, nil))
		due, err := s.DueJobs(t.Context(), start, start.Add(time.Minute), 10)
		must(t, err)
		again, err := s.ClaimJobs(t.Context(), append(due, due...), start.Add(2*time.Minute))
		must(t, err)
		second := queue.Claim{ID: again[0].ID, Seq: again[0].Seq}
		wantCode(t, s.FinishJob(t.Context(), claim, start), models.Fenced)
		must(t, s.FailJob(t.Context(), second, "never", start, true, []queue.Outbound{message("dead")}))
		wantCode(t, s.FinishJob(t.Context(), second, start), models.Fenced)
		must(t, s.FinishJob(t.Context(), claimedJob(t, s, "b"), start))

		transact(t, s, func(tx *store.Tx) error {
			return tx.Plan(queue.Job{Uniq: "x", DueAt: start.Add(time.Hour)}, queue.Job{Uniq: "y", DueAt: start}, queue.Job{Uniq: "z", DueAt: start})
		})
		due, err = s.DueJobs(t.Context(), start, start, 1)
		must(t, err)
		_, err = s.ClaimJobs(t.Context(), due, start.Add(time.Minute))
		must(t, err)
		var open []string
		for after := int64(0); ; {
			page, err := s.OpenJobs(t.Context(), after, 2)
			must(t, err)
			if len(page) == 0 {
				break
			}
			for _, job := range page {
				open = append(open, job.Uniq)
				after = job.ID
			}
		}
		same(t, open, []string{"x", "y", "z"})
	})
}

func TestBacklog(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		b, err := s.Backlog(t.Context())
		must(t, err)
		same(t, b, queue.Backlog{})
		must(t, s.AddInbound(t.Context(), []queue.Inbound{inbound("a", "zhang", 0), inbound("b", "zhang", 1)}))
		must(t, s.FailInbound(t.Context(), claimHead(t, s, start), "no", start, true, nil))
		claimedJob(t, s, "j")
		tell(t, s, message("m"), message("n"))
		b, err = s.Backlog(t.Context())
		must(t, err)
		at := start
		same(t, b, queue.Backlog{OldestInbound: &at, OldestJob: &at, OldestOutbound: &at, OpenInbound: 1, OpenJobs: 1, OpenOutbound: 2, DeadLetters: 1})

		now, err := s.DatabaseTime(t.Context())
		must(t, err)
		if now.Location() != time.UTC || now.Year() < 2026 {
			t.Errorf("database time is %v", now)
		}
	})
}
