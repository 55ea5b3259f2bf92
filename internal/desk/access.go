package desk

import (
	"context"
	"slices"

	"petitiondesk/models"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
)

// secretMatter stands for the matter of a confidential case wherever it would be shown unasked.
const secretMatter = "检举控告件，内容不在此显示，查阅请发送：查 编号 事由"

// sights is what decides who may see some cases, read once for all of them.
type sights struct {
	kinds   map[string]people.UnitKind
	bars    map[int64][]people.Bar
	charged map[int64][]string
	asked   map[int64][]string

	receivers map[int64][]string
}

// sightsOf reads what decides who may see the cases; a few queries, however many cases there are.
func sightsOf(tx Tx, cases ...petition.Case) (sights, error) {
	s := sights{kinds: map[string]people.UnitKind{}, bars: map[int64][]people.Bar{}}
	if len(cases) == 0 {
		return s, nil
	}
	units, err := tx.Units()
	if err != nil {
		return s, err
	}
	for _, unit := range units {
		s.kinds[unit.Code] = unit.Kind
	}
	ids := idsOf(cases)
	bars, err := tx.BarsOn(ids)
	if err != nil {
		return s, err
	}
	for _, bar := range bars {
		s.bars[bar.CaseID] = append(s.bars[bar.CaseID], bar)
	}
	if s.charged, err = tx.ChargedUnits(ids); err != nil {
		return s, err
	}
	if s.asked, err = tx.AskedOn(ids); err != nil {
		return s, err
	}
	s.receivers, err = tx.ReceiversOf(ids)
	return s, err
}

// of is how much of a case the person may see: people.SightOf decides, here it is only told the facts.
func (s sights) of(p people.Person, c petition.Case) people.Sight {
	return s.with(p, c, s.receivers[c.ID])
}

// mayReceive tells whether a leader may hear the case on his reception, were it booked for it.
func (s sights) mayReceive(leader people.Person, c petition.Case) bool {
	return s.with(leader, c, []string{leader.UserID}) == people.Open
}

func (s sights) with(p people.Person, c petition.Case, receivers []string) people.Sight {
	return people.SightOf(p, s.kinds[p.UnitCode], people.CaseFacts{
		Confidential: c.Confidential, RegisteredBy: c.RegisteredBy,
		Units:     append([]string{c.UnitCode, c.FirstHandler}, s.charged[c.ID]...),
		Named:     append([]string{c.Responsible, c.CaseLeader}, s.asked[c.ID]...),
		Receivers: receivers,
		Barred:    s.barred(p, c.ID),
	})
}

func (s sights) barred(p people.Person, caseID int64) bool {
	return slices.ContainsFunc(s.bars[caseID], func(b people.Bar) bool { return b.Of(p) })
}

// takesPart tells whether somebody who is asked about a case, or has asked himself, may go on: not whoever is barred since,
// and of an accusation only who may see it of his own, or a leader to whom it is put.
func (s sights) takesPart(p people.Person, c petition.Case) bool {
	return !s.barred(p, c.ID) && (!c.Confidential || p.Has(people.Leader) || s.of(p, c) == people.Open)
}

// open finds a case, and the submission of that number, for somebody who is going to do something with it. A case that he
// may not see answers as one that does not exist.
func (d *Desk) open(ctx context.Context, tx Tx, person people.Person, reference string, action people.Action) (petition.Case, petition.Submission, error) {
	found, submission, _, err := d.look(ctx, tx, person, reference, action)
	return found, submission, err
}

func (d *Desk) look(ctx context.Context, tx Tx, person people.Person, reference string, action people.Action) (petition.Case, petition.Submission, people.Sight, error) {
	found, submission, err := d.findSubmission(ctx, tx, reference)
	if err != nil {
		return found, submission, people.Hidden, err
	}
	seen, err := sightsOf(tx, found)
	if err != nil {
		return found, submission, people.Hidden, err
	}
	sight := seen.of(person, found)
	switch {
	case sight == people.Hidden:
		return petition.Case{}, petition.Submission{}, sight, d.noSuchCase(ctx, reference)
	case !sight.Permits(action):
		return petition.Case{}, petition.Submission{}, sight, models.Errorf(models.Forbidden,
			"%s 您只能查看编号、形式、日期和状态，办理请联系承办单位或者信访部门。", found.Number)
	}
	return found, submission, sight, nil
}

