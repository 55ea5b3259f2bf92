package statute

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"petitiondesk/models/calendar"
)

// extend lengthens the limit by the one extension that is in order, counted from the original last day.
// Every other one is told with its reason, and the clock stays (Art. 34).
func (r *reckoning) extend() {
	c := &r.clock
	original, legal := c.DueUnrolled, r.cal.NextWorking(c.DueUnrolled)
	extensions := slices.Clone(r.facts.extensions)
	slices.SortFunc(extensions, func(a, b Extension) int {
		return cmp.Or(strings.Compare(string(a.effective()), string(b.effective())), cmp.Compare(a.Days, b.Days))
	})
	var refusals []string
	for _, extension := range extensions {
		refusal := r.refuse(extension, legal)
		if refusal == "" && c.Extended > 0 {
			refusal = "只能延期一次"
		}
		if refusal != "" {
			refusals = append(refusals, fmt.Sprintf("延期%d日没有生效：%s，期限不变。", extension.Days, refusal))
			continue
		}
		c.Extended = extension.Days
		c.DueUnrolled = original.Add(extension.Days)
		r.say("经%s批准延期%d日，告知书%s送达；从原到期日%s起数：%s。", r.rule.Extension.Approver.Chinese(),
			extension.Days, inFull(extension.NoticeDelivered), inFull(original), inFull(c.DueUnrolled))
	}
	slices.Sort(refusals)
	for _, refusal := range refusals {
		r.say("%s", refusal)
	}
}

// effective is the day on which both the approval and its notice are there.
func (e Extension) effective() calendar.Day { return max(e.ApprovedOn, e.NoticeDelivered) }

// refuse says why an extension does not count, "" when it does.
func (r *reckoning) refuse(e Extension, legal calendar.Day) string {
	allowed := r.rule.Extension
	switch {
	case allowed == nil:
		return fmt.Sprintf("%s没有延期的规定", r.rule.ID)
	case e.Days < 1 || allowed.MaxDays > 0 && e.Days > allowed.MaxDays:
		return allowed.span()
	case !isDay(e.ApprovedOn):
		return "没有批准日期"
	case strings.TrimSpace(e.RequestedBy) == "" || strings.TrimSpace(e.ApprovedBy) == "":
		return "申请人或者批准人没有记录"
	case strings.EqualFold(strings.TrimSpace(e.RequestedBy), strings.TrimSpace(e.ApprovedBy)):
		return "批准人不能是申请人自己"
	case e.ApprovedAs != allowed.Approver:
		return fmt.Sprintf("应当由%s批准", allowed.Approver.Chinese())
	case !isDay(e.NoticeDelivered):
		return "延期告知书还没有送达信访人"
	case e.ApprovedOn < r.clock.Start:
		return "批准早于起算日，请核对"
	case r.clock.Stopped != "" && e.effective() > r.clock.Stopped:
		return "事项已经完成"
	case e.effective() >= legal:
		return "批准和送达都应当在到期日之前"
	}
	return ""
}

func (e Extendable) span() string {
	if e.MaxDays == 0 {
		return "至少延期1日"
	}
	return fmt.Sprintf("只能延期1至%d日", e.MaxDays)
}
