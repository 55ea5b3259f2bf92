// Package sheet reads and writes rosters as .xlsx, in the shape that offices print.
package sheet

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/xuri/excelize/v2"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
)

const (
	// MaxSize is the largest file that is read.
	MaxSize = 8 << 20

	maxRows    = 5000
	maxColumns = 60
	maxSheets  = 20
	maxCell    = 2000  // bytes of a cell that are read
	maxDate    = 120   // bytes of a cell that can be a date or hours
	maxFilled  = 50000 // cells that merged ranges fill
	maxDuties  = 5000
	maxFaults  = 2000
	headerRows = 10 // the header stands among the first rows
	nameLimit  = 32
)

const unreadable = "文件不是可以读取的 .xlsx 表格。旧的 .xls 请先另存为 .xlsx；有密码的请先去掉密码。"

const tooMuch = "文件不是可以读取的 .xlsx 表格：展开后内容太多。请新建一个表格，只把值班表复制过去后重新发送。"

var headers = map[string]column{
	"日期": dayColumn, "值班日期": dayColumn, "星期": otherColumn, "周几": otherColumn, "序号": otherColumn, "备注": otherColumn,
	"点位": stationColumn, "地点": stationColumn, "接访点": stationColumn, "值班点": stationColumn, "单位": stationColumn,
	"时间": hoursColumn, "值班时间": hoursColumn, "时段": hoursColumn, "班次": hoursColumn,
	"岗位": postColumn, "值班岗位": postColumn,
	"值班人": personColumn, "值班人员": personColumn, "人员": personColumn, "姓名": personColumn,
}

type column int

const (
	otherColumn column = iota
	dayColumn
	stationColumn
	postColumn
	hoursColumn
	personColumn
)

// one lets a single file be read at a time: reading takes memory and a processor, and files come from anybody.
var one = make(chan struct{}, 1)

// Read reads every sheet of a workbook. Either each row names a post and a person, or each post has a column of its own;
// posts are those that may. All faults are listed with the addresses of their cells.
func Read(content []byte, posts []string, today calendar.Day) (rows []duty.SheetRow, faults []duty.SheetFault, err error) {
	if len(content) > MaxSize {
		return nil, nil, models.Errorf(models.Invalid, "文件超过 %d MB，请检查是否选错了文件。", MaxSize>>20)
	}
	one <- struct{}{}
	defer func() { <-one }()
	book, count, err := open(content)
	switch {
	case errors.Is(err, errTooMuch):
		return nil, nil, models.Errorf(models.Invalid, tooMuch)
	case err != nil:
		return nil, nil, models.Errorf(models.Invalid, unreadable)
	case count > maxSheets:
		return nil, nil, models.Errorf(models.Invalid, "文件有%d个工作表，最多读%d个。请只留下值班表。", count, maxSheets)
	}
	r := reader{posts: posts, today: today}
	for _, s := range book.sheets {
		if err := r.sheet(book, s); err != nil {
			return nil, nil, err
		}
	}
	if len(r.rows) > maxDuties {
		return nil, nil, models.Errorf(models.Invalid, "表格里的值班超过%d班，请拆分后导入。", maxDuties)
	}
	if !r.headed {
		r.faults = append(r.faults, duty.SheetFault{Cell: "A1", Text: "没有找到表头。表头要有「日期」，以及「岗位」「值班人」两列，或以岗位名称为列名"})
	}
	return r.rows, r.faults, nil
}

type reader struct {
	posts  []string
	today  calendar.Day
	rows   []duty.SheetRow
	faults []duty.SheetFault
	headed bool
}

func (r *reader) fault(at string, format string, args ...any) {
	if len(r.faults) == maxFaults {
		return
	}
	r.faults = append(r.faults, duty.SheetFault{Cell: at, Text: fmt.Sprintf(format, args...)})
}

// page is one sheet with merged cells filled in.
type page struct {
	name    string
	cells   [][]string
	columns map[int]column
	post    map[int]string // columns that are a post
	date    bool           // dates count from 1904
	many    bool           // the workbook has several sheets, so addresses name them
}

func (r *reader) sheet(book *workbook, s namedSheet) error {
	if len(r.rows) > maxDuties {
		return nil
	}
	p := page{name: s.name, columns: map[int]column{}, post: map[int]string{}, many: len(book.sheets) > 1, date: book.from1904}
	over, err := book.cells(s.part, &p)
	switch {
	case errors.Is(err, errTooMuch):
		return models.Errorf(models.Invalid, tooMuch)
	case err != nil:
		return models.Errorf(models.Invalid, "工作表「%s」读不出来，请用表格软件打开后重新保存。", shorten(s.name))
	case over:
		r.fault(p.at(maxRows, 0), "工作表「%s」超过%d行，请拆分后导入", shorten(s.name), maxRows)
	}
	head, ok := r.header(&p)
	if !ok {
		return nil
	}
	r.headed = true
	for row := head + 1; row < len(p.cells) && len(r.rows) <= maxDuties; row++ {
		r.row(p, row)
	}
	return nil
}

// fillMerged writes the value of a merged range into each of its cells.
func (p *page) fillMerged(ranges [][4]int) {
	filled := 0
	for _, m := range ranges {
		value := p.cell(m[1], m[0])
		if value == "" {
			continue
		}
		for row := m[1]; row <= min(m[3], len(p.cells)-1) && filled < maxFilled; row++ {
			for col := m[0]; col <= min(m[2], maxColumns-1) && filled < maxFilled; col++ {
				filled++
				p.put(row, col, value)
			}
		}
	}
}

