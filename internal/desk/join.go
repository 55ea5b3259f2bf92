package desk

import (
	"context"
	"slices"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/casework"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
	"petitiondesk/models/statute"
)

// earlierLooked bounds how many earlier cases are compared with a report.
const earlierLooked = 200

// petitioners are everybody a report names; most is how many may speak.
func (d *Desk) petitioners(r petition.Report, most int) []petition.Petitioner {
	named := r.Petitioners(most)
	for i := range named {
		named[i] = d.index(named[i])
	}
	return named
}

// alikeCase is a case that a report may be about as well.
type alikeCase struct {
	petition.Case
	why string
}

// alike finds the cases that a report may be about as well, whoever may see them.
func (w *work) alike(r petition.Report) ([]alikeCase, error) {
	person := w.desk.petitioners(r, 1)[0]
	topics, err := w.desk.topicsIn(w.Tx)
	if err != nil {
		return nil, err
	}
	topic := topics.Find(r.Facts)
	earlier, err := w.EarlierCases(petition.Sought{
		IDIndex: person.IDIndex, MobileIndex: person.MobileIndex, NameIndex: person.NameIndex, PlaceCode: r.PlaceCode, Topic: topic,
	}, earlierLooked)
	if err != nil {
		return nil, err
	}
	repeats := petition.Repeats(r, topic, earlier)
	ids := make([]int64, len(repeats))
	for i, repeat := range repeats {
		ids[i] = repeat.CaseID
	}
	known, err := lineage(w, ids)
	if err != nil {
		return nil, err
	}
	var alike []alikeCase
	for _, repeat := range repeats {
		c := survivor(known, repeat.CaseID)
		there := slices.ContainsFunc(alike, func(other alikeCase) bool { return other.ID == c.ID })
		if c.State != petition.Voided && !there {
			alike = append(alike, alikeCase{c, repeat.Why})
		}
	}
	return alike, nil
}

// alikeTo is alike without the cases from which the clerk is barred: to him they do not exist.
func (w *work) alikeTo(clerk people.Person, r petition.Report) ([]alikeCase, sights, error) {
	alike, err := w.alike(r)
	if err != nil {
		return nil, sights{}, err
	}
	cases := make([]petition.Case, len(alike))
	for i, c := range alike {
		cases[i] = c.Case
	}
	seen, err := sightsOf(w.Tx, cases...)
	return slices.DeleteFunc(alike, func(c alikeCase) bool { return seen.barred(clerk, c.ID) }), seen, err
}

// repeats lists what is alike and the clerk may see; of those that he may not see only how many there are, and nothing of those
// from which he is barred.
func (w *work) repeats(clerk string, r petition.Report) (lines []notice.RepeatLine, restricted int, err error) {
	reader, err := w.Person(clerk)
	if err != nil {
		return nil, 0, err
	}
	alike, seen, err := w.alikeTo(reader, r)
	if err != nil {
		return nil, 0, err
	}
	for _, c := range alike {
		if seen.of(reader, c.Case) < people.Open {
			restricted++
			continue
		}
		lines = append(lines, notice.RepeatLine{
			CaseID: c.ID, Number: c.Number, Day: calendar.DayOf(c.RegisteredAt), Place: c.IssuePlace, State: c.State, Why: c.why,
		})
	}
	return lines, restricted, nil
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
			return errDiscarded()
		}
		if draftID != 0 && version != draft.Version {
			return models.Errorf(models.Conflict, "这张卡片的内容后来有改动，请在最新的卡片上选择。")
		}
		if err := draft.Report.Ready(); err != nil {
			return err
		}
		found, err := w.joinable(clerk, reference, draft.Report.Guarded())
		if err != nil {
			return err
		}
		return w.joinDraft(draft, found)
	})
}

// joinable finds the case that a report is to join. An accusation joins no ordinary case: those who work on that one would
// read it.
func (w *work) joinable(clerk, reference string, r petition.Report) (petition.Case, error) {
	person, err := w.actor(clerk, people.RegisterVisit)
	if err != nil {
		return petition.Case{}, err
	}
	found, _, err := w.desk.open(w.ctx, w, person, reference, people.RegisterVisit)
	if err == nil && found.MergedInto != 0 {
		if found, err = survivorOf(w, found); err == nil {
			found, _, err = w.desk.open(w.ctx, w, person, found.Number, people.RegisterVisit)
		}
	}
	if err == nil && r.Confidential && !found.Confidential {
		err = models.Errorf(models.Conflict, "检举控告件不能并入普通事项，请点「确认登记」作为单独一件登记（《信访工作条例》第三十条第三款）。")
	}
	return found, err
}

