package handlers

import (
	"strings"

	"petitiondesk/bot"
	"petitiondesk/bot/outmsg"
	"petitiondesk/models/notice"
)

// caseStepWords asks for what a step still needs.
func caseStepWords(m notice.Matter) outmsg.Message {
	form := stepForms[m.Step].after(m.Chosen)
	wrote := ""
	if m.Wrote != "" {
		wrote = "\n您原来写的是：" + outmsg.ClipRunes(m.Wrote, 400)
	}
	if !m.Asked {
		return text("%s，请照这样回复：\n%s %s %s%s\n发送之前不作任何改动。", m.Step.Chinese(), form.word, m.Number, strings.TrimSpace(form.fixed+" "+form.example), wrote)
	}
	return text("%s %s：请直接回复%s，例如：%s%s\n确认之前不作任何改动；不办理了请回复「取消」。", m.Step.Chinese(), m.Number, form.ask, form.example, wrote)
}

// maxChoiceButtons is up to how many choices each have a button; more are in a drop-down list.
const (
	maxChoiceButtons = 3
	choiceQuestion   = "choice"
)

// stepProposed shows what is proposed for a step: to be confirmed, or, while something is still to be chosen, to choose it.
func stepProposed(m notice.Matter) outmsg.Message {
	card := outmsg.ButtonCard{
		Source: deskSource, TaskID: m.TaskID,
		MainTitle:    outmsg.MainTitle{Title: "确认" + m.Step.Chinese() + " " + m.Number + "？", Desc: "点「确认」才会办理"},
		SubTitleText: m.Changed,
	}
	if m.Facts != "" {
		card.QuoteArea = &outmsg.QuoteArea{Title: strings.TrimSpace(m.Name + " " + m.Place), QuoteText: outmsg.ClipRunes(m.Facts, 60)}
	}
	crowded := notice.Crowded(m.Lines)
	for _, line := range m.Lines[:min(len(m.Lines), 6)] {
		card.HorizontalContent = append(card.HorizontalContent, row(line.Name, line.Value))
		if len([]rune(line.Value)) > outmsg.AdviceValue && !crowded {
			card.SubTitleText += line.Name + "：" + line.Value + " "
		}
	}
	if crowded {
		card.SubTitleText += "全文见随卡片发送的文字"
	}
	back := outmsg.Button{Text: "返回", Style: 2, Key: bot.CardKey(dropStepKey)}
	if m.Question.Open() {
		card.MainTitle = outmsg.MainTitle{Title: m.Step.Chinese() + " " + m.Number, Desc: "请选" + m.Question.About + "；确认之前不作任何改动"}
		choices(&card, m)
		card.ButtonList = append(card.ButtonList, back)
		return outmsg.Fit(card)
	}
	card.ButtonList = []outmsg.Button{{Text: "确认", Style: 1, Key: bot.CardKey(takeWordsKey)}}
	if stepForms[m.Step].example != "" {
		card.ButtonList = append(card.ButtonList, outmsg.Button{Text: "修改", Style: 2, Key: bot.CardKey(rewordKey)})
	}
	card.ButtonList = append(card.ButtonList, back)
	return outmsg.Fit(card)
}

// stepInFull tells what the card of a proposal shows only in part.
func stepInFull(m notice.Matter) outmsg.Message {
	told := []string{m.Step.Chinese() + " " + m.Number + "（等您确认）："}
	for _, line := range m.Lines {
		told = append(told, line.Name+"："+line.Value)
	}
	return text("%s", strings.Join(told, "\n"))
}

// choices gives each choice a button, or all of them a drop-down list where there are many.
func choices(card *outmsg.ButtonCard, m notice.Matter) {
	if len(m.Question.Choices) <= maxChoiceButtons {
		for _, word := range m.Question.Choices {
			card.ButtonList = append(card.ButtonList, outmsg.Button{Text: word, Style: 1, Key: bot.CardKey(chooseKey, word)})
		}
		return
	}
	card.ButtonSelection = &outmsg.ButtonSelection{QuestionKey: choiceQuestion, Title: m.Question.About}
	for _, word := range m.Question.Choices {
		card.ButtonSelection.OptionList = append(card.ButtonSelection.OptionList, outmsg.Option{ID: word, Text: outmsg.ClipRunes(word, 16)})
	}
	card.ButtonSelection.SelectedID = m.Question.Choices[0]
	card.ButtonList = []outmsg.Button{{Text: "选好了", Style: 1, Key: bot.CardKey(chooseKey)}}
}
