package notice

import (
	"fmt"
	"time"

	"petitiondesk/models/petition"
)

// Forgotten is an unfinished report that nobody goes on with. It says nothing of whom or what it is about.
type Forgotten struct {
	TaskID  string
	DraftID int64
	Channel petition.Channel
	Clerk   string // title of who began it
	BegunAt time.Time
	MayTake bool   // the reader can go on with it himself
	Taken   string // who did

	PassedOn bool // those who head the desk know of it
}

// ForgottenTask is the card on which a forgotten report is passed on to somebody.
func ForgottenTask(draftID int64, reader string) string {
	return fmt.Sprintf("forgotten-%d-%s", draftID, reader)
}
