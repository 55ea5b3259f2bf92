package petition

import (
	"time"

	"petitiondesk/models/calendar"
)

// RatedObject is what a petitioner rates: the petition office or the responsible unit.
type RatedObject string

// The two objects.
const (
	RatedOffice RatedObject = "office"
	RatedUnit   RatedObject = "unit"
)

// Grade is what the petitioner said. Saying nothing is no grade.
type Grade string

// The grades.
const (
	Satisfied    Grade = "satisfied"
	Basically    Grade = "basically"
	Dissatisfied Grade = "dissatisfied"
)

// Grades lists every grade.
var Grades = []Grade{Satisfied, Basically, Dissatisfied}

// Chinese is the grade as forms name it.
func (g Grade) Chinese() string {
	return map[Grade]string{Satisfied: "满意", Basically: "基本满意", Dissatisfied: "不满意"}[g]
}

// ReadGrade reads a grade, "" when the word is none.
func ReadGrade(word string) Grade {
	for _, g := range Grades {
		if g.Chinese() == word {
			return g
		}
	}
	return ""
}

// Rating 满意度评价 is one answer on one object. The newest of an object counts, earlier ones stay.
type Rating struct {
	ID         int64 `gorm:"primaryKey"`
	CaseID     int64
	Object     RatedObject
	UnitCode   string // of the responsible unit, "" for the office
	Grade      Grade
	RatedOn    calendar.Day
	RecordedBy string // userid
	RecordedAt time.Time

	Own bool // given by the petitioner with the query code, not taken down by staff
}
