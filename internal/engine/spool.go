package engine

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"petitiondesk/models/queue"
)

const (
	segmentLimit = 4 << 20 // bytes after which a new segment is begun
	replayBatch  = 256
	refusedName  = "refused"
)

// ErrSpoolInUse says that another process holds the spool's directory.
var ErrSpoolInUse = errors.New("spool directory is in use by another process")

// Spool keeps inbound rows on the local disk while the database cannot take them. Rows are durable when Append
// returns and leave, in order, once the database has them. It belongs to one process at a time.
type Spool struct {
	dir  string
	lock *os.File

	replaying sync.Mutex // one replay at a time

	mu       sync.Mutex
	segments []*segment // in order; the last one may be open for appending
	active   *os.File   // the last segment, nil when the next append begins a new one
	next     int        // number of the next segment
	cut      int64      // bytes of torn tails removed on opening
}

// OpenSpool opens the spool in dir, creating it when needed. A tail torn by a crash was never acknowledged to
// anybody and is cut off.
func OpenSpool(dir string) (*Spool, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("create spool directory: %w", err)
	}
	if err := os.Chmod(dir, 0o700); err != nil {
		return nil, fmt.Errorf("protect spool directory: %w", err)
	}
	lock, err := lockFile(filepath.Join(dir, "lock"))
	if err != nil {
		return nil, fmt.Errorf("lock spool directory: %w", err)
	}
	s := &Spool{dir: dir, lock: lock, next: 1}
	if err := s.load(); err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	return s, nil
}

func (s *Spool) load() error {
	names, err := filepath.Glob(filepath.Join(s.dir, "*"+segmentSuffix))
	if err != nil {
		return fmt.Errorf("list spool segments: %w", err)
	}
	slices.Sort(names)
	for _, name := range names {
		number, ok := segmentNumber(name)
		if !ok {
			continue
		}
		s.next = max(s.next, number+1)
		seg, cut, err := recoverSegment(name)
		if err != nil {
			return err
		}
		s.cut += cut
		if seg.records == 0 {
			if err := os.Remove(name); err != nil {
				return fmt.Errorf("remove empty spool segment: %w", err)
			}
			continue
		}
		s.segments = append(s.segments, seg)
	}
	return nil
}

// Append writes the rows as one group with one fsync. After an error none of them counts as kept.
func (s *Spool) Append(rows []queue.Inbound) error {
	if len(rows) == 0 {
		return nil
	}
	group, err := encodeRows(rows)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.ensureActive(); err != nil {
		return err
	}
	seg := s.segments[len(s.segments)-1]
	if err := writeDurably(s.active, group, seg.size); err != nil {
		s.retireActive()
		return fmt.Errorf("append to spool: %w", err)
	}
	seg.size += int64(len(group))
	seg.records += len(rows)
	if seg.size >= segmentLimit {
		s.retireActive()
	}
	return nil
}

func (s *Spool) ensureActive() error {
	if s.active != nil {
		return nil
	}
	path := segmentPath(s.dir, s.next)
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("create spool segment: %w", err)
	}
	s.next++
	if err := syncDir(s.dir); err != nil {
		return errors.Join(fmt.Errorf("keep spool segment: %w", err), file.Close(), os.Remove(path))
	}
	s.active = file
	s.segments = append(s.segments, &segment{path: path})
	return nil
}

// retireActive lets the next append begin a new segment. What was appended is already durable, so a failing
// close loses nothing.
func (s *Spool) retireActive() {
	if s.active == nil {
		return
	}
	_ = s.active.Close()
	s.active = nil
}

// Replay hands the rows to add, in order and in batches, until none is left or add fails. Rows leave the spool
// when add returns nil; after a crash in between they are handed over again.
func (s *Spool) Replay(ctx context.Context, add func([]queue.Inbound) error) error {
	s.replaying.Lock()
	defer s.replaying.Unlock()
	for ctx.Err() == nil {
		seg, size := s.front()
		if seg == nil {
			return nil
		}
		rows, end, err := readRecords(seg.path, seg.read, size, replayBatch)
		if errors.Is(err, errTornRecord) || errors.Is(err, errShortWindow) {
			return errors.Join(err, s.setAsideSegment(seg))
		}
		if err != nil {
			return err
		}
		if len(rows) > 0 {
			if err := add(rows); err != nil {
				return fmt.Errorf("replay spool: %w", err)
			}
		}
		if err := s.advance(seg, end, len(rows)); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// front is the oldest segment and its durable size now.
func (s *Spool) front() (*segment, int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.segments) == 0 {
		return nil, 0
	}
	return s.segments[0], s.segments[0].size
}

// advance notes that the rows before end are in the database, and removes the segment when that is all of it.
func (s *Spool) advance(seg *segment, end int64, count int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	seg.read = end
	seg.replayed += count
	if seg.read < seg.size {
		return nil
	}
	if len(s.segments) == 1 {
		s.retireActive()
	}
	if err := os.Remove(seg.path); err != nil {
		return fmt.Errorf("remove replayed spool segment: %w", err)
	}
	s.segments = s.segments[1:]
	return nil
}

// setAsideSegment takes a segment whose durable part can no longer be read out of the way, for a person to look
// at, so that it does not hold up the others for ever.
func (s *Spool) setAsideSegment(seg *segment) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.segments) == 1 {
		s.retireActive()
	}
	if err := os.Rename(seg.path, seg.path+".damaged"); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("set damaged spool segment aside: %w", err)
	}
	s.segments = s.segments[1:]
	return nil
}

// SetAside durably keeps rows that the database refuses, for a person to look at; they are not replayed.
func (s *Spool) SetAside(rows []queue.Inbound) error {
	group, err := encodeRows(rows)
	if err != nil {
		return err
	}
	file, err := os.OpenFile(filepath.Join(s.dir, refusedName), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("open refused rows: %w", err)
	}
	_, err = file.Write(group)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return fmt.Errorf("keep refused rows: %w", err)
	}
	return nil
}

// Len is how many rows wait for the database.
func (s *Spool) Len() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	total := 0
	for _, seg := range s.segments {
		total += seg.records - seg.replayed
	}
	return total
}

// Truncated is how many bytes of torn tails were cut off on opening.
func (s *Spool) Truncated() int64 { return s.cut }

// Close gives the directory free. Rows in it stay for the next process.
func (s *Spool) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.retireActive()
	if err := s.lock.Close(); err != nil {
		return fmt.Errorf("unlock spool directory: %w", err)
	}
	return nil
}
