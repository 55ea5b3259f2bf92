package desk

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
	"petitiondesk/models/ledger"
	"petitiondesk/models/people"
)

// SheetChange is what one row would change.
type SheetChange struct {
	Row    duty.SheetRow
	Slot   duty.Slot
	Before string // title, "" = nobody
	After  string
}

// SheetPreview is what an import would do. With faults nothing is written.
type SheetPreview struct {
	Same      int
	Changed   []SheetChange
	Filled    []SheetChange // slots that had nobody
	Conflicts []duty.SheetFault
	Faults    []duty.SheetFault
}

// PreviewRoster compares a sheet with the roster and writes nothing.
func (d *Desk) PreviewRoster(ctx context.Context, rows []duty.SheetRow) (SheetPreview, error) {
	var preview SheetPreview
	err := d.store.Read(ctx, func(tx Tx) error {
		w := &work{Tx: tx, desk: d, ctx: ctx, now: d.clock.Now()}
		var err error
		preview, _, err = w.readSheet(rows)
		return err
	})
	return preview, err
}

// ImportRoster takes a sheet into the roster, all of it or nothing, and tells everybody whose duty changes. Conflicts
// with the orders for posts are refused like faults.
func (d *Desk) ImportRoster(ctx context.Context, by, name string, rows []duty.SheetRow) (SheetPreview, error) {
	var preview SheetPreview
	err := d.transact(ctx, func(w *work) error {
		var after []duty.Override
		var err error
		preview, after, err = w.readSheet(rows)
		if err != nil || len(preview.Faults)+len(preview.Conflicts) > 0 || len(after) == 0 {
			return err
		}
		for i := range after {
			after[i].By = by
		}
		before, err := w.overridesBefore(after)
		if err != nil {
			return err
		}
		if err := w.PutOverrides(after); err != nil {
			return err
		}
		if err := w.replan(); err != nil {
			return err
		}
		done := duty.Import{By: by, Name: clip(name, 100), Before: before, After: after, CreatedAt: w.now}
		if err := w.AddDutyImport(&done); err != nil {
			return err
		}
		return w.record(ledger.RosterImported, refOf(done.ID), by, map[string]any{"import": done.ID, "slots": len(after)})
	})
	return preview, err
}

// overridesBefore keeps what the same slots had; one without a time had none.
func (w *work) overridesBefore(after []duty.Override) ([]duty.Override, error) {
	from, to := after[0].Turn, after[0].Turn
	for _, o := range after {
		from, to = min(from, o.Turn), max(to, o.Turn)
	}
	there, err := w.Overrides(from, to)
	if err != nil {
		return nil, err
	}
	before := make([]duty.Override, len(after))
	for i, o := range after {
		before[i] = duty.Override{Code: o.Code}
		if at := slices.IndexFunc(there, func(t duty.Override) bool { return t.Code == o.Code }); at >= 0 {
			before[i] = there[at]
		}
	}
	return before, nil
}

