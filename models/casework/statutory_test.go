package casework_test

import (
	"strings"
	"testing"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/casework"
	"petitiondesk/models/petition"
	"petitiondesk/models/statute"
)

func refused(t *testing.T, what string, err error, code models.Code, fragment string) {
	t.Helper()
	if models.CodeOf(err) != code || !strings.Contains(err.Error(), fragment) {
		t.Errorf("%s: %v", what, err)
	}
}

func dispute(body string) casework.Event {
	return casework.Event{Step: casework.SubmitDispute, ChargeNo: 1, Details: casework.Details{Body: casework.BodyNamed(body), Reason: "两家都认为不属于本单位"}}
}

func ruling(unit string) casework.Event {
	return casework.Event{Step: casework.DecideDispute, ChargeNo: 1, Details: casework.Details{Charges: []casework.Order{{Unit: unit}}, Reason: "按职责分工"}}
}

// C05: the common superior decides, or the joint conference; what was ruled on is not returned a second time.
func TestDisputeIsDecidedOnceForAll(t *testing.T) {
	objected := func() *life {
		return begin().must(t, refer("rsj")).must(t, of(casework.Sign, 1)).must(t, of(casework.Object, 1))
	}
	l := objected()
	refused(t, "a ruling nobody was asked for", l.try(ruling("zjj")), models.Conflict, "还没有提请裁定")
	refused(t, "asking somebody below", l.try(dispute("城关镇政府")), models.Conflict, "联席会议")
	l.must(t, dispute("联席会议"))
	if l.matter.State != petition.Objected || l.matter.Disputed == nil || l.matter.Disputed.Level != casework.JointConference {
		t.Fatalf("%s, asked %+v", l.matter.State, l.matter.Disputed)
	}
	refused(t, "asking twice", l.try(dispute("县政府")), models.Conflict, "已提请联席会议裁定")
	l.must(t, ruling("zjj"))
	if lead, _ := l.matter.Lead(); lead.Unit != "zjj" || !lead.Ruled || l.matter.State != petition.Referred {
		t.Fatalf("%+v in %s", lead, l.matter.State)
	}
	l.must(t, of(casework.Sign, 2))
	refused(t, "returning it again", l.try(of(casework.Object, 2)), models.Conflict, "不能再次退回")
	for _, c := range l.clocks(today) {
		if c.Key == "C04.2" {
			t.Error("a limit to object runs that nobody may use")
		}
	}
	if got := l.clock(t, "C03.2", today); got.Start != registered {
		t.Errorf("the new unit's notice runs from %q", got.Start)
	}

	stays := objected().must(t, dispute("县委")).must(t, ruling("rsj"))
	if lead, _ := stays.matter.Lead(); lead.No != 1 || !lead.Ruled || stays.matter.State != petition.Signed {
		t.Errorf("%+v in %s", lead, stays.matter.State)
	}
	refused(t, "the same unit returning it", stays.try(of(casework.Object, 1)), models.Conflict, "不能再次退回")
}

// C16: advice is studied and answered. It is no matter to decide, so C07 never runs on it.
func TestAdviceIsAnsweredNotDecided(t *testing.T) {
	l := begin().must(t, refer("rsj")).must(t, of(casework.Sign, 1)).must(t, of(casework.AcceptAdvice, 1)).must(t, delivered(casework.DeliverNotice))
	refused(t, "an opinion on advice", l.try(issued()), models.Conflict, "按建议意见办理")
	answer := of(casework.AnswerAdvice, 1)
	refused(t, "an answer that adopts nothing and refuses nothing", l.try(answer), models.Invalid, "采纳情况")
	answer.Details.Adoption = casework.AdoptionNamed("部分采纳")
	l.must(t, answer)
	if l.matter.State != petition.Replied {
		t.Errorf("answered, it is %s", l.matter.State)
	}
	noDecision(t, l)
	if got := l.clock(t, "C16.1", today); got.State != statute.None || got.Rule.ID != statute.C16 {
		t.Errorf("the answer has no number of days in the text: %s", got.State)
	}
	decided := begin().must(t, refer("rsj")).must(t, of(casework.Sign, 1)).must(t, accept(registered))
	refused(t, "advice after acceptance", decided.try(answer), models.Conflict, "应当出具处理意见")
}

