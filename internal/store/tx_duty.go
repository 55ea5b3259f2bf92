package store

import (
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"

	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
)

const (
	maxStations = 5000
	maxRules    = 10000
)

// Stations returns the stations by code.
func (tx *Tx) Stations() ([]duty.Station, error) {
	return list[duty.Station]("find stations", tx.db.Order("code"), maxStations)
}

// Rules returns the rules by code.
func (tx *Tx) Rules() ([]duty.Rule, error) {
	return list[duty.Rule]("find rules", tx.db.Order("code"), maxRules)
}

// PutStations inserts or updates stations by code.
func (tx *Tx) PutStations(stations []duty.Station) error {
	return put(tx.db, "write stations", stations)
}

// PutRules inserts or updates rules by code.
func (tx *Tx) PutRules(rules []duty.Rule) error {
	return put(tx.db, "write rules", rules)
}

// Slots returns the slots of the days from..to in order of time, station and post.
func (tx *Tx) Slots(from, to calendar.Day, limit int) ([]duty.Slot, error) {
	return list[duty.Slot]("find slots", inOrder(tx.db.Where("day BETWEEN ? AND ?", from, to)), limit)
}

// SlotsOf returns one person's slots of the days from..to, in the same order.
func (tx *Tx) SlotsOf(userID string, from, to calendar.Day, limit int) ([]duty.Slot, error) {
	return list[duty.Slot]("find slots of person",
		inOrder(tx.db.Where("user_id = ? AND day BETWEEN ? AND ?", userID, from, to)), limit)
}

func inOrder(slots *gorm.DB) *gorm.DB { return slots.Order("day, starts_at, station, post, seat, id") }

// Slot returns a slot by id.
func (tx *Tx) Slot(id int64) (duty.Slot, error) {
	return first[duty.Slot]("find slot", tx.db.Where("id = ?", id))
}

// slotKey: a rule gives each seat one slot a day.
var slotKey = unique[duty.Slot]{
	key: func(s *duty.Slot) string { return fmt.Sprintf("%s\x00%s\x00%d", s.RuleCode, s.Day, s.Seat) },
	id:  func(s *duty.Slot) *int64 { return &s.ID },
	among: func(db *gorm.DB, slots []duty.Slot) *gorm.DB {
		from, to := slots[0].Day, slots[0].Day
		codes := map[string]bool{}
		var rules []string
		for _, s := range slots {
			from, to = min(from, s.Day), max(to, s.Day)
			if !codes[s.RuleCode] {
				codes[s.RuleCode] = true
				rules = append(rules, s.RuleCode)
			}
		}
		return db.Select("id", "rule_code", "day", "seat").Where("rule_code IN ? AND day BETWEEN ? AND ?", rules, from, to)
	},
}

// CreateSlots writes the slots that their rules do not have yet and returns those, with ids.
func (tx *Tx) CreateSlots(slots []duty.Slot) ([]duty.Slot, error) {
	// Sorted by rule, so that the rows one statement may have to look at stay few.
	byRule := slices.Clone(slots)
	slices.SortStableFunc(byRule, func(a, b duty.Slot) int { return strings.Compare(a.RuleCode, b.RuleCode) })
	created, err := insertNew(tx.db, byRule, slotKey)
	if err != nil {
		return nil, classify("create slots", err)
	}
	slices.SortStableFunc(created, func(a, b duty.Slot) int { return a.StartsAt.Compare(b.StartsAt) })
	return created, nil
}

// UpdateSlot writes the slot if its version and state are still as in was, and nobody arrived meanwhile; else Conflict.
func (tx *Tx) UpdateSlot(s *duty.Slot, was duty.Slot) error {
	as := tx.db.Model(&duty.Slot{}).Where("id = ? AND version = ? AND state = ?", s.ID, was.Version, was.State)
	if was.ArrivedAt == nil {
		as = as.Where("arrived_at IS NULL")
	}
	result := as.
		Updates(map[string]any{
			"station": s.Station, "post": s.Post, "day": s.Day, "user_id": s.UserID,
			"starts_at": s.StartsAt, "ends_at": s.EndsAt, "state": s.State, "version": s.Version,
			"confirmed_at": s.ConfirmedAt, "nominal": s.Nominal, "source": s.Source, "arrived_at": s.ArrivedAt, "arrived_by": s.ArrivedBy,
		})
	if result.Error != nil {
		return classify("update slot", result.Error)
	}
	if result.RowsAffected > 0 {
		return nil
	}
	// MySQL counts changed rows, so none may also mean that nothing was to change.
	there, err := tx.Slot(s.ID)
	if err != nil || there.Version != was.Version || there.State != was.State || was.ArrivedAt == nil && there.ArrivedAt != nil {
		return conflict("update slot")
	}
	return nil
}
