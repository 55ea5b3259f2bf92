package serve_test

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"petitiondesk/internal/wecomsim"
)

const (
	indexKey      = "synthetic-index-key-of-many-letters"
	redisPassword = "synthetic-redis-password"
)

// sealing gives the office a master key and an index key.
func (o *office) sealing() {
	o.Helper()
	path := filepath.Join(o.TempDir(), "keys")
	o.settings = append(o.settings, "DESK_KEYS_FILE="+path, "DESK_INDEX_KEY="+indexKey)
	o.command("keys", "generate")
	content, err := os.ReadFile(path)
	if err != nil {
		o.Fatal(err)
	}
	for line := range strings.Lines(string(content)) {
		if fields := strings.Fields(line); len(fields) > 0 && !strings.HasPrefix(line, "#") {
			o.seeded = append(o.seeded, fields[len(fields)-1])
		}
	}
	if len(o.seeded) == 0 {
		o.Fatalf("no key in %s", content)
	}
	o.seeded = append(o.seeded, indexKey, redisPassword)
}

// page asks for a page by hand and returns all of the answer, headers included.
func (o *office) page(method, address string, form url.Values) string {
	o.Helper()
	request, err := http.NewRequestWithContext(o.Context(), method, address, strings.NewReader(form.Encode()))
	if err != nil {
		o.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Close = true
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		o.Fatal(err)
	}
	defer answer.Body.Close()
	var whole strings.Builder
	if err := answer.Write(&whole); err != nil {
		o.Fatal(err)
	}
	return whole.String()
}

// Whatever an outsider can ask for, and whatever operators see, tells no secret and nobody's name, number or words: a whole run in
// fair and foul weather, its log, its metrics, its pages, and what the commands say when they fail.
func TestNothingTellsSecretsOrPeople(t *testing.T) {
	onEvery(t, func(t *testing.T, o *office) {
		o.sealing()
		desk := o.serve()
		number := o.register("wangfang")
		o.sim.SetFaults(wecomsim.Faults{TokenExpired: true, TimeoutAfterAccept: 1})
		cards := o.escalate("wangfang", number)
		o.sim.SetFaults(wecomsim.Faults{HTTP5xx: 1})
		o.tap("sunli", cards["sunli"], "同意")
		o.expect("wangfang", number, "有结果了")
		for _, text := range []string{"查 " + number, "查 " + petitioner, mobile, idNumber, "进展 " + number + " " + facts} {
			o.say("liuyang", text)
		}
		o.settle()

		for what, text := range map[string]string{
			"metrics":         o.page("GET", desk.url+"/metrics", nil),
			"health":          o.page("GET", desk.url+"/healthz", nil),
			"readiness":       o.page("GET", desk.url+"/readyz", nil),
			"checkpoints":     o.page("GET", desk.url+"/checkpoints", nil),
			"checkpoint":      o.page("GET", desk.url+"/checkpoints/1", nil),
			"query form":      o.page("GET", desk.url+"/q?n="+number, nil),
			"wrong code":      o.page("POST", desk.url+"/q", url.Values{"n": {number}, "c": {"AAAA-AAAA-AAAA"}}),
			"no receipt":      o.page("GET", desk.url+"/receipt/none", nil),
			"no sheet":        o.page("GET", desk.url+"/approvals/none", nil),
			"no feed":         o.page("GET", desk.url+"/duty/none.ics", nil),
			"no page":         o.page("GET", desk.url+"/.env", nil),
			"callback":        o.page("GET", desk.url+"/wecom/callback?msg_signature=a&timestamp=1&nonce=b&echostr=c", nil),
			"forged callback": o.page("POST", desk.url+"/wecom/callback?msg_signature=a&timestamp=1&nonce=b", url.Values{"a": {"b"}}),
		} {
			if !strings.HasPrefix(text, "HTTP/1.1 ") {
				t.Errorf("%s: no answer: %s", what, text)
			}
			expectNoSecrets(o, what, text)
		}
		desk.stop(syscall.SIGTERM) // examine reads its log

		for _, args := range [][]string{{"verify"}, {"keys", "list"}, {"stats", "--from", "2026-01-01", "--to", "2099-12-31"}} {
			o.command(args...) // which looks for secrets too
		}
		broken := append(o.environment("http://127.0.0.1:1"), "DESK_REDIS=redis://:"+redisPassword+"@127.0.0.1:1/0")
		for _, args := range [][]string{{"doctor"}, {"contacts"}, {"nonsense"}, {"serve", "--listen", "nonsense"}} {
			code, out, errs := run(t, broken, args...)
			if code == 0 {
				t.Errorf("%v succeeded", args)
			}
			expectNoSecrets(o, args[0], out+errs)
		}
		wrong := append(o.environment(o.api.URL), "DESK_DATABASE_FILE="+secretFile(t, "mysql://desk:"+redisPassword+"@127.0.0.1:1/desk"))
		for _, args := range [][]string{{"migrate"}, {"doctor"}} {
			_, out, errs := run(t, wrong, args...)
			expectNoSecrets(o, args[0], out+errs)
		}
	})
}
