package approval

import (
	"slices"
	"strings"
	"time"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
)

// Doing is something that happens to a request.
type Doing string

// What can happen.
const (
	Ask        Doing = "ask"
	Agree      Doing = "agree"
	Refuse     Doing = "refuse"
	Abstain    Doing = "abstain"
	HandOn     Doing = "hand_on"    // 转交
	AskMore    Doing = "ask_more"   // 要求补充
	Supplement Doing = "supplement" // 补充
	Withdraw   Doing = "withdraw"   // 撤回
	Recuse     Doing = "recuse"     // 回避
	Depart     Doing = "depart"     // whoever was asked is no longer on the staff
	PassUp     Doing = "pass_up"    // 上呈
	TimeOut    Doing = "time_out"
	Moot       Doing = "moot" // what was asked can no longer be granted
)

// Doings lists everything that can happen to a request once it is asked.
var Doings = []Doing{Agree, Refuse, Abstain, HandOn, AskMore, Supplement, Withdraw, Recuse, Depart, PassUp, TimeOut, Moot}

// Chinese is the doing as people say it.
func (d Doing) Chinese() string {
	return map[Doing]string{
		Ask: "提出", Agree: "同意", Refuse: "驳回", Abstain: "弃权", HandOn: "转交", AskMore: "要求补充", Supplement: "补充材料", Withdraw: "撤回",
		Recuse: "回避", Depart: "已离岗", PassUp: "上呈", TimeOut: "到时未决", Moot: "不再需要",
	}[d]
}

// Act is one thing done to a request, with what its lawfulness depends on.
type Act struct {
	Doing     Doing
	By        string // userid, "" = the program
	Name      string // title of who acts
	Text      string // opinion or reason, kept verbatim
	Confirmed bool   // the second tap was made
	Round     int64  // of the card that was before him; 0 = none in particular
	To        Candidate
	Standing  bool // the delegation behind his seat holds today
	Now       time.Time
	Cal       *calendar.Calendar
	// Seat gives the seats of a later step; it is asked only when the request moves there.
	Seat func(r Request, step int) []Seat
}

// Entry is one line of a request's history, written once.
type Entry struct {
	RequestID int64 `gorm:"primaryKey"`
	No        int64 `gorm:"primaryKey;autoIncrement:false"` // the request's version after it
	Step      int
	Doing     Doing
	Actor     string
	Name      string // title, as it was
	For       string `gorm:"column:principal"` // whom he stood in for, "" = himself
	Text      string
	At        time.Time
}

// TableName is the table of the history.
func (Entry) TableName() string { return "approval_entries" }

// Asked is a request as somebody makes it.
type Asked struct {
	CaseID     int64
	CaseNumber string
	Applicant  Candidate
	Reason     string
	Payload    string // what is done when it is granted
}

// Begin makes a pending request at its first step that has somebody to decide it. Error: Conflict when none has.
func Begin(plan Plan, asked Asked, seat func(r Request, step int) []Seat, now time.Time, cal *calendar.Calendar) (Request, Entry, error) {
	r := Request{
		Kind: plan.Kind, CaseID: asked.CaseID, CaseNumber: asked.CaseNumber, Applicant: asked.Applicant.UserID, ApplicantUnit: asked.Applicant.Unit,
		Reason: strings.TrimSpace(asked.Reason), State: Pending, PendingCase: &asked.CaseID, Version: 1, CreatedAt: now,
		KindVersion: plan.Version, Plan: plan, Round: 1, Payload: asked.Payload,
	}
	for step := range plan.Steps {
		if seats := seat(r, step); plan.Steps[step].enough(seats) {
			r.enter(step, seats, now, cal)
			entry := Entry{No: 1, Step: step, Doing: Ask, Actor: r.Applicant, Name: asked.Applicant.Name, Text: r.Reason, At: now}
			return r, entry, nil
		}
		if !plan.Ladder {
			break
		}
	}
	return Request{}, Entry{}, models.Errorf(models.Conflict, "目前没有可以审批%s的负责人，请联系管理员维护人员名册。", plan.Kind.Chinese())
}

