package store_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"petitiondesk/internal/store"
	"petitiondesk/models/ledger"
)

const migrationVariable = "STORE_TEST_MIGRATE"

func migrationURL() string { return os.Getenv(migrationVariable) }

// migrateAsProcess is this test binary when it plays a replica that starts.
func migrateAsProcess(url string) {
	ctx := context.Background()
	s, err := store.Open(ctx, store.Options{URL: url})
	if err == nil {
		err = s.Migrate(ctx)
	}
	if err == nil {
		err = s.Close()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func TestReplicasStartTogetherOnAnEmptyDatabase(t *testing.T) {
	for name, database := range databases() {
		t.Run(name, func(t *testing.T) {
			for range 5 {
				url := database(t)
				var replicas sync.WaitGroup
				for range 3 {
					replicas.Go(func() {
						replica := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^$")
						replica.Env = append(os.Environ(), migrationVariable+"="+url)
						if output, err := replica.CombinedOutput(); err != nil {
							t.Errorf("replica: %v: %s", err, output)
						}
					})
				}
				replicas.Wait()
				s := opened(t, url)
				head := read(t, s, (*store.Tx).LedgerHead)
				if head != ledger.Genesis() {
					t.Errorf("head of a new ledger is %+v", head)
				}
			}
		})
	}
}

func TestMigrateAgainChangesNothing(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		transact(t, s, func(tx *store.Tx) error {
			return tx.Append(ledger.Entry{Kind: ledger.CountyImported, Actor: "system", At: start})
		})
		before := read(t, s, (*store.Tx).LedgerHead)
		must(t, s.Migrate(t.Context()))
		if after := read(t, s, (*store.Tx).LedgerHead); after != before {
			t.Errorf("head moved from %+v to %+v", before, after)
		}
	})
}

func TestMemoryDatabaseLeavesNothingBehind(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	s, err := store.Open(t.Context(), store.Options{URL: "sqlite://:memory:"})
	must(t, err)
	must(t, s.Migrate(t.Context()))
	must(t, s.Close())
	left, err := filepath.Glob(filepath.Join(folder, "*"))
	must(t, err)
	if len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
