package store

import (
	"gorm.io/gorm"

	"petitiondesk/models/petition"
)

// migrate0020 makes the residences that cases keep as coarse as they are kept from now on.
func (m migrations) migrate0020(db *gorm.DB) error {
	const batch = 500
	for last := int64(0); ; {
		var cases []struct {
			ID                  int64
			RegisteredResidence string
			HabitualResidence   string
		}
		err := db.Table("cases").Select("id, registered_residence, habitual_residence").Where("id > ?", last).Order("id").Limit(batch).Scan(&cases).Error
		if err != nil || len(cases) == 0 {
			return err
		}
		for _, c := range cases {
			last = c.ID
			was := petition.Residence{RegisteredResidence: c.RegisteredResidence, HabitualResidence: c.HabitualResidence}
			now := was.Coarse()
			if now == was {
				continue
			}
			err := db.Table("cases").Where("id = ?", c.ID).Updates(map[string]any{
				"registered_residence": now.RegisteredResidence, "habitual_residence": now.HabitualResidence,
			}).Error
			if err != nil {
				return err
			}
		}
	}
}