func noDecision(t *testing.T, l *life) {
	t.Helper()
	for _, c := range l.clocks(today) {
		if c.Rule.ID == statute.C07 && (c.Open() || c.Late()) {
			t.Errorf("the time to decide runs: %s", c.State)
		}
	}
}

// C17: a complaint against officials goes by the management of cadres, never to whom it is about, and never on C07.
func TestAccusationGoesItsOwnWay(t *testing.T) {
	route := casework.Event{Step: casework.RouteAccusation, Details: casework.Details{Accusation: &casework.Accusation{
		To: casework.Discipline, Managed: casework.CityCadre, Accused: "rsj",
	}}}
	nowhere := route
	nowhere.Details.Accusation = &casework.Accusation{To: casework.Discipline}
	refused(t, "a cadre of no level", begin().try(nowhere), models.Invalid, "干部管理权限")
	l := begin().must(t, refer("rsj")).must(t, of(casework.Sign, 1)).on("2026-11-10").must(t, route)
	if l.matter.State != petition.Transferred || l.matter.Accusation.Organ() != "市纪委监委" {
		t.Fatalf("%s at %s", l.matter.State, l.matter.Accusation.Organ())
	}
	if lead, ok := l.matter.Lead(); ok {
		t.Errorf("the unit complained of still has the case: %+v", lead)
	}
	noDecision(t, l)
	again := of(casework.Reopen, 0)
	l.on("2026-11-20").must(t, again)
	refused(t, "the material to the accused", l.try(refer("rsj")), models.Conflict, "不得转给被检举")
	l.must(t, refer("zjj"))
}

// C19: listing and rectification name their date; the report on it stops that clock and no other.
func TestOrdersToALeadingTeam(t *testing.T) {
	order := of(casework.OrderRectification, 0)
	l := begin().must(t, refer("rsj"))
	refused(t, "without a date", l.try(order), models.Invalid, "期限")
	order.Details.Due = "2026-11-30"
	listed := order
	listed.Step, listed.Details.Due = casework.ListSupervision, "2026-12-31"
	l.must(t, order).must(t, listed).must(t, of(casework.Talk, 0)).must(t, of(casework.Circulate, 0))
	if got := l.clock(t, "C19.1", "2026-11-10"); got.DueLegal != "2026-11-30" || got.Unit != "rsj" || got.State != statute.Running {
		t.Errorf("%s by %s, %s", got.DueLegal, got.Unit, got.State)
	}
	l.on("2026-11-20").must(t, of(casework.ReportRectification, 1))
	if first, second := l.clock(t, "C19.1", today), l.clock(t, "C19.2", "2026-12-01"); first.State != statute.Met || second.State != statute.Running {
		t.Errorf("%s, %s", first.State, second.State)
	}
	l.must(t, of(casework.ReportRectification, 1))
	refused(t, "one report too many", l.try(of(casework.ReportRectification, 1)), models.Conflict, "没有待报告")
}

// Feedback that was sent back was none: its limit goes on, and after five days it is a reason to supervise.
func TestRejectedFeedback(t *testing.T) {
	l := begin().must(t, assign("2026-11-30", "rsj", "chengguan")).must(t, of(casework.Sign, 1)).must(t, of(casework.ReportBack, 1))
	if got := l.clock(t, "C08.1", today); got.State != statute.Met {
		t.Fatal(got.State)
	}
	refused(t, "what the other unit never sent", l.try(of(casework.RejectReport, 2)), models.Conflict, "还没有反馈")
	l.on("2026-11-10").must(t, of(casework.RejectReport, 1))
	if got := l.clock(t, "C08.1", "2026-11-12"); got.State != statute.Running {
		t.Errorf("sent back, the limit is %s", got.State)
	}
	if _, holds := l.matter.NotRedoneGround(l.events, 1, "2026-11-14"); holds {
		t.Error("four days are in time")
	}
	ground, holds := l.matter.NotRedoneGround(l.events, 1, "2026-11-15")
	if !holds || ground.Trigger != casework.NotRedone || !strings.Contains(ground.Why, "11月10日") {
		t.Errorf("%+v, %v", ground, holds)
	}
	l.must(t, of(casework.ReportBack, 1))
	if _, holds := l.matter.NotRedoneGround(l.events, 1, "2026-11-20"); holds {
		t.Error("redone, it is no reason any more")
	}
}

