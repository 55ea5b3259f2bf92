package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"petitiondesk/models/duty"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
)

// tellWeekAhead tells, on the last working day of a week, everybody who is on duty next week, and the duty office the
// whole roster, station by station.
func (d *Desk) tellWeekAhead(ctx context.Context) error {
	cal, err := d.calendarNow(ctx)
	if err != nil {
		return err
	}
	key, from, to, due := notice.WeekAheadDue(d.clock.Now(), cal)
	if !due {
		return nil
	}
	told, err := d.toldOffice(ctx, key)
	if err != nil || told {
		return err
	}
	return d.transact(ctx, func(w *work) error {
		slots, err := w.Slots(from, to, slotsPerPlan)
		if err != nil {
			return err
		}
		lines, err := dutyLines(w.Tx, slots)
		if err != nil {
			return err
		}
		week := notice.Week{From: from, To: to}
		if err := w.tellWeekOf(key, week, lines); err != nil {
			return err
		}
		for _, line := range lines {
			week.Lines = append(week.Lines, shortNotice(line))
		}
		week.Title = "下周值班表"
		return w.tellDutyOffice(key, notice.DutyWeek, week)
	})
}

func (w *work) tellWeekOf(key string, week notice.Week, lines []DutyLine) error {
	byPerson := map[string][]notice.Duty{}
	var order []string
	for _, line := range lines {
		id := line.Slot.UserID
		if id == "" {
			continue
		}
		if byPerson[id] == nil {
			order = append(order, id)
		}
		byPerson[id] = append(byPerson[id], shortNotice(line))
	}
	for _, id := range order {
		week.Title, week.Lines = "您下周的值班", byPerson[id]
		if err := w.tell(key+":own:"+id, id, notice.DutyWeek, week); err != nil {
			return err
		}
	}
	return nil
}

func shortNotice(line DutyLine) notice.Duty {
	s := line.Slot
	return notice.Duty{
		SlotID: s.ID, Version: s.Version, Station: line.Station, Post: s.Post, Day: s.Day, StartsAt: s.StartsAt, EndsAt: s.EndsAt,
		Person: line.Person,
	}
}

// toldOffice tells whether everybody in the duty office has the message; without an office there is nobody to tell.
func (d *Desk) toldOffice(ctx context.Context, key string) (told bool, err error) {
	told = true
	err = d.store.Read(ctx, func(tx Tx) error {
		office, err := dutyOffice(tx)
		for _, person := range office {
			if err == nil && told {
				told, err = tx.Told(key + ":" + person.UserID)
			}
		}
		return err
	})
	return told, err
}

// troublesAtOnce bounds what the duty office is told of at a time.
const troublesAtOnce = 20

// warnOfGaps tells the duty office of each coming duty that will have nobody, once, with the fairest who could take it.
func (d *Desk) warnOfGaps(ctx context.Context) error {
	var fresh []duty.Trouble
	err := d.store.Read(ctx, func(tx Tx) (err error) {
		fresh, err = d.freshTroubles(tx, func(ids []string) map[string]string { return d.unreachable(ctx, ids) })
		return err
	})
	if err != nil || len(fresh) == 0 {
		return err
	}
	return d.transact(ctx, func(w *work) error { return w.tellTroubles(fresh) })
}

// warnOfNewGaps is warnOfGaps within an edit, which asks nobody outside.
func (w *work) warnOfNewGaps() error {
	fresh, err := w.desk.freshTroubles(w.Tx, func([]string) map[string]string { return nil })
	if err != nil {
		return err
	}
	return w.tellTroubles(fresh)
}

