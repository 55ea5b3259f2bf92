package duty_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
)

// reception makes the slot of a leader's reception.
func reception(id int64, day calendar.Day, leader string) duty.Slot {
	return duty.Slot{
		ID: id, Station: "center", Post: duty.Reception, Day: day, UserID: leader, RuleCode: "center/wed", State: duty.Planned, Version: 1,
		StartsAt: day.At(510), EndsAt: day.At(1050),
	}
}

func TestChoose(t *testing.T) {
	full, first, second := reception(1, "2026-11-25", "a"), reception(2, "2026-12-02", "b"), reception(3, "2026-12-09", "a")
	barred := reception(4, "2026-12-16", "c")
	town := reception(5, "2026-11-30", "t")
	town.Station, town.RuleCode = "town", "town/mon"
	gone, open, over, other := reception(6, "2026-12-03", "a"), reception(7, "2026-12-04", ""), reception(8, "2026-11-22", "a"), reception(9, "2026-12-07", "a")
	gone.State, other.Post = duty.Withdrawn, "值班员"
	diary := duty.Diary{
		Slots: []duty.Slot{over, full, town, first, gone, open, other, second, barred}, Taken: map[int64]int{1: duty.BookingsPerSlot, 2: duty.BookingsPerSlot - 1},
		Able: map[string]bool{"a": true, "b": true, "t": true}, Home: map[string]bool{"center": true}, Now: calendar.Day("2026-11-23").At(540),
	}
	on := func(day calendar.Day) duty.BookingWish { return duty.BookingWish{From: day, To: day} }
	for name, c := range map[string]struct {
		wish    duty.BookingWish
		slot    int64
		why     duty.Obstacle
		offered []int64
	}{
		"no day is named":                   {duty.BookingWish{}, 0, "", []int64{2, 3}},
		"a day with room":                   {on("2026-12-02"), 2, "", nil},
		"a day that is full":                {on("2026-11-25"), 0, duty.DayIsFull, []int64{2, 3}},
		"a day without reception":           {on("2026-12-01"), 0, duty.NoReception, []int64{2, 3}},
		"a day whose slot was withdrawn":    {on("2026-12-03"), 0, duty.NoReception, []int64{2, 3}},
		"a day with nobody on the slot":     {on("2026-12-04"), 0, duty.NoReception, []int64{2, 3}},
		"a day with another duty":           {on("2026-12-07"), 0, duty.NoReception, []int64{2, 3}},
		"a day that has passed":             {on("2026-11-22"), 0, duty.DayIsOver, []int64{2, 3}},
		"a leader who may not hear it":      {on("2026-12-16"), 0, duty.NotForHim, []int64{2, 3}},
		"a day of a station further away":   {on("2026-11-30"), 5, "", nil},
		"a week":                            {duty.BookingWish{From: "2026-11-30", To: "2026-12-06"}, 0, "", []int64{2}},
		"a leader's next reception":         {duty.BookingWish{People: []string{"a"}}, 3, "", nil},
		"a leader further away":             {duty.BookingWish{People: []string{"t"}}, 5, "", nil},
		"a leader who receives nobody":      {duty.BookingWish{People: []string{"z"}}, 0, duty.NoReception, []int64{2, 3}},
		"a leader by name who may not hear": {duty.BookingWish{People: []string{"c"}}, 0, duty.NotForHim, []int64{2, 3}},
		"a tap":                             {duty.BookingWish{SlotID: 3}, 3, "", nil},
		"a tap on what is full by now":      {duty.BookingWish{SlotID: 1}, 0, duty.DayIsFull, []int64{2, 3}},
	} {
		t.Run(name, func(t *testing.T) {
			got := diary.Choose(c.wish)
			var chosen int64
			if got.Slot != nil {
				chosen = got.Slot.ID
			}
			var offered []int64
			for _, s := range got.Offered {
				offered = append(offered, s.ID)
			}
			if chosen != c.slot || got.Why != c.why || !cmp.Equal(offered, c.offered) {
				t.Errorf("chose %d, %q, offered %v", chosen, got.Why, offered)
			}
		})
	}
}

