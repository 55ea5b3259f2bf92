package store

import (
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"petitiondesk/models/people"
)

const (
	maxStaff = 1000
	maxUnits = 5000
)

// staffRow is a person as read together with the unit's name and the roles, with commas between them.
type staffRow struct {
	people.Person
	UnitLabel string
	Held      string
}

func (tx *Tx) staff() *gorm.DB {
	return tx.db.Model(&people.Person{}).
		Select("people.user_id, people.name, people.unit_code, people.post, people.active, people.changed_at, COALESCE(units.name, '') AS unit_label, " +
			"COALESCE((SELECT GROUP_CONCAT(held.role) FROM person_roles AS held WHERE held.user_id = people.user_id), '') AS held").
		Joins("LEFT JOIN units ON units.code = people.unit_code")
}

// Person returns a member of staff, active or not.
func (tx *Tx) Person(userID string) (people.Person, error) {
	found, err := tx.PeopleByID([]string{userID})
	if err == nil && len(found) == 0 {
		err = notFound("find person")
	}
	if err != nil {
		return people.Person{}, err
	}
	return found[0], nil
}

// PeopleByID returns those of the people who are known.
func (tx *Tx) PeopleByID(userIDs []string) ([]people.Person, error) {
	if len(userIDs) == 1 {
		if p, ok := tx.remembered.person(userIDs[0]); ok {
			return []people.Person{p}, nil
		}
	}
	var found []people.Person
	for part := range slices.Chunk(userIDs, chunk) {
		staff, err := tx.readStaff(tx.staff().Where("people.user_id IN ?", part))
		if err != nil {
			return nil, err
		}
		found = append(found, staff...)
	}
	tx.remembered.keepPeople(found)
	return found, nil
}

// PeopleWith returns the active holders of a role by userid.
func (tx *Tx) PeopleWith(role people.Role) ([]people.Person, error) {
	return tx.readStaff(tx.staff().
		Joins("JOIN person_roles ON person_roles.user_id = people.user_id AND person_roles.role = ?", role).
		Where("people.active = ?", true).
		Order("people.user_id").Limit(maxStaff))
}

// PeopleIn returns the active staff of a unit by userid.
func (tx *Tx) PeopleIn(unit string) ([]people.Person, error) {
	return tx.readStaff(tx.staff().Where("people.unit_code = ? AND people.active = ?", unit, true).Order("people.user_id").Limit(maxStaff))
}

// PeopleNamed returns the active staff with a name or userid.
func (tx *Tx) PeopleNamed(name string) ([]people.Person, error) {
	return tx.readStaff(tx.staff().Where("people.active = ? AND (people.name = ? OR people.user_id = ?)", true, name, people.NormalUserID(name)).
		Order("people.user_id").Limit(maxStaff))
}

func (tx *Tx) readStaff(query *gorm.DB) ([]people.Person, error) {
	var rows []staffRow
	if err := query.Find(&rows).Error; err != nil {
		return nil, classify("find people", err)
	}
	staff := make([]people.Person, len(rows))
	for i, row := range rows {
		staff[i] = row.Person
		staff[i].UnitName = row.UnitLabel
		for role := range strings.SplitSeq(row.Held, ",") {
			if role != "" {
				staff[i].Roles = append(staff[i].Roles, people.Role(role))
			}
		}
		slices.Sort(staff[i].Roles)
	}
	return staff, nil
}

// Staff returns everybody on record, those who left too, by userid.
func (tx *Tx) Staff(afterID string, limit int) ([]people.Person, error) {
	return tx.readStaff(tx.staff().Where("people.user_id > ?", afterID).Order("people.user_id").Limit(limit))
}

// SetRoles replaces a person's roles.
func (tx *Tx) SetRoles(userID string, roles []people.Role) error {
	tx.forgetStaff()
	if err := tx.db.Where("user_id = ?", userID).Delete(&people.PersonRole{}).Error; err != nil {
		return classify("remove roles", err)
	}
	held := make([]people.PersonRole, len(roles))
	for i, role := range roles {
		held[i] = people.PersonRole{UserID: userID, Role: role}
	}
	return put(tx.db, "write roles", held)
}

