package desk

import (
	"petitiondesk/models"
	"petitiondesk/models/approval"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
)

// requestsSeenBy keeps the requests about cases that the person may see.
func requestsSeenBy(tx Tx, userID string, requests []approval.Request) ([]approval.Request, error) {
	return requestsSeen(tx, userID, people.Open, requests)
}

func requestsSeen(tx Tx, userID string, least people.Sight, requests []approval.Request) ([]approval.Request, error) {
	if len(requests) == 0 {
		return nil, nil
	}
	person, err := tx.Person(userID)
	if err != nil {
		return nil, err
	}
	ids := make([]int64, len(requests))
	for i, r := range requests {
		ids[i] = r.CaseID
	}
	cases, err := tx.CasesByID(unique(ids))
	if err != nil {
		return nil, err
	}
	if cases, err = seenBy(tx, person, least, cases); err != nil {
		return nil, err
	}
	open := map[int64]bool{}
	for _, c := range cases {
		open[c.ID] = true
	}
	var seen []approval.Request
	for _, r := range requests {
		if open[r.CaseID] {
			seen = append(seen, r)
		}
	}
	return seen, nil
}

// seesRequest answers somebody who may not see the case as if there were no such request.
func (w *work) seesRequest(person people.Person, request approval.Request) error {
	seen, err := requestsSeen(w.Tx, person.UserID, people.Outline, []approval.Request{request})
	if err == nil && len(seen) == 0 {
		err = models.Errorf(models.NotFound, "没有找到这份呈报，发送「待办」可查看等您审批的事项。")
	}
	return err
}

// stillOpen lists those of the people who may see a case now: not whoever was barred since he was asked.
func (w *work) stillOpen(caseID int64, userIDs []string) (map[string]bool, error) {
	c, err := w.Case(caseID)
	if err != nil {
		return nil, err
	}
	seen, err := sightsOf(w.Tx, []petition.Case{c}...)
	if err != nil {
		return nil, err
	}
	heard, err := w.hearing(seen, c, userIDs)
	open := map[string]bool{}
	for _, id := range heard.ids {
		open[id] = heard.sight[id] == people.Open
	}
	return open, err
}
