package notice

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"unicode/utf8"

	"petitiondesk/models/casework"
)

// Matter is a case as one person finds it, with what he can do next.
type Matter struct {
	CaseStep // Step is the one asked about, "" = none

	Version int64 // of the case
	TaskID  string
	Name    string          // masked
	Next    []casework.Step // the most likely first
	Taken   bool            // the step asked about was taken
	Held    bool            // it goes by way of a request instead

	Rewritten bool   // other words are awaited in its place
	Lines     []Line // what is proposed, in words
	Changed   string // what happened to the case since it was written
	Chosen    string // out of a closed set, for the words that are still to come
	Wrote     string // what was written before and is to be written anew

	Question casework.Question // what is to be chosen before it can be confirmed
	Asked    bool              // the words are waited for; else they are to be sent with the number
	Page     int               // of Next, from 1
}

// CaseTask is the task_id of a card of one version of a case, made for one person in one turn.
func CaseTask(caseID, version int64, person, turn string) string {
	sum := sha256.Sum256([]byte(person + "\n" + turn))
	return fmt.Sprintf("case-%d-v%d-%s", caseID, version, hex.EncodeToString(sum[:6]))
}

// A card shows so many rows of so many characters each, and so many more characters above them (doc 90236, what it advises).
const (
	cardRows      = 6
	rowCharacters = 30
	roomAboveRows = 150
)

// Crowded holds for lines that a card cannot show whole: they are told before it.
func Crowded(lines []Line) bool {
	above := 0
	for _, line := range lines {
		if long := utf8.RuneCountInString(line.Value); long > rowCharacters {
			above += utf8.RuneCountInString(line.Name) + 1 + long
		}
	}
	return len(lines) > cardRows || above > roomAboveRows
}

// pageCharacters fit the 2048 bytes of a text message with its heading (doc 90236).
const pageCharacters = 600

// Pages cuts lines into what a message each can hold; a line too long for one goes on in the next.
func Pages(lines []Line) [][]Line {
	var pages [][]Line
	room := 0
	for _, line := range lines {
		name := utf8.RuneCountInString(line.Name) + 2
		for rest := []rune(line.Value); len(rest) > 0; {
			if room < name+rowCharacters {
				pages, room = append(pages, nil), pageCharacters
			}
			part := rest[:min(len(rest), room-name)]
			pages[len(pages)-1] = append(pages[len(pages)-1], Line{line.Name, string(part)})
			rest, room = rest[len(part):], room-name-len(part)
		}
	}
	return pages
}
