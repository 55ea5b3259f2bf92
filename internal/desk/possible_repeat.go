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
)

// RepeatTx keeps pairs of cases of which it was left open whether they are one matter.
type RepeatTx interface {
	AddPossibleRepeat(p *petition.PossibleRepeat) error // sets ID; Conflict when the pair is known
	PossibleRepeat(id int64) (petition.PossibleRepeat, error)
	UndecidedRepeats(limit int) ([]petition.PossibleRepeat, error)                   // oldest first
	UndecidedRepeatsWith(caseID int64, limit int) ([]petition.PossibleRepeat, error) // either of the two, oldest first
	DecideRepeat(p petition.PossibleRepeat) error                                    // Conflict when it is decided
}

// leaveOpen keeps that a case may repeat others, and lays each pair before those who may see both.
func (w *work) leaveOpen(c petition.Case, clerk string, open []alikeCase) error {
	numbers := make([]string, len(open))
	for i, earlier := range open {
		numbers[i] = earlier.Number
		pair := petition.PossibleRepeat{CaseID: c.ID, EarlierID: earlier.ID, Why: earlier.why, LeftBy: clerk, LeftAt: w.now}
		if err := w.AddPossibleRepeat(&pair); err != nil {
			return err
		}
		shown, err := w.showPair(pair, c, earlier.Case)
		if err != nil {
			return err
		}
		judges, err := judgesOf(w.Tx, c, earlier.Case)
		if err != nil {
			return err
		}
		for _, judge := range judges {
			shown.TaskID = notice.RepeatTask(pair.ID, judge, "")
			if err := w.card(shown.TaskID, judge, notice.RepeatCard, shown, nil); err != nil {
				return err
			}
		}
	}
	return w.record(ledger.RepeatsLeftOpen, c.Number, clerk, map[string]any{"alike": numbers})
}

// judgesOf lists who decides whether two cases are one: the supervisors of the bureau who may see both.
func judgesOf(tx Tx, later, earlier petition.Case) ([]string, error) {
	bureau, err := bureauSupervisorsOf(tx)
	if err != nil {
		return nil, err
	}
	staff, err := tx.PeopleByID(bureau)
	if err != nil {
		return nil, err
	}
	seen, err := sightsOf(tx, later, earlier)
	if err != nil {
		return nil, err
	}
	staff = slices.DeleteFunc(staff, func(p people.Person) bool {
		return seen.of(p, later) < people.Open || seen.of(p, earlier) < people.Open
	})
	judges := userIDs(staff)
	slices.Sort(judges)
	return judges, nil
}

// pairOf loads the two cases; the case that the earlier was merged into stands for it.
func (w *work) pairOf(pair petition.PossibleRepeat) (later, earlier petition.Case, err error) {
	if later, err = w.Case(pair.CaseID); err != nil {
		return later, earlier, err
	}
	if earlier, err = w.Case(pair.EarlierID); err == nil && earlier.MergedInto != 0 {
		earlier, err = w.Case(earlier.MergedInto)
	}
	return later, earlier, err
}

func (w *work) showPair(pair petition.PossibleRepeat, later, earlier petition.Case) (notice.RepeatPair, error) {
	left, err := w.Person(pair.LeftBy)
	if err != nil {
		return notice.RepeatPair{}, err
	}
	shown := notice.RepeatPair{
		ID: pair.ID, Why: pair.Why, LeftBy: left.Title(), MayJoin: mayMeet(later, earlier, casework.MergeInto) == nil,
		Verdict: pair.Verdict, DecidedAt: pair.DecidedAt,
	}
	if pair.DecidedBy != "" && pair.DecidedBy != SystemActor {
		decided, err := w.Person(pair.DecidedBy)
		if err != nil {
			return shown, err
		}
		shown.DecidedBy = decided.Title()
	}
	if shown.Later, err = w.sideOf(later); err != nil {
		return shown, err
	}
	shown.Earlier, err = w.sideOf(earlier)
	return shown, err
}

func (w *work) sideOf(c petition.Case) (notice.RepeatSide, error) {
	lead, err := w.LeadPetitioner(c.ID)
	if err != nil && models.CodeOf(err) != models.NotFound {
		return notice.RepeatSide{}, err
	}
	return notice.RepeatSide{
		Number: c.Number, Day: calendar.DayOf(c.RegisteredAt), State: c.State, Name: ordinarily(c, lead.MaskedName()),
		Place: ordinarily(c, c.IssuePlace), Facts: shownMatter(c),
	}, nil
}

