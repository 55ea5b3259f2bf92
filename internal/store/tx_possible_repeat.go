package store

import "petitiondesk/models/petition"

// AddPossibleRepeat writes a pair of cases and sets its id; Conflict when it is known.
func (tx *Tx) AddPossibleRepeat(p *petition.PossibleRepeat) error {
	p.ID = 0
	return classify("add possible repeat", tx.db.Create(p).Error)
}

// PossibleRepeat returns one pair.
func (tx *Tx) PossibleRepeat(id int64) (petition.PossibleRepeat, error) {
	return first[petition.PossibleRepeat]("find possible repeat", tx.db.Where("id = ?", id))
}

// UndecidedRepeats returns the pairs after an id that nobody has decided, oldest first.
func (tx *Tx) UndecidedRepeats(afterID int64, limit int) ([]petition.PossibleRepeat, error) {
	return list[petition.PossibleRepeat]("find possible repeats", tx.db.Where("verdict = ? AND id > ?", petition.Undecided, afterID).Order("id"), limit)
}

// UndecidedRepeatsWith returns the undecided pairs in which a case is the later or the earlier, oldest first.
func (tx *Tx) UndecidedRepeatsWith(caseID int64, limit int) ([]petition.PossibleRepeat, error) {
	return list[petition.PossibleRepeat]("find possible repeats of a case",
		tx.db.Where("(case_id = ? OR earlier_id = ?) AND verdict = ?", caseID, caseID, petition.Undecided).Order("id"), limit)
}

// DecideRepeat writes what was decided of a pair; Conflict when somebody else was faster.
func (tx *Tx) DecideRepeat(p petition.PossibleRepeat) error {
	result := tx.db.Model(&petition.PossibleRepeat{}).Where("id = ? AND verdict = ?", p.ID, petition.Undecided).
		Updates(map[string]any{"verdict": p.Verdict, "decided_by": p.DecidedBy, "decided_at": p.DecidedAt})
	if result.Error == nil && result.RowsAffected == 0 {
		return conflict("decide possible repeat")
	}
	return classify("decide possible repeat", result.Error)
}
