package calendar

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"petitiondesk/models"
)

const (
	header    = "date,kind,name,notice_year"
	nameLimit = 64
	// maxFaults keeps a message readable when the file is of quite another kind.
	maxFaults = 200
)

// IsNotice recognises a file of notices by its header line.
func IsNotice(text string) bool {
	first, _, _ := strings.Cut(withoutMark(text), "\n")
	return strings.TrimSpace(first) == header
}

// withoutMark drops the byte order mark that spreadsheets put in front.
func withoutMark(text string) string { return strings.TrimPrefix(text, "\ufeff") }

// Read reads the notices of one or more years. An error of code Invalid lists every fault at once, with line
// numbers.
func Read(text string) ([]Notice, error) {
	switch {
	case !utf8.ValidString(text):
		return nil, models.Errorf(models.Invalid, "文件不是 UTF-8 编码，请另存为 UTF-8 后再试。")
	case !IsNotice(text):
		return nil, models.Errorf(models.Invalid, "文件的第一行应当是 %s。", header)
	}
	r := reader{lines: map[Day]int{}}
	rows := csv.NewReader(strings.NewReader(withoutMark(text)))
	rows.FieldsPerRecord = -1
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if broken, ok := errors.AsType[*csv.ParseError](err); ok {
			r.fault(broken.Line, "引号不成对")
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("read notices: %w", err)
		}
		if line, _ := rows.FieldPos(0); line > 1 {
			r.row(line, row)
		}
	}
	return r.result()
}

type reader struct {
	days   []PublicDay
	lines  map[Day]int // where each day was first named
	faults []string
}

func (r *reader) fault(line int, format string, args ...any) {
	r.faults = append(r.faults, fmt.Sprintf("第 %d 行：", line)+fmt.Sprintf(format, args...))
}

func (r *reader) row(line int, row []string) {
	if len(row) != 4 {
		r.fault(line, "应当有 4 列（%s），这里有 %d 列", header, len(row))
		return
	}
	sound := len(r.faults)
	for i := range row {
		row[i] = strings.TrimSpace(row[i])
	}
	day, err := ParseDay(row[0])
	if err != nil {
		r.fault(line, "日期 %q 不对，应写成 2027-01-01 这样", short(row[0]))
	}
	if row[1] != "off" && row[1] != "work" {
		r.fault(line, "类别 %q 不对，只能是 off（放假）或 work（调休上班）", short(row[1]))
	}
	if n := utf8.RuneCountInString(row[2]); n == 0 || n > nameLimit {
		r.fault(line, "名称应为 1 到 %d 个字", nameLimit)
	}
	year, yearErr := strconv.Atoi(row[3])
	if yearErr != nil {
		r.fault(line, "年份 %q 不对，应写成 2027 这样", short(row[3]))
	}
	if err == nil {
		r.place(line, day, row[1], year, yearErr == nil)
	}
	if len(r.faults) == sound {
		r.days = append(r.days, PublicDay{Day: day, Off: row[1] == "off", Name: row[2], NoticeYear: year})
	}
}

// place judges a day by what stands around it.
func (r *reader) place(line int, day Day, kind string, year int, hasYear bool) {
	if first, again := r.lines[day]; again {
		r.fault(line, "%s 重复，第 %d 行已经有了", day, first)
	} else {
		r.lines[day] = line
	}
	if w := day.Weekday(); kind == "work" && w != time.Saturday && w != time.Sunday {
		r.fault(line, "%s 是%s，本来就上班；work 只用于周末调休", day, WeekdayName(w))
	}
	if from, to := fmt.Sprintf("%04d-12-01", year-1), fmt.Sprintf("%04d-01-31", year+1); hasYear && (string(day) < from || string(day) > to) {
		r.fault(line, "%s 不会在 %d 年的通知里", day, year)
	}
}

func (r *reader) result() ([]Notice, error) {
	if len(r.faults) == 0 && len(r.days) == 0 {
		return nil, models.Errorf(models.Invalid, "文件里没有任何一天。")
	}
	if len(r.faults) == 0 {
		return notices(r.days), nil
	}
	lines := []string{fmt.Sprintf("文件里有 %d 处需要修改：", len(r.faults))}
	lines = append(lines, r.faults[:min(len(r.faults), maxFaults)]...)
	if more := len(r.faults) - maxFaults; more > 0 {
		lines = append(lines, fmt.Sprintf("此外还有 %d 处，请先改好以上各处再试。", more))
	}
	return nil, models.Errorf(models.Invalid, "%s", strings.Join(lines, "\n"))
}

// short keeps what is quoted from the file within a line.
func short(text string) string {
	const most = 40
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}
