package handlers

import (
	"fmt"
	"slices"
	"strings"

	"petitiondesk/bot/outmsg"
	"petitiondesk/models/calendar"
	"petitiondesk/models/notice"
	"petitiondesk/models/petition"
)

// tableRows is how many rows the table of a card holds (doc 90236); what does not fit stands in the quote area.
const tableRows = 6

// maxQuote keeps a card on a phone's screen; the platform names no limit, in characters.
const maxQuote = 600

// visitRows are the fields of a report, those that everybody needs first.
func visitRows(v notice.Visit) (table []outmsg.HorizontalContent, more []string) {
	rows := []outmsg.HorizontalContent{
		row(v.Channel.FieldName(petition.NameField), v.Name), row("电话", v.Mobile), row("人数", peopleIn(v)), row("属地", v.Place),
	}
	if !countsPeople(v) {
		rows = append(rows[:2], rows[3:]...)
	}
	for _, optional := range []struct{ name, value string }{
		{"纸质表", v.Paper},
		{"代表", v.Speakers},
		{"身份证", v.IDNumber},
		{"随访", v.Companions},
		{receivedName(v), dayOrNone(v.Received)},
		{"邮戳", dayOrNone(v.Postmark)},
		{"户籍地", outmsg.ClipRunes(v.Registered, 20)},
		{"常住地", outmsg.ClipRunes(v.Habitual, 20)},
		{"三跨三分离", v.Separations},
		{"附件", v.Attachments},
		{"目的", v.Purpose.Chinese()},
		{"全国", v.Nationwide.Chinese()},
		{"宣读", readBack(v)},
	} {
		if optional.value != "" {
			rows = append(rows, row(optional.name, optional.value))
		}
	}
	for _, left := range rows[min(len(rows), tableRows):] {
		more = append(more, left.KeyName+"："+left.Value)
	}
	return rows[:min(len(rows), tableRows)], more
}

// countsPeople leaves out that a letter or a call came from one.
func countsPeople(v notice.Visit) bool {
	return v.Channel == petition.VisitChannel || v.Joint || v.Headcount > 1
}

func peopleIn(v notice.Visit) string {
	people := headcount(v.Headcount)
	if v.Collective {
		people += "（" + v.Channel.Crowd() + "）"
	}
	return people
}

func receivedName(v notice.Visit) string {
	if v.Channel.Oral() {
		return v.Channel.FieldName(petition.ReceivedField)
	}
	return "收到"
}

func dayOrNone(day calendar.Day) string {
	if day == "" {
		return ""
	}
	return fmt.Sprintf("%d年%s", day.Year(), monthDay(day))
}

func readBack(v notice.Visit) string {
	if v.ReadBackAt == nil {
		return ""
	}
	return "已宣读并获认可 " + calendar.Stamp(*v.ReadBackAt)
}

// visitQuote stands apart from the report, which is never cut short for it: doubts, cases it may repeat, and the fields
// that the table has no room for.
func visitQuote(v notice.Visit, more []string) *outmsg.QuoteArea {
	title, lines := "请留意", slices.Clone(v.Doubts)
	if v.Confidential {
		lines = append(lines, "可能是检举控告，按保密件登记；确实不是的，点「按普通件」或回复「按普通件」。")
	}
	if v.Restricted > 0 {
		lines = append(lines, fmt.Sprintf("有%d件受限事项，请联系管理员。", v.Restricted))
	}
	if v.SetAside {
		lines = append(lines, setAside)
	}
	if len(v.Leftover) > 0 {
		lines = append(lines, "未能识别："+outmsg.ClipRunes(strings.Join(v.Leftover, " "), 100)+"（原话已保留）")
	}
	if n := len(v.Repeats); n > 0 {
		title = fmt.Sprintf("可能同一事项%d件", n)
		for _, r := range v.Repeats {
			lines = append(lines, fmt.Sprintf("%s %s（%s）", r.Number, r.State.Chinese(), r.Why))
		}
		lines = append(lines, "是则点「并入前件」或回复「并入 编号」，不是则点「确认登记」。")
	}
	if mayRepeat(v) {
		lines = append(lines, "拿不准点「不确定」：照常登记，是否重复由分管负责人判断。")
	}
	if len(lines) == 0 {
		title = "其他登记内容"
	}
	if lines = append(lines, more...); len(lines) == 0 {
		return nil
	}
	return &outmsg.QuoteArea{Title: title, QuoteText: outmsg.ClipRunes(strings.Join(lines, "\n"), maxQuote)}
}

// registration is what is being registered: 来访登记, 联名信登记.
func registration(v notice.Visit) string {
	if v.Joint && v.Channel == petition.LetterChannel {
		return petition.JointWord + "登记"
	}
	return v.Channel.Chinese() + "登记"
}
