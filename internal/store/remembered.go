package store

import (
	"slices"

	"petitiondesk/models/people"
	"petitiondesk/models/petition"
)

// remembered is what a transaction has read once and nobody else's change of which it would see: a verb asks for the same few people
// and units again and again. Whatever the transaction itself writes of them is forgotten.
type remembered struct {
	units     []people.Unit
	villages  []people.Village
	people    map[string]people.Person
	dialogues map[string]petition.Dialogue
}

func (r *remembered) person(userID string) (people.Person, bool) {
	if r == nil {
		return people.Person{}, false
	}
	p, ok := r.people[userID]
	p.Roles = slices.Clone(p.Roles)
	return p, ok
}

func (r *remembered) keepPeople(staff []people.Person) {
	if r == nil {
		return
	}
	if r.people == nil {
		r.people = map[string]people.Person{}
	}
	for _, p := range staff {
		p.Roles = slices.Clone(p.Roles)
		r.people[p.UserID] = p
	}
}

func (r *remembered) keepDialogue(d petition.Dialogue) {
	if r == nil {
		return
	}
	if r.dialogues == nil {
		r.dialogues = map[string]petition.Dialogue{}
	}
	r.dialogues[d.UserID] = d
}

// forgetStaff is called by whatever writes people, their roles or units.
func (tx *Tx) forgetStaff() {
	if tx.remembered != nil {
		tx.remembered.people, tx.remembered.units, tx.remembered.villages = nil, nil, nil
	}
}
