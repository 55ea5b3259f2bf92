package handlers

import (
	"fmt"
	"slices"
	"strings"

	"petitiondesk/bot"
	"petitiondesk/bot/outmsg"
	"petitiondesk/models/calendar"
	"petitiondesk/models/notice"
	"petitiondesk/models/petition"
)

// Names in the keys of the visit card's buttons.
const (
	confirmVisitKey = "visit.confirm"
	editVisitKey    = "visit.edit"
	keepVisitKey    = "visit.keep"
	joinVisitKey    = "visit.join"
	readBackKey     = "visit.read"
)

func visitCard(v notice.Visit) outmsg.Message {
	key := func(name string) string { return bot.CardKey(name, pair(v.DraftID, v.Version)...) }
	buttons := []outmsg.Button{
		{Text: "确认登记", Style: 1, Key: key(confirmVisitKey)},
		{Text: "修改", Style: 2, Key: key(editVisitKey)},
		{Text: "暂存", Style: 2, Key: key(keepVisitKey)},
	}
	if len(v.Repeats) > 0 {
		join := append(pair(v.DraftID, v.Version), v.Repeats[0].Number)
		buttons = append(buttons, outmsg.Button{Text: "并入前件", Style: 2, Key: bot.CardKey(joinVisitKey, join...)})
	}
	if mayRepeat(v) {
		buttons = append(buttons, outmsg.Button{Text: "不确定", Style: 2, Key: key(unsureVisitKey)})
	}
	if v.Confidential {
		buttons = append(buttons, outmsg.Button{Text: "按普通件", Style: 2, Key: key(makeOrdinaryKey)})
	}
	if v.Channel.Oral() && v.ReadBackAt == nil {
		if len(buttons) < outmsg.MaxButtons {
			buttons = append(buttons, outmsg.Button{Text: "宣读认可", Style: 2, Key: key(readBackKey)})
		} else {
			v.Doubts = append(v.Doubts, "宣读并获认可的，请回复「宣读认可」。")
		}
	}
	rows, more := visitRows(v)
	return outmsg.Fit(outmsg.ButtonCard{
		Source: deskSource, TaskID: v.TaskID,
		MainTitle:         outmsg.MainTitle{Title: "请核对" + registration(v), Desc: "核对无误请点「确认登记」"},
		QuoteArea:         visitQuote(v, more),
		SubTitleText:      visitMatter(v),
		HorizontalContent: rows,
		ButtonList:        buttons,
	})
}

// mayRepeat tells whether something is alike, be it that the clerk may not see it.
func mayRepeat(v notice.Visit) bool { return len(v.Repeats) > 0 || v.Restricted > 0 }

func visitCardClosed(v notice.Visit) outmsg.Message {
	title, replace := registration(v), "已失效"
	switch v.State {
	case petition.DraftRegistered:
		title, replace = "已登记 "+v.Number, "已登记"
	case petition.DraftKept:
		title, replace = registration(v)+"（已暂存）", "已暂存"
	case petition.DraftDiscarded:
		title, replace = registration(v)+"（已取消）", "已取消"
	}
	v.Doubts, v.Repeats, v.Leftover, v.SetAside, v.Restricted, v.Confidential = nil, nil, nil, false, 0, false
	rows, more := visitRows(v)
	return outmsg.Fit(outmsg.ButtonCard{
		Source: deskSource, TaskID: v.TaskID,
		MainTitle:         outmsg.MainTitle{Title: title},
		QuoteArea:         visitQuote(v, more),
		SubTitleText:      visitMatter(v),
		HorizontalContent: rows,
		ButtonList:        []outmsg.Button{{Text: replace, Style: 2, Key: "closed"}},
		ReplaceText:       replace,
	})
}

func visitMatter(v notice.Visit) string {
	return "反映事项：" + outmsg.ClipRunes(orNone(v.Facts), 80) + "\n诉求：" + outmsg.ClipRunes(orNone(v.Demand), 50)
}

const setAside = "上一份未完成的登记已暂存，发送「我的」可查看。"