// freshTroubles lists those of which the duty office has not been told.
func (d *Desk) freshTroubles(tx Tx, unreachable func(ids []string) map[string]string) ([]duty.Trouble, error) {
	troubles, err := d.troubles(tx, unreachable)
	if err != nil || len(troubles) == 0 {
		return nil, err
	}
	office, err := dutyOffice(tx)
	if err != nil || len(office) == 0 {
		return nil, err
	}
	var fresh []duty.Trouble
	for _, t := range troubles {
		if len(fresh) == troublesAtOnce {
			break
		}
		if !notice.TroubleDue(d.clock.Now(), startOf(t)) {
			continue
		}
		told, err := tx.Told(troubleKey(t) + ":" + office[0].UserID)
		if err != nil {
			return nil, err
		}
		if !told {
			fresh = append(fresh, t)
		}
	}
	return fresh, nil
}

func (w *work) tellTroubles(fresh []duty.Trouble) error {
	for _, t := range fresh {
		shown, err := w.troubleNotice(t)
		if err != nil {
			return err
		}
		if err := w.tellDutyOffice(troubleKey(t), notice.DutyTroubled, shown); err != nil {
			return err
		}
	}
	return nil
}

// startOf is when the trouble is there: for a whole day, its first hour.
func startOf(t duty.Trouble) time.Time {
	if t.Slot.ID != 0 {
		return t.Slot.StartsAt
	}
	return t.Day.At(0)
}

func troubleKey(t duty.Trouble) string {
	sum := sha256.Sum256([]byte(t.Key))
	return "gap:" + hex.EncodeToString(sum[:12])
}

// troubles looks through the horizon.
func (d *Desk) troubles(tx Tx, unreachable func(ids []string) map[string]string) ([]duty.Trouble, error) {
	slots, err := tx.Slots(d.today(), d.today().Add(duty.Horizon), slotsPerPlan)
	if err != nil {
		return nil, err
	}
	now := d.clock.Now()
	var coming []duty.Slot
	ids := map[string]bool{}
	var list []string
	for _, s := range slots {
		if !now.Before(s.StartsAt) {
			continue
		}
		coming = append(coming, s)
		if s.UserID != "" && !ids[s.UserID] {
			ids[s.UserID] = true
			list = append(list, s.UserID)
		}
	}
	found, err := tx.PeopleByID(list)
	if err != nil {
		return nil, err
	}
	staff := map[string]people.Person{}
	for _, p := range found {
		staff[p.UserID] = p
	}
	periods, err := tx.Periods()
	if err != nil {
		return nil, err
	}
	return duty.Troubles(coming, staff, unreachable(list), periods), nil
}

func (w *work) troubleNotice(t duty.Trouble) (notice.DutyTrouble, error) {
	shown := notice.DutyTrouble{Station: t.Station, Day: t.Day, Why: t.Why}
	stations, err := w.Stations()
	if err != nil {
		return shown, err
	}
	for _, s := range stations {
		if s.Code == t.Station {
			shown.Station = s.Name
		}
	}
	if t.Slot.ID == 0 {
		return shown, nil
	}
	slot, err := w.dutyNotice(t.Slot)
	if err != nil {
		return shown, err
	}
	shown.Duty = &slot
	suggestions, err := w.fairest(t.Slot, t.Slot.UserID)
	if err != nil {
		return shown, err
	}
	for _, s := range suggestions[:min(len(suggestions), 3)] {
		person, err := w.Person(s.UserID)
		if err != nil {
			return shown, err
		}
		shown.Fairest = append(shown.Fairest, fmt.Sprintf("%s（%s）", person.Title(), s.Reasons[len(s.Reasons)-1]))
	}
	return shown, nil
}

// Reach tells of members of staff whom the app's messages do not reach, with the reason. It may know nothing.
type Reach func(ctx context.Context, userIDs []string) map[string]string

// Reaching gives the desk a way to know whom messages do not reach before the duty.
func (d *Desk) Reaching(reach Reach) *Desk {
	d.reach = reach
	return d
}

func (d *Desk) unreachable(ctx context.Context, userIDs []string) map[string]string {
	if d.reach == nil || len(userIDs) == 0 {
		return nil
	}
	return d.reach(ctx, userIDs)
}
