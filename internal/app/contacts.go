package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"

	"petitiondesk/bot"
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

// Book reads the departments with their members, and asks for each of known who is in none of them.
func (b contacts) Book(ctx context.Context, known []string) (people.AddressBook, error) {
	book, err := b.offices(ctx)
	if err != nil {
		return book, err
	}
	listed := map[string]bool{}
	for _, office := range book.Offices {
		users, err := b.client.DepartmentUsers(ctx, office.ID)
		if err != nil {
			return book, fmt.Errorf("list members of department %d: %w", office.ID, err)
		}
		for _, user := range users {
			member := memberOf(user)
			listed[member.UserID] = true
			book.Members = append(book.Members, member)
		}
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
		return book, fmt.Errorf("list departments: %w", err)
	}
	for _, d := range departments {
		book.Offices = append(book.Offices, people.Office{ID: d.ID, Parent: d.ParentID, Name: d.Name})
	}
	return book, nil
}

// each asks for members one by one. Whom the app may not see is left out: he has not gone.
func (b contacts) each(ctx context.Context, book *people.AddressBook, userIDs []string) error {
	for _, id := range userIDs {
		user, err := b.client.User(ctx, id)
		refusal, refused := errors.AsType[*bot.APIError](err)
		switch {
		case refused && refusal.Code == errNoSuchUser:
			book.Gone = append(book.Gone, id)
		case refused && refusal.Code == errNoPrivilege:
		case err != nil:
			return fmt.Errorf("read a member: %w", err)
		default:
			book.Members = append(book.Members, memberOf(user))
		}
	}
	return nil
}

func memberOf(u bot.User) people.Member {
	m := people.Member{
		UserID: people.NormalUserID(u.UserID), Name: u.Name, Post: u.Position,
		Shut: u.Status == memberDisabled || u.Status == memberLeft,
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
