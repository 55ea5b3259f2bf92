package desk

import (
	"context"
	"errors"
	"slices"
	"strings"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
)

// StationChat is what a group chat of a station is made of.
type StationChat struct {
	Station duty.Station
	ChatID  string   // that it has, or will have
	Members []string // active ones
}

// ChatOf says what the group chat of a station is made of: everybody on duty there, and the duty office.
func (d *Desk) ChatOf(ctx context.Context, station string) (StationChat, error) {
	var chat StationChat
	err := d.store.Read(ctx, func(tx Tx) error {
		stations, err := tx.Stations()
		if err != nil {
			return err
		}
		i := slices.IndexFunc(stations, func(s duty.Station) bool { return s.Code == station })
		if i < 0 {
			return models.Errorf(models.NotFound, "没有代码为「%s」的点位，请核对 county.yaml 的 stations。", station)
		}
		chat.Station, chat.ChatID = stations[i], duty.ChatIDFor(station)
		chat.Members, err = chatMembers(tx, station)
		return err
	})
	return chat, err
}

func chatMembers(tx Tx, station string) ([]string, error) {
	rules, err := tx.Rules()
	if err != nil {
		return nil, err
	}
	posts, err := tx.Posts()
	if err != nil {
		return nil, err
	}
	ids := duty.StaffOf(station, rules, posts)
	office, err := dutyOffice(tx)
	if err != nil {
		return nil, err
	}
	for _, person := range office {
		if !slices.Contains(ids, person.UserID) {
			ids = append(ids, person.UserID)
		}
	}
	staff, err := tx.PeopleByID(ids)
	var members []string
	for _, person := range staff {
		if person.Active {
			members = append(members, person.UserID)
		}
	}
	slices.Sort(members)
	return members, err
}

// SetGroup notes the group chat of a station, to which its rosters go from now on.
func (d *Desk) SetGroup(ctx context.Context, station, chatID string) error {
	return d.transact(ctx, func(w *work) error {
		if err := w.SetGroup(station, chatID); err != nil {
			return err
		}
		return w.record(ledger.GroupChatSet, "station-"+station, SystemActor, map[string]any{"station": station, "chat": chatID})
	})
}

// tellGroups sends each station's group the roster of the week, once, and once a day again when it has changed.
func (d *Desk) tellGroups(ctx context.Context) error {
	cal, err := d.calendarNow(ctx)
	if err != nil {
		return err
	}
	from, to, due := notice.GroupRosterDue(d.clock.Now(), cal)
	if !due {
		return nil
	}
	var groups []duty.Group
	err = d.store.Read(ctx, func(tx Tx) error {
		all, err := tx.Groups()
		if err != nil || len(all) == 0 {
			return err
		}
		slots, err := tx.Slots(from, to, slotsPerPlan)
		for _, g := range all {
			if wants, _ := g.Wants(from, d.today(), duty.RosterMark(slotsAt(slots, g.Station))); wants {
				groups = append(groups, g)
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	var failed []error
	for _, g := range groups {
		failed = append(failed, d.transact(ctx, func(w *work) error { return w.tellGroup(g.Station, from, to) }))
	}
	return errors.Join(failed...)
}

func (w *work) tellGroup(station string, from, to calendar.Day) error {
	groups, err := w.Groups()
	i := slices.IndexFunc(groups, func(g duty.Group) bool { return g.Station == station })
	if err != nil || i < 0 {
		return err
	}
	all, err := w.Slots(from, to, slotsPerPlan)
	if err != nil {
		return err
	}
	slots := slotsAt(all, station)
	mark := duty.RosterMark(slots)
	wants, changed := groups[i].Wants(from, w.today(), mark)
	if !wants {
		return nil
	}
	lines, err := dutyLines(w.Tx, slots)
	if err != nil {
		return err
	}
	stations, err := w.Stations()
	if err != nil {
		return err
	}
	name := stationName(stations, station)
	week := notice.Week{From: from, To: to, Title: name + "本周值班"}
	key := "group-roster:" + station + ":" + groups[i].ChatID + ":" + string(from) // stations may share a chat
	if changed {
		week.Title, key = name+"本周值班有调整，以此为准", key+":"+string(w.today())
	}
	for _, line := range lines {
		week.Lines = append(week.Lines, shortNotice(line))
	}
	row := w.row(key, groups[i].Recipient(), notice.StationRoster, week)
	until := to.Add(1).At(0) // next week has its own
	row.NotAfter = &until
	if err := w.Tell(row); err != nil {
		return err
	}
	return w.SaveGroup(groups[i].Told(from, w.today(), mark, changed))
}

// groupName is how the duty office is told of a group chat: by the stations whose rosters go there.
func groupName(tx Tx, chatID string) (string, error) {
	groups, err := tx.Groups()
	if err != nil {
		return "", err
	}
	stations, err := tx.Stations()
	var names []string
	for _, g := range groups {
		if g.ChatID == chatID {
			names = append(names, stationName(stations, g.Station))
		}
	}
	if len(names) == 0 {
		return "一个值班群", err
	}
	return strings.Join(names, "、") + "值班群", err
}
