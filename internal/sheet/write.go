package sheet

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
)

// Line is one duty on a printed roster.
type Line struct {
	Day     calendar.Day
	Station string // name
	Post    string
	Hours   string
	Person  string // name; "" = nobody
	Remark  string
}

// Total is one person's line on the sheet of figures.
type Total struct {
	Person string
	duty.Tally
}

const (
	rosterSheet = "值班表"
	totalSheet  = "统计"
	adviceSheet = "填写说明"

	findingSheet = "核对清单"
)

var rosterHead = []any{"序号", "日期", "星期", "点位", "岗位", "时间", "值班人", "备注"}

var rosterWidths = []float64{6, 13, 7, 24, 14, 14, 14, 18}

// Month writes a roster to print: one line per duty, days merged, on A4 across, with the figures of each person on a
// second sheet. What it writes can be read in again.
func Month(title string, lines []Line, totals []Total) ([]byte, error) {
	w := newWriter(rosterSheet)
	w.title(title, len(rosterHead))
	w.line(rosterHead, w.bold)
	begun := 0
	for i, l := range lines {
		if i == 0 || lines[i-1].Day != l.Day {
			w.merge(begun, 2, 3)
			begun = w.row
		}
		person := l.Person
		if person == "" {
			person = "无"
		}
		w.line([]any{i + 1, string(l.Day), calendar.WeekdayName(l.Day.Weekday()), l.Station, l.Post, l.Hours, person, l.Remark}, w.plain)
	}
	w.merge(begun, 2, 3)
	w.printable(rosterWidths)
	if len(totals) > 0 {
		w.sheet(totalSheet)
		w.title(title+"统计", 7)
		w.line([]any{"姓名", "班次", "夜班", "周末", "法定节假日", "特护期", "小时"}, w.bold)
		for _, t := range totals {
			w.line([]any{t.Person, t.Shifts, t.Nights, t.Weekends, t.PublicDays, t.Special, t.Hours}, w.plain)
		}
		w.printable([]float64{24, 9, 9, 9, 13, 9, 9})
	}
	return w.bytes()
}

// Template writes a roster to fill in, one line per duty with nobody on it, and lists of the stations and posts that there are.
func Template(title string, duties []Line, stations, posts []string) ([]byte, error) {
	w := newWriter(rosterSheet)
	w.title(title+"（填好后导入）", len(rosterHead))
	w.line(rosterHead, w.bold)
	for i, l := range duties {
		w.line([]any{i + 1, string(l.Day), calendar.WeekdayName(l.Day.Weekday()), l.Station, l.Post, l.Hours, "", l.Remark}, w.plain)
	}
	const spare = 31 // lines for what the rules do not give
	last := w.row + spare
	w.choose(fmt.Sprintf("D3:D%d", last), stations)
	w.choose(fmt.Sprintf("E3:E%d", last), posts)
	w.printable(rosterWidths)
	w.sheet(adviceSheet)
	for _, advice := range []string{
		"请填写「值班人」一列；不改的行可以空着，也可以整行删除。",
		"每行一人一班；同一天多人可以写多行，也可以在一格里用顿号隔开。",
		"日期可写 2026-12-03、12月3日，也可用日期格式的单元格；合并单元格可以照用。",
		"值班人写姓名；有同名的写账号。",
		"填好后把文件发给信访工作台，先看预览，点「确认导入」后才写入；导错了发送「撤销导入」。",
	} {
		w.line([]any{advice}, w.plain)
	}
	w.printable([]float64{90})
	return w.bytes()
}

// Finding is one line of what reading a roster found.
type Finding struct{ Cell, Kind, Text string }

// Findings writes everything that reading a roster found.
func Findings(title string, findings []Finding) ([]byte, error) {
	w := newWriter(findingSheet)
	w.title(title, 4)
	w.line([]any{"序号", "单元格", "类别", "内容"}, w.bold)
	for i, f := range findings {
		w.line([]any{i + 1, f.Cell, f.Kind, f.Text}, w.plain)
	}
	w.printable([]float64{6, 18, 10, 80})
	return w.bytes()
}

