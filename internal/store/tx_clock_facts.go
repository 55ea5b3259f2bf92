package store

import (
	"petitiondesk/models/casework"
	"petitiondesk/models/petition"
	"petitiondesk/models/statistics"
)

// AddClockFacts writes what was known of clocks until yesterday.
func (tx *Tx) AddClockFacts(facts []casework.ClockFact) error {
	if len(facts) == 0 {
		return nil
	}
	return classify("add clock facts", tx.db.Create(&facts).Error)
}

// undelivered are the states in which an opinion waits for the proof of its delivery.
var undelivered = []petition.State{petition.OpinionIssued, petition.ReviewIssued, petition.ReexaminationIssued}

// UnprovenDeliveries returns the cases whose opinion has not been shown to have arrived, those registered first in front.
func (tx *Tx) UnprovenDeliveries(limit int) ([]petition.Case, error) {
	return list[petition.Case]("find unproven deliveries", tx.db.Where("state IN ?", undelivered).Order("id"), limit)
}

// AnnualReport returns the report on a year, or code NotFound.
func (tx *Tx) AnnualReport(year int) (statistics.AnnualReport, error) {
	return first[statistics.AnnualReport]("find annual report", tx.db.Where("year = ?", year))
}

// AddAnnualReport writes that a year's report was handed in; Conflict when it was before.
func (tx *Tx) AddAnnualReport(r *statistics.AnnualReport) error {
	return classify("add annual report", tx.db.Create(r).Error)
}

// ProvisionalClocks returns open clocks whose dates rest on public days that are not known yet.
func (tx *Tx) ProvisionalClocks(limit int) ([]casework.ClockRow, error) {
	return list[casework.ClockRow]("find provisional clocks",
		tx.db.Where("open = ? AND provisional = ?", true, true).Where("due_internal <> ''").Order("id"), limit)
}
