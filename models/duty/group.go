package duty

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"petitiondesk/models/calendar"
)

// Group is the group chat of a station, to which its roster goes. Only an app that made a chat can write to it.
type Group struct {
	Station string `gorm:"primaryKey"`
	ChatID  string
	Week    calendar.Day // Monday of the week whose roster went there last, "" = none yet
	Shown   string       // what that roster held: see RosterMark
	Updated calendar.Day // on which a changed roster went there last
	Version int64
}

// TableName is the table of groups.
func (Group) TableName() string { return "duty_groups" }

// GroupPrefix begins the recipient of a message to a group chat.
const GroupPrefix = "group:"

// Recipient is how the outbox addresses the chat.
func (g Group) Recipient() string { return GroupPrefix + g.ChatID }

// IsGroup tells whether a message goes to a group chat, and to which.
func IsGroup(recipient string) (chatID string, ok bool) {
	return strings.CutPrefix(recipient, GroupPrefix)
}

// Wants tells whether the group must get the roster of a week that is now as mark says: once a week, and once a day when it
// changed.
func (g Group) Wants(week, today calendar.Day, mark string) (wants, changed bool) {
	if g.Week != week {
		return true, false
	}
	changed = g.Shown != mark && g.Updated != today
	return changed, changed
}

// Told is the group once it has got that roster.
func (g Group) Told(week, today calendar.Day, mark string, changed bool) Group {
	g.Week, g.Shown = week, mark
	if changed {
		g.Updated = today
	}
	return g
}

// ChatIDFor is the id of the chat that is made for a station: always the same, so that making it twice makes one.
func ChatIDFor(station string) string {
	sum := sha256.Sum256([]byte("duty roster of " + station))
	return "duty" + hex.EncodeToString(sum[:12])
}

// RosterMark tells rosters of a week apart: by their times, posts and people, not by who has confirmed.
func RosterMark(slots []Slot) string {
	h := sha256.New()
	for _, s := range slots {
		if s.State != Withdrawn {
			h.Write([]byte(s.Post + "\x00" + s.UserID + "\x00" + s.StartsAt.UTC().Format("200601021504") + s.EndsAt.UTC().Format("200601021504") + "\n"))
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// StaffOf lists those who are on duty at a station by its rules, with the backups of their posts.
func StaffOf(station string, rules []Rule, posts []Post) []string {
	var staff []string
	add := func(ids []string) {
		for _, id := range ids {
			if !slices.Contains(staff, id) {
				staff = append(staff, id)
			}
		}
	}
	for _, rule := range rules {
		if rule.Station == station {
			add(rule.People)
			add(rule.HolidayCrew)
			add(PostOf(posts, rule.Post).Backups)
		}
	}
	return staff
}
