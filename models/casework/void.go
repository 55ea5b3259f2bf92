package casework

import (
	"slices"
	"strings"

	"petitiondesk/models"
	"petitiondesk/models/petition"
)

// VoidAsk is the wish to void a registration that was made by mistake. Not registering is a violation (条例 Art. 44(1)),
// so a second person decides, nothing is deleted, and the void is counted beside what was registered.
type VoidAsk struct {
	Submission int64 // 0 = the first
	AskedBy    string
	Reason     string
}

// VoidAsked finds the undecided wish to void a submission.
func (m Matter) VoidAsked(submission int64) (VoidAsk, bool) {
	i := slices.IndexFunc(m.VoidAsks, func(a VoidAsk) bool { return a.Submission == submission })
	if i < 0 {
		return VoidAsk{}, false
	}
	return m.VoidAsks[i], true
}

// VoidedSubmission tells whether a submission counts as void; what is not among the further ones is the first.
func (m Matter) VoidedSubmission(submission int64) bool {
	if i, ok := m.furtherOf(submission); ok {
		return m.Further[i].Voided
	}
	return m.State == petition.Voided
}

func (m *Matter) applyVoid(e Event, before petition.State) {
	i, further := m.furtherOf(e.Details.Submission)
	switch e.Step {
	case AskVoid:
		m.VoidAsks = append(m.VoidAsks, VoidAsk{Submission: e.Details.Submission, AskedBy: e.Actor, Reason: e.Details.Reason})
		return
	case Void:
		m.before = before
	case Restore:
		m.State = m.before
	case VoidRepeat:
		if further {
			m.Further[i].Voided, m.Further[i].EndedOn = true, e.Day
		}
	case RestoreRepeat:
		if further {
			m.Further[i].Voided, m.Further[i].EndedOn = false, ""
		}
	}
	m.VoidAsks = slices.DeleteFunc(m.VoidAsks, func(a VoidAsk) bool { return a.Submission == e.Details.Submission })
}

func (m Matter) guardVoid(t Taken, refuse func(string, ...any) error) error {
	i, further := m.furtherOf(t.Details.Submission)
	asked, waiting := m.VoidAsked(t.Details.Submission)
	switch t.Step {
	case AskVoid:
		switch {
		case waiting:
			return refuse("已经申请作废，等待另一位负责人决定")
		case further && !m.Further[i].Valid():
			return refuse("这件信访件已作废或已分立")
		case !further && !slices.Contains(voidable, m.State):
			return refuse("事项已由单位办理，不能作废；办理中的事项可以合并、分立或办结")
		}
	case Void, VoidRepeat:
		switch {
		case !waiting:
			return refuse("没有等待决定的作废申请")
		case strings.EqualFold(asked.AskedBy, t.Actor):
			return models.Errorf(models.Forbidden, "作废登记须由另一位负责人决定，不能由申请人自己同意。")
		case t.Step == Void && slices.ContainsFunc(m.Further, Further.Valid):
			return refuse("这件事项还有其他信访件，请先逐件作废或分立")
		case t.Step == VoidRepeat && !further:
			return models.Errorf(models.Invalid, "没有这件信访件，请核对编号。")
		}
	case RefuseVoid, DropVoid:
		if !waiting {
			return refuse("没有等待决定的作废申请")
		}
	case RestoreRepeat:
		if !further || !m.Further[i].Voided {
			return refuse("这件信访件没有作废，不必恢复")
		}
	}
	return nil
}
