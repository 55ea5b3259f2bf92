package duty_test

import (
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
)

var hall = duty.Area{Point: duty.Point{Latitude: 30, Longitude: 110}, Radius: 200}

func TestDistance(t *testing.T) {
	for name, row := range map[string]struct {
		to   duty.Point
		want float64
	}{
		"nowhere else":          {hall.Point, 0},
		"a minute north":        {duty.Point{Latitude: 30 + 1.0/60, Longitude: 110}, 1853},
		"a minute east":         {duty.Point{Latitude: 30, Longitude: 110 + 1.0/60}, 1605},
		"the other side":        {duty.Point{Latitude: -30, Longitude: -70}, math.Pi * 6371000},
		"over the date line":    {duty.Point{Latitude: 30, Longitude: 110 - 360}, 0},
		"two hundred metres up": {duty.Point{Latitude: 30.0018, Longitude: 110}, 200},
	} {
		if got := hall.Distance(row.to); math.Abs(got-row.want) > math.Max(1, row.want/1000) {
			t.Errorf("%s: %.1f m, want %.1f m", name, got, row.want)
		}
	}
}

func TestDistanceIsADistance(t *testing.T) {
	point := rapid.Custom(func(t *rapid.T) duty.Point {
		return duty.Point{Latitude: rapid.Float64Range(-90, 90).Draw(t, "latitude"), Longitude: rapid.Float64Range(-180, 180).Draw(t, "longitude")}
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := point.Draw(t, "a"), point.Draw(t, "b"), point.Draw(t, "c")
		if there, back := a.Distance(b), b.Distance(a); math.IsNaN(there) || there < 0 || math.Abs(there-back) > 0.01 {
			t.Fatalf("there %v, back %v", there, back)
		}
		if a.Distance(c) > a.Distance(b)+b.Distance(c)+0.01 {
			t.Fatal("a way round is shorter")
		}
	})
}

func TestArrive(t *testing.T) {
	day := calendar.Day("2026-11-25")
	start := day.At(8*60 + 30)
	slot := duty.Slot{ID: 1, Station: "center", UserID: "lina", State: duty.Planned, StartsAt: start, EndsAt: start.Add(9 * time.Hour)}
	night := duty.Slot{ID: 2, Station: "office", UserID: "lina", State: duty.Planned, StartsAt: start.Add(-30 * time.Minute), EndsAt: start.Add(9 * time.Hour)}
	there, far := hall.Point, duty.Point{Latitude: 30.01, Longitude: 110}
	areas := map[string]duty.Area{"center": hall, "office": {Point: far, Radius: 100}}
	with := func(change func(*duty.Slot)) []duty.Slot { s := slot; change(&s); return []duty.Slot{s} }
	for name, row := range map[string]struct {
		slots  []duty.Slot
		at     duty.Point
		now    time.Time
		id     int64 // 0 = it means something else
		within bool
	}{
		"an hour before":          {[]duty.Slot{slot}, there, start.Add(-time.Hour), 1, true},
		"earlier":                 {[]duty.Slot{slot}, there, start.Add(-time.Hour - time.Second), 0, false},
		"in the middle":           {[]duty.Slot{slot}, there, start.Add(time.Hour), 1, true},
		"at its end":              {[]duty.Slot{slot}, there, slot.EndsAt, 0, false},
		"far away":                {[]duty.Slot{slot}, far, start, 1, false},
		"no duty":                 {nil, there, start, 0, false},
		"withdrawn":               {with(func(s *duty.Slot) { s.State = duty.Withdrawn }), there, start, 0, false},
		"found silent":            {with(func(s *duty.Slot) { s.State = duty.Unconfirmed }), there, start, 1, true},
		"confirmed by word":       {with(func(s *duty.Slot) { s.State = duty.Confirmed }), there, start, 1, true},
		"arrived before":          {with(func(s *duty.Slot) { s.ArrivedAt = &start }), there, start, 0, false},
		"a station without place": {with(func(s *duty.Slot) { s.Station = "chengguan" }), there, start, 0, false},
		"of two, where he is":     {[]duty.Slot{night, slot}, there, start, 1, true},
		"of two, the first":       {[]duty.Slot{night, slot}, duty.Point{Latitude: 31, Longitude: 110}, start, 2, false},
	} {
		got, ok := duty.Arrive(row.slots, areas, row.at, row.now)
		if ok != (row.id != 0) || got.Slot.ID != row.id || got.Within != row.within {
			t.Errorf("%s: %+v, %v", name, got, ok)
		}
	}
	if got, _ := duty.Arrive([]duty.Slot{slot}, areas, far, start); got.Metres != 1112 || got.Radius != 200 {
		t.Errorf("how far: %+v", got)
	}
}

func TestAttendance(t *testing.T) {
	now := calendar.Day("2026-11-25").At(9 * 60)
	slot := duty.Slot{UserID: "lina", State: duty.Planned, StartsAt: now, EndsAt: now.Add(time.Hour)}
	confirmed := slot
	confirmed.State, confirmed.ConfirmedAt = duty.Confirmed, &now
	old := confirmed
	old.ArrivedAt = &now // of a time when only the office put arrivals on record
	later := slot
	later.StartsAt = now.Add(time.Minute)
	slots := []duty.Slot{slot, confirmed, old, slot.Arrived(duty.ByLocation, now), slot.Arrived(duty.ByOffice, now), later, {State: duty.Planned, StartsAt: now}}
	got := duty.Attended(slots, now)
	if got[duty.Unrecorded] != 1 || got[duty.ByWord] != 1 || got[duty.ByLocation] != 1 || got[duty.ByOffice] != 2 {
		t.Errorf("counted %v", got)
	}
	for _, way := range duty.Attendances {
		if way.Words() == "" {
			t.Errorf("%q has no words", way)
		}
	}
}
