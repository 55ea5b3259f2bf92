package store

import (
	"petitiondesk/models/calendar"
	"petitiondesk/models/petition"
)

// AddPaperNumbers writes numbers that are kept for paper; Conflict when one of them is.
func (tx *Tx) AddPaperNumbers(numbers []petition.PaperNumber) error {
	if len(numbers) == 0 {
		return nil
	}
	return classify("keep numbers for paper", tx.db.Create(&numbers).Error)
}

// PaperNumber returns a number that was kept for paper.
func (tx *Tx) PaperNumber(number string) (petition.PaperNumber, error) {
	return first[petition.PaperNumber]("find paper number", tx.db.Where("number = ?", number))
}

// PaperNumbers returns the numbers of a day that were kept for paper, in order.
func (tx *Tx) PaperNumbers(day calendar.Day, limit int) ([]petition.PaperNumber, error) {
	return list[petition.PaperNumber]("find paper numbers", tx.db.Where("day = ?", day).Order("id"), limit)
}

// OpenPaperNumbers returns the numbers kept for paper from a day on and before another that are neither used nor void, in order.
func (tx *Tx) OpenPaperNumbers(from, before calendar.Day, limit int) ([]petition.PaperNumber, error) {
	return list[petition.PaperNumber]("find open paper numbers",
		tx.db.Where("day >= ? AND day < ? AND used_by = '' AND voided_by = ''", from, before).Order("day, number"), limit)
}

// UpdatePaperNumber writes what became of a number that is still as it was read; else Conflict.
func (tx *Tx) UpdatePaperNumber(p, was petition.PaperNumber) error {
	result := tx.db.Model(&petition.PaperNumber{}).
		Where("id = ? AND used_by = ? AND void_asked_by = ? AND voided_by = ?", was.ID, was.UsedBy, was.VoidAskedBy, was.VoidedBy).
		Updates(map[string]any{
			"used_by": p.UsedBy, "used_at": p.UsedAt, "void_reason": p.VoidReason, "void_asked_by": p.VoidAskedBy,
			"voided_by": p.VoidedBy, "voided_at": p.VoidedAt,
		})
	if result.Error == nil && result.RowsAffected == 0 {
		return conflict("update paper number")
	}
	return classify("update paper number", result.Error)
}

// PaperNumbersOf returns those of some numbers that are kept for paper.
func (tx *Tx) PaperNumbersOf(numbers []string) ([]petition.PaperNumber, error) {
	if len(numbers) == 0 {
		return nil, nil
	}
	return list[petition.PaperNumber]("find paper numbers", tx.db.Where("number IN ?", numbers).Order("id"), len(numbers))
}

// CountPaperNumbers counts all numbers that were kept for paper, those used and those void.
func (tx *Tx) CountPaperNumbers() (petition.PaperBalance, error) {
	var all []struct{ Issued, Used, Voided int }
	err := tx.db.Model(&petition.PaperNumber{}).
		Select("COUNT(*) AS issued, COUNT(NULLIF(used_by, '')) AS used, COUNT(NULLIF(voided_by, '')) AS voided").Scan(&all).Error
	if err != nil || len(all) == 0 {
		return petition.PaperBalance{}, classify("count paper numbers", err)
	}
	return petition.PaperBalance{Issued: all[0].Issued, Used: all[0].Used, Voided: all[0].Voided}, nil
}
