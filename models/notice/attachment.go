package notice

import (
	"time"

	"petitiondesk/models/petition"
)

// AttachmentOf is an attachment of a case, handed to somebody.
type AttachmentOf struct {
	ID     int64
	Number string
	Nth    int
	Kind   petition.AttachmentKind
	Note   petition.AttachmentNote // of a location
}

// AttachedTo is where something that was sent belongs.
type AttachedTo string

// The places: the report under way, a case, nothing yet, or what was sent just before.
const (
	AttachedToDraft AttachedTo = "draft"
	AttachedToCase  AttachedTo = "case"
	AttachedToNone  AttachedTo = "none"
	AttachedToLoose AttachedTo = "loose"
)

// Attached says what became of something that somebody sent beside words.
type Attached struct {
	Kind   petition.AttachmentKind
	To     AttachedTo
	Number string // of the case
	Count  string // what the report has by now: 照片2、语音1
	Lost   bool   // the platform has it no more
	Large  bool   // it is larger than what is kept

	Damaged bool // the picture was: only what could be drawn is kept, or nothing when it is lost
	Bare    bool // what hung behind the picture is not kept

	Wordless bool // the report says nothing yet
	Until    time.Time
}

// AttachmentsOf lists what belongs to a case.
type AttachmentsOf struct {
	Number string
	Bound  int // how many were given to it just now
	Count  string
	Kinds  []petition.AttachmentKind
	States []petition.AttachmentState
	Taking bool // what is sent from now on belongs to it
	Ended  bool // no longer
}