func TestAssistantWithoutASign(t *testing.T) {
	l := begin().must(t, assign("2026-11-30", "rsj", "chengguan"))
	for charge, want := range map[int]bool{1: false, 2: true, 3: false} {
		if ground, holds := l.matter.SilentAssistantGround(charge, "2026-11-05"); holds != want || holds && ground.Unit != "chengguan" {
			t.Errorf("charge %d: %+v, %v", charge, ground, holds)
		}
	}
	if _, holds := l.matter.SilentAssistantGround(2, "2026-11-04"); holds {
		t.Error("two days are in time")
	}
	l.must(t, of(casework.Sign, 2))
	if _, holds := l.matter.SilentAssistantGround(2, today); holds {
		t.Error("a unit that signed is not silent")
	}
}

func TestAskedAgain(t *testing.T) {
	again := casework.Event{Step: casework.Resubmit, Day: "2026-11-20"}
	if _, holds := begin().matter.AskedAgainGround(again); holds {
		t.Error("nobody has the case yet")
	}
	l := begin().must(t, refer("rsj"))
	for _, step := range []casework.Step{casework.Resubmit, casework.SuperiorAsks} {
		again.Step = step
		if ground, holds := l.matter.AskedAgainGround(again); !holds || ground.Trigger != casework.AskedAgain || !strings.Contains(ground.Why, "11月20日") {
			t.Errorf("%s: %+v, %v", step, ground, holds)
		}
	}
}

// A refusal leaves the limit as it is, and another extension may be asked for before it ends.
func TestRule08ARefusedExtensionMovesNothing(t *testing.T) {
	l := begin().must(t, refer("rsj")).must(t, of(casework.Sign, 1)).must(t, accept(registered)).must(t, delivered(casework.DeliverNotice))
	due := l.clock(t, "C07.1", today).DueLegal
	refused(t, "refusing what was not asked", l.try(of(casework.RefuseExtension, 1)), models.Conflict, "没有等待批准")
	ask := of(casework.AskExtension, 1)
	ask.Details.Days = 30
	l.must(t, ask).must(t, of(casework.RefuseExtension, 1))
	told := delivered(casework.DeliverExtension)
	refused(t, "delivering a refused one", l.try(told), models.Conflict, "还没有批准")
	if got := l.clock(t, "C07.1", today).DueLegal; got != due {
		t.Errorf("due %s, was %s", got, due)
	}
	approve := of(casework.ApproveExtension, 1)
	approve.Actor = "head"
	l.must(t, ask).must(t, approve).must(t, told)
	if got := l.clock(t, "C07.1", today); got.Extended != 30 {
		t.Errorf("extended by %d", got.Extended)
	}
	refused(t, "refusing what was granted", l.try(of(casework.RefuseExtension, 1)), models.Conflict, "没有等待批准")
}

