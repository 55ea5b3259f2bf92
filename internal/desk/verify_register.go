package desk

import (
	"encoding/json"
	"maps"
	"slices"

	"petitiondesk/models/calendar"
	"petitiondesk/models/ledger"
	"petitiondesk/models/petition"
	"petitiondesk/models/statistics"
)

// compareRegister expects what the entries say was registered and done to stand in the register still, unchanged.
func (v *verification) compareRegister(entries []ledger.Entry) error {
	if err := v.compareSubmissions(entries); err != nil {
		return err
	}
	if err := v.comparePaper(entries); err != nil {
		return err
	}
	return v.compareSteps(entries)
}

func (v *verification) compareSubmissions(entries []ledger.Entry) error {
	var registrations []ledger.Entry
	var numbers []string
	for _, e := range entries {
		if e.Kind == ledger.CaseRegistered || e.Kind == ledger.SubmissionJoined {
			registrations, numbers = append(registrations, e), append(numbers, e.Subject)
		}
	}
	if len(numbers) == 0 {
		return nil
	}
	rows, err := v.tx.Register(numbers)
	if err != nil {
		return err
	}
	byNumber := map[string]petition.Entered{}
	for _, row := range rows {
		byNumber[row.Number] = row
	}
	for _, e := range registrations {
		row, ok := byNumber[e.Subject]
		if !ok {
			return untrue("%s was registered by entry %d and is missing from the register", e.Subject, e.Seq)
		}
		if err := v.compareContent(e, row); err != nil {
			return err
		}
		v.state.Registrations++
	}
	return nil
}

// compareContent compares what was typed, and who came, with the commitment in the entry.
func (v *verification) compareContent(e ledger.Entry, row petition.Entered) error {
	var r ledger.Registration
	if err := json.Unmarshal(e.Payload, &r); err != nil {
		return untrue("entry %d cannot be read", e.Seq)
	}
	switch {
	case r.Commit == "":
		return nil // written before there were commitments
	case row.Locked:
		v.locked++
		return nil
	case row.CommitKey == "":
		v.unkeyed[e.Subject] = e.Seq
		return nil
	case ledger.Commit([]byte(row.CommitKey), petition.Committed(row.Submission, row.Named)...) != r.Commit:
		return untrue("what %s says, or who came, was changed after it was registered by entry %d", e.Subject, e.Seq)
	}
	return nil
}

// compareSteps expects the steps of cases to be dated as their entries say: dating a notice back is how lateness is hidden.
func (v *verification) compareSteps(entries []ledger.Entry) error {
	type record struct {
		Event  int64  `json:"event"`
		Step   string `json:"step"`
		Day    string `json:"day"`
		Charge int    `json:"charge"`
	}
	var ids []int64
	for _, e := range entries {
		var r record
		if e.Kind == ledger.CaseStep && json.Unmarshal(e.Payload, &r) == nil {
			ids = append(ids, r.Event)
		}
	}
	steps, err := v.tx.StepsByID(ids)
	if err != nil {
		return err
	}
	byID := map[int64]ledger.Step{}
	for _, s := range steps {
		byID[s.ID] = s
	}
	for _, e := range entries {
		var r record
		if e.Kind != ledger.CaseStep {
			continue
		}
		if err := json.Unmarshal(e.Payload, &r); err != nil {
			return untrue("entry %d cannot be read", e.Seq)
		}
		if byID[r.Event] != (ledger.Step{ID: r.Event, Step: r.Step, Day: r.Day, ChargeNo: r.Charge}) {
			return untrue("step %d (%s) of %s is not as entry %d recorded it", r.Event, r.Step, e.Subject, e.Seq)
		}
	}
	return nil
}

// compareDays compares the register, day by day, with the statistics that follow from the entries alone.
func (v *verification) compareDays(register map[calendar.Day]ledger.DayCount) error {
	days := slices.Concat(slices.Collect(maps.Keys(register)), slices.Collect(maps.Keys(v.tally.Days)))
	slices.Sort(days)
	for _, day := range slices.Compact(days) {
		here, there := v.tally.Days[day], register[day]
		if here != there {
			return untrue("of %s the ledger knows %d registrations, %d voided, %d people, %d collective; the register shows %d, %d, %d, %d",
				day, here.Registered, here.Voided, here.Headcount, here.Collective, there.Registered, there.Voided, there.Headcount, there.Collective)
		}
	}
	return nil
}

func (v *verification) figures(period *statistics.Period) {
	if period == nil {
		return
	}
	f := LedgerFigures{Period: *period}
	for day, c := range v.tally.Days {
		if day >= period.From && day <= period.To {
			f.Registered += c.Registered
			f.Voided += c.Voided
			f.Headcount += c.Headcount
			f.Collective += c.Collective
			f.Corrected += v.tally.Corrected[day]
		}
	}
	v.state.Statistics = &f
}
