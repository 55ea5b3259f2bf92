package people

import "slices"

// Sight is how much of one case a person may see, from nothing to everything.
type Sight int

// The sights. Each holds everything of the one before.
const (
	Hidden  Sight = iota // neither what it says nor that it exists
	Outline              // number, form, dates and state
	Open                 // everything the person's work needs, personal data masked
)

// CaseFacts is what of a case decides who may see it.
type CaseFacts struct {
	Confidential bool     // 检举控告: kept from everybody who need not know (条例 Art. 30 ¶3, 46(5))
	RegisteredBy string   // userid
	Units        []string // that have or had charge of it
	Named        []string // userids: responsible person, leader in charge, who is asked to decide
	Receivers    []string // userids of leaders for whose reception it is booked, or who have received it
	Barred       bool     // the person, or his unit, is barred from it
}

// standing is what a person has to do with a case.
type standing int

const (
	anybody   standing = iota
	registrar          // registered it
	named              // is named in its handling
	receiving          // is to receive, or has received, the petitioner
	inCharge           // belongs to a unit that has or had charge
	atBureau           // belongs to the petition bureau
	competent          // belongs to a discipline or organisation unit that has or had charge
)

// grants is the whole policy: what a role gives to somebody of a standing. What is not here is hidden.
var grants = []struct {
	role                   Role
	standing               standing
	ordinary, confidential Sight
}{
	{Clerk, anybody, Open, Hidden},
	{Clerk, registrar, Open, Open},
	{Supervisor, anybody, Open, Hidden},
	{Supervisor, atBureau, Open, Open},
	{DutyOffice, anybody, Open, Hidden},
	{Leader, anybody, Outline, Hidden},
	{Auditor, anybody, Outline, Outline},

	{Clerk, named, Open, Open},
	{Handler, named, Open, Open},
	{Leader, named, Open, Open},
	{Supervisor, named, Open, Open},
	{Clerk, competent, Open, Open},
	{Handler, competent, Open, Open},
	{Leader, competent, Open, Open},
	{Supervisor, competent, Open, Open},
	{Handler, inCharge, Open, Hidden},
	{Leader, inCharge, Open, Hidden},
	{Leader, receiving, Open, Hidden}, // nobody is let into an accusation by booking it
}

// SightOf is the one place that says how much of a case a person may see. home is the kind of his unit. Whoever has left
// or is barred sees nothing, whatever his roles.
func SightOf(p Person, home UnitKind, c CaseFacts) Sight {
	if !p.Active || c.Barred {
		return Hidden
	}
	charged := p.UnitCode != "" && slices.Contains(c.Units, p.UnitCode)
	stands := map[standing]bool{
		anybody: true, registrar: c.RegisteredBy == p.UserID, named: slices.Contains(c.Named, p.UserID),
		receiving: slices.Contains(c.Receivers, p.UserID),
		inCharge:  charged, atBureau: home == Bureau, competent: charged && home.Competent(),
	}
	most := Hidden
	for _, g := range grants {
		if !p.Has(g.role) || !stands[g.standing] {
			continue
		}
		given := g.ordinary
		if c.Confidential {
			given = g.confidential
		}
		most = max(most, given)
	}
	return most
}

// Competent tells whether units of the kind take complaints against officials (条例 Art. 30).
func (k UnitKind) Competent() bool { return k == Discipline || k == Organisation }

// CaseField is a part of a case as it is shown.
type CaseField string

// The parts of a case.
const (
	NumberField     CaseField = "number"
	FormField       CaseField = "form"
	DatesField      CaseField = "dates"
	StateField      CaseField = "state"
	PetitionerField CaseField = "petitioner"
	MatterField     CaseField = "matter" // place, facts, demand
	HandlingField   CaseField = "handling"
	RelationsField  CaseField = "relations"
)

var fieldSight = map[CaseField]Sight{
	NumberField: Outline, FormField: Outline, DatesField: Outline, StateField: Outline,
	PetitionerField: Open, MatterField: Open, HandlingField: Open, RelationsField: Open,
}

// Shows tells whether a part of a case may be seen. What is not listed is not shown.
func (s Sight) Shows(f CaseField) bool {
	least, known := fieldSight[f]
	return known && s >= least
}

// Permits tells whether the sight suffices for an action that the person's roles allow: an outline is for reading, and for ordering
// something of a unit, which reads the rest.
func (s Sight) Permits(a Action) bool {
	switch s {
	case Open:
		return true
	case Outline:
		return a == ReadCases || a == ReadAccessLog || a == InstructUnits
	}
	return false
}
