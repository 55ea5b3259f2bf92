package bot_test

import (
	"context"
	"fmt"

	"petitiondesk/bot"
	"petitiondesk/bot/outmsg"
	"petitiondesk/bot/wxmsg"
)

// printer stands in for an outbox or a bot.Client.
type printer struct{}

func (printer) Respond(_ context.Context, to string, m outmsg.Message) error {
	fmt.Printf("to %s: %s\n", to, m.(outmsg.Text).Content)
	return nil
}

func ExampleRouter() {
	router := bot.NewRouter()
	router.Use(bot.Logging(), bot.Recover())
	router.Command("查", func(c *bot.Context) error { return c.ReplyText("正在查找 " + c.Args()) })
	router.Card("approve", func(c *bot.Context) error { return c.ReplyText("已同意 " + c.CardArgs()[0]) })
	router.Fallback(func(c *bot.Context) error {
		return c.ReplyText("没有听懂，回复“帮助”看看能做什么。")
	})

	sender := wxmsg.Header{FromUserName: "ZhangSan", MsgType: wxmsg.MsgText}
	click := wxmsg.Header{FromUserName: "LiSi", MsgType: "event", Event: wxmsg.EventTemplateCard}
	for _, m := range []wxmsg.Message{
		wxmsg.Text{Header: sender, Content: "查 XF20261122-0001"},
		wxmsg.Text{Header: sender, Content: "你好"},
		wxmsg.TemplateCardEvent{Header: click, EventKey: bot.CardKey("approve", "AP-7")},
	} {
		if err := router.Dispatch(context.Background(), m, printer{}); err != nil {
			fmt.Println(err)
		}
	}
	// Output:
	// to zhangsan: 正在查找 XF20261122-0001
	// to zhangsan: 没有听懂，回复“帮助”看看能做什么。
	// to lisi: 已同意 AP-7
}
