package browser

import (
	"bytes"
	"context"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

var sheetPicture = flag.String("sheet-picture", "", "write a picture of the printed approval sheet to this file")

var (
	sheetURL = regexp.MustCompile(`https?://\S+/approvals/\S+`)
	pdfPage  = regexp.MustCompile(`/Type\s*/Page\b[^s]`)
)

// The approval sheet of a request with much said about it prints on one A4.
func TestApprovalSheetIsOnePage(t *testing.T) {
	if testing.Short() {
		return // the quick loop starts no browser
	}
	phone := serve(t)
	ctx := chromium(t)
	long := strings.Repeat("该批人员工资自今年三月起未发放，涉及两个工地，施工单位与分包单位相互推诿。", 6)
	run(ctx, t,
		chromedp.EmulateViewport(1280, 860),
		chromedp.Navigate(phone+"#wangfang"),
		chromedp.WaitVisible(`.person[data-user="wangfang"]`),
		say("来访 张某 13900000000 3人 城关镇 反映拖欠工资 请求支付"),
		chromedp.WaitVisible(button("确认登记")),
		chromedp.Click(button("确认登记")),
		shows("登记成功，编号 XF20261123-0001"),
		say("呈报 0001 情况紧急，请协调人社局。"+long),
		shows("已呈报"),
		chromedp.Navigate("about:blank"),
		chromedp.Navigate(phone+"#sunli"),
		chromedp.WaitVisible(`.person[data-user="sunli"]`),
		say("同意 0001 请人社局三日内核实并反馈。"+long),
		shows("已告知"),
		say("呈批单 XF20261123-0001"),
		shows("可打印为一页A4"),
	)
	link := sheetURL.FindString(ask(ctx, t, chromedp.Text("#messages")))
	if link == "" {
		t.Fatal("no link to the approval sheet")
	}
	run(ctx, t, chromedp.EmulateViewport(794, 1123), chromedp.Navigate(link), chromedp.WaitReady(".foot"))
	pdf := printed(t, link)
	if pages := len(pdfPage.FindAll(pdf, -1)); pages != 1 || !bytes.HasPrefix(pdf, []byte("%PDF")) {
		t.Errorf("it prints on %d pages", pages)
	}
	if cut := ask(ctx, t, chromedp.Evaluate[bool](`document.querySelector(".sheet").scrollHeight > 1123`)); cut {
		t.Error("the sheet is taller than an A4, so that its end is cut off")
	}
	if *sheetPicture != "" {
		if err := os.WriteFile(*sheetPicture, ask(ctx, t, chromedp.CaptureScreenshot()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// printed has the browser print a page as it prints by itself.
func printed(t *testing.T, link string) []byte {
	t.Helper()
	folder := t.TempDir()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
		"--user-data-dir="+folder, "--print-to-pdf="+filepath.Join(folder, "page.pdf"), link)
	if said, err := command.CombinedOutput(); err != nil {
		t.Fatalf("not printed: %v\n%s", err, said)
	}
	content, err := os.ReadFile(filepath.Join(folder, "page.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	return content
}
