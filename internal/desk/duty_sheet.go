package desk

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
	"petitiondesk/models/people"
)

// SheetChange is what one row would change.
type SheetChange struct {
	Row    duty.SheetRow
	Slot   duty.Slot
	Before string // title, "" = nobody
	After  string

	AfterID string // userid
}

// SheetPreview is what an import would do. With faults nothing is written.
type SheetPreview struct {
	Same      int
	Changed   []SheetChange
	Filled    []SheetChange // slots that had nobody
	Conflicts []duty.SheetFault
	Faults    []duty.SheetFault
}

// Wrong is how many places must be mended before anything is written.
func (p SheetPreview) Wrong() int { return len(p.Faults) + len(p.Conflicts) }

// Changes lists what would change, empty places first.
func (p SheetPreview) Changes() []SheetChange { return slices.Concat(p.Filled, p.Changed) }

// Print tells this preview from any other: what is taken in is what somebody was shown.
func (p SheetPreview) Print() string {
	sum := sha256.New()
	for _, c := range p.Changes() {
		_, _ = fmt.Fprintf(sum, "%s|%s|%q|%q\n", c.Slot.Key(), c.Slot.Day, c.Slot.UserID, c.AfterID) // a hash takes everything
	}
	for _, f := range slices.Concat(p.Faults, p.Conflicts) {
		_, _ = fmt.Fprintf(sum, "%q|%q\n", f.Cell, f.Text)
	}
	const bytes = 8
	return hex.EncodeToString(sum.Sum(nil)[:bytes])
}

// sheetReader holds what rows are judged by.
type sheetReader struct {
	w        *work
	stations []duty.Station
	byName   map[string][]people.Person
	free     map[string][]duty.Slot // seats of station, post and day that no row has taken
	seen     map[string]string      // person and day and post → cell
}

// readSheet finds each row's slot. Rows of one post and day take its seats; who is there already keeps his.
func (w *work) readSheet(rows []duty.SheetRow) (SheetPreview, []duty.Override, error) {
	var preview SheetPreview
	r, err := w.sheetReader(rows)
	if err != nil {
		return preview, nil, err
	}
	var open []resolved
	for _, row := range rows {
		one, fault := r.resolve(row)
		if fault != "" {
			preview.Faults = append(preview.Faults, duty.SheetFault{Cell: row.Cell, Text: fault})
			continue
		}
		if r.keeps(one) {
			preview.Same++
			continue
		}
		open = append(open, one)
	}
	var given []seated
	for _, one := range open {
		slot, ok := r.seat(one)
		if !ok {
			preview.Faults = append(preview.Faults, duty.SheetFault{Cell: one.row.Cell, Text: fmt.Sprintf("%s %s「%s」没有多余的席位，请核对人数或日期", one.row.Day.Chinese(), one.row.Station, one.row.Post)})
			continue
		}
		given = append(given, seated{one, slot})
	}
	overrides, err := w.giveSeats(&preview, given)
	return preview, overrides, err
}

// seated is a row with the slot that it is for.
type seated struct {
	resolved
	slot duty.Slot
}

// giveSeats notes what each row changes, and what speaks against it once the whole sheet counts: who gives a slot up to somebody
// else is free at that time, and two rows of the sheet can be in each other's way.
func (w *work) giveSeats(preview *SheetPreview, given []seated) ([]duty.Override, error) {
	orders, err := w.dutyOrders()
	if err != nil {
		return nil, err
	}
	absences, err := w.Absences()
	if err != nil {
		return nil, err
	}
	filled := map[int64]bool{}
	mine := map[string][]duty.Slot{}
	holders := make([]string, len(given))
	for i, g := range given {
		filled[g.slot.ID], holders[i] = true, g.slot.UserID
		after := g.slot
		after.UserID = g.person.UserID
		mine[g.person.UserID] = append(mine[g.person.UserID], after)
	}
	titles, err := titlesOf(w.Tx, holders)
	if err != nil {
		return nil, err
	}
	var overrides []duty.Override
	for _, g := range given {
		others, err := w.SlotsOf(g.person.UserID, g.slot.Day.Add(-3), g.slot.Day.Add(3), MaxListed)
		if err != nil {
			return nil, err
		}
		others = slices.DeleteFunc(others, func(s duty.Slot) bool { return filled[s.ID] })
		for _, s := range mine[g.person.UserID] {
			if s.ID != g.slot.ID {
				others = append(others, s)
			}
		}
		for _, why := range duty.Objections(g.slot, g.person, duty.PostOf(orders.posts, g.slot.Post), others, absences) {
			preview.Conflicts = append(preview.Conflicts, duty.SheetFault{Cell: g.row.Cell, Text: why})
		}
		overrides = append(overrides, duty.OverrideOf(g.slot, g.person.UserID, duty.ByImport, SystemActor, w.now))
		change := SheetChange{Row: g.row, Slot: g.slot, Before: titles[g.slot.UserID], After: g.person.Title(), AfterID: g.person.UserID}
		if g.slot.UserID == "" {
			preview.Filled = append(preview.Filled, change)
		} else {
			preview.Changed = append(preview.Changed, change)
		}
	}
	return overrides, nil
}

