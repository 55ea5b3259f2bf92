package browser

import (
	"context"
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

var publicPicture = flag.String("public-picture", "", "write a picture of the public page to this file")

var printedURL = regexp.MustCompile(`https?://\S+/receipt/\S+`)

// A petitioner with a small phone: the receipt, the question, the answer. Nothing needs to be scrolled sideways.
func TestPublicPageOnASmallPhone(t *testing.T) {
	if testing.Short() {
		return // the quick loop starts no browser
	}
	phone := serve(t)
	ctx := chromium(t)
	run(ctx, t,
		chromedp.EmulateViewport(1280, 860),
		chromedp.Navigate(phone+"#wangfang"),
		chromedp.WaitVisible(`.person[data-user="wangfang"]`),
		say("来访 张某 13900000000 3人 城关镇 反映拖欠工资 请求支付"),
		chromedp.WaitVisible(button("确认登记")),
		chromedp.Click(button("确认登记")),
		shows("登记成功，编号 XF20261123-0001"),
		chromedp.WaitVisible(`#messages img`), // the picture of the receipt
	)
	link := printedURL.FindString(ask(ctx, t, chromedp.Text("#messages")))
	if link == "" {
		t.Fatal("no link to the printable receipt")
	}
	run(ctx, t, chromedp.EmulateViewport(320, 640), chromedp.Navigate(link), chromedp.WaitVisible(`.qr`))
	fits(ctx, t, "the receipt")
	code := strings.TrimSpace(ask(ctx, t, chromedp.Text(".code")))
	query, _, _ := strings.Cut(link, "/receipt/")
	run(ctx, t, chromedp.Navigate(query+"/q?n=XF20261123-0001"), chromedp.WaitVisible("#c"))
	fits(ctx, t, "the question")
	run(ctx, t, chromedp.SendKeys("#c", strings.ToLower(code)), chromedp.Click("button"), chromedp.WaitVisible(`//dd[contains(text(),"已经登记")]`))
	fits(ctx, t, "the answer")
	if *publicPicture != "" {
		if err := os.WriteFile(*publicPicture, ask(ctx, t, chromedp.CaptureScreenshot()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run(ctx, t,
		chromedp.SendKeys("#text", "又有两个月没有发"),
		chromedp.Click("button"),
		chromedp.WaitVisible(`//dd[contains(text(),"XF20261123-0002")]`),
	)
	fits(ctx, t, "the new receipt")
}

// ask does a step that answers something.
func ask[T any](ctx context.Context, t *testing.T, step chromedp.Action[T]) T {
	t.Helper()
	within, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	answer, err := chromedp.Run(within, step)
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

// fits fails when the page is wider than the phone, or a field has no label.
func fits(ctx context.Context, t *testing.T, page string) {
	t.Helper()
	if width := ask(ctx, t, chromedp.Evaluate[int]("document.documentElement.scrollWidth")); width > 320 {
		t.Errorf("%s is %d pixels wide on a phone of 320", page, width)
	}
	const bare = `[...document.querySelectorAll("input:not([type=hidden]),textarea")].filter(f => !f.labels.length).length`
	if fields := ask(ctx, t, chromedp.Evaluate[int](bare)); fields > 0 {
		t.Errorf("%s has %d fields without a label", page, fields)
	}
}