var askExample = map[petition.Field]string{
	petition.NameField:            "姓名（例如：张某）",
	petition.MobileField:          "（没有可回复「跳过」）",
	petition.HeadcountField:       "（例如：3人）",
	petition.PlaceField:           "（乡镇、村，例如：城关镇东街村）",
	petition.FactsField:           "（例如：反映拖欠工资）",
	petition.DemandField:          "（例如：请求支付）",
	petition.RegisteredField:      "（例如：城关镇东街村）",
	petition.HabitualField:        "（例如：城关镇东街村）",
	petition.RepresentativesField: "（例如：李某、王某）",
}

func askHow(v notice.Visit, f petition.Field) string {
	example := askExample[f]
	if f == petition.NameField && !v.Channel.Oral() {
		example = "姓名（匿名可回复「跳过」）"
	}
	return v.Channel.FieldName(f) + example
}

// visitQuestion asks for the gaps only, after saying what is already there.
func visitQuestion(v notice.Visit) outmsg.Message {
	var lines []string
	if v.SetAside {
		lines = append(lines, setAside)
	}
	if known := knownSoFar(v); known != "" {
		lines = append(lines, "已记录："+known)
	}
	lines = append(lines, v.Doubts...)
	if len(v.Leftover) > 0 {
		lines = append(lines, "这几个词没有看懂："+outmsg.ClipRunes(strings.Join(v.Leftover, " "), 60)+"（原话已保留）")
	}
	if v.Focus != "" {
		lines = append(lines, "请告诉我"+askHow(v, v.Focus)+"。")
	} else {
		lines = append(lines, "还需要补充以下内容，可以一次说完：")
		for _, gap := range v.Gaps {
			lines = append(lines, "· "+askHow(v, gap))
		}
	}
	return text("%s", strings.Join(lines, "\n"))
}

func knownSoFar(v notice.Visit) string {
	var known []string
	add := func(value string) {
		if value != "" {
			known = append(known, value)
		}
	}
	add(v.Name)
	add(v.Mobile)
	if v.Headcount > 0 && countsPeople(v) {
		add(headcount(v.Headcount))
	}
	add(v.Place)
	add(outmsg.ClipRunes(v.Facts, 40))
	add(outmsg.ClipRunes(v.Demand, 40))
	return strings.Join(known, "、")
}

// visitEdit lists the fields by number, or asks for the new value of one.
func visitEdit(v notice.Visit) outmsg.Message {
	if v.Focus != "" {
		return text("请回复新的%s。", askHow(v, v.Focus))
	}
	lines := []string{"要改哪一项？回复「改 序号 新内容」，例如：改 3 5人"}
	for i, field := range petition.Editable {
		lines = append(lines, fmt.Sprintf("%d. %s：%s", i+1, v.Channel.FieldName(field), orNone(fieldValue(v, field))))
	}
	return text("%s", strings.Join(lines, "\n"))
}

// fieldValue is what is known of a field that 改 reaches.
func fieldValue(v notice.Visit, f petition.Field) string {
	return map[petition.Field]string{
		petition.NameField: v.Name, petition.MobileField: v.Mobile, petition.HeadcountField: headcount(v.Headcount),
		petition.RegisteredField: v.Registered, petition.HabitualField: v.Habitual, petition.RepresentativesField: v.Speakers,
		petition.PlaceField: v.Place, petition.FactsField: outmsg.ClipRunes(v.Facts, 60), petition.DemandField: outmsg.ClipRunes(v.Demand, 60),
	}[f]
}

