package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
	"petitiondesk/models/queue"
)

// PaperJob reconciles the numbers of a day that were kept for paper.
const PaperJob = "paper_reconcile"

// maxPaperOfDay is more than any office keeps for paper in a day.
const maxPaperOfDay = 2000

// PaperTx reads and writes numbers kept for forms on paper.
type PaperTx interface {
	AddPaperNumbers(numbers []petition.PaperNumber) error // Conflict when one of them is kept
	PaperNumber(number string) (petition.PaperNumber, error)
	PaperNumbers(day calendar.Day, limit int) ([]petition.PaperNumber, error) // in order
	UpdatePaperNumber(p, was petition.PaperNumber) error                      // where it is still as it was
}

// ReservePaper takes the next numbers of today's series out for forms on paper.
func (d *Desk) ReservePaper(ctx context.Context, by string, count int) error {
	return d.transact(ctx, func(w *work) error {
		if _, err := w.actor(by, people.DrawTickets); err != nil {
			return err
		}
		if count < 1 || count > petition.MaxPaperNumbers {
			return models.Errorf(models.Invalid, "一次可领1到%d个编号，例如：纸质登记 领号 20", petition.MaxPaperNumbers)
		}
		if err := w.mayRegister(); err != nil {
			return err
		}
		day := w.today()
		kept, err := w.PaperNumbers(day, maxPaperOfDay)
		if err != nil {
			return err
		}
		if len(kept)+count > maxPaperOfDay {
			return models.Errorf(models.Conflict, "今天已领%d个纸质编号，不能再领。请先用完或者作废已领的。", len(kept))
		}
		if err := w.planPaper(day); err != nil {
			return err
		}
		numbers := make([]petition.PaperNumber, count)
		for i := range numbers {
			serial, err := w.NextSerial(day)
			if err != nil {
				return err
			}
			numbers[i] = petition.PaperNumber{Number: petition.Number(day, serial), Day: day, IssuedBy: by, IssuedAt: w.now}
		}
		if err := w.AddPaperNumbers(numbers); err != nil {
			return err
		}
		return w.tellPaper(by, numbers, notice.PaperIssued, "", ledger.PaperReserved, nil)
	})
}

// tellPaper answers about numbers and records what happened to them.
func (w *work) tellPaper(by string, numbers []petition.PaperNumber, step notice.PaperStep, reason string, kind ledger.Kind, more map[string]any) error {
	from, to := numbers[0].Number, numbers[len(numbers)-1].Number
	if err := w.answer(by, notice.PaperNews, notice.Paper{Step: step, From: from, To: to, Count: len(numbers), Reason: reason}); err != nil {
		return err
	}
	names := make([]string, len(numbers))
	for i, n := range numbers {
		names[i] = n.Number
	}
	payload := map[string]any{"numbers": names}
	for name, value := range more {
		payload[name] = value
	}
	return w.record(kind, "paper:"+string(numbers[0].Day), by, payload)
}

// paperRange loads the open ones of some numbers of one day that were kept for paper; to "" means from alone.
func (w *work) paperRange(from, to string) ([]petition.PaperNumber, error) {
	from = w.desk.numberMeant(w.ctx, from)
	day, ok := ledger.DayOfNumber(from)
	if to == "" {
		to = from
	}
	to = w.desk.numberMeant(w.ctx, to)
	if last, fits := ledger.DayOfNumber(to); !ok || !fits || last != day {
		return nil, models.Errorf(models.Invalid, "请写同一天的编号，例如：作废纸号 XF20261123-0005 至 XF20261123-0024 没有用到")
	}
	all, err := w.PaperNumbers(day, maxPaperOfDay)
	if err != nil {
		return nil, err
	}
	first := slices.IndexFunc(all, func(p petition.PaperNumber) bool { return p.Number == from })
	last := slices.IndexFunc(all, func(p petition.PaperNumber) bool { return p.Number == to })
	if first < 0 || last < first {
		return nil, models.Errorf(models.NotFound, "%s 不是领出的纸质编号。发送「纸质登记」可查看领出的编号。", from)
	}
	chosen := slices.DeleteFunc(slices.Clone(all[first:last+1]), func(p petition.PaperNumber) bool { return !p.Open() })
	if len(chosen) == 0 {
		return nil, models.Errorf(models.Conflict, "这些纸质编号都已经使用或者作废，没有作任何改动。")
	}
	return chosen, nil
}

