package desk

import (
	"slices"
	"strings"

	"petitiondesk/models"
	"petitiondesk/models/casework"
	"petitiondesk/models/ledger"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
)

// barsOf finds whom a report bars: staff of the same name as a petitioner or with kin of that name and, of an accusation,
// whom and whose unit it names. Of the bureau only people are barred: as a unit it must receive and pass on what accuses it.
func (w *work) barsOf(r petition.Report, by string) ([]people.Bar, error) {
	f := finder{w: w, by: by}
	petitioners := slices.DeleteFunc(append([]string{r.Name}, r.Representatives...), func(n string) bool { return n == "" })
	if err := f.namesakes(petitioners); err != nil || !r.Confidential {
		return f.bars, err
	}
	units, err := w.Units()
	if err != nil {
		return nil, err
	}
	for _, named := range r.Accused {
		if err := f.accused(named, units); err != nil {
			return nil, err
		}
	}
	said := r.Facts + "\n" + r.Demand
	for _, unit := range unitsIn(said, units) {
		if unit.Kind == people.Department || unit.Kind == people.Township {
			f.bar(people.Bar{UnitCode: unit.Code, Ground: people.UnitOf})
		}
	}
	return f.bars, f.namesakes(petition.NamesIn(said))
}

// finder collects the bars of one report.
type finder struct {
	w    *work
	by   string
	bars []people.Bar
}

func (f *finder) bar(b people.Bar) {
	b.BarredBy, b.BarredAt = f.by, f.w.now
	if !slices.ContainsFunc(f.bars, b.Same) {
		f.bars = append(f.bars, b)
	}
}

// namesakes bars staff who bear one of the names, or have kin who do.
func (f *finder) namesakes(names []string) error {
	staff, err := f.w.PeopleCalled(names)
	if err != nil {
		return err
	}
	for _, person := range staff {
		f.bar(people.Bar{UserID: person.UserID, Ground: people.SameName})
	}
	return f.kinOf(names)
}

func (f *finder) kinOf(names []string) error {
	kin, err := f.w.KinCalled(names)
	for _, relative := range kin {
		f.bar(people.Bar{UserID: relative.UserID, Ground: people.Kinship})
	}
	return err
}

// accused bars whom an accusation names outright, in words such as 杨某, 住建局 or 住建局杨某.
func (f *finder) accused(named string, units []people.Unit) error {
	named = strings.TrimSpace(named)
	var about []string
	for _, unit := range unitsIn(named, units) {
		about = append(about, unit.Code)
		f.barUnit(unit.Code, people.Accused, units)
	}
	names := petition.NamesIn(named)
	if !slices.Contains(names, named) {
		names = append(names, named)
	}
	staff, err := f.w.PeopleCalled(names)
	if err != nil {
		return err
	}
	for _, person := range staff {
		alone := !slices.ContainsFunc(staff, func(p people.Person) bool { return p.Name == person.Name && p.UserID != person.UserID })
		if !alone && !slices.Contains(about, person.UnitCode) {
			f.bar(people.Bar{UserID: person.UserID, Ground: people.SameName}) // which of them is meant a person must say
			continue
		}
		f.bar(people.Bar{UserID: person.UserID, Ground: people.Accused})
		f.barUnit(person.UnitCode, people.UnitOf, units)
	}
	return f.kinOf(names)
}

func (f *finder) barUnit(code string, ground people.Ground, units []people.Unit) {
	if kindOf(code, units) != people.Bureau {
		f.bar(people.Bar{UnitCode: code, Ground: ground})
	}
}

func kindOf(code string, units []people.Unit) people.UnitKind {
	for _, unit := range units {
		if unit.Code == code {
			return unit.Kind
		}
	}
	return ""
}

// unitsIn finds the units that a text names, in full or by a usual short name of three characters or more.
func unitsIn(text string, units []people.Unit) []people.Unit {
	const longest = 16
	last := map[rune]bool{}
	for _, unit := range units {
		name := []rune(unit.Name)
		last[name[len(name)-1]] = true
	}
	runes := []rune(text)
	var found []people.Unit
	for end, r := range runes {
		if !last[r] {
			continue
		}
		for length := min(longest, end+1); length >= 3; length-- { // the longest that fits is what is meant
			unit, err := casework.UnitNamed(string(runes[end+1-length:end+1]), units)
			if err != nil {
				continue
			}
			if !slices.Contains(found, unit) {
				found = append(found, unit)
			}
			break
		}
	}
	return found
}

// bars writes those bars of a case that are not on record with it: one that was lifted is not put back by a search.
func (w *work) bar(c petition.Case, by string, bars []people.Bar) error {
	if len(bars) == 0 {
		return nil
	}
	known, err := w.BarsOn([]int64{c.ID})
	if err != nil {
		return err
	}
	var fresh []people.Bar
	var entered []map[string]any
	for _, b := range bars {
		b.ID, b.CaseID = 0, c.ID
		if slices.ContainsFunc(known, b.Same) {
			continue
		}
		fresh, known = append(fresh, b), append(known, b)
		entered = append(entered, map[string]any{"person": b.UserID, "unit": b.UnitCode, "ground": b.Ground})
	}
	if len(fresh) == 0 {
		return nil
	}
	if err := w.AddBars(fresh); err != nil {
		return err
	}
	if err := w.record(ledger.CaseBarred, c.Number, by, map[string]any{"bars": entered}); err != nil {
		return err
	}
	return w.keepApart(c)
}

