package desk

import (
	"context"
	"slices"
	"strings"

	"petitiondesk/models"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
)

// ShowRoles shows what a colleague's roles would be with some more, or with some taken away; nothing is changed yet. No roles
// taken means all of them.
func (d *Desk) ShowRoles(ctx context.Context, by, name string, roles []people.Role, take bool) error {
	return d.transact(ctx, func(w *work) error {
		giver, err := w.actor(by, people.GiveRoles)
		if err != nil {
			return err
		}
		person, err := w.personMeant(name)
		if err != nil {
			return err
		}
		after := people.InOrder(append(slices.Clone(person.Roles), roles...))
		if take {
			after = slices.DeleteFunc(people.InOrder(person.Roles), func(r people.Role) bool { return len(roles) == 0 || slices.Contains(roles, r) })
		}
		if err := people.CheckRoles(giver, person, after); err != nil {
			return err
		}
		if slices.Equal(after, people.InOrder(person.Roles)) {
			return models.Errorf(models.Conflict, "%s现在的职责是%s，不需要调整。", person.Name, people.RoleNames(person.Roles))
		}
		shown := rolesNotice(person, after)
		shown.TaskID = notice.RolesTask(w.mark(), person.UserID)
		return w.card(shown.TaskID, by, notice.RolesAsked, shown, nil)
	})
}

func rolesNotice(p people.Person, after []people.Role) notice.Roles {
	return notice.Roles{UserID: p.UserID, Who: p.At(strings.TrimSpace(p.UnitName + " " + p.Post)), Before: people.InOrder(p.Roles), After: people.InOrder(after)}
}

// askRolesOf lays the roles of somebody who has moved before those who give roles: one tap gives them anew.
func (w *work) askRolesOf(p people.Person, had []people.Role) error {
	p, err := w.Person(p.UserID)
	if err != nil {
		return err
	}
	givers, err := w.PeopleWith(people.SecurityAdmin)
	if err != nil {
		return err
	}
	for _, giver := range givers {
		if giver.UserID == p.UserID {
			continue
		}
		shown := rolesNotice(p, had)
		shown.Moved, shown.TaskID = true, notice.RolesTask(w.mark()+giver.UserID, p.UserID)
		if err := w.card(shown.TaskID, giver.UserID, notice.RolesAsked, shown, nil); err != nil {
			return err
		}
	}
	return nil
}

// GiveRoles changes a colleague's roles from before to after, as a card has shown it. He and those who watch over rights are told.
func (d *Desk) GiveRoles(ctx context.Context, by, userID string, before, after []people.Role, task string) error {
	return d.transact(ctx, func(w *work) error {
		giver, err := w.actor(by, people.GiveRoles)
		if err != nil {
			return err
		}
		person, err := w.Person(userID)
		if err != nil {
			return err
		}
		before, after = people.InOrder(before), people.InOrder(after)
		if err := people.CheckRoles(giver, person, after); err != nil {
			return err
		}
		switch had := people.InOrder(person.Roles); {
		case slices.Equal(had, after):
			return models.Errorf(models.Conflict, "%s的职责已经是%s，没有再作改动。", person.Name, people.RoleNames(after))
		case !slices.Equal(had, before):
			return models.Errorf(models.Conflict, "%s的职责已变为%s，没有作任何改动。请重新发送「授权」或「收回」。", person.Name, people.RoleNames(had))
		}
		if err := w.SetRoles(userID, after); err != nil {
			return err
		}
		shown := rolesNotice(person, after)
		shown.By, shown.TaskID = giver.Title(), task
		if err := w.tellRoles(shown, person, after); err != nil {
			return err
		}
		if err := w.amend(task, "given", by, notice.RolesGiven, shown); err != nil {
			return err
		}
		return w.record(ledger.RolesGiven, userID, by, map[string]any{"before": before, "after": after})
	})
}

func (w *work) tellRoles(shown notice.Roles, person people.Person, after []people.Role) error {
	person.Roles = after
	if err := w.welcome(person, true); err != nil {
		return err
	}
	watchers, err := w.PeopleWith(people.AuditAdmin)
	if err != nil {
		return err
	}
	for _, watcher := range watchers {
		if watcher.UserID == person.UserID {
			continue
		}
		if err := w.tell("roles:"+w.mark()+":"+watcher.UserID, watcher.UserID, notice.RolesChanged, shown); err != nil {
			return err
		}
	}
	return nil
}
