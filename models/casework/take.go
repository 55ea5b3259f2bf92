package casework

import (
	"slices"
	"strings"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/petition"
	"petitiondesk/models/statute"
)

// Taken is a step about to be taken, with what its lawfulness depends on beside the events.
type Taken struct {
	Event
	Today  calendar.Day
	Clocks []CaseClock // as they stand before the step
	Level  OfficeLevel // of the office whose decision is to be reviewed
}

// Take checks a step against the table and the facts, and returns the case as the step leaves it. An error changes
// nothing and says in one sentence why, what is possible, and the article.
func (m Matter) Take(t Taken) (Matter, error) {
	line, known := TransitionOf(t.Step)
	if !known {
		return m, &models.Error{Code: models.InternalCode, Op: "take step " + string(t.Step)}
	}
	if !slices.Contains(line.From, m.State) {
		return m, m.illegal(line)
	}
	if t.Day > t.Today || t.Day < m.Arrived {
		return m, models.Errorf(models.Invalid, "日期 %s 不对：应在登记之后、今天（含）之前，请核对。", t.Day)
	}
	if err := m.guard(t, line); err != nil {
		return m, err
	}
	after := m.clone()
	after.apply(t.Event)
	return after, nil
}

func (m Matter) clone() Matter {
	m.Charges, m.Further = slices.Clone(m.Charges), slices.Clone(m.Further)
	m.Linked, m.VoidAsks = slices.Clone(m.Linked), slices.Clone(m.VoidAsks)
	merged := make(map[int64]bool, len(m.merged))
	for id := range m.merged {
		merged[id] = true
	}
	m.merged = merged
	return m
}

func (m Matter) illegal(line Transition) error {
	var steps []string
	for _, possible := range Possible(m.State) {
		if possible.Step == DecideDispute && m.Disputed == nil {
			continue
		}
		moves := possible.To != "" && possible.To != m.State || possible.Step == Restore || possible.Step == UndoMerge
		if moves && len(steps) < 4 {
			steps = append(steps, possible.Step.Chinese())
		}
	}
	next := ""
	if len(steps) > 0 {
		next = "；现在可以" + strings.Join(steps, "、")
	}
	return models.Errorf(models.Conflict, "这件信访事项现为「%s」，不能%s%s（依据%s）。", m.State.Chinese(), line.Step.Chinese(), next, line.Article)
}

// guard holds what the table cannot say.
func (m Matter) guard(t Taken, line Transition) error {
	refuse := func(format string, args ...any) error {
		return models.Errorf(models.Conflict, format+"（依据"+line.Article+"）。", args...)
	}
	if needsReason(t.Step) && strings.TrimSpace(t.Details.Reason) == "" {
		return models.Errorf(models.Invalid, "%s请在编号后写明理由或内容（依据%s）。", t.Step.Chinese(), line.Article)
	}
	for _, guard := range []func(Taken, func(string, ...any) error) error{
		m.guardCharges, m.guardReception, m.guardDelivery, m.guardExtension, m.guardOpinion, m.guardReview, m.guardEnd, m.guardCare,
		m.guardRuling, m.guardAdvice, m.guardOrders, m.guardFurther, m.guardVoid,
	} {
		if err := guard(t, refuse); err != nil {
			return err
		}
	}
	return nil
}

func needsReason(step Step) bool {
	return slices.Contains([]Step{
		Reply, File, Transfer, Object, Uphold, Overrule, Redirect, Decline, ContactUnclear, ToOrdinary, Settle, EndMediation,
		AskExtension, Execute, ReportBack, Complete, Resolve, Certify, Reopen, FindGrave, ReportGrave, Supervise, Suggest, Adopt,
		PlanResolution, VisitPetitioner, UndoMerge, Reassign, RefuseExtension, SubmitDispute, DecideDispute, AnswerAdvice,
		RejectReport, SuperiorAsks, TellNewDate, Talk, Circulate, ListSupervision, OrderRectification, ReportRectification,
		Link, Unlink, SplitOff, UndoSplitOff, AskVoid, RefuseVoid, Restore, RestoreRepeat,
	}, step)
}

