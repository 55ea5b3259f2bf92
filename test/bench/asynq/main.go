// Command asynq sends messages to a simulated WeCom through hibiken/asynq and prints how many a second it sent.
// It is what test/bench compares the desk's own sender with.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/hibiken/asynq"
)

const kind = "reminder"

func main() {
	redis := flag.String("redis", "", "redis:// URL")
	platform := flag.String("api", "", "address of the platform, without a path")
	corp := flag.String("corp", "", "corp id")
	secret := flag.String("secret", "", "the app's secret")
	agent := flag.Int64("agent", 0, "the app's id")
	count := flag.Int("count", 10000, "messages, one to each of clerk0, clerk1 …")
	senders := flag.Int("senders", 8, "messages under way at a time")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	rate, err := run(ctx, *redis, &api{base: *platform, corp: *corp, secret: *secret, agent: *agent}, *count, *senders)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(strconv.FormatFloat(rate, 'f', 1, 64))
}

// run enqueues everything first, as the desk's messages are in its outbox first, and times the sending alone.
func run(ctx context.Context, redis string, platform *api, count, senders int) (perSecond float64, err error) {
	options, err := asynq.ParseRedisURI(redis)
	if err != nil {
		return 0, err
	}
	if err := platform.login(ctx); err != nil {
		return 0, err
	}
	client := asynq.NewClient(options)
	defer client.Close()
	for n := range count {
		body, err := platform.message(fmt.Sprintf("clerk%d", n))
		if err != nil {
			return 0, err
		}
		task := asynq.NewTask(kind, body)
		if _, err := client.EnqueueContext(ctx, task, asynq.TaskID(fmt.Sprintf("reminder:%d", n))); err != nil {
			return 0, fmt.Errorf("enqueue: %w", err)
		}
	}
	var sent atomic.Int64
	done := make(chan struct{})
	server := asynq.NewServer(options, asynq.Config{Concurrency: senders, LogLevel: asynq.ErrorLevel})
	mux := asynq.NewServeMux()
	mux.HandleFunc(kind, func(ctx context.Context, task *asynq.Task) error {
		if err := platform.send(ctx, task.Payload()); err != nil {
			return err
		}
		if sent.Add(1) == int64(count) {
			close(done)
		}
		return nil
	})
	began := time.Now()
	if err := server.Start(mux); err != nil {
		return 0, err
	}
	defer server.Shutdown()
	select {
	case <-done:
		return float64(count) / time.Since(began).Seconds(), nil
	case <-ctx.Done():
		return 0, fmt.Errorf("only %d of %d were sent: %w", sent.Load(), count, ctx.Err())
	}
}

type api struct {
	base, corp, secret string
	agent              int64
	token              string
}

type answer struct {
	Code  int    `json:"errcode"`
	Text  string `json:"errmsg"`
	Token string `json:"access_token"`
}

func (a *api) login(ctx context.Context) error {
	got, err := a.call(ctx, http.MethodGet, "gettoken", url.Values{"corpid": {a.corp}, "corpsecret": {a.secret}}, nil)
	a.token = got.Token
	return err
}

func (a *api) message(person string) ([]byte, error) {
	return json.Marshal(map[string]any{
		"touser": person, "msgtype": "text", "agentid": a.agent,
		"text": map[string]string{"content": "请及时查看待办事项。"}, "enable_duplicate_check": 1,
	})
}

func (a *api) send(ctx context.Context, body []byte) error {
	_, err := a.call(ctx, http.MethodPost, "message/send", url.Values{"access_token": {a.token}}, body)
	return err
}

func (a *api) call(ctx context.Context, method, path string, query url.Values, body []byte) (got answer, err error) {
	request, err := http.NewRequestWithContext(ctx, method, a.base+"/cgi-bin/"+path+"?"+query.Encode(), bytes.NewReader(body))
	if err != nil {
		return got, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return got, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err == nil {
		err = json.Unmarshal(text, &got)
	}
	if err == nil && got.Code != 0 {
		err = fmt.Errorf("%s: %d %s", path, got.Code, got.Text)
	}
	return got, err
}
