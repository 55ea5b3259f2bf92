package engine

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"petitiondesk/models"
	"petitiondesk/models/queue"
)

var (
	errFenced      = &models.Error{Code: models.Fenced, Op: "memory"}
	errUnavailable = &models.Error{Code: models.Unavailable, Op: "memory"}
)

// memory is the truth in memory: the same compare-and-swap as the store's.
type memory struct {
	mu      sync.Mutex
	wall    models.Clock
	nextID  int64
	inbox   []*queue.Inbound
	jobs    []*queue.Job
	outbox  []*queue.Outbound
	codes   []*queue.CardCode
	bad     map[string]bool // inbound keys that cannot be written
	down    bool            // every call fails
	skew    time.Duration
	commits int
	claims  int
	hang    chan struct{} // AddInbound does not return before it is closed
}

func newMemory(wall models.Clock) *memory { return &memory{wall: wall, bad: map[string]bool{}} }

// locked runs fn as one transaction.
func (m *memory) locked(fn func() error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.down {
		return errUnavailable
	}
	return fn()
}

func (m *memory) id() int64 { m.nextID++; return m.nextID }

func (m *memory) AddInbound(_ context.Context, rows []queue.Inbound) error {
	if m.hang != nil {
		<-m.hang
	}
	return m.locked(func() error {
		m.commits++
		var faults []error
		for _, row := range rows {
			if m.bad[row.Key] {
				faults = append(faults, errors.New("row does not fit"))
				continue
			}
			if !slices.ContainsFunc(m.inbox, func(r *queue.Inbound) bool { return r.Key == row.Key }) {
				row.ID = m.id()
				m.inbox = append(m.inbox, &row)
			}
		}
		return errors.Join(faults...)
	})
}

func (m *memory) InboundHeads(_ context.Context, wall time.Time, limit int) (heads []queue.Inbound, err error) {
	err = m.locked(func() error {
		seen := map[string]bool{}
		for _, row := range m.inbox {
			if !row.State.Open() || seen[row.Person] {
				continue
			}
			seen[row.Person] = true
			if !row.LeaseUntil.After(wall) && len(heads) < limit {
				heads = append(heads, *row)
			}
		}
		return nil
	})
	return heads, err
}

func find[T any](rows []*T, match func(*T) bool) *T {
	if i := slices.IndexFunc(rows, match); i >= 0 {
		return rows[i]
	}
	return nil
}

func (m *memory) inbound(c queue.Claim) *queue.Inbound {
	return find(m.inbox, func(r *queue.Inbound) bool { return r.ID == c.ID && r.Seq == c.Seq })
}

func (m *memory) job(c queue.Claim) *queue.Job {
	return find(m.jobs, func(r *queue.Job) bool { return r.ID == c.ID && r.Seq == c.Seq })
}

func (m *memory) outbound(c queue.Claim) *queue.Outbound {
	return find(m.outbox, func(r *queue.Outbound) bool { return r.ID == c.ID && r.Seq == c.Seq })
}

func (m *memory) ClaimInbound(_ context.Context, rows []queue.Inbound, lease time.Time) (won []queue.Inbound, err error) {
	err = m.locked(func() error {
		for _, want := range rows {
			if row := m.inbound(queue.Claim{ID: want.ID, Seq: want.Seq}); row != nil && row.State.Open() {
				m.claims++
				row.State, row.Seq, row.Attempts, row.LeaseUntil = queue.Claimed, row.Seq+1, row.Attempts+1, lease
				won = append(won, *row)
			}
		}
		return nil
	})
	return won, err
}

func (m *memory) FinishInbound(_ context.Context, c queue.Claim, replies []queue.Outbound, now time.Time) error {
	return m.locked(func() error {
		row := m.inbound(c)
		if row == nil || row.State != queue.Claimed {
			return errFenced
		}
		row.State, row.DoneAt = queue.Done, &now
		m.tell(replies)
		return nil
	})
}

func (m *memory) FailInbound(_ context.Context, c queue.Claim, reason string, retryAt time.Time, dead bool, tell []queue.Outbound) error {
	return m.locked(func() error {
		row := m.inbound(c)
		if row == nil || row.State != queue.Claimed {
			return errFenced
		}
		row.State, row.LastError, row.LeaseUntil = queue.Waiting, reason, retryAt
		if dead {
			row.State = queue.Dead
		}
		m.tell(tell)
		return nil
	})
}

func (m *memory) tell(rows []queue.Outbound) {
	for _, row := range rows {
		if row.DedupKey != "" && find(m.outbox, func(r *queue.Outbound) bool { return r.DedupKey == row.DedupKey }) != nil {
			continue
		}
		row.ID = m.id()
		m.outbox = append(m.outbox, &row)
	}
}

func (m *memory) DueJobs(_ context.Context, now, wall time.Time, limit int) (due []queue.Job, err error) {
	err = m.locked(func() error {
		for _, job := range m.jobs {
			if job.State.Open() && !job.DueAt.After(now) && !job.LeaseUntil.After(wall) && len(due) < limit {
				due = append(due, *job)
			}
		}
		return nil
	})
	return due, err
}

func (m *memory) ClaimJobs(_ context.Context, rows []queue.Job, lease time.Time) (won []queue.Job, err error) {
	err = m.locked(func() error {
		for _, want := range rows {
			if job := m.job(queue.Claim{ID: want.ID, Seq: want.Seq}); job != nil && job.State.Open() {
				m.claims++
				job.State, job.Seq, job.Attempts, job.LeaseUntil = queue.Claimed, job.Seq+1, job.Attempts+1, lease
				won = append(won, *job)
			}
		}
		return nil
	})
	return won, err
}

