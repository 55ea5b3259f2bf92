package petition

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"unicode"
)

// BlindIndex lets equal values be found without being readable: HMAC-SHA256 under a key of the office, as hex. It is ""
// for an empty value or key, which matches nothing.
func BlindIndex(key []byte, kind Field, value string) string {
	value = strings.ToUpper(strings.TrimSpace(value))
	if len(key) == 0 || value == "" {
		return ""
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(string(kind) + "\x00" + value))
	return hex.EncodeToString(mac.Sum(nil))
}

// IDField names the identity number in a blind index; it is no field that is asked for.
const IDField Field = "id_number"

// TailField names the last digits of a phone number in a blind index.
const TailField Field = "tail"

// Sought is by what earlier cases are looked for: blind indexes of the person, and the place and topic of the matter. What
// is "" finds nothing. A name is looked for within its place, as it is of use only there.
type Sought struct {
	IDIndex, MobileIndex, NameIndex string
	PlaceCode, Topic                string
}

// Earlier is a case that a report may repeat, as far as it is needed to tell.
type Earlier struct {
	CaseID     int64
	SameID     bool
	SameMobile bool
	SameName   bool
	PlaceCode  string
	Topic      string
	Facts      string
}

// Repeat is a case that the report may be about as well, and why.
type Repeat struct {
	CaseID int64
	Why    string
	score  float64
}

const (
	likeText    = 0.35 // alike enough to be asked about, with the same place
	maxRepeats  = 3
	sameIDScore = 3
	sameMobile  = 2
	sameNamed   = 1
)

// Repeats finds what a report may repeat, the likeliest first, at most three. A person decides: nothing is joined and
// nothing refused by it.
func Repeats(r Report, topic string, earlier []Earlier) []Repeat {
	var found []Repeat
	said := read(r.Facts + r.Demand)
	for _, e := range earlier {
		alike := said.like(read(e.Facts))
		near := e.PlaceCode != "" && e.PlaceCode == r.PlaceCode
		sameTopic := topic != "" && topic == e.Topic
		repeat := Repeat{CaseID: e.CaseID, score: alike}
		switch {
		case e.SameID:
			repeat.Why, repeat.score = "同一身份证号", alike+sameIDScore
		case e.SameMobile:
			repeat.Why, repeat.score = "同一联系电话", alike+sameMobile
		case e.SameName && near && (sameTopic || alike >= likeText/2):
			repeat.Why, repeat.score = "姓名、属地和内容相近", alike+sameNamed
		case near && alike >= likeText:
			repeat.Why = "属地和内容相近"
		default:
			continue
		}
		found = append(found, repeat)
	}
	slices.SortStableFunc(found, func(a, b Repeat) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(b.CaseID, a.CaseID))
	})
	return found[:min(len(found), maxRepeats)]
}

// Similarity compares texts by the pairs of neighbouring characters they share (Dice), from 0 to 1.
func Similarity(a, b string) float64 { return read(a).like(read(b)) }

// reading is a text with its pairs of neighbouring characters.
type reading struct {
	text  string
	pairs map[[2]rune]bool
}

func read(text string) reading { return reading{text, pairs(text)} }

func (a reading) like(b reading) float64 {
	if len(a.pairs) == 0 || len(b.pairs) == 0 {
		if a.text == b.text {
			return 1
		}
		return 0
	}
	shared := 0
	for pair := range a.pairs {
		if b.pairs[pair] {
			shared++
		}
	}
	return 2 * float64(shared) / float64(len(a.pairs)+len(b.pairs))
}

func pairs(text string) map[[2]rune]bool {
	set := map[[2]rune]bool{}
	var last rune
	for _, r := range foldWidth(text) {
		if unicode.IsSpace(r) || unicode.IsPunct(r) {
			continue
		}
		if last != 0 {
			set[[2]rune{last, r}] = true
		}
		last = r
	}
	return set
}