// To merge a case and to undo it stops no clock, and a merged case is decided with the earlier one only.
func TestRule10UndoneMergeStopsNoClock(t *testing.T) {
	into := casework.Event{Step: casework.MergeInto, Details: casework.Details{Other: 7}}
	undo := casework.Event{Step: casework.UndoMerge, Details: casework.Details{Other: 7, Reason: "不是同一事项"}}
	accepted := begin().must(t, refer("rsj")).must(t, of(casework.Sign, 1)).must(t, accept(registered)).must(t, delivered(casework.DeliverNotice))
	due := accepted.clock(t, "C07.1", today)
	accepted.on("2026-11-10").must(t, into)
	if got := accepted.clock(t, "C07.1", today); got.Open() {
		t.Errorf("merged, it is %s", got.State)
	}
	accepted.must(t, undo)
	if got := accepted.clock(t, "C07.1", today); got.State != due.State || got.DueLegal != due.DueLegal {
		t.Errorf("undone, it is %s by %s", got.State, got.DueLegal)
	}
	waiting := begin().must(t, into).must(t, undo)
	if got := waiting.clock(t, "C02.1", today); got.State != statute.Overdue {
		t.Errorf("nobody routed the case, yet it is %s", got.State)
	}
	untold := begin().must(t, refer("rsj")).must(t, of(casework.Sign, 1)).must(t, into)
	noDecision(t, untold)
	if got := untold.clock(t, "C03.1", today); got.State != statute.Overdue {
		t.Errorf("the notice is still owed: %s", got.State)
	}
}

func TestRule12UndeliveredOpinionsAreFound(t *testing.T) {
	l := begin().must(t, refer("rsj")).must(t, of(casework.Sign, 1)).must(t, accept(registered)).must(t, delivered(casework.DeliverNotice)).on("2026-11-10")
	if _, pending := casework.Undelivered(l.events); pending {
		t.Error("nothing was issued")
	}
	l.must(t, issued())
	want := casework.Pending{Document: "处理意见", Issued: "2026-11-10"}
	if got, pending := casework.Undelivered(l.events); !pending || got != want {
		t.Errorf("issued: %+v, %v", got, pending)
	}
	posted := delivered(casework.DeliverOpinion)
	posted.Details.Proof = &casework.Proof{Way: statute.Posted, Tracking: "EX1"}
	l.on("2026-11-12").must(t, posted)
	want.Posted, want.Tracking = "2026-11-12", "EX1"
	if got, pending := casework.Undelivered(l.events); !pending || got != want {
		t.Errorf("posted: %+v, %v", got, pending)
	}
	posted.Details.Proof = &casework.Proof{Way: statute.Posted, Tracking: "EX1", Arrived: "2026-11-13"}
	l.on("2026-11-14").must(t, posted)
	if got, pending := casework.Undelivered(l.events); pending {
		t.Errorf("arrived: %+v", got)
	}
}

func TestToldDates(t *testing.T) {
	l := begin().must(t, refer("rsj")).must(t, of(casework.Sign, 1)).must(t, accept(registered))
	if l.matter.ToldDate(statute.C07) {
		t.Error("nothing was delivered yet")
	}
	l.must(t, delivered(casework.DeliverNotice))
	for rule, want := range map[statute.RuleID]bool{statute.C07: true, statute.C10: true, statute.C03: false, statute.C08: false} {
		if l.matter.ToldDate(rule) != want {
			t.Errorf("%s: told %v", rule, !want)
		}
	}
}

func TestStatutoryWordsAreReadAsPeopleWriteThem(t *testing.T) {
	got, why, err := casework.ReadAccusation(strings.Fields("纪检监察 县管 重大 反映收受财物"), nil)
	if err != nil || got != (casework.Accusation{To: casework.Discipline, Managed: casework.CountyCadre, Grave: true}) || why != "反映收受财物" {
		t.Errorf("%+v, %q, %v", got, why, err)
	}
	if due, why := casework.ReadDue(strings.Fields("12-31前 台账不清"), today); due != "2026-12-31" || why != "台账不清" {
		t.Errorf("%s, %q", due, why)
	}
	for name, want := range map[string]casework.OfficeLevel{
		"联席会议": casework.JointConference, "县委": casework.CountyGovernment, "市委": casework.CityGovernment, "县政府": casework.CountyGovernment,
	} {
		if got := casework.BodyNamed(name).Level; got != want {
			t.Errorf("%s is %s", name, got)
		}
	}
	if day := calendar.Day(""); day.Chinese() == "" {
		t.Error("a day that is not known has no word")
	}
}
