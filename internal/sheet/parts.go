package sheet

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"
)

// A workbook comes from anybody, and a small file can unpack to anything. So its parts are read as a stream within bounds: of all that
// is unpacked, however often, and of each piece of XML that is held at once.
const (
	maxUnzipped = 16 << 20
	maxParts    = 2000
	maxPiece    = 256 << 10
	maxStrings  = 100000
)

var errTooMuch = errors.New("more than a roster holds")

// archive is the file with what may still be unpacked of it.
type archive struct {
	*zip.Reader
	left int64
}

func openArchive(content []byte) (*archive, error) {
	if !bytes.HasPrefix(content, []byte("PK\x03\x04")) {
		return nil, zip.ErrFormat
	}
	packed, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, err
	}
	if len(packed.File) > maxParts {
		return nil, errTooMuch
	}
	var all uint64
	for _, part := range packed.File {
		if all += min(part.UncompressedSize64, maxUnzipped+1); all > maxUnzipped {
			return nil, errTooMuch
		}
	}
	return &archive{packed, maxUnzipped}, nil
}

// Read and ReadByte feed the decoder, which begins each piece with a new allowance.
type pieces struct {
	in   *bufio.Reader
	of   *archive
	left int
}

func (p *pieces) Read(into []byte) (int, error) {
	if len(into) == 0 {
		return 0, nil
	}
	b, err := p.ReadByte()
	if err != nil {
		return 0, err
	}
	into[0] = b
	return 1, nil
}

func (p *pieces) ReadByte() (byte, error) {
	if p.left == 0 || p.of.left == 0 {
		return 0, errTooMuch
	}
	p.left--
	p.of.left--
	return p.in.ReadByte()
}

// walk hands every token of a part to see, until see says that it is enough. A part that is not there has no tokens.
func (a *archive) walk(name string, see func(xml.Token) (more bool)) error {
	file, err := a.Open(name)
	if err != nil {
		return nil
	}
	defer func() { _ = file.Close() }() // only read
	in := &pieces{in: bufio.NewReader(file), of: a}
	decoder := xml.NewDecoder(in)
	for {
		in.left = maxPiece
		token, err := decoder.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if !see(token) {
			return nil
		}
	}
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// workbook is what a file says of its sheets.
type workbook struct {
	*archive
	sheets   []namedSheet
	from1904 bool // dates count from 1904
	strings  []string
}

type namedSheet struct{ name, part string }

// open reads the list of sheets; more than maxSheets are counted, not kept.
func open(content []byte) (*workbook, int, error) {
	packed, err := openArchive(content)
	if err != nil {
		return nil, 0, err
	}
	book := &workbook{archive: packed}
	type listed struct{ name, link string }
	var sheets []listed
	count := 0
	err = book.walk("xl/workbook.xml", func(t xml.Token) bool {
		e, ok := t.(xml.StartElement)
		switch {
		case ok && e.Name.Local == "workbookPr":
			book.from1904 = attr(e, "date1904") == "1" || attr(e, "date1904") == "true"
		case ok && e.Name.Local == "sheet":
			if count++; count <= maxSheets {
				sheets = append(sheets, listed{strings.Clone(attr(e, "name")), strings.Clone(attr(e, "id"))})
			}
		}
		return true
	})
	if err != nil || count == 0 {
		return nil, 0, errors.Join(err, zip.ErrFormat)
	}
	shared := "xl/sharedStrings.xml"
	parts := map[string]string{}
	err = book.walk("xl/_rels/workbook.xml.rels", func(t xml.Token) bool {
		e, ok := t.(xml.StartElement)
		if !ok || e.Name.Local != "Relationship" {
			return true
		}
		at := path.Join("xl", attr(e, "Target"))
		if target, whole := strings.CutPrefix(attr(e, "Target"), "/"); whole {
			at = target
		}
		if strings.HasSuffix(attr(e, "Type"), "/sharedStrings") {
			shared = at
		}
		for _, s := range sheets {
			if s.link == attr(e, "Id") {
				parts[s.link] = at
			}
		}
		return true
	})
	if err != nil {
		return nil, 0, err
	}
	for _, s := range sheets {
		book.sheets = append(book.sheets, namedSheet{s.name, parts[s.link]})
	}
	return book, count, book.readStrings(shared)
}

// readStrings reads the texts to which cells refer, each as far as a cell is read.
func (b *workbook) readStrings(part string) error {
	var text textOf
	return b.walk(part, func(t xml.Token) bool {
		if e, ok := t.(xml.EndElement); ok && e.Name.Local == "si" {
			b.strings = append(b.strings, text.take())
		}
		text.see(t)
		return len(b.strings) < maxStrings
	})
}

// textOf gathers the text of an element, without how it is pronounced.
type textOf struct {
	text  strings.Builder
	in    bool // <t> or <v>
	aside int  // depth of <rPh>
}

func (x *textOf) see(t xml.Token) {
	switch t := t.(type) {
	case xml.StartElement:
		if t.Name.Local == "rPh" {
			x.aside++
		}
		x.in = (t.Name.Local == "t" || t.Name.Local == "v") && x.aside == 0
	case xml.EndElement:
		if t.Name.Local == "rPh" {
			x.aside--
		}
		x.in = false
	case xml.CharData:
		if room := maxCell - x.text.Len(); x.in && room > 0 {
			x.text.Write(t[:min(len(t), room)])
		}
	}
}

func (x *textOf) take() string {
	text := strings.ToValidUTF8(strings.ReplaceAll(x.text.String(), "_x000D_", ""), "")
	x.text = strings.Builder{}
	return text
}
