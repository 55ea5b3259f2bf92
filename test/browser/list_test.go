package browser

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// A list is a card on the phone: it is read, turned and opened by taps, and a step's words are shown before they count.
func TestListAndStepOnAPhone(t *testing.T) {
	if testing.Short() {
		return // the quick loop starts no browser
	}
	url := serve(t)
	ctx := chromium(t)
	run(ctx, t,
		chromedp.EmulateViewport(390, 1500),
		chromedp.Navigate(url+"#wangfang"),
		chromedp.WaitReady(`.person[data-user="wangfang"]`),
		say("来访 张某 13900000000 3人 城关镇 反映拖欠工资 请求支付"),
		chromedp.WaitVisible(button("确认登记")),
		chromedp.Click(button("确认登记")),
		shows("登记成功，编号 XF20261123-0001"),
		say("我的"),
		shows("您最近登记的事项"),
		chromedp.Click(button("打开")),
		shows("请选择下一步"),
		say("办理 XF20261123-0001"),
		chromedp.Click(button("转送")),
		shows("请直接回复承办单位和理由"),
		say("人社局 请依法处理"),
		shows("确认转送 XF20261123-0001"),
	)
	takePicture(ctx, t)
	run(ctx, t, chromedp.Click(button("确认")), shows("已转送"))
}
