package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"time"

	"petitiondesk/bot"
	"petitiondesk/config"
	"petitiondesk/handlers"
	"petitiondesk/internal/cache"
	"petitiondesk/internal/seal"
	"petitiondesk/internal/store"
	"petitiondesk/internal/web"
	"petitiondesk/models"
)

// check is one line of the doctor: a name, what is done, and what to do when it fails.
type check struct {
	name   string
	run    func(ctx context.Context) (string, error)
	remedy string
}

// advice is about what works and should be better; it does not fail the doctor.
type advice string

func (a advice) Error() string { return string(a) }

// doctor looks at everything the settings point to. Each line says ok, or what to do.
func doctor(ctx context.Context, options config.Doctor, cfg config.Config, out io.Writer, log *slog.Logger) error {
	failed := false
	for _, c := range checks(options, cfg, log) {
		within, cancel := context.WithTimeout(ctx, 10*time.Second)
		detail, err := c.run(within)
		cancel()
		line := fmt.Sprintf("ok    %s: %s", c.name, detail)
		if _, ok := errors.AsType[advice](err); ok {
			line = fmt.Sprintf("WARN  %s: %s\n      -> %s", c.name, bot.Redact(err.Error()), c.remedy)
		} else if err != nil {
			failed = true
			line = fmt.Sprintf("FAIL  %s: %s\n      -> %s", c.name, bot.Redact(err.Error()), c.remedy)
		}
		if _, err := fmt.Fprintln(out, line); err != nil {
			return err
		}
	}
	if failed {
		return ErrNotInOrder
	}
	return nil
}

func checks(options config.Doctor, cfg config.Config, log *slog.Logger) []check {
	probe := prober{cfg: cfg, log: log, apply: options.Apply}
	return []check{
		{"settings", probe.settings, "correct the settings named above; every secret may also come from its _FILE twin."},
		{"index key", probe.indexKey, "set DESK_INDEX_KEY (or DESK_INDEX_KEY_FILE) to a random secret of at least 32 characters and run petitiondesk migrate: then changing the callback's key leaves repeats to be found."},
		{"database", probe.database, "start the database, check DESK_DATABASE, and grant the account rights on its schema; then run petitiondesk migrate."},
		{"clock", probe.clock, "synchronise the clocks of this machine and the database server (NTP); above 10 s the service stops taking work."},
		{"keys", probe.keys, "petitiondesk keys generate makes a key, DESK_KEYS_FILE names the file; petitiondesk keys list shows which is missing: find it in your copy."},
		{"redis", probe.redis, "start Redis and check DESK_REDIS. The service works without it, only slower."},
		{"ledger triggers", probe.triggers, "grant the account TRIGGER, or set log_bin_trust_function_creators=1, and run petitiondesk migrate; without triggers the hash chain still shows changes, but nothing hinders them."},
		{"ledger key", probe.ledgerKey, "make one with petitiondesk ledger-key NAME, keep it apart from the database and name its file in DESK_LEDGER_KEY_FILE."},
		{"anchor file", probe.anchorFile, "set DESK_ANCHOR_FILE to an append-only file on another path or host that the service may write and whoever administers the database may not."},
		{"wecom token", probe.token, "check DESK_WECOM_CORP_ID and DESK_WECOM_SECRET; errcode 60020 means this machine's address is missing from the app's trusted IPs."},
		{"wecom app", probe.app, "check DESK_WECOM_AGENT_ID and that the app is enabled for the people who use it."},
		{"wecom menu", probe.menu, "petitiondesk doctor --apply installs it; serve does so when it starts."},
		{"address book", probe.addressBook, "give the app the departments of the people who use it as its visible range; without it only imports say who works here."},
		{"callback url", probe.callback, "the address must reach this service from outside: check DNS, TLS, the proxy, and that serve is running."},
	}
}

type prober struct {
	cfg   config.Config
	log   *slog.Logger
	apply bool
}

func (p prober) settings(context.Context) (string, error) { return "complete", p.cfg.Validate() }

func (p prober) indexKey(context.Context) (string, error) {
	if p.cfg.IndexKey == "" {
		return "", advice("the blind indexes of petitioners depend on DESK_WECOM_AES_KEY")
	}
	return "of its own", nil
}

func (p prober) withDatabase(ctx context.Context, do func(*store.Store) error) error {
	// Opening a SQLite file that is not there would make one.
	if path, ok := strings.CutPrefix(p.cfg.Database, "sqlite://"); ok {
		if _, err := os.Stat(path); err != nil {
			return err
		}
	}
	st, err := store.Open(ctx, store.Options{URL: p.cfg.Database, Logger: p.log, Clock: models.SystemClock{}})
	if err != nil {
		return err
	}
	defer func() { _ = st.Close() }() // only looked at
	return do(st)
}

func (p prober) database(ctx context.Context) (string, error) {
	return "answers", p.withDatabase(ctx, func(st *store.Store) error { return st.Ping(ctx) })
}

func (p prober) clock(ctx context.Context) (string, error) {
	var skew time.Duration
	err := p.withDatabase(ctx, func(st *store.Store) error {
		there, err := st.DatabaseTime(ctx)
		skew = time.Since(there).Round(time.Millisecond)
		return err
	})
	if err == nil && skew.Abs() > 2*time.Second {
		err = fmt.Errorf("this machine differs from the database by %s", skew)
	}
	return fmt.Sprintf("differs from the database by %s", skew), err
}

