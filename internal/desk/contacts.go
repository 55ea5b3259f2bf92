package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/queue"
)

// Contacts is the platform's address book.
type Contacts interface {
	// Book reads all that the app may see, and asks for each of known what is not listed.
	Book(ctx context.Context, known []string) (people.AddressBook, error)
	// Some reads the departments and these members only.
	Some(ctx context.Context, userIDs []string) (people.AddressBook, error)
}

// ContactsJob brings units and staff to what the address book says: of the userids in its payload, or of everybody.
const ContactsJob = "contacts"

// contactsAt is when the address book is read each day: before anybody is at work.
const contactsAt = calendar.ClockTime(6*60 + 20)

// contactsSettle is how long changes of departments, which come in bursts, are left alone.
const contactsSettle = time.Minute

// staffAtOnce is how many people on record are read in one statement.
const staffAtOnce = 1000

// Following sets where units and staff come from besides imports.
func (d *Desk) Following(book Contacts) { d.contacts = book }

// planContacts plans the day's reading of the address book.
func (d *Desk) planContacts(ctx context.Context) error {
	today := calendar.DayOf(d.clock.Now())
	if d.contacts == nil || d.contactsDay.Load() == any(today) {
		return nil
	}
	err := d.transact(ctx, func(w *work) error { return w.readContacts(string(today), today.At(contactsAt)) })
	if err == nil {
		d.contactsDay.Store(today)
	}
	return err
}

func (w *work) readContacts(uniq string, at time.Time, userIDs ...string) error {
	payload, err := json.Marshal(userIDs)
	if err != nil {
		return fmt.Errorf("encode userids: %w", err)
	}
	return w.Plan(queue.Job{Kind: ContactsJob, Uniq: "contacts:" + uniq, Ref: "contacts", Payload: string(payload), DueAt: at, CreatedAt: w.now})
}

// MemberChanged has what the platform reports of a member read from the address book, which alone says how it stands by now.
func (d *Desk) MemberChanged(ctx context.Context, userID string) error {
	return d.transact(ctx, func(w *work) error {
		if d.contacts == nil {
			return nil
		}
		return w.readContacts(userID+":"+w.mark(), w.now, userID)
	})
}

// OfficesChanged has the whole address book read soon.
func (d *Desk) OfficesChanged(ctx context.Context) error {
	return d.transact(ctx, func(w *work) error {
		if d.contacts == nil {
			return nil
		}
		at := w.now.Truncate(contactsSettle).Add(2 * contactsSettle)
		return w.readContacts(fmt.Sprintf("offices:%d", at.Unix()), at)
	})
}

// RunContacts is the job.
func (d *Desk) RunContacts(ctx context.Context, payload string) error {
	var userIDs []string
	if err := json.Unmarshal([]byte(payload), &userIDs); err != nil {
		return fmt.Errorf("read userids: %w", err)
	}
	if d.contacts == nil {
		return nil
	}
	if len(userIDs) == 0 {
		_, err := d.SyncContacts(ctx, false)
		return d.withoutBook(ctx, err)
	}
	book, err := d.contacts.Some(ctx, userIDs)
	if err != nil {
		return d.withoutBook(ctx, err)
	}
	_, err = d.follow(ctx, book, false)
	return err
}

// withoutBook leaves staff to imports where the app may not read the address book: trying again would not help.
func (d *Desk) withoutBook(ctx context.Context, err error) error {
	if models.CodeOf(err) != models.Forbidden {
		return err
	}
	d.log.WarnContext(ctx, "the app may not read the address book", "error", err)
	return nil
}

// SyncContacts brings units and staff to what the address book says. Unless a person has looked and said so, nothing is changed
// when very many would lose access (BookChanges.Sweeping); the administrators are told then.
func (d *Desk) SyncContacts(ctx context.Context, looked bool) (people.BookChanges, error) {
	book, err := d.readBook(ctx)
	if err != nil {
		return people.BookChanges{}, err
	}
	return d.follow(ctx, book, looked)
}

// CompareContacts says what SyncContacts would change.
func (d *Desk) CompareContacts(ctx context.Context) (changes people.BookChanges, sweeping bool, err error) {
	book, err := d.readBook(ctx)
	if err != nil {
		return changes, false, err
	}
	err = d.store.Read(ctx, func(tx Tx) error {
		changes, sweeping, err = compareContacts(tx, book)
		return err
	})
	return changes, sweeping, err
}

func (d *Desk) readBook(ctx context.Context) (people.AddressBook, error) {
	var known []string
	err := d.store.Read(ctx, func(tx Tx) error {
		staff, err := everybody(tx)
		for _, p := range staff {
			if p.Active {
				known = append(known, p.UserID)
			}
		}
		return err
	})
	if err != nil {
		return people.AddressBook{}, err
	}
	return d.contacts.Book(ctx, known)
}

