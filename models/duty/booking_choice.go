package duty

import (
	"slices"
	"time"

	"petitiondesk/models/calendar"
)

// BookingsOffered is how many receptions are offered at a time.
const BookingsOffered = 5

// BookingWish is for which reception somebody asks; a zero wish leaves it open.
type BookingWish struct {
	SlotID   int64
	From, To calendar.Day // "" = any day
	People   []string     // userids of the leader meant
}

// Obstacle is why a wish cannot be met.
type Obstacle string

// The obstacles.
const (
	NoReception Obstacle = "no_reception"
	DayIsOver   Obstacle = "day_is_over"
	DayIsFull   Obstacle = "day_is_full"
	NotForHim   Obstacle = "not_for_him" // the leader may not hear the case
)

// Diary is the coming receptions, as far as one case is concerned.
type Diary struct {
	Slots []Slot          // in order
	Taken map[int64]int   // bookings by slot
	Able  map[string]bool // userids of the leaders who may hear the case
	Home  map[string]bool // codes of the stations that are near to who asks
	Now   time.Time
}

// BookingChoice is the slot that a wish means or, when there is none or several, those to choose among.
type BookingChoice struct {
	Slot    *Slot
	Why     Obstacle
	Offered []Slot
}

// HomeStations are those that are near to the people of a unit: one that bears the code of a unit is near to its people, every other
// to those of the rest.
func HomeStations(stations []Station, units []string, unit string) map[string]bool {
	own := slices.ContainsFunc(stations, func(s Station) bool { return s.Code == unit })
	home := map[string]bool{}
	for _, s := range stations {
		home[s.Code] = own && s.Code == unit || !own && !slices.Contains(units, s.Code)
	}
	return home
}

// Choose finds what a wish means. Of several receptions none is chosen, but of a leader's the next.
func (d Diary) Choose(wish BookingWish) BookingChoice {
	wanted := d.wanted(wish)
	open := d.open(wanted)
	asksDay := wish.SlotID != 0 || wish.From != "" && wish.From == wish.To
	switch {
	case len(open) > 0 && (len(wish.People) > 0 || asksDay && len(open) == 1):
		return BookingChoice{Slot: &open[0]}
	case len(open) > 0:
		return BookingChoice{Offered: first(open)}
	}
	return BookingChoice{Why: d.obstacle(wish, wanted), Offered: first(d.open(d.wanted(BookingWish{})))}
}

func first(slots []Slot) []Slot { return slots[:min(len(slots), BookingsOffered)] }

// wanted lists the receptions that fit a wish; those near to who asks, unless the wish itself says which or there are none.
func (d Diary) wanted(wish BookingWish) []Slot {
	var fit, near []Slot
	for _, s := range d.Slots {
		switch {
		case s.Post != Reception || s.State == Withdrawn || s.UserID == "" || !d.Now.Before(s.EndsAt):
		case wish.SlotID != 0 && s.ID != wish.SlotID:
		case wish.From != "" && (s.Day < wish.From || wish.To < s.Day):
		case len(wish.People) > 0 && !slices.Contains(wish.People, s.UserID):
		default:
			fit = append(fit, s)
			if d.Home[s.Station] {
				near = append(near, s)
			}
		}
	}
	if wish.SlotID != 0 || len(wish.People) > 0 || len(near) == 0 {
		return fit
	}
	return near
}

func (d Diary) open(slots []Slot) []Slot {
	return slices.DeleteFunc(slices.Clone(slots), func(s Slot) bool { return d.Taken[s.ID] >= BookingsPerSlot || !d.Able[s.UserID] })
}

func (d Diary) obstacle(wish BookingWish, wanted []Slot) Obstacle {
	switch {
	case wish.To != "" && wish.To < calendar.DayOf(d.Now):
		return DayIsOver
	case len(wanted) == 0:
		return NoReception
	case slices.ContainsFunc(wanted, func(s Slot) bool { return d.Able[s.UserID] }):
		return DayIsFull
	}
	return NotForHim
}
