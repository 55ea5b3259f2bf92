package engine

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"petitiondesk/models/queue"
)

func mustOpen(t rapid.TB, dir string) *Spool {
	t.Helper()
	spool, err := OpenSpool(dir)
	if err != nil {
		t.Fatalf("open spool: %v", err)
	}
	return spool
}

func mustClose(t rapid.TB, spool *Spool) {
	t.Helper()
	if err := spool.Close(); err != nil {
		t.Fatalf("close spool: %v", err)
	}
}

func replayAll(t rapid.TB, spool *Spool) (rows []queue.Inbound) {
	t.Helper()
	err := spool.Replay(context.Background(), func(batch []queue.Inbound) error {
		rows = append(rows, batch...)
		return nil
	})
	if err != nil {
		t.Fatalf("replay: %v", err)
	}
	return rows
}

// Whatever happens to the end of the last segment, all whole records before the damage come back, in order, and
// nothing else.
func TestADamagedTailCostsNothingBeforeIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp("", "spool") //nolint:usetesting // rapid's T has no TempDir of its own run
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = os.RemoveAll(dir) }()
		spool := mustOpen(t, dir)
		rows, ends := appendGroups(t, spool)
		mustClose(t, spool)

		intact := damage(t, segmentPath(dir, 1), ends)
		spool = mustOpen(t, dir)
		defer mustClose(t, spool)
		if spool.Len() != intact {
			t.Fatalf("%d rows counted, want %d", spool.Len(), intact)
		}
		got := replayAll(t, spool)
		if len(got) != intact || (intact > 0 && !cmp.Equal(got, rows[:intact])) {
			t.Fatalf("replayed %v, want the first %d of %v", got, intact, rows)
		}
		more := []queue.Inbound{inbound("li", "after")}
		if err := spool.Append(more); err != nil {
			t.Fatal(err)
		}
		if got := replayAll(t, spool); !cmp.Equal(got, more) {
			t.Fatalf("replayed %v after the damage", got)
		}
	})
}

// appendGroups returns the rows and where each record ends in the segment.
func appendGroups(t *rapid.T, spool *Spool) (rows []queue.Inbound, ends []int64) {
	var end int64
	for g := range rapid.IntRange(1, 5).Draw(t, "groups") {
		var group []queue.Inbound
		for n := range rapid.IntRange(1, 4).Draw(t, "rows") {
			row := inbound("li", fmt.Sprintf("%d-%d", g, n))
			row.Body = rapid.SliceOfN(rapid.Byte(), 1, 60).Draw(t, "body")
			encoded, err := encodeRows([]queue.Inbound{row})
			if err != nil {
				t.Fatal(err)
			}
			end += int64(len(encoded))
			group, ends = append(group, row), append(ends, end)
		}
		if err := spool.Append(group); err != nil {
			t.Fatal(err)
		}
		rows = append(rows, group...)
	}
	return rows, ends
}