// AskToVoidPaper notes why numbers kept for paper are to be void; a second person has to confirm. Used ones are left out.
func (d *Desk) AskToVoidPaper(ctx context.Context, by, from, to, reason string) error {
	return d.transact(ctx, func(w *work) error {
		if _, err := w.actor(by, people.DrawTickets); err != nil {
			return err
		}
		numbers, err := w.paperRange(from, to)
		if err != nil {
			return err
		}
		if reason = strings.TrimSpace(reason); reason == "" || utf8.RuneCountInString(reason) > maxVoidReason {
			return models.Errorf(models.Invalid, "请写明作废原因（不超过%d字），例如：作废纸号 %s 没有用到", maxVoidReason, numbers[0].Number)
		}
		for i, was := range numbers {
			numbers[i].VoidReason, numbers[i].VoidAskedBy = reason, by
			if err := w.UpdatePaperNumber(numbers[i], was); err != nil {
				return err
			}
		}
		return w.tellPaper(by, numbers, notice.PaperVoidAsked, reason, ledger.PaperVoidAsked, nil)
	})
}

// VoidPaper confirms as the second person that numbers are void.
func (d *Desk) VoidPaper(ctx context.Context, by, from, to string) error {
	return d.transact(ctx, func(w *work) error {
		if _, err := w.actor(by, people.DrawTickets); err != nil {
			return err
		}
		numbers, err := w.paperRange(from, to)
		if err != nil {
			return err
		}
		numbers = slices.DeleteFunc(numbers, func(p petition.PaperNumber) bool { return p.VoidAskedBy == "" })
		if len(numbers) == 0 {
			return models.Errorf(models.Conflict, "这些纸质编号还没有人提出作废，请先发送：作废纸号 %s 原因", d.numberMeant(ctx, from))
		}
		asked := numbers[0].VoidAskedBy
		if slices.ContainsFunc(numbers, func(p petition.PaperNumber) bool { return p.VoidAskedBy == by }) {
			return models.Errorf(models.Forbidden, "作废须由两人办理，请另一位同事确认。")
		}
		for i, was := range numbers {
			numbers[i].VoidedBy, numbers[i].VoidedAt = by, &w.now
			if err := w.UpdatePaperNumber(numbers[i], was); err != nil {
				return err
			}
		}
		reason := numbers[0].VoidReason
		news := notice.Paper{Step: notice.PaperIsVoid, From: numbers[0].Number, To: numbers[len(numbers)-1].Number, Count: len(numbers), Reason: reason}
		if err := w.answer(asked, notice.PaperNews, news); err != nil {
			return err
		}
		return w.tellPaper(by, numbers, notice.PaperIsVoid, reason, ledger.PaperVoided, map[string]any{"asked_by": asked})
	})
}

// planPaper sees to it that the numbers of a day are reconciled once the office has closed, today or the next day.
func (w *work) planPaper(day calendar.Day) error {
	on := w.today()
	if !w.now.Before(on.At(reconcileAt)) {
		on = on.Add(1)
	}
	return w.Plan(queue.Job{
		Kind: PaperJob, Ref: string(day), Uniq: "paper:" + string(day) + ":" + string(on), Payload: string(day),
		DueAt: on.At(reconcileAt), CreatedAt: w.now,
	})
}

// ReconcilePaper tells the duty office how the numbers of a day add up, and looks again the day after while some are open.
func (d *Desk) ReconcilePaper(ctx context.Context, payload string) error {
	day, err := calendar.ParseDay(payload)
	if err != nil {
		return fmt.Errorf("read day of paper numbers: %w", err)
	}
	return d.transact(ctx, func(w *work) error {
		numbers, err := w.PaperNumbers(day, maxPaperOfDay)
		if err != nil {
			return err
		}
		b := petition.BalancePaper(day, numbers)
		if !b.Balanced() && w.today() < day.Add(reconcileFor) {
			if err := w.planPaper(day); err != nil {
				return err
			}
		}
		if err := w.tellDutyOffice("paper:"+string(day)+":"+string(w.today())+":"+w.key, notice.PaperReconciled, notice.PaperBalance{PaperBalance: b}); err != nil {
			return err
		}
		return w.record(ledger.PaperReconciled, "paper:"+string(day), SystemActor, b)
	})
}

// PaperToday is how today's numbers stand by now.
func (d *Desk) PaperToday(ctx context.Context, reader string) (petition.PaperBalance, error) {
	var b petition.PaperBalance
	err := d.store.Read(ctx, func(tx Tx) error {
		if _, err := may(tx, reader, people.DrawTickets); err != nil {
			return err
		}
		numbers, err := tx.PaperNumbers(d.today(), maxPaperOfDay)
		b = petition.BalancePaper(d.today(), numbers)
		return err
	})
	return b, err
}