// barStep bars the unit that a step says is accused.
func (w *work) barStep(h *handled, e casework.Event) error {
	if e.Step != casework.RouteAccusation || e.Details.Accusation == nil {
		return nil
	}
	if err := w.forgetWords(h.Case); err != nil {
		return err
	}
	found, err := w.barsOf(petition.Report{Facts: h.Facts, Demand: h.Demand, Confidential: true}, e.Actor)
	if err != nil {
		return err
	}
	if unit := e.Details.Accusation.Accused; unit != "" {
		units, err := w.Units()
		if err != nil {
			return err
		}
		if kindOf(unit, units) != people.Bureau {
			found = append(found, people.Bar{UnitCode: unit, Ground: people.Accused, BarredBy: e.Actor, BarredAt: w.now})
		}
	}
	return w.bar(h.Case, e.Actor, found)
}

// barPart gives a part the bars of the case it was split off, and those of its own words.
func (w *work) barPart(from, part petition.Case, report petition.Report, by string) error {
	inherited, err := w.BarsOn([]int64{from.ID})
	if err != nil {
		return err
	}
	report.Confidential = part.Confidential
	own, err := w.barsOf(report, by)
	if err != nil {
		return err
	}
	return w.bar(part, by, append(standing(inherited), own...))
}

// shareBars keeps whoever is barred from one of two cases that became one from the other as well.
func (w *work) shareBars(a, b petition.Case, step casework.Step, by string) error {
	if step != casework.MergeInto && step != casework.UndoSplitOff {
		return nil
	}
	for _, pair := range [][2]petition.Case{{a, b}, {b, a}} {
		bars, err := w.BarsOn([]int64{pair[0].ID})
		if err != nil {
			return err
		}
		if err := w.bar(pair[1], by, standing(bars)); err != nil {
			return err
		}
	}
	return nil
}

// standing leaves out bars that have ended.
func standing(bars []people.Bar) []people.Bar {
	return slices.DeleteFunc(slices.Clone(bars), func(b people.Bar) bool { return b.LiftedAt != nil })
}

// mayMeet keeps accusations and other cases apart: what joins them would show one to those of the other.
func mayMeet(a, b petition.Case, step casework.Step) error {
	joins := step == casework.MergeInto || step == casework.Link || step == casework.UndoSplitOff
	if joins && a.Confidential != b.Confidential {
		return models.Errorf(models.Conflict, "检举控告件单独办理，不能与其他事项合并或者关联（《信访工作条例》第三十条第三款）。")
	}
	return nil
}

// mayBeGiven refuses to give a case to whom it must be kept from: a barred unit or person, and an accusation to any unit
// but those of discipline and organisation (条例 Art. 30).
func (w *work) mayBeGiven(c petition.Case, asked StepAsked) error {
	giving := slices.Contains([]casework.Step{casework.Refer, casework.Assign, casework.Reassign, casework.DecideDispute}, asked.Step)
	naming := asked.Step == casework.SetResponsible || asked.Step == casework.TakeCharge
	if !giving && !naming {
		return nil
	}
	seen, err := sightsOf(w.Tx, c)
	if err != nil {
		return err
	}
	if naming {
		named, err := w.PeopleByID([]string{asked.Details.Person})
		if err == nil && len(named) == 1 && seen.barred(named[0], c.ID) {
			return models.Errorf(models.Conflict, "这位同志应当回避这件事项，请另行指定。")
		}
		return err
	}
	for _, order := range asked.Details.Charges {
		if slices.ContainsFunc(seen.bars[c.ID], func(b people.Bar) bool { return b.UnitCode == order.Unit && b.LiftedAt == nil }) {
			return models.Errorf(models.Conflict, "检举控告材料不得转给被检举的单位（《信访工作条例》第三十条第三款）。")
		}
		if c.Confidential && !seen.kinds[order.Unit].Competent() {
			return models.Errorf(models.Conflict, "检举控告件只转送纪检监察机关或者组织部门（《信访工作条例》第三十条），例如：转送 %s 纪委监委。", c.Number)
		}
	}
	return nil
}

// guardAccusation makes a case confidential that has been classified as an accusation.
func (w *work) guardAccusation(c *petition.Case, by string) error {
	if c.Confidential || c.Purpose != petition.Accusation {
		return nil
	}
	c.Confidential, c.UpdatedAt = true, w.now
	if err := w.UpdateCase(c); err != nil {
		return err
	}
	if err := w.forgetWords(*c); err != nil {
		return err
	}
	bars, err := w.barsOf(petition.Report{Facts: c.Facts, Demand: c.Demand, Confidential: true}, by)
	if err != nil {
		return err
	}
	if err := w.bar(*c, by, bars); err != nil {
		return err
	}
	return w.keepApart(*c) // no leader hears an accusation
}
