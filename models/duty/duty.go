// Package duty turns rules into the final roster: who is on which post at which station, when.
package duty

import (
	"fmt"
	"strings"
	"time"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
)

// Station is a place of duty.
type Station struct {
	Code    string `gorm:"primaryKey"`
	Name    string
	Address string
	Area    *Area `gorm:"serializer:json"` // nil = nobody's location says that he is there
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
	End     calendar.ClockTime // after 24:00 = on the next day
	Holiday HolidayPolicy

	Pattern     Pattern        // "" = as Weekday says
	Dates       []calendar.Day `gorm:"serializer:json"` // of the pattern dates, in order
	MonthDay    int            // of the pattern monthly; 31 means the last day; 0 = the Nth Weekday
	Nth         int            // 1 to 5, or -1 for the month's last Weekday
	Seats       int            // people per slot; 0 means one
	HolidayCrew []string       `gorm:"serializer:json"` // takes the public days off, in a turn order of its own
	Period      string         // code of the special period in which alone the rule counts
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

// KeyCode derives the rule's code from what identifies it.
func (r Rule) KeyCode() string {
	code := CodeFor(r.Station, r.Post, r.Weekday, r.From)
	if r.Pattern != ByWeekday {
		which := string(r.Pattern)
		if r.Pattern == Monthly && r.MonthDay > 0 {
			which = fmt.Sprintf("month%d", r.MonthDay)
		} else if r.Pattern == Monthly && r.Weekday != nil {
			which = fmt.Sprintf("month%s%d", strings.ToLower(r.Weekday.String()[:3]), r.Nth)
		}
		code = fmt.Sprintf("%s/%s/%s/%s", r.Station, r.Post, which, r.From)
	}
	if r.Period != "" {
		code += "@" + r.Period
	}
	return code
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

	Seat      int          // 0 is the first of several on the same post
	Nominal   calendar.Day // the day whose turn it is, "" = Day: a slot that was shifted keeps its turn
	Source    Source       // "" = the rule
	ArrivedAt *time.Time   // attendance
	ArrivedBy Attendance   // how it is known
	Gap       Gap          `gorm:"-"` // why nobody is on it
}

// TableName is the table of slots.
func (Slot) TableName() string { return "duty_slots" }

// Horizon is how many days ahead slots are planned.
const Horizon = 45

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
