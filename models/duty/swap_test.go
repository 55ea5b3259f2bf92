package duty_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"petitiondesk/models"
	"petitiondesk/models/duty"
)

func TestSwapSteps(t *testing.T) {
	start := time.Date(2026, 11, 26, 0, 30, 0, 0, time.UTC)
	before, after := start.Add(-time.Hour), start.Add(time.Minute)
	consent := func(by string, approval bool) func(duty.Swap, time.Time) (duty.Swap, error) {
		return func(s duty.Swap, now time.Time) (duty.Swap, error) { return s.Consent(by, approval, now) }
	}
	decide := func(by string, yes bool) func(duty.Swap, time.Time) (duty.Swap, error) {
		return func(s duty.Swap, now time.Time) (duty.Swap, error) { return s.Decide(by, yes, now) }
	}
	revert := func(by string, office bool) func(duty.Swap, time.Time) (duty.Swap, error) {
		return func(s duty.Swap, now time.Time) (duty.Swap, error) { return s.Revert(by, office, now) }
	}
	callOff := func(s duty.Swap, now time.Time) (duty.Swap, error) { return s.CallOff("a", now) }
	decline := func(s duty.Swap, now time.Time) (duty.Swap, error) { return s.Decline("b", now) }
	for name, c := range map[string]struct {
		state duty.SwapState
		step  func(duty.Swap, time.Time) (duty.Swap, error)
		now   time.Time
		want  duty.SwapState
		code  models.Code
	}{
		"the other agrees":                    {duty.SwapAsked, consent("b", false), before, duty.SwapDone, ""},
		"the other agrees, to be approved":    {duty.SwapAsked, consent("b", true), before, duty.SwapConsented, ""},
		"the asker cannot agree himself":      {duty.SwapAsked, consent("a", false), before, "", models.Forbidden},
		"a third cannot agree":                {duty.SwapAsked, consent("c", false), before, "", models.Forbidden},
		"anybody takes an open one":           {duty.SwapOpen, consent("c", false), before, duty.SwapDone, ""},
		"the second taker is too late":        {duty.SwapDone, consent("c", false), before, "", models.Conflict},
		"one more taker while it is approved": {duty.SwapConsented, consent("c", true), before, "", models.Conflict},
		"too late to agree":                   {duty.SwapAsked, consent("b", false), after, "", models.Conflict},
		"the other says no":                   {duty.SwapAsked, decline, before, duty.SwapDeclined, ""},
		"a supervisor approves":               {duty.SwapConsented, decide("s", true), before, duty.SwapDone, ""},
		"a supervisor refuses":                {duty.SwapConsented, decide("s", false), before, duty.SwapDeclined, ""},
		"nobody approves a swap of his own":   {duty.SwapConsented, decide("b", true), before, "", models.Forbidden},
		"approval before consent":             {duty.SwapAsked, decide("s", true), before, "", models.Conflict},
		"the asker calls it off":              {duty.SwapAsked, callOff, before, duty.SwapCalledOff, ""},
		"too late to call off":                {duty.SwapDone, callOff, before, "", models.Conflict},
		"one side takes it back":              {duty.SwapDone, revert("b", false), before, duty.SwapReverted, ""},
		"the office takes it back":            {duty.SwapDone, revert("o", true), before, duty.SwapReverted, ""},
		"a third cannot take it back":         {duty.SwapDone, revert("c", false), before, "", models.Forbidden},
		"not after the first duty began":      {duty.SwapDone, revert("a", false), start, "", models.Conflict},
		"not what was never done":             {duty.SwapAsked, revert("a", false), before, "", models.Conflict},
	} {
		t.Run(name, func(t *testing.T) {
			s := duty.Swap{Asker: "a", Other: "b", State: c.state, StartsAt: start}
			if c.state == duty.SwapOpen {
				s.Other = ""
			}
			got, err := c.step(s, c.now)
			if models.CodeOf(err) != c.code {
				t.Fatalf("error %v, want %q", err, c.code)
			}
			if err == nil && got.State != c.want {
				t.Errorf("state %s, want %s", got.State, c.want)
			}
			if err != nil && got != s {
				t.Errorf("a refused step changed %+v", got)
			}
		})
	}
}

// Follow-ups end, keep before the duty, and never come twice at once.
func TestFollowUpsEnd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
		s := duty.Swap{StartsAt: at.Add(time.Duration(rapid.IntRange(0, 60*24*40).Draw(t, "minutes")) * time.Minute)}
		for n := 0; ; n++ {
			next, ok := s.FollowUpAt(n, at)
			if !ok {
				break
			}
			if !next.Before(s.StartsAt) || next.Sub(at) < time.Hour || n > 20 {
				t.Fatalf("follow-up %d at %s, duty at %s", n, next, s.StartsAt)
			}
			at = next
		}
	})
}
