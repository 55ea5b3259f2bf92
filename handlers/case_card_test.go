package handlers

import (
	"testing"

	"petitiondesk/models/casework"
)

// Every button leads on: a step either is asked about or says how it is written.
func TestEveryProposedStepCanBeTaken(t *testing.T) {
	for _, step := range casework.Usual() {
		if words := stepForms[step].example; (words == "") != step.Wordless() {
			t.Errorf("%s (%s): wordless %t, words %q", step, step.Chinese(), step.Wordless(), words)
		}
	}
}