// enough tells whether so many voices can make a result at all.
func (s StepPlan) enough(seats []Seat) bool {
	voices := map[string]bool{}
	for _, seat := range seats {
		voices[seat.Principal] = true
	}
	return len(voices) > 0 && (s.Rule != Quorum || len(voices) >= s.Quorum)
}

func (r *Request) enter(step int, seats []Seat, now time.Time, cal *calendar.Calendar) {
	r.Step = step
	r.Seats = append(slices.Clone(r.Seats), seats...)
	began := now
	r.StepBegan, r.StepDue = &began, r.plan().Steps[step].Due(now, cal)
}

// plan is what the request was frozen with; one of the first version is decided by any of its holders.
func (r Request) plan() Plan {
	if len(r.Plan.Steps) > 0 {
		return r.Plan
	}
	return Plan{Kind: r.Kind, Ladder: true, Steps: []StepPlan{{Name: "分管负责人", Who: []Source{Supervisors}, Rule: Any, Then: Remind}}}
}

// StepPlan is the plan of the step the request is at.
func (r Request) StepPlan() StepPlan { return r.plan().Steps[r.Step] }

// Voting tells whether the present step is decided by votes.
func (r Request) Voting() bool { return r.StepPlan().Rule == Majority }

// MayPassUp tells whether whoever decides now may pass it up instead.
func (r Request) MayPassUp() bool { return r.plan().Ladder && r.Step+1 < len(r.plan().Steps) }

// WantsConfirm tells whether granting takes a second tap.
func (r Request) WantsConfirm() bool { return r.plan().Confirm }

// AnyHour tells whether the request goes out at any hour.
func (r Request) AnyHour() bool { return r.plan().AnyHour }

// Do returns the request after an act, with the history's line. An error changes nothing. Codes: Forbidden when the
// person may not, Conflict when it is too late or out of place, Invalid when words or a second tap are missing.
func (r Request) Do(a Act) (Request, Entry, error) {
	if err := r.open(a); err != nil {
		return r, Entry{}, err
	}
	seat, err := r.actingSeat(a)
	if err != nil {
		return r, Entry{}, err
	}
	if err := r.words(a); err != nil {
		return r, Entry{}, err
	}
	after := r
	after.Seats = slices.Clone(r.Seats)
	if len(after.Seats) == 0 {
		after.Seats = r.seatsOf(0)
	}
	after.Version++
	if err := after.apply(a, seat); err != nil {
		return r, Entry{}, err
	}
	entry := Entry{RequestID: r.ID, No: after.Version, Step: r.Step, Doing: a.Doing, Actor: a.By, Name: a.Name, Text: strings.TrimSpace(a.Text), At: a.Now}
	if seat.StandsIn() {
		entry.For = seat.Principal
	}
	if a.Doing == HandOn {
		entry.Text = strings.TrimSpace(a.To.Name + " " + entry.Text)
	}
	return after, entry, nil
}

// open tells whether the request is in a state in which the act has a place.
func (r Request) open(a Act) error {
	late := models.Errorf(models.Conflict, "%s", r.Outcome())
	switch a.Doing {
	case Supplement:
		if r.State == Pending {
			return models.Errorf(models.Conflict, "%s 的%s没有要求补充材料。", r.CaseNumber, r.Kind.Chinese())
		}
		if r.State != Returned {
			return late
		}
	case Withdraw, Moot:
		if r.State != Pending && r.State != Returned {
			return late
		}
	default:
		if r.State == Returned {
			return models.Errorf(models.Conflict, "%s 的%s已退回补充材料，补充后会再送您审批。", r.CaseNumber, r.Kind.Chinese())
		}
		if r.State != Pending {
			return late
		}
	}
	return nil
}

