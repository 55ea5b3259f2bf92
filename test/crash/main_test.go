// Package crash_test runs three replicas of the real program on a real MariaDB and Redis, takes everything away from them
// again and again, and then asks whether anybody was told twice, too early, too late or not at all. docs/reliability.md
// says how to read what it prints.
package crash_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"go.uber.org/goleak"
)

// binary is the program under test with its crash points compiled in. Without the variables that name one it behaves as
// the program that is served.
var binary string

func TestMain(m *testing.M) {
	folder, err := os.MkdirTemp("", "desk-crash-")
	if err == nil {
		binary = filepath.Join(folder, "petitiondesk")
		err = build(binary)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		_ = os.RemoveAll(folder)
		os.Exit(1)
	}
	goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
		_ = os.RemoveAll(folder)
		os.Exit(code)
	}))
}

func build(path string) error {
	out, err := exec.Command("go", "build", "-tags", "crashpoints", "-o", path, "petitiondesk").CombinedOutput()
	if err != nil {
		return fmt.Errorf("build the program: %w\n%s", err, out)
	}
	return nil
}
