package desk

import (
	"fmt"
	"slices"
	"strings"

	"petitiondesk/models/ledger"
)

// gather collects everything the ledger is to be compared with.
func (v *verification) gather(outside Outside) error {
	if err := v.checkpoints(); err != nil {
		return err
	}
	if err := v.anchorFile(); err != nil {
		return err
	}
	for n, line := range outside.Lines {
		if anchor, ok := ledger.FindAnchor(line); ok {
			v.expect(anchor, fmt.Sprintf("the anchor brought along in line %d", n+1), true)
		}
	}
	return nil
}

func (v *verification) expect(a ledger.Anchor, where string, outside bool) {
	v.expected[a.Size] = append(v.expected[a.Size], expectation{a, where, outside})
	if outside {
		v.state.Anchors++
	}
}

// checkpoints checks the signatures of all checkpoints and expects the tree to have their roots.
func (v *verification) checkpoints() error {
	if !v.desk.anchors.canOpen() {
		v.state.NotCompared = append(v.state.NotCompared, "signatures: DESK_LEDGER_KEY is not set")
	}
	var last ledger.Checkpoint
	for {
		part, err := v.tx.CheckpointsAfter(last.ID, verifyBatch)
		if err != nil || len(part) == 0 {
			return err
		}
		for _, c := range part {
			if c.Size < last.Size {
				return untrue("checkpoint %d covers fewer entries than the one before it", c.ID)
			}
			if err := v.signature(c); err != nil {
				return err
			}
			v.expect(ledger.Anchor{Size: c.Size, Root: c.Root}, fmt.Sprintf("checkpoint %d of %s", c.ID, c.Day), false)
			v.signed, last = append(v.signed, c), c
			v.state.Checkpoints++
		}
	}
}

func (v *verification) signature(c ledger.Checkpoint) error {
	origin, _, _ := strings.Cut(c.Note, "\n")
	text := ledger.CheckpointText(origin, c)
	if !strings.HasPrefix(c.Note, text+"\n") {
		return untrue("checkpoint %d was changed after it was signed", c.ID)
	}
	if !v.desk.anchors.canOpen() {
		return nil
	}
	if _, err := v.desk.anchors.open(c.Note); err != nil {
		return untrue("checkpoint %d bears no good signature of a known key", c.ID)
	}
	v.state.Signed = c.Size
	return nil
}

// anchorFile reads the lines outside the database, and expects those that receipts speak of to be there.
func (v *verification) anchorFile() error {
	file := v.desk.anchors.File
	if file == nil {
		v.state.NotCompared = append(v.state.NotCompared, "anchor file: DESK_ANCHOR_FILE is not set")
		return nil
	}
	lines, err := file.Lines()
	if err != nil {
		v.state.NotCompared = append(v.state.NotCompared, "anchor file: it cannot be read")
		return nil //nolint:nilerr // said above; the rest can still be compared
	}
	there := map[string]bool{}
	for n, line := range lines {
		anchor, ok := ledger.FindAnchor(line)
		if !ok {
			if n+1 < len(lines) && strings.HasPrefix(lines[n+1], line) {
				continue // cut short by a crash and written again
			}
			return untrue("line %d of the anchor file cannot be read", n+1)
		}
		if err := v.signedLine(n+1, line, anchor); err != nil {
			return err
		}
		there[line] = true
		v.expect(anchor, fmt.Sprintf("line %d of the anchor file", n+1), true)
	}
	return v.receipts(there)
}

func (v *verification) signedLine(n int, line string, anchor ledger.Anchor) error {
	if !v.desk.anchors.canOpen() {
		return nil
	}
	text, ok := ledger.NoteOf(line)
	if !ok {
		return untrue("line %d of the anchor file bears no signed note", n)
	}
	signed, err := v.desk.anchors.open(text)
	if err != nil || signed != anchor {
		return untrue("line %d of the anchor file bears no good signature of a known key", n)
	}
	return nil
}

// receipts expects every checkpoint that was written to the file to be in it still.
func (v *verification) receipts(there map[string]bool) error {
	for part := range slices.Chunk(v.signed, 500) {
		ids := make([]int64, len(part))
		byID := map[int64]ledger.Checkpoint{}
		for i, c := range part {
			ids[i], byID[c.ID] = c.ID, c
		}
		receipts, err := v.tx.ReceiptsOf(ids)
		if err != nil {
			return err
		}
		for _, r := range receipts {
			c := byID[r.CheckpointID]
			origin, _, _ := strings.Cut(c.Note, "\n")
			if r.Place == ledger.InFile && r.Outcome == ledger.Anchored && !there[c.FileLine(origin)] {
				return untrue("checkpoint %d was written to the anchor file (%s) and is no longer in it", c.ID, r.Ref)
			}
		}
	}
	return nil
}