// actingSeat finds the seat the act is taken from. Applicant and program need none.
func (r Request) actingSeat(a Act) (Seat, error) {
	switch a.Doing {
	case Supplement, Withdraw:
		if a.By != r.Applicant {
			return Seat{}, models.Errorf(models.Forbidden, "只有申请人本人可以%s。", a.Doing.Chinese())
		}
		return Seat{UserID: a.By, Principal: a.By}, nil
	case TimeOut, Moot:
		return Seat{UserID: a.By, Principal: a.By}, nil
	}
	if a.By == r.Applicant {
		return Seat{}, models.Errorf(models.Forbidden, "这是您本人提出的%s，需由其他负责人审批。", r.Kind.Chinese())
	}
	seat, ok := r.SeatOf(a.By)
	if !ok || seat.Gone != "" {
		if _, ever := r.EverSeated(a.By); ever {
			return seat, models.Errorf(models.Conflict, "%s 的%s已不在您这一环节，现由%s审批。", r.CaseNumber, r.Kind.Chinese(), r.StepPlan().Name)
		}
		return seat, models.Errorf(models.Forbidden, "这份%s不在您的审批范围内，没有作任何改动。", r.Kind.Chinese())
	}
	if seat.StandsIn() && !a.Standing {
		return seat, models.Errorf(models.Forbidden, "委托已经到期或收回，这份%s没有作任何改动。", r.Kind.Chinese())
	}
	if said, spoken := r.voice(seat.Principal); spoken {
		who := said.Name
		if said.UserID == a.By {
			who = "您"
		}
		return seat, models.Errorf(models.Conflict, "%s 的%s%s已经表示%s，没有改动。", r.CaseNumber, r.Kind.Chinese(), who, said.Verdict.Chinese())
	}
	if a.Round > 0 && a.Round < r.Round {
		return seat, models.Errorf(models.Conflict, "%s 的%s在这张卡片之后有补充，请看新的卡片再决定。", r.CaseNumber, r.Kind.Chinese())
	}
	return seat, nil
}

// words tells what is missing of what must be said.
func (r Request) words(a Act) error {
	text := strings.TrimSpace(a.Text)
	switch a.Doing {
	case Agree:
		if r.WantsConfirm() && !a.Confirmed {
			return &models.Error{Code: models.Invalid, Op: "confirm", Message: "同意" + r.Kind.Chinese() + "需再次确认，请回复「确认同意 " + r.CaseNumber + "」。"}
		}
	case Refuse:
		if text == "" && !r.Voting() {
			return models.Errorf(models.Invalid, "驳回 %s 请写明理由，直接回复一句话即可。", r.CaseNumber)
		}
	case Abstain:
		if !r.Voting() {
			return models.Errorf(models.Invalid, "这一环节不是表决，请选择同意、驳回或转交。")
		}
	case AskMore, Supplement, Recuse:
		if text == "" {
			return models.Errorf(models.Invalid, "%s请写明内容，例如：%s %s 内容。", a.Doing.Chinese(), map[Doing]string{AskMore: "要求补充", Supplement: "补充", Recuse: "回避"}[a.Doing], r.CaseNumber)
		}
	case HandOn:
		return r.mayHandTo(a)
	case PassUp:
		if !r.MayPassUp() {
			return models.Errorf(models.Conflict, "%s 的%s已在最后一个环节，不能再上呈。", r.CaseNumber, r.Kind.Chinese())
		}
	}
	return nil
}

func (r Request) mayHandTo(a Act) error {
	switch {
	case a.To.UserID == "":
		return models.Errorf(models.Invalid, "请写明转交给谁，例如：转交 %s 孙立。", r.CaseNumber)
	case a.To.UserID == a.By:
		return models.Errorf(models.Invalid, "不必转交给自己。")
	case r.barred(a.To):
		return models.Errorf(models.Forbidden, "不能转交给申请人本人或须回避的单位。")
	case r.Voting():
		return models.Errorf(models.Conflict, "联席会议的表决不能转交，可以回避或弃权。")
	}
	seat, sits := r.SeatOf(a.To.UserID)
	if sits && seat.Gone == "" || r.heardFor(a.To.UserID) {
		return models.Errorf(models.Conflict, "%s本来就在审批人之中，不必转交；您不便审批可以「回避 %s 理由」。", a.To.Name, r.CaseNumber)
	}
	if sits && seat.Gone == Recused {
		return models.Errorf(models.Conflict, "%s已经回避，请转交给其他负责人。", a.To.Name)
	}
	if sits && seat.Gone == Departed {
		return models.Errorf(models.Conflict, "%s已经离岗，请转交给其他负责人。", a.To.Name)
	}
	return nil
}