// Whatever is asked for, what is chosen or offered has room, a leader who may hear the case, and is not over.
func TestOnlyWhatCanBeBookedIsOffered(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		today := calendar.Day("2026-11-23")
		d := duty.Diary{Taken: map[int64]int{}, Able: map[string]bool{}, Home: map[string]bool{"center": rapid.Bool().Draw(t, "near")}, Now: today.At(540)}
		people := []string{"", "a", "b", "c"}
		for _, p := range people {
			d.Able[p] = rapid.Bool().Draw(t, "able")
		}
		for i := range rapid.IntRange(0, 12).Draw(t, "slots") {
			s := reception(int64(i+1), today.Add(rapid.IntRange(-3, 20).Draw(t, "day")), rapid.SampledFrom(people).Draw(t, "leader"))
			s.State = rapid.SampledFrom([]duty.SlotState{duty.Planned, duty.Confirmed, duty.Withdrawn}).Draw(t, "state")
			d.Taken[s.ID] = rapid.IntRange(0, duty.BookingsPerSlot+1).Draw(t, "taken")
			d.Slots = append(d.Slots, s)
		}
		wish := duty.BookingWish{SlotID: int64(rapid.IntRange(0, 3).Draw(t, "slot"))}
		if rapid.Bool().Draw(t, "day named") {
			wish.From = today.Add(rapid.IntRange(-3, 20).Draw(t, "from"))
			wish.To = wish.From.Add(rapid.IntRange(0, 7).Draw(t, "more"))
		}
		choice := d.Choose(wish)
		given := choice.Offered
		if choice.Slot != nil {
			given = append(given, *choice.Slot)
			if len(choice.Offered) > 0 || choice.Why != "" {
				t.Fatalf("chose and offered: %+v", choice)
			}
		}
		for _, s := range given {
			if s.State == duty.Withdrawn || s.UserID == "" || !d.Able[s.UserID] || d.Taken[s.ID] >= duty.BookingsPerSlot || !d.Now.Before(s.EndsAt) {
				t.Fatalf("%+v cannot be booked", s)
			}
		}
		if len(choice.Offered) > duty.BookingsOffered {
			t.Fatalf("%d are offered", len(choice.Offered))
		}
	})
}

func TestEndOfABooking(t *testing.T) {
	at := func(day calendar.Day) time.Time { return day.At(600) }
	for name, c := range map[string]struct {
		from, to duty.BookingState
		now      time.Time
		want     models.Code
	}{
		"received on the day":       {duty.Booked, duty.Received, at("2026-11-25"), ""},
		"received, said later":      {duty.Booked, duty.Received, at("2026-11-27"), ""},
		"received before the day":   {duty.Booked, duty.Received, at("2026-11-24"), models.Conflict},
		"missed before the day":     {duty.Booked, duty.Missed, at("2026-11-24"), models.Conflict},
		"called off before the day": {duty.Booked, duty.CalledOff, at("2026-11-24"), ""},
		"rebooked":                  {duty.Booked, duty.Rebooked, at("2026-11-24"), ""},
		"missed, then received":     {duty.Missed, duty.Received, at("2026-11-25"), models.Conflict},
		"received, then called off": {duty.Received, duty.CalledOff, at("2026-11-25"), models.Conflict},
	} {
		t.Run(name, func(t *testing.T) {
			b := duty.NewBooking(7, reception(1, "2026-11-25", "a"), "wangfang", "xfj", at("2026-11-23"))
			b.State = c.from
			got, err := b.End(c.to, "liuyang", c.now)
			if models.CodeOf(err) != c.want {
				t.Fatalf("error %v, want code %q", err, c.want)
			}
			if ended := got.State == c.to && got.OpenCase == nil && got.EndedBy == "liuyang" && got.EndedAt != nil; ended != (c.want == "") {
				t.Errorf("got %+v", got)
			}
		})
	}
}

