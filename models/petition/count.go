package petition

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

const numerals = `一二两俩三四五六七八九十百千零`

var (
	headcountForm  = regexp.MustCompile(`^(一行|一共|共计|总共|合计|共|等|来访)?(\d{1,4}|[` + numerals + `]+)(?:个人|人|名|位)(来访|到访)?$`)
	innerHeadcount = regexp.MustCompile(`(?:^|[^\d.` + numerals + `第])((?:一行|一共|共计|总共|合计|共|等)?(?:\d{1,4}|[` + numerals + `]+)(?:个人|人|名|位))`)
	// vagueCount is 两、三人, which is one vague number and not two things.
	vagueCount = regexp.MustCompile(`(^|[^\d` + numerals + `])(\d{1,3}|[` + numerals + `]{1,3})[、,\x{FF0C}]((?:\d{1,4}|[` + numerals + `]+)(?:个人|人|名|位))`)
)

// MaxHeadcount is the largest head-count taken without asking again.
const MaxHeadcount = 9999

// asHeadcount reads 3人, 一行七人, 共12人; 0 when the text is no head-count.
func asHeadcount(text string) int {
	m := headcountForm.FindStringSubmatch(text)
	if m == nil {
		return 0
	}
	return readCount(m[2])
}

// saysWhoCame tells whether a head-count is plainly of those who came: 一行七人, 3人来访.
func saysWhoCame(text string) bool {
	m := headcountForm.FindStringSubmatch(text)
	return m != nil && (m[1] == "一行" || m[1] == "来访" || m[3] != "")
}

func readCount(text string) int {
	if n, err := strconv.Atoi(text); err == nil {
		if n > MaxHeadcount {
			return 0
		}
		return n
	}
	return readChineseNumber(text)
}

var numberUnits = map[rune]int{'千': 1000, '百': 100, '十': 10}

// readChineseNumber reads whole numbers up to 9999; 0 when the text is none, or can be meant in two ways: 两三 and
// 一百二, which is 120 to many.
func readChineseNumber(text string) int {
	total, digit, below := 0, 0, 10000 // below is the unit read last
	zero := false
	for _, r := range text {
		unit := numberUnits[r]
		switch {
		case r == '零':
			if digit != 0 || zero {
				return 0
			}
			zero = true
		case unit > 0:
			if unit >= below {
				return 0
			}
			total += max(digit, 1) * unit
			digit, below, zero = 0, unit, false
		default:
			if digit != 0 {
				return 0
			}
			if digit = digitOf(r); digit < 1 {
				return 0
			}
		}
	}
	if digit != 0 && !zero && (below == 100 || below == 1000) {
		return 0
	}
	return total + digit
}

func digitOf(r rune) int {
	if strings.ContainsRune("两俩", r) {
		return 2
	}
	return slices.Index([]rune("零一二三四五六七八九"), r)
}
