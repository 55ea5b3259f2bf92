package duty_test

import (
	"strings"
	"testing"
	"time"

	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
)

func watch(id int64, from, to calendar.ClockTime, userID string) duty.Slot {
	const day = calendar.Day("2026-12-03")
	return duty.Slot{ID: id, Day: day, Post: "值班员", UserID: userID, StartsAt: day.At(from), EndsAt: day.At(to), State: duty.Planned}
}

func TestWhichShiftARowMeans(t *testing.T) {
	const eight, twenty = calendar.ClockTime(8 * 60), calendar.ClockTime(20 * 60)
	one := []duty.Slot{watch(1, eight, twenty, "zhang"), watch(2, eight, twenty, "")}
	two := []duty.Slot{watch(1, eight, twenty, "zhang"), watch(2, twenty, eight+24*60, "li")}
	for _, c := range []struct {
		slots  []duty.Slot
		hours  string
		userID string
		want   []int64
		fault  string
	}{
		{one, "", "wang", []int64{1, 2}, ""},
		{one, "全天", "wang", []int64{1, 2}, ""},
		{one, "白班", "wang", []int64{1, 2}, ""},
		{one, "8：00-20：00", "wang", []int64{1, 2}, ""},
		{one, "8:30-17:30", "wang", nil, "时间是08:00–20:00，表格写的是「8:30-17:30」"},
		{two, "08:00–20:00", "wang", []int64{1}, ""},
		{two, "20:00–次日08:00", "wang", []int64{2}, ""},
		{two, "20点—8点", "zhang", []int64{2}, ""},
		{two, "晚20:00起", "wang", []int64{2}, ""},
		{two, "上午8:00-12:00，下午14:30-20:00", "wang", []int64{1}, ""},
		{two, "夜班", "wang", []int64{2}, ""},
		{two, "白班", "wang", []int64{1}, ""},
		{two, "", "li", []int64{2}, ""},
		{two, "", "wang", nil, "有2个时段（08:00–20:00、20:00–08:00），请在「时间」一列写明"},
		{two, "全天", "li", nil, "请在「时间」一列写明"},
		{nil, "夜班", "li", nil, ""},
	} {
		row := duty.SheetRow{Day: "2026-12-03", Post: "值班员", Hours: c.hours}
		meant, fault := row.Shift(c.slots, c.userID)
		var ids []int64
		for _, s := range meant {
			ids = append(ids, s.ID)
		}
		if len(ids) != len(c.want) || len(ids) > 0 && ids[0] != c.want[0] || !strings.Contains(fault, c.fault) || (fault == "") != (c.fault == "") {
			t.Errorf("%q for %s: %v %q", c.hours, c.userID, ids, fault)
		}
	}
}

func TestAnEmptySeatIsTakenFirst(t *testing.T) {
	const eight, twenty = calendar.ClockTime(8 * 60), calendar.ClockTime(20 * 60)
	seats := []duty.Slot{watch(1, eight, twenty, "zhang"), watch(2, eight, twenty, ""), watch(3, eight, twenty, "li")}
	before := calendar.Day("2026-12-03").At(eight).Add(-time.Minute)
	if s, ok := duty.SeatFor(seats, before); !ok || s.ID != 2 {
		t.Errorf("seat %d, %v", s.ID, ok)
	}
	if s, ok := duty.SeatFor(seats[2:], before); !ok || s.ID != 3 {
		t.Errorf("of a full shift: seat %d, %v", s.ID, ok)
	}
	if _, ok := duty.SeatFor(seats, before.Add(time.Hour)); ok {
		t.Error("a seat of a shift that has begun")
	}
}

func TestTheOneSeatThatWordsMean(t *testing.T) {
	const eight, twenty = calendar.ClockTime(8 * 60), calendar.ClockTime(20 * 60)
	full := []duty.Slot{watch(1, eight, twenty, "zhang"), watch(2, eight, twenty, "li")}
	open := []duty.Slot{watch(1, eight, twenty, "zhang"), watch(2, eight, twenty, ""), watch(3, eight, twenty, "")}
	two := []duty.Slot{watch(1, eight, twenty, "zhang"), watch(2, twenty, eight+24*60, "li")}
	elsewhere := append([]duty.Slot{{ID: 9, Station: "center"}}, open...)
	for _, c := range []struct {
		slots []duty.Slot
		said  string
		want  int64 // 0 = none
	}{
		{full[:1], "12月3日 值班员", 1},
		{full, "12月3日 值班员", 0},
		{open, "12月3日 值班员", 2},
		{two, "12月3日 值班员", 0},
		{two, "12月3日 值班员 夜班", 2},
		{two, "12月3日 值班员 08:00-20:00", 1},
		{elsewhere, "12月3日", 0},
		{nil, "", 0},
	} {
		if s, ok := duty.OneSeat(c.slots, c.said); s.ID != c.want || ok != (c.want != 0) {
			t.Errorf("%q of %d: seat %d, %v", c.said, len(c.slots), s.ID, ok)
		}
	}
}