func TestFollow(t *testing.T) {
	now := calendar.Day("2026-09-21").At(540)
	b := duty.NewBooking(7, reception(1, "2026-09-30", "a"), "wangfang", "xfj", now)
	same := reception(1, "2026-09-30", "b")
	shifted := reception(2, "2026-10-08", "a")
	shifted.Nominal = "2026-09-30"
	otherTurn := reception(1, "2026-09-30", "c")
	otherTurn.Nominal = "2026-09-23"
	special := reception(3, "2026-09-30", "d")
	special.RuleCode = "center/daily@special"
	elsewhere := special
	elsewhere.Station = "town"
	withdrawn := same
	withdrawn.State = duty.Withdrawn
	for name, c := range map[string]struct {
		slots []duty.Slot
		want  int64
		found bool
	}{
		"another leader":                          {[]duty.Slot{same, shifted}, 1, true},
		"its day was shifted":                     {[]duty.Slot{withdrawn, shifted}, 2, true},
		"its turn before its day":                 {[]duty.Slot{otherTurn, shifted}, 2, true},
		"its turn is gone, the day is there":      {[]duty.Slot{otherTurn}, 1, true},
		"a special rule took the day over":        {[]duty.Slot{withdrawn, special}, 3, true},
		"a reception at another station is not":   {[]duty.Slot{withdrawn, elsewhere}, 0, false},
		"nothing is left":                         {[]duty.Slot{withdrawn}, 0, false},
		"only a reception that is no longer that": {nil, 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			slot, found := b.Follow(c.slots, now)
			if found != c.found || found && slot.ID != c.want {
				t.Errorf("follows to %d, %v", slot.ID, found)
			}
		})
	}
}

// A booking that has followed stays where it is until the roster changes again; while its turn is anywhere, it is there.
func TestFollowingTwiceIsFollowingOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		today := calendar.Day("2026-11-23")
		b := duty.NewBooking(7, reception(1, today.Add(2), "a"), "wangfang", "xfj", today.At(0))
		var slots []duty.Slot
		seen := map[string]bool{}
		for i := range rapid.IntRange(0, 10).Draw(t, "slots") {
			s := reception(int64(i+1), today.Add(rapid.IntRange(0, 6).Draw(t, "day")), "a")
			s.Seat = rapid.IntRange(0, 1).Draw(t, "seat")
			s.Nominal = today.Add(rapid.IntRange(0, 6).Draw(t, "turn"))
			s.State = rapid.SampledFrom([]duty.SlotState{duty.Planned, duty.Withdrawn}).Draw(t, "state")
			if key := fmt.Sprint(s.Day, s.Seat); seen[key] || seen[s.Key()] {
				continue // a roster has each seat of a day, and each turn, once
			} else if s.State != duty.Withdrawn {
				seen[key], seen[s.Key()] = true, true
			}
			slots = append(slots, s)
		}
		slot, found := b.Follow(slots, today.At(540))
		for _, s := range slots {
			if s.State != duty.Withdrawn && s.RuleCode == b.RuleCode && s.Turn() == b.Turn && s.Seat == b.Seat && slot.ID != s.ID {
				t.Fatalf("its turn is on %s, it went to %s", s.Day, slot.Day)
			}
		}
		if !found {
			return
		}
		if slot.State == duty.Withdrawn {
			t.Fatalf("follows to a slot that is gone: %+v", slot)
		}
		again, _ := b.MovedTo(slot).Follow(slots, today.At(540))
		if again.ID != slot.ID {
			t.Fatalf("went to %d, then to %d", slot.ID, again.ID)
		}
	})
}

func TestStationsNearToAUnit(t *testing.T) {
	stations := []duty.Station{{Code: "center"}, {Code: "chengguan"}, {Code: "beishan"}}
	units := []string{"xfj", "chengguan", "beishan"}
	for unit, want := range map[string]string{"xfj": "center", "chengguan": "chengguan", "": "center", "elsewhere": "center"} {
		for _, s := range stations {
			if near := duty.HomeStations(stations, units, unit)[s.Code]; near != (s.Code == want) {
				t.Errorf("%s near to %q: %v", s.Code, unit, near)
			}
		}
	}
}