// DecideRepeat decides whether two cases are one matter: the same is a merge like any other. card is the card that was pressed.
func (d *Desk) DecideRepeat(ctx context.Context, by string, pairID int64, same bool, card string) error {
	return d.transact(ctx, func(w *work) error {
		pair, later, earlier, err := w.pairToJudge(by, pairID)
		switch {
		case err != nil:
			return err
		case pair.Verdict != petition.Undecided:
			return w.sayDecided(by, pair, card)
		case !petition.ToJudge(later, earlier):
			if pair, err = w.settle(pair, petition.Overtaken, by); err != nil {
				return err
			}
			return w.sayDecided(by, pair, card)
		case same:
			return w.onTwo(by, later.Number, earlier.Number, merging("经判断为同一事项"), casework.MergeInto)
		}
		if pair, err = w.settle(pair, petition.OwnMatter, by); err != nil {
			return err
		}
		return w.sayDecided(by, pair, card)
	})
}

// KeepApart decides by word that a case repeats no other, or not the one that is named.
func (d *Desk) KeepApart(ctx context.Context, by, reference, other string) error {
	return d.transact(ctx, func(w *work) error {
		person, err := w.actor(by, people.DecideRequests)
		if err != nil {
			return err
		}
		found, _, err := d.open(ctx, w, person, reference, people.RouteCases)
		if err != nil {
			return err
		}
		pairs, err := w.UndecidedRepeatsWith(found.ID, MaxListed)
		if err != nil {
			return err
		}
		settled := false
		for _, undecided := range pairs {
			pair, later, earlier, err := w.pairToJudge(by, undecided.ID)
			if models.CodeOf(err) == models.NotFound {
				continue
			}
			if err != nil {
				return err
			}
			if number := d.numberMeant(ctx, other); other != "" && number != later.Number && number != earlier.Number {
				continue
			}
			if pair, err = w.settle(pair, petition.OwnMatter, by); err != nil {
				return err
			}
			if err := w.sayDecided(by, pair, ""); err != nil {
				return err
			}
			settled = true
		}
		if !settled {
			return models.Errorf(models.NotFound, "%s 没有等您判断的疑似重复。发送「待办」可查看等您处理的事项。", found.Number)
		}
		return nil
	})
}

// ShowRepeat sends the card of a pair anew.
func (d *Desk) ShowRepeat(ctx context.Context, by string, pairID int64) error {
	return d.transact(ctx, func(w *work) error {
		pair, later, earlier, err := w.pairToJudge(by, pairID)
		if err != nil {
			return err
		}
		if pair.Verdict != petition.Undecided {
			return w.sayDecided(by, pair, "")
		}
		shown, err := w.showPair(pair, later, earlier)
		if err != nil {
			return err
		}
		shown.TaskID = notice.RepeatTask(pair.ID, by, w.key)
		return w.card(shown.TaskID, by, notice.RepeatCard, shown, nil)
	})
}

// pairToJudge loads a pair for somebody who decides it. To anybody else it does not exist.
func (w *work) pairToJudge(by string, pairID int64) (pair petition.PossibleRepeat, later, earlier petition.Case, err error) {
	if _, err = w.actor(by, people.DecideRequests); err != nil {
		return pair, later, earlier, err
	}
	none := models.Errorf(models.NotFound, "没有等您判断的这一对事项。发送「待办」可查看等您处理的事项。")
	if pair, err = w.PossibleRepeat(pairID); err != nil {
		if models.CodeOf(err) == models.NotFound {
			err = none
		}
		return pair, later, earlier, err
	}
	if later, earlier, err = w.pairOf(pair); err != nil {
		return pair, later, earlier, err
	}
	judges, err := judgesOf(w.Tx, later, earlier)
	if err == nil && !slices.Contains(judges, by) {
		err = none
	}
	return pair, later, earlier, err
}

// settle writes what was decided, changes everybody's card, and tells the clerk who had asked.
func (w *work) settle(pair petition.PossibleRepeat, verdict petition.RepeatVerdict, by string) (petition.PossibleRepeat, error) {
	pair, _ = pair.Judge(verdict, by, w.now)
	if err := w.DecideRepeat(pair); err != nil {
		return pair, err
	}
	later, earlier, err := w.pairOf(pair)
	if err != nil {
		return pair, err
	}
	shown, err := w.showPair(pair, later, earlier)
	if err != nil {
		return pair, err
	}
	judges, err := judgesOf(w.Tx, later, earlier)
	if err != nil {
		return pair, err
	}
	for _, judge := range judges {
		shown.TaskID = notice.RepeatTask(pair.ID, judge, "")
		if err := w.amend(shown.TaskID, "decided", judge, notice.RepeatCardClosed, shown); err != nil {
			return pair, err
		}
	}
	if err := w.tellWhoLeftOpen(pair, shown, later, earlier); err != nil {
		return pair, err
	}
	return pair, w.record(ledger.RepeatDecided, later.Number, by, map[string]any{"earlier": earlier.Number, "verdict": pair.Verdict})
}

