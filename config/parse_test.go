package config

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

const aesKey = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"

const indexKey = "a synthetic secret of the blind indexes"

var complete = map[string]string{
	"DESK_PUBLIC_URL":     "https://desk.example.cn",
	"DESK_DATABASE":       "mysql://desk:hunter2@db:3306/desk",
	"DESK_WECOM_CORP_ID":  "ww0123456789abcdef",
	"DESK_WECOM_AGENT_ID": "1000002",
	"DESK_WECOM_SECRET":   "app-secret",
	"DESK_WECOM_TOKEN":    "QDG6eK",
	"DESK_WECOM_AES_KEY":  aesKey,
}

func parse(t *testing.T, env map[string]string, files map[string]string, args ...string) (Command, Config, string, error) {
	t.Helper()
	var help strings.Builder
	command, cfg, err := Parse(args, Outside{
		LookupEnv: func(name string) (string, bool) { v, ok := env[name]; return v, ok },
		ReadFile: func(path string) ([]byte, error) {
			if content, ok := files[path]; ok {
				return []byte(content), nil
			}
			return nil, &fs.PathError{Op: "open", Path: path, Err: fs.ErrNotExist}
		},
		Help: &help,
	})
	return command, cfg, help.String(), err
}

func with(extra map[string]string) map[string]string {
	env := map[string]string{}
	for _, m := range []map[string]string{complete, extra} {
		for k, v := range m {
			env[k] = v
		}
	}
	return env
}

