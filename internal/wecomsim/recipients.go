package wecomsim

import (
	"strconv"
	"strings"
)

const (
	maxUsers   = 1000
	maxParties = 100
	maxTags    = 100
)

// recipients is what became of touser, toparty and totag.
type recipients struct {
	members        []Member // who gets the message, each once
	named          []string // everybody the request names, for the journal
	invalidUsers   []string // lower-cased (doc 90236)
	invalidParties []string
	invalidTags    []string
}

func (s *Server) resolveRecipients(m *message) (recipients, *apiError) {
	users, parties, tags := splitList(m.ToUser), splitList(m.ToParty), splitList(m.ToTag)
	switch {
	case len(users)+len(parties)+len(tags) == 0:
		return recipients{}, refuse(codeNoRecipients, "touser, toparty, totag are all empty")
	case len(users) > maxUsers:
		return recipients{}, refuse(codeTooManyUsers, "touser: %d, limit %d", len(users), maxUsers)
	case len(parties) > maxParties:
		return recipients{}, refuse(codeTooManyParties, "toparty: %d, limit %d", len(parties), maxParties)
	case len(tags) > maxTags:
		return recipients{}, refuse(codeTooManyTags, "totag: %d, limit %d", len(tags), maxTags)
	}
	return s.expand(users, parties, tags), nil
}

// expand looks everybody up; the simulated corp has no tags.
func (s *Server) expand(users, parties, tags []string) recipients {
	r := recipients{named: []string{}, invalidTags: tags}
	seen := make(map[string]bool, len(users))
	if len(users) == 1 && users[0] == "@all" {
		users, r.invalidTags = nil, nil
		parties = []string{strconv.Itoa(rootDepartment)}
	}
	for _, id := range users {
		key := strings.ToLower(id)
		if seen[key] {
			continue
		}
		seen[key] = true
		member, ok := s.reachable(id)
		if !ok {
			r.named = append(r.named, id)
			r.invalidUsers = append(r.invalidUsers, key)
			continue
		}
		r.add(member)
	}
	for _, party := range parties {
		id, err := strconv.ParseInt(party, 10, 64)
		members, exists := s.directory.under(id)
		if err != nil || !exists {
			r.invalidParties = append(r.invalidParties, party)
		}
		for _, member := range members {
			key := strings.ToLower(member.UserID)
			if _, ok := s.reachable(key); ok && !seen[key] {
				seen[key] = true
				r.add(member)
			}
		}
	}
	return r
}

func (r *recipients) add(m Member) {
	r.members = append(r.members, m)
	r.named = append(r.named, m.UserID)
}

// reachable tells whether the app may write to this person now.
func (s *Server) reachable(userID string) (Member, bool) {
	member, ok := s.directory.get(userID)
	return member, ok && member.Active && !member.Disabled && member.Visible && !s.faults.refusesUser(userID)
}

func splitList(list string) []string {
	if list == "" {
		return nil
	}
	parts := strings.Split(list, "|")
	kept := parts[:0]
	for _, part := range parts {
		if part != "" {
			kept = append(kept, part)
		}
	}
	return kept
}
