package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"

	"golang.org/x/sync/errgroup"

	"petitiondesk/bot"
	"petitiondesk/bot/wxmsg"
	"petitiondesk/config"
	"petitiondesk/internal/store"
	"petitiondesk/models"
	"petitiondesk/models/people"
)

// contacts reads the platform's address book as far as the app may see it.
type contacts struct {
	client *bot.Client
	clock  models.Clock
}

// contactsAtOnce is how many questions to the platform are under way at a time; a large book is read within one turn.
const contactsAtOnce = 8

// Book reads the departments with their members, and asks for each of known who is in none of them.
func (b contacts) Book(ctx context.Context, known []string) (people.AddressBook, error) {
	book, err := b.offices(ctx)
	if err != nil {
		return book, err
	}
	users := make([][]bot.User, len(book.Offices))
	asking, within := errgroup.WithContext(ctx)
	asking.SetLimit(contactsAtOnce)
	for i, office := range book.Offices {
		asking.Go(func() (err error) {
			users[i], err = b.client.DepartmentUsers(within, office.ID)
			return unread("list members of a department", err)
		})
	}
	if err := asking.Wait(); err != nil {
		return book, err
	}
	listed := map[string]bool{}
	for _, user := range slices.Concat(users...) {
		member := memberOf(user)
		listed[member.UserID] = true
		book.Members = append(book.Members, member)
	}
	missing := slices.DeleteFunc(slices.Clone(known), func(id string) bool { return listed[id] })
	return book, b.each(ctx, &book, missing)
}

// Some reads the departments and asks for some members.
func (b contacts) Some(ctx context.Context, userIDs []string) (people.AddressBook, error) {
	book, err := b.offices(ctx)
	if err != nil {
		return book, err
	}
	return book, b.each(ctx, &book, userIDs)
}

func (b contacts) offices(ctx context.Context) (people.AddressBook, error) {
	book := people.AddressBook{ReadAt: b.clock.Now()}
	departments, err := b.client.Departments(ctx)
	if err != nil {
		return book, unread("list departments", err)
	}
	for _, d := range departments {
		book.Offices = append(book.Offices, people.Office{ID: d.ID, Parent: d.ParentID, Name: d.Name})
	}
	return book, nil
}

// each asks for members one by one. Whom the app may not see is left out: he has not gone.
func (b contacts) each(ctx context.Context, book *people.AddressBook, userIDs []string) error {
	members, gone := make([]*people.Member, len(userIDs)), make([]bool, len(userIDs))
	asking, within := errgroup.WithContext(ctx)
	asking.SetLimit(contactsAtOnce)
	for i, id := range userIDs {
		asking.Go(func() error {
			user, err := b.client.User(within, id)
			refusal, refused := errors.AsType[*bot.APIError](err)
			switch {
			case refused && refusal.Code == errNoSuchUser:
				gone[i] = true
			case refused && refusal.Code == errNoPrivilege:
			case err != nil:
				return unread("read a member", err)
			default:
				member := memberOf(user)
				members[i] = &member
			}
			return nil
		})
	}
	err := asking.Wait()
	for i, id := range userIDs {
		if gone[i] {
			book.Gone = append(book.Gone, id)
		}
		if members[i] != nil {
			book.Members = append(book.Members, *members[i])
		}
	}
	return err
}

// unread says what could not be read; code Forbidden when the app has no right to it.
func unread(what string, err error) error {
	if refusal, ok := errors.AsType[*bot.APIError](err); ok && bot.ClassOf(refusal) == bot.ClassConfig {
		return &models.Error{Code: models.Forbidden, Op: what, Err: err}
	}
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

func memberOf(u bot.User) people.Member {
	m := people.Member{
		UserID: people.NormalUserID(u.UserID), Name: u.Name, Post: u.Position,
		Shut: u.Status == wxmsg.MemberDisabled || u.Status == wxmsg.MemberLeft,
	}
	if u.MainDepartment != 0 {
		m.Offices = append(m.Offices, u.MainDepartment)
	}
	for _, office := range u.Departments {
		if !slices.Contains(m.Offices, office) {
			m.Offices = append(m.Offices, office)
		}
	}
	return m
}

// followContacts is the command: it shows what the address book changes, or changes it.
func followContacts(ctx context.Context, c config.Contacts, cfg config.Config, out io.Writer, log *slog.Logger) error {
	with := withStoreAsItIs
	if c.Apply {
		with = withStore
	}
	return with(ctx, cfg, log, func(st *store.Store) error {
		w := cfg.WeCom
		d := deskOver(st, log)
		d.Following(contacts{clock: models.SystemClock{}, client: bot.NewClient(bot.ClientConfig{
			CorpID: w.CorpID, Secret: w.Secret, AgentID: w.AgentID, APIBase: w.APIBase, Logger: log,
		})})
		changes, sweeping, err := d.CompareContacts(ctx)
		if err == nil && c.Apply {
			changes, err = d.SyncContacts(ctx, true)
			sweeping = false
		}
		if err != nil {
			return err
		}
		lines := changedContacts(changes)
		if sweeping {
			lines = append(lines, fmt.Sprintf("将有 %d 人停用或调离，每天的自动同步不会执行；核对无误后请加 --apply。", changes.Taken()))
		}
		return printChanges(out, lines, !c.Apply)
	})
}

func changedContacts(c people.BookChanges) []string {
	var lines []string
	add := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	for _, u := range c.Bound {
		add("对应部门 %s：部门 %d", u.Name, u.OfficeID)
	}
	for _, r := range c.Renamed {
		add("单位更名 %s：%s", r.Was, r.Now)
	}
	for _, p := range c.Added {
		add("新增 %s（%s）：%s，没有职责", p.Name, p.UserID, p.UnitCode)
	}
	for _, m := range c.Moved {
		if m.Elsewhere {
			add("调动 %s（%s）：%s 到 %s，停用职责 %s", m.Now.Name, m.Now.UserID, m.Was.UnitCode, m.Now.UnitCode, people.RoleNames(m.Was.Roles))
		} else {
			add("更改 %s（%s）：%s", m.Now.Name, m.Now.UserID, m.Now.Title())
		}
	}
	for _, p := range c.Left {
		add("停用 %s（%s）", p.Name, p.UserID)
	}
	for _, p := range c.Back {
		add("恢复 %s（%s）：%s", p.Name, p.UserID, people.RoleNames(p.Roles))
	}
	if c.Unplaced > 0 {
		add("有 %d 人所在部门没有对应的单位，不加入。", c.Unplaced)
	}
	return lines
}