func (p *page) cell(row, col int) string {
	if row >= len(p.cells) || col >= len(p.cells[row]) {
		return ""
	}
	return p.cells[row][col]
}

func (p *page) put(row, col int, value string) {
	for len(p.cells[row]) <= col {
		p.cells[row] = append(p.cells[row], "")
	}
	p.cells[row][col] = value
}

// at is the address of a cell as the office sees it.
func (p *page) at(row, col int) string {
	address, err := excelize.CoordinatesToCellName(col+1, row+1)
	if err != nil {
		address = fmt.Sprintf("R%dC%d", row+1, col+1)
	}
	if p.many {
		return p.name + "!" + address
	}
	return address
}

func (r *reader) header(p *page) (row int, ok bool) {
	for row := range min(headerRows, len(p.cells)) {
		columns, post := map[int]column{}, map[int]string{}
		seen := map[column]bool{}
		for col, text := range p.cells[row] {
			text = tidy(text)
			if kind, known := headers[text]; known {
				columns[col] = kind
				seen[kind] = true
			} else if slices.Contains(r.posts, text) {
				post[col] = text
			}
		}
		if seen[dayColumn] && (len(post) > 0 || seen[postColumn] && seen[personColumn]) {
			p.columns, p.post = columns, post
			return row, true
		}
	}
	return 0, false
}

func (r *reader) row(p page, row int) {
	var day calendar.Day
	station, post, hours, person, personAt, dayAt := "", "", "", "", "", ""
	for col := range len(p.cells[row]) {
		text := tidy(p.cells[row][col])
		switch kind, known := p.columns[col]; {
		case !known:
		case kind == dayColumn:
			dayAt = p.at(row, col)
			day = r.day(text, p.date)
			if day == "" && text != "" {
				if !r.blank(p, row) {
					r.fault(dayAt, "「%s」不是日期，请写成 2026-12-03 或 12月3日", shorten(text))
				}
				return
			}
		case kind == stationColumn:
			station = text
		case kind == postColumn:
			post = text
		case kind == hoursColumn:
			if hours = text; len(hours) > maxDate {
				hours = shorten(hours)
			}
		case kind == personColumn:
			person, personAt = text, p.at(row, col)
		}
	}
	if r.blank(p, row) {
		return
	}
	if day == "" {
		r.fault(dayAtOr(dayAt, p, row), "这一行没有日期")
		return
	}
	if person != "" && post == "" {
		r.fault(personAt, "「%s」这一行没有写岗位", shorten(person))
	} else {
		r.people(personAt, duty.SheetRow{Day: day, Station: station, Post: post, Hours: hours}, person)
	}
	for col := range len(p.cells[row]) {
		if name, ok := p.post[col]; ok {
			r.people(p.at(row, col), duty.SheetRow{Day: day, Station: station, Post: name, Hours: hours}, tidy(p.cells[row][col]))
		}
	}
}

func dayAtOr(at string, p page, row int) string {
	if at != "" {
		return at
	}
	return p.at(row, 0)
}

// blank tells whether the row names nobody: an empty line, a remark or a signature below the table.
func (r *reader) blank(p page, row int) bool {
	for col, text := range p.cells[row] {
		if kind := p.columns[col]; tidy(text) != "" && (kind == personColumn || p.post[col] != "") {
			return false
		}
	}
	return true
}

func (r *reader) people(at string, row duty.SheetRow, text string) {
	for _, name := range strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune("、,，;；/\n", c) }) {
		name = tidy(name)
		switch {
		case name == "" || name == "无" || name == "-" || name == "—":
		case len([]rune(name)) > nameLimit || strings.ContainsFunc(name, unicode.IsControl):
			r.fault(at, "「%s」不像姓名或账号", shorten(name))
		case row.Station == "":
			r.fault(at, "这一行没有写点位")
		default:
			row.Cell, row.Person = at, name
			r.rows = append(r.rows, row)
		}
	}
}

// day reads a date written as text or as the number by which spreadsheets know it.
func (r *reader) day(text string, from1904 bool) calendar.Day {
	const earliest, latest = 36526, 73050 // 2000 to 2099
	if len(text) > maxDate {
		return ""
	}
	if n, err := strconv.ParseFloat(text, 64); err == nil {
		if n < earliest-1462 || n > latest {
			return ""
		}
		t, err := excelize.ExcelDateToTime(n, from1904)
		if err != nil {
			return ""
		}
		return calendar.Day(t.Format("2006-01-02"))
	}
	said := calendar.DaysIn(text, r.today)
	if len(said) != 1 || said[0].From != said[0].To {
		return ""
	}
	return said[0].From
}

// tidy removes what people put into cells to make them look well: spaces inside names, line ends, full-width blanks.
func tidy(text string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsSpace(c) && c != '\n' || c == '\u200b' || c == '\ufeff' {
			return -1
		}
		return c
	}, strings.TrimSpace(text))
}

func shorten(text string) string {
	const most = 20
	runes := []rune(strings.ReplaceAll(text, "\n", " "))
	if len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return string(runes)
}
