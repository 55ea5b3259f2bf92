package notice

import (
	"fmt"
	"time"

	"petitiondesk/models/calendar"
	"petitiondesk/models/petition"
)

// RepeatPair is two cases that may be one matter, as somebody sees them who is to decide.
type RepeatPair struct {
	ID      int64
	TaskID  string
	Later   RepeatSide
	Earlier RepeatSide
	Why     string
	LeftBy  string // title
	MayJoin bool   // the law lets them be one case
	Apart   string // why not, "" when it may

	Verdict   petition.RepeatVerdict
	DecidedBy string // title
	DecidedAt *time.Time
}

// RepeatSide is one of the two; Number is "" for whom it must not be named to.
type RepeatSide struct {
	Number string
	Day    calendar.Day
	State  petition.State
	Name   string // masked
	Place  string
	Facts  string
}

// RepeatTask is the card on which a pair is laid before somebody; turn tells the one he asked for himself from the first, "".
func RepeatTask(pairID int64, reader, turn string) string {
	if turn == "" {
		return fmt.Sprintf("repeat-%d-%s", pairID, short(reader))
	}
	return fmt.Sprintf("repeat-%d-%s-%s", pairID, short(reader), short(turn))
}
