package notice

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

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
	Lines   []Line          // what is proposed, in words
	Changed string          // what happened to the case since it was written
	Chosen  string          // out of a closed set, for the words that are still to come
	Wrote   string          // what was written before and is to be written anew

	Question casework.Question // what is to be chosen before it can be confirmed
	Asked    bool              // the words are waited for; else they are to be sent with the number
	Page     int               // of Next, from 1
}

// CaseTask is the task_id of a card of one version of a case, made for one person in one turn.
func CaseTask(caseID, version int64, person, turn string) string {
	sum := sha256.Sum256([]byte(person + "\n" + turn))
	return fmt.Sprintf("case-%d-v%d-%s", caseID, version, hex.EncodeToString(sum[:6]))
}
