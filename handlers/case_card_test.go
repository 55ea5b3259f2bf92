package handlers

import (
	"slices"
	"testing"

	"petitiondesk/models/casework"
)

// Every button leads on: a step of a card is written by a command that there is, and whatever a command proposes can be written anew.
func TestEveryProposedStepCanBeTaken(t *testing.T) {
	for _, step := range casework.Usual() {
		if stepForms[step].word == "" {
			t.Errorf("%s (%s) has no form", step, step.Chinese())
		}
	}
	for step, form := range stepForms {
		if _, ok := commandOf(form.word); !ok || step.Chinese() == "" || (form.ask == "") != (form.example == "") {
			t.Errorf("%s: form %+v", step, form)
		}
	}
	for _, command := range slices.Concat(steps, statutorySteps) {
		if len(stepsOfWord(command.word)) == 0 {
			t.Errorf("%s begins no step", command.word)
		}
	}
}
