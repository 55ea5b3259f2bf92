package engine

import "petitiondesk/models/queue"

// Signals are what tests wait on instead of sleeping. Nil channels cost nothing; a full channel drops.
type Signals struct {
	TurnDone chan queue.Claim // an inbound row's turn has ended
	JobDone  chan queue.Claim // a job's turn has ended
	Settled  chan SettledRow  // an outbound row was settled
	Replayed chan int         // rows went from the spool into the database
	Planned  chan error       // the planner ran
	Watched  chan Status      // the watchdog looked
}

// SettledRow tells how an outbound row was left.
type SettledRow struct {
	ID    int64
	State queue.State
}

func signal[T any](to chan T, value T) {
	select {
	case to <- value:
	default:
	}
}
