package notice

import "petitiondesk/models/duty"

// ArrivalState is what came of a location that somebody sent.
type ArrivalState string

// What can come of it.
const (
	ArrivalTaken ArrivalState = "taken"
	ArrivalKnown ArrivalState = "known" // he had arrived before
	ArrivalFar   ArrivalState = "far"
)

// Arrival answers a location. Neither the place nor the exact distance is kept.
type Arrival struct {
	Duty
	State  ArrivalState
	Away   string // how far, in round words
	Radius int    // metres
}

// NewArrival describes what came of a location.
func NewArrival(d Duty, state ArrivalState, found duty.Arrival) Arrival {
	a := Arrival{Duty: d, State: state}
	if state == ArrivalFar {
		a.Away, a.Radius = found.Away(), found.Radius
	}
	return a
}
