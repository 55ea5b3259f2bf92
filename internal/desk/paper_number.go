package desk

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

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
	OpenPaperNumbers(from, before calendar.Day, limit int) ([]petition.PaperNumber, error)
	UpdatePaperNumber(p, was petition.PaperNumber) error             // where it is still as it was
	PaperNumbersOf(numbers []string) ([]petition.PaperNumber, error) // those that are kept for paper
	CountPaperNumbers() (petition.PaperBalance, error)               // of all days, without the open ones
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
	from, err := w.paperMeant(from)
	if err != nil {
		return nil, err
	}
	day, ok := ledger.DayOfNumber(from)
	if serial, err := strconv.ParseInt(to, 10, 64); to == "" {
		to = from
	} else if err == nil {
		to = petition.Number(day, serial)
	}
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
		for i, was := range numbers {
			if numbers[i].Voiding, err = was.Ask(by, reason, "作废纸号 "+numbers[0].Number); err != nil {
				return err
			}
			if err := w.UpdatePaperNumber(numbers[i], was); err != nil {
				return err
			}
		}
		return w.tellPaper(by, numbers, notice.PaperVoidAsked, numbers[0].VoidReason, ledger.PaperVoidAsked, nil)
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
		groups := petition.SameAsk(numbers)
		if len(groups) == 0 {
			groups = [][]petition.PaperNumber{numbers}
		}
		for _, group := range groups {
			if err := w.voidPaper(by, group); err != nil {
				return err
			}
		}
		return nil
	})
}

// voidPaper confirms numbers that one person asked to void for one reason.
func (w *work) voidPaper(by string, numbers []petition.PaperNumber) error {
	first := numbers[0]
	for i, was := range numbers {
		var err error
		if numbers[i].Voiding, err = was.Confirm(by, w.now, "作废纸号 "+was.Number, "确认作废纸号 "+was.Number); err != nil {
			return err
		}
		if err := w.UpdatePaperNumber(numbers[i], was); err != nil {
			return err
		}
	}
	news := notice.Paper{Step: notice.PaperIsVoid, From: first.Number, To: numbers[len(numbers)-1].Number, Count: len(numbers), Reason: first.VoidReason}
	if err := w.answer(first.VoidAskedBy, notice.PaperNews, news); err != nil {
		return err
	}
	return w.tellPaper(by, numbers, notice.PaperIsVoid, first.VoidReason, ledger.PaperVoided, map[string]any{"asked_by": first.VoidAskedBy})
}

// paperListed is for how many days open numbers of earlier days are listed.
const paperListed = 31

// paperMeant is the number that is meant: a short one of today's, or else of an earlier day on which it was kept and is open still.
func (w *work) paperMeant(reference string) (string, error) {
	number := w.desk.numberMeant(w.ctx, reference)
	if number == reference {
		return number, nil
	}
	_, err := w.PaperNumber(number)
	if models.CodeOf(err) != models.NotFound {
		return number, err
	}
	earlier, err := w.OpenPaperNumbers(w.today().Add(-paperListed), w.today(), maxPaperOfDay)
	for _, p := range slices.Backward(earlier) {
		if _, serial, _ := strings.Cut(number, "-"); strings.HasSuffix(p.Number, "-"+serial) {
			return p.Number, err
		}
	}
	return number, err
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

// PaperStanding is how the numbers stand by now: of earlier days on which some are open still, and of today, which comes last.
func (d *Desk) PaperStanding(ctx context.Context, reader string) ([]petition.PaperBalance, error) {
	var standing []petition.PaperBalance
	err := d.store.Read(ctx, func(tx Tx) error {
		if _, err := may(tx, reader, people.DrawTickets); err != nil {
			return err
		}
		open, err := tx.OpenPaperNumbers(d.today().Add(-paperListed), d.today(), maxPaperOfDay)
		if err != nil {
			return err
		}
		var days []calendar.Day
		for _, p := range open {
			days = append(days, p.Day)
		}
		for _, day := range append(slices.Compact(days), d.today()) {
			numbers, err := tx.PaperNumbers(day, maxPaperOfDay)
			if err != nil {
				return err
			}
			standing = append(standing, petition.BalancePaper(day, numbers))
		}
		return nil
	})
	return standing, err
}
