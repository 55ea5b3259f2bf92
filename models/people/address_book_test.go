package people_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"petitiondesk/models/people"
)

var readAt = time.Date(2026, 11, 25, 6, 20, 0, 0, time.UTC)

func office(id, parent int64, name string) people.Office {
	return people.Office{ID: id, Parent: parent, Name: name}
}

// book has 云岭县 → 信访局 → 接访科, and 人社局.
func book(members ...people.Member) people.AddressBook {
	return people.AddressBook{
		Offices: []people.Office{office(1, 0, "云岭县"), office(2, 1, "信访局"), office(3, 2, "接访科"), office(4, 1, "人社局"), office(5, 1, "后勤中心")},
		Members: members, ReadAt: readAt,
	}
}

func TestCompare(t *testing.T) {
	units := []people.Unit{{Code: "xfj", Name: "信访局", OfficeID: 2}, {Code: "rsj", Name: "人社局", OfficeID: 4}, {Code: "zjj", Name: "住建局"}}
	lina := people.Person{UserID: "lina", Name: "李娜", UnitCode: "rsj", Post: "科员", Roles: []people.Role{people.Handler}, Active: true}
	after := readAt.Add(time.Second)
	inBook := func(offices ...int64) people.Member {
		return people.Member{UserID: "LiNa", Name: "李娜", Post: "科员", Offices: offices}
	}
	for what, c := range map[string]struct {
		person func(*people.Person)
		book   people.AddressBook
		want   people.BookChanges
	}{
		"as on record":               {book: book(inBook(4))},
		"in a section of her unit":   {person: func(p *people.Person) { p.UnitCode = "xfj" }, book: book(inBook(3))},
		"in two units, hers second":  {book: book(inBook(2, 4))},
		"in no unit any more":        {book: book(inBook(5))},
		"her unit has no department": {person: func(p *people.Person) { p.UnitCode = "zjj" }, book: book(inBook(2))},
		"not in the book":            {book: book()},
		"twice in the book":          {book: book(inBook(4), inBook(2))},
		"the name is the userid":     {book: book(people.Member{UserID: "lina", Name: "lina", Offices: []int64{4}})},
		"disabled":                   {book: book(people.Member{UserID: "lina", Shut: true}), want: people.BookChanges{Left: []people.Person{lina}}},
		"unknown to the platform":    {book: people.AddressBook{Gone: []string{"Lina"}, ReadAt: readAt}, want: people.BookChanges{Left: []people.Person{lina}}},
		"left after it was read":     {person: func(p *people.Person) { p.Active, p.ChangedAt = false, &after }, book: book(inBook(4))},
	} {
		p := lina
		if c.person != nil {
			c.person(&p)
		}
		if got := people.Compare(units, []people.Person{p}, c.book); fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s: %+v, want %+v", what, got, c.want)
		}
	}
}

func TestCompareMovesAndAdds(t *testing.T) {
	units := []people.Unit{{Code: "xfj", Name: "信访局"}, {Code: "rsj", Name: "人社局（旧名）", OfficeID: 4}}
	lina := people.Person{UserID: "lina", Name: "李娜", UnitCode: "rsj", Roles: []people.Role{people.Handler}, Active: true}
	left := people.Person{UserID: "zhou", Name: "周平", UnitCode: "xfj", Active: false}
	got := people.Compare(units, []people.Person{lina, left}, book(
		people.Member{UserID: "lina", Name: "李娜", Post: "科长", Offices: []int64{3}}, people.Member{UserID: "New.One", Name: "何某", Offices: []int64{3}},
		people.Member{UserID: "cook", Name: "刘某", Offices: []int64{5}}, people.Member{UserID: "off", Name: "王某", Offices: []int64{2}, Shut: true},
		people.Member{UserID: "zhou", Name: "周平", Offices: []int64{2}},
	))
	if len(got.Bound) != 1 || got.Bound[0].Code != "xfj" || got.Bound[0].OfficeID != 2 {
		t.Errorf("bound %+v", got.Bound)
	}
	if len(got.Renamed) != 1 || got.Renamed[0] != (people.Renamed{Code: "rsj", Was: "人社局（旧名）", Now: "人社局"}) {
		t.Errorf("renamed %+v", got.Renamed)
	}
	if len(got.Moved) != 1 || !got.Moved[0].Elsewhere || got.Moved[0].Now.UnitCode != "xfj" || len(got.Moved[0].Now.Roles) != 0 || got.Moved[0].Now.Post != "科长" {
		t.Errorf("moved %+v", got.Moved)
	}
	if len(got.Added) != 1 || got.Added[0].UserID != "new.one" || got.Added[0].UnitCode != "xfj" || len(got.Added[0].Roles) != 0 {
		t.Errorf("added %+v", got.Added)
	}
	if len(got.Back) != 1 || got.Unplaced != 1 || len(got.Left) != 0 || got.Taken() != 1 {
		t.Errorf("%+v", got)
	}
}

