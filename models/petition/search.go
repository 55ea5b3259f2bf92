package petition

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"petitiondesk/models"
)

// Search is what cases are looked for by; a case fits when it fits every part.
type Search struct {
	Mobile   string
	IDNumber string
	Tail     string   // last four digits of a phone number
	Place    Place    // township, zero when none is named
	Words    []string // each a name of a petitioner, or words of the matter
	Page     int      // from 1
}

const (
	// maxSearchWords is how many words one search takes.
	maxSearchWords = 6
	// TailDigits is how many last digits of a phone number find it.
	TailDigits = 4
)

var (
	pageWord   = regexp.MustCompile(`^第?(\d{1,3})页$`)
	tailWord   = regexp.MustCompile(`^(?:手机|电话)?尾号(\d{4})$`)
	tailApart  = regexp.MustCompile(`(尾号)[ :\x{FF1A}]+(\d)`)
	fourDigits = regexp.MustCompile(`^\d{4}$`)
)

// ReadSearch reads what is looked for: 城关镇 拖欠工资 张某 尾号0000 第2页, in any order. Error: Invalid.
func ReadSearch(text string, places []Place) (Search, error) {
	s := Search{Page: 1}
	text = tailApart.ReplaceAllString(foldWidth(text), "$1$2")
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(separators, r) }) {
		switch tail, page := tailWord.FindStringSubmatch(word), pageWord.FindStringSubmatch(word); {
		case page != nil:
			s.Page, _ = strconv.Atoi(page[1])
		case tail != nil:
			s.Tail = tail[1]
		case fourDigits.MatchString(word):
			s.Tail = word
		case asMobile(word) != "":
			s.Mobile = asMobile(word)
		case ValidIDNumber(strings.ToUpper(word)):
			s.IDNumber = strings.ToUpper(word)
		default:
			if err := s.word(word, places); err != nil {
				return s, err
			}
		}
	}
	if s.Empty() {
		return s, models.Errorf(models.Invalid, "请写明查什么，例如：查 XF20261122-0001，查 城关镇 拖欠工资，查 张某，查 尾号0000。")
	}
	s.Page = max(s.Page, 1)
	return s, nil
}

func (s *Search) word(word string, places []Place) error {
	if place, ok := FindPlace(word, places); ok && s.Place.Code == "" && (word == place.Name || isShortFor(word, place.Name)) {
		s.Place = place
		return nil
	}
	if utf8.RuneCountInString(word) < 2 || len(Grams(word)) == 0 {
		return models.Errorf(models.Invalid, "「%s」太短，请至少写两个字，例如：查 拖欠工资。", word)
	}
	if len(s.Words) == maxSearchWords {
		return models.Errorf(models.Invalid, "一次最多查%d个词，请减少几个再查。", maxSearchWords)
	}
	if !slices.Contains(s.Words, word) {
		s.Words = append(s.Words, word)
	}
	return nil
}

// Empty tells whether nothing is looked for.
func (s Search) Empty() bool {
	return s.Mobile == "" && s.IDNumber == "" && s.Tail == "" && s.Place.Code == "" && len(s.Words) == 0
}

// Public tells whether nothing that is looked for is somebody's number.
func (s Search) Public() bool { return s.Mobile == "" && s.IDNumber == "" && s.Tail == "" }

// Tail is the last digits of a phone number, "" when it has fewer than it takes.
func Tail(mobile string) string {
	plain := PlainNumber(mobile)
	if len(plain) < 7 {
		return ""
	}
	return plain[len(plain)-TailDigits:]
}
