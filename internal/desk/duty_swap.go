package desk

import (
	"context"
	"strings"

	"petitiondesk/models"
	"petitiondesk/models/duty"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
)

// AskSwap reads a wish such as 我周三和李四换班 and asks the other, or everybody of the post when nobody is named.
func (d *Desk) AskSwap(ctx context.Context, asker, text string) error {
	return d.transact(ctx, func(w *work) error {
		person, err := w.actor(asker, people.ReadDuty)
		if err != nil {
			return err
		}
		words, err := dutyLexicon(w.Tx)
		if err != nil {
			return err
		}
		delete(words.Names, person.Name)
		wish := words.Wish(text, w.today())
		give, err := w.givenBy(asker, wish)
		if err != nil {
			return err
		}
		swap := duty.Swap{
			Asker: asker, GiveID: give.ID, GiveVersion: give.Version, State: duty.SwapOpen, StartsAt: give.StartsAt,
			CreatedAt: w.now, UpdatedAt: w.now,
		}
		if wish.Name != "" {
			other, err := w.oneNamed(wish.Name)
			if err != nil {
				return err
			}
			take, err := w.takenFrom(other, give, wish)
			if err != nil {
				return err
			}
			swap.Other, swap.State = other.UserID, duty.SwapAsked
			if take != nil {
				swap.TakeID, swap.TakeVersion = take.ID, take.Version
				if take.StartsAt.Before(swap.StartsAt) {
					swap.StartsAt = take.StartsAt
				}
			}
			if err := w.mayExchange(person, other, give, take); err != nil {
				return err
			}
		}
		return w.openSwap(swap)
	})
}

func (w *work) givenBy(asker string, wish duty.SwapWish) (duty.Slot, error) {
	from, to := w.today(), w.today().Add(duty.Horizon)
	if wish.Mine != "" {
		from, to = wish.Mine, wish.Mine
	}
	slots, err := w.SlotsOf(asker, from, to, MaxListed)
	if err != nil {
		return duty.Slot{}, err
	}
	for _, s := range slots {
		if s.State != duty.Withdrawn && w.now.Before(s.StartsAt) {
			return w.notPending(s)
		}
	}
	if wish.Mine != "" {
		return duty.Slot{}, models.Errorf(models.NotFound, "您在%s没有可以换的班。发送「我的值班」可查看您的安排。", wish.Mine.Chinese())
	}
	return duty.Slot{}, models.Errorf(models.NotFound, "您近期没有可以换的班。发送「我的值班」可查看您的安排。")
}

func (w *work) notPending(s duty.Slot) (duty.Slot, error) {
	pending, err := w.PendingSwapsOf(s.ID)
	if err == nil && len(pending) > 0 && pending[0].GiveVersion == s.Version {
		err = models.Errorf(models.Conflict, "%s的班已经在换（%s）。要改换别人，请先回复「撤回换班」。", s.Day.Chinese(), pending[0].State.Words())
	}
	return s, err
}

// takenFrom finds what the asker takes in return: on the day that was named, else the other's next duty on the same
// post. nil when the other only stands in.
func (w *work) takenFrom(other people.Person, give duty.Slot, wish duty.SwapWish) (*duty.Slot, error) {
	if wish.Alone {
		return nil, nil
	}
	from, to := w.today(), w.today().Add(duty.Horizon)
	if wish.Theirs != "" {
		from, to = wish.Theirs, wish.Theirs
	}
	slots, err := w.SlotsOf(other.UserID, from, to, MaxListed)
	if err != nil {
		return nil, err
	}
	for _, s := range slots {
		if s.State != duty.Withdrawn && w.now.Before(s.StartsAt) && (wish.Theirs != "" || s.Post == give.Post && s.Station == give.Station) {
			return &s, nil
		}
	}
	if wish.Theirs != "" {
		return nil, models.Errorf(models.NotFound, "%s在%s没有可以换的班，请换个日期；只请对方代班请写「请%s替我%s的班」。",
			other.Name, wish.Theirs.Chinese(), other.Name, give.Day.Chinese())
	}
	return nil, nil
}

