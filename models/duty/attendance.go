package duty

import (
	"fmt"
	"math"
	"time"
)

// Point is a place on earth in degrees. WeCom sends GCJ-02, the coordinates of every map published in China, and so a
// station's place is written in GCJ-02 too, as read off Tencent's or Gaode's map. A place measured by a satellite receiver is
// WGS-84, which lies one to seven hundred metres off: it must be converted before it is written into county.yaml.
type Point struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
}

// Area is where somebody must be to be at a station.
type Area struct {
	Point
	Radius int `json:"radius"` // metres
}

const earthRadius = 6371000.0 // metres

// Distance is the way between two places in metres, by the haversine formula.
func (p Point) Distance(to Point) float64 {
	const degree = math.Pi / 180
	north := math.Sin((to.Latitude - p.Latitude) * degree / 2)
	east := math.Sin((to.Longitude - p.Longitude) * degree / 2)
	h := north*north + math.Cos(p.Latitude*degree)*math.Cos(to.Latitude*degree)*east*east
	return 2 * earthRadius * math.Asin(math.Sqrt(math.Min(h, 1)))
}

// Holds tells whether a place lies in the area; its edge belongs to it.
func (a Area) Holds(p Point) bool { return a.Distance(p) <= float64(a.Radius) }

// Attendance says how it is known that somebody was there.
type Attendance string

// The ways, the surest first.
const (
	ByOffice   Attendance = "office"   // the duty office put it on record
	ByLocation Attendance = "location" // within the station's radius
	ByWord     Attendance = "word"     // confirmed by himself
	Unrecorded Attendance = ""
)

// Attendances lists the ways in the order in which they are counted.
var Attendances = []Attendance{ByWord, ByLocation, ByOffice, Unrecorded}

var attendanceWords = map[Attendance]string{ByWord: "本人确认", ByLocation: "定位", ByOffice: "值班室登记", Unrecorded: "未登记"}

// Words names the way.
func (a Attendance) Words() string { return attendanceWords[a] }

// Attendance tells how it is known that the slot's person was there.
func (s Slot) Attendance() Attendance {
	switch {
	case s.ArrivedAt != nil && s.ArrivedBy == ByLocation:
		return ByLocation
	case s.ArrivedAt != nil:
		return ByOffice
	case s.ConfirmedAt != nil && s.State == Confirmed:
		return ByWord
	}
	return Unrecorded
}

// ArrivalLead is how long before a duty somebody can arrive for it.
const ArrivalLead = time.Hour

// Open tells whether somebody can arrive for the slot now.
func (s Slot) Open(now time.Time) bool {
	return s.UserID != "" && s.State != Withdrawn && !now.Before(s.StartsAt.Add(-ArrivalLead)) && now.Before(s.EndsAt)
}

// Arrival is what a place that somebody sends means for his duties.
type Arrival struct {
	Slot   Slot
	Metres int // from the station
	Radius int
	Within bool
}

// Arrive finds the slot for which a place counts: of those that are open and await an arrival at a station with an area, the
// first at which he is, else the first. ok is false when there is none, and the place means something else.
func Arrive(slots []Slot, areas map[string]Area, at Point, now time.Time) (found Arrival, ok bool) {
	for _, slot := range slots {
		area, placed := areas[slot.Station]
		if !placed || !slot.Open(now) || slot.ArrivedAt != nil {
			continue
		}
		arrival := Arrival{Slot: slot, Metres: int(math.Round(area.Distance(at))), Radius: area.Radius, Within: area.Holds(at)}
		if arrival.Within && !found.Within || !ok {
			found, ok = arrival, true
		}
	}
	return found, ok
}

// Arrived is the slot once its person is there. Being there confirms it.
func (s Slot) Arrived(by Attendance, now time.Time) Slot {
	s.ArrivedAt, s.ArrivedBy, s.State = &now, by, Confirmed
	if s.ConfirmedAt == nil {
		s.ConfirmedAt = &now
	}
	return s
}

// Attended counts the slots that have begun by how it is known that somebody was there.
func Attended(slots []Slot, now time.Time) map[Attendance]int {
	counts := map[Attendance]int{}
	for _, s := range slots {
		if s.UserID != "" && s.State != Withdrawn && !now.Before(s.StartsAt) {
			counts[s.Attendance()]++
		}
	}
	return counts
}

// Away says in round words how far the place is from the station: nobody needs to keep it exactly.
func (a Arrival) Away() string {
	const kilometre = 1000
	if a.Metres < kilometre {
		return fmt.Sprintf("约%d米", (a.Metres+50)/100*100)
	}
	return fmt.Sprintf("约%d公里", (a.Metres+kilometre/2)/kilometre)
}
