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
	stations map[string]string // name or code → code
	byName   map[string][]people.Person
	seats    map[string][]duty.Slot // of a station, post and day
	taken    map[int64]bool         // by a row
	seen     map[string]string      // person and shift → cell
	ofPerson map[string][]duty.Slot // near the days of the sheet
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
	overrides, err := r.giveSeats(&preview, given)
	return preview, overrides, err
}

// seated is a row with the slot that it is for.
type seated struct {
	resolved
	slot duty.Slot
}

// giveSeats notes what each row changes, and what speaks against it once the whole sheet counts: who gives a slot up to somebody
// else is free at that time, and two rows of the sheet can be in each other's way.
func (r *sheetReader) giveSeats(preview *SheetPreview, given []seated) ([]duty.Override, error) {
	w := r.w
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
		others := slices.DeleteFunc(slices.Clone(r.ofPerson[g.person.UserID]), func(s duty.Slot) bool { return filled[s.ID] })
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

// restLooked is how many days around a duty others can be too near to it.
const restLooked = 3

// sheetReader reads all that the rows are judged by, in a few statements however many they are.
func (w *work) sheetReader(rows []duty.SheetRow) (*sheetReader, error) {
	r := &sheetReader{
		w: w, stations: map[string]string{}, byName: map[string][]people.Person{}, seats: map[string][]duty.Slot{},
		taken: map[int64]bool{}, seen: map[string]string{}, ofPerson: map[string][]duty.Slot{},
	}
	if len(rows) == 0 {
		return r, nil
	}
	stations, err := w.Stations()
	if err != nil {
		return nil, err
	}
	for _, s := range stations {
		r.stations[s.Name], r.stations[s.Code] = s.Code, s.Code
	}
	from, to := rows[0].Day, rows[0].Day
	var names []string
	for _, row := range rows {
		from, to = min(from, row.Day), max(to, row.Day)
		names = append(names, row.Person)
	}
	if r.byName, err = peopleByWord(w.Tx, names); err != nil {
		return nil, err
	}
	from, to = max(from, w.today()), min(to, w.today().Add(duty.Horizon))
	slots, err := w.Slots(from.Add(-restLooked), to.Add(restLooked), slotsPerPlan)
	for _, s := range slots {
		if s.State == duty.Withdrawn {
			continue
		}
		if key := seatKey(s.Station, s.Post, s.Day); from <= s.Day && s.Day <= to {
			r.seats[key] = append(r.seats[key], s)
		}
		r.ofPerson[s.UserID] = append(r.ofPerson[s.UserID], s)
	}
	return r, err
}

// peopleByWord finds the active people whom words name, by name or userid.
func peopleByWord(tx Tx, words []string) (map[string][]people.Person, error) {
	slices.Sort(words)
	words = slices.Compact(words)
	ids := make([]string, len(words))
	for i, word := range words {
		ids[i] = people.NormalUserID(word)
	}
	called, err := tx.PeopleCalled(words)
	if err != nil {
		return nil, err
	}
	known, err := tx.PeopleByID(ids)
	found := map[string][]people.Person{}
	for i, word := range words {
		for _, p := range called {
			if p.Name == word {
				found[word] = append(found[word], p)
			}
		}
		for _, p := range known {
			if p.Active && p.UserID == ids[i] && p.Name != word {
				found[word] = append(found[word], p)
			}
		}
	}
	return found, err
}

func seatKey(station, post string, day calendar.Day) string {
	return station + "\x00" + post + "\x00" + string(day)
}

// resolved is a row with whom it means and the seats of the shift that it means.
type resolved struct {
	row    duty.SheetRow
	person people.Person
	seats  []duty.Slot
}

func (r *sheetReader) resolve(row duty.SheetRow) (resolved, string) {
	one := resolved{row: row}
	station := r.stations[row.Station]
	found := r.byName[row.Person]
	today := r.w.today()
	switch {
	case station == "":
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
	key := seatKey(station, row.Post, row.Day)
	if len(r.seats[key]) == 0 {
		return one, fmt.Sprintf("%s %s没有「%s」这个班，请核对日期和岗位，或先在值班规则里添加", row.Day.Chinese(), row.Station, row.Post)
	}
	var fault string
	if one.seats, fault = row.Shift(r.seats[key], one.person.UserID); fault != "" {
		return one, fault
	}
	twice := key + "\x00" + one.person.UserID + "\x00" + one.seats[0].Hours()
	if first := r.seen[twice]; first != "" {
		return one, fmt.Sprintf("与%s重复：%s在这一班写了两次", first, row.Person)
	}
	r.seen[twice] = row.Cell
	return one, ""
}

// free are the seats of the row's shift that no row has taken.
func (r *sheetReader) free(one resolved) []duty.Slot {
	return slices.DeleteFunc(slices.Clone(one.seats), func(s duty.Slot) bool { return r.taken[s.ID] })
}

// keeps takes the seat that the person has already.
func (r *sheetReader) keeps(one resolved) bool {
	free := r.free(one)
	at := slices.IndexFunc(free, func(s duty.Slot) bool { return s.UserID == one.person.UserID })
	if at >= 0 {
		r.taken[free[at].ID] = true
	}
	return at >= 0
}

func (r *sheetReader) seat(one resolved) (duty.Slot, bool) {
	slot, ok := duty.SeatFor(r.free(one), r.w.now)
	r.taken[slot.ID] = true
	return slot, ok
}
