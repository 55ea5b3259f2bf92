package desk

import (
	"context"
	"strings"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/casework"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
)

// earlierLooked bounds how many earlier cases of a person or a place are compared with a report.
const earlierLooked = 100

func (d *Desk) petitioner(r petition.Report) petition.Petitioner {
	return petition.Petitioner{
		Role: petition.Lead, Name: r.Name, Mobile: r.Mobile, IDNumber: r.IDNumber,
		MobileIndex: petition.BlindIndex(d.indexKey, petition.MobileField, r.Mobile),
		IDIndex:     petition.BlindIndex(d.indexKey, petition.IDField, r.IDNumber),
		NameIndex:   petition.BlindIndex(d.indexKey, petition.NameField, r.Name),
	}
}

// petitioners are everybody a report names: the lead, and who speak for a shared visit.
func (d *Desk) petitioners(r petition.Report) []petition.Petitioner {
	named := []petition.Petitioner{d.petitioner(r)}
	for _, name := range r.Representatives {
		named = append(named, petition.Petitioner{
			Role: petition.Representative, Name: name, NameIndex: petition.BlindIndex(d.indexKey, petition.NameField, name),
		})
	}
	return named
}

// repeats finds the cases that a report may be about as well.
func (w *work) repeats(r petition.Report) ([]notice.RepeatLine, error) {
	person := w.desk.petitioner(r)
	earlier, err := w.EarlierCases(person.MobileIndex, person.IDIndex, person.NameIndex, r.PlaceCode, earlierLooked)
	if err != nil {
		return nil, err
	}
	repeats := petition.Repeats(r, petition.FindTopic(r.Facts), earlier)
	ids := make([]int64, len(repeats))
	for i, repeat := range repeats {
		ids[i] = repeat.CaseID
	}
	cases, err := w.CasesByID(ids)
	if err != nil {
		return nil, err
	}
	byID := map[int64]petition.Case{}
	for _, c := range cases {
		byID[c.ID] = c
	}
	var lines []notice.RepeatLine
	for _, repeat := range repeats {
		c := byID[repeat.CaseID]
		if c.MergedInto != 0 {
			continue // the case it went into stands for it
		}
		lines = append(lines, notice.RepeatLine{
			CaseID: c.ID, Number: c.Number, Day: calendar.DayOf(c.RegisteredAt), Place: c.IssuePlace, State: c.State, Why: repeat.Why,
		})
	}
	return lines, nil
}

func numbersOf(repeats []notice.RepeatLine) []string {
	numbers := make([]string, len(repeats))
	for i, repeat := range repeats {
		numbers[i] = repeat.Number
	}
	return numbers
}

// JoinVisit registers the report, in the version the clerk saw, as a further submission of a case. draftID 0 means the
// conversation's report as it stands. Joining again answers with the same number.
func (d *Desk) JoinVisit(ctx context.Context, clerk string, draftID, version int64, reference string) error {
	return d.transact(ctx, func(w *work) error {
		draft, err := w.ownDraft(clerk, draftID)
		if err != nil {
			return err
		}
		switch draft.State {
		case petition.DraftRegistered:
			return w.sayRegisteredAgain(draft)
		case petition.DraftDiscarded:
			return models.Errorf(models.Conflict, "这份登记已取消。如来访仍需登记，请发送「来访」重新开始。")
		}
		if draftID != 0 && version != draft.Version {
			return models.Errorf(models.Conflict, "这张卡片的内容后来有改动，请在最新的卡片上选择。")
		}
		if err := draft.Report.Ready(); err != nil {
			return err
		}
		found, err := d.findCase(ctx, w, reference)
		if err != nil {
			return err
		}
		if found.MergedInto != 0 {
			if found, err = w.Case(found.MergedInto); err != nil {
				return err
			}
		}
		return w.joinDraft(draft, found)
	})
}

func (w *work) joinDraft(draft petition.Draft, c petition.Case) error {
	task := notice.VisitTask(draft.ID, draft.Version)
	if err := w.leave(draft.Owner, VisitFlow, refOf(draft.ID)); err != nil {
		return err
	}
	alike, err := w.repeats(draft.Report)
	if err != nil {
		return err
	}
	h, err := w.take(c)
	if err != nil {
		return err
	}
	submission, commit, err := w.join(draft, h.Case)
	if err != nil {
		return err
	}
	event := casework.Event{Step: casework.Resubmit, Actor: draft.Owner, Details: casework.Details{Other: submission.ID}}
	if err := w.step(&h, event); err != nil {
		return err
	}
	draft.State, draft.CaseID = petition.DraftRegistered, &c.ID
	if err := w.saveDraft(&draft); err != nil {
		return err
	}
	if submission.Number, err = w.drawNumber(w.today(), 0, submission.ID); err != nil {
		return err
	}
	err = w.record(ledger.SubmissionJoined, submission.Number, draft.Owner, map[string]any{
		"submission": submission.ID, "case": c.Number, "alike": numbersOf(alike), "headcount": draft.Report.Headcount,
		"channel": submission.Channel, "commit": commit,
	})
	if err != nil {
		return err
	}
	return w.tellJoined(draft, h, submission, task)
}

// join writes a further submission of a case, its number still to be drawn, and returns it with the ledger's commitment to it.
func (w *work) join(draft petition.Draft, c petition.Case) (petition.Submission, string, error) {
	if err := w.mayRegister(); err != nil {
		return petition.Submission{}, "", err
	}
	key, err := newCommitKey()
	if err != nil {
		return petition.Submission{}, "", err
	}
	r := draft.Report
	submission := petition.Submission{
		CaseID: c.ID, DraftID: draft.ID, Channel: petition.VisitChannel, ReceivedAt: draft.CreatedAt, ReceivedBy: draft.Owner,
		Original: strings.Join(r.Original, "\n"), Number: provisional(key), CommitKey: key,
	}
	visit := petition.Visit{Headcount: r.Headcount, Collective: r.Headcount >= petition.CollectiveFrom}
	named := w.desk.petitioners(r)
	if err := w.CreateSubmission(&submission, &visit, named); err != nil {
		return petition.Submission{}, "", err
	}
	return submission, commitTo(submission, named), w.countRepeat(c, submission, visit)
}

func (w *work) tellJoined(draft petition.Draft, h handled, s petition.Submission, task string) error {
	visit := notice.NewVisit(draft, task)
	visit.Number, visit.JoinedTo = s.Number, h.Number
	var err error
	if visit.Times, err = w.CountSubmissionsOf(h.ID); err != nil {
		return err
	}
	if err := w.amend(task, "registered", draft.Owner, notice.VisitCardClosed, visit); err != nil {
		return err
	}
	if err := w.tell("registered:"+s.Number, draft.Owner, notice.CaseRegistered, visit); err != nil {
		return err
	}
	clerk, err := w.actor(draft.Owner, people.RegisterVisit)
	if err != nil {
		return err
	}
	news, err := w.newsOf(h, clerk, StepAsked{Step: casework.Resubmit})
	if err != nil {
		return err
	}
	return w.tellConcerned(h, clerk, news)
}
