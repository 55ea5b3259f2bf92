package desk

import (
	"time"

	"petitiondesk/models/calendar"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
	"petitiondesk/models/statistics"
)

// AccessTx reads and writes who may see what.
type AccessTx interface {
	BarsOn(caseIDs []int64) ([]people.Bar, error) // ended ones too, by case and in order
	AddBars(bars []people.Bar) error
	CopyBars(from, to string) error                           // bars and kin of one userid to another of the same person
	LiftBar(id int64, by, reason string, at time.Time) error  // Conflict when it has ended
	ChargedUnits(caseIDs []int64) (map[int64][]string, error) // units that have or had charge, or were instructed
	AskedOn(caseIDs []int64) (map[int64][]string, error)      // who was asked to decide
	PeopleCalled(names []string) ([]people.Person, error)     // active ones of exactly these names
	KinCalled(names []string) ([]people.Kin, error)
	PutKin(kin []people.Kin) error // insert or update by person and name
	AddAccess(a *people.Access) error
	AccessLog(caseID int64, limit int) ([]people.Access, error)                           // newest first; 0 = of every case
	OldestUnresolved(unit string, limit int) ([]petition.Case, error)                     // unit "" = all
	CountsConfidential(period statistics.Period, asOf calendar.Day) (found bool, _ error) // whether something confidential counts
}
