// Package statistics says how petitions are counted: 批次, 人次, 件次, rates and satisfaction. It ranks nobody and
// shows nothing about persons.
package statistics

import (
	"petitiondesk/models/calendar"
	"petitiondesk/models/petition"
)

// Forever is the KnownTo of what holds now.
const Forever = calendar.Day("9999-12-31")

// Counted is how one submission counts, as it was known from one day to another. Rows are never taken back: a
// correction closes the row and begins the next, so that the figures of any past day come out again.
type Counted struct {
	ID           int64 `gorm:"primaryKey"`
	SubmissionID int64
	CaseID       int64
	KnownFrom    calendar.Day
	KnownTo      calendar.Day
	RegisteredOn calendar.Day
	Channel      petition.Channel
	Level        petition.Level
	TopicList    petition.TopicList
	Topic        string
	Purpose      petition.Purpose
	UnitCode     string // the responsible unit, "" until there is one
	Headcount    int
	Collective   bool
	Repeated     bool // at this office
	Voided       bool

	Nationwide petition.Nationwide
}

// TableName is the table of counted submissions.
func (Counted) TableName() string { return "counted_submissions" }

// Row is how many submissions are alike in everything that is counted by.
type Row struct {
	Channel     petition.Channel
	Level       petition.Level
	TopicList   petition.TopicList
	Topic       string
	Purpose     petition.Purpose
	UnitCode    string
	Collective  bool
	Repeated    bool
	Voided      bool
	Nationwide  petition.Nationwide
	Submissions int
	Headcount   int
}
