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
	Department string // path below the root, such as 县住建局/物业科; "" is the root itself
	Mobile     string
	Note       string // shown on the phone page only
	Active     bool   // has joined; a message to an inactive or disabled member comes back as invaliduser
	Disabled   bool   // by an administrator
	Visible    bool   // inside the app's visible range
}

type department struct {
	id, parent int64
	name       string
}

// directory is the corp's address book. Departments are numbered from 2 in order of first appearance, and keep their number.
type directory struct {
	lock        sync.RWMutex
	members     map[string]Member // by lower-case userid
	order       []string
	departments []department
}

func newDirectory(members []Member) (*directory, error) {
	d := &directory{departments: []department{{id: rootDepartment, name: "某县"}}}
	return d, d.replace(members)
}

func (d *directory) replace(members []Member) error {
	byID := make(map[string]Member, len(members))
	order := make([]string, 0, len(members))
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
	}
	d.lock.Lock()
	defer d.lock.Unlock()
	d.members, d.order = byID, order
	for _, m := range members {
		d.departmentAt(m.Department)
	}
	return nil
}

// departmentAt finds the department of a path, and makes what is missing of it. The lock is held.
func (d *directory) departmentAt(path string) int64 {
	at := int64(rootDepartment)
	for name := range strings.SplitSeq(path, "/") {
		if name == "" {
			continue
		}
		i := slices.IndexFunc(d.departments, func(x department) bool { return x.parent == at && x.name == name })
		if i < 0 {
			i = len(d.departments)
			d.departments = append(d.departments, department{id: int64(i + 1), parent: at, name: name})
		}
		at = d.departments[i].id
	}
	return at
}

// rename gives a department another name; its members stay in it.
func (d *directory) rename(path, name string) {
	d.lock.Lock()
	defer d.lock.Unlock()
	id := d.departmentAt(path)
	d.departments[id-1].name = name
	renamed := path[:strings.LastIndex(path, "/")+1] + name
	for key, m := range d.members {
		if rest, in := strings.CutPrefix(m.Department+"/", path+"/"); in {
			m.Department = strings.TrimSuffix(renamed+"/"+rest, "/")
			d.members[key] = m
		}
	}
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

// inDepartment lists the direct members of one department.
func (d *directory) inDepartment(id int64) (members []Member, exists bool) {
	if id < 1 || int(id) > len(d.allDepartments()) {
		return nil, false
	}
	for _, m := range d.all() {
		if d.departmentID(m.Department) == id {
			members = append(members, m)
		}
	}
	return members, true
}

// under lists the members of a department and of all below it, to whom its messages go.
func (d *directory) under(id int64) (members []Member, exists bool) {
	parents := map[int64]int64{}
	for _, x := range d.allDepartments() {
		parents[x.id] = x.parent
	}
	if _, exists = parents[id]; !exists {
		return nil, false
	}
	for _, m := range d.all() {
		for at := d.departmentID(m.Department); at != 0; at = parents[at] {
			if at == id {
				members = append(members, m)
				break
			}
		}
	}
	return members, true
}

func (d *directory) departmentID(path string) int64 {
	d.lock.Lock()
	defer d.lock.Unlock()
	return d.departmentAt(path)
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

// PutMember adds a member to the address book or changes one.
func (s *Server) PutMember(m Member) error {
	members := s.directory.all()
	i := slices.IndexFunc(members, func(x Member) bool { return strings.EqualFold(x.UserID, m.UserID) })
	if i < 0 {
		return s.SetMembers(append(members, m))
	}
	members[i] = m
	return s.SetMembers(members)
}

// RenameMember gives a member another userid.
func (s *Server) RenameMember(user, now string) error {
	members := s.directory.all()
	for i := range members {
		if strings.EqualFold(members[i].UserID, user) {
			members[i].UserID = now
		}
	}
	return s.SetMembers(members)
}

// Member finds somebody in the address book.
func (s *Server) Member(user string) (Member, bool) { return s.directory.get(user) }

// RenameDepartment gives the department of a path another name.
func (s *Server) RenameDepartment(path, name string) {
	s.directory.rename(path, name)
	s.events.publish("", "people", struct{}{})
}

// Deactivate makes a member one who has left: messages to that person are refused from now on.
func (s *Server) Deactivate(user string) error {
	if !s.directory.deactivate(user) {
		return fmt.Errorf("wecomsim: no member %q", user)
	}
	s.events.publish("", "people", struct{}{})
	return nil
}
