package engine

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"petitiondesk/models/queue"
)

const (
	segmentSuffix = ".spool"
	headerSize    = 8       // length and checksum, four bytes each, little endian
	recordLimit   = 8 << 20 // a longer length can only be damage
)

var (
	castagnoli     = crc32.MakeTable(crc32.Castagnoli)
	errTornRecord  = errors.New("record is torn or damaged")
	errShortWindow = errors.New("spool segment is shorter than what was made durable")
)

// segment is one append-only file of the spool.
type segment struct {
	path     string
	size     int64 // durable bytes
	records  int   // in those bytes
	read     int64 // bytes whose rows are in the database
	replayed int   // rows in those bytes
}

func segmentPath(dir string, number int) string {
	return filepath.Join(dir, fmt.Sprintf("%010d%s", number, segmentSuffix))
}

func segmentNumber(path string) (int, bool) {
	number, err := strconv.Atoi(strings.TrimSuffix(filepath.Base(path), segmentSuffix))
	return number, err == nil
}

// recoverSegment counts the whole records of a file and cuts off whatever follows them.
func recoverSegment(path string) (seg *segment, cut int64, err error) {
	file, err := os.OpenFile(path, os.O_RDWR, 0o600)
	if err != nil {
		return nil, 0, fmt.Errorf("open spool segment: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	info, err := file.Stat()
	if err != nil {
		return nil, 0, fmt.Errorf("measure spool segment: %w", err)
	}
	seg = &segment{path: path}
	reader := bufio.NewReader(file)
	for {
		_, length, err := readRecord(reader)
		if errors.Is(err, io.EOF) || errors.Is(err, errTornRecord) {
			break
		}
		if err != nil {
			return nil, 0, fmt.Errorf("read spool segment: %w", err)
		}
		seg.size += length
		seg.records++
	}
	if cut = info.Size() - seg.size; cut == 0 {
		return seg, 0, nil
	}
	if err := errors.Join(file.Truncate(seg.size), file.Sync()); err != nil {
		return nil, 0, fmt.Errorf("cut torn spool segment: %w", err)
	}
	return seg, cut, nil
}

// readRecords reads up to limit rows between two offsets of a segment and tells where the next one starts.
func readRecords(path string, from, to int64, limit int) (rows []queue.Inbound, end int64, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, from, fmt.Errorf("open spool segment: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	reader := bufio.NewReader(io.NewSectionReader(file, from, to-from))
	for end = from; end < to && len(rows) < limit; {
		row, length, err := readRecord(reader)
		if errors.Is(err, io.EOF) {
			err = errShortWindow
		}
		if err != nil {
			return nil, from, fmt.Errorf("read spool segment: %w", err)
		}
		rows = append(rows, row)
		end += length
	}
	return rows, end, nil
}

func encodeRows(rows []queue.Inbound) ([]byte, error) {
	var group []byte
	for _, row := range rows {
		payload, err := json.Marshal(row)
		if err != nil {
			return nil, fmt.Errorf("encode spool record: %w", err)
		}
		if len(payload) > recordLimit {
			return nil, fmt.Errorf("encode spool record: %d bytes are too many", len(payload))
		}
		start := len(group)
		group = binary.LittleEndian.AppendUint32(group, uint32(len(payload)))
		group = binary.LittleEndian.AppendUint32(group, checksum(group[start:start+4], payload))
		group = append(group, payload...)
	}
	return group, nil
}

// readRecord returns io.EOF at a clean end and errTornRecord for anything that was not written whole.
func readRecord(r io.Reader) (row queue.Inbound, length int64, err error) {
	var header [headerSize]byte
	if _, err := io.ReadFull(r, header[:]); err != nil {
		return row, 0, tornIfShort(err)
	}
	size := binary.LittleEndian.Uint32(header[:4])
	if size > recordLimit {
		return row, 0, errTornRecord
	}
	payload := make([]byte, size)
	if _, err := io.ReadFull(r, payload); err != nil {
		if errors.Is(err, io.EOF) {
			return row, 0, errTornRecord
		}
		return row, 0, tornIfShort(err)
	}
	if checksum(header[:4], payload) != binary.LittleEndian.Uint32(header[4:]) {
		return row, 0, errTornRecord
	}
	if err := json.Unmarshal(payload, &row); err != nil {
		return row, 0, errTornRecord
	}
	return row, headerSize + int64(size), nil
}

func tornIfShort(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return errTornRecord
	}
	return err
}

// checksum covers the length as well, so that a tail of zero bytes is no valid record.
func checksum(length, payload []byte) uint32 {
	return crc32.Update(crc32.Checksum(length, castagnoli), castagnoli, payload)
}

// writeDurably appends a group at the known end of the file, and on failure cuts away what got there.
func writeDurably(file *os.File, group []byte, end int64) error {
	_, err := file.WriteAt(group, end)
	if err == nil {
		err = file.Sync()
	}
	if err != nil {
		return errors.Join(err, file.Truncate(end))
	}
	return nil
}
