package app

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// The file only grows, a line stands in it once, and one that a crash cut short is followed by the whole one.
func TestAnchorFileOnlyGrows(t *testing.T) {
	file := &anchorFile{path: filepath.Join(t.TempDir(), "anchors.txt")}
	if lines, err := file.Lines(); err != nil || len(lines) > 0 {
		t.Fatalf("before the first line: %q, %v", lines, err)
	}
	write := func(line string, at int64) {
		t.Helper()
		if offset, err := file.Append(line); err != nil || offset != at {
			t.Errorf("%q at %d, %v; want %d", line, offset, err, at)
		}
	}
	write("first", 0)
	write("second", 6)
	write("first", 0)
	write("second", 6)
	write("sec", 13) // not the beginning of another line
	cut, err := os.OpenFile(file.path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := cut.WriteString("four"); err != nil {
		t.Fatal(err)
	}
	cut.Close()
	write("fourth", 22)
	lines, err := file.Lines()
	if want := []string{"first", "second", "sec", "four", "fourth"}; err != nil || !slices.Equal(lines, want) {
		t.Errorf("the file holds %q, %v; want %q", lines, err, want)
	}
}
