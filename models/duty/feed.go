package duty

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// Event is one duty as a calendar on a phone shows it.
type Event struct {
	Slot    Slot
	Station string // name
	Person  string // title
}

// Feed writes duties as an iCalendar (RFC 5545) with an alarm on the eve and one an hour before. UIDs stay the same when
// a duty is edited; SEQUENCE is its version.
func Feed(name string, events []Event, now time.Time) string {
	var b strings.Builder
	line := func(format string, args ...any) { b.WriteString(fold(fmt.Sprintf(format, args...)) + "\r\n") }
	line("BEGIN:VCALENDAR")
	line("VERSION:2.0")
	line("PRODID:-//petitiondesk//duty//ZH")
	line("METHOD:PUBLISH")
	line("X-WR-CALNAME:%s", escaped(name))
	line("REFRESH-INTERVAL;VALUE=DURATION:PT1H")
	for _, e := range events {
		line("BEGIN:VEVENT")
		line("UID:%d@petitiondesk", e.Slot.ID)
		line("SEQUENCE:%d", e.Slot.Version)
		line("DTSTAMP:%s", stamp(now))
		line("DTSTART:%s", stamp(e.Slot.StartsAt))
		line("DTEND:%s", stamp(e.Slot.EndsAt))
		line("SUMMARY:%s", escaped(e.Slot.Post+" "+e.Person))
		line("LOCATION:%s", escaped(e.Station))
		for _, before := range []string{"PT16H", "PT1H"} {
			line("BEGIN:VALARM")
			line("ACTION:DISPLAY")
			line("DESCRIPTION:%s", escaped("值班提醒："+e.Slot.Post))
			line("TRIGGER:-%s", before)
			line("END:VALARM")
		}
		line("END:VEVENT")
	}
	line("END:VCALENDAR")
	return b.String()
}

func stamp(t time.Time) string { return t.UTC().Format("20060102T150405Z") }

var escapes = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r", "", "\n", `\n`)

func escaped(text string) string { return escapes.Replace(text) }

// fold breaks lines after at most 75 octets, never within a character.
func fold(line string) string {
	const most = 75
	var b strings.Builder
	room := most
	for _, r := range line {
		if n := utf8.RuneLen(r); n > room {
			b.WriteString("\r\n ")
			room = most - 1
		}
		b.WriteRune(r)
		room -= utf8.RuneLen(r)
	}
	return b.String()
}
