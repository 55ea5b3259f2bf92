package duty

import (
	"time"

	"petitiondesk/models"
)

// SwapState of a swap.
type SwapState string

// A swap is asked of one person or open to all; then consented, if the post needs a supervisor's word, and done.
// Done ones can be taken back by both sides' word or the office until the first of their duties begins.
const (
	SwapOpen      SwapState = "open"
	SwapAsked     SwapState = "asked"
	SwapConsented SwapState = "consented"
	SwapDone      SwapState = "done"
	SwapDeclined  SwapState = "declined"
	SwapCalledOff SwapState = "called_off"
	SwapLapsed    SwapState = "lapsed"
	SwapReverted  SwapState = "reverted"
)

// Pending tells whether somebody still has to say something.
func (s SwapState) Pending() bool { return s == SwapOpen || s == SwapAsked || s == SwapConsented }

// Swap 换班: the asker gives one slot away and takes the other's, or none. It is bound to slots and the versions they
// had, so that a changed roster cannot be swapped by an old card.
type Swap struct {
	ID          int64 `gorm:"primaryKey"`
	Asker       string
	Other       string // "" while open to all
	GiveID      int64
	GiveVersion int64
	TakeID      int64 // 0 = the other only stands in
	TakeVersion int64
	State       SwapState
	Version     int64
	DecidedBy   string    // who approved, declined, called off or took it back
	StartsAt    time.Time // the first of its duties
	FollowUps   int
	CreatedAt   time.Time
	UpdatedAt   time.Time
}

// TableName is the table of swaps.
func (Swap) TableName() string { return "duty_swaps" }

func (s Swap) to(state SwapState, by string, now time.Time) Swap {
	s.State, s.UpdatedAt = state, now
	if by != "" {
		s.DecidedBy = by
	}
	return s
}

func (s Swap) pending(now time.Time) error {
	switch {
	case !s.State.Pending():
		return models.Errorf(models.Conflict, "这次换班%s，不用再处理。", swapWords[s.State])
	case !now.Before(s.StartsAt):
		return models.Errorf(models.Conflict, "要换的班已经开始，不能再换。如不能到岗请立即联系值班室。")
	}
	return nil
}

var swapWords = map[SwapState]string{
	SwapOpen: "等待有人接班", SwapAsked: "等待对方同意", SwapConsented: "等待批准", SwapDone: "已经完成",
	SwapDeclined: "没有同意", SwapCalledOff: "已撤回", SwapLapsed: "已过期", SwapReverted: "已换回",
}

// Words says where the swap stands.
func (s SwapState) Words() string { return swapWords[s] }

// Consent takes the other's word, or that of whoever takes an open one. approval tells whether the post needs a
// supervisor's word next.
func (s Swap) Consent(by string, approval bool, now time.Time) (Swap, error) {
	if err := s.pending(now); err != nil {
		return s, err
	}
	switch {
	case by == s.Asker:
		return s, models.Errorf(models.Forbidden, "要由对方来同意，您自己不能代为同意。要撤回请回复「撤回换班」。")
	case s.State == SwapConsented:
		return s, models.Errorf(models.Conflict, "已经有人同意，正在等待批准。")
	case s.State == SwapAsked && by != s.Other:
		return s, models.Errorf(models.Forbidden, "这次换班不是向您提出的。")
	}
	s.Other = by
	if approval {
		return s.to(SwapConsented, "", now), nil
	}
	return s.to(SwapDone, "", now), nil
}

// Decline is the other's no.
func (s Swap) Decline(by string, now time.Time) (Swap, error) {
	if err := s.pending(now); err != nil {
		return s, err
	}
	if s.State != SwapAsked || by != s.Other {
		return s, models.Errorf(models.Forbidden, "这次换班不等您的答复。")
	}
	return s.to(SwapDeclined, by, now), nil
}

// Decide is the supervisor's word, where the post needs it. Nobody decides on a swap of his own.
func (s Swap) Decide(by string, yes bool, now time.Time) (Swap, error) {
	if err := s.pending(now); err != nil {
		return s, err
	}
	switch {
	case s.State != SwapConsented:
		return s, models.Errorf(models.Conflict, "对方还没有同意，暂不需要批准。")
	case by == s.Asker || by == s.Other:
		return s, models.Errorf(models.Forbidden, "不能批准与本人有关的换班，请由其他负责人批准。")
	case yes:
		return s.to(SwapDone, by, now), nil
	default:
		return s.to(SwapDeclined, by, now), nil
	}
}

// CallOff is the asker's second thought before anything was changed.
func (s Swap) CallOff(by string, now time.Time) (Swap, error) {
	if !s.State.Pending() {
		return s, s.pending(now)
	}
	if by != s.Asker {
		return s, models.Errorf(models.Forbidden, "只有提出换班的人可以撤回。")
	}
	return s.to(SwapCalledOff, by, now), nil
}

// Revert takes a done swap back until its first duty begins: either side or, with office, the duty office.
func (s Swap) Revert(by string, office bool, now time.Time) (Swap, error) {
	switch {
	case s.State != SwapDone:
		return s, models.Errorf(models.Conflict, "这次换班%s，没有可以换回的。", swapWords[s.State])
	case by != s.Asker && by != s.Other && !office:
		return s, models.Errorf(models.Forbidden, "只有换班双方或值班室可以换回。")
	case !now.Before(s.StartsAt):
		return s, models.Errorf(models.Conflict, "换过的班已经开始，不能再换回。")
	}
	return s.to(SwapReverted, by, now), nil
}

// Lapse ends a swap that nobody answered before its first duty began.
func (s Swap) Lapse(now time.Time) (Swap, bool) {
	if !s.State.Pending() || now.Before(s.StartsAt) {
		return s, false
	}
	return s.to(SwapLapsed, "", now), true
}

// FollowUpAt is when a pending swap is brought to mind for the n-th time, n from 0: after a day, then each time half
// of what is left, never within two hours of the duty. ok is false when there is no room for another.
func (s Swap) FollowUpAt(n int, from time.Time) (at time.Time, ok bool) {
	wait := 24 * time.Hour
	if left := s.StartsAt.Sub(from); left < 2*wait {
		wait = left / 2
	}
	if n >= maxFollowUps || wait < time.Hour {
		return time.Time{}, false
	}
	return from.Add(wait), true
}

const maxFollowUps = 8

// Exchanged writes what a done swap makes of the roster: each on the other's slot. take is nil when the other only
// stands in.
func Exchanged(s Swap, give Slot, take *Slot, by string, now time.Time) []Override {
	all := []Override{OverrideOf(give, s.Other, BySwap, by, now)}
	if take != nil {
		all = append(all, OverrideOf(*take, s.Asker, BySwap, by, now))
	}
	return all
}
