package handlers

import (
	"context"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"petitiondesk/internal/desk"
	"petitiondesk/models/approval"
	"petitiondesk/models/casework"
	"petitiondesk/models/duty"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
	"petitiondesk/models/queue"
	"petitiondesk/models/statute"
)

// declaredKinds reads the kinds from their source, so that a new one without a renderer is found.
func declaredKinds(t *testing.T) []notice.Kind {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../models/notice/kinds.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var kinds []notice.Kind
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 {
			return true
		}
		value, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
		if err != nil {
			t.Fatal(err)
		}
		kinds = append(kinds, notice.Kind(value))
		return true
	})
	if len(kinds) < 20 {
		t.Fatalf("found only %d kinds", len(kinds))
	}
	return kinds
}

// Whatever people typed, the message fits the platform's limits: the renderer validates before it freezes.
func TestEveryKindRendersEvenAtItsLongest(t *testing.T) {
	long := strings.Repeat("反复说明的情况😀", 250)
	at := time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)
	data := map[string]any{
		"visit": notice.Visit{
			DraftID: 1 << 40, Version: 99, TaskID: notice.VisitTask(1<<40, 99), State: petition.DraftRegistered, Name: long, Mobile: long,
			IDNumber: long, Headcount: 9999, Place: long, Facts: long, Demand: long, Gaps: petition.Fields, Leftover: []string{long},
			Doubts: []string{long}, Number: "XF20261123-0001", Skipped: petition.Fields,
			Channel: petition.MailboxChannel, Collective: true, Companions: long, Received: "2026-11-20", Postmark: "2026-11-18",
			Registered: long, Habitual: long, Separations: "人事户分离", Nationwide: petition.RepeatNationwide,
			Purpose: petition.Accusation, ReadBackAt: &at,
			Repeats: slices.Repeat([]notice.RepeatLine{{Number: "XF20261123-0001", State: petition.Referred, Why: "同一联系电话"}}, 3),
		},
		"approval": notice.Approval{
			RequestID: 1 << 40, TaskID: notice.ApprovalTask(1<<40, long), CaseNumber: "XF20261123-0001", Applicant: long, ApplicantUnit: long,
			Name: long, Headcount: 9999, Place: long, Facts: long, Demand: long, Reason: long, State: approval.Pending, DecidedName: long,
			Opinion: long, DecidedAt: &at, Holders: []string{long},
		},
		"duty": notice.Duty{
			SlotID: 1 << 40, TaskID: notice.DutyTask(1<<40, 9, notice.Morning), Step: notice.Morning, Station: long, Post: long,
			Day: "2026-11-23", StartsAt: at, EndsAt: at, Person: long, ConfirmedAt: &at,
		},
		"plain":    notice.Text{Text: long},
		"progress": notice.Case{Number: "XF20261123-0001"},
		"calendar": notice.Calendar{Year: 9999, Total: 500, Clocks: slices.Repeat([]notice.ClockLine{{
			Number: "XF20261123-0001", Title: "办理申诉求决类事项，出具信访处理意见书", Due: "2026-12-08", DueLegal: "2026-12-09", Provisional: true,
		}}, 5)},
		"rated": notice.Rated{Number: "XF20261123-0001", Office: petition.Satisfied, Unit: petition.Basically},
		"classified": notice.Classified{Number: "XF20261123-0001", TopicName: long, Classification: petition.Classification{
			Topic: "labour", Purpose: petition.Resolution, Level: petition.CityLevel,
		}},
		"trouble": notice.Trouble{Ref: "outbox:1", What: "duty_reminder", Person: long},
	}
	data["step"] = notice.CaseStep{
		Number: "XF20261123-0001", Step: casework.AskExtension, State: petition.Accepted, By: long, ByUnit: long, Unit: long, Place: long,
		Facts: long, Reason: long, Days: 30, Due: "2026-12-08", DueLegal: "2026-12-09", DueWhat: long, Article: long, Provisional: true,
	}
	step, _ := data["step"].(notice.CaseStep)
	data["matter"] = notice.Matter{
		CaseStep: step, Version: 1 << 40, TaskID: notice.CaseTask(1<<40, 1<<40, long, long), Name: long, Next: casework.Usual(), Taken: true,
		Lines: slices.Repeat([]notice.Line{{Name: long, Value: long}}, 9), Changed: long,
	}
	data["clock"] = notice.Digest{Total: 99, Lines: slices.Repeat([]notice.ClockLine{{
		Number: "XF20261123-0001", Title: "办理申诉求决类事项，出具信访处理意见书", Step: statute.ToJointConference, Due: "2026-12-08",
		DueLegal: "2026-12-09", OverdueSince: "2026-12-10", Provisional: true,
	}}, 12)}
	data["recomputed"] = notice.Recomputed{
		Number: "XF20261123-0001", Rule: statute.C07, Title: long[:300], Article: long[:300], Unit: long[:300], Was: "2027-01-04", Now: "2027-01-05",
		Provisional: true, PetitionerTold: true,
	}
	data["unproven"] = notice.Unproven{Total: 100, More: true, Lines: slices.Repeat([]notice.UnprovenLine{{
		Number: "XF20261123-0001", Unit: "云岭县人力资源和社会保障局", Document: "处理意见", Since: "2026-11-20", Posted: "2026-11-21", Tracking: "EX123456789CN",
	}}, 10)}
	data["supervision"] = notice.Supervision{
		Number: "XF20261123-0001", Trigger: casework.NotRedone, Unit: long[:300], Why: long[:300], Place: long[:300], Facts: long,
	}
	data["annual"] = notice.AnnualReport{Year: 2026, Due: "2027-01-29", DueLegal: "2027-02-01", Article: "《信访工作条例》第四十一条"}
	data["oldest"] = notice.Board{Cases: slices.Repeat([]notice.OldCase{{
		Number: "XF20261123-0001", State: petition.Accepted, Since: "2026-08-01", Place: "城关镇东街村", ResolutionDue: "2026-12-31",
	}}, 10)}
	data["receipt"] = notice.Reissued{Number: "XF20261123-0001", PrintURL: "https://xinfang.example.gov.cn/receipt/token"}
	data["ticket"] = notice.Ticket{Day: "2026-11-23", No: 9999, Step: notice.TicketUnmatched, Number: "XF20261123-0001", Reason: long}
	data["tickets"] = notice.Tickets{Reconciliation: petition.Reconciliation{Day: "2026-11-23", Issued: 5000, Open: make([]int64, 5000), Unticketed: 9}}
	data["still"] = notice.Unsolved{Number: "XF20261123-0002", Case: "XF20261123-0001", Text: long, Reopened: true}
	data["checkpoint"] = notice.Checkpoint{ID: 1 << 40, Line: long[:600], Size: 1 << 40, MadeAt: at}
	data["incident"] = notice.Incident{ID: 1 << 40, Kind: ledger.Restored, State: ledger.IncidentSettle, AnchorSize: 1 << 40, Reason: long, Signed: long, Countersigned: long}
	data["amend"] = notice.Amendment{ID: 1 << 40, Number: "XF20261123-0001", Kind: ledger.CorrectHeadcount, State: ledger.AmendRefusal, Was: 1, Value: 9999, Reason: long, AskedBy: long, Decided: long, Opinion: long}
	request := data["approval"].(notice.Approval)
	request.ApprovalMore = notice.ApprovalMore{
		Kind: approval.Void, StepName: long, Due: long, Supplement: long, Lines: slices.Repeat([]notice.Line{{Name: long, Value: long}}, 9), Words: long, MayPassUp: true,
		StandsInFor: long, Text: long, By: long, To: long, Effect: long,
	}
	data["approval"], data["confirm"] = request, request
	data["instruction"] = notice.Instruction{CaseNumber: "XF20261123-0001", Unit: long, Due: "2026-12-08", Text: long, By: long, Place: long, Facts: long, Assigned: true, Answer: long}
	data["delegation"] = notice.Delegated{Principal: long, StandIn: long, From: "2026-12-01", Until: "2026-12-05"}
	waiting := slices.Repeat([]notice.ApprovalLine{{CaseNumber: "XF20261123-0001", Kind: approval.Void, Reason: long, AskedAt: at, StepName: long, Due: "11月25日 17:30"}}, 12)
	data["waiting"] = notice.ApprovalDigestOf{Total: 99, Lines: waiting, Returned: 12, ToSupplement: waiting}
	shift := data["duty"].(notice.Duty)
	shift.Note, shift.Why, shift.People, shift.TaskID = long, long, slices.Repeat([]string{long}, 20), notice.StandInTask(1<<40, 9, long)
	data["duty"] = shift
	data["week"] = notice.Week{From: "2026-11-23", To: "2026-11-29", Title: long, Lines: slices.Repeat([]notice.Duty{shift}, 60)}
	data["board"] = notice.BoardItem{
		TaskID: notice.ListTask(long, long), What: notice.LostLine, Mark: notice.LostMark(1 << 40), Why: long, Duty: &shift, Remind: true, Arrive: true,
	}
	data["gap"] = notice.DutyTrouble{Station: long, Day: "2026-11-23", Duty: &shift, Why: long, Fairest: []string{long}}
	data["swap"] = notice.Swap{
		SwapID: 1 << 40, TaskID: notice.SwapTask(1<<40, long, 9), State: duty.SwapAsked, Asker: long, Other: long, Give: shift, Take: &shift,
		Role: notice.SwapForOther, By: long, Reminder: true,
	}
	data["work"] = notice.HandOver{TaskID: notice.HandOverTask(long), From: long, FromID: strings.Repeat("u", 64), To: long, ToID: strings.Repeat("v", 64), Cases: 999, Led: 999, Requests: 999, Duties: 99, Drafts: 99, Numbers: slices.Repeat([]string{"XF20261122-0001"}, 50), Stay: slices.Repeat([]string{"XF20261122-0001"}, 50), More: true}
	names := slices.Repeat([]string{long}, 500)
	data["contacts"] = notice.Contacts{
		Added: names, Back: names, Left: slices.Repeat([]notice.LeftStaff{{Who: long, UserID: strings.Repeat("u", 64)}}, 500),
		Moved:   slices.Repeat([]notice.MovedStaff{{Who: long, Name: long, From: long, To: long, Roles: long}}, 500),
		Renamed: slices.Repeat([]people.Renamed{{Code: "rsj", Was: long, Now: long}}, 500), Unplaced: 999,
	}
	data["left"] = notice.LeftStaff{Who: long, UserID: strings.Repeat("u", 64), OpenWork: true}
	data["renamed"] = notice.AccountRenamed{Who: long, Name: long, Was: strings.Repeat("u", 64), Now: strings.Repeat("v", 64)}
	data["roles"] = notice.Roles{TaskID: notice.RolesTask(long, long), UserID: strings.Repeat("u", 64), Who: long, By: long, Before: people.Roles, After: people.Roles, Moved: true}
	data["welcome"] = notice.Welcome{TaskID: notice.WelcomeTask(long, long), Name: long, Unit: long, Roles: people.Roles, New: true}
	data["draft"] = notice.Forgotten{TaskID: notice.ForgottenTask(1<<40, strings.Repeat("u", 64)), DraftID: 1 << 40, Channel: petition.VisitChannel, Clerk: long, BegunAt: at, MayTake: true, Taken: long}
	kinds := slices.Repeat([]petition.AttachmentKind{petition.ImageAttachment}, 30)
	data["attachments"] = notice.AttachmentsOf{
		Number: "XF20261123-0001", Bound: 50, Count: "照片50", Kinds: kinds, States: slices.Repeat([]petition.AttachmentState{petition.AttachmentErased}, 30), Taking: true,
	}
	data["attachment"] = notice.Attached{Kind: petition.LocationAttachment, To: notice.AttachedToDraft, Count: long}
	data["place"] = notice.AttachmentOf{Kind: petition.LocationAttachment, Note: petition.AttachmentNote{Label: long}}
	data["list"] = notice.List{
		TaskID: notice.ListTask(long, long), Of: notice.ListFound, Words: long[:300], Page: 99, More: true, Lines: slices.Repeat([]notice.ListLine{
			{What: notice.CaseLine, Number: "XF20261123-0001", State: petition.Accepted, Name: long, Place: long, Due: "2026-12-31"},
		}, 1),
	}
	side := notice.RepeatSide{Number: "XF20261123-0001", Day: "2026-11-23", State: petition.Accepted, Name: long, Place: long, Facts: long}
	data["repeat"] = notice.RepeatPair{
		ID: 1 << 40, TaskID: notice.RepeatTask(1<<40, long, long), Later: side, Earlier: side, Why: long, LeftBy: long, MayJoin: true,
		Verdict: petition.OwnMatter, DecidedBy: long, DecidedAt: &at,
	}
	data["paper"] = notice.Paper{Step: notice.PaperVoidAsked, From: "XF20261123-0001", To: "XF20261123-0050", Count: 50, Reason: long}
	data["balance"] = notice.PaperBalance{PaperBalance: petition.PaperBalance{
		Day: "2026-11-23", Issued: 2000, Open: slices.Repeat([]string{"XF20261123-0001"}, 2000),
	}}
	data["opened"] = desk.CaseView{Sight: people.Open, Name: long, Unit: long, Case: petition.Case{
		Number: "XF20261123-0001", State: petition.Accepted, Facts: long, Demand: long, IssuePlace: long, Confidential: true,
	}}
	booked := 15
	shift.Booked = &booked
	data["duty"] = shift
	data["booking"] = notice.Booking{
		TaskID: notice.BookingTask(long, long), Number: "XF20261123-0001", Step: notice.BookingRelisted, BookingID: 1 << 40, Slot: shift, Was: &shift, By: long,
		Reason: long, Days: slices.Repeat([]notice.BookingDay{{Slot: shift, Free: 15}}, 5), First: 6, Total: 15,
	}
	for i := range 10 {
		booking := data["booking"].(notice.Booking)
		booking.Days[i%5].Slot.SlotID = int64(i)
		booking.Lines = append(booking.Lines, notice.BookingLine{
			Number: petition.Number("2026-11-23", int64(i+1)), Topic: long, Name: long, Headcount: 9999, Unit: long, Due: "2026-12-08", Late: true, Earlier: 99, Slot: shift,
		})
		data["booking"] = booking
	}
	fault := duty.SheetFault{Cell: "值班表!AA5000", Text: long}
	data["roster"] = notice.RosterSheet{
		ID: 1 << 40, TaskID: notice.RosterPreviewTask(long, long), Name: long, Print: "0123456789abcdef", Filled: 9999, Changed: 9999, Same: 9999,
		Changes: slices.Repeat([]string{long}, 4), Wrong: slices.Repeat([]duty.SheetFault{fault}, 12), WrongCount: 9999, Whole: true, Again: true,
	}
	data["taken"] = notice.RosterSheet{ID: 1 << 40, TaskID: notice.RosterPreviewTask(long, long), End: notice.RosterTaken}
	data["undo"] = notice.RosterUndo{TaskID: notice.RosterUndoTask(long), ImportID: 1 << 40, Name: long, By: long, At: at, Total: 9999, Undone: 9999, Kept: 9999}
	data["page"] = notice.Matter{CaseStep: notice.CaseStep{Number: long, Step: casework.ReportRectification}, Lines: notice.Pages([]notice.Line{{Name: "被反映单位", Value: strings.Repeat(long, 9)}})[0]}
	data["case"], data["reason"] = data["visit"], data["approval"]
	for _, kind := range declaredKinds(t) {
		stem, _, _ := strings.Cut(string(kind), "_")
		switch kind {
		case notice.CaseNews:
			stem = "step"
		case notice.CaseCard, notice.CaseStepClosed, notice.CaseStepWords, notice.CaseCardTurned, notice.StepProposed, notice.StepTurned:
			stem = "matter"
		case notice.StepInFull:
			stem = "page"
		case notice.AttachmentSent, notice.RosterFile:
			continue // a file, which the stories look at
		case notice.RosterPreviewClosed:
			stem = "taken"
		case notice.AttachmentPlace:
			stem = "place"
		case notice.DutyLogLine:
			stem = "checkpoint"
		case notice.ApprovalDigest:
			stem = "waiting"
		}
		body, err := json.Marshal(data[stem])
		if err != nil || data[stem] == nil {
			t.Fatalf("%s: no data for %q, %v", kind, stem, err)
		}
		row := queue.Outbound{ID: 7, Kind: string(kind), Recipient: "wangfang", Data: body, Amends: amending(kind)}
		rendered, err := Renderer{AgentID: 1000002, Receipt: blankReceipt}.Render(t.Context(), row, "code")
		if err != nil {
			t.Errorf("%s: %v", kind, err)
		}
		if len(rendered.Text) > maxTextBytes {
			t.Errorf("%s: the text has %d bytes", kind, len(rendered.Text))
		}
	}
}

