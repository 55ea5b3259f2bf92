package wecomsim

import (
	"fmt"
	"slices"
	"strings"
	"sync"
)

const rootDepartment = 1

// Member is one person of the corp. UserID is case-insensitive, as in WeCom (doc 90236).
type Member struct {
	UserID     string
	Name       string
	Post       string
	Department string
	Mobile     string
	Active     bool // has joined; a message to an inactive member comes back as invaliduser
	Visible    bool // inside the app's visible range
}

type department struct {
	id   int64
	name string
}

// directory is the corp's address book. Departments are numbered from 2 in order of first appearance,
// all directly below the root.
type directory struct {
	lock        sync.RWMutex
	members     map[string]Member // by lower-case userid
	order       []string
	departments []department
}

func newDirectory(members []Member) (*directory, error) {
	d := &directory{}
	return d, d.replace(members)
}

func (d *directory) replace(members []Member) error {
	byID := make(map[string]Member, len(members))
	order := make([]string, 0, len(members))
	departments := []department{{rootDepartment, "某县"}}
	for _, m := range members {
		key := strings.ToLower(m.UserID)
		if key == "" || len(key) > 64 || strings.ContainsAny(key, "| \t\n") {
			return fmt.Errorf("wecomsim: userid %q: want 1 to 64 bytes without spaces or |", m.UserID)
		}
		if _, taken := byID[key]; taken {
			return fmt.Errorf("wecomsim: userid %q appears twice", m.UserID)
		}
		byID[key] = m
		order = append(order, key)
		known := slices.ContainsFunc(departments, func(x department) bool { return x.name == m.Department })
		if !known && m.Department != "" {
			departments = append(departments, department{int64(len(departments) + 1), m.Department})
		}
	}
	d.lock.Lock()
	defer d.lock.Unlock()
	d.members, d.order, d.departments = byID, order, departments
	return nil
}

func (d *directory) get(userID string) (Member, bool) {
	d.lock.RLock()
	defer d.lock.RUnlock()
	m, ok := d.members[strings.ToLower(userID)]
	return m, ok
}

func (d *directory) deactivate(userID string) bool {
	d.lock.Lock()
	defer d.lock.Unlock()
	key := strings.ToLower(userID)
	m, ok := d.members[key]
	if ok {
		m.Active = false
		d.members[key] = m
	}
	return ok
}

func (d *directory) all() []Member {
	d.lock.RLock()
	defer d.lock.RUnlock()
	members := make([]Member, 0, len(d.order))
	for _, key := range d.order {
		members = append(members, d.members[key])
	}
	return members
}

// inDepartment lists the members of one department; the root holds everybody.
func (d *directory) inDepartment(id int64) (members []Member, exists bool) {
	name, exists := d.departmentName(id)
	if !exists {
		return nil, false
	}
	for _, m := range d.all() {
		if id == rootDepartment || m.Department == name {
			members = append(members, m)
		}
	}
	return members, true
}

func (d *directory) departmentName(id int64) (string, bool) {
	for _, x := range d.allDepartments() {
		if x.id == id {
			return x.name, true
		}
	}
	return "", false
}

func (d *directory) departmentID(name string) int64 {
	for _, x := range d.allDepartments() {
		if x.name == name {
			return x.id
		}
	}
	return rootDepartment
}

func (d *directory) allDepartments() []department {
	d.lock.RLock()
	defer d.lock.RUnlock()
	return slices.Clone(d.departments)
}

// SetMembers replaces the whole address book; chats already shown stay.
func (s *Server) SetMembers(members []Member) error {
	if err := s.directory.replace(members); err != nil {
		return err
	}
	s.events.publish("", "people", struct{}{})
	return nil
}

// Deactivate makes a member one who has left: messages to that person are refused from now on.
func (s *Server) Deactivate(user string) error {
	if !s.directory.deactivate(user) {
		return fmt.Errorf("wecomsim: no member %q", user)
	}
	s.events.publish("", "people", struct{}{})
	return nil
}