func (m Matter) guardCharges(t Taken, refuse func(string, ...any) error) error {
	switch t.Step {
	case Refer, Assign, Reassign:
		if len(t.Details.Charges) == 0 || t.Details.Charges[0].Unit == "" {
			return models.Errorf(models.Invalid, "请写明由哪个单位办理，例如：%s 编号 县人社局。", t.Step.Chinese())
		}
		for _, order := range t.Details.Charges {
			if t.Step != Refer && order.Due == "" {
				return refuse("交办必须给每个单位写明办理期限，例如：交办 编号 县人社局 2026-12-20")
			}
			if order.Due != "" && order.Due < t.Day {
				return models.Errorf(models.Invalid, "办理期限 %s 早于交办日，请核对。", order.Due)
			}
		}
	case Sign:
		if charge := m.Charges[t.ChargeNo-1]; charge.Signed != "" {
			return refuse("本单位已于%s签收，不必再签收", charge.Signed.Chinese())
		}
	case Object:
		charge := m.Charges[t.ChargeNo-1]
		if charge.Ruled {
			return refuse("这件事项的受理异议已有裁定，不能再次退回")
		}
		if clock, ok := find(t.Clocks, clockKey(statute.C04, t.ChargeNo)); ok && t.Day > clock.DueLegal && clock.DueLegal != "" {
			return refuse("异议应在收到之日起%s内提出，期限%s已过，由本单位继续办理", clock.Rule.Limit.Chinese(), clock.DueLegal.Chinese())
		}
	}
	return nil
}

func (m Matter) guardReception(t Taken, refuse func(string, ...any) error) error {
	switch t.Step {
	case AcceptSimple:
		return SimpleAllowed(t.Details.Simple)
	case Redirect:
		if t.Details.Way.Chinese() == "" {
			return models.Errorf(models.Invalid, "请写明法定途径：诉讼、仲裁、党内申诉、行政复议或其他法定程序。")
		}
	case ToOrdinary:
		if !m.Simple {
			return refuse("这件事项走的不是简易程序")
		}
	case BeginMediation:
		if m.Mediating {
			return refuse("调解已在进行中")
		}
	case Settle, EndMediation:
		if !m.Mediating {
			return refuse("目前没有进行中的调解")
		}
	}
	return nil
}

func (m Matter) guardDelivery(t Taken, refuse func(string, ...any) error) error {
	if !isDelivery(t.Step) {
		return nil
	}
	if t.Step == DeliverNotice && !m.owesNotice(t.Details.Submission) {
		return refuse("告知书已经送达，不必再次送达")
	}
	p := t.Details.Proof
	switch {
	case p == nil || p.Way == "":
		return models.Errorf(models.Invalid, "请写明送达方式：签收；拒收 见证人姓名；邮寄 邮件号（妥投后再补妥投日期）。")
	case p.Way == statute.Refused && p.Witness == "":
		return models.Errorf(models.Invalid, "拒收须有见证人才算送达，请补上见证人姓名，例如：送达 编号 意见 拒收 李某。")
	case p.Way == statute.Posted && p.Tracking == "":
		return models.Errorf(models.Invalid, "邮寄须有邮件号，例如：送达 编号 意见 邮寄 EX123456789CN。")
	}
	return nil
}

func isDelivery(step Step) bool {
	return slices.Contains([]Step{DeliverNotice, DeliverExtension, DeliverOpinion, DeliverReview, DeliverReexamination}, step)
}

func proven(p *Proof) bool {
	return p != nil && (p.Way == statute.Signed || p.Way == statute.Refused && p.Witness != "" ||
		p.Way == statute.Posted && p.Tracking != "" && p.Arrived != "")
}

// deliveredOn is the day a proven delivery counts from.
func deliveredOn(e Event) calendar.Day {
	if p := e.Details.Proof; p.Way == statute.Posted {
		return p.Arrived
	}
	return e.Day
}

func (m Matter) guardExtension(t Taken, refuse func(string, ...any) error) error {
	if (t.Step == RefuseExtension || t.Step == DropExtension) && !m.extensionPending() {
		return refuse("目前没有等待批准的延期申请")
	}
	if t.Step != AskExtension && t.Step != ApproveExtension && t.Step != DeliverExtension {
		return nil
	}
	clock, ok := find(t.Clocks, roundKey(statute.C07, m.Round))
	switch {
	case !ok || clock.Rule.Extension == nil || clock.DueLegal == "":
		return refuse("办理期限还没有起算，不能延期")
	case t.Day >= clock.DueLegal:
		return refuse("期限%s已到，延期的批准和送达都应在到期之前", clock.DueLegal.Chinese())
	}
	switch t.Step {
	case AskExtension:
		limit := clock.Rule.Extension.MaxDays
		if t.Details.Days < 1 || limit > 0 && t.Details.Days > limit {
			return refuse("只能延期1至%d日，请写明天数，例如：申请延期 编号 30 需要现场勘验", limit)
		}
		if m.Extension != nil {
			return refuse("只能延期一次，这件事项已经申请过")
		}
	case ApproveExtension:
		if !m.extensionPending() {
			return refuse("目前没有等待批准的延期申请")
		}
		if strings.EqualFold(m.Extension.RequestedBy, t.Actor) {
			return models.Errorf(models.Forbidden, "延期不能由申请人自己批准，请由单位负责人批准。")
		}
	case DeliverExtension:
		if m.Extension == nil || m.Extension.ApprovedBy == "" {
			return refuse("延期还没有批准，批准后再送达告知书")
		}
	}
	return nil
}