// writer writes line after line and remembers the first error.
type writer struct {
	book               *excelize.File
	name               string
	row                int
	bold, plain, large int
	err                error
}

func newWriter(name string) *writer {
	w := &writer{book: excelize.NewFile(), name: name}
	w.keep(w.book.SetSheetName("Sheet1", name))
	border := []excelize.Border{
		{Type: "left", Color: "000000", Style: 1},
		{Type: "right", Color: "000000", Style: 1},
		{Type: "top", Color: "000000", Style: 1},
		{Type: "bottom", Color: "000000", Style: 1},
	}
	center := &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true}
	style := func(s excelize.Style) int {
		id, err := w.book.NewStyle(&s)
		w.keep(err)
		return id
	}
	w.large = style(excelize.Style{Font: &excelize.Font{Bold: true, Size: 16}, Alignment: center})
	w.bold = style(excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: center, Border: border})
	w.plain = style(excelize.Style{Alignment: center, Border: border})
	return w
}

func (w *writer) keep(err error) {
	if w.err == nil {
		w.err = err
	}
}

func (w *writer) sheet(name string) {
	_, err := w.book.NewSheet(name)
	w.keep(err)
	w.name, w.row = name, 0
}

func (w *writer) cell(col, row int) string {
	name, err := excelize.CoordinatesToCellName(col, row)
	w.keep(err)
	return name
}

func (w *writer) title(text string, columns int) {
	w.row++
	w.keep(w.book.SetCellStr(w.name, w.cell(1, w.row), text))
	w.keep(w.book.MergeCell(w.name, w.cell(1, w.row), w.cell(columns, w.row)))
	w.keep(w.book.SetCellStyle(w.name, w.cell(1, w.row), w.cell(columns, w.row), w.large))
}

func (w *writer) line(values []any, style int) {
	w.row++
	w.keep(w.book.SetSheetRow(w.name, w.cell(1, w.row), &values))
	w.keep(w.book.SetCellStyle(w.name, w.cell(1, w.row), w.cell(len(values), w.row), style))
}

// merge joins the cells of columns from the line after begun to the present one.
func (w *writer) merge(begun int, columns ...int) {
	if begun == 0 || begun+1 >= w.row {
		return
	}
	for _, col := range columns {
		w.keep(w.book.MergeCell(w.name, w.cell(col, begun+1), w.cell(col, w.row)))
	}
}

func (w *writer) choose(cells string, list []string) {
	length := 0
	for _, item := range list {
		length += len([]rune(item)) + 1
	}
	const most = 255 // characters that a list may have
	if len(list) == 0 || length > most {
		return
	}
	v := excelize.NewDataValidation(true)
	v.Sqref = cells
	w.keep(v.SetDropList(list))
	w.keep(w.book.AddDataValidation(w.name, v))
}

func (w *writer) printable(widths []float64) {
	for i, width := range widths {
		name, err := excelize.ColumnNumberToName(i + 1)
		w.keep(err)
		w.keep(w.book.SetColWidth(w.name, name, name, width))
	}
	const a4 = 9
	size, across, fit, free := a4, "landscape", true, 0
	wide := 1
	w.keep(w.book.SetPageLayout(w.name, &excelize.PageLayoutOptions{Size: &size, Orientation: &across, FitToWidth: &wide, FitToHeight: &free}))
	w.keep(w.book.SetSheetProps(w.name, &excelize.SheetPropsOptions{FitToPage: &fit}))
}

func (w *writer) bytes() ([]byte, error) {
	defer func() { _ = w.book.Close() }() // nothing is on disk
	if w.err != nil {
		return nil, fmt.Errorf("write sheet: %w", w.err)
	}
	buffer, err := w.book.WriteToBuffer()
	if err != nil {
		return nil, fmt.Errorf("write sheet: %w", err)
	}
	return buffer.Bytes(), nil
}
