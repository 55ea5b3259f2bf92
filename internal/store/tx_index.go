package store

import (
	"time"

	"gorm.io/gorm/clause"

	"petitiondesk/models/petition"
)

// PetitionersAfter returns petitioners by id, from the one after id on, each with the key that opens it.
func (tx *Tx) PetitionersAfter(id int64, limit int) ([]petition.Petitioner, error) {
	return tx.listPetitioners("find petitioners", tx.db.Where("petitioners.id > ?", id).Order("petitioners.id"), limit)
}

// SetPetitionerIndexes writes the blind indexes of petitioners, and nothing else of them.
func (tx *Tx) SetPetitionerIndexes(petitioners []petition.Petitioner) error {
	for _, p := range petitioners {
		err := tx.db.Model(&petition.Petitioner{}).Where("id = ?", p.ID).
			Updates(map[string]any{"mobile_index": p.MobileIndex, "id_index": p.IDIndex, "name_index": p.NameIndex, "tail_index": p.TailIndex}).Error
		if err != nil {
			return classify("index petitioner", err)
		}
	}
	return nil
}

// batchProgress is how far something that is written in batches has come.
type batchProgress struct {
	Name      string `gorm:"primaryKey"`
	Mark      string
	Upto      int64
	UpdatedAt time.Time
}

// TableName is the table of progress.
func (batchProgress) TableName() string { return "batch_progress" }

// Progress returns up to which id a batch has come under a mark, 0 when it has not begun under that one.
func (tx *Tx) Progress(batch, mark string) (int64, error) {
	found, err := list[batchProgress]("find progress of batch", tx.db.Where("name = ? AND mark = ?", batch, mark), 1)
	if err != nil || len(found) == 0 {
		return 0, err
	}
	return found[0].Upto, nil
}

// SetProgress writes up to which id a batch has come.
func (tx *Tx) SetProgress(batch, mark string, upto int64, at time.Time) error {
	row := batchProgress{Name: batch, Mark: mark, Upto: upto, UpdatedAt: at}
	return classify("write progress of batch", tx.db.Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error)
}
