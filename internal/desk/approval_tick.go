package desk

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"slices"
	"time"

	"petitiondesk/models/approval"
	"petitiondesk/models/calendar"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/queue"
)

// The kinds of job that keep requests moving: the next thing due about one, and a person's morning digest.
const (
	ApprovalJob       = "approval_tick"
	ApprovalDigestJob = "approval_digest"
)

// planTick writes the one open job of a request, the next thing due about it.
func (w *work) planTick(r approval.Request) error {
	tick, due, ok := r.NextTick()
	if !ok {
		return nil
	}
	return w.Plan(queue.Job{
		Kind: ApprovalJob, Ref: refOf(r.ID), Uniq: fmt.Sprintf("approval:%d:%s:%d", r.ID, tick, due.Unix()),
		Payload: refOf(r.ID), DueAt: due, CreatedAt: w.now,
	})
}

// RunApprovalTick does what is due about a request now; a job that came too early, because the request has moved on, plans
// the next one.
func (d *Desk) RunApprovalTick(ctx context.Context, payload string) error {
	var id int64
	if err := json.Unmarshal([]byte(payload), &id); err != nil {
		return fmt.Errorf("read approval tick: %w", err)
	}
	return d.transact(ctx, func(w *work) error {
		r, err := w.LockRequest(id)
		if err != nil {
			return err
		}
		tick, due, ok := r.NextTick()
		switch {
		case !ok:
			return nil
		case due.After(w.now):
			return w.planTick(r)
		case tick == approval.RunsOut:
			_, err := w.act(r, people.Person{UserID: SystemActor}, approval.Act{Doing: approval.TimeOut}, actedBy{})
			return err
		}
		if r, err = w.renewCards(r, r.Aged(w.now)); err != nil {
			return err
		}
		return w.planTick(r)
	})
}

// renewCards replaces cards by new ones, whose codes live another 72 hours.
func (w *work) renewCards(r approval.Request, seats []approval.Seat) (approval.Request, error) {
	if len(seats) == 0 {
		return r, nil
	}
	if err := w.amendCards(r, seats, notice.ApprovalRenewed, fmt.Sprintf("renewed:%d", w.now.Unix())); err != nil {
		return r, err
	}
	renewed := r.Recarded(seatedUsers(seats), w.now)
	if err := w.SaveSeats(renewed); err != nil {
		return r, err
	}
	users := map[string]bool{}
	for _, seat := range seats {
		users[seat.UserID] = true
	}
	fresh := slices.DeleteFunc(renewed.Open(), func(s approval.Seat) bool { return !users[s.UserID] })
	return renewed, w.sendCards(renewed, fresh)
}

// cardsAtOnce is how many cards a person gets together.
const cardsAtOnce = 5

// RefreshCards gives the person new cards for what waits for him, or for one request: 刷新.
func (d *Desk) RefreshCards(ctx context.Context, by, reference string) error {
	return d.transact(ctx, func(w *work) error {
		waiting, err := w.waitingFor(by, 200)
		if err != nil {
			return err
		}
		if reference != "" {
			one, err := approval.Match(waiting, reference)
			if err != nil {
				return err
			}
			waiting = []approval.Request{one}
		}
		if len(waiting) == 0 {
			return w.answer(by, notice.Plain, notice.Text{Text: "目前没有等您审批的事项，不必刷新。"})
		}
		for _, r := range waiting[:min(len(waiting), cardsAtOnce)] {
			if err := w.renewFor(by, r.ID); err != nil {
				return err
			}
		}
		if more := len(waiting) - cardsAtOnce; more > 0 {
			return w.answer(by, notice.Plain, notice.Text{Text: fmt.Sprintf("已重新发送最早的%d件，另有%d件请带编号刷新。", cardsAtOnce, more)})
		}
		return nil
	})
}

func (w *work) renewFor(user string, id int64) error {
	r, err := w.LockRequest(id)
	if err != nil {
		return err
	}
	person, err := w.Person(user)
	if err != nil {
		return err
	}
	if r, _, err = w.standing(r, person); err != nil {
		return err
	}
	mine := slices.DeleteFunc(r.Open(), func(s approval.Seat) bool { return s.UserID != user })
	r, err = w.renewCards(r, mine)
	if err != nil {
		return err
	}
	return w.planTick(r)
}

