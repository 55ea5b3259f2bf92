package statute

import "errors"

// Representatives is the rule on how many may speak for a shared petition, the lead among them.
type Representatives struct {
	Bands     []Band     `json:"bands"` // in order; the last has no end
	Citations []Citation `json:"citations"`
	Marks     []Mark     `json:"marks"`
}

// Band is a range of head-counts.
type Band struct {
	UpTo int `json:"up_to"` // people, inclusive; 0 = no end
	Most int `json:"most"`  // representatives
}

// Most is how many may speak for so many people. Where nobody has said how many came, the widest band holds.
func (r Representatives) Most(people int) int {
	for _, band := range r.Bands {
		if people > 0 && people <= band.UpTo {
			return band.Most
		}
	}
	return r.Bands[len(r.Bands)-1].Most
}

// Article cites the rule.
func (r Representatives) Article() string { return Rule{Citations: r.Citations}.Article() }

func (r Representatives) fault() error {
	last := len(r.Bands) - 1
	if last < 0 || r.Bands[last].UpTo != 0 || len(r.Citations) == 0 {
		return errors.New("want bands of representatives, the last without an end, and an article")
	}
	for i, band := range r.Bands {
		if band.Most < 1 || i < last && band.UpTo < 1 || i > 0 && i < last && band.UpTo <= r.Bands[i-1].UpTo {
			return errors.New("want bands of representatives in order, each with a number")
		}
	}
	return nil
}
