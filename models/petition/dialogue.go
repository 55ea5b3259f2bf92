package petition

import "time"

// Dialogue is where one person's conversation stands. Version guards every write: a stale copy changes nothing.
type Dialogue struct {
	UserID    string `gorm:"primaryKey"`
	Flow      string // "" = none open
	Step      string
	Ref       string // what it is about: a draft id, a request id
	Version   int64
	UpdatedAt time.Time
}

// TableName is the table of dialogues.
func (Dialogue) TableName() string { return "dialogues" }
