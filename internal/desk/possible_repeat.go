package desk

import (
	"cmp"
	"context"
	"slices"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/casework"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
	"petitiondesk/models/queue"
)

// RepeatTx keeps pairs of cases of which it was left open whether they are one matter.
type RepeatTx interface {
	AddPossibleRepeat(p *petition.PossibleRepeat) error // sets ID; Conflict when the pair is known
	PossibleRepeat(id int64) (petition.PossibleRepeat, error)
	UndecidedRepeats(afterID int64, limit int) ([]petition.PossibleRepeat, error)    // oldest first
	UndecidedRepeatsWith(caseID int64, limit int) ([]petition.PossibleRepeat, error) // either of the two, oldest first
	DecideRepeat(p petition.PossibleRepeat) error                                    // Conflict when it is decided
}

// leftOpen is a pair that is kept, and before whom it is laid once the later case has its number.
type leftOpen struct {
	shown  notice.RepeatPair
	judges []people.Person
}

// leaveOpen keeps that a case, which has no number yet, may repeat others. bars are those that it will have.
func (w *work) leaveOpen(c petition.Case, clerk string, open []alikeCase, bars []people.Bar) ([]leftOpen, error) {
	left := make([]leftOpen, len(open))
	for i, earlier := range open {
		pair := petition.PossibleRepeat{CaseID: c.ID, EarlierID: earlier.ID, Why: earlier.why, LeftBy: clerk, LeftAt: w.now}
		if err := w.AddPossibleRepeat(&pair); err != nil {
			return nil, err
		}
		shown, err := w.showPair(pair, c, earlier.Case)
		if err != nil {
			return nil, err
		}
		judges, err := judgesOf(w.Tx, c, earlier.Case)
		if err != nil {
			return nil, err
		}
		judges = slices.DeleteFunc(judges, func(p people.Person) bool {
			return slices.ContainsFunc(bars, func(b people.Bar) bool { return b.Of(p) })
		})
		left[i] = leftOpen{shown, judges}
	}
	return left, nil
}

// layOpen lays the pairs of a case that has got its number before those who may see both.
func (w *work) layOpen(number, clerk string, left []leftOpen) error {
	var cards []queue.Outbound
	numbers := make([]string, len(left))
	for i, pair := range left {
		numbers[i], pair.shown.Later.Number = pair.shown.Earlier.Number, number
		for _, judge := range pair.judges {
			pair.shown.TaskID = notice.RepeatTask(pair.shown.ID, judge.UserID, "")
			card := w.row(pair.shown.TaskID, judge.UserID, notice.RepeatCard, pair.shown)
			card.TaskID = pair.shown.TaskID
			cards = append(cards, card)
		}
	}
	if err := w.Tell(cards...); err != nil {
		return err
	}
	return w.record(ledger.RepeatsLeftOpen, number, clerk, map[string]any{"alike": numbers})
}

// judgesOf lists who decides whether two cases are one: the supervisors of the bureau who may see both.
func judgesOf(tx Tx, later, earlier petition.Case) ([]people.Person, error) {
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
	slices.SortFunc(staff, func(a, b people.Person) int { return cmp.Compare(a.UserID, b.UserID) })
	return staff, nil
}

// pairOf loads the two cases; the case that the earlier has become part of stands for it.
func (w *work) pairOf(pair petition.PossibleRepeat) (later, earlier petition.Case, err error) {
	known, err := lineage(w.Tx, []int64{pair.CaseID, pair.EarlierID})
	if err != nil {
		return later, earlier, err
	}
	return known[pair.CaseID], survivor(known, pair.EarlierID), nil
}

func (w *work) showPair(pair petition.PossibleRepeat, later, earlier petition.Case) (notice.RepeatPair, error) {
	left, err := w.Person(pair.LeftBy)
	if err != nil {
		return notice.RepeatPair{}, err
	}
	shown := notice.RepeatPair{
		ID: pair.ID, Why: pair.Why, LeftBy: left.Title(), Verdict: pair.Verdict, DecidedAt: pair.DecidedAt,
	}
	apart := cmp.Or(mayMeet(later, earlier, casework.MergeInto), casework.MayMerge(later.State, earlier.State))
	if shown.MayJoin = apart == nil; apart != nil {
		shown.Apart = models.MessageOf(apart)
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
		case petition.SettledBy(later, earlier) != petition.Undecided:
			if pair, err = w.settle(pair, petition.SettledBy(later, earlier), by); err != nil {
				return err
			}
			return w.sayDecided(by, pair, card)
		case same:
			return w.onTwo(by, later.Number, earlier.Number, merging("经判断为同一事项"), casework.MergeInto)
		}
		if pair, err = w.settle(pair, petition.OwnMatter, by); err != nil {
			return err
		}
		if err := w.settleTwins(later, earlier, by); err != nil {
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
		pairs, err := w.UndecidedRepeatsWith(found.ID, listLooked)
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
			number := d.numberMeant(ctx, other)
			named := other == "" || number == later.Number || number == earlier.Number
			if !named || pair.Verdict != petition.Undecided || petition.SettledBy(later, earlier) != petition.Undecided {
				continue
			}
			if pair, err = w.settle(pair, petition.OwnMatter, by); err != nil {
				return err
			}
			if err := w.settleTwins(later, earlier, by); err != nil {
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
		if verdict := petition.SettledBy(later, earlier); pair.Verdict == petition.Undecided && verdict != petition.Undecided {
			if pair, err = w.settle(pair, verdict, by); err != nil {
				return err
			}
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
	if err == nil && !slices.ContainsFunc(judges, func(p people.Person) bool { return p.UserID == by }) {
		err = none
	}
	return pair, later, earlier, err
}

// settle closes a pair and tells the clerk who had asked.
func (w *work) settle(pair petition.PossibleRepeat, verdict petition.RepeatVerdict, by string) (petition.PossibleRepeat, error) {
	pair, err := w.close(pair, verdict, by)
	if err != nil {
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
	return pair, w.tellWhoLeftOpen(pair, shown, later, earlier)
}

// close writes what was decided, and changes everybody's card.
func (w *work) close(pair petition.PossibleRepeat, verdict petition.RepeatVerdict, by string) (petition.PossibleRepeat, error) {
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
		shown.TaskID = notice.RepeatTask(pair.ID, judge.UserID, "")
		if err := w.amend(shown.TaskID, "decided", judge.UserID, notice.RepeatCardClosed, shown); err != nil {
			return pair, err
		}
	}
	return pair, w.record(ledger.RepeatDecided, later.Number, by, map[string]any{"earlier": earlier.Number, "verdict": pair.Verdict})
}

// tellWhoLeftOpen tells the clerk what became of it; a case that he may not see is not named to him, and nothing is said of one
// from which he is barred.
func (w *work) tellWhoLeftOpen(pair petition.PossibleRepeat, shown notice.RepeatPair, later, earlier petition.Case) error {
	clerk, err := w.Person(pair.LeftBy)
	if err != nil || pair.LeftBy == pair.DecidedBy || !clerk.Active {
		return err
	}
	seen, err := sightsOf(w.Tx, later, earlier)
	if err != nil || seen.of(clerk, later) == people.Hidden || seen.barred(clerk, earlier.ID) {
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
