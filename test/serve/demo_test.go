package serve_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"petitiondesk/internal/wecomsim"
	"petitiondesk/test/story"
)

// demo is one run of petitiondesk demo, driven through its control API as the phone page drives it.
type demo struct {
	*process
	url string
}

var demoLine = regexp.MustCompile(`(http://\S+)/phone`)

func startDemo(t *testing.T, args ...string) *demo {
	t.Helper()
	p := start(t, nil, append([]string{"demo", "--listen", "127.0.0.1:0"}, args...)...)
	d := &demo{process: p, url: p.find(&p.out, demoLine)}
	eventually(t, func() bool { return httpStatus(t, d.url+"/readyz") == 200 }, func() string { return "never ready" })
	return d
}

func (d *demo) post(path string, body map[string]any) map[string]any {
	d.t.Helper()
	encoded, err := json.Marshal(body)
	if err != nil {
		d.t.Fatal(err)
	}
	answer, err := http.Post(d.url+path, "application/json", bytes.NewReader(encoded))
	if err != nil {
		d.t.Fatal(err)
	}
	defer answer.Body.Close()
	read, err := io.ReadAll(answer.Body)
	var decoded map[string]any
	if err != nil || answer.StatusCode != http.StatusOK || json.Unmarshal(read, &decoded) != nil {
		d.t.Fatalf("%s answered %d %s, %v", path, answer.StatusCode, read, err)
	}
	return decoded
}

func (d *demo) say(user, text string) {
	d.t.Helper()
	d.post("/sim/messages", map[string]any{"user": user, "type": "text", "content": text})
}

func (d *demo) chat(user string) []wecomsim.Bubble {
	d.t.Helper()
	_, body := httpGet(d.t, d.url+"/sim/chat?user="+url.QueryEscape(user))
	var bubbles []wecomsim.Bubble
	if err := json.Unmarshal([]byte(body), &bubbles); err != nil {
		d.t.Fatal(err)
	}
	return bubbles
}

// expect waits for a message that holds every fragment.
func (d *demo) expect(user string, fragments ...string) wecomsim.Bubble {
	d.t.Helper()
	var found wecomsim.Bubble
	eventually(d.t, func() bool {
		for _, bubble := range d.chat(user) {
			if bubble.From == wecomsim.FromApp && holdsAll(story.Words(bubble), fragments) {
				found = bubble
				return true
			}
		}
		return false
	}, func() string { return user + " was never told " + strings.Join(fragments, ", ") })
	return found
}

func (d *demo) register(clerk, text string) string {
	d.t.Helper()
	d.say(clerk, text)
	card := d.expect(clerk, "请核对来访登记", "[确认登记]")
	d.post("/sim/clicks", map[string]any{"user": clerk, "task_id": card.TaskID, "key": story.Key(d.t, card, "确认登记")})
	return story.Number(d.t, d.expect(clerk, "登记成功").Text)
}

// people lists every userid of the demo's county.
func (d *demo) people() []string {
	d.t.Helper()
	_, body := httpGet(d.t, d.url+"/sim/people")
	var people []struct{ User string }
	if err := json.Unmarshal([]byte(body), &people); err != nil || len(people) == 0 {
		d.t.Fatalf("people %s, %v", body, err)
	}
	users := make([]string, len(people))
	for i, person := range people {
		users[i] = person.User
	}
	return users
}

func TestDemoKeepsItsDataOverARestart(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "kept", "here")
	first := startDemo(t, "--data", data, "--clock", "manual")
	number := first.register("wangfang", visit)
	cases := countCases(t, data)
	if cases < 2 {
		t.Errorf("%d cases: the earlier ones are missing", cases)
	}
	first.stop(syscall.SIGINT)

	second := startDemo(t, "--data", data, "--clock", "manual")
	second.say("wangfang", "查 "+number)
	second.expect("wangfang", number, facts)
	if again := countCases(t, data); again != cases {
		t.Errorf("%d cases after the restart, %d before", again, cases)
	}
	for _, user := range second.people() {
		for _, bubble := range second.chat(user) {
			if words := story.Words(bubble); bubble.From == wecomsim.FromApp && !strings.Contains(words, number) {
				t.Errorf("%s was told once more: %s", user, words)
			}
		}
	}
	next := second.register("wangfang", strings.ReplaceAll(visit, petitioner, "司徒测"))
	if next <= number || countCases(t, data) != cases+1 {
		t.Errorf("%s follows %s", next, number)
	}
	second.stop(syscall.SIGTERM)
	code, out, errs := run(t, []string{"DESK_DATABASE=sqlite://" + filepath.Join(data, "desk.db")}, "verify")
	if code != 0 {
		t.Errorf("ledger: %s%s", out, errs)
	}
}

func countCases(t *testing.T, data string) int {
	t.Helper()
	s := openFile(t, filepath.Join(data, "desk.db"))
	return s.count(t, "SELECT COUNT(*) FROM cases")
}

func TestManualClockMovesOnlyWhenTold(t *testing.T) {
	t.Parallel()
	d := startDemo(t, "--clock", "manual")
	_, before := httpGet(t, d.url+"/sim/clock")
	d.register("wangfang", visit) // takes a while
	_, after := httpGet(t, d.url+"/sim/clock")
	if before != after {
		t.Errorf("the clock moved from %s to %s by itself", before, after)
	}
	d.post("/sim/clock", map[string]any{"advance": "24h"})
	if _, moved := httpGet(t, d.url+"/sim/clock"); moved == before {
		t.Errorf("the clock still shows %s", moved)
	}
	d.say("wangfang", "我的")
	d.expect("wangfang", "您最近登记的事项")
	d.stop(syscall.SIGINT)
}

// A phone page that is open, with its stream of events, must not hold the demo up.
func TestDemoEndsCleanlyUnderAnOpenPhone(t *testing.T) {
	t.Parallel()
	d := startDemo(t)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, d.url+"/sim/events?user=wangfang", nil)
	if err != nil {
		t.Fatal(err)
	}
	stream, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Body.Close()
	if status := httpStatus(t, d.url+"/phone"); status != http.StatusOK {
		t.Errorf("the phone page answers %d", status)
	}
	d.say("wangfang", "帮助")
	d.stop(syscall.SIGINT)
	if _, err := io.ReadAll(stream.Body); err != nil {
		t.Errorf("the stream did not end in order: %v", err)
	}
	if left, err := os.ReadDir(d.temp); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	if strings.Contains(d.log.String(), `"level":"ERROR"`) {
		t.Error("errors in the log")
	}
}

func TestSecondDemoOnTheSameDataIsRefused(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	d := startDemo(t, "--data", data)
	code, _, errs := run(t, nil, "demo", "--listen", "127.0.0.1:0", "--data", data)
	if code != 1 || !strings.Contains(errs, "in use") {
		t.Errorf("exit code %d: %s", code, errs)
	}
	d.stop(syscall.SIGINT)
}
