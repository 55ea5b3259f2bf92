package casework

import (
	"slices"

	"petitiondesk/models/petition"
)

// Transition is one line of the table: who may take the step, from which states, and where it leads.
type Transition struct {
	Step    Step
	From    []petition.State
	To      petition.State // "" = the state stays
	By      Party
	Article string
}

// afterOpinion are the states in which an opinion is with the petitioner.
var afterOpinion = []petition.State{
	petition.OpinionDelivered, petition.InReview, petition.ReviewIssued, petition.ReviewDelivered,
	petition.InReexamination, petition.ReexaminationIssued, petition.ClosedToFurther,
}

// ended are the states from which a case is completed: nothing is owed to the petitioner but execution.
var ended = []petition.State{
	petition.Replied, petition.Filed, petition.Redirected, petition.NotAccepted, petition.Transferred,
	petition.OpinionDelivered, petition.ReviewDelivered, petition.ClosedToFurther,
}

// dispatched are the states in which a unit has the case.
var dispatched = []petition.State{petition.Referred, petition.Assigned, petition.Signed, petition.Objected, petition.Accepted}

// voidable are the states in which nobody has begun to work on the case.
var voidable = on(petition.Registered, petition.Referred, petition.Assigned)

// supervised are the states in which a unit answers for the case and can be supervised.
var supervised = slices.Concat(dispatched, on(petition.OpinionIssued), afterOpinion)

func on(states ...petition.State) []petition.State { return states }

// everywhere is every state but those of a case that goes on elsewhere or nowhere.
var everywhere = slices.DeleteFunc(slices.Clone(petition.States), func(s petition.State) bool {
	return s == petition.Merged || s == petition.Voided
})

const rules = "《信访工作条例》"

