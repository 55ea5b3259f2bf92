package desk

import (
	"cmp"
	"slices"

	"petitiondesk/models/people"
	"petitiondesk/models/petition"
)

const (
	// foundAtOnce is how many candidates one question to the store brings.
	foundAtOnce = 200
	// gramsLooked is how many cases with the rarest pair of characters the store looks at in one go.
	gramsLooked = 50000
	// mostRounds bounds one search; what is older needs more words.
	mostRounds = 20
	// gramsCounted bounds the counting that finds the rarest pair of characters.
	gramsCounted = 1000
)

// found is what a search brought, newest first.
type found struct {
	cases   []petition.Case
	more    bool // there are further ones
	partial bool // the search stopped before everything was looked at
	named   bool // a word was taken as somebody's name
}

// search looks for the cases of one page that the reader may see whole. Of the others he does not learn that they fit.
func (d *Desk) search(tx Tx, reader people.Person, s petition.Search, from, count int) (found, error) {
	asked := []part{}
	for field, value := range map[petition.Field]string{petition.MobileField: s.Mobile, petition.IDField: s.IDNumber, petition.TailField: s.Tail} {
		if value != "" {
			asked = append(asked, part{person: field, index: petition.BlindIndex(d.indexKey, field, value)})
		}
	}
	// A word may be a name or say what the matter is. Names come first; if nothing is found so, it is taken as words.
	named, worded, byName := slices.Clone(asked), slices.Clone(asked), false
	for _, word := range s.Words {
		words := part{grams: petition.Grams(word)}
		worded = append(worded, words)
		name := part{person: petition.NameField, index: petition.BlindIndex(d.indexKey, petition.NameField, word)}
		ids, err := tx.CasesOfPerson(name.person, name.index, 0, 1)
		if err != nil {
			return found{}, err
		}
		if len(ids) == 0 {
			name = words
		} else {
			byName = true
		}
		named = append(named, name)
	}
	result, err := searchParts(tx, reader, named, s.Place.Code, from, count)
	result.named = byName
	if err != nil || len(result.cases) > 0 {
		return result, err
	}
	if first, err := searchParts(tx, reader, named, s.Place.Code, 0, 1); err != nil || len(first.cases) > 0 {
		return result, err // it is only that there is no such page
	}
	return searchParts(tx, reader, worded, s.Place.Code, from, count)
}

// part is one thing that a case must fit: a person, or pairs of characters.
type part struct {
	person petition.Field
	index  string
	grams  []int64
}

func searchParts(tx Tx, reader people.Person, parts []part, place string, from, count int) (found, error) {
	var result found
	next, err := driverOf(tx, parts, place)
	if err != nil {
		return result, err
	}
	skip := from
	for before, rounds := int64(0), 0; rounds < mostRounds; rounds++ {
		ids, floor, err := next(before)
		if err != nil {
			return result, err
		}
		cases, err := fitting(tx, ids, parts, place)
		if err != nil {
			return result, err
		}
		if cases, err = seenBy(tx, reader, people.Open, cases); err != nil {
			return result, err
		}
		for _, c := range cases {
			switch {
			case skip > 0:
				skip--
			case len(result.cases) == count:
				result.more = true
				return result, nil
			default:
				result.cases = append(result.cases, c)
			}
		}
		if floor == 0 {
			return result, nil
		}
		before = floor
	}
	result.partial = true
	return result, nil
}

// driver brings the newest candidates before an id, and says down to which id it has looked, 0 = to the last.
type driver func(before int64) (ids []int64, floor int64, err error)

// driverOf is the part that brings the fewest candidates: a person, else the pairs of characters, else the place.
func driverOf(tx Tx, parts []part, place string) (driver, error) {
	all := func(ids []int64, err error) ([]int64, int64, error) {
		if len(ids) < foundAtOnce {
			return ids, 0, err
		}
		return ids, ids[len(ids)-1], err
	}
	var grams []int64
	for _, p := range parts {
		if p.person != "" {
			return func(before int64) ([]int64, int64, error) {
				return all(tx.CasesOfPerson(p.person, p.index, before, foundAtOnce))
			}, nil
		}
		grams = append(grams, p.grams...)
	}
	if len(grams) == 0 {
		return func(before int64) ([]int64, int64, error) { return all(tx.CasesAt(place, before, foundAtOnce)) }, nil
	}
	grams = unique(grams)
	found, err := tx.CountGrams(grams, gramsCounted)
	if err != nil {
		return nil, err
	}
	counts := map[int64]int{}
	for i, gram := range grams {
		counts[gram] = found[i]
	}
	slices.SortStableFunc(grams, func(a, b int64) int { return counts[a] - counts[b] })
	return func(before int64) ([]int64, int64, error) {
		return tx.CasesWithGrams(grams, before, gramsLooked, foundAtOnce)
	}, nil
}

// fitting keeps of the candidates those that fit every part, newest first.
func fitting(tx Tx, ids []int64, parts []part, place string) ([]petition.Case, error) {
	var err error
	for _, p := range parts {
		if p.person != "" {
			ids, err = tx.OfPerson(p.person, p.index, ids)
		} else {
			ids, err = tx.WithGrams(ids, p.grams)
		}
		if err != nil || len(ids) == 0 {
			return nil, err
		}
	}
	cases, err := tx.CasesByID(ids)
	cases = slices.DeleteFunc(cases, func(c petition.Case) bool { return place != "" && c.PlaceCode != place })
	slices.SortFunc(cases, func(a, b petition.Case) int { return cmp.Compare(b.ID, a.ID) })
	return cases, err
}

// indexWords lets a case be found by its words.
func (w *work) indexWords(c petition.Case) error { return w.AddGrams(c.ID, c.Grams()) }

// forgetWords takes a case out of what words find, in whatever form it was.
func (w *work) forgetWords(c petition.Case) error {
	c.Confidential = false
	return w.DropGrams(c.ID, c.Grams())
}
