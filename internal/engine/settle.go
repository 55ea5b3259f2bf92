package engine

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"petitiondesk/models"
	"petitiondesk/models/queue"
)

const (
	configPause    = time.Minute    // between attempts while our settings are wrong
	configPatience = 24 * time.Hour // after which even those are a dead letter
	longestHold    = 10 * time.Second
	settleTries    = 3
	settlePause    = 300 * time.Millisecond
)

// settleAttempt ends one attempt by its verdict.
//
// A spent card code means that the amendment was applied by an attempt whose answer got lost, or that the card
// is older than 72 hours; either way nothing is left to do, and the row is done.
func (s *sender) settleAttempt(ctx context.Context, p parcel, sent queue.Sent) {
	end := queue.Settlement{State: queue.Done, ErrCode: sent.ErrCode, Reason: clipped(sent.Reason), MsgID: sent.MsgID}
	switch sent.Verdict {
	case queue.VerdictSent:
		end.Reason = ""
		end.Code = s.issuedCode(p.row, sent)
		s.settle(ctx, p, end)
	case queue.VerdictCardSpent:
		end.Reason = "applied earlier or expired"
		s.settle(ctx, p, end)
	case queue.VerdictConfig:
		s.waitForConfig(ctx, p, end)
	case queue.VerdictUnreachable:
		end.State = queue.Dead
		s.settleFailed(ctx, p, end, "unreachable")
	case queue.VerdictRefused:
		end.State = queue.Dead
		s.settleFailed(ctx, p, end, "dead_outbound")
	default:
		s.retry(ctx, p, end, sent.RetryAfter)
	}
}

func (s *sender) issuedCode(row queue.Outbound, sent queue.Sent) *queue.CardCode {
	if sent.ResponseCode == "" || row.TaskID == "" {
		return nil
	}
	now := s.e.cfg.Clock.Now()
	return &queue.CardCode{
		TaskID: row.TaskID, Recipient: row.Recipient, Code: sent.ResponseCode,
		IssuedAt: now, ExpiresAt: now.Add(queue.CardCodeLife),
	}
}

// retry has the row wait, and the recipient's other rows for a little while, so that a short failure does not
// change the order and a long one does not block them.
func (s *sender) retry(ctx context.Context, p parcel, end queue.Settlement, atLeast time.Duration) {
	if p.row.Attempts >= queue.MaxAttempts {
		end.State = queue.Dead
		s.settleFailed(ctx, p, end, "dead_outbound")
		return
	}
	wait := max(queue.Backoff(p.row.Attempts, uint64(p.row.ID)), atLeast)
	wall := s.e.cfg.Wall.Now()
	end.State, end.RetryAt = queue.Waiting, wall.Add(wait)
	s.hold(p.row.Recipient, wall.Add(min(wait, longestHold)))
	s.settle(ctx, p, end)
}

// waitForConfig gives the row back as untried: it is not the row's fault, and the attempts it will need are
// kept for when the settings are right.
func (s *sender) waitForConfig(ctx context.Context, p parcel, end queue.Settlement) {
	s.noteConfig(p, end)
	if since := p.row.FirstTryAt; since != nil && s.e.cfg.Clock.Now().Sub(*since) > configPatience {
		end.State = queue.Dead
		s.settleFailed(ctx, p, end, "dead_outbound")
		return
	}
	until := s.e.cfg.Wall.Now().Add(configPause)
	s.hold(p.row.Recipient, until)
	s.release(ctx, []parcel{p}, until)
}

func (s *sender) noteConfig(p parcel, end queue.Settlement) {
	wall := s.e.cfg.Wall.Now()
	s.configMu.Lock()
	s.configCode, s.configSeen = end.ErrCode, wall
	quiet := !s.configLogged.IsZero() && wall.Sub(s.configLogged) < configPause
	if !quiet {
		s.configLogged = wall
	}
	s.configMu.Unlock()
	if !quiet {
		s.log(p).Error("the platform refuses our settings; messages wait", "errcode", end.ErrCode, "reason", end.Reason)
	}
}

func (s *sender) configFault() int {
	s.configMu.Lock()
	defer s.configMu.Unlock()
	if s.configCode != 0 && s.e.cfg.Wall.Now().Sub(s.configSeen) < 2*configPause {
		return s.configCode
	}
	return 0
}

// settleFailed ends a row without its having reached anybody, and tells the duty office in the same
// transaction, unless the row is itself such a complaint.
func (s *sender) settleFailed(ctx context.Context, p parcel, end queue.Settlement, kind string) {
	s.log(p).Error("message failed for good", "trouble", kind, "errcode", end.ErrCode, "reason", end.Reason, "attempts", p.row.Attempts)
	if !isComplaint(p.row) {
		end.Tell = s.e.complain(ctx, Trouble{
			Kind: kind, Ref: fmt.Sprintf("outbox:%d", p.row.ID),
			Recipient: p.row.Recipient, What: p.row.Kind, Reason: end.Reason,
		})
	}
	s.settle(ctx, p, end)
}

// settle writes the end of an attempt, a few times over if need be: what was posted and not noted is posted
// again.
func (s *sender) settle(ctx context.Context, p parcel, end queue.Settlement) {
	var err error
	for try := range settleTries {
		if try > 0 {
			bell(nil).wait(ctx, settlePause)
		}
		limited, cancel := s.e.brief(ctx)
		err = s.e.ports.Outbox.Settle(limited, p.claim(), end, s.e.cfg.Clock.Now())
		cancel()
		if err == nil {
			s.settled(p, end.State)
			if len(end.Tell) > 0 {
				s.e.Poke(TopicOutbox)
			}
			return
		}
		if models.CodeOf(err) == models.Fenced {
			s.log(p).Info("message passed to another worker")
			return
		}
	}
	s.log(p).Warn("attempt could not be noted; its lease will lapse", "reason", reasonOf(err))
}

func (s *sender) settled(p parcel, state queue.State) {
	s.e.metrics.settled.WithLabelValues(stateName(state)).Inc()
	signal(s.e.cfg.Signals.Settled, SettledRow{ID: p.row.ID, State: state})
}

func verdictName(v queue.Verdict) string {
	names := []string{"sent", "retry", "unreachable", "refused", "config", "card_spent"}
	if int(v) < len(names) {
		return names[v]
	}
	return strconv.Itoa(int(v))
}

func stateName(state queue.State) string {
	names := []string{"waiting", "claimed", "done", "cancelled", "expired", "dead", "bundled"}
	if int(state) < len(names) {
		return names[state]
	}
	return strconv.Itoa(int(state))
}
