// Package calendar reckons in civil days of the one zone the law knows here, Asia/Shanghai.
package calendar

import (
	"database/sql/driver"
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// Zone is Asia/Shanghai. China has kept UTC+8 without daylight saving since 1991, so a fixed zone spares
// the program a time-zone database.
var Zone = time.FixedZone("Asia/Shanghai", 8*60*60)

// Day is a civil date, written YYYY-MM-DD; that text is also how it sorts and how it is stored.
type Day string

// DayOf returns the civil date of an instant.
func DayOf(t time.Time) Day { return Day(t.In(Zone).Format(time.DateOnly)) }

// ParseDay reads YYYY-MM-DD.
func ParseDay(s string) (Day, error) {
	t, err := time.ParseInLocation(time.DateOnly, s, Zone)
	if err != nil {
		return "", fmt.Errorf("read day %q: want YYYY-MM-DD", s)
	}
	return Day(t.Format(time.DateOnly)), nil
}

func (d Day) start() time.Time {
	t, err := time.ParseInLocation(time.DateOnly, string(d), Zone)
	if err != nil {
		panic("calendar: not a day: " + string(d))
	}
	return t
}

// At returns the instant of a clock time such as 08:30 on this day.
func (d Day) At(clock ClockTime) time.Time {
	return d.start().Add(time.Duration(clock) * time.Minute).UTC()
}

// Add returns the day n days later, or earlier for a negative n.
func (d Day) Add(n int) Day { return Day(d.start().AddDate(0, 0, n).Format(time.DateOnly)) }

// Weekday of the day.
func (d Day) Weekday() time.Weekday { return d.start().Weekday() }

// Year of the day.
func (d Day) Year() int { return d.start().Year() }

// Compact writes the day as YYYYMMDD, the form case numbers carry.
func (d Day) Compact() string { return d.start().Format("20060102") }

// Chinese writes the day as people say it: 11月25日 周三. A sentence about a day that is not known says so.
func (d Day) Chinese() string {
	t, err := time.ParseInLocation(time.DateOnly, string(d), Zone)
	if err != nil {
		return "日期未定"
	}
	return fmt.Sprintf("%d月%d日 %s", t.Month(), t.Day(), WeekdayName(t.Weekday()))
}

// Scan reads a day from the database.
func (d *Day) Scan(value any) error {
	switch v := value.(type) {
	case string:
		*d = Day(v)
	case []byte:
		*d = Day(v)
	case nil:
		*d = ""
	default:
		return fmt.Errorf("scan day from %T", value)
	}
	return nil
}

// Value writes the day to the database.
func (d Day) Value() (driver.Value, error) { return string(d), nil }

// WeekdayName is the everyday name of a weekday.
func WeekdayName(w time.Weekday) string {
	return "周" + []string{"日", "一", "二", "三", "四", "五", "六"}[w]
}

// ClockTime is a time of day in minutes after midnight.
type ClockTime int

var clockForm = regexp.MustCompile(`^(\d\d):(\d\d)$`)

// ParseClockTime reads HH:MM; 24:00 is the end of the day.
func ParseClockTime(s string) (ClockTime, error) {
	form := clockForm.FindStringSubmatch(s)
	if form == nil {
		return 0, fmt.Errorf("read time of day %q: want HH:MM", s)
	}
	h, _ := strconv.Atoi(form[1])
	m, _ := strconv.Atoi(form[2])
	if m > 59 || h*60+m > 24*60 {
		return 0, fmt.Errorf("read time of day %q: there is no such time", s)
	}
	return ClockTime(h*60 + m), nil
}

func (c ClockTime) String() string { return fmt.Sprintf("%02d:%02d", int(c)/60, int(c)%60) }

// Stamp writes an instant the way people read it: 11月25日 08:30.
func Stamp(t time.Time) string {
	t = t.In(Zone)
	return fmt.Sprintf("%d月%d日 %02d:%02d", t.Month(), t.Day(), t.Hour(), t.Minute())
}

// YearEnd is the last day of a year.
func YearEnd(year int) Day { return Day(fmt.Sprintf("%04d-12-31", year)) }