// Transitions is the whole table. Nothing else changes the state of a case.
var Transitions = []Transition{
	{Resubmit, append(slices.Clone(everywhere), petition.Merged), "", ByBureau, rules + "第十九条、第二十二条"},
	{Refer, on(petition.Registered), petition.Referred, ByBureau, rules + "第二十二条第二项"},
	{Assign, on(petition.Registered), petition.Assigned, ByBureau, rules + "第二十二条第三项"},
	{Reply, on(petition.Registered, petition.Signed, petition.Accepted), petition.Replied, ByAnybody, rules + "第二十二条、第二十九条"},
	{File, on(petition.Registered), petition.Filed, ByBureau, rules + "第二十二条"},
	{Transfer, on(petition.Registered, petition.Signed), petition.Transferred, ByAnybody, rules + "第二十二条、第三十条"},
	{Sign, on(petition.Referred, petition.Assigned, petition.Signed, petition.Accepted), petition.Signed, ByCharge, rules + "第二十三条第三款"},
	{Reassign, on(petition.Referred, petition.Assigned, petition.Signed, petition.Accepted), petition.Assigned, ByBureau, rules + "第二十二条"},
	{Object, on(petition.Signed), petition.Objected, ByLead, rules + "第二十三条第三款"},
	{Uphold, on(petition.Objected), petition.Registered, ByBureau, rules + "第二十三条第三款、第二十四条"},
	{Overrule, on(petition.Objected), petition.Signed, ByBureau, rules + "第二十三条第三款、第二十四条"},
	{SubmitDispute, on(petition.Referred, petition.Assigned, petition.Signed, petition.Objected), "", ByBureau, rules + "第二十四条"},
	{DecideDispute, on(petition.Referred, petition.Assigned, petition.Signed, petition.Objected), petition.Referred, ByBureau, rules + "第二十四条"},
	{Accept, on(petition.Signed), petition.Accepted, ByLead, rules + "第二十三条、第三十一条第六项"},
	{AcceptSimple, on(petition.Signed), petition.Accepted, ByLead, "《信访事项简易办理办法》"},
	{AcceptAdvice, on(petition.Signed), petition.Accepted, ByLead, rules + "第二十三条、第二十九条"},
	{AnswerAdvice, on(petition.Registered, petition.Signed, petition.Accepted), petition.Replied, ByAnybody, rules + "第二十九条"},
	{RouteAccusation, slices.Concat(on(petition.Registered), dispatched), petition.Transferred, ByBureau, rules + "第二十二条、第三十条"},
	{Redirect, on(petition.Signed), petition.Redirected, ByLead, rules + "第二十三条、第三十一条第一项至第五项"},
	{Decline, on(petition.Signed), petition.NotAccepted, ByLead, rules + "第二十三条、第四十四条第三项"},
	{ContactUnclear, on(petition.Signed, petition.Accepted), "", ByLead, rules + "第二十三条第二款"},
	{DeliverNotice, append(on(petition.Accepted, petition.Redirected, petition.NotAccepted, petition.Replied, petition.Filed, petition.Transferred, petition.Merged), afterOpinion...), "", ByAnybody, rules + "第二十三条"},
	{ToOrdinary, on(petition.Accepted), "", ByLead, "《信访事项简易办理办法》"},
	{BeginMediation, on(petition.Accepted), "", ByLead, rules + "第三十三条"},
	{Settle, on(petition.Accepted), "", ByLead, rules + "第三十三条"},
	{EndMediation, on(petition.Accepted), "", ByLead, rules + "第三十三条"},
	{AskExtension, on(petition.Accepted), "", ByLead, rules + "第三十四条"},
	{ApproveExtension, on(petition.Accepted), "", ByHead, rules + "第三十四条"},
	{RefuseExtension, on(petition.Accepted), "", ByHead, rules + "第三十四条"},
	{DeliverExtension, on(petition.Accepted), "", ByLead, rules + "第三十四条"},
	{DropExtension, on(petition.Accepted), "", ByLead, rules + "第三十四条"},
	{IssueOpinion, on(petition.Accepted), petition.OpinionIssued, ByLead, rules + "第三十二条"},
	{DeliverOpinion, on(petition.OpinionIssued), petition.OpinionDelivered, ByLead, rules + "第三十二条、第三十四条"},
	{ReportBack, slices.Concat(dispatched, on(petition.OpinionIssued, petition.Replied, petition.Redirected, petition.NotAccepted, petition.Transferred), afterOpinion), "", ByCharge, rules + "第二十二条第三项"},
	{RejectReport, slices.Concat(dispatched, on(petition.OpinionIssued, petition.Replied, petition.Redirected, petition.NotAccepted, petition.Transferred), afterOpinion), "", ByBureau, rules + "第二十二条第三项、第四十条"},
	{Execute, afterOpinion, "", ByLead, rules + "第三十二条第二款、第四十二条第四项"},
	{RequestReview, on(petition.OpinionDelivered), petition.InReview, ByBureau, rules + "第三十五条"},
	{IssueReview, on(petition.InReview), petition.ReviewIssued, ByBureau, rules + "第三十五条"},
	{DeliverReview, on(petition.ReviewIssued), petition.ReviewDelivered, ByBureau, rules + "第三十五条"},
	{RequestReexamination, on(petition.ReviewDelivered), petition.InReexamination, ByBureau, rules + "第三十六条第一款"},
	{BeginHearing, on(petition.InReexamination), "", ByBureau, rules + "第三十六条第二款"},
	{EndHearing, on(petition.InReexamination), "", ByBureau, rules + "第三十六条第二款"},
	{IssueReexamination, on(petition.InReexamination), petition.ReexaminationIssued, ByBureau, rules + "第三十六条第一款"},
	{DeliverReexamination, on(petition.ReexaminationIssued), petition.ClosedToFurther, ByBureau, rules + "第三十六条第三款"},
	{Complete, ended, "", ByAnybody, rules + "第三十二条"},
	{Resolve, everywhere, "", ByAnybody, rules + "第三十九条第一款"},
	{Certify, ended, "", BySupervisor, rules + "第三十六条"},
	{Reopen, on(petition.Replied, petition.Filed, petition.Redirected, petition.NotAccepted, petition.Transferred, petition.OpinionDelivered, petition.ReviewDelivered), petition.Registered, ByBureau, rules + "第十九条、第二十二条"},
	{FindGrave, everywhere, "", ByAnybody, rules + "第二十五条"},
	{ReportGrave, everywhere, "", ByAnybody, rules + "第二十五条"},
	{Supervise, supervised, "", ByBureau, rules + "第四十条"},
	{Suggest, supervised, "", ByBureau, rules + "第四十条"},
	{Adopt, supervised, "", ByAnybody, rules + "第四十条"},
	{SuperiorAsks, everywhere, "", ByBureau, rules + "第四十条"},
	{TellNewDate, everywhere, "", ByAnybody, rules + "第二十三条、第三十四条"},
	{Talk, supervised, "", BySupervisor, rules + "第三十九条第三款"},
	{Circulate, supervised, "", BySupervisor, rules + "第三十九条第三款"},
	{ListSupervision, supervised, "", BySupervisor, rules + "第三十九条第三款"},
	{OrderRectification, supervised, "", BySupervisor, rules + "第三十九条第三款"},
	{ReportRectification, everywhere, "", ByAnybody, rules + "第三十九条第三款"},
	{TakeCharge, everywhere, "", ByBureau, rules + "第十八条第二款"},
	{PlanResolution, everywhere, "", ByAnybody, rules + "第十八条第二款"},
	{VisitPetitioner, everywhere, "", ByAnybody, rules + "第十八条第二款"},
	{SetResponsible, supervised, "", ByLead, rules + "第二十三条"},
	{SetResolutionDue, everywhere, "", ByBureau, rules + "第十八条第二款"},
	{MergeInto, on(petition.Registered, petition.Referred, petition.Assigned, petition.Signed, petition.Accepted), petition.Merged, ByBureau, rules + "第二十二条"},
	{MergeFrom, everywhere, "", ByBureau, rules + "第二十二条"},
	{UndoMerge, on(petition.Merged), "", ByBureau, rules + "第二十二条"},
	{UndoMergeFrom, everywhere, "", ByBureau, rules + "第二十二条"},
	{Link, everywhere, "", ByBureau, rules + "第二十二条"},
	{Unlink, everywhere, "", ByBureau, rules + "第二十二条"},
	{SplitOff, everywhere, "", ByBureau, rules + "第二十二条"},
	{SplitFrom, on(petition.Registered), "", ByBureau, rules + "第二十二条"},
	{UndoSplitOff, everywhere, "", ByBureau, rules + "第二十二条"},
	{AskVoid, everywhere, "", ByBureau, rules + "第二十二条、第四十四条第一项"},
	{RefuseVoid, everywhere, "", BySupervisor, rules + "第二十二条、第四十四条第一项"},
	{DropVoid, everywhere, "", ByBureau, rules + "第二十二条、第四十四条第一项"},
	{Void, voidable, petition.Voided, BySupervisor, rules + "第二十二条、第四十四条第一项"},
	{VoidRepeat, everywhere, "", BySupervisor, rules + "第二十二条、第四十四条第一项"},
	{Restore, on(petition.Voided), "", BySupervisor, rules + "第十九条、第二十二条"},
	{RestoreRepeat, everywhere, "", BySupervisor, rules + "第十九条、第二十二条"},
	{Overdue, petition.States, "", ByProgram, rules + "第四十四条至第四十六条"},
	{Recompute, petition.States, "", ByProgram, "《民法典》第二百零三条"},
}

// TransitionOf finds the table's line for a step.
func TransitionOf(step Step) (Transition, bool) {
	i := slices.IndexFunc(Transitions, func(t Transition) bool { return t.Step == step })
	if i < 0 {
		return Transition{}, false
	}
	return Transitions[i], true
}

// Possible lists the steps that the table allows in a state, the program's own left out.
func Possible(state petition.State) []Transition {
	var possible []Transition
	for _, t := range Transitions {
		if t.By != ByProgram && slices.Contains(t.From, state) {
			possible = append(possible, t)
		}
	}
	return possible
}