// mayExchange checks both sides: each without the slot that he gives away.
func (w *work) mayExchange(asker, other people.Person, give duty.Slot, take *duty.Slot) error {
	leaving := []duty.Slot{}
	if take != nil {
		leaving = append(leaving, *take)
	}
	found, err := w.objections(give, other, leaving...)
	if err != nil {
		return err
	}
	if take != nil {
		more, err := w.objections(*take, asker, give)
		if err != nil {
			return err
		}
		found = append(found, more...)
	}
	if len(found) > 0 {
		return models.Errorf(models.Conflict, "这样换不行：%s。", strings.Join(found, "；"))
	}
	return nil
}

func (w *work) openSwap(swap duty.Swap) error {
	if err := w.CreateSwap(&swap); err != nil {
		return err
	}
	if err := w.askAbout(swap, 0); err != nil {
		return err
	}
	shown, err := w.swapNotice(swap)
	if err != nil {
		return err
	}
	shown.Role = notice.SwapForAsker
	if err := w.answer(swap.Asker, notice.SwapNews, shown); err != nil {
		return err
	}
	if err := w.planSwapStep(swap, 0, w.now); err != nil {
		return err
	}
	return w.recordSwap(swap, swap.Asker)
}

func (w *work) recordSwap(swap duty.Swap, by string) error {
	return w.record(ledger.SwapMoved, refOf(swap.ID), by, map[string]any{
		"swap": swap.ID, "state": swap.State, "give": swap.GiveID, "take": swap.TakeID,
	})
}

// askAbout sends the card to whoever has to say something now. n counts the followings-up.
func (w *work) askAbout(swap duty.Swap, n int) error {
	shown, err := w.swapNotice(swap)
	if err != nil {
		return err
	}
	asked, err := w.askedNow(swap)
	if err != nil {
		return err
	}
	shown.Role = roleNow(swap.State)
	shown.Reminder = n > 0
	for _, person := range asked {
		shown.TaskID = notice.SwapTask(swap.ID, person, taskNumber(swap.State, n))
		if err := w.card(shown.TaskID, person, notice.SwapCard, shown, &swap.StartsAt); err != nil {
			return err
		}
	}
	return nil
}

func roleNow(state duty.SwapState) notice.SwapRole {
	return map[duty.SwapState]notice.SwapRole{
		duty.SwapOpen: notice.SwapForAnybody, duty.SwapAsked: notice.SwapForOther, duty.SwapConsented: notice.SwapForApprover,
	}[state]
}

// approvalTasks keeps the cards of approvers apart from those of the sides.
const approvalTasks = 100

func taskNumber(state duty.SwapState, n int) int {
	if state == duty.SwapConsented {
		return approvalTasks + n
	}
	return n
}

// askedNow lists who has to say something: the other, everybody on the post, or the supervisors.
func (w *work) askedNow(swap duty.Swap) ([]string, error) {
	switch swap.State {
	case duty.SwapAsked:
		return []string{swap.Other}, nil
	case duty.SwapConsented:
		staff, err := w.PeopleWith(people.Supervisor)
		var ids []string
		for _, p := range staff {
			if p.UserID != swap.Asker && p.UserID != swap.Other {
				ids = append(ids, p.UserID)
			}
		}
		return ids, err
	case duty.SwapOpen:
		give, err := w.Slot(swap.GiveID)
		if err != nil {
			return nil, err
		}
		return w.fitFor(give, swap.Asker)
	}
	return nil, nil
}

// fitFor lists the others of the post at the station who could take the slot, the fairest first.
func (w *work) fitFor(slot duty.Slot, but string) ([]string, error) {
	suggestions, err := w.fairest(slot, but)
	ids := make([]string, len(suggestions))
	for i, s := range suggestions {
		ids[i] = s.UserID
	}
	return ids, err
}