// tellWhoLeftOpen tells the clerk what became of it; a case that he may not see is not named to him.
func (w *work) tellWhoLeftOpen(pair petition.PossibleRepeat, shown notice.RepeatPair, later, earlier petition.Case) error {
	clerk, err := w.Person(pair.LeftBy)
	if err != nil || pair.LeftBy == pair.DecidedBy || !clerk.Active {
		return err
	}
	seen, err := sightsOf(w.Tx, later, earlier)
	if err != nil || seen.of(clerk, later) == people.Hidden {
		return err
	}
	if seen.of(clerk, earlier) == people.Hidden {
		shown.Earlier = notice.RepeatSide{}
	}
	return w.tell("repeat:"+refOf(pair.ID)+":decided", pair.LeftBy, notice.RepeatDecided, shown)
}

func (w *work) sayDecided(by string, pair petition.PossibleRepeat, card string) error {
	later, earlier, err := w.pairOf(pair)
	if err != nil {
		return err
	}
	shown, err := w.showPair(pair, later, earlier)
	if err != nil {
		return err
	}
	if shown.TaskID = card; card != "" && card != notice.RepeatTask(pair.ID, by, "") {
		if err := w.amend(card, "decided", by, notice.RepeatCardClosed, shown); err != nil {
			return err
		}
	}
	return w.answer(by, notice.RepeatDecided, shown)
}

// settleMerged answers what was left open about a case that is merged: it is the same matter as the one it went into, and the
// other pairs are of no use any more.
func (w *work) settleMerged(from, into petition.Case, by people.Person) error {
	pairs, err := w.UndecidedRepeatsWith(from.ID, MaxListed)
	if err != nil {
		return err
	}
	for _, pair := range pairs {
		if pair.CaseID != from.ID && pair.CaseID != into.ID {
			continue // the case it went into stands for it
		}
		verdict := petition.Overtaken
		if pair.CaseID == into.ID || pair.EarlierID == into.ID {
			verdict = petition.SameMatter
		}
		if earlier, err := w.Case(pair.EarlierID); err != nil {
			return err
		} else if earlier.MergedInto == into.ID {
			verdict = petition.SameMatter
		}
		if _, err := w.settle(pair, verdict, by.UserID); err != nil {
			return err
		}
	}
	return nil
}

// todoRepeats lists the pairs that wait for somebody to decide.
func (d *Desk) todoRepeats(tx Tx, person people.Person) ([]notice.ListLine, error) {
	bureau, err := bureauSupervisorsOf(tx)
	if err != nil || !slices.Contains(bureau, person.UserID) {
		return nil, err
	}
	pairs, err := tx.UndecidedRepeats(listLooked)
	if err != nil {
		return nil, err
	}
	var ids []int64
	for _, pair := range pairs {
		ids = append(ids, pair.CaseID, pair.EarlierID)
	}
	cases, err := tx.CasesByID(unique(ids))
	if err != nil {
		return nil, err
	}
	if cases, err = seenBy(tx, person, people.Open, cases); err != nil {
		return nil, err
	}
	byID := map[int64]petition.Case{}
	for _, c := range cases {
		byID[c.ID] = c
	}
	var lines []notice.ListLine
	for _, pair := range pairs {
		later, one := byID[pair.CaseID]
		earlier, other := byID[pair.EarlierID]
		if one && other && petition.ToJudge(later, earlier) {
			lines = append(lines, notice.ListLine{What: notice.JudgeLine, Nth: int(pair.ID), Number: later.Number, Title: earlier.Number})
		}
	}
	return lines, nil
}

// leftOpenWith lists the cases of which it is open whether they are one matter with this, as far as the reader may see them.
func leftOpenWith(tx Tx, reader people.Person, caseID int64) ([]Relation, error) {
	pairs, err := tx.UndecidedRepeatsWith(caseID, MaxListed)
	if err != nil || len(pairs) == 0 {
		return nil, err
	}
	var ids []int64
	for _, pair := range pairs {
		ids = append(ids, pair.CaseID+pair.EarlierID-caseID)
	}
	cases, err := tx.CasesByID(ids)
	if err == nil {
		cases, err = seenBy(tx, reader, people.Open, cases)
	}
	var related []Relation
	for _, c := range cases {
		related = append(related, Relation{How: "可能重复（等待判断）", Number: c.Number, State: c.State})
	}
	return related, err
}
