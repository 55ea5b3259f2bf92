package statute

import (
	"cmp"
	"strings"

	"petitiondesk/models/calendar"
)

// span is a run of days, both ends included.
type span struct{ from, to calendar.Day }

// hearingDay is a day on which a hearing begins or ends.
type hearingDay struct {
	day    calendar.Day
	begins bool
}

// compare puts a begin before an end of the same day: a hearing may take one day.
func (d hearingDay) compare(other hearingDay) int {
	rank := func(begins bool) int {
		if begins {
			return 0
		}
		return 1
	}
	return cmp.Or(strings.Compare(string(d.day), string(other.day)), cmp.Compare(rank(d.begins), rank(other.begins)))
}

// pairHearings turns begins and ends into hearings (Art. 36 ¶2), up to the first that does not fit, whose day
// it returns. A hearing that has not ended lasts until today.
func (r *reckoning) pairHearings() (unpaired calendar.Day) {
	var open calendar.Day
	for _, d := range r.facts.hearings {
		if d.begins != (open == "") || d.day < r.clock.Start {
			return d.day
		}
		if d.begins {
			open = d.day
			continue
		}
		r.hearings = append(r.hearings, span{open, d.day})
		open = ""
	}
	if open != "" {
		r.hearings = append(r.hearings, span{open, r.today})
		r.unended = open
	}
	return ""
}

// weighHearings says what hearings leave uncertain. After the limit has run out none can matter, so that a
// stray record does not hide a lateness.
func (r *reckoning) weighHearings(unpaired calendar.Day) {
	const sentence = "听证的开始和结束对不上：应当成对、不重叠、不早于起算日，请核对。"
	switch {
	case unpaired != "" && unpaired > r.clock.DueLegal:
		r.facts.stray = append(r.facts.stray, sentence)
	case unpaired != "":
		r.facts.broken = append(r.facts.broken, sentence)
	case r.unended != "" && r.unended <= r.clock.DueUnrolled:
		r.clock.Provisional = true
		r.say("听证自%s起还没有结束，日期随听证顺移，为暂定。", inFull(r.unended))
	}
}

func (r *reckoning) inHearing(day calendar.Day) bool {
	for _, hearing := range r.hearings {
		if hearing.from <= day && day <= hearing.to {
			return true
		}
	}
	return false
}
