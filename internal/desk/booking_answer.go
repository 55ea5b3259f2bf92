package desk

import (
	"cmp"
	"slices"

	"petitiondesk/models/duty"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
)

// bookersOf finds who answers for bookings, by their ids: who made it, as long as he works here, may see the case whole and may
// book; else those of the duty office who may; else the bureau's supervisors who may see it. Whoever is told or asked of a booking is
// found by this alone. A few queries, however many bookings.
func (w *work) bookersOf(bookings []duty.Booking) (map[int64][]people.Person, error) {
	answer := map[int64][]people.Person{}
	cases, err := w.casesOf(bookings)
	if err != nil || len(bookings) == 0 {
		return answer, err
	}
	var all []petition.Case
	ids := make([]string, len(bookings))
	for i, b := range bookings {
		all, ids[i] = append(all, cases[b.CaseID]), b.BookedBy
	}
	seen, err := sightsOf(w.Tx, all...)
	if err != nil {
		return nil, err
	}
	bookers, err := w.PeopleByID(ids)
	if err != nil {
		return nil, err
	}
	office, err := dutyOffice(w.Tx)
	if err != nil {
		return nil, err
	}
	var bureau []people.Person
	for _, b := range bookings {
		able := func(staff []people.Person, fit func(people.Person) bool) []people.Person {
			return slices.DeleteFunc(slices.Clone(staff), func(p people.Person) bool {
				return !fit(p) || seen.of(p, cases[b.CaseID]) != people.Open
			})
		}
		books := func(p people.Person) bool { return p.May(people.BookReception) }
		found := able(bookers, func(p people.Person) bool { return p.UserID == b.BookedBy && books(p) })
		if len(found) == 0 {
			found = able(office, books)
		}
		if len(found) == 0 {
			if bureau == nil {
				if bureau, err = w.bureau(); err != nil {
					return nil, err
				}
			}
			found = able(bureau, func(people.Person) bool { return true })
		}
		slices.SortFunc(found, func(a, b people.Person) int { return cmp.Compare(a.UserID, b.UserID) })
		answer[b.ID] = found
	}
	return answer, nil
}

func (w *work) bureau() ([]people.Person, error) {
	ids, err := w.bureauSupervisors()
	if err != nil {
		return nil, err
	}
	return w.PeopleByID(ids)
}

// casesOf reads the cases of bookings, by id.
func (w *work) casesOf(bookings []duty.Booking) (map[int64]petition.Case, error) {
	ids := make([]int64, len(bookings))
	for i, b := range bookings {
		ids[i] = b.CaseID
	}
	found, err := w.CasesByID(ids)
	cases := map[int64]petition.Case{}
	for _, c := range found {
		cases[c.ID] = c
	}
	return cases, err
}
