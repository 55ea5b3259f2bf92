package main

import (
	"cmp"
	"encoding/json"
	"regexp"
)

// figures are the statistics of a period, derived from the entries alone.
type figures struct {
	Registered, Voided, Corrected, Headcount, Collective int
}

const collectiveFrom = 5

var numberForm = regexp.MustCompile(`^XF(\d{4})(\d\d)(\d\d)-\d{4,}$`)

// count adds an entry to the figures when the registration it is about fell into the period.
func (f *figures) count(e entry, from, to string) error {
	var p struct {
		Number        string
		Headcount, To int
		Collective    *bool
		From          int `json:"collective_from"`
	}
	number := e.subject
	switch e.kind {
	case "case_registered", "submission_joined", "submission_voided", "submission_restored", "submission_corrected":
		if err := json.Unmarshal(e.payload, &p); err != nil {
			return fault("the payload of entry %d cannot be read", e.seq)
		}
	default:
		return nil
	}
	m := numberForm.FindStringSubmatch(number)
	if m == nil {
		return fault("entry %d names %q, which is no number of a registration", e.seq, number)
	}
	if day := m[1] + "-" + m[2] + "-" + m[3]; day < from || day > to {
		return nil
	}
	switch e.kind {
	case "submission_voided":
		f.Voided++
	case "submission_restored":
		f.Voided--
	case "submission_corrected":
		f.Corrected++
		f.Headcount += p.To - p.Headcount
		f.Collective += collective(p.To, p.From) - collective(p.Headcount, p.From)
	default:
		f.Registered++
		f.Headcount += p.Headcount
		switch {
		case p.Collective == nil:
			f.Collective += collective(p.Headcount, 0)
		case *p.Collective:
			f.Collective++
		}
	}
	return nil
}

func collective(headcount, from int) int {
	if headcount >= cmp.Or(from, collectiveFrom) {
		return 1
	}
	return 0
}
