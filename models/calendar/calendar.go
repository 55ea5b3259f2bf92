package calendar

import (
	_ "embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// PublicDay is one entry of a State Council notice: a day off, or a weekend day that is worked.
type PublicDay struct {
	Day        Day
	Off        bool
	Name       string
	NoticeYear int
}

// Calendar knows the public days of certain years. Outside them its answers rest on weekends alone.
type Calendar struct {
	days  map[Day]PublicDay
	years map[int]bool
}

// New builds a calendar from public days; the years it knows are those of the notices.
func New(days []PublicDay) *Calendar {
	c := &Calendar{days: make(map[Day]PublicDay, len(days)), years: map[int]bool{}}
	for _, d := range days {
		c.days[d.Day] = d
		c.years[d.NoticeYear] = true
	}
	return c
}

//go:embed cn-public-days.csv
var publicDays string

// China is the calendar of the State Council's notices shipped with the program.
func China() *Calendar {
	days, err := ReadPublicDays(publicDays)
	if err != nil {
		panic(err)
	}
	return New(days)
}

// ReadPublicDays reads lines of date,kind(off|work),name,notice_year under a header line.
func ReadPublicDays(text string) ([]PublicDay, error) {
	rows := csv.NewReader(strings.NewReader(text))
	rows.FieldsPerRecord = 4
	var days []PublicDay
	for header := true; ; header = false {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return days, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read public days: %w", err)
		}
		if header {
			continue
		}
		line, _ := rows.FieldPos(0)
		day, err := readPublicDay(row)
		if err != nil {
			return nil, fmt.Errorf("read public days: line %d: %w", line, err)
		}
		days = append(days, day)
	}
}

func readPublicDay(row []string) (PublicDay, error) {
	day, err := ParseDay(row[0])
	if err != nil {
		return PublicDay{}, err
	}
	year, err := strconv.Atoi(row[3])
	if err != nil || (row[1] != "off" && row[1] != "work") {
		return PublicDay{}, errors.New("want date,off|work,name,year")
	}
	return PublicDay{Day: day, Off: row[1] == "off", Name: row[2], NoticeYear: year}, nil
}

// Known tells whether the public days of the day's year are loaded; if not, answers about it are provisional.
func (c *Calendar) Known(d Day) bool { return c.years[d.Year()] }

// Working tells whether the day is worked: make-up weekends are, public days off are not.
func (c *Calendar) Working(d Day) bool {
	if p, ok := c.days[d]; ok {
		return !p.Off
	}
	w := d.Weekday()
	return w != time.Saturday && w != time.Sunday
}

// NextWorking returns the first working day on or after d.
func (c *Calendar) NextWorking(d Day) Day {
	for !c.Working(d) {
		d = d.Add(1)
	}
	return d
}

// PublicDay returns the notice's entry for the day, if it has one.
func (c *Calendar) PublicDay(d Day) (PublicDay, bool) {
	p, ok := c.days[d]
	return p, ok
}

// AddWorkingDays returns the n-th working day after d; d itself is not counted (Civil Code Art. 201).
func (c *Calendar) AddWorkingDays(d Day, n int) Day {
	for n > 0 {
		d = d.Add(1)
		if c.Working(d) {
			n--
		}
	}
	return d
}
