package handlers

import (
	"strings"

	"petitiondesk/bot"
	"petitiondesk/bot/outmsg"
	"petitiondesk/models/notice"
	"petitiondesk/models/petition"
)

// classify takes topic, purpose and level in any order. Words it does not know change nothing.
func (h handlers) classify(c *bot.Context) error {
	reference, words := petition.CutNumber(c.Args())
	topics, err := h.desk.Topics(c.Ctx())
	if err != nil {
		return err
	}
	change, unknown := petition.ReadClassification(words, topics)
	if len(unknown) > 0 {
		return c.ReplyText("没有看懂「" + outmsg.ClipRunes(petition.MaskText(strings.Join(unknown, " ")), 40) + "」，没有作任何改动。" +
			petition.ClassificationWords(topics))
	}
	return h.desk.Classify(c.Ctx(), c.Sender(), reference, change)
}

func caseClassified(c notice.Classified) outmsg.Message {
	return text("%s 的分类已记录。\n内容：%s\n目的：%s\n层级：%s\n全国初次或重复：%s", c.Number,
		orNone(c.TopicName), orNone(c.Purpose.Chinese()), orNone(c.Level.Chinese()), orNone(c.Nationwide.Chinese()))
}