func everybody(tx PeopleTx) ([]people.Person, error) {
	var staff []people.Person
	for after := ""; ; {
		part, err := tx.Staff(after, staffAtOnce)
		if err != nil || len(part) == 0 {
			return staff, err
		}
		staff, after = append(staff, part...), part[len(part)-1].UserID
	}
}

func compareContacts(tx Tx, book people.AddressBook) (people.BookChanges, bool, error) {
	units, err := tx.Units()
	if err != nil {
		return people.BookChanges{}, false, err
	}
	staff, err := everybody(tx)
	if err != nil {
		return people.BookChanges{}, false, err
	}
	active := 0
	for _, p := range staff {
		if p.Active {
			active++
		}
	}
	changes := people.Compare(units, staff, book)
	return changes, changes.Sweeping(active), nil
}

// follow writes down what an address book changes, with who must know of it.
func (d *Desk) follow(ctx context.Context, book people.AddressBook, looked bool) (changes people.BookChanges, err error) {
	err = d.transact(ctx, func(w *work) error {
		var sweeping bool
		if changes, sweeping, err = compareContacts(w.Tx, book); err != nil || changes.Empty() {
			return err
		}
		if sweeping && !looked {
			return w.tellContacts("halted:"+string(w.today()), notice.Contacts{Halted: changes.Taken()})
		}
		if err := w.followUnits(changes); err != nil {
			return err
		}
		return w.followStaff(changes)
	})
	return changes, err
}

func (w *work) followUnits(c people.BookChanges) error {
	units, err := w.Units()
	if err != nil {
		return err
	}
	changed := map[string]people.Unit{}
	for _, u := range c.Bound {
		changed[u.Code] = u
	}
	for _, r := range c.Renamed {
		u, ok := changed[r.Code]
		if !ok {
			i := slices.IndexFunc(units, func(u people.Unit) bool { return u.Code == r.Code })
			u = units[i]
		}
		u.Name = r.Now
		changed[r.Code] = u
		if err := w.record(ledger.UnitRenamed, "unit:"+r.Code, SystemActor, map[string]string{"was": r.Was, "now": r.Now}); err != nil {
			return err
		}
	}
	var put []people.Unit
	for _, u := range units {
		if now, ok := changed[u.Code]; ok {
			put = append(put, now)
		}
	}
	return w.PutUnits(put)
}

func (w *work) followStaff(c people.BookChanges) error {
	news := notice.Contacts{Renamed: c.Renamed, Unplaced: c.Unplaced}
	if err := w.PutPeople(c.Added); err != nil {
		return err
	}
	named, err := w.placed(c)
	if err != nil {
		return err
	}
	for _, p := range c.Added {
		news.Added = append(news.Added, named(p))
		if err := w.record(ledger.PersonAdded, p.UserID, SystemActor, map[string]string{"unit": p.UnitCode}); err != nil {
			return err
		}
	}
	for _, p := range c.Left {
		left, err := w.endAccess(p, named(p))
		if err != nil {
			return err
		}
		news.Left = append(news.Left, left)
	}
	for _, p := range c.Back {
		news.Back = append(news.Back, named(p)+"（"+people.RoleNames(p.Roles)+"）")
		if _, err := w.setActive(p.UserID, true, ledger.PersonBack); err != nil {
			return err
		}
	}
	for _, m := range c.Moved {
		moved, err := w.follows(m, named)
		if err != nil {
			return err
		}
		if m.Elsewhere {
			news.Moved = append(news.Moved, moved)
		}
	}
	if len(news.Added)+len(news.Left)+len(news.Back)+len(news.Moved)+len(news.Renamed) == 0 {
		return nil
	}
	return w.tellContacts(w.mark(), news)
}

// placed gives a way to name people by name, unit and post, as units are called from now on.
func (w *work) placed(c people.BookChanges) (func(people.Person) string, error) {
	units, err := w.Units()
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, u := range units {
		names[u.Code] = u.Name
	}
	return func(p people.Person) string { return p.At(names[p.UnitCode]) }, nil
}

// follows writes down one move. Roles were given for the place that was left.
func (w *work) follows(m people.Moved, named func(people.Person) string) (notice.MovedStaff, error) {
	moved := notice.MovedStaff{Who: named(m.Was), Name: m.Now.Name, To: named(m.Now), Roles: people.RoleNames(m.Was.Roles)}
	if err := w.UpdatePerson(m.Now); err != nil || !m.Elsewhere {
		return moved, err
	}
	if err := w.SetRoles(m.Now.UserID, nil); err != nil {
		return moved, err
	}
	if err := w.record(ledger.PersonMoved, m.Now.UserID, SystemActor, map[string]any{"from": m.Was.UnitCode, "to": m.Now.UnitCode, "roles": m.Was.Roles}); err != nil {
		return moved, err
	}
	if len(m.Was.Roles) == 0 {
		return moved, nil
	}
	if err := w.welcome(m.Now, true); err != nil {
		return moved, err
	}
	return moved, w.askRolesOf(m.Now, m.Was.Roles)
}
