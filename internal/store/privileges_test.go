package store_test

import (
	"log/slog"
	"net/url"
	"strings"
	"testing"

	"petitiondesk/internal/store"
	"petitiondesk/test/testenv"
)

// poorServers let the program's user create no triggers.
func poorServers() map[string]func(t *testing.T) string {
	all := map[string]func(t *testing.T) string{}
	if !testing.Short() {
		all["binary log"] = func(t *testing.T) string {
			server := testenv.MySQLServer(t, "--log-bin=binlog", "--server-id=1")
			root := opened(t, server.URL)
			address, err := url.Parse(server.URL)
			must(t, err)
			name := strings.TrimPrefix(address.Path, "/")
			must(t, root.DB().Exec("CREATE USER 'desk'@'%' IDENTIFIED BY 'a@b:c/d'").Error)
			must(t, root.DB().Exec("GRANT ALL ON `"+name+"`.* TO 'desk'@'%'").Error)
			address.User = url.UserPassword("desk", "a@b:c/d")
			return address.String()
		}
	}
	return all
}

func TestLedgerWithoutTriggers(t *testing.T) {
	for name, server := range poorServers() {
		t.Run(name, func(t *testing.T) {
			var log strings.Builder
			s, err := store.Open(t.Context(), store.Options{URL: server(t), Logger: slog.New(slog.NewTextHandler(&log, nil))})
			must(t, err)
			t.Cleanup(func() { must(t, s.Close()) })
			must(t, s.Migrate(t.Context()))
			if !strings.Contains(log.String(), "ledger is not guarded by triggers") {
				t.Errorf("logged %q", log.String())
			}
			transact(t, s, func(tx *store.Tx) error { _, err := registerWithSerial(tx, today, 1); return err })
			verifyLedger(t, s)
			if err := s.DB().Exec("UPDATE ledger_entries SET actor = 'nobody'").Error; err != nil {
				t.Errorf("this server was meant to have no triggers: %v", err)
			}
		})
	}
}