// seenBy keeps the cases of which the person may see at least so much.
func seenBy(tx Tx, person people.Person, least people.Sight, cases []petition.Case) ([]petition.Case, error) {
	s, err := sightsOf(tx, cases...)
	if err != nil {
		return nil, err
	}
	var seen []petition.Case
	for _, c := range cases {
		if s.of(person, c) >= least {
			seen = append(seen, c)
		}
	}
	return seen, nil
}

// audience is who learns of something about a case, each with how much of it he may see.
type audience struct {
	ids   []string
	sight map[string]people.Sight
}

// mayHear keeps of those who should learn of something about a case those who may. When that leaves nobody, the
// supervisors of the bureau who may are told instead: what must be known never reaches no one.
func (w *work) mayHear(c petition.Case, userIDs []string) (audience, error) {
	seen, err := sightsOf(w.Tx, c)
	if err != nil {
		return audience{}, err
	}
	heard, err := w.hearing(seen, c, userIDs)
	if err != nil || len(heard.ids) > 0 || len(userIDs) == 0 {
		return heard, err
	}
	bureau, err := w.bureauSupervisors()
	if err != nil {
		return heard, err
	}
	return w.hearing(seen, c, bureau)
}

func (w *work) hearing(seen sights, c petition.Case, userIDs []string) (audience, error) {
	heard := audience{sight: map[string]people.Sight{}}
	staff, err := w.PeopleByID(userIDs)
	if err != nil {
		return heard, err
	}
	for _, person := range staff {
		if sight := seen.of(person, c); sight > people.Hidden {
			heard.ids = append(heard.ids, person.UserID)
			heard.sight[person.UserID] = sight
		}
	}
	slices.Sort(heard.ids)
	heard.ids = slices.Compact(heard.ids)
	return heard, nil
}

// ables lists the handlers among the staff who may work on the case.
func (w *work) ables(c petition.Case, staff []people.Person) ([]string, error) {
	seen, err := sightsOf(w.Tx, c)
	var able []string
	for _, person := range staff {
		if person.Has(people.Handler) && seen.of(person, c) == people.Open {
			able = append(able, person.UserID)
		}
	}
	return able, err
}

// handling lists who of a unit works on the case: the responsible person, or else every handler who may see it, or else the
// bureau's supervisors.
func (w *work) handling(c petition.Case, unit, responsible string) ([]string, error) {
	if responsible != "" {
		person, err := w.PeopleByID([]string{responsible})
		if err != nil {
			return nil, err
		}
		seen, err := sightsOf(w.Tx, c)
		if err != nil {
			return nil, err
		}
		if len(person) == 1 && seen.of(person[0], c) == people.Open {
			return []string{responsible}, nil
		}
	}
	staff, err := w.PeopleIn(unit)
	if err != nil {
		return nil, err
	}
	able, err := w.ables(c, staff)
	if err == nil && len(able) == 0 && slices.ContainsFunc(staff, func(p people.Person) bool { return p.Has(people.Handler) }) {
		return w.bureauSupervisors() // all of them must keep out: the bureau finds somebody else
	}
	return able, err
}

// shownMatter is facts as they are told unasked: never those of an accusation.
func shownMatter(c petition.Case) string {
	if c.Confidential {
		return secretMatter
	}
	return petition.MaskText(c.Facts)
}

// ordinarily is a text about a case that is told unasked, "" where the case is confidential.
func ordinarily(c petition.Case, text string) string {
	if c.Confidential {
		return ""
	}
	return text
}
