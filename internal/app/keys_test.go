package app

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"petitiondesk/config"
	"petitiondesk/internal/desk"
	"petitiondesk/internal/seal"
	"petitiondesk/internal/store"
	"petitiondesk/models"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
)

// keyOffice is a database with one report in it, and a key file that need not be there yet.
func keyOffice(t *testing.T) config.Config {
	t.Helper()
	return config.Config{
		Database: "sqlite://" + filepath.Join(t.TempDir(), "desk.db"), Redis: "embedded", KeysFile: filepath.Join(t.TempDir(), "keys"), LogLevel: "info",
	}
}

// withKeys reads the key file into the settings, as config does.
func withKeys(t *testing.T, cfg config.Config) config.Config {
	t.Helper()
	text, err := os.ReadFile(cfg.KeysFile)
	if err != nil {
		t.Fatal(err)
	}
	cfg.Keys = string(text)
	return cfg
}

func carryOut(t *testing.T, command config.Command, cfg config.Config) string {
	t.Helper()
	var out bytes.Buffer
	if err := Run(t.Context(), command, cfg, &out, io.Discard); err != nil {
		t.Fatalf("%T: %v\n%s", command, err, &out)
	}
	return out.String()
}

// registerOne registers a visit as a service with these keys would.
func registerOne(t *testing.T, cfg config.Config) {
	t.Helper()
	err := withStore(t.Context(), cfg, silent(), func(st *store.Store) error {
		ring, err := openKeys(cfg)
		if err != nil {
			return err
		}
		d := deskOver(st, silent())
		if ring != nil {
			d.SealedBy(seal.NewVault(ring))
		}
		if err := d.Import(t.Context(), desk.County{
			Units:  []people.Unit{{Code: "xfj", Name: "信访局", Kind: people.Bureau}},
			People: []people.Person{{UserID: "wangfang", Name: "王芳", UnitCode: "xfj", Roles: []people.Role{people.Clerk}, Active: true}},
		}); err != nil {
			return err
		}
		return d.EnterEarlier(t.Context(), []desk.EarlierVisit{{
			Clerk: "wangfang", At: models.SystemClock{}.Now(), Report: petition.Report{Name: "张某", Mobile: "13900000000", Facts: "拖欠工资", Headcount: 1},
		}})
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestKeyFileIsMadeAndGrows(t *testing.T) {
	t.Parallel()
	cfg := keyOffice(t)
	said := carryOut(t, config.KeysGenerate{Suite: "intl"}, cfg)
	info, err := os.Stat(cfg.KeysFile)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("the key file is %v, %v", info, err)
	}
	first := withKeys(t, cfg).Keys
	if secret := strings.Fields(first)[3]; strings.Contains(said, secret) {
		t.Error("the key was printed although it is in the file")
	}
	carryOut(t, config.KeysGenerate{Suite: "gm", From: "2999-01-01"}, cfg)
	cfg = withKeys(t, cfg)
	if !strings.HasPrefix(cfg.Keys, first) {
		t.Error("the first key was written over")
	}
	registerOne(t, cfg)
	listed := carryOut(t, config.KeysList{}, cfg)
	if !strings.Contains(listed, "intl") || !strings.Contains(listed, "1 data keys, current") || !strings.Contains(listed, "waits for its day") {
		t.Errorf("listed are\n%s", listed)
	}
	if printed := carryOut(t, config.KeysGenerate{Suite: "gm"}, config.Config{}); !strings.HasPrefix(printed, "#") {
		t.Errorf("without a file it printed %s", printed)
	} else if _, err := seal.ParseKeyring(printed, func() string { return "2999-01-01" }); err != nil {
		t.Errorf("what it printed is no key file: %v", err)
	}
	for _, wrong := range []config.KeysGenerate{{Suite: "des"}, {Suite: "gm", From: "tomorrow"}} {
		if err := Run(t.Context(), wrong, cfg, io.Discard, io.Discard); err == nil {
			t.Errorf("%+v made a key", wrong)
		}
	}
}

// Keys are added one at a time: what a missing one wraps cannot be read, and every command says so.
func TestMissingKeysAreFound(t *testing.T) {
	t.Parallel()
	cfg := keyOffice(t)
	carryOut(t, config.KeysGenerate{Suite: "gm"}, cfg)
	cfg = withKeys(t, cfg)
	registerOne(t, cfg)
	report := func(cfg config.Config) string {
		var out bytes.Buffer
		_ = Run(t.Context(), config.Doctor{}, cfg, &out, io.Discard) // other lines fail: there is no WeCom here
		return out.String()
	}
	cfg.WeCom.APIBase = "http://127.0.0.1:1"
	if got := report(cfg); !strings.Contains(got, "ok    keys: ") || !strings.Contains(got, "all 1 in use are there") {
		t.Errorf("with its key:\n%s", got)
	}
	lost := cfg
	lost.KeysFile = ""
	lost.Keys = seal.NewMasterKey(seal.Suites[0], "2020-01-01").Line()
	if got := report(lost); !strings.Contains(got, "FAIL  keys: ") || !strings.Contains(got, "is missing") {
		t.Errorf("with another key:\n%s", got)
	}
	none := lost
	none.Keys = ""
	if got := report(none); !strings.Contains(got, "WARN  keys: ") {
		t.Errorf("without keys:\n%s", got)
	}
	broken := lost
	broken.Keys = "k1 gm 2020-01-01 c2VjcmV0LXZhbHVl"
	if got := report(broken); !strings.Contains(got, "FAIL  keys: ") || strings.Contains(got, "c2VjcmV0LXZhbHVl") {
		t.Errorf("with a broken key:\n%s", got)
	}
	var out bytes.Buffer
	if err := Run(t.Context(), config.KeysList{}, lost, &out, io.Discard); models.CodeOf(err) != models.Unavailable || !strings.Contains(out.String(), "MISSING: 1 data keys") {
		t.Errorf("%v\n%s", err, &out)
	}
	for _, cfg := range []config.Config{lost, none} {
		if err := Run(t.Context(), config.KeysRotate{}, cfg, io.Discard, io.Discard); models.CodeOf(err) != models.Unavailable {
			t.Errorf("rotated without the key: %v", err)
		}
	}
}

// A service without keys works as before; what it kept in the clear is sealed once there are keys.
func TestKeysComeLater(t *testing.T) {
	t.Parallel()
	cfg := keyOffice(t)
	registerOne(t, cfg)
	lead := func(cfg config.Config) (name string, sealed bool) {
		err := withStore(t.Context(), cfg, silent(), func(st *store.Store) error {
			return st.Read(t.Context(), func(tx *store.Tx) error {
				found, err := tx.LeadPetitioner(1)
				name, sealed = found.Name, found.Sealed != nil
				return err
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		return name, sealed
	}
	if name, sealed := lead(cfg); name != "张某" || sealed {
		t.Errorf("without keys the row holds %q, sealed %v", name, sealed)
	}
	carryOut(t, config.KeysGenerate{Suite: "gm"}, cfg)
	cfg = withKeys(t, cfg)
	if out := carryOut(t, config.KeysSealExisting{}, cfg); !strings.HasPrefix(out, "1 reports") {
		t.Error(out)
	}
	if name, sealed := lead(cfg); name != "" || !sealed {
		t.Errorf("with keys the row holds %q, sealed %v", name, sealed)
	}
}

// Sealed petitioners are indexed by whoever has the keys; a command without them leaves the indexes as they are.
func TestSealedPetitionersAreIndexedAnew(t *testing.T) {
	t.Parallel()
	cfg := keyOffice(t)
	carryOut(t, config.KeysGenerate{Suite: "intl"}, cfg)
	cfg = withKeys(t, cfg)
	registerOne(t, cfg)
	index := func() string {
		var found petition.Petitioner
		err := withStore(t.Context(), cfg, silent(), func(st *store.Store) error {
			return st.Read(t.Context(), func(tx *store.Tx) (err error) {
				found, err = tx.LeadPetitioner(1)
				return err
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		return found.MobileIndex
	}
	cfg.IndexKey = "a synthetic index key of one office"
	if out := carryOut(t, config.Migrate{}, cfg); !strings.Contains(out, "indexed anew: 1") || index() == "" {
		t.Errorf("with the keys: %s, index %q", out, index())
	}
	before := index()
	blind := cfg
	blind.Keys, blind.KeysFile, blind.IndexKey = "", "", "another synthetic key of that office"
	if out := carryOut(t, config.Migrate{}, blind); !strings.Contains(out, "indexed anew: 0") || index() != before {
		t.Errorf("without the keys: %s, index %q, was %q", out, index(), before)
	}
}
