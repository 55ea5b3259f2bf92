package desk

import (
	"context"

	"petitiondesk/models"
	"petitiondesk/models/casework"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
)

// MergeCases joins a case into an earlier one: every date of both is kept, and the earlier time to decide counts.
func (d *Desk) MergeCases(ctx context.Context, by, from, into, reason string) error {
	return d.onTwo(ctx, by, from, into, merging(reason), casework.MergeInto)
}

// merging joins one case into another.
func merging(reason string) func(*work, people.Person, *handled, *handled) error {
	return func(w *work, person people.Person, a, b *handled) error {
		accepted := casework.DecidingSince(a.clocks, a.matter.Round)
		if err := w.askedStep(a, person, StepAsked{Step: casework.MergeInto, Details: casework.Details{Other: b.ID, Reason: reason}}); err != nil {
			return err
		}
		details := casework.Details{Other: a.ID, Accepted: accepted, Reason: reason}
		return w.askedStep(b, person, StepAsked{Step: casework.MergeFrom, Details: details})
	}
}

// UndoMerge takes a merge back: each case goes on where it stood.
func (d *Desk) UndoMerge(ctx context.Context, by, from, into, reason string) error {
	return d.onTwo(ctx, by, from, into, func(w *work, person people.Person, a, b *handled) error {
		if a.matter.MergedInto != b.ID {
			return models.Errorf(models.Conflict, "%s 没有并入 %s，请核对编号。", a.Number, b.Number)
		}
		if err := w.askedStep(a, person, StepAsked{Step: casework.UndoMerge, Details: casework.Details{Other: b.ID, Reason: reason}}); err != nil {
			return err
		}
		return w.askedStep(b, person, StepAsked{Step: casework.UndoMergeFrom, Details: casework.Details{Other: a.ID, Reason: reason}})
	}, casework.UndoMerge)
}

// LinkCases notes that two cases are about neighbouring matters; each keeps its own way and dates.
func (d *Desk) LinkCases(ctx context.Context, by, one, other, reason string) error {
	return d.onTwo(ctx, by, one, other, both(casework.Link, reason), casework.Link)
}

// UnlinkCases takes that note back.
func (d *Desk) UnlinkCases(ctx context.Context, by, one, other, reason string) error {
	return d.onTwo(ctx, by, one, other, both(casework.Unlink, reason), casework.Unlink)
}

// both takes the same step on either of two cases.
func both(step casework.Step, reason string) func(*work, people.Person, *handled, *handled) error {
	return func(w *work, person people.Person, a, b *handled) error {
		if err := w.askedStep(a, person, StepAsked{Step: step, Details: casework.Details{Other: b.ID, Reason: reason}}); err != nil {
			return err
		}
		return w.askedStep(b, person, StepAsked{Step: step, Details: casework.Details{Other: a.ID, Reason: reason}})
	}
}

func (d *Desk) onTwo(ctx context.Context, by, from, into string, do func(*work, people.Person, *handled, *handled) error, step casework.Step) error {
	return d.transact(ctx, func(w *work) error { return w.onTwo(by, from, into, do, step) })
}

func (w *work) onTwo(by, from, into string, do func(*work, people.Person, *handled, *handled) error, step casework.Step) error {
	person, err := w.actor(by, people.ReadCases)
	if err != nil {
		return err
	}
	var both [2]handled
	for i, reference := range []string{from, into} {
		found, _, err := w.desk.open(w.ctx, w, person, reference, people.ReadCases)
		if err != nil {
			return err
		}
		if both[i], err = w.take(found); err != nil {
			return err
		}
	}
	if both[0].ID == both[1].ID {
		return models.Errorf(models.Invalid, "两个编号是同一件事项，请核对后写两件不同事项的编号。")
	}
	if err := mayMeet(both[0].Case, both[1].Case, step); err != nil {
		return err
	}
	if err := do(w, person, &both[0], &both[1]); err != nil {
		return err
	}
	if err := w.shareBars(both[0].Case, both[1].Case, step, by); err != nil {
		return err
	}
	return w.tellTwo(both[0], both[1], person, step)
}

// tellTwo answers about the first of two cases and names the other.
func (w *work) tellTwo(a, b handled, person people.Person, step casework.Step) error {
	news, err := w.newsOf(a, person, StepAsked{Step: step})
	if err != nil {
		return err
	}
	news.Other = b.Number
	if err := w.answer(person.UserID, notice.StepTaken, news); err != nil {
		return err
	}
	told, err := w.concerned(a, step)
	if err != nil {
		return err
	}
	return w.tellBoth(a, b, person, news, told)
}

// tellBoth tells a step on two cases. Who may not see the other is not told its number; where that one is kept from him, and
// is not merely another unit's, he is not told at all.
func (w *work) tellBoth(a, b handled, person people.Person, news notice.CaseStep, told []string) error {
	seen, err := sightsOf(w.Tx, b.Case)
	if err != nil {
		return err
	}
	staff, err := w.PeopleByID(told)
	if err != nil {
		return err
	}
	var both, one []string
	for _, p := range staff {
		switch {
		case seen.of(p, b.Case) > people.Hidden:
			both = append(both, p.UserID)
		case !b.Confidential && !seen.barred(p, b.ID):
			one = append(one, p.UserID)
		}
	}
	if err := w.tellNews(a, person, news, both); err != nil {
		return err
	}
	news.Other = ""
	return w.tellNews(a, person, news, one)
}
