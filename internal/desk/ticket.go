package desk

import (
	"context"
	"fmt"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
	"petitiondesk/models/queue"
)

// TicketJob reconciles the tickets of a day.
const TicketJob = "ticket_reconcile"

const (
	reconcileAt  = calendar.ClockTime(18*60 + 7) // after the office has closed
	reconcileFor = 7                             // days on which open tickets are told again
	maxTickets   = 5000                          // more than any door gives out in a day
)

// TicketTx reads and writes door tickets.
type TicketTx interface {
	LastTicket(day calendar.Day) (int64, error) // 0 when none was drawn
	AddTicket(t *petition.Ticket) error         // sets ID; Conflict when the number was drawn meanwhile
	Ticket(day calendar.Day, no int64) (petition.Ticket, error)
	TicketOf(number string) (petition.Ticket, error)
	Tickets(day calendar.Day, limit int) ([]petition.Ticket, error)
	UpdateTicket(t, was petition.Ticket) error // where it is still as it was
	CountVisitsOn(day calendar.Day) (int, error)
}

// DrawTicket gives out the next ticket of today. Offices that do not use tickets simply draw none.
func (d *Desk) DrawTicket(ctx context.Context, by string) error {
	return d.transact(ctx, func(w *work) error {
		if _, err := w.actor(by, people.DrawTickets); err != nil {
			return err
		}
		last, err := w.LastTicket(w.today())
		if err != nil {
			return err
		}
		t := petition.Ticket{Day: w.today(), No: last + 1, IssuedBy: by, IssuedAt: w.now}
		if err := w.AddTicket(&t); err != nil {
			return err
		}
		if err := w.planReconciliation(t.Day); err != nil {
			return err
		}
		if err := w.answer(by, notice.TicketNews, notice.Ticket{Day: t.Day, No: t.No, Step: notice.TicketIssued}); err != nil {
			return err
		}
		return w.recordTicket(ledger.TicketIssued, t, by, nil)
	})
}

// TicketRef names a ticket; Day "" means today.
type TicketRef struct {
	Day calendar.Day
	No  int64
}

// MatchTicket says which visit a ticket became, for visits that were registered without naming it.
func (d *Desk) MatchTicket(ctx context.Context, by string, ref TicketRef, reference string) error {
	return d.transact(ctx, func(w *work) error {
		person, err := w.actor(by, people.DrawTickets)
		if err != nil {
			return err
		}
		if _, _, err := d.open(ctx, w, person, reference, people.ReadCases); err != nil {
			return err
		}
		return w.matchTicket(by, ref, d.numberMeant(ctx, reference))
	})
}

func (w *work) matchTicket(by string, ref TicketRef, number string) error {
	t, err := w.openTicket(ref)
	if err != nil {
		return err
	}
	switch other, err := w.TicketOf(number); {
	case err == nil:
		return models.Errorf(models.Conflict, "%s 已对应%s第%d号。多取的号请作废，例如：作废号 %d 重复取号", number, other.Day.Chinese(), other.No, t.No)
	case models.CodeOf(err) != models.NotFound:
		return err
	}
	was := t
	t.SubmissionNumber, t.VoidReason, t.VoidAskedBy = number, "", ""
	if err := w.UpdateTicket(t, was); err != nil {
		return err
	}
	if err := w.answer(by, notice.TicketNews, notice.Ticket{Day: t.Day, No: t.No, Step: notice.TicketMatched, Number: number}); err != nil {
		return err
	}
	return w.recordTicket(ledger.TicketMatched, t, by, map[string]any{"submission": number})
}

// matchNamed uses the ticket that a report names. A ticket that does not fit never stands in the way of a registration: the
// clerk is told, and it stays on the list of the evening.
func (w *work) matchNamed(by string, no int64, number string) error {
	if no == 0 {
		return nil
	}
	err := w.matchTicket(by, TicketRef{Day: dayOf(number), No: no}, number)
	if e := models.MessageOf(err); err != nil && !overtaken(err) && (models.CodeOf(err) == models.Conflict || models.CodeOf(err) == models.NotFound) {
		return w.answer(by, notice.TicketNews, notice.Ticket{Day: dayOf(number), No: no, Step: notice.TicketUnmatched, Number: number, Reason: e})
	}
	return err
}

func (w *work) openTicket(ref TicketRef) (petition.Ticket, error) {
	if ref.Day == "" {
		ref.Day = w.today()
	}
	no := ref.No
	t, err := w.Ticket(ref.Day, no)
	switch {
	case models.CodeOf(err) == models.NotFound:
		return t, models.Errorf(models.NotFound, "%s没有第%d号，请核对号票。", ref.Day.Chinese(), no)
	case err != nil:
		return t, err
	case t.Voided():
		return t, models.Errorf(models.Conflict, "第%d号已经作废，请重新取号。", no)
	case t.SubmissionNumber != "":
		return t, models.Errorf(models.Conflict, "第%d号已登记为 %s。", no, t.SubmissionNumber)
	}
	return t, nil
}

