package desk

import (
	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
)

// ReadSheet reads a roster that somebody filled in; posts are those that it may name. Error: Invalid, with a sentence, when it is
// no sheet at all.
type ReadSheet func(content []byte, posts []string, today calendar.Day) ([]duty.SheetRow, []duty.SheetFault, error)

// ReadingSheets sets how rosters that are sent in the chat are read. Without it they are files like any other.
func (d *Desk) ReadingSheets(read ReadSheet) { d.readSheet = read }
