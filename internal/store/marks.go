package store

import (
	"gorm.io/gorm/clause"
)

// workMark remembers how far, by id, a pass over a large table has come.
type workMark struct {
	Name string `gorm:"primaryKey"`
	Upto int64
}

// Mark returns how far the pass of that name has come; 0 at its beginning.
func (tx *Tx) Mark(name string) (int64, error) {
	found, err := list[workMark]("find mark", tx.db.Where("name = ?", name), 1)
	if err != nil || len(found) == 0 {
		return 0, err
	}
	return found[0].Upto, nil
}

// MoveMark moves a mark on, or back to the beginning. Of two passes at once the one that is behind wins: what it does
// twice does no harm.
func (tx *Tx) MoveMark(name string, from, to int64) error {
	if from == 0 {
		row := workMark{Name: name}
		if err := tx.db.Clauses(clause.OnConflict{DoNothing: true}).Create(&row).Error; err != nil {
			return classify("begin mark", err)
		}
	}
	err := tx.db.Model(&workMark{}).Where("name = ? AND upto = ?", name, from).Updates(map[string]any{"upto": to}).Error
	return classify("move mark", err)
}
