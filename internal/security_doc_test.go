package internal_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	namedTest   = regexp.MustCompile("`((?:Test|Fuzz)\\w+)`")
	testFunc    = regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)\w+)\(`)
	surfaceLine = regexp.MustCompile(`(?m)^\| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ((?:V\d+ ?)+) \|$`)
	route       = regexp.MustCompile(`"(?:GET|POST) (/\w+)`)
)

// testsThere lists every test and fuzz target of the module.
func testsThere(t *testing.T) map[string]bool {
	t.Helper()
	there := map[string]bool{}
	err := filepath.WalkDir("..", func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		for _, found := range testFunc.FindAllStringSubmatch(string(text), -1) {
			there[found[1]] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return there
}

// The pages for operators promise nothing that no test tries, and no route of the HTTP front is without its row.
func TestWhatProtectsEachSurfaceIsTested(t *testing.T) {
	there := testsThere(t)
	for _, name := range []string{"security.md", "runbook.md", "reliability.md"} {
		page, err := os.ReadFile("../docs/" + name)
		if err != nil {
			t.Fatal(err)
		}
		for _, named := range namedTest.FindAllStringSubmatch(string(page), -1) {
			if !there[named[1]] {
				t.Errorf("docs/%s names %s, which is not there", name, named[1])
			}
		}
		if name != "security.md" {
			continue
		}
		surfaces := surfaceLine.FindAllStringSubmatch(string(page), -1)
		if len(surfaces) < 18 {
			t.Errorf("only %d surfaces", len(surfaces))
		}
		listed := ""
		for _, surface := range surfaces {
			listed += surface[1] + "\n"
			if !namedTest.MatchString(surface[4]) {
				t.Errorf("%s names no test", surface[1])
			}
		}
		for _, path := range routes(t) {
			if !strings.Contains(listed, "`"+path) {
				t.Errorf("docs/security.md has no surface %s", path)
			}
		}
	}
}

// routes are those that the HTTP front spells out, without what they share behind the first name.
func routes(t *testing.T) (paths []string) {
	t.Helper()
	files, err := filepath.Glob("web/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range route.FindAllStringSubmatch(string(content), -1) {
			paths = append(paths, found[1])
		}
	}
	if len(paths) < 6 {
		t.Fatalf("only %d routes", len(paths))
	}
	return paths
}
