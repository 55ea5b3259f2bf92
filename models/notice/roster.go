package notice

import (
	"fmt"
	"time"

	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
)

// RosterSheet is a roster that somebody sent as a file, and what it would change.
type RosterSheet struct {
	ID     int64 // of the attachment that holds it
	TaskID string
	Name   string // of the file
	Print  string // of what is shown: only this is taken in

	Filled, Changed, Same int
	Changes               []string          // the first of them
	Wrong                 []duty.SheetFault // faults and conflicts, the first of them
	WrongCount            int
	Whole                 bool   // everything follows as a file
	Unreadable            string // why it could not be read at all
	Again                 bool   // the roster was changed after the first preview
	OnPage                bool   // it was taken in on the page

	End RosterEnd
}

const (
	wrongRoom   = 1400 // bytes of what is wrong that one message holds beside the rest
	wrongLength = 100  // characters of one line
)

// WrongLines are the lines that one message holds of what is wrong.
func (s RosterSheet) WrongLines() []string {
	var lines []string
	room := wrongRoom
	for _, w := range s.Wrong {
		said := []rune(w.Text)
		line := fmt.Sprintf("· %s：%s", w.Cell, string(said[:min(len(said), wrongLength)]))
		if room -= len(line); room < 0 {
			return lines
		}
		lines = append(lines, line)
	}
	return lines
}

// RosterEnd is what became of a card.
type RosterEnd string

// The ends. After RosterRenewed a new card follows.
const (
	RosterTaken   RosterEnd = "taken"
	RosterDropped RosterEnd = "dropped"
	RosterRenewed RosterEnd = "renewed"
)

// RosterPreviewTask is the card that shows a preview. before is the card in whose place it comes, "" for the first.
func RosterPreviewTask(shown, before string) string { return "roster-" + short(shown+"\x00"+before) }

// RosterUndoTask is the card that asks, in one turn, whether the newest import is to be taken back.
func RosterUndoTask(turn string) string { return "roster-undo-" + short(turn) }

// RosterUndo is an import that somebody may take back.
type RosterUndo struct {
	TaskID     string
	ImportID   int64
	Print      string // tells what was shown from anything else
	Name       string // of the file
	By         string // title
	At         time.Time
	Total      int
	Undone     int // slots that get back whom they had
	Kept       int // slots that have begun, or were changed since
	TakenBack  bool
	LeftAsItIs bool
	ShownAgain bool // the roster had changed since it was shown
}

// RosterFileKind is what somebody is sent about the roster as a file or picture.
type RosterFileKind string

// The kinds: an empty sheet to fill in, a month to print, a picture of a month, everything that a preview found.
const (
	RosterTemplate RosterFileKind = "template"
	RosterMonth    RosterFileKind = "month"
	RosterPicture  RosterFileKind = "picture"
	RosterFindings RosterFileKind = "findings"
)

// RosterFileOf says which file is to be made when it is sent.
type RosterFileOf struct {
	Kind     RosterFileKind
	From, To calendar.Day
	Station  string // code, "" = all
	Title    string // of the sheet, and the file's name
	Part, Of int
	Sheet    int64  // attachment, of findings
	Print    string // of the preview whose findings they are
}
