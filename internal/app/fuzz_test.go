package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"petitiondesk/bot"
	"petitiondesk/bot/wxmsg"
	"petitiondesk/config"
	"petitiondesk/handlers"
	"petitiondesk/internal/county"
	"petitiondesk/internal/desk"
	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/queue"
)

// FuzzTurns has people say and tap anything: no handler panics, whatever stands in a command or in the key of a card.
func FuzzTurns(f *testing.F) {
	for i, text := range []string{
		"来访 张某 13900000000 3人 城关镇 反映拖欠工资 请求支付", "换班 下周三 李四", "预约 0001 下周三", "委托 2026-12-01 2026-12-05 李娜",
		"我周三和李四换班", "下周三谁接访", "改 99999999999999999999 x", "统计 本月",
	} {
		f.Add(uint8(i), false, text)
	}
	for i, name := range cardNames(f) {
		f.Add(uint8(i), true, bot.CardKey(name, "1", "1", "1"))
		f.Add(uint8(i), true, bot.CardKey(name, "-1", "99999999999999999999", "\x00|"))
	}
	var log bytes.Buffer
	clock := models.NewMovableClock(calendar.Day("2026-11-23").At(9*60), true)
	a, err := New(f.Context(), Settings{
		Config: config.Config{
			Database: "sqlite://" + filepath.Join(f.TempDir(), "desk.db"), Redis: "embedded", Spool: filepath.Join(f.TempDir(), "spool"),
			PublicURL: "http://127.0.0.1:1", WeCom: DemoWeCom("http://127.0.0.1:1"),
		},
		Clock: clock, Log: newLogger(&log, 0),
	})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(a.Close)
	if err := a.Desk.Import(f.Context(), desk.County(county.Demo())); err != nil {
		f.Fatal(err)
	}
	if err := a.Desk.EnterEarlier(f.Context(), earlierVisits(county.DemoCases(calendar.DayOf(clock.Now())))); err != nil {
		f.Fatal(err)
	}
	router := bot.NewRouter()
	router.Dialogues = handlers.Dialogues{Desk: a.Desk}
	router.Use(bot.Recover())
	handlers.Routes(router, a.Desk, "http://127.0.0.1:1")
	turns := handlers.Turns{Router: router, Desk: a.Desk, Clock: clock, Log: a.settings.Log}
	for i, word := range router.Commands() {
		f.Add(uint8(i), false, word)
		f.Add(uint8(i), false, word+" 0001 2 12-15 李娜 事由")
	}
	people := county.Demo().People
	said := int64(0)
	f.Fuzz(func(t *testing.T, who uint8, tapped bool, text string) {
		said++
		log.Reset()
		head := wxmsg.Header{
			ToUserName: DemoCorpID, FromUserName: people[int(who)%len(people)].UserID, CreateTime: clock.Now().Unix(), AgentID: demoAgentID, MsgID: said,
		}
		var message wxmsg.Message = wxmsg.Text{Header: head, Content: text}
		if tapped {
			message = wxmsg.TemplateCardEvent{Header: head, TaskID: "visit-1-v1", EventKey: text, CardType: "button_interaction", ResponseCode: "c"}
		}
		plaintext, err := wxmsg.Marshal(message)
		if err != nil {
			return // no XML can hold it
		}
		err = a.turn(t.Context(), turns, head.FromUserName, said, plaintext)
		if errors.Is(err, bot.ErrPanic) {
			t.Fatalf("%v: %s", err, log.String())
		}
	})
}

var cardName = regexp.MustCompile(`Key\s*= "([\w.]+)"`)

// cardNames are the names by which cards find their handlers.
func cardNames(f *testing.F) (names []string) {
	f.Helper()
	files, err := filepath.Glob("../../handlers/*.go")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, found := range cardName.FindAllStringSubmatch(string(content), -1) {
			names = append(names, found[1])
		}
	}
	if len(names) < 20 {
		f.Fatalf("only %d cards", len(names))
	}
	return names
}

// turn takes a message in and handles it as the engine would.
func (a *App) turn(ctx context.Context, turns handlers.Turns, person string, id int64, plaintext []byte) error {
	now := a.settings.Clock.Now()
	row := queue.Inbound{Key: fmt.Sprintf("fuzz-%d", id), Person: person, Body: plaintext, SentAt: now, ReceivedAt: now}
	if err := a.store.AddInbound(ctx, []queue.Inbound{row}); err != nil {
		return err
	}
	heads, err := a.store.InboundHeads(ctx, models.SystemClock{}.Now(), 1)
	if err != nil || len(heads) == 0 {
		return err
	}
	claimed, err := a.store.ClaimInbound(ctx, heads, models.SystemClock{}.Now().Add(queue.Lease))
	if err != nil || len(claimed) == 0 {
		return err
	}
	claim := queue.Claim{ID: claimed[0].ID, Seq: claimed[0].Seq}
	turn := &queue.Turn{Source: queue.FromInbox, Claim: claim, SaidAt: now}
	replies, err := turns.Handle(queue.WithTurn(ctx, turn), claimed[0])
	if err == nil && !turn.Committed() {
		return a.store.FinishInbound(ctx, claim, replies, now)
	}
	if err != nil {
		return errors.Join(err, a.store.FailInbound(ctx, claim, "fuzz", now, true, nil))
	}
	return nil
}
