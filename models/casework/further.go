package casework

import (
	"cmp"
	"slices"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/petition"
)

// Further is a submission after the first. Its petitioner is owed routing and a notice of his own: the day on which it
// arrived is never given up for that of the case it joined.
type Further struct {
	No         int // its place in the case, from 2
	Submission int64
	Arrived    calendar.Day
	Noticed    bool
	PartedInto int64 // case it was split off into, 0 = none
	Voided     bool
	EndedOn    calendar.Day // when it was split off or voided
}

// Valid tells whether the submission counts as one of this case.
func (f Further) Valid() bool { return f.PartedInto == 0 && !f.Voided }

func (f Further) owed() bool { return f.Valid() && !f.Noticed }

// furtherOf finds a further submission by id.
func (m Matter) furtherOf(submission int64) (int, bool) {
	i := slices.IndexFunc(m.Further, func(f Further) bool { return f.Submission == submission })
	return i, i >= 0
}

// owesNotice tells whether somebody has not had his notice: who brought the submission forward, or with 0 anybody.
func (m Matter) owesNotice(submission int64) bool {
	if i, ok := m.furtherOf(submission); ok {
		return m.Further[i].owed()
	}
	first := !m.Noticed && !slices.Contains([]petition.State{petition.Replied, petition.Filed, petition.Transferred}, m.State)
	return first || m.State == petition.Merged || slices.ContainsFunc(m.Further, Further.owed)
}

// noticed notes whom a proven notice reached. One that names no submission goes to everybody who waits for it.
func (m *Matter) noticed(e Event) {
	if !proven(e.Details.Proof) {
		return
	}
	for i := range m.Further {
		if covers(e, m.Further[i]) {
			m.Further[i].Noticed = true
		}
	}
	if e.Details.Submission == 0 {
		m.Noticed = true
	}
}

// covers tells whether what a step says of the petitioner is about the one of this submission.
func covers(e Event, f Further) bool {
	return f.Valid() && (e.Details.Submission == 0 || e.Details.Submission == f.Submission)
}

func (m *Matter) applyFurther(e Event) {
	switch e.Step {
	case Resubmit:
		m.Further = append(m.Further, Further{
			No: len(m.Further) + 2, Submission: e.Details.Other, Arrived: cmp.Or(e.Details.Received, e.Day),
		})
	case SplitOff:
		if i, ok := m.furtherOf(e.Details.Submission); ok {
			m.Further[i].PartedInto, m.Further[i].EndedOn = e.Details.Other, e.Day
		}
	case UndoSplitOff:
		for i := range m.Further {
			if m.Further[i].PartedInto == e.Details.Other {
				m.Further[i].PartedInto, m.Further[i].EndedOn = 0, ""
			}
		}
	case SplitFrom:
		m.SplitOf = e.Details.Other
	}
}

func (m Matter) guardFurther(t Taken, refuse func(string, ...any) error) error {
	switch t.Step {
	case Resubmit:
		if t.Details.Received > t.Day {
			return models.Errorf(models.Invalid, "收到日期 %s 晚于登记日，请核对。", t.Details.Received)
		}
	case SplitOff:
		i, further := m.furtherOf(t.Details.Submission)
		if t.Details.Submission != 0 && (!further || !m.Further[i].Valid()) {
			return refuse("这件信访件已不在这件事项中，不能分立")
		}
	case Link:
		if slices.Contains(m.Linked, t.Details.Other) {
			return refuse("两件事项已经关联")
		}
	case Unlink:
		if !slices.Contains(m.Linked, t.Details.Other) {
			return refuse("两件事项没有关联")
		}
	}
	return nil
}
