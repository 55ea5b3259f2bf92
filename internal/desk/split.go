package desk

import (
	"cmp"
	"context"
	"slices"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/casework"
	"petitiondesk/models/ledger"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
	"petitiondesk/models/statistics"
)

// SplitCase makes a matter a case of its own. Named by the number of a further submission, that submission leaves the
// case with all its dates and bears its number on. Named by the case's own number, words say which second matter its
// first submission holds. What was promised of the case holds for the part as well.
func (d *Desk) SplitCase(ctx context.Context, by, reference, words string) error {
	return d.transact(ctx, func(w *work) error {
		person, err := w.actor(by, people.ReadCases)
		if err != nil {
			return err
		}
		found, submission, err := d.open(ctx, w, person, reference, people.RouteCases)
		if err != nil {
			return err
		}
		h, err := w.take(found)
		if err != nil {
			return err
		}
		part := w.partSubmission
		if submission.Number == found.Number {
			part = w.partMatter
		}
		n, err := part(&h, person, submission, words)
		if err != nil {
			return err
		}
		return w.tellTwo(h, n, person, casework.SplitOff)
	})
}

// partSubmission makes a further submission a case of its own.
func (w *work) partSubmission(h *handled, person people.Person, s petition.Submission, reason string) (handled, error) {
	draft, err := w.Draft(s.DraftID)
	if err != nil {
		return handled{}, err
	}
	c, err := w.newPart(h.Case, draft.Report, person.UserID)
	if err != nil {
		return handled{}, err
	}
	r := draft.Report
	c.Number, c.Channel, c.Headcount, c.Collective = s.Number, s.Channel, r.People(), r.People() >= s.CollectiveFrom
	c.Residence, c.Nationwide = r.Residence.Coarse(), s.Nationwide
	if err := w.InsertCase(&c); err != nil {
		return handled{}, err
	}
	if err := w.indexWords(c); err != nil {
		return handled{}, err
	}
	if err := cmp.Or(w.MoveSubmission(s.ID, h.ID, c.ID), w.AttachmentsToCase(s.DraftID, c.ID)); err != nil {
		return handled{}, err
	}
	n, err := w.splitOff(h, c, draft.Report, person, calendar.DayOf(s.ReceivedAt), casework.Details{Submission: s.ID, Reason: reason})
	if err != nil {
		return handled{}, err
	}
	return n, w.countMoved(s.ID, h.Case, n.Case, false)
}

// partMatter makes a second matter of the first submission a case of its own, with a number of its own.
func (w *work) partMatter(h *handled, person people.Person, s petition.Submission, words string) (handled, error) {
	places, err := w.places()
	if err != nil {
		return handled{}, err
	}
	report := petition.Parse(words, places).Report.Heard(words)
	if report.Facts == "" {
		return handled{}, models.Errorf(models.Invalid, "请写明分立出去的事项，例如：分立 %s 反映宅基地纠纷 请求确权。", h.Number)
	}
	petitioners, err := w.PetitionersOf(s.ID, maxPetitioners)
	if err != nil {
		return handled{}, err
	}
	draft := petition.Draft{
		Origin: w.key, Owner: person.UserID, State: petition.DraftRegistered, Report: report, Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
	}
	if err := w.CreateDraft(&draft); err != nil {
		return handled{}, err
	}
	if err := w.mayRegister(); err != nil {
		return handled{}, err
	}
	key, err := w.newCommitKey(draft.ID)
	if err != nil {
		return handled{}, err
	}
	c, err := w.newPart(h.Case, report, person.UserID)
	if err != nil {
		return handled{}, err
	}
	c.Number = provisional(key)
	var named []petition.Personal
	for _, p := range petitioners {
		named = append(named, p.Personal())
	}
	c.Facts, c.Demand = petition.Redact(c.Facts, named), petition.Redact(c.Demand, named)
	part := petition.Submission{
		Number: c.Number, DraftID: draft.ID, Channel: s.Channel, ReceivedAt: s.ReceivedAt, ReceivedBy: s.ReceivedBy, Original: words,
		CommitKey: key.kept, CollectiveFrom: s.CollectiveFrom, Postmark: s.Postmark, Nationwide: s.Nationwide,
	}
	commit := commitTo(part, key, petitioners)
	if err := w.CreateCase(&c, &part, nil, petitioners); err != nil {
		return handled{}, err
	}
	if err := w.indexWords(c); err != nil {
		return handled{}, err
	}
	if c.Number, err = w.drawNumber(w.today(), c.ID, part.ID); err != nil {
		return handled{}, err
	}
	part.Number = c.Number
	payload := map[string]any{
		"number": c.Number, "channel": petition.SplitChannel, "headcount": 0, "collective": false, "split_off": h.Number, "commit": commit,
	}
	if err := w.record(ledger.CaseRegistered, c.Number, person.UserID, payload); err != nil {
		return handled{}, err
	}
	receipt, err := w.issueReceipt(part, w.now)
	if err != nil {
		return handled{}, err
	}
	if err := w.handReceipt(person.UserID, receipt); err != nil {
		return handled{}, err
	}
	n, err := w.splitOff(h, c, report, person, h.matter.Arrived, casework.Details{Reason: words})
	if err != nil {
		return handled{}, err
	}
	return n, w.countPart(n.Case, part)
}

