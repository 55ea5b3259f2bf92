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
