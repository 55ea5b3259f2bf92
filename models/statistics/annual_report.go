package statistics

import (
	"time"

	"petitiondesk/models/calendar"
)

// AnnualReport is the fact that the report on a year was handed in (条例 Art. 41).
type AnnualReport struct {
	Year        int `gorm:"primaryKey;autoIncrement:false"`
	SubmittedOn calendar.Day
	RecordedBy  string
	RecordedAt  time.Time
	Note        string
}

// TableName is the table of annual reports.
func (AnnualReport) TableName() string { return "annual_reports" }
