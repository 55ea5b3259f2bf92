package statistics

import "petitiondesk/models/petition"

// Measures are the counts of a set of submissions. Registered counts all of them; the others leave the voided out.
type Measures struct {
	Registered          int `json:"registered"`
	Voided              int `json:"voided"`
	Submissions         int `json:"submissions"` // 件次
	Cases               int `json:"cases"`       // brought forward for the first time at this office
	Repeated            int `json:"repeated"`
	Batches             int `json:"batches"`           // 批次: visits, individual and collective
	Headcount           int `json:"headcount"`         // 人次: people in visits
	IndividualVisits    int `json:"individual_visits"` // 起次
	CollectiveBatches   int `json:"collective_batches"`
	CollectiveHeadcount int `json:"collective_headcount"`
	JointLetters        int `json:"joint_letters"` // 联名: letters and the like that as many signed as make a visit collective
	Signatories         int `json:"signatories"`   // of those
	NationwideFirst     int `json:"nationwide_first"`
	NationwideRepeated  int `json:"nationwide_repeated"` // the rest is not known
}

func (m *Measures) add(r Row) {
	m.Registered += r.Submissions
	if r.Voided {
		m.Voided += r.Submissions
		return
	}
	m.Submissions += r.Submissions
	if r.Repeated {
		m.Repeated += r.Submissions
	} else {
		m.Cases += r.Submissions
	}
	switch r.Nationwide {
	case petition.FirstNationwide:
		m.NationwideFirst += r.Submissions
	case petition.RepeatNationwide:
		m.NationwideRepeated += r.Submissions
	}
	if r.Channel != petition.VisitChannel {
		if r.Collective {
			m.JointLetters += r.Submissions
			m.Signatories += r.Headcount
		}
		return
	}
	m.Batches += r.Submissions
	m.Headcount += r.Headcount
	if r.Collective {
		m.CollectiveBatches += r.Submissions
		m.CollectiveHeadcount += r.Headcount
	} else {
		m.IndividualVisits += r.Submissions
	}
}

// ratio is part of whole, nil when there is no whole: nothing to judge is neither good nor bad.
func ratio(part, whole int) *float64 {
	if whole == 0 {
		return nil
	}
	r := float64(part) / float64(whole)
	return &r
}
