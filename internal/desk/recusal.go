package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"petitiondesk/models"
	"petitiondesk/models/approval"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
)

// Recuse bars the person himself from a case or, ordered by a supervisor who names him first, a colleague (条例 Art. 28 ¶3).
// The bureau learns of it, so that somebody else takes over.
func (d *Desk) Recuse(ctx context.Context, by, reference, words string) error {
	return d.transact(ctx, func(w *work) error {
		person, err := w.actor(by, people.DeclareRecusal)
		if err != nil {
			return err
		}
		found, _, err := d.open(ctx, w, person, reference, people.ReadCases)
		if err != nil {
			return err
		}
		who, reason, err := w.recused(person, words)
		if err != nil {
			return err
		}
		return w.recuse(found, person, who, reason)
	})
}

// recuse bars somebody from a case; his seats in what is being decided about it are given up first.
func (w *work) recuse(c petition.Case, by, who people.Person, reason string) error {
	if err := people.CheckReason(reason, "回避", "回避 "+c.Number+" 与信访人有利害关系"); err != nil {
		return err
	}
	bars, err := w.BarsOn([]int64{c.ID})
	if err != nil {
		return err
	}
	declared := people.Bar{CaseID: c.ID, UserID: who.UserID, Ground: people.Declared, BarredBy: by.UserID, BarredAt: w.now}
	if slices.ContainsFunc(standing(bars), declared.Same) {
		return models.Errorf(models.Conflict, "%s 已经回避这件事项。", who.Name)
	}
	if err := w.giveUpSeats(c, who, reason); err != nil {
		return err
	}
	if err := w.AddBars([]people.Bar{declared}); err != nil {
		return err
	}
	if err := w.keepApart(c); err != nil {
		return err
	}
	return w.tellRecused(c, by, who, reason)
}

func (w *work) giveUpSeats(c petition.Case, who people.Person, reason string) error {
	pending, err := w.PendingOn(c.ID, 100)
	if err != nil {
		return err
	}
	for _, r := range pending {
		if r, err = w.LockRequest(r.ID); err != nil {
			return err
		}
		if seat, sits := r.SeatOf(who.UserID); !sits || seat.Gone != "" || seat.DecidedAt != nil {
			continue
		}
		if _, err := w.act(r, who, approval.Act{Doing: approval.Recuse, Text: reason}, actedBy{}); err != nil {
			return err
		}
	}
	return nil
}

// recused reads whom a recusal is about: the first word, where a supervisor names a colleague by it, or else who speaks.
func (w *work) recused(by people.Person, words string) (people.Person, string, error) {
	name, rest, _ := strings.Cut(strings.TrimSpace(words), " ")
	if !by.May(people.OrderRecusal) || name == "" {
		return by, strings.TrimSpace(words), nil
	}
	named, err := w.personMeant(name)
	if models.CodeOf(err) == models.NotFound {
		return by, strings.TrimSpace(words), nil // the words are his own reason
	}
	return named, strings.TrimSpace(rest), err
}

func (w *work) tellRecused(c petition.Case, by, who people.Person, reason string) error {
	if err := w.answer(by.UserID, notice.Plain, notice.Text{Text: fmt.Sprintf("已记录：%s回避 %s，不再看到这件事项。", who.Name, c.Number)}); err != nil {
		return err
	}
	bureau, err := w.bureauSupervisors()
	if err != nil {
		return err
	}
	heard, err := w.mayHear(c, bureau)
	if err != nil {
		return err
	}
	if err := w.unnameAll(c.ID, &reason); err != nil {
		return err
	}
	told := notice.Text{Text: fmt.Sprintf("%s：%s（%s）回避。理由：%s。请安排其他同志办理。", c.Number, who.Title(), who.UnitName, reason)}
	for _, person := range heard.ids {
		if person == by.UserID {
			continue
		}
		if err := w.tell(fmt.Sprintf("recused:%s:%s:%s", w.key, c.Number, person), person, notice.Plain, told); err != nil {
			return err
		}
	}
	return w.record(ledger.CaseBarred, c.Number, by.UserID, map[string]any{"bars": []map[string]any{{"person": who.UserID, "ground": people.Declared}}})
}

// LiftBar ends a bar that may have been a mistake. Nobody ends his own, and none that an accusation has set.
func (d *Desk) LiftBar(ctx context.Context, by, reference, name, reason string) error {
	return d.transact(ctx, func(w *work) error {
		person, err := w.actor(by, people.LiftRecusal)
		if err != nil {
			return err
		}
		found, err := w.liftable(person, reference)
		if err != nil {
			return err
		}
		if err := people.CheckReason(reason, "解除回避", "解除回避 "+found.Number+" 姓名 经核实并非同一人"); err != nil {
			return err
		}
		bars, err := w.BarsOn([]int64{found.ID})
		if err != nil {
			return err
		}
		who, err := w.PeopleNamed(name)
		if err != nil {
			return err
		}
		var lifted []people.Bar
		kept := false
		for _, b := range standing(bars) {
			if !slices.ContainsFunc(who, func(p people.Person) bool { return p.UserID == b.UserID }) {
				continue
			}
			if !b.Ground.Liftable() {
				kept = true
				continue
			}
			lifted = append(lifted, b)
		}
		switch {
		case kept:
			return models.Errorf(models.Conflict, "被检举控告人的回避不能解除（《信访工作条例》第三十条第三款）。")
		case len(lifted) == 0:
			return models.Errorf(models.NotFound, "%s 没有「%s」可以解除的回避，请核对姓名。", found.Number, name)
		}
		return w.lift(found, by, name, reason, lifted)
	})
}

// liftable finds a case for somebody who ends bars. A security administrator sees nothing of it but that it is there, and
// not even that when he is barred himself.
func (w *work) liftable(person people.Person, reference string) (petition.Case, error) {
	if !person.Has(people.SecurityAdmin) {
		found, _, err := w.desk.open(w.ctx, w, person, reference, people.LiftRecusal)
		return found, err
	}
	found, _, err := w.desk.findSubmission(w.ctx, w, reference)
	if err != nil {
		return found, err
	}
	seen, err := sightsOf(w.Tx, found)
	if err == nil && seen.barred(person, found.ID) {
		err = w.desk.noSuchCase(w.ctx, reference)
	}
	return found, err
}

func (w *work) lift(c petition.Case, by, name, reason string, bars []people.Bar) error {
	var ids []int64
	for _, b := range bars {
		if err := w.Tx.LiftBar(b.ID, by, reason, w.now); err != nil {
			return err
		}
		ids = append(ids, b.ID)
	}
	if err := w.answer(by, notice.Plain, notice.Text{Text: fmt.Sprintf("已解除%s对 %s 的回避，理由已记录。", name, c.Number)}); err != nil {
		return err
	}
	return w.record(ledger.BarLifted, c.Number, by, map[string]any{"bars": ids, "person": bars[0].UserID})
}

// namedIn tells whether the person is among those who must keep out.
func (w *work) namedIn(bars []people.Bar, userID string) (bool, error) {
	if len(bars) == 0 {
		return false, nil
	}
	person, err := w.Person(userID)
	return slices.ContainsFunc(bars, func(b people.Bar) bool { return b.Of(person) }), err
}

// recusedFrom tells whether the person is barred from the case.
func (w *work) recusedFrom(c petition.Case, userID string) (bool, error) {
	person, err := w.Person(userID)
	if err != nil {
		return false, err
	}
	seen, err := sightsOf(w.Tx, c)
	return seen.barred(person, c.ID), err
}