// UndoRosterImport takes the newest import back where its slots have not begun and nobody has changed them since.
func (d *Desk) UndoRosterImport(ctx context.Context, by string) (undone, kept int, err error) {
	err = d.transact(ctx, func(w *work) error {
		undone, kept = 0, 0
		last, err := w.LastDutyImport()
		if models.CodeOf(err) == models.NotFound {
			return models.Errorf(models.NotFound, "没有可以撤销的导入。")
		}
		if err != nil {
			return err
		}
		var dropped []string
		var restored []duty.Override
		for i, after := range last.After {
			now, err := w.Overrides(after.Turn, after.Turn)
			if err != nil {
				return err
			}
			at := slices.IndexFunc(now, func(o duty.Override) bool { return o.Code == after.Code })
			if after.Turn <= w.today() || at < 0 || now[at].UserID != after.UserID || now[at].Source != duty.ByImport {
				kept++
				continue
			}
			undone++
			if before := last.Before[i]; before.CreatedAt.IsZero() {
				dropped = append(dropped, after.Code)
			} else {
				restored = append(restored, before)
			}
		}
		if err := w.DropOverrides(dropped); err != nil {
			return err
		}
		if err := w.PutOverrides(restored); err != nil {
			return err
		}
		if err := w.replan(); err != nil {
			return err
		}
		if err := w.UndoDutyImport(last.ID, w.now); err != nil {
			return err
		}
		return w.record(ledger.RosterImportUndone, refOf(last.ID), by, map[string]any{"import": last.ID, "undone": undone, "kept": kept})
	})
	return undone, kept, err
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
	var overrides []duty.Override
	for _, one := range open {
		slot, ok := r.seat(one)
		if !ok {
			preview.Faults = append(preview.Faults, duty.SheetFault{Cell: one.row.Cell, Text: fmt.Sprintf("%s %s「%s」没有多余的席位，请核对人数或日期", one.row.Day.Chinese(), one.row.Station, one.row.Post)})
			continue
		}
		change := SheetChange{Row: one.row, Slot: slot, After: one.person.Title()}
		found, err := w.objections(slot, one.person)
		if err != nil {
			return preview, nil, err
		}
		for _, why := range found {
			preview.Conflicts = append(preview.Conflicts, duty.SheetFault{Cell: one.row.Cell, Text: why})
		}
		overrides = append(overrides, duty.OverrideOf(slot, one.person.UserID, duty.ByImport, SystemActor, w.now))
		if slot.UserID == "" {
			preview.Filled = append(preview.Filled, change)
			continue
		}
		before, err := w.Person(slot.UserID)
		if err != nil && models.CodeOf(err) != models.NotFound {
			return preview, nil, err
		}
		change.Before = before.Title()
		preview.Changed = append(preview.Changed, change)
	}
	return preview, overrides, nil
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

// Roster lists the final roster of a range for sheets, feeds and commands, gaps among it. station is a code, "" = all.
func (d *Desk) Roster(ctx context.Context, from, to calendar.Day, station string) ([]DutyLine, error) {
	var lines []DutyLine
	err := d.store.Read(ctx, func(tx Tx) error {
		slots, err := d.finalSlots(tx, from, to)
		if err != nil {
			return err
		}
		slots = slices.DeleteFunc(slots, func(s duty.Slot) bool { return station != "" && s.Station != station })
		lines, err = dutyLines(tx, slots)
		return err
	})
	return lines, err
}

// FairnessSheet is Fairness for the commands, which answer to nobody.
func (d *Desk) FairnessSheet(ctx context.Context, from, to calendar.Day) (lines []FairnessLine, err error) {
	err = d.store.Read(ctx, func(tx Tx) error {
		slots, err := d.finalSlots(tx, from, to)
		if err != nil {
			return err
		}
		lines, _, err = d.fairnessOf(tx, slots)
		return err
	})
	return lines, err
}

// PublicNotice writes the notice of who receives visitors on the posts with a form of reception.
func (d *Desk) PublicNotice(ctx context.Context, from, to calendar.Day) (string, error) {
	var lines []duty.Publication
	err := d.store.Read(ctx, func(tx Tx) error {
		slots, err := d.finalSlots(tx, from, to)
		if err != nil {
			return err
		}
		lines, err = publication(tx, slots)
		return err
	})
	title := fmt.Sprintf("领导干部接访安排公告（%s至%s）", from.Chinese(), to.Chinese())
	return duty.NoticeText(title, lines), err
}

func publication(tx Tx, slots []duty.Slot) ([]duty.Publication, error) {
	posts, err := tx.Posts()
	if err != nil {
		return nil, err
	}
	stations, err := tx.Stations()
	if err != nil {
		return nil, err
	}
	var lines []duty.Publication
	for _, s := range slots {
		post := duty.PostOf(posts, s.Post)
		if s.State == duty.Withdrawn || s.UserID == "" || post.Form == "" {
			continue
		}
		person, err := tx.Person(s.UserID)
		if err != nil {
			return nil, err
		}
		cards, err := tx.DutyCards([]string{s.UserID})
		if err != nil {
			return nil, err
		}
		line := duty.Publication{Day: s.Day, Hours: hours(s), Name: person.Name, Post: person.Post, Form: post.Form}
		if len(cards) > 0 {
			line.Field = cards[0].Field
		}
		for _, at := range stations {
			if at.Code == s.Station {
				line.Station, line.Place = at.Name, at.Address
			}
		}
		lines = append(lines, line)
	}
	return lines, nil
}

func hours(s duty.Slot) string {
	const form = "15:04"
	return s.StartsAt.In(calendar.Zone).Format(form) + "–" + s.EndsAt.In(calendar.Zone).Format(form)
}

// NewFeedLink gives the person a new secret for his calendar; the old one is void. Only its hash is kept.
func (d *Desk) NewFeedLink(ctx context.Context, userID string, answer func(secret string) string) error {
	secret := rand.Text()
	return d.transact(ctx, func(w *work) error {
		if _, err := w.actor(userID, people.ReadDuty); err != nil {
			return err
		}
		if err := w.PutFeedLink(duty.FeedLink{TokenHash: hashOf(secret), UserID: userID, CreatedAt: w.now}); err != nil {
			return err
		}
		return w.sayPlain(userID, answer(secret))
	})
}

func hashOf(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// feedDays is how far back a feed reaches.
const feedDays = 30

// Feed writes the duties of the person whom the secret belongs to as an iCalendar; code NotFound for any other.
func (d *Desk) Feed(ctx context.Context, secret string) (string, error) {
	var text string
	err := d.store.Read(ctx, func(tx Tx) error {
		link, err := tx.FeedLink(hashOf(secret))
		if err != nil {
			return err
		}
		person, err := tx.Person(link.UserID)
		if err != nil {
			return err
		}
		if !person.Active {
			return models.Errorf(models.NotFound, "这个日历链接已失效。")
		}
		slots, err := tx.SlotsOf(link.UserID, d.today().Add(-feedDays), d.today().Add(duty.Horizon), slotsPerPlan)
		if err != nil {
			return err
		}
		lines, err := dutyLines(tx, slots)
		if err != nil {
			return err
		}
		events := make([]duty.Event, len(lines))
		for i, line := range lines {
			events[i] = duty.Event{Slot: line.Slot, Station: line.Station, Person: line.Person}
		}
		text = duty.Feed(person.Name+"的值班", events, d.clock.Now())
		return nil
	})
	return text, err
}

// DutyWords lists the names of stations and posts that a sheet may use.
func (d *Desk) DutyWords(ctx context.Context) (stations, posts []string, err error) {
	err = d.store.Read(ctx, func(tx Tx) error {
		words, err := dutyLexicon(tx)
		for _, s := range words.Stations {
			stations = append(stations, s.Name)
		}
		posts = words.Posts
		return err
	})
	return stations, posts, err
}
