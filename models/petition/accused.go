package petition

import (
	"regexp"
	"slices"
	"strings"
)

// accusingWords make a report one against officials 检举控告 (条例 Art. 30). Some may mean a plain complaint: when it is not
// sure the report is kept confidential, and the clerk says if it is none.
var accusingWords = []string{
	"检举", "控告", "举报", "揭发", "贪污", "受贿", "索贿", "行贿", "贿赂", "吃拿卡要", "以权谋私", "滥用职权", "玩忽职守", "徇私", "渎职",
	"侵吞", "挪用公款", "违纪", "违法乱纪", "优亲厚友", "打击报复",
}

// AccusedField is whom the report accuses: people or units, as named. Nobody is asked for it.
const AccusedField Field = "accused"

const accusedLabel = `被(?:检举|举报|控告|反映|揭发)(?:人员|人|单位)`

var (
	// A label may stand without its colon: 被举报人 杨某.
	looseAccused = regexp.MustCompile(`(^|[` + separators + `])(` + accusedLabel + `)(?:[ \x{3000}]*[是为:\x{FF1A}][ \x{3000}]*|[ \x{3000}]+)([^` + separators + `:\x{FF1A}]+(?:、[^` + separators + `:\x{FF1A}]+)*)`)
	namesAccused = regexp.MustCompile(accusedLabel)
)

// takeAccused reads 被举报人 杨某、李某 and returns the text without it.
func (p *parser) takeAccused(text string) string {
	return looseAccused.ReplaceAllStringFunc(text, func(found string) string {
		m := looseAccused.FindStringSubmatch(found)
		p.out.Report.Accused = union(p.out.Report.Accused, splitNames(m[3]))
		return m[1] + " "
	})
}

func union(have, more []string) []string {
	have = slices.Clone(have)
	for _, one := range more {
		if !slices.Contains(have, one) {
			have = append(have, one)
		}
	}
	return have
}

// Accuses tells whether the report speaks, or may speak, of an accusation against officials.
func (r Report) Accuses() bool {
	if len(r.Accused) > 0 || r.Purpose == Accusation {
		return true
	}
	return slices.ContainsFunc(append(slices.Clone(r.Original), r.Facts, r.Demand), func(text string) bool {
		return namesAccused.MatchString(text) || slices.ContainsFunc(accusingWords, func(w string) bool { return strings.Contains(text, w) })
	})
}

// Guarded marks a report confidential that may be an accusation, unless the clerk said that it is none.
func (r Report) Guarded() Report {
	r.Confidential = !r.Ordinary && (r.Confidential || r.Accuses())
	return r
}

// maxNamesIn bounds how many possible names are read from one text.
const maxNamesIn = 400

// NamesIn lists what in a text may be somebody's name, each once: words of two or three characters that begin with a family
// name. Most are none; they are only ever looked up in a list of known people.
func NamesIn(text string) []string {
	runes := []rune(text)
	seen := map[string]bool{}
	var names []string
	for at := range runes {
		for length := 2; length <= 3 && at+length <= len(runes); length++ {
			word := string(runes[at : at+length])
			if !seen[word] && looksLikeName(word) && len(names) < maxNamesIn {
				seen[word] = true
				names = append(names, word)
			}
		}
	}
	return names
}
