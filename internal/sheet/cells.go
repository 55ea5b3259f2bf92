package sheet

import (
	"encoding/xml"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// cellReader puts the cells of a sheet into a page.
type cellReader struct {
	book     *workbook
	page     *page
	row, col int // counted from 0
	kind     string
	text     textOf
	merged   [][4]int
	over     bool // something stands below the last row that is read
}

// cells reads a sheet as far as its bounds allow, and its merged ranges.
func (b *workbook) cells(part string, p *page) (over bool, err error) {
	c := cellReader{book: b, page: p, row: -1}
	err = b.walk(part, c.see)
	p.fillMerged(c.merged)
	return c.over, err
}

func (c *cellReader) see(t xml.Token) bool {
	switch e := t.(type) {
	case xml.StartElement:
		switch e.Name.Local {
		case "row":
			c.row, c.col = place(attr(e, "r"), c.row), -1
		case "c":
			c.col = column0(attr(e, "r"), c.col)
			c.kind = attr(e, "t")
		case "mergeCell":
			if r, ok := rangeOf(attr(e, "ref")); ok {
				c.merged = append(c.merged, r)
			}
		}
	case xml.EndElement:
		if e.Name.Local == "c" {
			c.keep(c.text.take())
		}
	}
	c.text.see(t)
	return !c.over && len(c.merged) < maxRows
}

func place(r string, before int) int {
	if n, err := strconv.Atoi(r); err == nil && n > 0 {
		return n - 1
	}
	return before + 1
}

func column0(ref string, before int) int {
	if col, _, err := excelize.CellNameToCoordinates(ref); err == nil {
		return col - 1
	}
	return before + 1
}

func (c *cellReader) keep(text string) {
	if c.kind == "s" {
		i, err := strconv.Atoi(strings.TrimSpace(text))
		if text = ""; err == nil && i >= 0 && i < len(c.book.strings) {
			text = c.book.strings[i]
		}
	}
	switch {
	case text == "" || c.row < 0 || c.col < 0 || c.col >= maxColumns:
	case c.row >= maxRows:
		c.over = true
	default:
		for len(c.page.cells) <= c.row {
			c.page.cells = append(c.page.cells, nil)
		}
		c.page.put(c.row, c.col, text)
	}
}

// rangeOf reads left, top, right and bottom, counted from 0.
func rangeOf(ref string) (r [4]int, ok bool) {
	from, to, _ := strings.Cut(ref, ":")
	left, top, err1 := excelize.CellNameToCoordinates(from)
	right, bottom, err2 := excelize.CellNameToCoordinates(to)
	return [4]int{left - 1, top - 1, right - 1, bottom - 1}, err1 == nil && err2 == nil
}
