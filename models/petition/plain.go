package petition

import "slices"

// Plain says in everyday words where a petition stands and what happens next.
func (s State) Plain() (stands, next string) {
	words := plainWords[s]
	return words[0], words[1]
}

var plainWords = map[State][2]string{
	Registered:          {"已经登记", "信访部门将转送或交办给有权处理的单位"},
	Referred:            {"已转送有权处理的单位", "该单位将书面告知您接收情况以及处理途径、程序"},
	Assigned:            {"已交办有权处理的单位", "该单位将书面告知您接收情况以及处理途径、程序"},
	Signed:              {"承办单位已签收", "该单位将书面告知您接收情况以及处理途径、程序"},
	Objected:            {"承办单位认为不属于本单位职责，正在裁定", "信访部门裁定由哪个单位办理"},
	Accepted:            {"已受理，正在办理", "承办单位听取陈述、调查核实后出具处理意见书"},
	Redirected:          {"已告知您应走的法定途径", "请按告知书写明的途径和期限办理"},
	NotAccepted:         {"已告知不予受理和理由", "如有新的事实和理由，可以再次反映"},
	Replied:             {"已经答复", "如果问题没有解决，可以在本页再次反映"},
	Filed:               {"已存查", "如有新的情况，可以在本页再次反映"},
	Transferred:         {"已移送有权处理的机关", "由该机关依照规定办理并答复"},
	OpinionIssued:       {"处理意见书已经作出，正在送达", "请留意签收处理意见书"},
	OpinionDelivered:    {"处理意见书已经送达", "不服的，可以在收到之日起30日内请求复查"},
	InReview:            {"正在复查", "复查机关将书面答复复查意见"},
	ReviewIssued:        {"复查意见已经作出，正在送达", "请留意签收复查意见"},
	ReviewDelivered:     {"复查意见已经送达", "不服的，可以在收到之日起30日内请求复核"},
	InReexamination:     {"正在复核", "复核机关将书面答复复核意见"},
	ReexaminationIssued: {"复核意见已经作出，正在送达", "请留意签收复核意见"},
	ClosedToFurther:     {"复核已经终结", "同一事实和理由不再受理；您再次反映仍会登记，困难帮扶照常"},
	Merged:              {"已与同一事项合并办理", "请看合并后的办理情况"},
}

// answered are the states in which the petitioner has an answer in hand.
var answered = []State{Replied, Filed, Redirected, NotAccepted, Transferred, OpinionDelivered, ReviewDelivered, ClosedToFurther}

// Rateable tells whether the petitioner can be asked what the handling was like: an answer has been given. Whoever is not
// asked, or does not answer, is unrated.
func (c Case) Rateable() bool {
	return c.CompletedOn != "" || c.ResolvedOn != "" || c.CertifiedOn != "" || slices.Contains(answered, c.State)
}
