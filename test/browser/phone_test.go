// Package browser drives the phone page in a real Chromium.
package browser

import (
	"context"
	"flag"
	"io"
	"log"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"petitiondesk/internal/app"
	"petitiondesk/internal/county"
	"petitiondesk/models"
	"petitiondesk/models/calendar"
)

var picture = flag.String("picture", "", "write a picture of the page to this file")

// The main job, on the page a newcomer opens: register, escalate, decide.
func TestPhonePage(t *testing.T) {
	if testing.Short() {
		return // the quick loop starts no browser
	}
	url := serve(t)
	ctx := chromium(t)

	run(ctx, t,
		chromedp.EmulateViewport(1280, 860),
		chromedp.Navigate(url+"#wangfang"),
		chromedp.WaitVisible(`.person[data-user="wangfang"]`),
		say("来访 张某 13900000000 3人 城关镇 反映拖欠工资 请求支付"),
		chromedp.WaitVisible(button("确认登记")),
		chromedp.Click(button("确认登记")),
		shows("登记成功，编号 XF20261123-0001"),
		shows("已登记 XF20261123-0001"),
		say("呈报 0001 情况紧急，请协调人社局"),
		shows("已呈报 3 位分管负责人"),
		chromedp.Click(`.person[data-user="sunli"]`),
		chromedp.WaitVisible(button("同意")),
	)
	takePicture(ctx, t)
	run(ctx, t,
		chromedp.Click(button("同意")),
		shows("孙立于"),
		chromedp.Click(`.person[data-user="wangfang"]`),
		shows("孙立同意"),
	)
}

// On a phone the page is just the chat.
func TestPhonePageOnAPhone(t *testing.T) {
	if testing.Short() {
		return // the quick loop starts no browser
	}
	url := serve(t)
	ctx := chromium(t)
	run(ctx, t,
		chromedp.EmulateViewport(390, 844),
		chromedp.Navigate(url+"#wangfang"),
		chromedp.WaitReady(`.person[data-user="wangfang"]`), // the page's script has begun its work
		say("帮助"),
		shows("信访工作台"),
		shows("登记来访"),
	)
}

type step = chromedp.Action[chromedp.Void]

func say(text string) step {
	return chromedp.Steps(
		chromedp.WaitVisible("#input"),
		chromedp.SendKeys("#input", text),
		chromedp.Click("#send"),
	)
}

func button(label string) string {
	return `//div[@id="messages"]//button[@data-key and not(@disabled) and normalize-space()="` + label + `"]`
}

func shows(text string) step {
	return chromedp.WaitVisible(`//*[@id="messages"]//*[contains(text(),"` + text + `")]`)
}

func run(ctx context.Context, t *testing.T, steps ...step) {
	t.Helper()
	for _, one := range steps {
		within, cancel := context.WithTimeout(ctx, time.Minute)
		_, err := chromedp.Run(within, one)
		cancel()
		if err != nil {
			if shot, err := chromedp.Run(ctx, chromedp.CaptureScreenshot()); err == nil {
				name := filepath.Join(t.ArtifactDir(), "page.png")
				_ = os.WriteFile(name, shot, 0o600) // the failure itself is reported below
			}
			t.Fatalf("the page did not do it: %v", err)
		}
	}
}

func takePicture(ctx context.Context, t *testing.T) {
	t.Helper()
	if *picture == "" {
		return
	}
	shot, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(*picture, shot, 0o600); err != nil {
		t.Fatal(err)
	}
}

func serve(t *testing.T) string {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	demo, err := app.NewDemo(t.Context(), app.DemoSettings{
		Listener: listener, Database: "sqlite://" + filepath.Join(t.TempDir(), "desk.db"), Redis: "embedded",
		Spool: filepath.Join(t.TempDir(), "spool"), Clock: models.NewMovableClock(calendar.Day("2026-11-23").At(9*60), true),
		County: county.Demo(), PastCases: true, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan error, 1)
	go func() { done <- demo.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		demo.Close()
	})
	return "http://" + listener.Addr().String() + "/phone"
}

func chromium(t *testing.T) context.Context {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatal("this test needs Debian's package chromium; make test installs it")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
	)
	allocator, cancelAllocator := chromedp.NewExecAllocator(context.WithoutCancel(t.Context()), options...)
	quiet := log.New(io.Discard, "", 0).Printf
	ctx, cancel := chromedp.NewContext(allocator, chromedp.WithLogf(quiet), chromedp.WithErrorf(quiet))
	t.Cleanup(func() {
		cancel()
		cancelAllocator()
	})
	// The first run starts the browser, which lives as long as that run's context.
	if _, err := chromedp.Run(ctx, chromedp.Sleep(0)); err != nil {
		t.Fatal(err)
	}
	return ctx
}
