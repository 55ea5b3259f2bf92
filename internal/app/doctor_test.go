package app

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"petitiondesk/config"
	"petitiondesk/internal/desk"
	"petitiondesk/internal/wecomsim"
)

const (
	databasePassword = "synthetic-db-password"
	redisPassword    = "synthetic-redis-password"
)

// patient is a set-up in order: a service that runs behind its public address, and a platform.
func patient(t *testing.T) config.Config {
	t.Helper()
	sim, err := wecomsim.New(wecomsim.Config{
		CorpID: DemoCorpID, AgentID: demoAgentID, Secret: demoSecret, Token: demoToken, EncodingAESKey: demoAESKey,
	})
	if err != nil {
		t.Fatal(err)
	}
	platform := httptest.NewServer(sim.Handler())
	t.Cleanup(platform.Close)
	cfg := config.Config{
		Listen: ":8080", Database: "sqlite://" + filepath.Join(t.TempDir(), "desk.db"), Redis: "embedded",
		Spool: filepath.Join(t.TempDir(), "spool"), Rules: "national", LogLevel: "info",
		WeCom: config.WeCom{
			CorpID: DemoCorpID, AgentID: demoAgentID, APIBase: platform.URL,
			Secret: demoSecret, Token: demoToken, AESKey: demoAESKey,
		},
		IndexKey: "a synthetic secret of the blind indexes",
	}
	key, _, err := desk.NewLedgerKey("xinfang.example.cn")
	if err != nil {
		t.Fatal(err)
	}
	cfg.Ledger = config.Ledger{Key: key, AnchorFile: filepath.Join(t.TempDir(), "anchors.txt")}
	if err := Run(t.Context(), config.Migrate{}, cfg, io.Discard, io.Discard); err != nil {
		t.Fatal(err)
	}
	office := newOffice(t, silent())
	service := httptest.NewServer(office.App.Handler())
	t.Cleanup(service.Close)
	cfg.PublicURL = service.URL
	return cfg
}

var sound = []string{
	"settings", "index key", "database", "clock", "redis", "ledger triggers", "ledger key", "anchor file", "wecom token", "wecom app", "callback url",
}

// expectReport runs the doctor and wants exactly these checks to fail, each with this text and a remedy.
func expectReport(t *testing.T, cfg config.Config, failing map[string]string) {
	t.Helper()
	var out, logs bytes.Buffer
	err := Run(t.Context(), config.Doctor{}, cfg, &out, &logs)
	if (len(failing) == 0) != (err == nil) || (err != nil && !errors.Is(err, ErrNotInOrder)) {
		t.Errorf("the doctor ended with %v", err)
	}
	report := "\n" + out.String()
	for _, name := range sound {
		text, fails := failing[name]
		switch {
		case !fails && !strings.Contains(report, "\nok    "+name+": "):
			t.Errorf("%s is not ok", name)
		case fails && !failsWith(report, name, text):
			t.Errorf("%s does not fail with %q and a remedy", name, text)
		}
	}
	for _, secret := range []string{cfg.WeCom.Secret, cfg.WeCom.Token, cfg.WeCom.AESKey, databasePassword, redisPassword} {
		if secret != "" && strings.Contains(report+logs.String(), secret) {
			t.Errorf("the secret %s is told", secret)
		}
	}
	if t.Failed() {
		t.Logf("report:%s\nlog:\n%s", report, &logs)
	}
}

func failsWith(report, name, text string) bool {
	_, rest, failed := strings.Cut(report, "\nFAIL  "+name+": ")
	fault, remedy, found := strings.Cut(rest, "\n      -> ")
	line, _, _ := strings.Cut(remedy, "\n")
	return failed && found && strings.Contains(fault, text) && !strings.Contains(fault, "\nok ") && len(line) > 20
}

