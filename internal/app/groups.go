package app

import (
	"context"
	"fmt"
	"io"
	"log/slog"

	"petitiondesk/bot"
	"petitiondesk/bot/outmsg"
	"petitiondesk/config"
	"petitiondesk/internal/desk"
	"petitiondesk/internal/store"
)

// createGroup makes the group chat of a station and notes it. Stopped between the two, it goes on there when it is run again: the
// chat's id follows from the station.
func createGroup(ctx context.Context, c config.GroupsCreate, cfg config.Config, out io.Writer, log *slog.Logger) error {
	return withStore(ctx, cfg, log, func(st *store.Store) error {
		w := cfg.WeCom
		client := bot.NewClient(bot.ClientConfig{CorpID: w.CorpID, Secret: w.Secret, AgentID: w.AgentID, APIBase: w.APIBase, Logger: log})
		return makeGroup(ctx, deskOver(st, log), client, c.Station, out)
	})
}

func makeGroup(ctx context.Context, d *desk.Desk, client *bot.Client, station string, out io.Writer) error {
	chat, err := d.ChatOf(ctx, station)
	if err != nil {
		return err
	}
	id, err := client.CreateGroup(ctx, outmsg.Group{ChatID: chat.ChatID, Name: chat.Station.Name + "值班群", Members: chat.Members})
	if err != nil {
		return err
	}
	if err := d.SetGroup(ctx, station, id); err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%s的值班群已建好，%d人。chatid：%s\n群在收到第一条消息后才会出现；以后增减成员请在群里操作。\n", chat.Station.Name, len(chat.Members), id)
	return err
}

// CreateGroup makes the group chat of a station with the service's own client.
func (a *App) CreateGroup(ctx context.Context, station string, out io.Writer) error {
	return makeGroup(ctx, a.Desk, a.client, station, out)
}
