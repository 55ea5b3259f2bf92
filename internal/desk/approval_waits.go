package desk

import (
	"context"
	"slices"

	"petitiondesk/models/approval"
	"petitiondesk/models/people"
	"petitiondesk/models/statistics"
)

// Waits is how long requests waited for their deciders in a period.
type Waits struct {
	statistics.Period
	Steps, Persons []approval.WaitLine
	Cut            bool // more was decided than was looked at
}

// mostWaits bounds what one reading looks at.
const mostWaits = 20000

// WaitsFor sums up, per step and person, how long what was decided in a period had waited, in office hours.
func (d *Desk) WaitsFor(ctx context.Context, reader, words string) (Waits, error) {
	var waits Waits
	period, err := statistics.ReadPeriod(words, d.dayMeant(ctx))
	if err != nil {
		return waits, err
	}
	waits.Period = period
	err = d.store.Read(ctx, func(tx Tx) error {
		if _, err := may(tx, reader, people.DecideRequests); err != nil {
			return err
		}
		cal, _, err := d.calendarIn(tx)
		if err != nil {
			return err
		}
		seats, err := tx.DecidedSeats(period.From.At(0), period.To.Add(1).At(0), mostWaits)
		if err != nil {
			return err
		}
		waits.Cut = len(seats) == mostWaits
		requests, err := requestsOf(tx, seats)
		if err != nil {
			return err
		}
		var all []approval.Wait
		for _, s := range seats {
			r, ok := requests[s.RequestID]
			if !ok || s.Step >= len(r.Steps()) {
				continue
			}
			step := r.Steps()[s.Step]
			all = append(all, approval.Wait{
				Kind: r.Kind, Step: s.Step, StepName: step.Name, UserID: s.UserID, Name: s.Name, Given: s.GivenAt, Decided: *s.DecidedAt,
				Due: step.Due(s.GivenAt, cal),
			})
		}
		waits.Steps, waits.Persons = approval.WaitingTimes(all, cal)
		return nil
	})
	return waits, err
}

func requestsOf(tx Tx, seats []approval.Seat) (map[int64]approval.Request, error) {
	ids := make([]int64, len(seats))
	for i, seat := range seats {
		ids[i] = seat.RequestID
	}
	slices.Sort(ids)
	found := map[int64]approval.Request{}
	for part := range slices.Chunk(slices.Compact(ids), 200) {
		requests, err := tx.RequestsByID(part)
		if err != nil {
			return nil, err
		}
		for _, r := range requests {
			found[r.ID] = r
		}
	}
	return found, nil
}
