package desk

import (
	"slices"

	"petitiondesk/models/approval"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
)

// aboutCases reads the cases that some rows are about, by id, with what decides who may see them.
func aboutCases[T any](tx Tx, rows []T, about func(T) int64) (map[int64]petition.Case, sights, error) {
	ids := make([]int64, len(rows))
	for i, row := range rows {
		ids[i] = about(row)
	}
	cases, err := tx.CasesByID(unique(ids))
	if err != nil {
		return nil, sights{}, err
	}
	byID := map[int64]petition.Case{}
	for _, c := range cases {
		byID[c.ID] = c
	}
	seen, err := sightsOf(tx, cases...)
	return byID, seen, err
}

// requestsSeenBy keeps the requests in which the person may take part; those that are about no case are seen by whoever has
// them.
func requestsSeenBy(tx Tx, userID string, requests []approval.Request) ([]approval.Request, error) {
	if len(requests) == 0 {
		return nil, nil
	}
	person, err := tx.Person(userID)
	if err != nil {
		return nil, err
	}
	cases, seen, err := aboutCases(tx, requests, func(r approval.Request) int64 { return r.CaseID })
	return slices.DeleteFunc(requests, func(r approval.Request) bool {
		c, found := cases[r.CaseID]
		return r.CaseID > 0 && !(found && seen.takesPart(person, c))
	}), err
}

func aboutInstructions(tx Tx, given []approval.Instruction) (map[int64]petition.Case, sights, error) {
	return aboutCases(tx, given, func(g approval.Instruction) int64 { return g.CaseID })
}

// instructionsSeenBy keeps the instructions about cases that the person may see.
func instructionsSeenBy(tx Tx, person people.Person, given []approval.Instruction) ([]approval.Instruction, error) {
	cases, seen, err := aboutInstructions(tx, given)
	return slices.DeleteFunc(given, func(g approval.Instruction) bool { return seen.of(person, cases[g.CaseID]) != people.Open }), err
}

// seesRequest answers somebody who may not take part as if there were no such request.
func (w *work) seesRequest(person people.Person, request approval.Request) error {
	seen, err := requestsSeenBy(w.Tx, person.UserID, []approval.Request{request})
	if err == nil && len(seen) == 0 {
		err = errNoRequest
	}
	return err
}

// partakers keeps those of some people who may still take part in what a request is about.
func (w *work) partakers(r approval.Request, userIDs ...string) (map[string]bool, error) {
	may := map[string]bool{}
	if r.CaseID <= 0 {
		for _, id := range userIDs {
			may[id] = true
		}
		return may, nil
	}
	staff, err := w.PeopleByID(userIDs)
	if err != nil {
		return nil, err
	}
	about, err := w.subject(r)
	if err != nil {
		return nil, err
	}
	seen, err := sightsOf(w.Tx, about)
	for _, person := range staff {
		may[person.UserID] = seen.takesPart(person, about)
	}
	return may, err
}

// seatable keeps those of some people who may be asked about a case.
func (w *work) seatable(c petition.Case, staff []people.Person) ([]people.Person, error) {
	if c.ID == 0 {
		return staff, nil
	}
	seen, err := sightsOf(w.Tx, c)
	return slices.DeleteFunc(staff, func(p people.Person) bool { return !seen.takesPart(p, c) }), err
}
