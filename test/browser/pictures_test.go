package browser

import (
	"context"
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// go test ./test/browser -run 'MainFlows|AtADesk' -pictures "$PWD/docs" takes the pictures of the docs again.
var pictures = flag.String("pictures", "", "write the pictures of the docs to this folder")

// photo writes what the window shows, when pictures are wanted.
func photo(ctx context.Context, t *testing.T, name string) {
	t.Helper()
	if *pictures == "" {
		return
	}
	if err := os.WriteFile(filepath.Join(*pictures, name+".png"), ask(ctx, t, chromedp.CaptureScreenshot()), 0o600); err != nil {
		t.Fatal(err)
	}
}

// A day by phone: a visit in one message, the case's card with its next steps, a step shown before it counts, what waits, and
// the reminder of tomorrow's duty.
func TestMainFlowsOnAPhone(t *testing.T) {
	if testing.Short() {
		return // the quick loop starts no browser
	}
	phone := serve(t)
	ctx := chromium(t)
	const settled = 500 * time.Millisecond // the last bubble has scrolled into sight
	open := func(user string) {
		run(ctx, t, chromedp.Navigate("about:blank"), chromedp.Navigate(phone+"#"+user), chromedp.WaitReady(`.person[data-user="`+user+`"]`))
	}
	take := func(name string, steps ...step) {
		run(ctx, t, append(steps, chromedp.Sleep(settled))...)
		photo(ctx, t, name)
	}
	run(ctx, t, chromedp.EmulateViewport(390, 780))
	open("wangfang")
	take("phone-register", say("来访 张某 13900000000 3人 城关镇 反映拖欠工资 请求支付"), chromedp.WaitVisible(button("确认登记")))
	take("phone-steps", chromedp.Click(button("确认登记")), shows("登记成功，编号 XF20261123-0001"), say("办理 0001"), chromedp.WaitVisible(button("转送")))
	take("phone-confirm", chromedp.Click(button("转送")), shows("请直接回复承办单位和理由"), say("人社局 请依法处理"), chromedp.WaitVisible(button("确认")))
	run(ctx, t, chromedp.Click(button("确认")), shows("已转送"))
	open("lina")
	take("phone-todo", say("待办"), chromedp.WaitVisible(button("打开")))
	open("gaofeng")
	run(ctx, t, shows("欢迎使用信访工作台"))
	moveClock(t, phone, "2026-11-23T16:10:00+08:00")
	take("phone-duty", chromedp.WaitVisible(button("确认到岗")))
	run(ctx, t, chromedp.Click(button("确认到岗")), shows("已确认"))
}

func moveClock(t *testing.T, phone, to string) {
	t.Helper()
	url := strings.TrimSuffix(phone, "/phone") + "/sim/clock"
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(`{"now":"`+to+`"}`))
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("the clock was not moved: %s", answer.Status)
	}
}