// damage cuts, flips or extends the segment from some offset on and returns how many records stay whole.
func damage(t *rapid.T, path string, ends []int64) (intact int) {
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	at := rapid.IntRange(0, len(content)).Draw(t, "at")
	switch rapid.SampledFrom([]string{"cut", "flip", "zeros", "noise"}).Draw(t, "damage") {
	case "cut":
		content = content[:at]
	case "flip":
		if at < len(content) {
			content[at] ^= byte(rapid.IntRange(1, 255).Draw(t, "bits"))
		}
	case "zeros":
		content = append(content[:at], make([]byte, 64)...)
	case "noise":
		content = append(content[:at], rapid.SliceOfN(rapid.Byte(), 1, 64).Draw(t, "noise")...)
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, end := range ends {
		if end <= int64(at) {
			intact++
		}
	}
	return intact + wholeByChance(content, ends, intact)
}

// wholeByChance counts records after the offset that the damage left exactly as they were, such as a zero
// written over a zero.
func wholeByChance(content []byte, ends []int64, intact int) (more int) {
	from := int64(0)
	if intact > 0 {
		from = ends[intact-1]
	}
	for _, end := range ends[intact:] {
		if end > int64(len(content)) {
			break
		}
		if _, length, err := readRecord(newSection(content, from, end)); err != nil || length != end-from {
			break
		}
		from = end
		more++
	}
	return more
}

func TestRowsLeaveTheSpoolOnlyOnceTheyAreCommitted(t *testing.T) {
	dir := t.TempDir()
	spool := mustOpen(t, dir)
	var rows []queue.Inbound
	for n := range 600 {
		rows = append(rows, inbound("li", fmt.Sprintf("%03d", n)))
	}
	if err := spool.Append(rows); err != nil {
		t.Fatal(err)
	}
	calls := 0
	broken := errors.New("database went away")
	err := spool.Replay(context.Background(), func([]queue.Inbound) error {
		if calls++; calls == 2 {
			return broken
		}
		return nil
	})
	if !errors.Is(err, broken) || spool.Len() != 600-replayBatch {
		t.Fatalf("replay: %v, %d rows left", err, spool.Len())
	}
	mustClose(t, spool)
	spool = mustOpen(t, dir)
	if got := replayAll(t, spool); !cmp.Equal(got, rows) {
		t.Errorf("%d rows after a restart", len(got))
	}
	mustClose(t, spool)
	if left, _ := filepath.Glob(filepath.Join(dir, "*"+segmentSuffix)); len(left) != 0 {
		t.Errorf("files left: %v", left)
	}
}

func TestRowsAppendedDuringAReplayAreReplayedToo(t *testing.T) {
	spool := mustOpen(t, t.TempDir())
	defer mustClose(t, spool)
	if err := spool.Append([]queue.Inbound{inbound("li", "a")}); err != nil {
		t.Fatal(err)
	}
	var keys []string
	err := spool.Replay(context.Background(), func(rows []queue.Inbound) error {
		for _, row := range rows {
			keys = append(keys, row.Key)
			if len(keys) < 4 {
				if err := spool.Append([]queue.Inbound{inbound("li", row.Key+"a")}); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil || !cmp.Equal(keys, []string{"a", "aa", "aaa", "aaaa"}) || spool.Len() != 0 {
		t.Errorf("replayed %v, %v", keys, err)
	}
}

func TestTheSpoolIsPrivateAndBelongsToOne(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "spool")
	spool := mustOpen(t, dir)
	defer mustClose(t, spool)
	if err := spool.Append([]queue.Inbound{inbound("li", "a")}); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]os.FileMode{dir: 0o700, segmentPath(dir, 1): 0o600} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", path, info.Mode().Perm(), err)
		}
	}
	if _, err := OpenSpool(dir); !errors.Is(err, ErrSpoolInUse) {
		t.Errorf("second owner: %v", err)
	}
}

func TestASegmentThatRotsIsSetAsideAndHoldsUpNobody(t *testing.T) {
	dir := t.TempDir()
	spool := mustOpen(t, dir)
	defer mustClose(t, spool)
	if err := spool.Append([]queue.Inbound{inbound("li", "a")}); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(segmentPath(dir, 1), 10); err != nil {
		t.Fatal(err)
	}
	if err := spool.Replay(context.Background(), func([]queue.Inbound) error { return nil }); err == nil {
		t.Error("the damage went unnoticed")
	}
	more := []queue.Inbound{inbound("li", "b")}
	if err := spool.Append(more); err != nil {
		t.Fatal(err)
	}
	if got := replayAll(t, spool); !cmp.Equal(got, more) {
		t.Errorf("replayed %v", got)
	}
}

func FuzzRecoverSegment(f *testing.F) {
	whole, err := encodeRows([]queue.Inbound{inbound("li", "a"), inbound("wang", "b")})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add(whole[:len(whole)-3])
	f.Add(make([]byte, 64))
	f.Fuzz(func(t *testing.T, content []byte) {
		path := filepath.Join(t.TempDir(), "1"+segmentSuffix)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		seg, cut, err := recoverSegment(path)
		if err != nil {
			t.Fatal(err)
		}
		rows, end, err := readRecords(path, 0, seg.size, len(content)+1)
		if err != nil || len(rows) != seg.records || end != seg.size || seg.size+cut != int64(len(content)) {
			t.Errorf("%d rows to %d, %v; recovered %+v, cut %d", len(rows), end, err, seg, cut)
		}
	})
}

func newSection(content []byte, from, end int64) *bytes.Reader {
	return bytes.NewReader(content[from:end])
}
