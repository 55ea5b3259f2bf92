package serve_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"petitiondesk/internal/desk"
	"petitiondesk/internal/wecomsim"
)

// The tenant and its secrets. Nothing of it exists.
const (
	corpID         = "ww00000000serve0"
	agentID        = 1000077
	appSecret      = "synthetic-app-secret"
	callbackToken  = "SyntheticCallbackToken"
	encodingAESKey = "c3ludGhldGljc3ludGhldGljc3ludGhldGljc3ludGg"
)

var members = map[string]string{
	"wangfang": "王芳芳", "liuyang": "刘洋洋", "jiangli": "蒋丽丽", "sunli": "孙立立", "zhouping": "周平平", "madong": "马冬冬",
}

// office is one tenant of WeCom with the stores and replicas that serve it.
type office struct {
	*testing.T
	sim   *wecomsim.Server
	api   *httptest.Server // qyapi
	door  *door
	data  *stores
	read  map[string]map[int64]bool
	count int // replicas begun

	ledgerKey, anchors string   // secret key, and the file of the anchors
	settings           []string // beyond those that every office has
	seeded             []string // further secrets
}

// open migrates and imports by the program's own commands. Replicas are begun by serve.
func open(t *testing.T, data *stores) *office {
	t.Helper()
	key, _, err := desk.NewLedgerKey("xinfang.example.cn")
	if err != nil {
		t.Fatal(err)
	}
	o := &office{T: t, ledgerKey: key, anchors: filepath.Join(t.TempDir(), "anchors.txt"), data: data, read: map[string]map[int64]bool{}, door: newDoor(t)}
	var people []wecomsim.Member
	for user, name := range members {
		people = append(people, wecomsim.Member{UserID: user, Name: name, Active: true, Visible: true})
	}
	sim, err := wecomsim.New(wecomsim.Config{
		CorpID: corpID, AgentID: agentID, Secret: appSecret, Token: callbackToken, EncodingAESKey: encodingAESKey,
		CallbackURL: o.door.url() + "/wecom/callback", Members: people, RetryPause: 200 * time.Millisecond,
	})
	if err != nil {
		t.Fatal(err)
	}
	o.sim, o.api = sim, httptest.NewServer(sim.Handler())
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), patience)
		defer cancel()
		if err := sim.Close(ctx); err != nil {
			t.Error(err)
		}
		o.api.Close()
	})
	o.command("migrate")
	o.command("import", county(t))
	o.command("import", publicDays(t))
	return o
}

// publicDays are those of this year and the next, whenever the test runs, so that nobody has to ask for them.
func publicDays(t *testing.T) string {
	t.Helper()
	year := time.Now().Year()
	path := filepath.Join(t.TempDir(), "days.csv")
	days := fmt.Sprintf("date,kind,name,notice_year\n%d-01-01,off,元旦,%[1]d\n%d-01-01,off,元旦,%[2]d\n", year, year+1)
	if err := os.WriteFile(path, []byte(days), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func county(t *testing.T) string {
	t.Helper()
	path, err := filepath.Abs("testdata/county.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// environment is the settings of one more replica, which calls WeCom at apiBase.
func (o *office) environment(apiBase string) []string {
	o.Helper()
	o.count++
	folder := o.TempDir()
	return append([]string{
		"DESK_LISTEN=127.0.0.1:0",
		"DESK_PUBLIC_URL=" + o.door.url(),
		"DESK_DATABASE_FILE=" + secretFile(o.T, o.data.database),
		"DESK_REDIS=" + o.data.redis,
		"DESK_LEDGER_KEY_FILE=" + secretFile(o.T, o.ledgerKey),
		"DESK_ANCHOR_FILE=" + o.anchors,
		"DESK_SPOOL=" + filepath.Join(folder, "spool"),
		"DESK_WECOM_API_BASE=" + apiBase,
		"DESK_WECOM_CORP_ID=" + corpID,
		fmt.Sprintf("DESK_WECOM_AGENT_ID=%d", agentID),
		"DESK_WECOM_SECRET=" + appSecret,
		"DESK_WECOM_TOKEN_FILE=" + secretFile(o.T, callbackToken),
		"DESK_WECOM_AES_KEY_FILE=" + secretFile(o.T, encodingAESKey),
		"DESK_LOG_LEVEL=", // as compose files pass on what is not set
	}, o.settings...)
}

func secretFile(t *testing.T, secret string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(path, []byte(secret+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// command runs one of the program's commands and expects it to succeed.
func (o *office) command(args ...string) string {
	o.Helper()
	code, out, errs := run(o.T, o.environment(o.api.URL), args...)
	if code != 0 {
		o.Fatalf("%v ended with %d:\n%s%s", args, code, out, errs)
	}
	expectNoSecrets(o, args[0], out+errs)
	return out
}

// replica is one running process of serve.
type replica struct {
	*process
	url string
}

// serve begins a replica and puts it behind the door.
func (o *office) serve() *replica { return o.serveWith(o.api.URL) }

func (o *office) serveWith(apiBase string) *replica {
	o.Helper()
	r := o.begin(apiBase)
	o.await(r)
	o.door.add(r.url)
	return r
}

var servingLine = regexp.MustCompile(`"msg":"serving","address":"([^"]+)"`)

// begin starts a replica without waiting for it.
func (o *office) begin(apiBase string) *replica {
	o.Helper()
	r := &replica{process: start(o.T, o.environment(apiBase), "serve")}
	o.Cleanup(func() { o.examine(r) })
	return r
}

func (o *office) await(r *replica) {
	o.Helper()
	r.url = "http://" + r.find(&r.log, servingLine)
	eventually(o.T, func() bool { return httpStatus(o.T, r.url+"/readyz") == 200 }, func() string { return "never ready" })
}

// examine ends a replica that the test left running and reads its log.
func (o *office) examine(r *replica) {
	if !r.gone {
		r.stop(syscall.SIGTERM)
	}
	log := r.log.String()
	for line := range strings.Lines(log) {
		if strings.Contains(line, `"level":"ERROR"`) || !strings.HasPrefix(line, "{") {
			o.Errorf("unexpected in the log: %s", line)
		}
	}
	expectNoSecrets(o, "serve", log)
}

var issuedToken = regexp.MustCompile(`"access_token":"([^"]+)"`)

// expectNoSecrets looks for everything that must not leave the database and the phones.
func expectNoSecrets(o *office, where, text string) {
	o.Helper()
	private := []string{appSecret, callbackToken, encodingAESKey, o.ledgerKey, o.data.password, petitioner, mobile, idNumber, facts, demand, reason}
	private = append(private, o.seeded...)
	for _, name := range members {
		private = append(private, name)
	}
	for _, call := range o.sim.Journal("", 0) {
		if issued := issuedToken.FindSubmatch(call.Answer); issued != nil {
			private = append(private, string(issued[1]))
		}
	}
	for _, word := range private {
		if word != "" && strings.Contains(text, word) {
			o.Errorf("%s tells %q:\n%s", where, word, text)
		}
	}
}
