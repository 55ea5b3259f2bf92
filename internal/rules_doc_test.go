package internal_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	ruleLine  = regexp.MustCompile(`(?m)^\| (\d\d) \|.*$`)
	ruleTest  = regexp.MustCompile("`(TestRule\\w+)`")
	ruleFunc  = regexp.MustCompile(`(?m)^func (TestRule\w+)\(`)
	rulesHold = 17
)

// Every rule of the clocks names tests that exist, and no test named after a rule is left out.
func TestEveryRuleOfTheClocksHasItsTests(t *testing.T) {
	there := map[string]bool{}
	err := filepath.WalkDir("..", func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		for _, found := range ruleFunc.FindAllStringSubmatch(string(text), -1) {
			there[found[1]] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	doc, err := os.ReadFile("../docs/clocks.md")
	if err != nil {
		t.Fatal(err)
	}
	lines := ruleLine.FindAllStringSubmatch(string(doc), -1)
	if len(lines) != rulesHold {
		t.Errorf("%d rules are listed, want %d", len(lines), rulesHold)
	}
	var named []string
	for i, line := range lines {
		number := fmt.Sprintf("%02d", i+1)
		tests := ruleTest.FindAllStringSubmatch(line[0], -1)
		if line[1] != number || len(tests) == 0 {
			t.Errorf("rule %s stands in place %s with %d tests", line[1], number, len(tests))
		}
		for _, test := range tests {
			named = append(named, test[1])
			if !there[test[1]] || !strings.HasPrefix(test[1], "TestRule"+number) {
				t.Errorf("rule %s names %s, which is not there or not its own", number, test[1])
			}
		}
	}
	for name := range there {
		if !slices.Contains(named, name) {
			t.Errorf("%s stands in no line of docs/clocks.md", name)
		}
	}
}
