package engine

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"petitiondesk/models/queue"
)

const leaseMargin = 2 * time.Second

// sender sends what is due: side by side for several recipients, one after another for each of them.
type sender struct {
	e      *Engine
	pacing *pacing

	// line is what is left of the due rows read last. Reading them costs far more than a claim, so they serve
	// until none can be picked; a row that has moved on since is merely not won. Only the intake touches it.
	line []queue.Outbound

	mu   sync.Mutex
	busy map[string]bool      // recipients being sent to
	held map[string]time.Time // recipients whose rows all wait, so that none overtakes another

	configMu     sync.Mutex
	configCode   int
	configSeen   time.Time
	configLogged time.Time
}

func newSender(e *Engine) *sender {
	return &sender{
		e: e, pacing: newPacing(e.ports.Pacer, e.pacerFault, e.cfg.PersonPerMinute),
		busy: map[string]bool{}, held: map[string]time.Time{},
	}
}

func (s *sender) intake() intake {
	return intake{topic: TopicOutbox, size: s.e.cfg.Senders, claim: s.claim, rest: s.e.poll}
}

// parcel is one claimed row. lapsed tells that an earlier worker's lease ran out on it.
type parcel struct {
	row    queue.Outbound
	lapsed bool
}

func (p parcel) claim() queue.Claim { return queue.Claim{ID: p.row.ID, Seq: p.row.Seq} }

func (s *sender) claim(ctx context.Context, free int) ([]func(context.Context), bool, error) {
	ctx, cancel := s.e.brief(ctx)
	defer cancel()
	wall := s.e.cfg.Wall.Now()
	picked := s.pick(free)
	if len(picked) == 0 {
		var err error
		// More than a batch is read, as some people's rows may not be taken now.
		if s.line, err = s.e.ports.Outbox.DueOutbound(ctx, s.e.cfg.Clock.Now(), wall, 4*s.e.cfg.Batch); err != nil {
			return nil, false, wrapped("find due messages", err)
		}
		picked = s.pick(free)
	}
	if len(picked) == 0 {
		return nil, false, nil
	}
	lapsed := map[int64]bool{}
	for _, row := range picked {
		lapsed[row.ID] = row.State == queue.Claimed
	}
	claimed, err := s.e.ports.Outbox.ClaimOutbound(ctx, picked, wall.Add(s.e.cfg.Lease))
	if err != nil {
		return nil, false, wrapped("claim messages", err)
	}
	if len(claimed) < len(picked) {
		s.line = nil // another replica works on the same line
	}
	return s.perRecipient(claimed, lapsed), len(s.line) > 0, nil
}

// pick takes the rows of up to free recipients that nobody here is sending to out of the line.
func (s *sender) pick(free int) []queue.Outbound {
	s.mu.Lock()
	defer s.mu.Unlock()
	var recipients []string
	rows := map[string][]queue.Outbound{}
	for _, row := range s.line {
		if s.busy[row.Recipient] {
			continue
		}
		if rows[row.Recipient] == nil {
			recipients = append(recipients, row.Recipient)
		}
		rows[row.Recipient] = append(rows[row.Recipient], row)
	}
	shuffle(recipients)
	var picked []queue.Outbound
	for _, recipient := range recipients[:min(free, len(recipients))] {
		if room := s.e.cfg.Batch - len(picked); room > 0 {
			mine := rows[recipient]
			slices.SortFunc(mine, func(a, b queue.Outbound) int { return cmp.Compare(a.ID, b.ID) })
			picked = append(picked, mine[:min(s.e.cfg.PersonPerMinute, room, len(mine))]...)
		}
	}
	taken := make(map[int64]bool, len(picked))
	for _, row := range picked {
		taken[row.ID] = true
	}
	// A row whose lease has lapsed may yet be frozen by its old worker, which the copy here would not show.
	s.line = slices.DeleteFunc(s.line, func(row queue.Outbound) bool { return taken[row.ID] || row.State == queue.Claimed })
	return picked
}

func (s *sender) perRecipient(claimed []queue.Outbound, lapsed map[int64]bool) []func(context.Context) {
	slices.SortFunc(claimed, func(a, b queue.Outbound) int { return cmp.Compare(a.ID, b.ID) })
	var recipients []string
	parcels := map[string][]parcel{}
	for _, row := range claimed {
		if parcels[row.Recipient] == nil {
			recipients = append(recipients, row.Recipient)
		}
		parcels[row.Recipient] = append(parcels[row.Recipient], parcel{row: row, lapsed: lapsed[row.ID]})
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	work := make([]func(context.Context), len(recipients))
	for i, recipient := range recipients {
		s.busy[recipient] = true
		work[i] = func(ctx context.Context) {
			defer s.leave(recipient)
			s.deliver(ctx, recipient, parcels[recipient])
		}
	}
	return work
}

func (s *sender) leave(recipient string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.busy, recipient)
}

// deliver works through one recipient's rows. What cannot be posted well within its lease goes back, as nothing
// could stop a second worker from posting it too.
func (s *sender) deliver(ctx context.Context, recipient string, parcels []parcel) {
	for len(parcels) > 0 {
		wall := s.e.cfg.Wall.Now()
		if until, ok := s.heldUntil(recipient, wall); ok {
			s.release(ctx, parcels, until)
			return
		}
		if s.e.stopping.Load() || !s.leaseSuffices(parcels[0]) {
			s.release(ctx, parcels, wall)
			return
		}
		parcels = parcels[s.deliverNext(ctx, parcels):]
	}
}

// leaseSuffices tells whether a post that begins now ends within the lease.
func (s *sender) leaseSuffices(p parcel) bool {
	latest := p.row.LeaseUntil.Add(-s.e.cfg.SendTimeout - leaseMargin)
	return !s.e.cfg.Wall.Now().After(latest)
}

// hold keeps all rows of a recipient back until an instant of the machine's clock.
func (s *sender) hold(recipient string, until time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.held[recipient] = until
}

func (s *sender) heldUntil(recipient string, wall time.Time) (time.Time, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	until, ok := s.held[recipient]
	if ok && !until.After(wall) {
		delete(s.held, recipient)
		return time.Time{}, false
	}
	return until, ok
}

// release gives rows back untried.
func (s *sender) release(ctx context.Context, parcels []parcel, until time.Time) {
	ctx, cancel := s.e.brief(ctx)
	defer cancel()
	if err := s.e.ports.Outbox.ReleaseOutbound(ctx, claimsOf(parcels), until); err != nil {
		s.e.cfg.Logger.Warn("messages could not be given back; their leases will lapse",
			"outbox_id", parcels[0].row.ID, "rows", len(parcels), "reason", reasonOf(err))
	}
}

func claimsOf(parcels []parcel) []queue.Claim {
	claims := make([]queue.Claim, len(parcels))
	for i, p := range parcels {
		claims[i] = p.claim()
	}
	return claims
}
