package notice

import (
	"fmt"
	"strings"
)

// HandOver is the open work of somebody who leaves or is absent, before it goes to a colleague and after. Numbers are of
// cases that the reader may see.
type HandOver struct {
	TaskID   string
	From     string // title
	FromID   string
	To       string // title
	ToID     string
	Cases    int // as responsible person
	Led      int // as leader in charge
	Requests int // awaiting his decision
	Duties   int // shifts to come, which only a swap moves
	Drafts   int // unfinished reports, which go to the heads of the desk
	Numbers  []string
	Stay     []string // what the successor cannot take
	More     bool     // there is more than is dealt with at once
}

// HandOverTask is the card on which a hand-over is shown in one turn.
func HandOverTask(turn string) string { return "handover-" + short(turn) }

// fewNumbers is how many numbers a message lists.
const fewNumbers = 10

// FewNumbers lists the first of some numbers and says how many there are.
func FewNumbers(numbers []string) string {
	if len(numbers) <= fewNumbers {
		return strings.Join(numbers, "、")
	}
	return fmt.Sprintf("%s等%d件", strings.Join(numbers[:fewNumbers], "、"), len(numbers))
}

// Report says in words what a hand-over has done and what is left to do.
func (h HandOver) Report() string {
	said := fmt.Sprintf("已交接：%s的责任人事项%d件、包案%d件、待审批%d件。", h.From, h.Cases, h.Led, h.Requests)
	if len(h.Numbers) > 0 {
		said += "由" + h.To + "接手：" + FewNumbers(h.Numbers) + "。"
	}
	if len(h.Stay) > 0 {
		said += h.To + "不能接手：" + FewNumbers(h.Stay) + "，有单位负责人的由其负责，其余请另行指定。"
	}
	if h.Duties > 0 {
		said += fmt.Sprintf("今后%d个班次没有变动，请由值班室调班。", h.Duties)
	}
	if h.Drafts > 0 {
		said += fmt.Sprintf("%d份未完成的登记按规定转给接访负责人。", h.Drafts)
	}
	if h.More {
		said += "还有未交接的，请再发送一次「交接」。"
	}
	return said
}