func TestCommands(t *testing.T) {
	tests := []struct {
		args []string
		want Command
	}{
		{[]string{"demo"}, Demo{Listen: "127.0.0.1:8080", Clock: "real"}},
		{[]string{"demo", "--listen", ":0", "--data=d", "--clock", "manual"}, Demo{Listen: ":0", Data: "d", Clock: "manual"}},
		{[]string{"serve"}, Serve{}},
		{[]string{"migrate"}, Migrate{}},
		{[]string{"import", "county.yaml"}, Import{File: "county.yaml"}},
		{[]string{"import", "days.csv", "--dry-run"}, Import{File: "days.csv", DryRun: true}},
		{[]string{"doctor"}, Doctor{}},
		{[]string{"verify"}, Verify{}},
		{
			[]string{"deadline", "--rule", "C07", "--from", "2026-08-04", "--extend", "30", "--json"},
			Deadline{Rule: "C07", From: "2026-08-04", Extend: 30, Jurisdiction: "national", JSON: true},
		},
		{
			[]string{"stats", "--from", "2026-11-01", "--to", "2026-11-30", "--as-of=2026-12-01", "--json"},
			Stats{From: "2026-11-01", To: "2026-11-30", AsOf: "2026-12-01", JSON: true},
		},
		{[]string{"verify", "--json"}, Verify{JSON: true}},
		{[]string{"keys", "generate"}, KeysGenerate{Suite: "intl"}},
		{[]string{"keys", "generate", "--suite=gm", "--from", "2027-01-01"}, KeysGenerate{Suite: "gm", From: "2027-01-01"}},
		{[]string{"keys", "list"}, KeysList{}},
		{[]string{"keys", "rotate"}, KeysRotate{}},
		{[]string{"keys", "seal-existing"}, KeysSealExisting{}},
		{
			[]string{"keys", "erase", "--case", "XF20261122-0001", "--reason", "依法", "--by=a", "--with=b"},
			KeysErase{Case: "XF20261122-0001", Reason: "依法", By: "a", With: "b"},
		},
		{
			[]string{"verify", "--anchors", "kept.txt", "--from", "2026-11-01", "--to", "2026-11-30"},
			Verify{Anchors: "kept.txt", From: "2026-11-01", To: "2026-11-30"},
		},
		{[]string{"checkpoint"}, Checkpoint{}},
		{[]string{"export", "ledger.zip"}, Export{File: "ledger.zip"}},
		{[]string{"ledger-key", "xinfang.example.cn"}, LedgerKey{Name: "xinfang.example.cn"}},
		{[]string{"version"}, Version{}},
	}
	for _, test := range tests {
		t.Run(strings.Join(test.args, " "), func(t *testing.T) {
			command, _, _, err := parse(t, complete, nil, test.args...)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, command); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWrongCommandLines(t *testing.T) {
	for _, args := range [][]string{
		nil,
		{"dance"},
		{"import"},
		{"demo", "--clock", "sundial"},
		{"serve", "--secret", "x"},
		{"serve", "extra"},
		{"import", "--dry-run"},
		{"stats", "--from", "2026-11-01"},
		{"keys"},
		{"keys", "erase", "--case", "XF20261122-0001", "--by=a", "--with=b"},
		{"keys", "generate", "--suite", "des"},
	} {
		if _, _, _, err := parse(t, complete, nil, args...); err == nil {
			t.Errorf("%q was accepted", args)
		}
	}
}

func TestDeadlineTakesADatabaseIfThereIsOne(t *testing.T) {
	deadline := []string{"deadline", "--rule", "C07", "--from", "2026-08-04"}
	for text, want := range map[string]bool{"": true, "sqlite:///d.db": true, "postgres://db": false} {
		_, cfg, _, err := parse(t, map[string]string{"DESK_DATABASE": text}, nil, deadline...)
		if (err == nil) != want || err == nil && cfg.Database != text {
			t.Errorf("%q gives %q, %v", text, cfg.Database, err)
		}
	}
}

func TestServeReadsFlagsThenEnvironmentThenDefaults(t *testing.T) {
	env := with(map[string]string{"DESK_LISTEN": ":9090", "DESK_SPOOL": "/var/spool/desk", "DESK_LOG_LEVEL": ""})
	_, cfg, _, err := parse(t, env, nil, "serve", "--listen", ":7070")
	if err != nil {
		t.Fatal(err)
	}
	want := Config{
		Listen: ":7070", PublicURL: "https://desk.example.cn", Database: "mysql://desk:hunter2@db:3306/desk",
		Redis: "embedded", Spool: "/var/spool/desk", Rules: "national", Crowd: 5, LogLevel: "info",
		WeCom: WeCom{
			CorpID: "ww0123456789abcdef", AgentID: 1000002, APIBase: "https://qyapi.weixin.qq.com",
			Secret: "app-secret", Token: "QDG6eK", AESKey: aesKey,
		},
	}
	if diff := cmp.Diff(want, cfg, cmpopts.IgnoreUnexported(Config{})); diff != "" {
		t.Error(diff)
	}
}

func TestKeysComeFromTheirFileOrTheEnvironment(t *testing.T) {
	files := map[string]string{"/keys": "k1 intl 2026-01-01 c2VjcmV0\n"}
	_, cfg, _, err := parse(t, with(map[string]string{"DESK_KEYS_FILE": "/keys", "DESK_RETENTION": "30"}), files, "serve")
	if err != nil || cfg.Keys != "k1 intl 2026-01-01 c2VjcmV0" || cfg.KeysFile != "/keys" || cfg.Retention != 30 {
		t.Errorf("%+v, %v", cfg, err)
	}
	if strings.Contains(cfg.String(), "c2VjcmV0") {
		t.Error("printing the settings tells the key")
	}
	_, cfg, _, err = parse(t, with(map[string]string{"DESK_KEYS": "k1"}), nil, "keys", "list")
	if err != nil || cfg.Keys != "k1" || cfg.KeysFile != "" {
		t.Errorf("%+v, %v", cfg, err)
	}
	// The file of the first key is not there yet.
	if _, cfg, _, err = parse(t, map[string]string{"DESK_KEYS_FILE": "/new"}, nil, "keys", "generate"); err != nil || cfg.KeysFile != "/new" {
		t.Errorf("%+v, %v", cfg, err)
	}
	for _, days := range []string{"soon", "0", "-3"} {
		if _, _, _, err := parse(t, with(map[string]string{"DESK_RETENTION": days}), nil, "serve"); err == nil || !strings.Contains(err.Error(), "DESK_RETENTION") {
			t.Errorf("%s days: %v", days, err)
		}
	}
}

func TestSecretsComeFromFiles(t *testing.T) {
	env := map[string]string{"DESK_PUBLIC_URL": "http://10.0.0.5", "DESK_WECOM_CORP_ID": "ww1", "DESK_WECOM_AGENT_ID": "7"}
	files := map[string]string{}
	for name, content := range map[string]string{
		"DATABASE": "sqlite:///d.db", "REDIS": "rediss://:pw@cache:6380/1",
		"WECOM_SECRET": "s", "WECOM_TOKEN": "tok", "WECOM_AES_KEY": aesKey, "INDEX_KEY": indexKey,
	} {
		env["DESK_"+name+"_FILE"] = "/run/secrets/" + name
		files["/run/secrets/"+name] = content + "\n"
	}
	_, cfg, _, err := parse(t, env, files, "serve")
	if err != nil {
		t.Fatal(err)
	}
	got := []string{cfg.Database, cfg.Redis, cfg.WeCom.Secret, cfg.WeCom.Token, cfg.WeCom.AESKey, cfg.IndexKey}
	if diff := cmp.Diff([]string{"sqlite:///d.db", "rediss://:pw@cache:6380/1", "s", "tok", aesKey, indexKey}, got); diff != "" {
		t.Error(diff)
	}
}

func TestEveryFaultIsListedAtOnce(t *testing.T) {
	env := map[string]string{
		"DESK_LISTEN": "8080", "DESK_DATABASE": "postgres://desk:hunter2@db/desk", "DESK_REDIS": "http://cache",
		"DESK_PUBLIC_URL": "desk.example.cn", "DESK_TRUSTED_PROXIES": "10.0.0.0/8,proxy", "DESK_LOG_LEVEL": "loud", "DESK_WECOM_AGENT_ID": "seven",
		"DESK_WECOM_SECRET": "s3cret", "DESK_WECOM_SECRET_FILE": "/s", "DESK_WECOM_TOKEN_FILE": "/missing",
		"DESK_WECOM_AES_KEY": aesKey[:42], "DESK_WECOM_API_BASE": "ftp://x",
		"DESK_INDEX_KEY": "too-short", "DESK_COLLECTIVE_FROM": "five",
	}
	_, _, _, err := parse(t, env, map[string]string{"/s": "other"}, "serve")
	if err == nil {
		t.Fatal("the settings were accepted")
	}
	for _, want := range []string{
		"DESK_LISTEN", "DESK_DATABASE must", "DESK_REDIS must", "DESK_PUBLIC_URL", "DESK_LOG_LEVEL", "DESK_WECOM_CORP_ID", "DESK_TRUSTED_PROXIES",
		"DESK_WECOM_AGENT_ID", "DESK_WECOM_SECRET and DESK_WECOM_SECRET_FILE are both set", "DESK_WECOM_TOKEN_FILE cannot be read",
		"DESK_WECOM_AES_KEY", "DESK_WECOM_API_BASE", "DESK_INDEX_KEY", "DESK_COLLECTIVE_FROM",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("not listed: %s", want)
		}
	}
	for _, secret := range []string{"hunter2", "s3cret", aesKey[:42], "too-short"} {
		if strings.Contains(err.Error(), secret) {
			t.Errorf("the error tells the secret %s", secret)
		}
	}
}

func TestCommandsNeedOnlyTheirOwnSettings(t *testing.T) {
	wrongDatabase := map[string]string{"DESK_DATABASE": "nonsense"}
	for _, args := range [][]string{{"migrate"}, {"verify"}, {"import", "f"}} {
		if _, _, _, err := parse(t, nil, nil, args...); err != nil {
			t.Errorf("%s without WeCom settings: %v", args[0], err)
		}
		if _, _, _, err := parse(t, wrongDatabase, nil, args...); err == nil {
			t.Errorf("%s accepted a nonsense database", args[0])
		}
	}
	_, cfg, _, err := parse(t, wrongDatabase, nil, "doctor")
	if err != nil {
		t.Fatalf("doctor is to report faults itself: %v", err)
	}
	if cfg.Validate() == nil {
		t.Error("doctor's settings pass")
	}
}

func TestHelp(t *testing.T) {
	_, _, help, err := parse(t, nil, nil, "serve", "--help")
	if !errors.Is(err, ErrHelp) {
		t.Fatalf("error %v", err)
	}
	for _, want := range []string{"--listen", "$DESK_DATABASE or", "$DESK_DATABASE_FILE", "--wecom-corp-id", ":8080"} {
		if !strings.Contains(strings.Join(strings.Fields(help), " "), want) {
			t.Errorf("help lacks %s:\n%s", want, help)
		}
	}
}

func TestRedactedTellsNoSecret(t *testing.T) {
	env := with(map[string]string{"DESK_REDIS": "redis+sentinel://:hunter3@cache:26379/main?sentinel_password=hunter4"})
	_, cfg, _, err := parse(t, env, nil, "serve")
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("start", "config", cfg)
	for _, text := range []string{cfg.Redacted().String(), fmt.Sprint(cfg), fmt.Sprintf("%+v", &cfg), log.String()} {
		for _, secret := range []string{"hunter2", "hunter3", "hunter4", "app-secret", "QDG6eK", aesKey} {
			if strings.Contains(text, secret) {
				t.Errorf("%s is in %s", secret, text)
			}
		}
		if !strings.Contains(text, "ww0123456789abcdef") {
			t.Errorf("the corp id is not in %s", text)
		}
	}
	if cfg.WeCom.Secret != "app-secret" {
		t.Error("redacting changed the settings")
	}
}

func TestCollectiveFrom(t *testing.T) {
	for text, want := range map[string]int64{"": 5, "10": 10, "2": 2, "1": 0, "0": 0, "-5": 0, "1001": 0} {
		_, cfg, _, err := parse(t, with(map[string]string{"DESK_COLLECTIVE_FROM": text}), nil, "serve")
		if (err == nil) != (want != 0) || err == nil && cfg.Crowd != want {
			t.Errorf("%q is %d, %v", text, cfg.Crowd, err)
		}
	}
}

func TestTrustedProxiesAreNetworksOrAddresses(t *testing.T) {
	got, err := Config{Proxies: " 10.1.2.3/8, 192.0.2.7,2001:db8::1 "}.TrustedProxies()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("[10.0.0.0/8 192.0.2.7/32 2001:db8::1/128]", fmt.Sprint(got)); diff != "" {
		t.Error(diff)
	}
	if none, err := (Config{}).TrustedProxies(); err != nil || len(none) != 0 {
		t.Errorf("by default %v, %v", none, err)
	}
}