func (m *memory) FinishJob(_ context.Context, c queue.Claim, now time.Time) error {
	return m.locked(func() error {
		job := m.job(c)
		if job == nil || job.State != queue.Claimed {
			return errFenced
		}
		job.State, job.DoneAt = queue.Done, &now
		return nil
	})
}

func (m *memory) FailJob(_ context.Context, c queue.Claim, reason string, retryAt time.Time, dead bool, tell []queue.Outbound) error {
	return m.locked(func() error {
		job := m.job(c)
		if job == nil || job.State != queue.Claimed {
			return errFenced
		}
		job.State, job.LastError, job.LeaseUntil = queue.Waiting, reason, retryAt
		if dead {
			job.State = queue.Dead
		}
		m.tell(tell)
		return nil
	})
}

func (m *memory) OpenJobs(_ context.Context, after int64, limit int) (open []queue.Job, err error) {
	err = m.locked(func() error {
		for _, job := range m.jobs {
			if job.State.Open() && job.ID > after && len(open) < limit {
				open = append(open, *job)
			}
		}
		return nil
	})
	return open, err
}

func (m *memory) DueOutbound(_ context.Context, now, wall time.Time, limit int) (due []queue.Outbound, err error) {
	err = m.locked(func() error {
		for _, row := range m.outbox {
			if row.State.Open() && !row.DueAt.After(now) && !row.LeaseUntil.After(wall) {
				due = append(due, *row)
			}
		}
		slices.SortStableFunc(due, func(a, b queue.Outbound) int {
			return cmp.Or(a.DueAt.Compare(b.DueAt), cmp.Compare(a.ID, b.ID))
		})
		due = due[:min(limit, len(due))]
		return nil
	})
	return due, err
}

func (m *memory) ClaimOutbound(_ context.Context, rows []queue.Outbound, lease time.Time) (won []queue.Outbound, err error) {
	err = m.locked(func() error {
		for _, want := range rows {
			if row := m.outbound(queue.Claim{ID: want.ID, Seq: want.Seq}); row != nil && row.State.Open() {
				m.claims++
				row.State, row.Seq, row.Attempts, row.LeaseUntil = queue.Claimed, row.Seq+1, row.Attempts+1, lease
				won = append(won, *row)
			}
		}
		return nil
	})
	return won, err
}

func (m *memory) Freeze(_ context.Context, head queue.Claim, r queue.Rendered, bundled []queue.Claim, codeID int64, now time.Time) error {
	return m.locked(func() error {
		row := m.outbound(head)
		if row == nil || row.State != queue.Claimed {
			return errFenced
		}
		for _, c := range bundled {
			if other := m.outbound(c); other == nil || other.State != queue.Claimed {
				return errFenced
			}
		}
		if codeID != 0 {
			code := find(m.codes, func(c *queue.CardCode) bool { return c.ID == codeID && c.ConsumedAt == nil })
			if code == nil {
				return errFenced
			}
			code.ConsumedAt = &now
		}
		for _, c := range bundled {
			other := m.outbound(c)
			other.State, other.BundleID = queue.Bundled, &row.ID
		}
		row.Endpoint, row.Request = r.Endpoint, r.Request
		if row.FirstTryAt == nil {
			row.FirstTryAt = &now
		}
		return nil
	})
}

func (m *memory) Settle(_ context.Context, c queue.Claim, s queue.Settlement, now time.Time) error {
	return m.locked(func() error {
		row := m.outbound(c)
		if row == nil || row.State != queue.Claimed {
			return errFenced
		}
		row.State, row.ErrCode, row.LastError, row.MsgID = s.State, s.ErrCode, s.Reason, s.MsgID
		if s.State == queue.Waiting {
			row.LeaseUntil = s.RetryAt
		} else {
			row.DoneAt = &now
		}
		if s.Code != nil {
			code := *s.Code
			code.ID = m.id()
			m.codes = append(m.codes, &code)
		}
		m.tell(s.Tell)
		return nil
	})
}

func (m *memory) ReleaseOutbound(_ context.Context, claims []queue.Claim, until time.Time) error {
	return m.locked(func() error {
		for _, c := range claims {
			if row := m.outbound(c); row != nil && row.State == queue.Claimed {
				row.State, row.LeaseUntil, row.Attempts = queue.Waiting, until, row.Attempts-1
			}
		}
		return nil
	})
}

func (m *memory) UnusedCardCode(_ context.Context, task, person string, now time.Time) (code queue.CardCode, ok, sending bool, err error) {
	err = m.locked(func() error {
		if c := find(m.codes, func(c *queue.CardCode) bool {
			return c.TaskID == task && c.Recipient == person && c.ConsumedAt == nil && c.ExpiresAt.After(now)
		}); c != nil {
			code, ok = *c, true
		}
		sending = find(m.outbox, func(r *queue.Outbound) bool {
			return r.TaskID == task && r.Recipient == person && !r.Amends && r.State.Open()
		}) != nil
		return nil
	})
	return code, ok, sending, err
}

func (m *memory) Backlog(context.Context) (backlog queue.Backlog, err error) {
	err = m.locked(func() error {
		for _, row := range m.inbox {
			if row.State.Open() {
				backlog.OpenInbound++
				if backlog.OldestInbound == nil {
					backlog.OldestInbound = &row.ReceivedAt
				}
			}
		}
		for _, row := range m.outbox {
			if row.State == queue.Dead {
				backlog.DeadLetters++
			}
		}
		return nil
	})
	return backlog, err
}

func (m *memory) DatabaseTime(context.Context) (at time.Time, err error) {
	err = m.locked(func() error { at = m.wall.Now().Add(m.skew); return nil })
	return at, err
}