// waitingFor lists what a person may decide now, oldest first: his own, and that of those who have delegated to him.
func (w *work) waitingFor(user string, limit int) ([]approval.Request, error) {
	return waitingFor(w.Tx, user, w.today(), limit)
}

func waitingFor(tx Tx, user string, today calendar.Day, limit int) ([]approval.Request, error) {
	waiting, err := tx.WaitingFor(user, limit)
	if err != nil {
		return nil, err
	}
	delegations, err := tx.DelegationsTo(user, today)
	if err != nil {
		return nil, err
	}
	for _, d := range delegations {
		if !d.InForce(today) {
			continue
		}
		theirs, err := tx.WaitingFor(d.Principal, limit)
		if err != nil {
			return nil, err
		}
		waiting = append(waiting, slices.DeleteFunc(theirs, func(r approval.Request) bool { return r.Applicant == user })...)
	}
	slices.SortFunc(waiting, func(a, b approval.Request) int { return cmp.Compare(a.ID, b.ID) })
	return requestsSeenBy(tx, user, slices.CompactFunc(waiting, func(a, b approval.Request) bool { return a.ID == b.ID }))
}

func stagger(person string) time.Duration {
	h := fnv.New32a()
	_, _ = h.Write([]byte(person))
	return time.Duration(h.Sum32()%240) * time.Second
}

func (w *work) planDigest(person string, cal *calendar.Calendar) error {
	due := approval.DigestDue(w.now, cal, stagger(person))
	return w.Plan(queue.Job{
		Kind: ApprovalDigestJob, Ref: person, Uniq: "approval-digest:" + person + ":" + string(calendar.DayOf(due)),
		Payload: person, DueAt: due, CreatedAt: w.now,
	})
}

// digestedAtMost is how many requests the morning's message names; the rest are counted.
const digestedAtMost = 12

// RunApprovalDigest tells a person each working morning what waits for him, oldest first, with a new card for each of the
// oldest, and plans the next morning's as long as anything waits.
func (d *Desk) RunApprovalDigest(ctx context.Context, person string) error {
	return d.transact(ctx, func(w *work) error {
		waiting, err := w.WaitingFor(person, 200)
		if err != nil {
			return err
		}
		if waiting, err = requestsSeenBy(w, person, waiting); err != nil {
			return err
		}
		returned, err := w.ReturnedTo(person, 50)
		if err != nil {
			return err
		}
		if returned, err = requestsSeenBy(w, person, returned); err != nil || len(waiting)+len(returned) == 0 {
			return err
		}
		cal, err := w.calendar()
		if err != nil {
			return err
		}
		digest := notice.ApprovalDigestOf{Total: len(waiting), Returned: len(returned)}
		for _, r := range waiting[:min(len(waiting), digestedAtMost)] {
			line, err := w.digestLine(r, cal)
			if err != nil {
				return err
			}
			digest.Lines = append(digest.Lines, line)
		}
		for _, r := range returned[:min(len(returned), digestedAtMost)] {
			line, err := w.digestLine(r, cal)
			if err != nil {
				return err
			}
			digest.ToSupplement = append(digest.ToSupplement, line)
		}
		if err := w.answer(person, notice.ApprovalDigest, digest); err != nil {
			return err
		}
		for _, r := range waiting[:min(len(waiting), cardsAtOnce)] {
			if err := w.renewFor(person, r.ID); err != nil {
				return err
			}
		}
		return w.planDigest(person, cal)
	})
}

// digestLine names nobody: who is petitioned about is masked in the reason as on the card.
func (w *work) digestLine(r approval.Request, cal *calendar.Calendar) (notice.ApprovalLine, error) {
	now := w.now
	line := notice.ApprovalLine{CaseNumber: r.CaseNumber, Kind: r.Kind, Reason: r.Reason, AskedAt: r.CreatedAt, StepName: r.StepPlan().Name}
	if r.StepBegan != nil {
		line.Waited = approval.OfficeTime(*r.StepBegan, now, cal)
	}
	if r.StepDue != nil {
		line.Due = calendar.Stamp(*r.StepDue)
	} else if r.StepBegan != nil && len(r.Steps()) > 0 {
		if due := r.StepPlan().Due(*r.StepBegan, cal); due != nil && now.After(*due) {
			line.Late = true
		}
	}
	return line, w.unnameAll(r.CaseID, &line.Reason)
}
