package casework

import (
	"strings"

	"petitiondesk/models/calendar"
	"petitiondesk/models/people"
)

// ReadAccusation reads 纪检监察 县管 被反映单位 住建局 重大 理由. What it does not know is the reason.
func ReadAccusation(words []string, units []people.Unit) (a Accusation, reason string, err error) {
	var rest []string
	for i := 0; i < len(words); i++ {
		word := words[i]
		switch {
		case a.To == "" && AuthorityNamed(word) != "":
			a.To = AuthorityNamed(word)
		case a.Managed == "" && CadreNamed(word) != "":
			a.Managed = CadreNamed(word)
		case word == "重大":
			a.Grave = true
		case strings.HasPrefix(word, "被反映单位"):
			named := strings.TrimLeft(strings.TrimPrefix(word, "被反映单位"), ":\uFF1A")
			if named == "" && i+1 < len(words) {
				i++
				named = words[i]
			}
			unit, err := UnitNamed(named, units)
			if err != nil {
				return a, "", err
			}
			a.Accused = unit.Code
		default:
			rest = append(rest, word)
		}
	}
	return a, strings.Join(rest, " "), nil
}

// ReadDue takes the first date out of a text: 2026-12-31 整改台账不清.
func ReadDue(words []string, today calendar.Day) (due calendar.Day, reason string) {
	var rest []string
	for _, word := range words {
		if day, ok := DayIn(strings.TrimSuffix(word, "前"), today); ok && due == "" {
			due = day
			continue
		}
		rest = append(rest, word)
	}
	return due, strings.Join(rest, " ")
}
