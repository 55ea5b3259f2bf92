package calendar

import "time"

// Edition is one import of a year's notice. Editions stay as they were; the newest version of a year counts.
type Edition struct {
	ID         int64
	NoticeYear int
	Version    int // 1, 2, … within the year
	Source     string
	ImportedBy string
	ImportedAt time.Time
	Days       []PublicDay `gorm:"-"` // kept in public_days
}

// TableName is the table of editions.
func (Edition) TableName() string { return "calendar_notices" }

// Notice is what the edition says.
func (e Edition) Notice() Notice { return Notice{Year: e.NoticeYear, Days: e.Days} }

// EditionDay is one day of an edition.
type EditionDay struct {
	NoticeID int64 `gorm:"primaryKey;autoIncrement:false"`
	Day      Day   `gorm:"primaryKey"`
	Off      bool
	Name     string
}

// TableName is the table of days.
func (EditionDay) TableName() string { return "public_days" }
