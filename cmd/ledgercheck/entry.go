package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"
)

// entry is one line of the ledger as its bytes say.
type entry struct {
	seq      int64
	previous string
	kind     string
	subject  string
	actor    string
	at       time.Time
	payload  []byte
	hash     [32]byte
}

// maxEntry is far more than any entry has.
const maxEntry = 16 << 20

// readFrames calls take with each length-prefixed run of bytes.
func readFrames(source io.Reader, take func([]byte) error) error {
	buffered := bufio.NewReader(source)
	for {
		var length uint64
		err := binary.Read(buffered, binary.BigEndian, &length)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil || length > maxEntry {
			return fault("the entries are cut off or damaged")
		}
		frame := make([]byte, length)
		if _, err := io.ReadFull(buffered, frame); err != nil {
			return fault("the entries are cut off or damaged")
		}
		if err := take(frame); err != nil {
			return err
		}
	}
}

// decode reads the canonical encoding; anything left over or missing is a fault.
func decode(encoded []byte) (entry, error) {
	e := entry{hash: sha256.Sum256(encoded)}
	rest := encoded
	if len(rest) == 0 || rest[0] != 1 {
		return e, errors.New("an encoding of another version")
	}
	rest = rest[1:]
	broken := false
	number := func() int64 {
		if len(rest) < 8 {
			broken = true
			return 0
		}
		n := int64(binary.BigEndian.Uint64(rest)) //nolint:gosec // two's complement, as written
		rest = rest[8:]
		return n
	}
	field := func() []byte {
		n := number()
		if n < 0 || n > int64(len(rest)) {
			broken = true
			return nil
		}
		value := rest[:n]
		rest = rest[n:]
		return value
	}
	e.seq = number()
	e.previous, e.kind, e.subject, e.actor = string(field()), string(field()), string(field()), string(field())
	e.at = time.UnixMilli(number()).UTC()
	e.payload = field()
	switch {
	case broken || len(rest) > 0:
		return e, errors.New("an encoding of the wrong length")
	case !utf8.ValidString(e.kind + e.subject + e.actor):
		return e, errors.New("text that is not UTF-8")
	}
	return e, nil
}

// chain checks that entries continue one another.
type chain struct {
	seq  int64
	last string
}

func newChain() *chain { return &chain{last: strings.Repeat("0", 64)} }

func (c *chain) take(e entry) error {
	switch {
	case e.seq != c.seq+1:
		return fault("entry %d follows entry %d: there is a gap", e.seq, c.seq)
	case e.previous != c.last:
		return fault("entry %d does not continue entry %d", e.seq, c.seq)
	}
	c.seq, c.last = e.seq, hex.EncodeToString(e.hash[:])
	return nil
}

// untruth is something that does not add up, as against a failure to look.
type untruth string

func (u untruth) Error() string { return string(u) }

func fault(format string, args ...any) error { return untruth(fmt.Sprintf(format, args...)) }
