package petition

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

var (
	namedRepresentatives = regexp.MustCompile(`(?:来访)?代表[:\x{FF1A}]\s*(\p{Han}{2,4}(?:[、,\x{FF0C}]\s*\p{Han}{2,4})*)`)
	plainRepresentatives = regexp.MustCompile(`(?:^|[` + separators + `])(?:来访)?代表\s*(\p{Han}{2,4}(?:[、,\x{FF0C}]\s*\p{Han}{2,4})*)(?:[` + separators + `]|$)`)
)

// takeRepresentatives reads 代表：李某、王某, also without the colon, and returns the text without it. Everybody named is
// kept; how many may speak is a rule of the law and not of reading.
func (p *parser) takeRepresentatives(text string) string {
	found := namedRepresentatives.FindStringSubmatchIndex(text)
	if found == nil {
		found = plainRepresentatives.FindStringSubmatchIndex(text)
		if found == nil || slices.ContainsFunc(splitNames(text[found[2]:found[3]]), func(name string) bool { return !looksLikeName(name) }) {
			return text
		}
	}
	p.out.Report.Representatives = splitNames(text[found[2]:found[3]])
	return text[:found[0]] + " " + text[found[1]:]
}

func splitNames(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(separators, r) })
}

// Speakers are who speak for a shared petition beside the lead, who is one of the most that may. Whoever is named beyond
// that came along: he is a companion and counted like everybody else.
func (r Report) Speakers(most int) (speakers, companions []string) {
	room := most
	if r.Name != "" {
		room--
	}
	for _, name := range r.Representatives {
		switch {
		case name == r.Name:
		case len(speakers) < room:
			speakers = append(speakers, name)
		default:
			companions = append(companions, name)
		}
	}
	return speakers, companions
}

// TooManySpeak says that fewer may speak than were named, with the article; "" when it is not so.
func (r Report) TooManySpeak(most int, article string) string {
	_, companions := r.Speakers(most)
	if len(companions) == 0 {
		return ""
	}
	return fmt.Sprintf("代表连同%s不超过%d人（%s），%s记为随访人，照样计入人数。",
		map[bool]string{true: "主访人", false: "署名人"}[r.Via() == VisitChannel], most, article, MaskNames(companions))
}

// MaskNames masks several names for one line: 李*、王*.
func MaskNames(names []string) string {
	masked := make([]string, len(names))
	for i, name := range names {
		masked[i] = MaskName(name)
	}
	return strings.Join(masked, "、")
}

// maxNamed is more names than one message brings.
const maxNamed = 50

// Petitioners are everybody the report names, the lead first; most is how many may speak.
func (r Report) Petitioners(most int) []Petitioner {
	all := []Petitioner{{Role: Lead, Name: r.Name, Mobile: r.Mobile, IDNumber: r.IDNumber}}
	speakers, companions := r.Speakers(most)
	for _, name := range speakers {
		all = append(all, Petitioner{Role: Representative, Name: name})
	}
	for _, name := range companions {
		all = append(all, Petitioner{Role: Companion, Name: name})
	}
	return all
}
