package duty

import (
	"fmt"
	"slices"
	"strings"

	"petitiondesk/models/calendar"
)

// MonthEntry is everybody on one post at the same hours of a day.
type MonthEntry struct {
	Post   string
	Hours  string // "" when the post has the same hours throughout the picture, which stand below it
	People []MonthPerson
}

// MonthPerson is somebody as a picture names him. UserID "" = nobody is there.
type MonthPerson struct {
	Name   string
	UserID string
}

// MonthDay is one cell of the grid.
type MonthDay struct {
	Day     calendar.Day
	Outside bool   // it is of another picture or month, and stays empty
	Off     bool   // weekends and public days
	Mark    string // 休, 班, or ""
	Name    string // of the public day
	Entries []MonthEntry
}

// MonthPage is one picture of the roster of a station: whole weeks from Monday to Sunday.
type MonthPage struct {
	Title       string
	Part, Of    int
	Weeks       [][7]MonthDay
	Hours       []string // of the posts: 值班员 08:00–20:00
	Provisional bool     // public days of the year are not known yet
}

// pageLines is how many lines of entries a picture holds before it is hard to read on a phone.
const pageLines = 60

// MonthSpan is the days of one picture.
type MonthSpan struct{ From, To calendar.Day }

// SplitMonth divides the days of a roster at one station into pictures of whole weeks, each of a length that can be read.
func SplitMonth(slots []Slot, from, to calendar.Day) []MonthSpan {
	lines := map[calendar.Day]int{}
	for day, entries := range entriesByDay(slots) {
		for _, e := range entries {
			lines[day] += 1 + len(e.People)
		}
	}
	var spans []MonthSpan
	used := 0
	for day := from; day <= to; {
		_, sunday := calendar.Week(day)
		end, most := min(sunday, to), 0
		for d := day; d <= end; d = d.Add(1) {
			most = max(most, lines[d])
		}
		if len(spans) == 0 || used+most > pageLines {
			spans, used = append(spans, MonthSpan{From: day}), 0
		}
		used += most
		spans[len(spans)-1].To = end
		day = end.Add(1)
	}
	return spans
}

// Page lays out the days of one picture. names are people's by userid.
func Page(slots []Slot, span MonthSpan, cal *calendar.Calendar, names map[string]string) MonthPage {
	page := MonthPage{Hours: postHours(slots)}
	byDay := entriesByDay(slots)
	monday, _ := calendar.Week(span.From)
	for ; monday <= span.To; monday = monday.Add(7) {
		var week [7]MonthDay
		for i := range week {
			week[i] = monthDay(monday.Add(i), cal)
			if week[i].Outside = week[i].Day < span.From || week[i].Day > span.To; week[i].Outside {
				continue
			}
			page.Provisional = page.Provisional || !cal.Known(week[i].Day)
			week[i].Entries = byDay[week[i].Day]
			for _, e := range week[i].Entries {
				for p := range e.People {
					e.People[p].Name = names[e.People[p].UserID]
				}
			}
		}
		page.Weeks = append(page.Weeks, week)
	}
	return page
}

func monthDay(day calendar.Day, cal *calendar.Calendar) MonthDay {
	cell := MonthDay{Day: day, Off: !cal.Working(day)}
	if public, ok := cal.PublicDay(day); ok {
		cell.Name, cell.Mark = public.Name, "班"
		if public.Off {
			cell.Mark = "休"
		}
	}
	return cell
}

// hoursByPost lists the different hours of each post, and the posts in the order in which they occur.
func hoursByPost(slots []Slot) (hours map[string][]string, posts []string) {
	hours = map[string][]string{}
	for _, s := range slots {
		if s.State == Withdrawn {
			continue
		}
		if hours[s.Post] == nil {
			posts = append(posts, s.Post)
		}
		if h := s.Hours(); !slices.Contains(hours[s.Post], h) {
			hours[s.Post] = append(hours[s.Post], h)
		}
	}
	return hours, posts
}

func postHours(slots []Slot) []string {
	hours, posts := hoursByPost(slots)
	lines := make([]string, len(posts))
	for i, post := range posts {
		lines[i] = post + " " + strings.Join(hours[post], "、")
	}
	return lines
}

func entriesByDay(slots []Slot) map[calendar.Day][]MonthEntry {
	hours, _ := hoursByPost(slots)
	byDay := map[calendar.Day][]MonthEntry{}
	for _, s := range slots {
		if s.State == Withdrawn {
			continue
		}
		entry := MonthEntry{Post: s.Post}
		if len(hours[s.Post]) > 1 {
			entry.Hours = s.Hours()
		}
		there := byDay[s.Day]
		at := slices.IndexFunc(there, func(e MonthEntry) bool { return e.Post == entry.Post && e.Hours == entry.Hours })
		if at < 0 {
			at = len(there)
			there = append(there, entry)
		}
		there[at].People = append(there[at].People, MonthPerson{UserID: s.UserID})
		byDay[s.Day] = there
	}
	return byDay
}

// TellApart names people for a picture; those who share a name are told apart by their userids.
func TellApart(names map[string]string) map[string]string {
	count := map[string]int{}
	for _, name := range names {
		count[name]++
	}
	apart := make(map[string]string, len(names))
	for id, name := range names {
		if apart[id] = name; count[name] > 1 {
			apart[id] = fmt.Sprintf("%s(%s)", name, id)
		}
	}
	return apart
}
