package handlers

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"petitiondesk/bot"
	"petitiondesk/bot/outmsg"
	"petitiondesk/models"
	"petitiondesk/models/notice"
	"petitiondesk/models/queue"
)

// MakeRosterFile makes the sheet or picture that somebody is sent. NotFound, with a sentence, when there is nothing to send any more.
type MakeRosterFile func(ctx context.Context, of notice.RosterFileOf) ([]byte, error)

// Keys of the cards of imports.
const (
	takeRosterKey = "roster.take"
	dropRosterKey = "roster.drop"
	undoRosterKey = "roster.undo"
	keepRosterKey = "roster.keep"
)

func (h handlers) rosterRoutes(r *bot.Router) {
	r.Command("值班表", h.rosterSheet)
	r.Command("值班图", h.rosterPictures)
	r.Command("值班模板", h.rosterTemplate)
	r.Command("值班导入", h.rosterPage, "导入值班表", "导入值班")
	r.Command("撤销导入", h.askUndoImport)
	r.Card(takeRosterKey, h.takeRoster)
	r.Card(dropRosterKey, h.dropRoster)
	r.Card(undoRosterKey, h.undoImport)
	r.Card(keepRosterKey, h.keepImport)
}

func (h handlers) rosterSheet(c *bot.Context) error {
	return h.desk.SendRosterSheet(c.Ctx(), c.Sender(), c.Args())
}

func (h handlers) rosterPictures(c *bot.Context) error {
	return h.desk.SendRosterPictures(c.Ctx(), c.Sender(), c.Args())
}

func (h handlers) rosterTemplate(c *bot.Context) error {
	return h.desk.SendRosterTemplate(c.Ctx(), c.Sender())
}

// rosterPage answers with the address of the page on which a roster is taken in.
func (h handlers) rosterPage(c *bot.Context) error {
	link, err := h.desk.RosterPageLink(c.Ctx(), c.Sender())
	if err != nil {
		return err
	}
	return c.ReplyText("值班导入：请在办公电脑的浏览器里打开下面的地址，下载模板、上传填好的值班表、核对后确认。地址只供您本人使用，30分钟内有效，请不要转发。\n" + link)
}

func (h handlers) askUndoImport(c *bot.Context) error {
	return h.desk.AskUndoImport(c.Ctx(), c.Sender())
}

// cardOf reads what the buttons of an import's card carry: its id, and what else there is.
func cardOf(c *bot.Context) (id int64, rest string, err error) {
	args := c.CardArgs()
	if len(args) > 0 {
		id, err = strconv.ParseInt(args[0], 10, 64)
	}
	if len(args) == 0 || err != nil {
		return 0, "", models.Errorf(models.Invalid, "这张卡片已不能使用，没有作任何改动。请重新发送值班表。")
	}
	return id, strings.Join(args[1:], ""), nil
}

func (h handlers) takeRoster(c *bot.Context) error {
	id, shown, err := cardOf(c)
	if err != nil {
		return err
	}
	return h.desk.ImportSent(c.Ctx(), c.Sender(), id, shown, pressedCard(c))
}

func (h handlers) dropRoster(c *bot.Context) error {
	id, _, err := cardOf(c)
	if err != nil {
		return err
	}
	return h.desk.DropSent(c.Ctx(), c.Sender(), id, pressedCard(c))
}

func (h handlers) undoImport(c *bot.Context) error {
	id, shown, err := cardOf(c)
	if err != nil {
		return err
	}
	return h.desk.UndoShownImport(c.Ctx(), c.Sender(), id, shown, pressedCard(c))
}

func (h handlers) keepImport(c *bot.Context) error {
	return h.desk.KeepImport(c.Ctx(), c.Sender(), pressedCard(c))
}

// rosterFile makes the message that brings a sheet or picture. Where there is nothing to send any more, it says why.
func (r Renderer) rosterFile(ctx context.Context, row queue.Outbound) (queue.Rendered, error) {
	var of notice.RosterFileOf
	if err := json.Unmarshal(row.Data, &of); err != nil {
		return queue.Rendered{}, fmt.Errorf("read notice data: %w", err)
	}
	content, err := r.Roster(ctx, of)
	if why := models.MessageOf(err); models.CodeOf(err) == models.NotFound && why != "" {
		return r.send(row.Recipient, outmsg.Text{Content: why}, queue.SuppressionSeconds(row.ID))
	}
	if err != nil {
		return queue.Rendered{}, fmt.Errorf("make file of roster: %w", err)
	}
	kind, name := "file", of.Title+".xlsx"
	if of.Kind == notice.RosterPicture {
		kind, name = "image", of.Title+strconv.Itoa(of.Part)+".png"
	}
	return r.fileOf(row, kind, name, content), nil
}
