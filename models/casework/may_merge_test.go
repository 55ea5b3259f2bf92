package casework_test

import (
	"strings"
	"testing"

	"petitiondesk/models"
	"petitiondesk/models/casework"
	"petitiondesk/models/petition"
)

// A merge is offered exactly where the table allows both its steps.
func TestMayMerge(t *testing.T) {
	for _, later := range petition.States {
		for _, earlier := range petition.States {
			lawful := allows(later, casework.MergeInto) && allows(earlier, casework.MergeFrom)
			err := casework.MayMerge(later, earlier)
			if (err == nil) != lawful {
				t.Errorf("%s into %s: %v", later, earlier, err)
			}
			if err != nil && !strings.Contains(models.MessageOf(err), "关联") {
				t.Errorf("%s into %s: %v does not say what to do", later, earlier, err)
			}
		}
	}
}

func allows(state petition.State, step casework.Step) bool {
	for _, possible := range casework.Possible(state) {
		if possible.Step == step {
			return true
		}
	}
	return false
}
