package petition

import (
	"fmt"
	"regexp"
	"strings"
)

// MaxRepresentatives is how many may speak for a shared visit (信访工作条例 Art. 20 ¶3).
const MaxRepresentatives = 5

var namedRepresentatives = regexp.MustCompile(`(?:来访)?代表[:\x{FF1A}]\s*(\p{Han}{2,4}(?:[、,\x{FF0C}]\s*\p{Han}{2,4})*)`)

// takeRepresentatives reads 代表：李某、王某 and returns the text without it. A sixth is not taken as one; how many people
// came is another matter and stays as it was said.
func (p *parser) takeRepresentatives(text string) string {
	found := namedRepresentatives.FindStringSubmatchIndex(text)
	if found == nil {
		return text
	}
	names := strings.FieldsFunc(text[found[2]:found[3]], func(r rune) bool { return strings.ContainsRune("、,\uFF0C ", r) })
	if len(names) > MaxRepresentatives {
		p.out.Doubts = append(p.out.Doubts, fmt.Sprintf(
			"代表不超过%d人（《信访工作条例》第二十条第三款），已记前%d位，其余来访人照样计入人数。", MaxRepresentatives, MaxRepresentatives))
		names = names[:MaxRepresentatives]
	}
	p.out.Report.Representatives = names
	return text[:found[0]] + " " + text[found[1]:]
}
