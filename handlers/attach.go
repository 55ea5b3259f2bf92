package handlers

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"petitiondesk/bot"
	"petitiondesk/bot/wxmsg"
	"petitiondesk/internal/desk"
	"petitiondesk/models/notice"
	"petitiondesk/models/petition"
	"petitiondesk/models/queue"
)

// ReadAttachment reads the content of an attachment that somebody is handed.
type ReadAttachment func(ctx context.Context, id int64) ([]byte, error)

// sentBeside is what a message brings that is no words.
func sentBeside(c *bot.Context) (desk.Sent, bool) {
	switch m := c.Message().(type) {
	case wxmsg.Image:
		return desk.Sent{Kind: petition.ImageAttachment, MediaID: m.MediaID}, true
	case wxmsg.Voice:
		return desk.Sent{Kind: petition.VoiceAttachment, MediaID: m.MediaID}, true
	case wxmsg.Video:
		return desk.Sent{Kind: petition.VideoAttachment, MediaID: m.MediaID}, true
	case wxmsg.File:
		return desk.Sent{Kind: petition.FileAttachment, MediaID: m.MediaID, Note: petition.AttachmentNote{FileName: m.FileName}}, true
	case wxmsg.Location:
		note := petition.AttachmentNote{Label: m.Label, Latitude: m.Latitude, Longitude: m.Longitude}
		return desk.Sent{Kind: petition.LocationAttachment, Note: note}, true
	}
	return desk.Sent{}, false
}

// withMedia lets a dialogue take what is sent beside words.
func (h handlers) withMedia(words bot.Handler) bot.Handler {
	return func(c *bot.Context) error {
		if sent, ok := sentBeside(c); ok {
			return h.desk.Attach(c.Ctx(), c.Sender(), sent)
		}
		return words(c)
	}
}

// attachments answers 附件 XF…, and 附件 XF… 2 with the second of them.
func (h handlers) attachments(c *bot.Context) error {
	reference, rest := petition.CutNumber(c.Args())
	nth, reason, _ := strings.Cut(rest, " ")
	if n, err := strconv.Atoi(strings.Trim(nth, "第件")); err == nil {
		return h.desk.SendAttachment(c.Ctx(), c.Sender(), reference, n, strings.TrimSpace(reason))
	}
	return h.desk.AttachTo(c.Ctx(), c.Sender(), reference)
}

func (h handlers) attachDialogue(c *bot.Context) error {
	if c.Text() == "完成" || c.Word() == "取消" {
		return h.desk.EndAttaching(c.Ctx(), c.Sender())
	}
	return c.ReplyText("现在接收的是附件，这句话没有记录。记录进展请发送「进展 编号 内容」；附件发完了请发送「完成」。")
}

// attachment makes the message that hands somebody an attachment. What the platform does not play goes as a file.
func (r Renderer) attachment(ctx context.Context, row queue.Outbound) (queue.Rendered, error) {
	var of notice.AttachmentOf
	if err := json.Unmarshal(row.Data, &of); err != nil {
		return queue.Rendered{}, fmt.Errorf("read notice data: %w", err)
	}
	content, err := r.Attachment(ctx, of.ID)
	if err != nil {
		return queue.Rendered{}, fmt.Errorf("read attachment: %w", err)
	}
	kind, name := "file", fmt.Sprintf("%s-%d", of.Number, of.Nth)
	switch of.Kind {
	case petition.ImageAttachment:
		kind, name = "image", name+".jpg"
	case petition.VoiceAttachment:
		name += ".amr"
	case petition.VideoAttachment:
		name += ".mp4"
	}
	return r.fileOf(row, kind, name, content), nil
}