// guardedAs is a report as it counts within a case: what joins an accusation is kept like one.
func guardedAs(r petition.Report, c petition.Case) petition.Report {
	r = r.Guarded()
	r.Confidential = r.Confidential || c.Confidential
	return r
}

func (w *work) joinDraft(draft petition.Draft, c petition.Case) error {
	task := notice.VisitTask(draft.ID, draft.Version)
	if err := w.leave(draft.Owner, VisitFlow, refOf(draft.ID)); err != nil {
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
	if err := w.FillResidence(h.ID, draft.Report.Residence.Coarse()); err != nil {
		return err
	}
	if err := w.AttachmentsToCase(draft.ID, h.ID); err != nil {
		return err
	}
	bars, err := w.barsOf(guardedAs(draft.Report, h.Case), draft.Owner)
	if err != nil {
		return err
	}
	if err := w.bar(h.Case, draft.Owner, bars); err != nil {
		return err
	}
	event := casework.Event{Step: casework.Resubmit, Actor: draft.Owner, Details: casework.Details{
		Other: submission.ID, Received: calendar.DayOf(submission.ReceivedAt),
	}}
	if err := w.step(&h, event); err != nil {
		return err
	}
	draft.State, draft.CaseID = petition.DraftRegistered, &c.ID
	if err := w.saveDraft(&draft); err != nil {
		return err
	}
	if submission.Number, err = w.giveNumber(draft, w.today(), 0, submission.ID); err != nil {
		return err
	}
	err = w.record(ledger.SubmissionJoined, submission.Number, draft.Owner, map[string]any{
		"submission": submission.ID, "case": c.Number, "alike": draft.Report.Alike, "headcount": draft.Report.People(),
		"collective": w.desk.collective(draft.Report), "channel": submission.Channel, "read_back": submission.ReadBackAt != nil, "commit": commit,
		"paper": draft.Report.Paper != "",
	})
	if err != nil {
		return err
	}
	if _, err := w.issueReceipt(submission, w.registeredAt(draft)); err != nil {
		return err
	}
	return w.tellJoined(draft, h, submission, task)
}

// join writes a further submission of a case, its number still to be drawn, and returns it with the ledger's commitment to it.
func (w *work) join(draft petition.Draft, c petition.Case) (petition.Submission, string, error) {
	if err := w.mayRegister(); err != nil {
		return petition.Submission{}, "", err
	}
	key, err := w.newCommitKey(draft.ID)
	if err != nil {
		return petition.Submission{}, "", err
	}
	rules, err := statute.Pin(w.desk.jurisdiction, w.today())
	if err != nil {
		return petition.Submission{}, "", err
	}
	submission, visit := w.submissionOf(draft, key)
	submission.CaseID = c.ID
	named := w.desk.petitioners(draft.Report, rules.Representatives.Most(draft.Report.People()))
	commit := commitTo(submission, key, named)
	if err := w.CreateSubmission(&submission, visit, named); err != nil {
		return petition.Submission{}, "", err
	}
	return submission, commit, w.countRepeat(c, submission, draft.Report, calendar.DayOf(w.registeredAt(draft)))
}

func (w *work) tellJoined(draft petition.Draft, h handled, s petition.Submission, task string) error {
	visit := w.desk.visitOf(draft, task)
	visit.Number, visit.JoinedTo = s.Number, h.Number
	var err error
	if visit.Times, err = w.CountSubmissionsOf(h.ID); err != nil {
		return err
	}
	if err := w.amend(task, "registered", draft.Owner, notice.VisitCardClosed, visit); err != nil {
		return err
	}
	visit.PrintURL = w.printURL(newReceipt(s.Number))
	if err := w.tell("registered:"+s.Number, draft.Owner, notice.CaseRegistered, visit); err != nil {
		return err
	}
	if err := w.handReceipt(draft.Owner, newReceipt(s.Number)); err != nil {
		return err
	}
	if err := w.matchNamed(draft.Owner, draft.Report.Ticket, s.Number); err != nil {
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
