package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"path"
	"strings"

	"github.com/xuri/excelize/v2"
)

// mergedRanges reads the merged ranges of each sheet by name, straight from the file: the library's own reading of them
// loads a sheet with every cell up to the last one named, of which a small file can name one in row 1048576.
func mergedRanges(content []byte) map[string][][4]int {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil
	}
	var book struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	var links struct {
		Links []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if !readXML(archive, "xl/workbook.xml", &book) || !readXML(archive, "xl/_rels/workbook.xml.rels", &links) {
		return nil
	}
	ranges := map[string][][4]int{}
	for _, s := range book.Sheets {
		for _, link := range links.Links {
			if link.ID != s.ID {
				continue
			}
			at := path.Join("xl", link.Target)
			if strings.HasPrefix(link.Target, "/") {
				at = strings.TrimPrefix(link.Target, "/")
			}
			ranges[s.Name] = rangesIn(archive, at)
		}
	}
	return ranges
}

func readXML(archive *zip.Reader, name string, into any) bool {
	file, err := archive.Open(name)
	if err != nil {
		return false
	}
	defer func() { _ = file.Close() }() // only read
	return xml.NewDecoder(io.LimitReader(file, MaxSize)).Decode(into) == nil
}

func rangesIn(archive *zip.Reader, name string) [][4]int {
	file, err := archive.Open(name)
	if err != nil {
		return nil
	}
	defer func() { _ = file.Close() }() // only read
	var ranges [][4]int
	decoder := xml.NewDecoder(io.LimitReader(file, maxUnzipped))
	for len(ranges) < maxRows {
		token, err := decoder.RawToken()
		if err != nil {
			return ranges
		}
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == "mergeCell" {
			if r, ok := rangeOf(start); ok {
				ranges = append(ranges, r)
			}
		}
	}
	return ranges
}

// rangeOf reads left, top, right and bottom, counted from 0.
func rangeOf(start xml.StartElement) (r [4]int, ok bool) {
	for _, a := range start.Attr {
		if a.Name.Local != "ref" {
			continue
		}
		from, to, _ := strings.Cut(a.Value, ":")
		left, top, err1 := excelize.CellNameToCoordinates(from)
		right, bottom, err2 := excelize.CellNameToCoordinates(to)
		return [4]int{left - 1, top - 1, right - 1, bottom - 1}, err1 == nil && err2 == nil
	}
	return r, false
}
