package internal_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	behaviourTest = regexp.MustCompile("`(Test\\w+)`")
	anyTestFunc   = regexp.MustCompile(`(?m)^func (Test\w+)\(`)
)

// Every one of the twenty behaviours names tests, and every test named exists.
func TestEveryBehaviourHasItsTests(t *testing.T) {
	there := map[string]bool{}
	err := filepath.WalkDir("..", func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		for _, found := range anyTestFunc.FindAllStringSubmatch(string(text), -1) {
			there[found[1]] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	doc, err := os.ReadFile("../docs/behaviours.md")
	if err != nil {
		t.Fatal(err)
	}
	lines := ruleLine.FindAllStringSubmatch(string(doc), -1)
	if len(lines) != 20 {
		t.Errorf("%d behaviours are listed, want 20", len(lines))
	}
	for i, line := range lines {
		tests := behaviourTest.FindAllStringSubmatch(line[0], -1)
		if line[1] != fmt.Sprintf("%02d", i+1) || len(tests) == 0 {
			t.Errorf("behaviour %s stands in place %d with %d tests", line[1], i+1, len(tests))
		}
		for _, test := range tests {
			if !there[test[1]] {
				t.Errorf("behaviour %s names %s, which is not there", line[1], test[1])
			}
		}
	}
}