func TestSweeping(t *testing.T) {
	for _, c := range []struct {
		left, staff int
		want        bool
	}{{0, 0, false}, {5, 10, false}, {6, 10, true}, {6, 59, true}, {6, 60, false}, {100, 1000, false}, {101, 1000, true}} {
		if got := (people.BookChanges{Left: make([]people.Person, c.left)}).Sweeping(c.staff); got != c.want {
			t.Errorf("%d of %d: %v", c.left, c.staff, got)
		}
	}
}

// Whatever the book says, it gives nobody a role, and what it changed is not changed again.
func TestCompareGivesNoRolesAndSettles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom([]string{"甲局", "乙局", "丙镇", ""})
		id := rapid.Int64Range(0, 6)
		units, staff := map[string]people.Unit{}, map[string]people.Person{}
		for _, code := range []string{"a", "b", "c"} {
			units[code] = people.Unit{Code: code, Name: name.Draw(t, "unit"), OfficeID: id.Draw(t, "bound")}
		}
		roles := rapid.SliceOfDistinct(rapid.SampledFrom(people.Roles), rapid.ID)
		for _, user := range []string{"p", "q", "r"} {
			staff[user] = people.Person{UserID: user, Name: user, UnitCode: rapid.SampledFrom([]string{"a", "b", "c", "gone"}).Draw(t, "of"), Roles: roles.Draw(t, "roles"), Active: rapid.Bool().Draw(t, "active")}
		}
		var b people.AddressBook
		for n := int64(1); n <= 6; n++ {
			b.Offices = append(b.Offices, office(n, id.Draw(t, "parent"), name.Draw(t, "office"))) // loops among them too
		}
		for _, user := range rapid.SliceOf(rapid.SampledFrom([]string{"p", "Q", "r", "s", "t"})).Draw(t, "members") {
			b.Members = append(b.Members, people.Member{UserID: user, Name: name.Draw(t, "name"), Offices: rapid.SliceOf(id).Draw(t, "in"), Shut: rapid.Bool().Draw(t, "shut")})
		}
		b.Gone = rapid.SliceOf(rapid.SampledFrom([]string{"p", "q", "s"})).Draw(t, "gone")

		now := func() ([]people.Unit, []people.Person) {
			var us []people.Unit
			var ps []people.Person
			for _, code := range []string{"a", "b", "c"} {
				us = append(us, units[code])
			}
			for _, p := range staff {
				ps = append(ps, p)
			}
			return us, ps
		}
		c := people.Compare(first(now()), second(now()), b)
		for _, u := range c.Bound {
			units[u.Code] = u
		}
		for _, r := range c.Renamed {
			u := units[r.Code]
			u.Name = r.Now
			units[r.Code] = u
		}
		for _, p := range c.Added {
			if len(p.Roles) > 0 {
				t.Fatalf("added with roles: %+v", p)
			}
			staff[p.UserID] = p
		}
		for _, m := range c.Moved {
			for _, role := range m.Now.Roles {
				if !slices.Contains(m.Was.Roles, role) {
					t.Fatalf("a move gave %s", role)
				}
			}
			m.Now.Active = staff[m.Was.UserID].Active
			staff[m.Was.UserID] = m.Now
		}
		for _, p := range append(slices.Clone(c.Left), c.Back...) {
			changed := staff[p.UserID]
			changed.Active = !changed.Active
			staff[p.UserID] = changed
		}
		if again := people.Compare(first(now()), second(now()), b); !again.Empty() {
			t.Fatalf("changed again: %+v\nfirst %+v", again, c)
		}
	})
}

func first[A, B any](a A, _ B) A  { return a }
func second[A, B any](_ A, b B) B { return b }

func TestCheckRoles(t *testing.T) {
	giver := people.Person{UserID: "luwen", Active: true}
	lina := people.Person{UserID: "lina", Name: "李娜", Active: true}
	gone := people.Person{UserID: "gone", Name: "周平"}
	for _, c := range []struct {
		to      people.Person
		roles   []people.Role
		allowed bool
	}{
		{lina, []people.Role{people.Handler, people.Clerk}, true},
		{lina, nil, true},
		{giver, []people.Role{people.Clerk}, false},
		{gone, []people.Role{people.Clerk}, false},
		{lina, []people.Role{people.Admin, people.AuditAdmin}, false},
	} {
		if err := people.CheckRoles(giver, c.to, c.roles); (err == nil) != c.allowed {
			t.Errorf("%s %v: %v", c.to.UserID, c.roles, err)
		}
	}
	for _, role := range people.Roles {
		if found, ok := people.RoleNamed(role.RoleName()); !ok || found != role {
			t.Errorf("%s is not found by its name", role)
		}
	}
	if people.RoleNames(nil) != "无" || people.RoleNames([]people.Role{people.Handler, people.Clerk}) != "窗口干部、经办人" {
		t.Error("roles are named wrongly")
	}
}
