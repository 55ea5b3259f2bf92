package people

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Office is a department of the platform's address book (doc 90208). The root has Parent 0.
type Office struct {
	ID, Parent int64
	Name       string
}

// Member is somebody as the address book has him (doc 90196).
type Member struct {
	UserID  string
	Name    string
	Post    string
	Offices []int64 // the main one first
	Shut    bool    // the account is disabled, or he has left the corp
}

// AddressBook is the platform's address book as far as the app may see it.
type AddressBook struct {
	Offices []Office
	Members []Member
	Gone    []string // userids on record that the platform does not know any more
	ReadAt  time.Time
}

// Moved is somebody on record whom the address book has otherwise now. When Elsewhere he belongs to another unit: roles are given
// for a place, so they have ended.
type Moved struct {
	Was, Now  Person
	Elsewhere bool
}

// Renamed is a unit whose department bears another name now.
type Renamed struct {
	Code, Was, Now string
}

// BookChanges is what the address book changes of what is on record. Nothing in it gives anybody a role.
type BookChanges struct {
	Bound    []Unit // that a department stands for now
	Renamed  []Renamed
	Added    []Person // without roles
	Moved    []Moved
	Left     []Person
	Back     []Person
	Unplaced int // members whose departments belong to no unit
}

// Empty tells whether nothing on record changes.
func (c BookChanges) Empty() bool {
	return len(c.Bound)+len(c.Renamed)+len(c.Added)+len(c.Moved)+len(c.Left)+len(c.Back) == 0
}

// Taken counts those who lose access.
func (c BookChanges) Taken() int {
	taken := len(c.Left)
	for _, m := range c.Moved {
		if m.Elsewhere && len(m.Was.Roles) > 0 {
			taken++
		}
	}
	return taken
}

// Sweeping tells whether so many would lose access that a fault of the address book, or of the app's visible range, is likelier
// than so many moves: then a person must look first. staff is how many are active.
func (c BookChanges) Sweeping(staff int) bool {
	const few = 5
	return c.Taken() > max(few, staff/10)
}

// Compare says what an address book changes of the units and staff on record. Whoever is not in it stays as he is, as he may only
// be outside the app's visible range; what changed on record after the book was read stays too.
func Compare(units []Unit, staff []Person, book AddressBook) BookChanges {
	var c BookChanges
	plan := planOf(units, book.Offices)
	c.Bound, c.Renamed = plan.bound, plan.renamed
	known := map[string]Person{}
	for _, p := range staff {
		known[p.UserID] = p
	}
	seen := map[string]bool{}
	for _, m := range book.Members {
		m.UserID = NormalUserID(m.UserID)
		if m.UserID == "" || seen[m.UserID] {
			continue
		}
		seen[m.UserID] = true
		if p, ok := known[m.UserID]; ok {
			c.meet(p, m, plan, book.ReadAt)
		} else if !m.Shut {
			c.add(m, plan)
		}
	}
	for _, id := range book.Gone {
		if p, ok := known[NormalUserID(id)]; ok && p.Active && !seen[p.UserID] && !p.changedAfter(book.ReadAt) {
			seen[p.UserID] = true
			c.Left = append(c.Left, p)
		}
	}
	return c
}

func (c *BookChanges) add(m Member, plan officePlan) {
	home := plan.unitsOf(m)
	if len(home) == 0 {
		c.Unplaced++
		return
	}
	c.Added = append(c.Added, Person{UserID: m.UserID, Name: cmp.Or(clip(m.Name), m.UserID), UnitCode: home[0], Post: clip(m.Post), Active: true})
}

func (c *BookChanges) meet(p Person, m Member, plan officePlan, readAt time.Time) {
	if p.Active == m.Shut && !p.changedAfter(readAt) {
		if m.Shut {
			c.Left = append(c.Left, p)
		} else {
			c.Back = append(c.Back, p)
		}
	}
	if m.Shut {
		return
	}
	now := p
	// Some apps are given the userid in place of the name (doc 90196); it tells nothing.
	if name := clip(m.Name); name != "" && NormalUserID(name) != p.UserID {
		now.Name = name
	}
	now.Post = cmp.Or(clip(m.Post), p.Post)
	home := plan.unitsOf(m)
	elsewhere := plan.stands[p.UnitCode] && len(home) > 0 && !slices.Contains(home, p.UnitCode)
	if elsewhere {
		now.UnitCode, now.Roles = home[0], nil
	}
	if elsewhere || now.Name != p.Name || now.Post != p.Post {
		c.Moved = append(c.Moved, Moved{Was: p, Now: now, Elsewhere: elsewhere})
	}
}

func (p Person) changedAfter(at time.Time) bool { return p.ChangedAt != nil && p.ChangedAt.After(at) }

// longestName is what a name or post on record holds, in characters.
const longestName = 64

func clip(text string) string {
	runes := []rune(strings.TrimSpace(text))
	return string(runes[:min(len(runes), longestName)])
}

// officePlan says which unit each department belongs to.
type officePlan struct {
	parent  map[int64]int64
	unit    map[int64]string // of departments that stand for one
	stands  map[string]bool  // units for which a department stands
	bound   []Unit
	renamed []Renamed
}

// planOf finds the department of each unit: the one it was bound to, or else the only one of its name.
func planOf(units []Unit, offices []Office) officePlan {
	plan := officePlan{parent: map[int64]int64{}, unit: map[int64]string{}, stands: map[string]bool{}}
	names := map[string][]int64{}
	byID := map[int64]string{}
	for _, o := range offices {
		plan.parent[o.ID] = o.Parent
		byID[o.ID] = clip(o.Name)
		names[byID[o.ID]] = append(names[byID[o.ID]], o.ID)
	}
	taken := map[int64]bool{}
	for _, u := range units {
		if _, there := byID[u.OfficeID]; there {
			taken[u.OfficeID] = true
		}
	}
	for _, u := range units {
		name, there := byID[u.OfficeID]
		if same := names[u.Name]; !there && len(same) == 1 && !taken[same[0]] {
			u.OfficeID, name, there = same[0], u.Name, true
			taken[u.OfficeID] = true
			plan.bound = append(plan.bound, u)
		}
		if !there {
			continue
		}
		plan.unit[u.OfficeID], plan.stands[u.Code] = u.Code, true
		if name != "" && name != u.Name {
			plan.renamed = append(plan.renamed, Renamed{Code: u.Code, Was: u.Name, Now: name})
		}
	}
	return plan
}

// unitsOf lists the units that a member belongs to: of each department the nearest one above, itself included.
func (p officePlan) unitsOf(m Member) []string {
	var home []string
	for _, office := range m.Offices {
		for steps := 0; office != 0 && steps <= len(p.parent); steps++ {
			if unit, ok := p.unit[office]; ok {
				if !slices.Contains(home, unit) {
					home = append(home, unit)
				}
				break
			}
			office = p.parent[office]
		}
	}
	return home
}
