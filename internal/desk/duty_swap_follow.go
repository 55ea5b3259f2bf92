package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"petitiondesk/models"
	"petitiondesk/models/duty"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/queue"
)

// SwapJob is the kind of job that follows a swap up until somebody has answered.
const SwapJob = "duty_swap"

type swapStep struct {
	SwapID int64
	N      int
}

func (w *work) tellSides(swap duty.Swap, by string) error {
	shown, err := w.swapNotice(swap)
	if err != nil {
		return err
	}
	for _, side := range []struct {
		person string
		role   notice.SwapRole
	}{{swap.Asker, notice.SwapForAsker}, {swap.Other, notice.SwapForOther}, {by, notice.SwapForApprover}} {
		if side.person == "" || side.role == notice.SwapForApprover && (by == swap.Asker || by == swap.Other) {
			continue
		}
		shown.Role = side.role
		key := fmt.Sprintf("swap:%d:%s:%s:%s", swap.ID, swap.State, side.role, side.person)
		if err := w.tell(key, side.person, notice.SwapNews, shown); err != nil {
			return err
		}
	}
	return nil
}

func (w *work) closeSwapCards(was, next duty.Swap, by string) error {
	shown, err := w.swapNotice(next)
	if err != nil {
		return err
	}
	asked, err := w.askedNow(was)
	if err != nil {
		return err
	}
	if !slices.Contains(asked, by) && by != was.Asker {
		asked = append(asked, by)
	}
	for _, person := range asked {
		for n := range was.FollowUps + 1 {
			task := notice.SwapTask(was.ID, person, taskNumber(was.State, n))
			sent, err := w.Told(task)
			if err != nil || !sent {
				if err != nil {
					return err
				}
				continue
			}
			if _, err := w.CancelUnsent(task); err != nil {
				return err
			}
			shown.TaskID = task
			if err := w.amend(task, string(next.State), person, notice.SwapCardClosed, shown); err != nil {
				return err
			}
		}
	}
	return nil
}

// CallOffSwap takes the person's newest pending wish back.
func (d *Desk) CallOffSwap(ctx context.Context, by string) error {
	return d.onNewestSwap(ctx, by, "您没有正在等待答复的换班。",
		func(s duty.Swap) bool { return s.State.Pending() && s.Asker == by },
		func(w *work, s duty.Swap) (duty.Swap, error) { return s.CallOff(by, w.now) })
}

// RevertSwap puts both sides of the person's newest done swap back where they were.
func (d *Desk) RevertSwap(ctx context.Context, by string) error {
	return d.onNewestSwap(ctx, by, "您没有可以换回的班。",
		func(s duty.Swap) bool { return s.State == duty.SwapDone && s.StartsAt.After(d.clock.Now()) },
		func(w *work, s duty.Swap) (duty.Swap, error) {
			next, err := s.Revert(by, false, w.now)
			if err != nil {
				return s, err
			}
			give, take, err := w.stillAsAsked(s)
			if err != nil {
				return s, err
			}
			back := duty.Exchanged(duty.Swap{Asker: s.Other, Other: s.Asker}, give, take, by, w.now)
			if err := w.PutOverrides(back); err != nil {
				return s, err
			}
			return next, w.replan()
		})
}

func (d *Desk) onNewestSwap(ctx context.Context, by, none string, is func(duty.Swap) bool, step func(*work, duty.Swap) (duty.Swap, error)) error {
	return d.transact(ctx, func(w *work) error {
		if _, err := w.actor(by, people.ReadDuty); err != nil {
			return err
		}
		swaps, err := w.SwapsOf(by, MaxListed)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(swaps, is)
		if i < 0 {
			return models.Errorf(models.NotFound, "%s", none)
		}
		next, err := step(w, swaps[i])
		if err != nil {
			return err
		}
		return w.moveSwap(swaps[i], next, by)
	})
}

func (w *work) planSwapStep(swap duty.Swap, n int, from time.Time) error {
	due, ok := swap.FollowUpAt(n, from)
	if !ok {
		due = swap.StartsAt
	}
	payload, err := json.Marshal(swapStep{SwapID: swap.ID, N: n})
	if err != nil {
		return fmt.Errorf("encode swap step: %w", err)
	}
	return w.Plan(queue.Job{
		Kind: SwapJob, Ref: refOf(swap.ID), Uniq: fmt.Sprintf("swap:%d:%d", swap.ID, n), Payload: string(payload),
		DueAt: due, CreatedAt: w.now,
	})
}

// RunSwapStep brings a swap to mind that nobody has answered, or ends it when its first duty begins.
func (d *Desk) RunSwapStep(ctx context.Context, payload string) error {
	var step swapStep
	if err := json.Unmarshal([]byte(payload), &step); err != nil {
		return fmt.Errorf("read swap step: %w", err)
	}
	return d.transact(ctx, func(w *work) error {
		swap, err := w.Swap(step.SwapID)
		if err != nil || !swap.State.Pending() {
			return err
		}
		if lapsed, over := swap.Lapse(w.now); over {
			return w.moveSwap(swap, lapsed, SystemActor)
		}
		swap.FollowUps = step.N + 1
		if err := w.SaveSwap(&swap); err != nil {
			return err
		}
		if err := w.askAbout(swap, swap.FollowUps); err != nil {
			return err
		}
		return w.planSwapStep(swap, step.N+1, w.now)
	})
}

func (w *work) swapNotice(swap duty.Swap) (notice.Swap, error) {
	shown := notice.Swap{SwapID: swap.ID, State: swap.State}
	give, err := w.Slot(swap.GiveID)
	if err != nil {
		return shown, err
	}
	if shown.Give, err = w.dutyNotice(give); err != nil {
		return shown, err
	}
	if swap.TakeID != 0 {
		slot, err := w.Slot(swap.TakeID)
		if err != nil {
			return shown, err
		}
		take, err := w.dutyNotice(slot)
		if err != nil {
			return shown, err
		}
		shown.Take = &take
	}
	for id, title := range map[string]*string{swap.Asker: &shown.Asker, swap.Other: &shown.Other, swap.DecidedBy: &shown.By} {
		if id == "" || id == SystemActor {
			continue
		}
		person, err := w.Person(id)
		if err != nil && models.CodeOf(err) != models.NotFound {
			return shown, err
		}
		*title = person.Title()
	}
	return shown, nil
}
