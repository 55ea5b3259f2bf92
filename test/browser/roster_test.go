package browser

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"petitiondesk/internal/sheet"
	"petitiondesk/models/calendar"
)

var rosterURL = regexp.MustCompile(`https?://\S+/roster/\S+`)

// Whoever keeps the roster at a desk: a file with a fault, a right one, its preview, the import seen in the chat, and back.
func TestARosterIsTakenInAtADesk(t *testing.T) {
	if testing.Short() {
		return // the quick loop starts no browser
	}
	phone := serve(t)
	ctx := chromium(t)
	run(ctx, t,
		chromedp.EmulateViewport(1160, 640),
		chromedp.Navigate(phone+"#madong"),
		chromedp.WaitVisible(`.person[data-user="madong"]`),
		say("值班导入"),
		shows("30分钟内有效"),
	)
	page := rosterURL.FindString(ask(ctx, t, chromedp.Text("#messages")))
	if page == "" {
		t.Fatal("no link to the page")
	}
	const file, send = `//input[@type="file"]`, `//button[text()="上传并核对"]`
	run(ctx, t,
		chromedp.Navigate(page),
		chromedp.WaitVisible(`//button[text()="下载模板"]`),
	)
	labelled(ctx, t)
	wrong, right := onDisk(t, "11月值班表.xlsx", "高峰", "没有此人", "孙立"), onDisk(t, "11月值班表（改）.xlsx", "高峰", "马冬", "高峰", "徐青")
	run(ctx, t,
		chromedp.SetUploadFiles(file, []string{wrong}),
		chromedp.Click(send),
		chromedp.WaitVisible(`//td[text()="人员名册里没有「没有此人」"]`),
	)
	if ask(ctx, t, chromedp.Evaluate[bool](`document.body.innerText.includes("确认导入")`)) {
		t.Error("a faulty sheet can be confirmed")
	}
	run(ctx, t,
		chromedp.SetUploadFiles(file, []string{right}),
		chromedp.Click(send),
		chromedp.WaitVisible(`//button[text()="确认导入"]`),
		chromedp.WaitVisible(`//tr[td[contains(text(),"高峰")] and td[text()="G3"]]`),
	)
	photo(ctx, t, "roster-upload")
	run(ctx, t,
		chromedp.Click(`//button[text()="确认导入"]`),
		chromedp.WaitVisible(`//p[contains(text(),"已导入3班")]`),
	)
	done := ask(ctx, t, chromedp.Location())
	if now := roster(ctx, t, phone); !strings.Contains(now[0], "高峰") || !strings.Contains(now[1], "马冬") {
		t.Errorf("the chat shows %q", now)
	}
	run(ctx, t,
		chromedp.Navigate(done),
		chromedp.Click(`//button[text()="撤销这次导入"]`),
		chromedp.WaitVisible(`//p[contains(text(),"恢复了原来的安排")]`),
	)
	if now := roster(ctx, t, phone); strings.Contains(now[0], "高峰") || strings.Contains(now[1], "马冬") {
		t.Errorf("taken back, the chat shows %q", now)
	}
}

// rosterDays are four days on which others are on duty in the demo's county.
var rosterDays = []calendar.Day{"2026-11-26", "2026-11-27", "2026-11-28", "2026-11-29"}

func onDisk(t *testing.T, name string, people ...string) string {
	t.Helper()
	var lines []sheet.Line
	for i, person := range people {
		lines = append(lines, sheet.Line{Day: rosterDays[i], Station: "县信访局值班室", Post: "值班员", Hours: "08:00–20:00", Person: person})
	}
	content, err := sheet.Month("值班表", lines, nil)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const rosterTitle = "近期值班："

// roster asks 值班 in the chat, and returns the lines of the 值班室 on the four days.
func roster(ctx context.Context, t *testing.T, phone string) []string {
	t.Helper()
	run(ctx, t,
		chromedp.Navigate("about:blank"),
		chromedp.Navigate(phone+"#madong"),
		chromedp.WaitVisible(`.person[data-user="madong"]`),
	)
	before := strings.Count(ask(ctx, t, chromedp.Text("#messages")), rosterTitle)
	run(ctx, t, say("值班"))
	ask(ctx, t, chromedp.Poll[bool](fmt.Sprintf(`document.querySelector("#messages").innerText.split(%q).length > %d`, rosterTitle, before+1)))
	said := ask(ctx, t, chromedp.Text("#messages"))
	said = said[strings.LastIndex(said, rosterTitle):]
	lines := make([]string, len(rosterDays))
	for i, day := range rosterDays {
		_, rest, _ := strings.Cut(said, day.Chinese())
		for line := range strings.Lines(rest) {
			if strings.Contains(line, "县信访局值班室") {
				lines[i] = line
				break
			}
		}
	}
	return lines
}

// labelled fails when a field has no label, or the page needs to be scrolled sideways.
func labelled(ctx context.Context, t *testing.T) {
	t.Helper()
	const bare = `[...document.querySelectorAll("input:not([type=hidden]),select")].filter(f => !f.labels.length).length`
	if fields := ask(ctx, t, chromedp.Evaluate[int](bare)); fields > 0 {
		t.Errorf("%d fields have no label", fields)
	}
	if ask(ctx, t, chromedp.Evaluate[bool](`document.documentElement.scrollWidth > innerWidth`)) {
		t.Error("the page is wider than the window")
	}
}
