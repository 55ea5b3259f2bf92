package store_test

import (
	"path/filepath"
	"strings"
	"testing"

	"petitiondesk/internal/store"
	"petitiondesk/models"
	"petitiondesk/models/queue"
	"petitiondesk/test/testenv"
)

// outages make a database unreachable in the ways each kind has.
func outages() map[string]func(t *testing.T) *store.Store {
	all := map[string]func(t *testing.T) *store.Store{
		"sqlite closed": func(t *testing.T) *store.Store {
			s, err := store.Open(t.Context(), store.Options{URL: "sqlite://" + filepath.Join(t.TempDir(), "desk.db")})
			must(t, err)
			must(t, s.Migrate(t.Context()))
			must(t, s.Close())
			return s
		},
	}
	if !testing.Short() {
		all["mariadb stopped"] = func(t *testing.T) *store.Store {
			server := testenv.MySQLServer(t)
			s := migrated(t, server.URL)
			server.Stop()
			return s
		}
	}
	return all
}

func TestDatabaseDown(t *testing.T) {
	for name, outage := range outages() {
		t.Run(name, func(t *testing.T) {
			s := outage(t)
			ctx := t.Context()
			wantCode(t, s.Ping(ctx), models.Unavailable)
			wantCode(t, s.AddInbound(ctx, []queue.Inbound{inbound("a", "zhang", 0), inbound("b", "li", 0)}), models.Unavailable)
			_, err := s.InboundHeads(ctx, start, 10)
			wantCode(t, err, models.Unavailable)
			wantCode(t, s.Transact(ctx, func(tx *store.Tx) error { return tx.Tell(message("a")) }), models.Unavailable)
			wantCode(t, s.Read(ctx, func(tx *store.Tx) error { _, err := tx.Units(); return err }), models.Unavailable)
			_, err = s.DatabaseTime(ctx)
			wantCode(t, err, models.Unavailable)
		})
	}
}

func TestOpenWithoutServer(t *testing.T) {
	_, err := store.Open(t.Context(), store.Options{URL: "mysql://root:Geheim%21@127.0.0.1:1/desk?timeout=1s"})
	wantCode(t, err, models.Unavailable)
	if strings.Contains(err.Error(), "Geheim") {
		t.Errorf("the password is in %q", err)
	}
}

func TestUnusableURLs(t *testing.T) {
	for _, url := range []string{
		"", "sqlite", "sqlite://", "postgres://root:Geheim@h/db", "mysql://root:Geheim@h", "mysql://root:Geheim%@h/db",
		"mysql://root:Geheim@h/db?multiStatements=true", "mysql://root:Geheim@h/db?timeout=soon", "mysql://:Geheim@h/db",
		"mysql://root:Geheim@h/db?tls=perhaps", "sqlite:///a.db?mode=ro",
	} {
		s, err := store.Open(t.Context(), store.Options{URL: url})
		if err == nil {
			must(t, s.Close())
			t.Errorf("%q was opened", url)
			continue
		}
		if strings.Contains(err.Error(), "Geheim") {
			t.Errorf("the password is in %q", err)
		}
	}
}
