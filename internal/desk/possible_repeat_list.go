package desk

import (
	"slices"

	"petitiondesk/models/casework"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
)

// lineage loads cases with those that they have become part of, on and on.
func lineage(tx CaseworkTx, ids []int64) (map[int64]petition.Case, error) {
	known := map[int64]petition.Case{}
	for missing := unique(ids); len(missing) > 0; {
		cases, err := tx.CasesByID(missing)
		if err != nil {
			return nil, err
		}
		missing = nil
		for _, c := range cases {
			known[c.ID] = c
		}
		for _, c := range cases {
			if _, there := known[c.MergedInto]; c.MergedInto != 0 && !there {
				missing = append(missing, c.MergedInto)
			}
		}
		missing = unique(missing)
	}
	return known, nil
}

// survivor is the case that stands for a case: itself, or the last one it has become part of.
func survivor(known map[int64]petition.Case, id int64) petition.Case {
	c := known[id]
	for range known {
		into, merged := known[c.MergedInto]
		if !merged {
			break
		}
		c = into
	}
	return c
}

// survivorOf loads the case that stands for a case.
func survivorOf(tx CaseworkTx, c petition.Case) (petition.Case, error) {
	if c.MergedInto == 0 {
		return c, nil
	}
	known, err := lineage(tx, []int64{c.ID})
	return survivor(known, c.ID), err
}

// settleOvertaken closes the pairs of a case of which a step has left nothing to judge.
func (w *work) settleOvertaken(c petition.Case, e casework.Event) error {
	if !slices.Contains([]casework.Step{casework.MergeInto, casework.MergeFrom, casework.UndoSplitOff, casework.Void}, e.Step) {
		return nil
	}
	pairs, err := w.UndecidedRepeatsWith(c.ID, listLooked)
	if err != nil {
		return err
	}
	for _, pair := range pairs {
		later, earlier, err := w.pairOf(pair)
		if err != nil {
			return err
		}
		if verdict := petition.SettledBy(later, earlier); verdict != petition.Undecided {
			if _, err := w.settle(pair, verdict, e.Actor); err != nil {
				return err
			}
		}
	}
	return nil
}

// settleTwins closes the other pairs of a case whose earlier case has become part of the one that was just kept apart.
func (w *work) settleTwins(later, earlier petition.Case, by string) error {
	pairs, err := w.UndecidedRepeatsWith(later.ID, listLooked)
	if err != nil {
		return err
	}
	for _, twin := range pairs {
		_, other, err := w.pairOf(twin)
		if err != nil {
			return err
		}
		if twin.CaseID == later.ID && other.ID == earlier.ID {
			if _, err := w.close(twin, petition.Overtaken, by); err != nil {
				return err
			}
		}
	}
	return nil
}

// repeatPages bounds how many pairs that somebody may not see are passed over for those that he may.
const repeatPages = 10

// todoRepeats lists the pairs that wait for somebody to decide, each two cases once.
func (d *Desk) todoRepeats(tx Tx, person people.Person) ([]notice.ListLine, error) {
	bureau, err := bureauSupervisorsOf(tx)
	if err != nil || !slices.Contains(bureau, person.UserID) {
		return nil, err
	}
	var lines []notice.ListLine
	listed := map[[2]int64]bool{}
	upTo := int64(0)
	for range repeatPages {
		pairs, err := tx.UndecidedRepeats(upTo, listLooked)
		if err != nil {
			return nil, err
		}
		both, err := casesSeen(tx, person, pairs)
		if err != nil {
			return nil, err
		}
		for _, pair := range pairs {
			upTo = pair.ID
			later, earlier := both[pair.ID][0], both[pair.ID][1]
			if key := [2]int64{later.ID, earlier.ID}; later.ID != 0 && !listed[key] {
				listed[key] = true
				lines = append(lines, notice.ListLine{What: notice.JudgeLine, Nth: int(pair.ID), Number: later.Number, Title: earlier.Number})
			}
		}
		if len(pairs) < listLooked || len(lines) >= listLooked {
			break
		}
	}
	return lines, nil
}

// casesSeen are, by pair, the later and the earlier case of those of which something is left to judge and the reader may see both.
func casesSeen(tx Tx, reader people.Person, pairs []petition.PossibleRepeat) (map[int64][2]petition.Case, error) {
	var ids []int64
	for _, pair := range pairs {
		ids = append(ids, pair.CaseID, pair.EarlierID)
	}
	known, err := lineage(tx, ids)
	if err != nil {
		return nil, err
	}
	var cases []petition.Case
	for _, c := range known {
		cases = append(cases, c)
	}
	seen, err := sightsOf(tx, cases...)
	if err != nil {
		return nil, err
	}
	both := map[int64][2]petition.Case{}
	for _, pair := range pairs {
		later, earlier := known[pair.CaseID], survivor(known, pair.EarlierID)
		open := seen.of(reader, later) == people.Open && seen.of(reader, earlier) == people.Open
		if open && petition.SettledBy(later, earlier) == petition.Undecided {
			both[pair.ID] = [2]petition.Case{later, earlier}
		}
	}
	return both, nil
}

// leftOpenWith lists the cases of which it is open whether they are one matter with this, as far as the reader may see them.
func leftOpenWith(tx Tx, reader people.Person, caseID int64) ([]Relation, error) {
	pairs, err := tx.UndecidedRepeatsWith(caseID, listLooked)
	if err != nil || len(pairs) == 0 {
		return nil, err
	}
	both, err := casesSeen(tx, reader, pairs)
	if err != nil {
		return nil, err
	}
	var related []Relation
	for _, pair := range pairs {
		for _, c := range both[pair.ID] {
			other := Relation{How: "可能重复（等待判断）", Number: c.Number, State: c.State}
			if c.ID != 0 && c.ID != caseID && !slices.Contains(related, other) {
				related = append(related, other)
			}
		}
	}
	return related, nil
}