func titlesOf(tx PeopleTx, ids []string) (map[string]string, error) {
	staff, err := tx.PeopleByID(ids)
	titles := map[string]string{}
	for _, person := range staff {
		titles[person.UserID] = person.Title()
	}
	return titles, err
}

func (w *work) sheetReader(rows []duty.SheetRow) (*sheetReader, error) {
	r := &sheetReader{w: w, byName: map[string][]people.Person{}, free: map[string][]duty.Slot{}, seen: map[string]string{}}
	var err error
	if r.stations, err = w.Stations(); err != nil || len(rows) == 0 {
		return r, err
	}
	from, to := rows[0].Day, rows[0].Day
	for _, row := range rows {
		from, to = min(from, row.Day), max(to, row.Day)
		if _, known := r.byName[row.Person]; !known {
			if r.byName[row.Person], err = w.PeopleNamed(row.Person); err != nil {
				return nil, err
			}
		}
	}
	slots, err := w.Slots(max(from, w.today()), min(to, w.today().Add(duty.Horizon)), slotsPerPlan)
	for _, s := range slots {
		if s.State != duty.Withdrawn {
			key := seatKey(s.Station, s.Post, s.Day)
			r.free[key] = append(r.free[key], s)
		}
	}
	return r, err
}

func seatKey(station, post string, day calendar.Day) string {
	return station + "\x00" + post + "\x00" + string(day)
}

type resolved struct {
	row     duty.SheetRow
	station string
	person  people.Person
}

func (r *sheetReader) resolve(row duty.SheetRow) (resolved, string) {
	one := resolved{row: row}
	for _, s := range r.stations {
		if s.Code == row.Station || s.Name == row.Station {
			one.station = s.Code
		}
	}
	found := r.byName[row.Person]
	today := r.w.today()
	switch {
	case one.station == "":
		return one, fmt.Sprintf("没有「%s」这个接访点或值班室", row.Station)
	case len(found) == 0:
		return one, fmt.Sprintf("人员名册里没有「%s」", row.Person)
	case len(found) > 1:
		var ids []string
		for _, p := range found {
			ids = append(ids, p.UserID)
		}
		return one, fmt.Sprintf("叫「%s」的有%d人，请改写账号：%s", row.Person, len(found), strings.Join(ids, "、"))
	case row.Day < today:
		return one, fmt.Sprintf("%s已经过去，不能再改", row.Day.Chinese())
	case row.Day > today.Add(duty.Horizon):
		return one, fmt.Sprintf("%s太远，目前可导入到%s", row.Day.Chinese(), today.Add(duty.Horizon).Chinese())
	}
	one.person = found[0]
	key := seatKey(one.station, row.Post, row.Day)
	if len(r.free[key]) == 0 && r.seen[key] == "" {
		return one, fmt.Sprintf("%s %s没有「%s」这个班，请核对日期和岗位，或先在值班规则里添加", row.Day.Chinese(), row.Station, row.Post)
	}
	r.seen[key] = row.Cell
	twice := key + "\x00" + one.person.UserID
	if first := r.seen[twice]; first != "" {
		return one, fmt.Sprintf("与%s重复：%s在这一班写了两次", first, row.Person)
	}
	r.seen[twice] = row.Cell
	return one, ""
}

// keeps takes the seat that the person has already.
func (r *sheetReader) keeps(one resolved) bool {
	key := seatKey(one.station, one.row.Post, one.row.Day)
	for i, s := range r.free[key] {
		if s.UserID == one.person.UserID {
			r.free[key] = slices.Delete(r.free[key], i, i+1)
			return true
		}
	}
	return false
}

func (r *sheetReader) seat(one resolved) (duty.Slot, bool) {
	key := seatKey(one.station, one.row.Post, one.row.Day)
	for i, s := range r.free[key] {
		if r.w.now.Before(s.StartsAt) {
			r.free[key] = slices.Delete(r.free[key], i, i+1)
			return s, true
		}
	}
	return duty.Slot{}, false
}