// AskToVoidTicket notes why a ticket is to be void; a second person has to confirm.
func (d *Desk) AskToVoidTicket(ctx context.Context, by string, ref TicketRef, reason string) error {
	return d.transact(ctx, func(w *work) error {
		if _, err := w.actor(by, people.DrawTickets); err != nil {
			return err
		}
		t, err := w.openTicket(ref)
		if err != nil {
			return err
		}
		was := t
		if t.Voiding, err = t.Ask(by, reason, fmt.Sprintf("作废号 %d", t.No)); err != nil {
			return err
		}
		if err := w.UpdateTicket(t, was); err != nil {
			return err
		}
		if err := w.answer(by, notice.TicketNews, notice.Ticket{Day: t.Day, No: t.No, Step: notice.TicketVoidAsked, Reason: t.VoidReason}); err != nil {
			return err
		}
		return w.recordTicket(ledger.TicketVoidAsked, t, by, nil)
	})
}

// VoidTicket confirms as the second person that a ticket is void.
func (d *Desk) VoidTicket(ctx context.Context, by string, ref TicketRef) error {
	return d.transact(ctx, func(w *work) error {
		if _, err := w.actor(by, people.DrawTickets); err != nil {
			return err
		}
		t, err := w.openTicket(ref)
		if err != nil {
			return err
		}
		was, no := t, t.No
		if t.Voiding, err = t.Confirm(by, w.now, fmt.Sprintf("作废号 %d", no), fmt.Sprintf("确认作废号 %d", no)); err != nil {
			return err
		}
		if err := w.UpdateTicket(t, was); err != nil {
			return err
		}
		news := notice.Ticket{Day: t.Day, No: no, Step: notice.TicketIsVoid, Reason: t.VoidReason}
		if err := w.answer(by, notice.TicketNews, news); err != nil {
			return err
		}
		if err := w.answer(t.VoidAskedBy, notice.TicketNews, news); err != nil {
			return err
		}
		return w.recordTicket(ledger.TicketVoided, t, by, map[string]any{"asked_by": t.VoidAskedBy})
	})
}

func (w *work) recordTicket(kind ledger.Kind, t petition.Ticket, by string, payload map[string]any) error {
	return w.record(kind, fmt.Sprintf("ticket:%s:%d", t.Day, t.No), by, payload)
}

// planReconciliation sees to it that the tickets of a day are looked at once the office has closed, today or the next day.
func (w *work) planReconciliation(day calendar.Day) error {
	on := w.today()
	if !w.now.Before(on.At(reconcileAt)) {
		on = on.Add(1)
	}
	return w.Plan(queue.Job{
		Kind: TicketJob, Ref: string(day), Uniq: "tickets:" + string(day) + ":" + string(on), Payload: string(day),
		DueAt: on.At(reconcileAt), CreatedAt: w.now,
	})
}

// ReconcileTickets tells the duty office how the tickets of a day add up, and looks again the day after while some are open.
func (d *Desk) ReconcileTickets(ctx context.Context, payload string) error {
	day, err := calendar.ParseDay(payload)
	if err != nil {
		return fmt.Errorf("read day of tickets: %w", err)
	}
	return d.transact(ctx, func(w *work) error {
		r, err := reconcile(w, day)
		if err != nil {
			return err
		}
		if len(r.Open) > 0 && w.today() < day.Add(reconcileFor) {
			if err := w.planReconciliation(day); err != nil {
				return err
			}
		}
		if err := w.tellDutyOffice("tickets:"+string(day)+":"+string(w.today())+":"+w.key, notice.TicketsReconciled, notice.Tickets{Reconciliation: r}); err != nil {
			return err
		}
		return w.record(ledger.TicketsReconciled, "tickets:"+string(day), SystemActor, r)
	})
}

func reconcile(tx TicketTx, day calendar.Day) (petition.Reconciliation, error) {
	tickets, err := tx.Tickets(day, maxTickets)
	if err != nil || len(tickets) == 0 {
		return petition.Reconciliation{Day: day}, err // no tickets, nothing to reconcile
	}
	visits, err := tx.CountVisitsOn(day)
	return petition.Reconcile(day, tickets, visits), err
}

// TicketsToday is how today's tickets stand by now.
func (d *Desk) TicketsToday(ctx context.Context, reader string) (petition.Reconciliation, error) {
	var r petition.Reconciliation
	err := d.store.Read(ctx, func(tx Tx) (err error) {
		if _, err = may(tx, reader, people.DrawTickets); err == nil {
			r, err = reconcile(tx, d.today())
		}
		return err
	})
	return r, err
}