func blankReceipt(context.Context, string) ([]byte, error) { return []byte("png"), nil }

func TestReceiptIsAPictureWithItsID(t *testing.T) {
	row := queue.Outbound{ID: 7, Kind: string(notice.ReceiptPicture), Recipient: "wangfang", Data: []byte(`{"Number":"XF20261123-0001"}`)}
	rendered, err := Renderer{AgentID: 1000002, Receipt: blankReceipt}.Render(t.Context(), row, "")
	if err != nil || rendered.Media == nil || rendered.Request != nil || rendered.Text != "" {
		t.Fatalf("rendered as %+v, %v", rendered, err)
	}
	if rendered.Media.Kind != "image" || rendered.Media.Name != "XF20261123-0001.png" || string(rendered.Media.Body) != "png" {
		t.Errorf("file is %+v", rendered.Media)
	}
	request, err := rendered.Media.Request("media-1")
	if err != nil || !strings.Contains(string(request), `"media_id":"media-1"`) || !strings.Contains(string(request), `"enable_duplicate_check":1`) {
		t.Errorf("request %s, %v", request, err)
	}
}

func amending(kind notice.Kind) bool {
	return strings.HasSuffix(string(kind), "_closed") || slices.Contains([]notice.Kind{notice.ApprovalConfirm, notice.ApprovalShown, notice.ApprovalRenewed}, kind)
}

func TestUnknownKindIsRefused(t *testing.T) {
	if _, err := (Renderer{}).Render(t.Context(), queue.Outbound{Kind: "no_such_kind"}, ""); err == nil {
		t.Error("rendered")
	}
}

func TestJoinedTextsFitOneMessage(t *testing.T) {
	renderer := Renderer{AgentID: 1000002}
	if rendered, err := renderer.JoinText("wangfang", 7, []string{"甲", "乙"}); err != nil || !strings.Contains(string(rendered.Request), `甲\n\n乙`) {
		t.Errorf("got %s, %v", rendered.Request, err)
	}
	half := strings.Repeat("甲", maxTextBytes/6)
	if _, err := renderer.JoinText("wangfang", 7, []string{half, half, half}); err == nil {
		t.Error("joined more than fits")
	}
}
