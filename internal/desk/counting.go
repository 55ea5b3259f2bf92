package desk

import (
	"petitiondesk/models/calendar"
	"petitiondesk/models/casework"
	"petitiondesk/models/petition"
	"petitiondesk/models/statistics"
)

// count makes a first submission part of the statistics. It is known from today on, whenever it was registered.
func (w *work) count(c petition.Case, s petition.Submission, r petition.Report) error {
	return w.RecordCounted(w.counted(c, s, r, calendar.DayOf(c.RegisteredAt)))
}

// countRepeat makes a further submission of a case part of the statistics.
func (w *work) countRepeat(c petition.Case, s petition.Submission, r petition.Report, registeredOn calendar.Day) error {
	row := w.counted(c, s, r, registeredOn)
	row.Repeated, row.UnitCode = true, c.UnitCode
	return w.RecordCounted(row)
}

func (w *work) counted(c petition.Case, s petition.Submission, r petition.Report, registeredOn calendar.Day) statistics.Counted {
	return statistics.Counted{
		SubmissionID: s.ID, CaseID: c.ID, KnownFrom: w.today(), RegisteredOn: registeredOn,
		Channel: s.Channel, Level: c.Level, TopicList: c.TopicList, Topic: c.Topic, Purpose: c.Purpose,
		Headcount: r.People(), Collective: w.desk.collective(r), Nationwide: s.Nationwide,
	}
}

// countPart makes a matter that was split off its first submission part of the statistics: one more submission and case,
// but nobody came a second time.
func (w *work) countPart(c petition.Case, s petition.Submission) error {
	row := w.counted(c, s, petition.Report{}, w.today())
	row.Channel, row.Collective = petition.SplitChannel, false
	return w.RecordCounted(row)
}

// recountStep follows a step that changes how the case's submissions count. unit had the case before it.
func (w *work) recountStep(h *handled, step casework.Step, unit string) error {
	switch step {
	case casework.Void, casework.VoidRepeat, casework.Restore, casework.RestoreRepeat:
		return w.recount(h.ID, func(c *statistics.Counted) { c.Voided = h.matter.VoidedSubmission(c.SubmissionID) })
	}
	if h.UnitCode == unit {
		return nil
	}
	return w.recount(h.ID, func(c *statistics.Counted) { c.UnitCode = h.UnitCode })
}

// maxSubmissions is more than any matter has.
const maxSubmissions = 10_000

// recount changes how the submissions of a case count from today on. The case is to be locked before.
func (w *work) recount(caseID int64, change func(*statistics.Counted)) error {
	rows, err := w.CountedOf(caseID, maxSubmissions)
	if err != nil {
		return err
	}
	for _, row := range rows {
		was := row
		change(&row)
		if row == was {
			continue
		}
		row.KnownFrom = w.today()
		if err := w.RecordCounted(row); err != nil {
			return err
		}
	}
	return nil
}
