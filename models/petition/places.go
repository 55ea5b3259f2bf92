package petition

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// placeTail is what may follow a known name for the whole to be a place and no sentence.
var placeTail = regexp.MustCompile(`^(?:[\p{Han}\d]{1,8}(?:村|社区|小区|街|路|巷|组|号|屯|庄))?$`)

// place recognises a township or village, with or without a village or group after it. Of two that fit, neither is
// guessed at.
func (p *parser) place(token string) (Place, bool) {
	found, ok := FindPlace(token, p.places)
	rest := strings.TrimPrefix(token, found.Name)
	if rest == token {
		rest = ""
	}
	return found, ok && placeTail.MatchString(rest) && !strings.ContainsAny(rest, notInPlaces)
}

// notInPlaces are words of sentences that end like a place: 城关镇不修路.
const notInPlaces = "不没被的了修在把让给欠占拆坏要去到"

// FindPlace returns the one known place a short text names or begins with: 城关镇东街村. 城关 alone is 城关镇 when no other
// township is called so; 城关 with more behind it may be anything.
func FindPlace(text string, places []Place) (Place, bool) {
	var found Place
	if utf8.RuneCountInString(text) > 16 {
		return found, false
	}
	several := false
	for _, place := range places {
		if !strings.HasPrefix(text, place.Name) || len(place.Name) < len(found.Name) {
			continue
		}
		several = place.Name == found.Name && place.Code != found.Code
		found = place
	}
	if found.Name == "" {
		return shortPlace(text, places)
	}
	if several {
		return Place{}, false
	}
	return found, true
}

func shortPlace(text string, places []Place) (Place, bool) {
	var found Place
	for _, place := range places {
		if utf8.RuneCountInString(text) < 2 || !isShortFor(text, place.Name) {
			continue
		}
		if found.Name != "" && found.Code != place.Code {
			return Place{}, false
		}
		found = place
	}
	return found, found.Name != ""
}

func isShortFor(text, name string) bool {
	rest, begins := strings.CutPrefix(name, text)
	return begins && (rest == "镇" || rest == "乡" || rest == "街道" || rest == "村" || rest == "社区")
}