// visitProgress says what is there, what is missing and how many questions are left.
func visitProgress(v notice.Visit) outmsg.Message {
	lines := []string{registration(v) + "的进度："}
	for i, field := range petition.Editable {
		name, value := v.Channel.FieldName(field), fieldValue(v, field)
		switch {
		case slices.Contains(v.Gaps, field):
			value = "还没有填"
		case slices.Contains(v.Skipped, field):
			value = "已跳过"
		case value == "" || field == petition.HeadcountField && !countsPeople(v):
			continue
		}
		lines = append(lines, fmt.Sprintf("%d. %s：%s", i+1, name, value))
	}
	if v.Attachments != "" {
		lines = append(lines, "附件："+v.Attachments)
	}
	switch {
	case len(v.Gaps) == 0 && slices.Contains(petition.Editable, v.Focus):
		lines = append(lines, "内容已经齐全，正在等您回复新的"+askHow(v, v.Focus)+"。")
	case len(v.Gaps) == 0:
		lines = append(lines, "内容已经齐全，没有要问的了。核对无误请点「确认登记」或者回复「确认登记」。")
	case v.Focus != "":
		lines = append(lines, fmt.Sprintf("还有%d项要填，现在请告诉我%s。", len(v.Gaps), askHow(v, v.Focus)))
	default:
		lines = append(lines, fmt.Sprintf("还有%d项要填，可以一次说完，也可以逐项回复；修改请回复「改 序号 新内容」。", len(v.Gaps)))
	}
	return text("%s", strings.Join(lines, "\n"))
}

func visitKept(v notice.Visit) outmsg.Message {
	return text("已暂存%s，不会自动登记。需要时回复「继续」接着填写。", whose(v))
}

func visitDiscarded(v notice.Visit) outmsg.Message {
	lines := []string{fmt.Sprintf("已取消%s，没有登记。", whose(v))}
	if v.MayRegain {
		lines[0] += "一天之内回复「找回」可以接着填写。"
	}
	if v.Attachments != "" {
		lines = append(lines, fmt.Sprintf("随同发来的%s保留到%s，届时删除，不能再取回。", v.Attachments, calendar.Stamp(v.AttachmentsUntil)))
	}
	return text("%s", strings.Join(lines, "\n"))
}

func whose(v notice.Visit) string {
	if v.Name == "" {
		return "这份登记"
	}
	return v.Name + "的" + registration(v)
}

const leftOpen = "是否与前件重复，已留给分管负责人判断，登记不受影响。"

func caseRegistered(v notice.Visit) outmsg.Message {
	if v.Again {
		return text("这份%s此前已登记，编号 %s，没有重复登记。", v.Channel.Chinese(), v.Number)
	}
	if v.JoinedTo != "" {
		joined := fmt.Sprintf("登记成功，编号 %s，已并入 %s（第%d次反映），承办单位会收到通知。", v.Number, v.JoinedTo, v.Times)
		return text("%s", strings.Join(append([]string{joined}, printLine(v.PrintURL)...), "\n"))
	}
	who := v.Channel.FieldName(petition.NameField) + "：" + orNone(v.Name)
	if countsPeople(v) {
		who += "，" + peopleIn(v)
	}
	lines := []string{"登记成功，编号 " + v.Number, who}
	if v.LeftOpen {
		lines = append(lines, leftOpen)
	}
	if v.ReadBackAt != nil {
		lines = append(lines, readBack(v)+"。")
	}
	if slices.Contains(v.Skipped, petition.MobileField) {
		lines = append(lines, "未留联系电话，请提醒信访人凭编号到窗口查询。")
	}
	if v.Confidential {
		lines = append(lines, "已按检举控告保密登记，只能转送纪检监察机关或者组织部门：转送 "+v.Number+" 纪委监委")
	}
	if v.Recused {
		lines = lines[:2:2]
		if v.LeftOpen {
			lines = append(lines, leftOpen)
		}
		return text("%s", strings.Join(append(lines, "您与这件事项的当事人同名或者有利害关系，已自动回避；经核实无关的，请分管负责人解除回避。"), "\n"))
	}
	lines = append(lines, "如需请示，可发送：呈报 "+v.Number+" 理由")
	lines = append(lines, printLine(v.PrintURL)...)
	return text("%s", strings.Join(lines, "\n"))
}

func progressKept(c notice.Case) outmsg.Message {
	return text("%s 的进展已记录。", c.Number)
}
