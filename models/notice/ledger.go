package notice

import (
	"time"

	"petitiondesk/models/ledger"
)

// Checkpoint is a checkpoint in the one line that is to be kept.
type Checkpoint struct {
	ID     int64
	Line   string
	Size   int64
	MadeAt time.Time
	Again  bool // nothing has been written since it was made

	Receipts map[ledger.Place]Reached // where it arrived so far; only when told again
}

// Reached is at how many of the places asked for a checkpoint arrived.
type Reached struct {
	Arrived int
	Of      int
	Signed  bool // the duty log, on paper
}

// Incident is a break in the ledger and who has explained it so far.
type Incident struct {
	ID            int64
	Kind          ledger.IncidentKind
	State         ledger.IncidentState
	AnchorSize    int64
	HeadSeq       int64
	Reason        string
	Signed        string // title
	Countersigned string // title
}

// Amendment is a request to void or correct a registration.
type Amendment struct {
	ID      int64
	Number  string
	Kind    ledger.AmendKind
	State   ledger.AmendState
	Was     int
	Value   int
	Reason  string
	AskedBy string // title
	Decided string // title
	Opinion string
}