func TestDoctorFindsEachBrokenPart(t *testing.T) {
	t.Parallel()
	elsewhere := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(elsewhere.Close)
	t.Cleanup(http.DefaultClient.CloseIdleConnections)
	tests := map[string]struct {
		breakIt func(*config.Config)
		failing map[string]string
	}{
		"nothing": {func(*config.Config) {}, nil},
		"database down": {
			func(c *config.Config) { c.Database = "mysql://desk:" + databasePassword + "@127.0.0.1:1/desk" },
			map[string]string{"database": "refused", "clock": "refused", "ledger triggers": "refused"},
		},
		"database address unreadable": {
			func(c *config.Config) { c.Database = "mysql://desk:" + databasePassword + "%zz@127.0.0.1:1/desk" },
			map[string]string{"settings": "DESK_DATABASE", "database": "percent-encoded", "clock": "percent-encoded", "ledger triggers": "percent-encoded"},
		},
		"redis down": {
			func(c *config.Config) { c.Redis = "redis://:" + redisPassword + "@127.0.0.1:1/0" },
			map[string]string{"redis": "refused"},
		},
		"redis address unreadable": {
			func(c *config.Config) { c.Redis = "redis://:" + redisPassword + "@127.0.0.1:1/zero" },
			map[string]string{"redis": "number"},
		},
		"no ledger key": {func(c *config.Config) { c.Ledger.Key = "" }, map[string]string{"ledger key": "no key"}},
		"ledger key unreadable": {
			func(c *config.Config) { c.Ledger.Key = "PRIVATE+KEY+x" },
			map[string]string{"ledger key": "DESK_LEDGER_KEY"},
		},
		"anchor file nowhere": {
			func(c *config.Config) { c.Ledger.AnchorFile = "/nowhere/anchors.txt" },
			map[string]string{"anchor file": "no such file"},
		},
		"bad secret": {
			func(c *config.Config) { c.WeCom.Secret = "another-secret" },
			map[string]string{"wecom token": "40001", "wecom app": "40001"},
		},
		"bad corp": {
			func(c *config.Config) { c.WeCom.CorpID = "wwother" },
			map[string]string{"wecom token": "40013", "wecom app": "40013"},
		},
		"bad agent": {func(c *config.Config) { c.WeCom.AgentID = 9 }, map[string]string{"wecom app": "errcode"}},
		"platform down": {
			func(c *config.Config) { c.WeCom.APIBase = "http://127.0.0.1:1" },
			map[string]string{"wecom token": "refused", "wecom app": "refused"},
		},
		"callback elsewhere": {func(c *config.Config) { c.PublicURL = elsewhere.URL }, map[string]string{"callback url": "404"}},
		"callback nowhere":   {func(c *config.Config) { c.PublicURL = "http://127.0.0.1:1" }, map[string]string{"callback url": "refused"}},
		"slash at the end":   {func(c *config.Config) { c.PublicURL += "/" }, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			cfg := patient(t)
			test.breakIt(&cfg)
			expectReport(t, cfg, test.failing)
		})
	}
}

func TestDoctorLeavesNothingBehindWhenNothingIsSet(t *testing.T) {
	t.Chdir(t.TempDir())
	_, cfg, err := config.Parse([]string{"doctor"}, config.Outside{LookupEnv: func(string) (string, bool) { return "", false }})
	if err != nil {
		t.Fatal(err)
	}
	cfg.WeCom.APIBase = "http://127.0.0.1:1" // not the real one
	cfg.IndexKey = "a synthetic secret of the blind indexes"
	expectReport(t, cfg, map[string]string{
		"settings": "DESK_WECOM_SECRET must be", "database": "no such file", "clock": "no such file",
		"ledger triggers": "no such file", "ledger key": "no key", "anchor file": "no anchor file", "wecom token": "", "wecom app": "", "callback url": "",
	})
	if left, err := os.ReadDir("."); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// Without a key of their own the indexes work, and the doctor says what would be better without failing.
func TestDoctorAdvisesAKeyForTheIndexes(t *testing.T) {
	t.Parallel()
	cfg := patient(t)
	cfg.IndexKey = ""
	var out bytes.Buffer
	if err := Run(t.Context(), config.Doctor{}, cfg, &out, io.Discard); err != nil {
		t.Errorf("the doctor ended with %v", err)
	}
	if report := out.String(); !strings.Contains(report, "WARN  index key: ") || !strings.Contains(report, "DESK_INDEX_KEY") || strings.Contains(report, "FAIL") {
		t.Errorf("the report is %s", report)
	}
}

// The indexes have a key of their own when one is set, and go on under the old one when not.
func TestIndexKey(t *testing.T) {
	derived := indexKey(config.Config{WeCom: config.WeCom{AESKey: demoAESKey}})
	own := indexKey(config.Config{WeCom: config.WeCom{AESKey: demoAESKey}, IndexKey: "a synthetic secret of the blind indexes"})
	other := indexKey(config.Config{WeCom: config.WeCom{AESKey: "another"}, IndexKey: "a synthetic secret of the blind indexes"})
	if len(derived) != 32 || bytes.Equal(derived, own) || !bytes.Equal(own, other) || indexKey(config.Config{}) != nil {
		t.Errorf("%x %x %x", derived, own, other)
	}
}

func TestDoctorInstallsTheMenu(t *testing.T) {
	t.Parallel()
	cfg := patient(t)
	for _, c := range []struct {
		apply bool
		want  string
	}{{false, "WARN  wecom menu: "}, {true, "ok    wecom menu: installed"}, {false, "ok    wecom menu: up to date"}} {
		var out bytes.Buffer
		if err := Run(t.Context(), config.Doctor{Apply: c.apply}, cfg, &out, io.Discard); err != nil || !strings.Contains(out.String(), c.want) {
			t.Errorf("%v, %v, want %q in\n%s", c.apply, err, c.want, &out)
		}
	}
}
