package ledger

import (
	"encoding/base64"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"petitiondesk/models/calendar"
)

// Root is the hash of the Merkle tree (RFC 6962) over the hashes of the first entries, in standard base64.
type Root string

// Checkpoint is what the ledger was at one moment, signed. Whoever keeps its line elsewhere can tell later whether
// any of those entries was changed.
type Checkpoint struct {
	ID      int64 `gorm:"primaryKey"`
	Uniq    string
	Size    int64 // entries covered
	Root    Root
	Head    Hash         // of the last entry covered
	Day     calendar.Day // the civil day it was made for
	MadeAt  time.Time
	AskedBy string // userid, or "system"
	Note    string // the signed note
}

// TableName is the table of checkpoints.
func (Checkpoint) TableName() string { return "ledger_checkpoints" }

// DailyKey is the Uniq of the checkpoint that every day has.
func DailyKey(day calendar.Day) string { return "day:" + string(day) }

// CheckpointText is what is signed: origin, size and root as in the C2SP checkpoint format, then the head of the chain and the time.
func CheckpointText(origin string, c Checkpoint) string {
	return fmt.Sprintf("%s\n%d\n%s\nhead %s\ntime %s\n", origin, c.Size, c.Root, c.Head, c.MadeAt.UTC().Format(time.RFC3339))
}

// ReadCheckpoint reads a text that CheckpointText made.
func ReadCheckpoint(text string) (origin string, a Anchor, err error) {
	lines := strings.Split(text, "\n")
	if len(lines) < 4 {
		return "", Anchor{}, fmt.Errorf("a checkpoint has at least three lines")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 1 || !validRoot(lines[2]) {
		return "", Anchor{}, fmt.Errorf("a checkpoint needs a size and a root")
	}
	return lines[0], Anchor{Size: size, Root: Root(lines[2])}, nil
}

// Anchor is a checkpoint as it is kept outside the database: so many entries had this root.
type Anchor struct {
	Size int64 `json:"size"`
	Root Root  `json:"root"`
}

func (a Anchor) String() string { return fmt.Sprintf("%d %s", a.Size, a.Root) }

// Line is the checkpoint in one line, as it is sent, printed and written to the anchor file.
func (c Checkpoint) Line(origin string) string {
	return fmt.Sprintf("%s %d %s %s", origin, c.Size, c.Root, c.MadeAt.UTC().Format(time.RFC3339))
}

// FileLine is Line followed by the signed note, so that the file can be checked without the database.
func (c Checkpoint) FileLine(origin string) string {
	return c.Line(origin) + " " + base64.StdEncoding.EncodeToString([]byte(c.Note))
}

var anchorForm = regexp.MustCompile(`(?:^|\s)(\d{1,18})\s+([A-Za-z0-9+/]{43}=)(?:\s|$)`)

// FindAnchor finds a checkpoint in a line of any text, such as a message that somebody kept.
func FindAnchor(line string) (Anchor, bool) {
	m := anchorForm.FindStringSubmatch(line)
	if m == nil {
		return Anchor{}, false
	}
	size, err := strconv.ParseInt(m[1], 10, 64)
	return Anchor{Size: size, Root: Root(m[2])}, err == nil && size > 0
}

// NoteOf is the signed note at the end of a line of the anchor file.
func NoteOf(fileLine string) (string, bool) {
	words := strings.Fields(fileLine)
	if len(words) != 5 {
		return "", false
	}
	note, err := base64.StdEncoding.DecodeString(words[4])
	return string(note), err == nil
}

func validRoot(text string) bool {
	raw, err := base64.StdEncoding.DecodeString(text)
	return err == nil && len(raw) == 32
}