// UpdatePerson writes a person's name, post and unit; an unknown one is left out.
func (tx *Tx) UpdatePerson(p people.Person) error {
	tx.forgetStaff()
	result := tx.db.Model(&people.Person{}).Where("user_id = ?", p.UserID).
		Updates(map[string]any{"name": p.Name, "post": p.Post, "unit_code": p.UnitCode})
	return classify("update person", result.Error)
}

// Units returns the units by code.
func (tx *Tx) Units() ([]people.Unit, error) {
	if tx.remembered != nil && tx.remembered.units != nil {
		return slices.Clone(tx.remembered.units), nil
	}
	var units []people.Unit
	err := tx.db.Order("code").Limit(maxUnits).Find(&units).Error
	if tx.remembered != nil && err == nil {
		tx.remembered.units = slices.Clone(units)
	}
	return units, classify("find units", err)
}

// PutUnits inserts or updates units by code. The department that a unit stands for is kept where none is given.
func (tx *Tx) PutUnits(units []people.Unit) error {
	tx.forgetStaff()
	for _, u := range units {
		set := []string{"name", "kind"}
		if u.OfficeID != 0 {
			set = append(set, "office_id")
		}
		described := clause.OnConflict{Columns: []clause.Column{{Name: "code"}}, DoUpdates: clause.AssignmentColumns(set)}
		if err := tx.db.Clauses(described).Create(&u).Error; err != nil {
			return classify("write units", err)
		}
	}
	return nil
}

// PutVillages inserts villages.
func (tx *Tx) PutVillages(villages []people.Village) error {
	tx.forgetStaff()
	return put(tx.db, "write villages", villages)
}

// maxVillages is more than any county has.
const maxVillages = 3000

// Villages returns every village, by township.
func (tx *Tx) Villages() ([]people.Village, error) {
	if tx.remembered != nil && tx.remembered.villages != nil {
		return slices.Clone(tx.remembered.villages), nil
	}
	villages, err := list[people.Village]("find villages", tx.db.Order("unit_code, name"), maxVillages)
	if tx.remembered != nil && err == nil {
		tx.remembered.villages = slices.Clone(villages)
	}
	return villages, err
}

// PutPeople inserts or updates staff by userid and replaces their roles.
func (tx *Tx) PutPeople(staff []people.Person) error {
	tx.forgetStaff()
	// Whoever has left stays so, however often an old description is imported.
	keepActive := clause.OnConflict{
		Columns: []clause.Column{{Name: "user_id"}}, DoUpdates: clause.AssignmentColumns([]string{"name", "unit_code", "post"}),
	}
	for part := range slices.Chunk(slices.Clone(staff), chunk) {
		if err := tx.db.Clauses(keepActive).Create(&part).Error; err != nil {
			return classify("write people", err)
		}
		var ids []string
		var roles []people.PersonRole
		for _, person := range part {
			ids = append(ids, person.UserID)
			for _, role := range person.Roles {
				roles = append(roles, people.PersonRole{UserID: person.UserID, Role: role})
			}
		}
		if err := tx.db.Where("user_id IN ?", ids).Delete(&people.PersonRole{}).Error; err != nil {
			return classify("remove roles", err)
		}
		if err := put(tx.db, "write roles", roles); err != nil {
			return err
		}
	}
	return nil
}

// SetPersonActive tells whether it changed anything; an unknown person is no change.
func (tx *Tx) SetPersonActive(userID string, active bool, at time.Time) (bool, error) {
	tx.forgetStaff()
	result := tx.db.Model(&people.Person{}).
		Where("user_id = ? AND active <> ?", userID, active).
		Updates(map[string]any{"active": active, "changed_at": at})
	return result.RowsAffected > 0, classify("set person active", result.Error)
}

// put inserts rows, or updates all columns of those whose primary key is there.
func put[T any](db *gorm.DB, op string, rows []T) error {
	for part := range slices.Chunk(slices.Clone(rows), chunk) {
		if err := db.Clauses(clause.OnConflict{UpdateAll: true}).Create(&part).Error; err != nil {
			return classify(op, err)
		}
	}
	return nil
}
