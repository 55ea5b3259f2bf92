// Package duty turns rules into the final roster: who is on which post at which station, when.
package duty

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
)

// Station is a place of duty.
type Station struct {
	Code string `gorm:"primaryKey"`
	Name string
}

// TableName is the table of stations.
func (Station) TableName() string { return "duty_stations" }

// HolidayPolicy says what becomes of a duty day that is not worked.
type HolidayPolicy string

// Skip drops the day, Shift moves it to the next working day, Keep leaves it.
const (
	Skip  HolidayPolicy = "skip"
	Shift HolidayPolicy = "shift"
	Keep  HolidayPolicy = "keep"
)

// Rule is a standing order of duty. People take turns in order; turns count duty days only.
type Rule struct {
	Code    string `gorm:"primaryKey"` // station/post/weekday-or-daily/from: the same rule again is the same row
	Station string
	Post    string
	Weekday *time.Weekday // nil = daily
	People  []string      `gorm:"serializer:json"` // userids in turn order
	From    calendar.Day
	To      calendar.Day // "" = until further notice
	Start   calendar.ClockTime
	End     calendar.ClockTime
	Holiday HolidayPolicy
}

// TableName is the table of rules.
func (Rule) TableName() string { return "duty_rules" }

// CodeFor derives a rule's code from what identifies it.
func CodeFor(station, post string, weekday *time.Weekday, from calendar.Day) string {
	day := "daily"
	if weekday != nil {
		day = strings.ToLower(weekday.String()[:3])
	}
	return fmt.Sprintf("%s/%s/%s/%s", station, post, day, from)
}

// SlotState of a slot.
type SlotState string

// A planned slot is confirmed by its person, or found unconfirmed at its start; it may still be confirmed late.
const (
	Planned     SlotState = "planned"
	Confirmed   SlotState = "confirmed"
	Unconfirmed SlotState = "unconfirmed"
	Withdrawn   SlotState = "withdrawn" // the rules no longer give it
)

// Slot is one person's duty on one day. Version rises with any edit; reminders and cards carry the version
// they were made for.
type Slot struct {
	ID          int64 `gorm:"primaryKey"`
	Station     string
	Post        string
	Day         calendar.Day
	UserID      string
	RuleCode    string
	StartsAt    time.Time
	EndsAt      time.Time
	State       SlotState
	Version     int64
	ConfirmedAt *time.Time
	CreatedAt   time.Time
}

// TableName is the table of slots.
func (Slot) TableName() string { return "duty_slots" }

// Horizon is how many days ahead slots are planned.
const Horizon = 45

// FinalRoster lists the slots the rules give for the days from..to, in order of time, station and post. It is
// the only source of who is on duty: chat, reminders and statistics read what it gave.
func FinalRoster(rules []Rule, cal *calendar.Calendar, from, to calendar.Day) []Slot {
	var slots []Slot
	for _, rule := range rules {
		slots = append(slots, rule.slots(cal, from, to)...)
	}
	slices.SortStableFunc(slots, func(a, b Slot) int {
		if c := a.StartsAt.Compare(b.StartsAt); c != 0 {
			return c
		}
		return strings.Compare(a.Station+"\x00"+a.Post, b.Station+"\x00"+b.Post)
	})
	return slots
}

// slots walks the rule from its first day so that the turn is the same whatever range is asked for.
func (r Rule) slots(cal *calendar.Calendar, from, to calendar.Day) []Slot {
	if len(r.People) == 0 {
		return nil
	}
	var slots []Slot
	turn := 0
	taken := map[calendar.Day]bool{}
	for nominal := r.From; nominal <= to && (r.To == "" || nominal <= r.To); nominal = nominal.Add(1) {
		if r.Weekday != nil && nominal.Weekday() != *r.Weekday {
			continue
		}
		day, ok := r.dutyDay(cal, nominal)
		if !ok || taken[day] {
			continue
		}
		taken[day] = true
		person := r.People[turn%len(r.People)]
		turn++
		if day < from || day > to {
			continue
		}
		slots = append(slots, Slot{
			Station: r.Station, Post: r.Post, Day: day, UserID: person, RuleCode: r.Code,
			StartsAt: day.At(r.Start), EndsAt: day.At(r.End), State: Planned, Version: 1,
		})
	}
	return slots
}

// dutyDay applies the holiday policy. Weekends are days off only for rules that name a working weekday: a
// daily rule means every day unless a notice says otherwise.
func (r Rule) dutyDay(cal *calendar.Calendar, nominal calendar.Day) (calendar.Day, bool) {
	off := !cal.Working(nominal)
	if public, ok := cal.PublicDay(nominal); r.Weekday == nil || weekend(*r.Weekday) {
		off = ok && public.Off
	}
	switch {
	case !off || r.Holiday == Keep:
		return nominal, true
	case r.Holiday == Shift:
		return cal.NextWorking(nominal), true
	default:
		return "", false
	}
}

func weekend(w time.Weekday) bool { return w == time.Saturday || w == time.Sunday }

// Confirm marks the slot as confirmed by its person. Errors: Forbidden for anybody else, Conflict when the
// slot was edited since the card was made or its duty is over. Confirming again changes nothing.
func (s Slot) Confirm(by string, version int64, now time.Time) (Slot, error) {
	switch {
	case by != s.UserID:
		return s, models.Errorf(models.Forbidden, "这张值班卡片不是发给您的，没有作任何改动。发送「值班」可查看安排。")
	case version != s.Version || s.State == Withdrawn:
		return s, models.Errorf(models.Conflict, "这一班的安排后来有调整，请以最新通知为准，发送「值班」可查看。")
	case s.State == Confirmed:
		return s, nil
	case !now.Before(s.EndsAt):
		return s, models.Errorf(models.Conflict, "%s的这一班已经结束，无法再确认。如有疑问请联系值班室。", s.Day.Chinese())
	}
	s.State, s.ConfirmedAt = Confirmed, &now
	return s, nil
}