func (m Matter) extensionPending() bool { return m.Extension != nil && m.Extension.ApprovedBy == "" }

func (m Matter) guardOpinion(t Taken, refuse func(string, ...any) error) error {
	switch t.Step {
	case IssueOpinion, IssueReview, IssueReexamination:
		if t.Step == IssueReexamination && m.Hearing {
			return refuse("听证还没有结束，请先记录听证结束")
		}
		return t.Details.Opinion.Complete()
	case Execute:
		if m.Opinion == nil || m.Opinion.Outcome != Supported {
			return refuse("只有支持的诉求才有执行事项")
		}
	}
	return nil
}

func (m Matter) guardReview(t Taken, refuse func(string, ...any) error) error {
	switch t.Step {
	case RequestReview, RequestReexamination:
		body := t.Details.Body
		if body == nil || body.Name == "" {
			return models.Errorf(models.Invalid, "请写明向哪个机关提出，例如：%s 编号 县政府。", strings.TrimPrefix(t.Step.Chinese(), "登记"))
		}
		below, rule := t.Level, statute.C10
		if t.Step == RequestReexamination {
			below, rule = m.Review.Level, statute.C12
		}
		if !OneAbove(below, body.Level) {
			return refuse("%s应向上一级机关提出，%s（%s）不是%s的上一级", strings.TrimSuffix(strings.TrimPrefix(t.Step.Chinese(), "登记"), "申请"), body.Name, body.Level.Chinese(), below.Chinese())
		}
		asked := t.Day
		if t.Details.Postmark != "" {
			asked = min(asked, t.Details.Postmark)
		}
		if clock, ok := find(t.Clocks, roundKey(rule, m.Round)); ok && clock.DueLegal != "" && asked > clock.DueLegal {
			return refuse("申请期限已于%s届满；来访照样登记，请告知信访人原因", clock.DueLegal.Chinese())
		}
	case BeginHearing:
		if m.Hearing {
			return refuse("听证已经开始，还没有结束")
		}
	case EndHearing:
		if !m.Hearing {
			return refuse("目前没有进行中的听证")
		}
	}
	return nil
}

func (m Matter) guardEnd(t Taken, refuse func(string, ...any) error) error {
	switch t.Step {
	case Complete:
		if m.CompletedOn != "" {
			return refuse("这件事项已于%s办结", m.CompletedOn.Chinese())
		}
		if !m.Noticed && (m.State == petition.Redirected || m.State == petition.NotAccepted) {
			return refuse("告知书还没有送达，送达后才能办结")
		}
	case Resolve:
		if m.ResolvedOn != "" {
			return refuse("这件事项已于%s确认化解", m.ResolvedOn.Chinese())
		}
		if m.Opinion != nil && m.Opinion.Outcome == Supported && !m.Executed {
			return refuse("支持的诉求还没有执行记录，执行后才能确认化解")
		}
	case Certify:
		if m.CompletedOn == "" {
			return refuse("还没有办结，办结后才能审核认定")
		}
		if m.CertifiedOn != "" {
			return refuse("已于%s审核认定", m.CertifiedOn.Chinese())
		}
	}
	return nil
}

func (m Matter) guardCare(t Taken, refuse func(string, ...any) error) error {
	switch t.Step {
	case ReportGrave:
		if m.Reported >= m.Graves {
			return refuse("没有待报告的重大紧急情况，请先发送「重大 编号 情况」")
		}
	case Adopt:
		if m.Adopted >= m.Suggested {
			return refuse("没有待反馈的建议")
		}
	case TakeCharge, SetResponsible:
		if t.Details.Person == "" {
			return models.Errorf(models.Invalid, "请写明姓名，例如：%s 编号 陈光。", t.Step.Chinese())
		}
	case SetResolutionDue:
		if t.Details.Due == "" || t.Details.Due < t.Day {
			return models.Errorf(models.Invalid, "请写明今后的日期，例如：化解期限 编号 2026-12-31。")
		}
	case MergeFrom:
		if m.merged[t.Details.Other] {
			return refuse("那件事项已经并入过")
		}
	case UndoMergeFrom:
		if !m.merged[t.Details.Other] {
			return refuse("没有这样的并入记录")
		}
	}
	return nil
}
