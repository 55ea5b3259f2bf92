package sheet_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"petitiondesk/internal/sheet"
	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
)

const today = calendar.Day("2026-11-25")

var posts = []string{"接访领导", "值班员"}

func row(cell string, day calendar.Day, post, person string) duty.SheetRow {
	return duty.SheetRow{Cell: cell, Day: day, Station: "中心", Post: post, Person: person}
}

// book makes a workbook of one sheet; cells are written as they are, merged ranges joined.
func book(t *testing.T, rows [][]any, merged ...string) []byte {
	t.Helper()
	f := excelize.NewFile()
	for i, row := range rows {
		at, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := f.SetSheetRow("Sheet1", at, &row); err != nil {
			t.Fatal(err)
		}
	}
	for _, m := range merged {
		from, to, _ := strings.Cut(m, ":")
		if err := f.MergeCell("Sheet1", from, to); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestReadSheetsAsOfficesMakeThem(t *testing.T) {
	for name, c := range map[string]struct {
		content []byte
		rows    []duty.SheetRow
		faults  []string // "cell fragment"
	}{
		"one person a line, merged days, numbers as dates": {
			book(t, [][]any{
				{"云岭县12月值班表"},
				{"序号", "日期", "星期", "点位", "岗位", "值班人"},
				{1, 46359, "周四", "中心", "接访领导", "林 静"},
				{2, nil, nil, "中心", "值班员", "马冬、徐青"},
				{3, "12月4日", "", "中心", "值班员", "lina"},
			}, "A1:F1", "B3:B4"),
			[]duty.SheetRow{
				row("F3", "2026-12-03", "接访领导", "林静"), row("F4", "2026-12-03", "值班员", "马冬"),
				row("F4", "2026-12-03", "值班员", "徐青"), row("F5", "2026-12-04", "值班员", "lina"),
			},
			nil,
		},
		"a column for each post, a station for all": {
			book(t, [][]any{
				{"日期", "地点", "接访领导", "值班员"}, {"2026/12/3", "中心", "林静", "马冬"}, {"2026年12月4日", nil, "无", "徐青"}, {"制表：张某"},
			}, "B2:B3"),
			[]duty.SheetRow{
				row("C2", "2026-12-03", "接访领导", "林静"), row("D2", "2026-12-03", "值班员", "马冬"), row("D3", "2026-12-04", "值班员", "徐青"),
			},
			nil,
		},
		"every fault with its cell": {
			book(t, [][]any{
				{"日期", "点位", "岗位", "值班人"},
				{"某日", "中心", "值班员", "马冬"},
				{"2026-12-03", "中心", "", "马冬"},
				{"2026-12-03", "", "值班员", "马冬"},
				{nil, "中心", "值班员", "马冬"},
				{99999999, "中心", "值班员", "马冬"},
				{"2026-12-03", "中心", "值班员", strings.Repeat("长", 40)},
				{"2026-02-30", "中心", "值班员", "马冬"},
			}),
			nil,
			[]string{"A2 不是日期", "D3 没有写岗位", "D4 没有写点位", "A5 没有日期", "A6 不是日期", "D7 不像姓名", "A8 不是日期"},
		},
		"no table": {book(t, [][]any{{"通知"}, {"各单位："}}), nil, []string{"A1 没有找到表头"}},
	} {
		t.Run(name, func(t *testing.T) {
			rows, faults, err := sheet.Read(c.content, posts, today)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.rows, rows); diff != "" {
				t.Error(diff)
			}
			if len(faults) != len(c.faults) {
				t.Fatalf("faults %v", faults)
			}
			for i, want := range c.faults {
				cell, fragment, _ := strings.Cut(want, " ")
				if faults[i].Cell != cell || !strings.Contains(faults[i].Text, fragment) {
					t.Errorf("fault %+v, want %s", faults[i], want)
				}
			}
		})
	}
}

func TestHostileFilesAreRefused(t *testing.T) {
	good := book(t, [][]any{{"日期", "点位", "岗位", "值班人"}})
	for name, content := range map[string][]byte{
		"nothing": nil, "words": []byte("日期,岗位"), "cut off": good[:len(good)/2], "an old .xls": []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
		"too large": bytes.Repeat([]byte("x"), sheet.MaxSize+1),
	} {
		if _, _, err := sheet.Read(content, posts, today); models.CodeOf(err) != models.Invalid || models.MessageOf(err) == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	// A formula counts as the value that was saved with it, here none.
	f := excelize.NewFile()
	for cell, text := range map[string]string{"A1": "日期", "B1": "点位", "C1": "岗位", "D1": "值班人", "A2": "2026-12-03", "B2": "中心", "C2": "值班员"} {
		if err := f.SetCellStr("Sheet1", cell, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.SetCellFormula("Sheet1", "D2", `=HYPERLINK("http://evil.test","马冬")`); err != nil {
		t.Fatal(err)
	}
	if err := f.MergeCell("Sheet1", "A2", "A3"); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string][2]string{
		"as it is": {}, "a range over everything": {`ref="A2:A3"`, `ref="A2:XFD1048576"`}, "a row far away": {`<row r="2"`, `<row r="1048576"`},
		"a range that is none": {`ref="A2:A3"`, `ref="Z:1"`},
	} {
		rows, _, err := sheet.Read(rezipped(t, b.Bytes(), change[0], change[1]), posts, today)
		if err != nil || len(rows) > 1 || len(rows) == 1 && rows[0].Person == "马冬" {
			t.Errorf("%s: rows %v, %v", name, rows, err)
		}
	}
}

// What a small file can make huge is read only so far: sheets, rows, ranges, cells and duties.
func TestReadingIsBounded(t *testing.T) {
	head := []any{"日期", "点位", "岗位", "值班人"}
	names := strings.TrimSuffix(strings.Repeat("甲、", 100), "、")
	crowded := [][]any{head}
	for range 60 {
		crowded = append(crowded, []any{"2026-12-03", "中心", "值班员", names})
	}
	if _, _, err := sheet.Read(book(t, crowded), posts, today); models.CodeOf(err) != models.Invalid || !strings.Contains(models.MessageOf(err), "超过5000班") {
		t.Errorf("6000 duties: %v", err)
	}

	wrong := [][]any{head}
	for range 3000 {
		wrong = append(wrong, []any{"某日", "中心", "值班员", "马冬"})
	}
	if _, faults, err := sheet.Read(book(t, wrong), posts, today); err != nil || len(faults) != 2000 {
		t.Errorf("3000 faults: %d, %v", len(faults), err)
	}

	ranges, merged := [][]any{head, {"2026-12-03", "中心", "值班员", "马冬"}}, []string{}
	for i := range 200 {
		ranges = append(ranges, []any{fmt.Sprint(i)})
		merged = append(merged, fmt.Sprintf("A%d:B%d", i+3, i+3))
	}
	begun := time.Now()
	if _, _, err := sheet.Read(rezipped(t, book(t, ranges, merged...), `:B`, `:XFD1048`), posts, today); err != nil {
		t.Errorf("ranges over everything: %v", err)
	}
	const patience = 30 * time.Second // it takes milliseconds
	if took := time.Since(begun); took > patience {
		t.Errorf("ranges over everything took %v", took)
	}

	many := excelize.NewFile()
	for i := range 30 {
		if _, err := many.NewSheet(fmt.Sprintf("第%d页", i)); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := many.Write(&b); err != nil {
		t.Fatal(err)
	}
	if _, _, err := sheet.Read(b.Bytes(), posts, today); models.CodeOf(err) != models.Invalid || !strings.Contains(models.MessageOf(err), "最多读20个") {
		t.Errorf("31 sheets: %v", err)
	}
}

func TestFindingsAreListed(t *testing.T) {
	content, err := sheet.Findings("核对清单", []sheet.Finding{{Cell: "G3", Kind: "请修改", Text: "=1+1"}})
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	formula, err := f.GetCellFormula("核对清单", "D3")
	text, err2 := f.GetCellValue("核对清单", "D3")
	if err != nil || err2 != nil || formula != "" || text != "=1+1" {
		t.Errorf("formula %q, text %q, %v, %v", formula, text, err, err2)
	}
}

// rezipped changes a text in every part of a workbook.
func rezipped(t *testing.T, content []byte, before, after string) []byte {
	t.Helper()
	from, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	to := zip.NewWriter(&b)
	for _, part := range from.File {
		file, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(file)
		if err != nil {
			t.Fatal(err)
		}
		w, err := to.Create(part.Name)
		if err != nil {
			t.Fatal(err)
		}
		if before != "" {
			body = bytes.ReplaceAll(body, []byte(before), []byte(after))
		}
		if _, err := w.Write(body); err != nil {
			t.Fatal(err)
		}
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestWhatIsWrittenCanBeRead(t *testing.T) {
	lines := []sheet.Line{
		{Day: "2026-12-03", Station: "中心", Post: "接访领导", Hours: "08:30–17:30", Person: "林静"},
		{Day: "2026-12-03", Station: "中心", Post: "值班员", Hours: "08:30–17:30", Person: "马冬"},
		{Day: "2026-12-04", Station: "中心", Post: "值班员", Hours: "08:30–17:30"},
	}
	content, err := sheet.Month("值班表", lines, []sheet.Total{{Person: "马冬", Tally: duty.Tally{Shifts: 1}}})
	if err != nil {
		t.Fatal(err)
	}
	rows, faults, err := sheet.Read(content, posts, today)
	if err != nil || len(faults) > 0 {
		t.Fatalf("%v, %v", faults, err)
	}
	want := []duty.SheetRow{row("值班表!G3", "2026-12-03", "接访领导", "林静"), row("值班表!G4", "2026-12-03", "值班员", "马冬")}
	want[0].Hours, want[1].Hours = "08:30–17:30", "08:30–17:30"
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Error(diff)
	}
	template, err := sheet.Template("12月", lines, []string{"中心"}, posts)
	if err != nil {
		t.Fatal(err)
	}
	if rows, faults, err := sheet.Read(template, posts, today); err != nil || len(rows)+len(faults) > 0 {
		t.Errorf("the empty template: %v, %v, %v", rows, faults, err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, content []byte) {
		rows, _, err := sheet.Read(content, posts, today)
		if err != nil && models.CodeOf(err) != models.Invalid {
			t.Fatal(err)
		}
		for _, row := range rows {
			if row.Day == "" || row.Person == "" || row.Station == "" || row.Post == "" {
				t.Fatalf("%+v", row)
			}
		}
	})
}