// keys tries the current master key and asks whether all that wrap something are there.
func (p prober) keys(ctx context.Context) (string, error) {
	ring, err := openKeys(p.cfg)
	if err != nil {
		return "", err
	}
	if ring == nil {
		return "", advice("there are none: personal data are kept in the clear")
	}
	vault := seal.NewVault(ring)
	id, wrapped, err := vault.Wrap(ctx, "doctor", vault.NewKey())
	if err == nil {
		_, err = seal.NewVault(ring).Unwrap(ctx, "doctor", id, wrapped)
	}
	if err != nil {
		return "", err
	}
	var used []string
	err = p.withDatabase(ctx, func(st *store.Store) error {
		if ready, err := st.UpToDate(ctx); err != nil || !ready {
			return err
		}
		used, err = deskOver(st, p.log).MasterKeysInUse(ctx)
		return err
	})
	for _, key := range used {
		if !slices.ContainsFunc(ring.Keys(), func(k seal.MasterKey) bool { return k.ID == key }) {
			return "", fmt.Errorf("%s wraps personal data and is missing", key)
		}
	}
	if err != nil {
		return fmt.Sprintf("%s works; the database could not be asked which keys it needs", id), nil //nolint:nilerr // the line about the database says so
	}
	return fmt.Sprintf("%s is current, all %d in use are there", id, len(used)), nil
}

func (p prober) triggers(ctx context.Context) (string, error) {
	err := p.withDatabase(ctx, func(st *store.Store) error {
		missing, err := st.MissingTriggers(ctx)
		if err == nil && len(missing) > 0 {
			err = fmt.Errorf("missing: %s", strings.Join(missing, ", "))
		}
		return err
	})
	return "refuse to change or delete entries", err
}

func (p prober) ledgerKey(context.Context) (string, error) {
	if p.cfg.Ledger.Key == "" {
		return "", errors.New("no key: no checkpoints are signed, so nobody outside can vouch for the ledger")
	}
	anchoring, err := anchoringOf(p.cfg.Ledger)
	if err != nil {
		return "", err
	}
	return "signs as " + anchoring.Signers[0].Name(), nil
}

func (p prober) anchorFile(context.Context) (string, error) {
	path := p.cfg.Ledger.AnchorFile
	if path == "" {
		return "", errors.New("no anchor file: a restored or rewritten ledger is only found by messages that people kept")
	}
	file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if errors.Is(err, os.ErrNotExist) {
		_, err = os.Stat(filepath.Dir(path))
		return "not begun yet", err
	}
	if err != nil {
		return "", err
	}
	return "can be appended to", file.Close()
}

func (p prober) redis(ctx context.Context) (string, error) {
	c, err := cache.Open(ctx, p.cfg.Redis, p.log)
	if err != nil {
		return "", err
	}
	defer func() { _ = c.Close() }() // only looked at
	if c.Ping(ctx) == nil {
		return "answers", nil
	}
	// After a failure the cache leaves Redis alone for a second; only a later try tells the cause.
	select {
	case <-ctx.Done():
	case <-time.After(2 * time.Second):
	}
	return "answers", c.Ping(ctx)
}

func (p prober) client() *bot.Client {
	w := p.cfg.WeCom
	return bot.NewClient(bot.ClientConfig{CorpID: w.CorpID, Secret: w.Secret, AgentID: w.AgentID, APIBase: w.APIBase, Logger: p.log})
}

func (p prober) token(ctx context.Context) (string, error) {
	_, err := p.client().Tokens().Token(ctx)
	return "issued", err
}

func (p prober) app(ctx context.Context) (string, error) {
	agent, err := p.client().AgentInfo(ctx)
	if err == nil && agent.Closed == 1 {
		err = fmt.Errorf("the app is stopped in the admin console")
	}
	return agent.Name, err
}

// menu compares the app's menu with ours. That it cannot be read is told by the line about the app.
func (p prober) menu(ctx context.Context) (string, error) {
	want := handlers.AppMenu()
	if p.apply {
		return "installed", p.client().CreateMenu(ctx, want)
	}
	have, err := p.client().Menu(ctx)
	switch {
	case err != nil:
		return "", advice("it cannot be read")
	case !reflect.DeepEqual(have, want):
		return "", advice("it is not the one of this version")
	}
	return "up to date", nil
}

func (p prober) addressBook(ctx context.Context) (string, error) {
	departments, err := p.client().Departments(ctx)
	if err != nil {
		return "", advice("its departments cannot be read")
	}
	return fmt.Sprintf("%d departments can be read", len(departments)), nil
}

// callback expects our own refusal: a request without a signature gets 403 from the service and from nothing
// else in between.
func (p prober) callback(ctx context.Context) (string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, p.cfg.PublicURL+web.CallbackPath, nil)
	if err != nil {
		return "", fmt.Errorf("read DESK_PUBLIC_URL: %w", err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", err
	}
	_ = answer.Body.Close() // nothing is read
	if answer.StatusCode != http.StatusForbidden {
		return "", fmt.Errorf("answered %s instead of refusing an unsigned request with 403", answer.Status)
	}
	return "reachable and refuses unsigned requests", nil
}
