package desk

import (
	"context"
	"fmt"

	"petitiondesk/models"
	"petitiondesk/models/approval"
	"petitiondesk/models/calendar"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
)

// longestDelegation in days. What lasts longer belongs in the roster of staff.
const longestDelegation = 92

// Delegate lets a colleague decide in somebody's stead for a period; absent also leaves the principal out of what is asked
// meanwhile. What waits already gets a card for the stand-in at once.
func (d *Desk) Delegate(ctx context.Context, by, to string, from, until calendar.Day, absent bool, reason string) error {
	return d.transact(ctx, func(w *work) error {
		person, err := w.actor(by, people.ReadDuty)
		if err != nil {
			return err
		}
		if !person.Has(people.Supervisor, people.Leader, people.DutyOffice) {
			return models.Errorf(models.Forbidden, "委托审批由领导、分管负责人和值班室使用。")
		}
		given := approval.Delegation{Principal: by, FromDay: from, ToDay: until, Absent: absent, Reason: reason, CreatedAt: w.now}
		standIn := approval.Candidate{}
		if to != "" {
			colleague, err := w.personMeant(to)
			if err != nil {
				return err
			}
			standIn = candidate(colleague)
			given.StandIn = standIn.UserID
		}
		switch today := w.today(); {
		case from == "" || until == "" || until < from:
			return models.Errorf(models.Invalid, "请写明起止日期，例如：委托 孙立 12-01 12-05。")
		case until < today:
			return models.Errorf(models.Invalid, "截止日期 %s 已经过去，请核对。", until.Chinese())
		case from.Add(longestDelegation) < until:
			return models.Errorf(models.Invalid, "一次委托不超过%d日，请分次办理。", longestDelegation)
		case given.StandIn == by:
			return models.Errorf(models.Invalid, "不能委托给自己。")
		case given.StandIn == "" && !absent:
			return models.Errorf(models.Invalid, "请写明委托给谁，例如：委托 孙立 12-01 12-05。")
		}
		if err := w.AddDelegation(&given); err != nil {
			return err
		}
		if err := w.record(ledger.DelegationGiven, "delegation", by, map[string]any{
			"delegation": given.ID, "to": given.StandIn, "from": from, "until": until, "absent": absent,
		}); err != nil {
			return err
		}
		return w.tellDelegated(given, person, standIn)
	})
}

func (w *work) tellDelegated(given approval.Delegation, principal people.Person, standIn approval.Candidate) error {
	shown := notice.Delegated{Principal: principal.Title(), StandIn: standIn.Name, From: given.FromDay, Until: given.ToDay, Absent: given.Absent}
	if err := w.answer(principal.UserID, notice.DelegationKept, shown); err != nil || given.StandIn == "" {
		return err
	}
	if err := w.tell(fmt.Sprintf("delegation:%d", given.ID), given.StandIn, notice.DelegationTold, shown); err != nil {
		return err
	}
	if !given.InForce(w.today()) {
		return nil
	}
	waiting, err := w.WaitingFor(given.Principal, cardsAtOnce)
	if err != nil {
		return err
	}
	for _, r := range waiting {
		if err := w.seatStandIn(r.ID, given, standIn); err != nil {
			return err
		}
	}
	return nil
}

// seatStandIn asks the stand-in about a request that waits already.
func (w *work) seatStandIn(id int64, given approval.Delegation, standIn approval.Candidate) error {
	r, err := w.LockRequest(id)
	if err != nil {
		return err
	}
	joined := r.Joined(standIn, given.Principal, w.now)
	seat, sits := joined.SeatOf(standIn.UserID)
	if !sits || len(joined.Seats) == len(r.Seats) {
		return nil
	}
	if err := w.SaveSeats(joined); err != nil {
		return err
	}
	return w.sendCards(joined, []approval.Seat{seat})
}

// EndDelegations takes back what somebody has delegated. What was decided in his stead stays.
func (d *Desk) EndDelegations(ctx context.Context, by string) error {
	return d.transact(ctx, func(w *work) error {
		if _, err := w.actor(by, people.ReadDuty); err != nil {
			return err
		}
		given, err := w.DelegationsOf([]string{by}, w.today())
		if err != nil {
			return err
		}
		if len(given) == 0 {
			return models.Errorf(models.NotFound, "您目前没有委托他人审批，也没有登记外出。")
		}
		for _, one := range given {
			if err := w.EndDelegation(one.ID, w.now); err != nil {
				return err
			}
			if err := w.record(ledger.DelegationEnded, "delegation", by, map[string]any{"delegation": one.ID}); err != nil {
				return err
			}
			if one.StandIn != "" {
				text := notice.Text{Text: w.nameOf(by) + "收回了对您的审批委托，已代为作出的决定不变。"}
				if err := w.tell(fmt.Sprintf("delegation:%d:ended", one.ID), one.StandIn, notice.Plain, text); err != nil {
					return err
				}
			}
		}
		return w.answer(by, notice.Plain, notice.Text{Text: fmt.Sprintf("已收回%d项委托，今后的审批仍由您本人办理。", len(given))})
	})
}
