package handlers

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"petitiondesk/bot"
	"petitiondesk/bot/outmsg"
	"petitiondesk/internal/desk"
	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/notice"
	"petitiondesk/models/petition"
)

// Names in the keys of the buttons that say whether two cases are one.
const (
	unsureVisitKey = "visit.unsure"
	sameMatterKey  = "repeat.same"
	ownMatterKey   = "repeat.own"
)

// unsureVisit takes 不确定 on the card of a report.
func (h handlers) unsureVisit(c *bot.Context) error {
	draft, version, err := cardPair(c)
	if err != nil {
		return err
	}
	return h.desk.ConfirmUnsure(c.Ctx(), c.Sender(), draft, version)
}

func (h handlers) decideRepeat(same bool) bot.Handler {
	return func(c *bot.Context) error {
		args := c.CardArgs()
		if len(args) == 1 {
			if pair, err := strconv.ParseInt(args[0], 10, 64); err == nil {
				return h.desk.DecideRepeat(c.Ctx(), c.Sender(), pair, same, pressedCard(c))
			}
		}
		return models.Errorf(models.Invalid, "这张卡片已不能使用，请发送「待办」查看最新情况。")
	}
}

// keepApart takes 另立: of the report that is being confirmed, or 另立 编号 of a registered case.
func (h handlers) keepApart(c *bot.Context) error {
	if dialogue, open := c.Dialogue(); open && dialogue.Flow == desk.VisitFlow && c.Args() == "" {
		return h.desk.ConfirmVisit(c.Ctx(), c.Sender(), 0, 0)
	}
	reference, rest := petition.CutNumber(c.Args())
	if reference == "" {
		return models.Errorf(models.Invalid, "请写明编号，例如：另立 XF20261122-0002。两件确是同一事项的，请发送：合并 后件 前件。")
	}
	other, _ := petition.CutNumber(rest)
	return h.desk.KeepApart(c.Ctx(), c.Sender(), reference, other)
}

func repeatCard(p notice.RepeatPair) outmsg.Message {
	key := func(name string) string { return bot.CardKey(name, strconv.FormatInt(p.ID, 10)) }
	card := pairCard(p)
	card.MainTitle = outmsg.MainTitle{Title: "请判断两件是否同一事项", Desc: p.Later.Number + " 已登记，窗口不能确定是否重复"}
	if p.MayJoin {
		card.ButtonList = append(card.ButtonList, outmsg.Button{Text: "并入", Style: 1, Key: key(sameMatterKey)})
	} else {
		card.QuoteArea = &outmsg.QuoteArea{Title: "请留意", QuoteText: cmp.Or(p.Apart, "这两件不能合并，请判断是否另立。")}
	}
	card.ButtonList = append(card.ButtonList, outmsg.Button{Text: "另立", Style: 2, Key: key(ownMatterKey)})
	return outmsg.Fit(card)
}

func repeatCardClosed(p notice.RepeatPair) outmsg.Message {
	card := pairCard(p)
	card.MainTitle = outmsg.MainTitle{Title: p.Later.Number + " 是否重复：" + p.Verdict.Chinese(), Desc: decidedBy(p)}
	card.ButtonList = []outmsg.Button{{Text: "已判断", Style: 2, Key: "closed"}}
	card.ReplaceText = "已判断"
	return outmsg.Fit(card)
}

func pairCard(p notice.RepeatPair) outmsg.ButtonCard {
	return outmsg.ButtonCard{
		Source: deskSource, TaskID: p.TaskID,
		SubTitleText: "后件：" + outmsg.ClipRunes(orNone(p.Later.Facts), 70) + "\n前件：" + outmsg.ClipRunes(orNone(p.Earlier.Facts), 70),
		HorizontalContent: []outmsg.HorizontalContent{
			row("后件", sideWords(p.Later)), row("前件", sideWords(p.Earlier)), row("前件状态", p.Earlier.State.Chinese()),
			row("相近之处", p.Why), row("登记人", p.LeftBy),
		},
	}
}

func sideWords(side notice.RepeatSide) string {
	var words []string
	for _, word := range []string{side.Number, side.Name, side.Place} {
		if word != "" {
			words = append(words, word)
		}
	}
	return strings.Join(words, " ")
}

func decidedBy(p notice.RepeatPair) string {
	if p.DecidedBy == "" || p.DecidedAt == nil {
		return ""
	}
	return p.DecidedBy + "于" + calendar.Stamp(*p.DecidedAt) + "判断"
}

func repeatDecided(p notice.RepeatPair) outmsg.Message {
	earlier := p.Earlier.Number
	if earlier == "" {
		earlier = "一件受限事项"
	}
	what := map[petition.RepeatVerdict]string{
		petition.SameMatter: "是同一事项，已并入", petition.OwnMatter: "不是同一事项，各自办理", petition.Overtaken: "已另有处理，不必再判断",
	}[p.Verdict]
	said := fmt.Sprintf("%s 与 %s %s", p.Later.Number, earlier, what)
	if by := decidedBy(p); by != "" {
		said += "（" + by + "）"
	}
	return text("%s。", said)
}
