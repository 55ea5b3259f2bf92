// Package approval holds requests that wait for somebody's decision and the rules of deciding.
package approval

import (
	"slices"
	"strings"
	"time"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
)

// Kind of request.
type Kind string

// Escalation 呈报: a case is laid before the supervisors.
const Escalation Kind = "escalation"

// State of a request.
type State string

// A request waits until it is decided. Returned ones wait for their applicant; the last three ended undecided.
const (
	Pending   State = "pending"
	Returned  State = "returned"
	Approved  State = "approved"
	Rejected  State = "rejected"
	Withdrawn State = "withdrawn"
	Lapsed    State = "lapsed"
	Ended     State = "ended" // what was asked could no longer be granted, or was done otherwise
)

// States lists every state.
var States = []State{Pending, Returned, Approved, Rejected, Withdrawn, Lapsed, Ended}

// Waits tells whether a decision is still to come.
func (s State) Waits() bool { return s == Pending || s == Returned }

// Chinese is the state as people say it.
func (s State) Chinese() string {
	return map[State]string{
		Pending: "待审批", Returned: "待补充", Approved: "已同意", Rejected: "已驳回", Withdrawn: "已撤回", Lapsed: "已过时限", Ended: "已终结",
	}[s]
}

// Request asks its holders for one decision; the first one counts.
type Request struct {
	ID          int64 `gorm:"primaryKey"`
	Kind        Kind
	CaseID      int64
	CaseNumber  string
	Applicant   string // userid
	Reason      string
	State       State
	PendingCase *int64 // CaseID while pending, else nil; unique with Kind, so a case has one open request of a kind
	Version     int64
	DecidedBy   string
	DecidedName string
	Opinion     string
	CreatedAt   time.Time
	DecidedAt   *time.Time
	Holders     []string `gorm:"-"` // userids, kept in approval_holders

	KindVersion   int    // of the kind, when it was asked
	Step          int    // place in the plan
	Round         int64  // how often what its card shows has changed; a card of an earlier round decides nothing
	ApplicantUnit string // code
	Plan          Plan   `gorm:"serializer:json"` // the kind as it was; without steps: of the first version
	Payload       string // what granting does, as the desk wrote it
	StepBegan     *time.Time
	StepDue       *time.Time // when the step's time runs out
	Seats         []Seat     `gorm:"-"` // kept in approval_seats
}

// TableName is the table of requests.
func (Request) TableName() string { return "approval_requests" }

// Holder is one person who may decide a request.
type Holder struct {
	RequestID int64  `gorm:"primaryKey"`
	UserID    string `gorm:"primaryKey"`
	Waiting   bool   // mirrors the request's state, so that 待办 reads one index
}

// TableName is the table of holders.
func (Holder) TableName() string { return "approval_holders" }

// New makes a pending request. The applicant is never among its holders: nobody decides his own request.
func New(kind Kind, caseID int64, number, applicant, reason string, holders []string, now time.Time) (Request, error) {
	reason = strings.TrimSpace(reason)
	if reason == "" {
		return Request{}, models.Errorf(models.Invalid, "请写明呈报理由，例如：呈报 %s 情况紧急，请协调人社局", number)
	}
	holders = slices.DeleteFunc(slices.Clone(holders), func(h string) bool { return h == applicant })
	if len(holders) == 0 {
		return Request{}, models.Errorf(models.Conflict, "目前没有可以审批的分管负责人，请联系管理员维护人员名册。")
	}
	return Request{
		Kind: kind, CaseID: caseID, CaseNumber: number, Applicant: applicant, Reason: reason,
		State: Pending, PendingCase: &caseID, Version: 1, CreatedAt: now, Holders: holders,
	}, nil
}

// Decide returns the request as decided. Errors: Forbidden when the decider is the applicant or no holder,
// Conflict when it was decided before, Invalid when a rejection has no reason.
func (r Request) Decide(by, name string, verdict State, opinion string, now time.Time) (Request, error) {
	opinion = strings.TrimSpace(opinion)
	switch {
	case verdict != Approved && verdict != Rejected:
		return r, &models.Error{Code: models.InternalCode, Op: "decide request: verdict " + string(verdict)}
	case by == r.Applicant:
		return r, models.Errorf(models.Forbidden, "这是您本人提出的呈报，需由其他分管负责人审批。")
	case !slices.Contains(r.Holders, by):
		return r, models.Errorf(models.Forbidden, "这份呈报不在您的审批范围内，没有作任何改动。")
	case r.State != Pending:
		return r, models.Errorf(models.Conflict, "%s", r.Outcome())
	case verdict == Rejected && opinion == "":
		return r, models.Errorf(models.Invalid, "驳回 %s 请写明理由，直接回复一句话即可。", r.CaseNumber)
	}
	r.State, r.PendingCase, r.Version = verdict, nil, r.Version+1
	r.DecidedBy, r.DecidedName, r.Opinion, r.DecidedAt = by, name, opinion, &now
	return r, nil
}

// Summary tells in a few words how the request stands: who decided what and when.
func (r Request) Summary() string {
	if r.State.Waits() || r.DecidedAt == nil {
		return calendar.Stamp(r.CreatedAt) + "提出，尚" + strings.ReplaceAll(r.State.Chinese(), "尚", "")
	}
	if r.DecidedName == "" {
		return calendar.Stamp(*r.DecidedAt) + r.State.Chinese()
	}
	text := "已由" + r.DecidedName + "于" + calendar.Stamp(*r.DecidedAt) + strings.TrimPrefix(r.State.Chinese(), "已")
	if r.Opinion != "" {
		text += "（" + r.Opinion + "）"
	}
	return text
}

// Outcome tells a late decider who decided what and when.
func (r Request) Outcome() string {
	if r.State.Waits() || r.DecidedAt == nil {
		return r.CaseNumber + " 的" + r.Kind.Chinese() + "尚" + r.State.Chinese() + "。"
	}
	return r.CaseNumber + " 的" + r.Kind.Chinese() + r.Summary() + "，您这次的操作没有改动。"
}

// Match finds the one request a reply is about among those waiting for the person. reference is a full case
// number, a serial such as 0001, or "" when exactly one waits. Errors: NotFound, or Invalid when several fit.
func Match(waiting []Request, reference string) (Request, error) {
	fits := waiting
	if reference != "" {
		fits = nil
		for _, r := range waiting {
			if r.CaseNumber == reference || strings.HasSuffix(r.CaseNumber, "-"+reference) {
				fits = append(fits, r)
			}
		}
	}
	switch {
	case len(fits) == 1:
		return fits[0], nil
	case len(fits) > 1:
		var numbers []string
		for _, r := range fits {
			numbers = append(numbers, r.CaseNumber)
		}
		return Request{}, models.Errorf(models.Invalid, "有%d件在等您审批，请带上完整编号再回复：%s", len(fits), strings.Join(numbers, "、"))
	case reference == "":
		return Request{}, models.Errorf(models.NotFound, "目前没有等您审批的呈报。")
	default:
		return Request{}, models.Errorf(models.NotFound, "没有找到编号 %s、正在等您审批的呈报，发送「待办」可查看。", reference)
	}
}
