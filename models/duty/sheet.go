package duty

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"petitiondesk/models/calendar"
)

// SheetRow is one duty as a sheet names it.
type SheetRow struct {
	Cell    string // where the person stands, such as D5
	Day     calendar.Day
	Station string // name or code
	Post    string
	Hours   string // as they are written, such as 08:00–20:00 or 夜班; "" = not said
	Person  string // name or userid
}

// SheetFault is something wrong in a sheet.
type SheetFault struct {
	Cell string
	Text string
}

// Hours are those of the slot: 08:00–20:00.
func (s Slot) Hours() string {
	const form = "15:04"
	return s.StartsAt.In(calendar.Zone).Format(form) + "–" + s.EndsAt.In(calendar.Zone).Format(form)
}

// Shift finds the slots that the row means among those of its day, post and station. Where the post has several shifts that day the
// hours must say which, unless the person is on one already; where it has one, words that name no hours are passed over.
func (r SheetRow) Shift(slots []Slot, userID string) (meant []Slot, fault string) {
	var shifts []string
	for _, s := range slots {
		if h := s.Hours(); !slices.Contains(shifts, h) {
			shifts = append(shifts, h)
		}
	}
	fits, said := r.hours(slots)
	if !said {
		if len(shifts) <= 1 {
			return slots, ""
		}
		mine := slices.DeleteFunc(slices.Clone(slots), func(s Slot) bool { return s.UserID != userID })
		if r.Hours == "" && len(mine) > 0 {
			return mine, ""
		}
		return nil, fmt.Sprintf("%s「%s」这一天有%d个时段（%s），请在「时间」一列写明是哪一个", r.Day.Chinese(), r.Post, len(shifts), strings.Join(shifts, "、"))
	}
	if meant = slices.DeleteFunc(slices.Clone(slots), func(s Slot) bool { return !fits(s) }); len(meant) == 0 {
		return nil, fmt.Sprintf("%s「%s」的时间是%s，表格写的是「%s」，请核对", r.Day.Chinese(), r.Post, strings.Join(shifts, "、"), r.Hours)
	}
	return meant, ""
}

var clockTimes = regexp.MustCompile(`(\d{1,2})(?:[:：](\d{2})|[点时](半|\d{1,2})?)`)

// hours tells which slots have the hours that are written; said is false when none can be read.
func (r SheetRow) hours(slots []Slot) (fits func(Slot) bool, said bool) {
	found := clockTimes.FindAllStringSubmatch(r.Hours, -1)
	if len(found) == 0 {
		if night := strings.Contains(r.Hours, "夜"); night || strings.Contains(r.Hours, "白班") {
			ofNight := func(s Slot) bool { return atNight(s) == night }
			return ofNight, slices.ContainsFunc(slots, atNight) && !allAtNight(slots)
		}
		return nil, false
	}
	start, end := minutesOf(found[0]), minutesOf(found[len(found)-1])
	return func(s Slot) bool {
		return minuteOf(s.StartsAt) == start && (len(found) == 1 || minuteOf(s.EndsAt) == end)
	}, true
}

func allAtNight(slots []Slot) bool {
	return !slices.ContainsFunc(slots, func(s Slot) bool { return !atNight(s) })
}

const minutesADay = 24 * 60

func minutesOf(match []string) int {
	hour, _ := strconv.Atoi(match[1]) // digits
	minute, _ := strconv.Atoi(match[2] + match[3])
	if match[3] == "半" {
		minute = 30
	}
	return (hour*60 + minute) % minutesADay
}

func minuteOf(at time.Time) int {
	at = at.In(calendar.Zone)
	return at.Hour()*60 + at.Minute()
}

// SeatFor is the seat of a shift that a further person takes: an empty one, else the first; nothing that has begun. ok is false when
// there is none.
func SeatFor(seats []Slot, now time.Time) (seat Slot, ok bool) {
	for _, s := range seats {
		if s.State == Withdrawn || !now.Before(s.StartsAt) {
			continue
		}
		if s.UserID == "" {
			return s, true
		}
		if !ok {
			seat, ok = s, true
		}
	}
	return seat, ok
}

// OneSeat is the one slot that words about a duty can mean: the only one of its shift, or the only empty one. Words may name the hours.
func OneSeat(slots []Slot, said string) (seat Slot, ok bool) {
	if len(slots) > 1 {
		if slices.ContainsFunc(slots, func(s Slot) bool {
			return s.Station != slots[0].Station || s.Post != slots[0].Post || s.Day != slots[0].Day
		}) {
			return seat, false
		}
		slots, _ = SheetRow{Hours: said}.Shift(slots, "")
		if empty := slices.DeleteFunc(slices.Clone(slots), func(s Slot) bool { return s.UserID != "" }); len(empty) > 0 {
			return empty[0], true
		}
	}
	if len(slots) != 1 {
		return seat, false
	}
	return slots[0], true
}
