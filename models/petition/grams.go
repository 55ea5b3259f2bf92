package petition

import (
	"slices"
	"strings"
	"unicode"
)

// MaxGrams is how many pairs of characters of one case can be searched for: more than a report of usual length has.
const MaxGrams = 600

// Grams are the pairs of neighbouring letters or digits in a text, each once and in order, as numbers; the text is found by
// the pairs of what is sought. Width and case make no difference. MariaDB's full text parser knows no Chinese, and one way
// serves every database.
func Grams(text string) []int64 {
	var grams []int64
	before := rune(-1)
	for _, r := range strings.ToLower(foldWidth(text)) {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			before = -1
			continue
		}
		if before >= 0 {
			grams = append(grams, int64(before)<<21|int64(r))
		}
		before = r
	}
	slices.Sort(grams)
	grams = slices.Compact(grams)
	return grams[:min(len(grams), MaxGrams)]
}

// Grams are those by which a case is found in words: none of an accusation, which is found by its number alone.
func (c Case) Grams() []int64 {
	if c.Confidential {
		return nil
	}
	return Grams(strings.Join([]string{MaskText(c.Facts), MaskText(c.Demand), c.IssuePlace}, "\n"))
}

// CaseGram says that a case has a pair of characters.
type CaseGram struct {
	Gram   int64 `gorm:"primaryKey;autoIncrement:false"`
	CaseID int64 `gorm:"primaryKey;autoIncrement:false"`
}
