package sheet_test

import (
	"archive/zip"
	"bytes"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"petitiondesk/internal/sheet"
	"petitiondesk/models"
)

// packed is a workbook of these parts, and of those that every workbook has.
func packed(t *testing.T, parts map[string]string) []byte {
	t.Helper()
	const relations = `xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	all := map[string]string{
		"xl/workbook.xml":            `<workbook ` + relations + `><sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Type="t/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml":   `<worksheet><sheetData></sheetData></worksheet>`,
	}
	for name, text := range parts {
		all[name] = text
	}
	var b bytes.Buffer
	to := zip.NewWriter(&b)
	for name, text := range all {
		w, err := to.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func sheetOf(inner string) map[string]string {
	return map[string]string{"xl/worksheets/sheet1.xml": "<worksheet>" + inner + "</worksheet>"}
}

func filling(size int, piece string) string { return strings.Repeat(piece, size/len(piece)) }

// heldWhile runs fn and returns the most memory that was in use, in bytes, beyond what was before.
func heldWhile(fn func()) uint64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	before, most := stats.HeapInuse, uint64(0)
	done := make(chan struct{})
	var sampling sync.WaitGroup
	sampling.Go(func() {
		for {
			runtime.ReadMemStats(&stats)
			most = max(most, stats.HeapInuse)
			select {
			case <-done:
				return
			case <-time.After(2 * time.Millisecond):
			}
		}
	})
	fn()
	close(done)
	sampling.Wait()
	return most - min(most, before)
}

// A few kilobytes can name cells, texts and ranges without end: what they hold and how long they take stays small.
func TestHostileFilesTakeLittle(t *testing.T) {
	const mega = 1 << 20
	var sheets, links strings.Builder
	for range 20 {
		sheets.WriteString(`<sheet name="表" sheetId="1" r:id="rId1"/>`)
	}
	for range 50000 {
		links.WriteString(`<Relationship Id="rId1" Target="worksheets/sheet1.xml"/>`)
	}
	long := strings.Repeat("长", 80000) // as long as one piece may be
	for name, c := range map[string]struct {
		parts   map[string]string
		refused bool
	}{
		"cells far to the right":  {sheetOf("<sheetData>" + filling(6*mega, `<row><c r="XFD1"><v>1</v></c></row>`)), false},
		"cells one upon another":  {sheetOf("<sheetData><row>" + filling(6*mega, `<c r="A1"><v>1</v></c>`) + "</row>"), false},
		"rows far below":          {sheetOf("<sheetData>" + filling(6*mega, `<row r="1048576"><c><v>1</v></c></row>`)), false},
		"ranges without end":      {sheetOf("<mergeCells>" + filling(6*mega, `<mergeCell ref="A1:XFD1048576"/>`)), false},
		"attributes without end":  {sheetOf("<row " + filling(6*mega, `a="" `) + "/>"), true},
		"one text without end":    {sheetOf("<sheetData><row><c><v>" + filling(6*mega, "长") + "</v></c></row>"), true},
		"a comment without end":   {sheetOf("<!--" + filling(6*mega, "长") + "-->"), true},
		"elements without end":    {sheetOf(filling(6*mega, "<a>")), false},
		"a workbook without end":  {map[string]string{"xl/workbook.xml": "<workbook><sheets>" + filling(6*mega, `<sheet name="x" id="y"/>`)}, true},
		"links without end":       {map[string]string{"xl/_rels/workbook.xml.rels": "<Relationships>" + links.String()}, false},
		"more than may be opened": {sheetOf(filling(17*mega, " ")), true},
		"a long text often": {map[string]string{
			"xl/sharedStrings.xml":     "<sst><si><t>" + long + "</t></si>" + filling(6*mega, "<si/>"),
			"xl/worksheets/sheet1.xml": "<worksheet><sheetData><row>" + filling(4*mega, `<c t="s"><v>0</v></c>`),
		}, false},
		"one sheet under many names": {map[string]string{
			"xl/workbook.xml":          `<workbook><sheets>` + sheets.String() + `</sheets></workbook>`,
			"xl/worksheets/sheet1.xml": "<worksheet><sheetData>" + filling(6*mega, "<a>"),
		}, true},
	} {
		t.Run(name, func(t *testing.T) {
			content := packed(t, c.parts)
			if len(content) > mega {
				t.Fatalf("the file is %d bytes", len(content))
			}
			begun := time.Now()
			var err error
			held := heldWhile(func() { _, _, err = sheet.Read(content, posts, today) })
			if refused := err != nil; refused != c.refused || refused && (models.CodeOf(err) != models.Invalid || models.MessageOf(err) == "") {
				t.Errorf("read: %v", err)
			}
			const most, patience = 256 * mega, 30 * time.Second // it takes a second
			if took := time.Since(begun); held > most || took > patience {
				t.Errorf("held %d MB, took %v", held/mega, took)
			}
		})
	}
}

func TestWhatOfficesAlsoWriteIsRead(t *testing.T) {
	content := packed(t, map[string]string{
		"xl/sharedStrings.xml": `<sst><si><t>日期</t></si><si><r><t>值班</t></r><r><t>员</t></r><rPh><t>zhi</t></rPh></si><si><t xml:space="preserve">马_x000D_
冬</t></si></sst>`,
		"xl/worksheets/sheet1.xml": `<worksheet><sheetData>
			<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="inlineStr"><is><t>点位</t></is></c><c r="C2" t="s"><v>1</v></c><c t="str"><f>"时"&amp;"间"</f><v>时间</v></c></row>
			<row r="4"><c r="A4"><v>46359</v></c><c r="B4" t="str"><v>中心</v></c><c r="C4" t="s"><v>2</v></c><c r="D4" t="str"><v>20:00-8:00</v></c></row>
			<row r="1048576" spans="1:4"><c r="A1048576" s="3"/></row></sheetData></worksheet>`,
	})
	rows, faults, err := sheet.Read(content, posts, today)
	if err != nil || len(faults) > 0 || len(rows) != 2 || rows[0].Person != "马" || rows[0].Cell != "C4" || rows[0].Day != "2026-12-03" || rows[0].Hours != "20:00-8:00" {
		t.Errorf("%+v, %v, %v", rows, faults, err)
	}
}
