package handlers

import (
	"context"
	"encoding/json"
	"fmt"

	"petitiondesk/bot"
	"petitiondesk/bot/outmsg"
	"petitiondesk/models/notice"
	"petitiondesk/models/petition"
	"petitiondesk/models/queue"
)

// DrawReceipt makes the PNG of the newest receipt of a submission.
type DrawReceipt func(ctx context.Context, number string) ([]byte, error)

// reissueReceipt gives out a lost receipt anew.
func (h handlers) reissueReceipt(c *bot.Context) error {
	reference, _ := petition.CutNumber(c.Args())
	return h.desk.ReissueReceipt(c.Ctx(), c.Sender(), reference)
}

// receipt makes a message with a picture, which the engine uploads before it is posted.
func (r Renderer) receipt(ctx context.Context, row queue.Outbound) (queue.Rendered, error) {
	var of notice.ReceiptOf
	if err := json.Unmarshal(row.Data, &of); err != nil {
		return queue.Rendered{}, fmt.Errorf("read notice data: %w", err)
	}
	picture, err := r.Receipt(ctx, of.Number)
	if err != nil {
		return queue.Rendered{}, fmt.Errorf("draw receipt: %w", err)
	}
	return r.fileOf(row, "image", of.Number+".png", picture), nil
}

const sendPath = "message/send"

func printLine(url string) []string {
	if url == "" {
		return nil
	}
	return []string{"请把回执交给信访人（图片随后发出）。打印（1小时内有效）：" + url}
}

func receiptAgain(r notice.Reissued) outmsg.Message {
	line := r.Number + " 的回执已补发，原查询码即刻失效。请核对信访人身份后交付，图片随后发出。"
	if r.PrintURL != "" {
		line += "\n打印（1小时内有效）：" + r.PrintURL
	}
	return text("%s", line)
}

// stillUnsolved tells staff that a petitioner wrote again after an answer.
func stillUnsolved(u notice.Unsolved) outmsg.Message {
	said := fmt.Sprintf("信访人在查询页反映 %s 尚未解决，已登记为 %s。", u.Case, u.Number)
	switch {
	case u.Text == "":
		return text("%s内容由信访部门核对后转告，请继续办理。", said)
	case u.Reopened:
		return text("%s\n内容：%s\n事项已重新办理，请及时转送或交办，例如：转送 %s 县人社局", said, outmsg.ClipRunes(u.Text, 300), u.Case)
	}
	return text("%s\n内容：%s\n请核对后转告承办单位，例如：进展 %s 信访人补充……；涉及检举控告的按规定转送，不得转给被反映的单位和人员。", said, outmsg.ClipRunes(u.Text, 300), u.Case)
}