// AnswerSwap is a yes or no by card: of the other, of whoever takes an open one, or of a supervisor.
func (d *Desk) AnswerSwap(ctx context.Context, by string, swapID int64, yes bool) error {
	return d.transact(ctx, func(w *work) error {
		person, err := w.actor(by, people.ReadDuty)
		if err != nil {
			return err
		}
		swap, err := w.Swap(swapID)
		if err != nil {
			return err
		}
		if swap.State == duty.SwapConsented && person.May(people.DecideSwaps) && by != swap.Asker && by != swap.Other {
			return w.decideSwap(swap, by, yes)
		}
		if !yes {
			next, err := swap.Decline(by, w.now)
			if err != nil {
				return err
			}
			return w.moveSwap(swap, next, by)
		}
		return w.consentTo(swap, person)
	})
}

func (w *work) consentTo(swap duty.Swap, person people.Person) error {
	give, take, err := w.stillAsAsked(swap)
	if err != nil {
		return err
	}
	orders, err := w.dutyOrders()
	if err != nil {
		return err
	}
	approval := duty.PostOf(orders.posts, give.Post).Approval || take != nil && duty.PostOf(orders.posts, take.Post).Approval
	next, err := swap.Consent(person.UserID, approval, w.now)
	if err != nil {
		return err
	}
	asker, err := w.Person(swap.Asker)
	if err != nil {
		return err
	}
	if err := w.mayExchange(asker, person, give, take); err != nil {
		return err
	}
	return w.moveSwap(swap, next, person.UserID)
}

func (w *work) decideSwap(swap duty.Swap, by string, yes bool) error {
	if _, err := w.actor(by, people.DecideSwaps); err != nil {
		return err
	}
	next, err := swap.Decide(by, yes, w.now)
	if err != nil {
		return err
	}
	return w.moveSwap(swap, next, by)
}

// stillAsAsked loads the slots and checks that the roster has not moved on.
func (w *work) stillAsAsked(swap duty.Swap) (give duty.Slot, take *duty.Slot, err error) {
	moved := models.Errorf(models.Conflict, "值班安排后来有调整，这次换班已不能办理，请重新提出。")
	if give, err = w.Slot(swap.GiveID); err != nil {
		return give, nil, err
	}
	if give.Version != swap.GiveVersion || give.State == duty.Withdrawn {
		return give, nil, moved
	}
	if swap.TakeID == 0 {
		return give, nil, nil
	}
	taken, err := w.Slot(swap.TakeID)
	if err == nil && (taken.Version != swap.TakeVersion || taken.State == duty.Withdrawn) {
		err = moved
	}
	return give, &taken, err
}

// moveSwap writes the swap's next state with all it brings: the roster, the cards, and word to everybody concerned.
func (w *work) moveSwap(was, next duty.Swap, by string) error {
	if next.State == duty.SwapDone {
		give, take, err := w.stillAsAsked(was)
		if err != nil {
			return err
		}
		if err := w.PutOverrides(duty.Exchanged(next, give, take, by, w.now)); err != nil {
			return err
		}
		if err := w.replan(); err != nil {
			return err
		}
		if next, err = w.nowAt(next); err != nil {
			return err
		}
	}
	if err := w.SaveSwap(&next); err != nil {
		return err
	}
	if err := w.closeSwapCards(was, next, by); err != nil {
		return err
	}
	if next.State.Pending() {
		if err := w.askAbout(next, 0); err != nil {
			return err
		}
	}
	if err := w.tellSides(next, by); err != nil {
		return err
	}
	return w.recordSwap(next, by)
}

// nowAt notes the versions that the slots have after the swap, to which taking it back is bound.
func (w *work) nowAt(swap duty.Swap) (duty.Swap, error) {
	give, err := w.Slot(swap.GiveID)
	if err != nil {
		return swap, err
	}
	swap.GiveVersion = give.Version
	if swap.TakeID != 0 {
		take, err := w.Slot(swap.TakeID)
		if err != nil {
			return swap, err
		}
		swap.TakeVersion = take.Version
	}
	return swap, nil
}
