package statute_test

import (
	"testing"

	"petitiondesk/models/statute"
)

func TestRepresentativesOfTheRuleSets(t *testing.T) {
	for id, most := range map[string]map[int]int{
		"national-2022": {0: 5, 1: 5, 10: 5, 11: 5, 500: 5},
		"zhejiang-2016": {0: 5, 6: 3, 10: 3, 11: 5, 500: 5},
		"shandong-2015": {8: 5},
		"henan-2012":    {8: 5},
	} {
		set, err := statute.SetByID(id)
		if err != nil || set.Representatives == nil {
			t.Fatalf("%s has no rule: %v", id, err)
		}
		for people, want := range most {
			if got := set.Representatives.Most(people); got != want {
				t.Errorf("%s: of %d people %d may speak, want %d", id, people, got, want)
			}
		}
		if set.Representatives.Article() == "" {
			t.Errorf("%s cites nothing", id)
		}
	}
}
