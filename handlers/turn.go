package handlers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"

	"petitiondesk/bot"
	"petitiondesk/bot/outmsg"
	"petitiondesk/bot/wxmsg"
	"petitiondesk/internal/desk"
	"petitiondesk/models"
	"petitiondesk/models/notice"
	"petitiondesk/models/queue"
)

// Turns handles inbound rows: it parses one, lets the router find its handler, and collects the replies.
type Turns struct {
	Router *bot.Router
	Desk   *desk.Desk
	Clock  models.Clock
	Log    *slog.Logger
}

// Handle handles one row. What cannot be parsed is logged and done with: it would be no better next time.
func (t Turns) Handle(ctx context.Context, row queue.Inbound) ([]queue.Outbound, error) {
	message, err := wxmsg.Parse(row.Body)
	if err != nil {
		t.Log.ErrorContext(ctx, "message not understood", "inbox_id", row.ID, "error", err)
		return nil, nil
	}
	if click, ok := message.(wxmsg.TemplateCardEvent); ok {
		if err := t.Desk.KeepCardCode(ctx, click.TaskID, row.Person, click.ResponseCode); err != nil {
			return nil, err
		}
	}
	if text, ok := message.(wxmsg.Text); ok {
		text.Content = loosen(text.Content)
		message = text
	}
	answers := &replies{row: row, clock: t.Clock}
	err = t.Router.Dispatch(ctx, message, answers)
	if errors.Is(err, desk.ErrMisled) {
		answers = &replies{row: row, clock: t.Clock}
		err = t.Router.Dispatch(ctx, message, answers)
	}
	return answers.rows, err
}

// replies collects what a handler answers; the rows are written together with the turn's completion.
type replies struct {
	row   queue.Inbound
	clock models.Clock
	rows  []queue.Outbound
}

// Respond takes a text for the outbox. Cards go through the desk, which remembers them.
func (r *replies) Respond(_ context.Context, to string, m outmsg.Message) error {
	text, ok := m.(outmsg.Text)
	if !ok {
		return fmt.Errorf("reply with a %s: only texts can be replied directly", m.Kind())
	}
	data, err := json.Marshal(notice.Text{Text: text.Content})
	if err != nil {
		return fmt.Errorf("encode reply: %w", err)
	}
	now := r.clock.Now()
	r.rows = append(r.rows, queue.Outbound{
		DedupKey: fmt.Sprintf("inbox:%d:reply:%d", r.row.ID, len(r.rows)+1), Recipient: to,
		Kind: string(notice.Plain), Data: data, DueAt: now, CreatedAt: now,
	})
	return nil
}

// Dialogues lets the router find a person's open dialogue.
type Dialogues struct {
	Desk *desk.Desk
}

// Load finds the open dialogue of a person.
func (d Dialogues) Load(ctx context.Context, userID string) (bot.DialogueState, bool, error) {
	dialogue, err := d.Desk.Dialogue(ctx, userID)
	if err != nil || dialogue.Flow == "" {
		return bot.DialogueState{}, false, err
	}
	return bot.DialogueState{Flow: dialogue.Flow, Step: dialogue.Step, Ref: dialogue.Ref, Version: dialogue.Version}, true, nil
}
