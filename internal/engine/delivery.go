package engine

import (
	"context"
	"log/slog"
	"time"

	"petitiondesk/models"
	"petitiondesk/models/queue"
)

const (
	cardPause   = 1500 * time.Millisecond // until an amendment looks again for its card's code
	freezePause = time.Second
)

// deliverNext deals with the first row, and with those that go out in the same message. It returns how many
// rows it dealt with; zero when it held the recipient instead.
func (s *sender) deliverNext(ctx context.Context, parcels []parcel) (dealt int) {
	head := parcels[0]
	if reason := s.beyondSending(head); reason != "" {
		s.settleFailed(ctx, head, queue.Settlement{State: queue.Expired, ErrCode: head.row.ErrCode, Reason: reason}, "expired_outbound")
		return 1
	}
	if head.lapsed && head.row.Attempts > queue.MaxAttempts {
		s.settleFailed(ctx, head, queue.Settlement{State: queue.Dead, Reason: errNoAttemptEnded.Error()}, "dead_outbound")
		return 1
	}
	code, ready := s.cardCode(ctx, head)
	if !ready {
		return 1
	}
	wall := s.e.cfg.Wall.Now()
	if ok, wait := s.pacing.allow(ctx, head.row.Recipient, wall); !ok {
		s.hold(head.row.Recipient, wall.Add(wait))
		return 0
	}
	dealt = 1
	if head.row.Request == nil {
		var frozen bool
		if head, dealt, frozen = s.freeze(ctx, parcels, code); !frozen {
			return dealt
		}
		if !s.leaseSuffices(head) {
			s.release(ctx, []parcel{head}, s.e.cfg.Wall.Now())
			return dealt
		}
	}
	s.post(ctx, head)
	return dealt
}

// beyondSending says why a row must not be posted any more, "" when it may.
func (s *sender) beyondSending(p parcel) string {
	now := s.e.cfg.Clock.Now()
	switch {
	case outcomeUnknown(p, now):
		return "result unknown: tried too long ago for the platform to notice a repeat"
	case p.row.NotAfter != nil && now.After(*p.row.NotAfter):
		return "not sent in time"
	}
	return ""
}

// outcomeUnknown tells that the frozen request may have arrived, although nobody heard so, and that the
// platform would no longer suppress it as a duplicate. A card's amendment can always be repeated: its code
// works once. An attempt without an errcode is one that the platform did not answer.
func outcomeUnknown(p parcel, now time.Time) bool {
	row := p.row
	if row.FirstTryAt == nil || row.Amends || now.Sub(*row.FirstTryAt) <= queue.DuplicateInterval {
		return false
	}
	return p.lapsed || (row.ErrCode == 0 && row.LastError != "")
}

// cardCode finds the response_code for an amendment that has no request yet. ready is false when the row has
// been dealt with: its card is still on its way, or can no longer be changed.
func (s *sender) cardCode(ctx context.Context, p parcel) (code queue.CardCode, ready bool) {
	if !p.row.Amends || p.row.Request != nil {
		return code, true
	}
	limited, cancel := s.e.brief(ctx)
	defer cancel()
	code, found, sending, err := s.e.ports.Outbox.UnusedCardCode(limited, p.row.TaskID, p.row.Recipient, s.e.cfg.Clock.Now())
	switch {
	case err != nil:
		s.log(p).Warn("card code could not be looked up", "reason", reasonOf(err))
		s.release(ctx, []parcel{p}, s.e.cfg.Wall.Now().Add(cardPause))
	case found:
		return code, true
	case sending:
		s.release(ctx, []parcel{p}, s.e.cfg.Wall.Now().Add(cardPause))
	default:
		s.settle(ctx, p, queue.Settlement{State: queue.Done, Reason: "card can no longer be changed"})
	}
	return code, false
}

// freeze renders the first row, with those that can be said in the same message, and stores the request before
// anything is posted. It returns the row that carries the message.
func (s *sender) freeze(ctx context.Context, parcels []parcel, code queue.CardCode) (head parcel, dealt int, frozen bool) {
	message, count, err := s.compose(ctx, parcels, code.Code)
	if err != nil {
		s.settleAttempt(ctx, parcels[0], queue.Sent{Verdict: queue.VerdictRetry, Reason: "render: " + reasonOf(err)})
		return parcels[0], 1, false
	}
	if message.Media != nil {
		if failed := s.upload(ctx, &message); failed != nil {
			s.settleAttempt(ctx, parcels[0], *failed)
			return parcels[0], 1, false
		}
	}
	run := parcels[:count]
	head, others := carrier(run)
	limited, cancel := s.e.brief(ctx)
	defer cancel()
	now := s.e.cfg.Clock.Now()
	if err := s.e.ports.Outbox.Freeze(limited, head.claim(), message, claimsOf(others), code.ID, now); err != nil {
		s.log(head).Warn("message could not be frozen", "reason", reasonOf(err), "fenced", models.CodeOf(err) == models.Fenced)
		s.release(ctx, run, s.e.cfg.Wall.Now().Add(freezePause))
		return head, count, false
	}
	for _, other := range others {
		s.settled(other, queue.Bundled)
	}
	head.row.Endpoint, head.row.Request, head.row.FirstTryAt = message.Endpoint, message.Request, &now
	return head, count, true
}

// post makes one attempt with the frozen bytes.
func (s *sender) post(ctx context.Context, p parcel) {
	ctx, cancel := context.WithTimeout(ctx, s.e.cfg.SendTimeout)
	defer cancel()
	var sent queue.Sent
	err := guard(func() error { sent = s.e.ports.Sender.Send(ctx, p.row.Endpoint, p.row.Request); return nil })
	if err != nil {
		sent = queue.Sent{Verdict: queue.VerdictRetry, Reason: reasonOf(err)}
	}
	s.e.metrics.sends.WithLabelValues(verdictName(sent.Verdict)).Inc()
	if sent.Verdict == queue.VerdictSent {
		if waited, ok := s.e.answers.sent(p.row, s.e.cfg.Clock.Now()); ok {
			s.e.metrics.answerSeconds.Observe(waited.Seconds())
		}
	}
	s.settleAttempt(ctx, p, sent)
}

func (s *sender) log(p parcel) *slog.Logger {
	return s.e.cfg.Logger.With("outbox_id", p.row.ID, "kind", p.row.Kind, "person", p.row.Recipient)
}