// newPart is what a part takes over from the case it was split off: where it is, by which rules, from whom.
func (w *work) newPart(from petition.Case, r petition.Report, by string) (petition.Case, error) {
	topics, err := w.desk.topicsIn(w.Tx)
	if err != nil {
		return from, err
	}
	c := from
	c.ID, c.Version, c.State, c.RegisteredBy, c.RegisteredAt, c.UpdatedAt = 0, 1, petition.Registered, by, w.now, w.now
	c.Facts, c.Demand, c.TopicList, c.Topic, c.Purpose = r.Facts, r.Demand, topics.Now(), topics.Find(r.Facts), r.Purpose
	if r.Place != "" {
		c.IssuePlace, c.PlaceCode = r.Place, r.PlaceCode
	}
	c.UnitCode, c.Responsible, c.FirstHandler, c.CaseLeader = "", "", "", ""
	c.Confidential = from.Confidential || r.Guarded().Confidential
	c.ResolutionDue, c.CompletedOn, c.ResolvedOn, c.CertifiedOn, c.MergedInto = "", "", "", "", 0
	return c, nil
}

// splitOff takes the steps of a split on both cases. The part arrived when its submission did.
func (w *work) splitOff(h *handled, part petition.Case, report petition.Report, person people.Person, arrived calendar.Day, details casework.Details) (handled, error) {
	begun := casework.Event{CaseID: part.ID, Step: casework.Register, Day: arrived, Actor: person.UserID, At: w.now}
	if err := w.AddEvent(&begun); err != nil {
		return handled{}, err
	}
	n := handled{Case: part, events: []casework.Event{begun}, matter: casework.Fold([]casework.Event{begun})}
	since := casework.DecidingSince(h.clocks, h.matter.Round)
	details.Other = part.ID
	if err := w.askedStep(h, person, StepAsked{Step: casework.SplitOff, Details: details}); err != nil {
		return handled{}, err
	}
	from := StepAsked{Step: casework.SplitFrom, Details: casework.Details{Other: h.ID, Accepted: since, Reason: details.Reason}}
	if err := w.askedStep(&n, person, from); err != nil {
		return handled{}, err
	}
	if err := w.barPart(h.Case, n.Case, report, person.UserID); err != nil {
		return handled{}, err
	}
	return n, w.record(ledger.CaseSplit, n.Number, person.UserID, map[string]any{"from": h.Number, "submission": details.Submission, "arrived": arrived})
}

// countMoved makes a submission count as one of another case from today on.
func (w *work) countMoved(submission int64, from, to petition.Case, repeated bool) error {
	rows, err := w.CountedOf(from.ID, maxSubmissions)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if row.SubmissionID != submission {
			continue
		}
		row.CaseID, row.KnownFrom, row.Repeated, row.UnitCode = to.ID, w.today(), repeated, to.UnitCode
		row.TopicList, row.Topic, row.Purpose, row.Level = to.TopicList, to.Topic, to.Purpose, to.Level
		return w.RecordCounted(row)
	}
	return nil
}

// UndoSplit puts a part back into the case it was split off: the submission returns with its dates, and the earlier time
// to decide counts.
func (d *Desk) UndoSplit(ctx context.Context, by, part, from, reason string) error {
	return d.onTwo(ctx, by, part, from, func(w *work, person people.Person, n, h *handled) error {
		if n.matter.SplitOf != h.ID {
			return models.Errorf(models.Conflict, "%s 不是由 %s 分立的，请核对编号。", n.Number, h.Number)
		}
		moved := int64(0)
		for _, f := range h.matter.Further {
			if f.PartedInto == n.ID {
				moved = f.Submission
			}
		}
		since := casework.DecidingSince(n.clocks, n.matter.Round)
		if err := w.askedStep(n, person, StepAsked{Step: casework.MergeInto, Details: casework.Details{Other: h.ID, Reason: reason}}); err != nil {
			return err
		}
		details := casework.Details{Other: n.ID, Accepted: since, Reason: reason}
		if err := w.askedStep(h, person, StepAsked{Step: casework.UndoSplitOff, Details: details}); err != nil {
			return err
		}
		return w.uncountPart(n, h, moved, person.UserID)
	}, casework.UndoSplitOff)
}

// uncountPart counts what was split off where it was before; a matter without a submission of its own is counted as void.
func (w *work) uncountPart(n, h *handled, moved int64, by string) error {
	if moved == 0 {
		err := w.recount(n.ID, func(c *statistics.Counted) {
			further := slices.ContainsFunc(n.matter.Further, func(f casework.Further) bool { return f.Submission == c.SubmissionID })
			c.Voided = c.Voided || !further
		})
		if err != nil {
			return err
		}
		return w.record(ledger.SubmissionVoided, n.Number, by, ledger.Amendment{Number: n.Number, Reason: "撤销分立，并回 " + h.Number})
	}
	if err := w.MoveSubmission(moved, n.ID, h.ID); err != nil {
		return err
	}
	return w.countMoved(moved, n.Case, h.Case, true)
}

// maxPetitioners is more than anybody names.
const maxPetitioners = 1000

// Relation is another case that a case has to do with.
type Relation struct {
	How    string
	Number string
	State  petition.State
}

// relations are the numbers of the cases a case has to do with, in words: those that the reader may see.
func relations(tx Tx, reader people.Person, m casework.Matter) ([]Relation, error) {
	words := map[int64]string{}
	ids := append([]int64{}, m.Linked...)
	for _, id := range m.Linked {
		words[id] = "关联"
	}
	for _, f := range m.Further {
		if f.PartedInto != 0 {
			ids, words[f.PartedInto] = append(ids, f.PartedInto), "已分立"
		}
	}
	for id, word := range map[int64]string{m.SplitOf: "分立自", m.MergedInto: "已并入"} {
		if id != 0 {
			ids, words[id] = append(ids, id), word
		}
	}
	cases, err := tx.CasesByID(ids)
	if err == nil {
		cases, err = seenBy(tx, reader, people.Outline, cases)
	}
	related := make([]Relation, 0, len(cases))
	for _, c := range cases {
		related = append(related, Relation{How: words[c.ID], Number: c.Number, State: c.State})
	}
	return related, err
}
