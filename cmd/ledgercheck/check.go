package main

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// asked is what is to be checked and against what.
type asked struct {
	keys     []publicKey
	anchors  []byte // text with anchors of one's own
	from, to string // days, both included
}

// result is what was found to be true.
type result struct {
	entries, anchored, signed int64
	checkpoints, anchors      int
	incidents                 int
	head, root                string
	figures                   figures
}

// claim is that so many entries had this root.
type claim struct {
	size    int64
	root    string
	head    string
	where   string
	outside bool
}

const formatLine = "petitiondesk-ledger 1\n"

// check reads a package and stops at the first untruth.
func check(pack *zip.Reader, a asked) (result, error) {
	var r result
	format, err := read(pack, "format")
	if err != nil {
		return r, err
	}
	if string(format) != formatLine {
		return r, fmt.Errorf("the package has the format %q, this program reads %q", format, formatLine)
	}
	claims, err := claimsOf(pack, a, &r)
	if err != nil {
		return r, err
	}
	return r, walk(pack, a, claims, &r)
}

// walk goes through the entries once.
func walk(pack *zip.Reader, a asked, claims map[int64][]claim, r *result) error {
	file, err := pack.Open("entries")
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }() // only read
	var grown tree
	links, explained, misfits := newChain(), map[string]bool{}, []misfit(nil)
	err = readFrames(file, func(encoded []byte) error {
		e, err := decode(encoded)
		if err != nil {
			return fault("entry %d is %v", links.seq+1, err)
		}
		if err := links.take(e); err != nil {
			return err
		}
		grown.add(e.hash)
		if err := r.figures.count(e, a.from, a.to); err != nil {
			return err
		}
		if e.kind == "incident_closed" {
			if err := explain(e, explained); err != nil {
				return err
			}
			r.incidents++
		}
		misfits = append(misfits, compare(claims[grown.size], &grown, e, r)...)
		delete(claims, grown.size)
		return nil
	})
	if err != nil {
		return err
	}
	r.entries, r.head, r.root = grown.size, links.last, grown.root()
	for size, left := range claims {
		for _, c := range left {
			misfits = append(misfits, misfit{c, fmt.Sprintf("%s covers %d entries, the package ends at %d: entries are missing", c.where, size, grown.size)})
		}
	}
	slices.SortFunc(misfits, func(a, b misfit) int { return int(a.size - b.size) })
	for _, m := range misfits {
		if !explained[fmt.Sprintf("%d %s", m.size, m.root)] {
			return fault("%s", m.what)
		}
	}
	return nil
}

type misfit struct {
	claim
	what string
}

func compare(claims []claim, grown *tree, e entry, r *result) (misfits []misfit) {
	for _, c := range claims {
		switch {
		case c.root != grown.root():
			misfits = append(misfits, misfit{c, fmt.Sprintf("%s says that the first %d entries were others: the history was rewritten", c.where, c.size)})
		case c.head != "" && c.head != hex.EncodeToString(e.hash[:]):
			misfits = append(misfits, misfit{c, fmt.Sprintf("%s names another entry %d", c.where, c.size)})
		case c.outside:
			r.anchored = max(r.anchored, c.size)
		}
	}
	return misfits
}

// explain takes the anchors that two people of two roles have said are lost.
func explain(e entry, explained map[string]bool) error {
	var p struct {
		SignedBy string `json:"signed_by"`
		SignedAs string `json:"signed_as"`
		As       string
		Lost     []struct {
			Size int64
			Root string
		}
	}
	if err := json.Unmarshal(e.payload, &p); err != nil {
		return fault("the payload of entry %d cannot be read", e.seq)
	}
	if p.SignedBy == e.actor || p.SignedAs == p.As {
		return fault("the incident of entry %d was not countersigned by another person of another role", e.seq)
	}
	for _, a := range p.Lost {
		explained[fmt.Sprintf("%d %s", a.Size, a.Root)] = true
	}
	return nil
}

// claimsOf collects checkpoints and anchors by size.
func claimsOf(pack *zip.Reader, a asked, r *result) (map[int64][]claim, error) {
	claims := map[int64][]claim{}
	if err := checkpoints(pack, a, r, claims); err != nil {
		return nil, err
	}
	if inside, err := read(pack, "anchors.txt"); err == nil {
		// They came with the package and vouch for nothing; a line that does not fit is an untruth all the same.
		for n, line := range lines(inside) {
			if c, ok := findAnchor(line); ok {
				c.where = fmt.Sprintf("line %d of the package's anchor file", n+1)
				if err := signedLine(line, c, a.keys); err != nil {
					return nil, err
				}
				claims[c.size] = append(claims[c.size], c)
			}
		}
	}
	for n, line := range lines(a.anchors) {
		if c, ok := findAnchor(line); ok {
			c.where, c.outside = fmt.Sprintf("your anchor in line %d", n+1), true
			claims[c.size] = append(claims[c.size], c)
			r.anchors++
		}
	}
	return claims, nil
}

func signedLine(line string, c claim, keys []publicKey) error {
	words := strings.Fields(line)
	note, err := base64.StdEncoding.DecodeString(words[len(words)-1])
	if err != nil || len(words) != 5 {
		return fault("%s bears no signed note", c.where)
	}
	signed, err := openNote(string(note), keys)
	if err != nil {
		return fault("%s bears %v", c.where, err)
	}
	if signed.size != c.size || signed.root != c.root {
		return fault("%s says something else than its signed note", c.where)
	}
	return nil
}

func checkpoints(pack *zip.Reader, a asked, r *result, claims map[int64][]claim) error {
	notes := map[int64]string{}
	var ids []int64
	for _, file := range pack.File {
		id, err := strconv.ParseInt(strings.TrimSuffix(path.Base(file.Name), ".txt"), 10, 64)
		if path.Dir(file.Name) == "checkpoints" && err == nil {
			ids, notes[id] = append(ids, id), file.Name
		}
	}
	slices.Sort(ids)
	last := int64(0)
	for _, id := range ids {
		note, err := read(pack, notes[id])
		if err != nil {
			return err
		}
		c, err := openNote(string(note), a.keys)
		if err != nil {
			return fault("checkpoint %d bears %v", id, err)
		}
		if c.size < last {
			return fault("checkpoint %d covers fewer entries than the one before it", id)
		}
		claims[c.size] = append(claims[c.size], claim{size: c.size, root: c.root, head: c.head, where: fmt.Sprintf("checkpoint %d", id)})
		last = c.size
		r.checkpoints++
		if len(a.keys) > 0 {
			r.signed = c.size
		}
	}
	return nil
}

var anchorForm = regexp.MustCompile(`(?:^|\s)(\d{1,18})\s+([A-Za-z0-9+/]{43}=)(?:\s|$)`)

func findAnchor(line string) (claim, bool) {
	m := anchorForm.FindStringSubmatch(line)
	if m == nil {
		return claim{}, false
	}
	size, err := strconv.ParseInt(m[1], 10, 64)
	return claim{size: size, root: m[2]}, err == nil && size > 0
}

func lines(text []byte) []string { return strings.Split(string(bytes.TrimSpace(text)), "\n") }

func read(pack *zip.Reader, name string) ([]byte, error) {
	file, err := pack.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // only read
	return io.ReadAll(io.LimitReader(file, 64<<20))
}
