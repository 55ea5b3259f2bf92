package store

import (
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"
)

// addition describes what a migration adds to a table that exists, in the language of table: columns with what
// existing rows get, and indexes. It can be repeated, as every step of a migration can.
type addition struct {
	table   string
	columns []addedColumn
	indexes []string
}

type addedColumn struct{ name, kind, filled string }

func (m migrations) add(db *gorm.DB, a addition) error {
	there, err := m.columnsOf(db, a.table)
	if err != nil {
		return fmt.Errorf("read columns of %s: %w", a.table, err)
	}
	for _, c := range a.columns {
		if slices.Contains(there, c.name) {
			continue
		}
		if err := db.Exec(m.addColumn(a.table, c)).Error; err != nil {
			return fmt.Errorf("add column %s to %s: %w", c.name, a.table, err)
		}
	}
	for _, index := range a.indexes {
		if err := m.addIndex(db, a.table, index); err != nil {
			return fmt.Errorf("add index to %s: %w", a.table, err)
		}
	}
	return nil
}

func (m migrations) addColumn(of string, c addedColumn) string {
	render := sqliteType
	if m.dialect == mysqlName {
		render = mysqlType
	}
	return fmt.Sprintf("ALTER TABLE `%s` ADD COLUMN `%s` %s DEFAULT %s", of, c.name, render(c.name, c.kind), c.filled)
}

func (m migrations) addIndex(db *gorm.DB, of, description string) error {
	unique, columns, name := table{name: of}.index(description)
	return m.addNamedIndex(db, of, unique, strings.Trim(name, "`"), columns)
}

func (m migrations) addNamedIndex(db *gorm.DB, of, unique, name, columns string) error {
	there, err := m.indexesOf(db, of)
	if err != nil || slices.Contains(there, name) {
		return err
	}
	return db.Exec(fmt.Sprintf("CREATE %sINDEX `%s` ON `%s` (%s)", unique, name, of, columns)).Error
}

func (m migrations) dropIndex(db *gorm.DB, of, name string) error {
	there, err := m.indexesOf(db, of)
	if err != nil || !slices.Contains(there, name) {
		return err
	}
	statement := "DROP INDEX `" + name + "`"
	if m.dialect == mysqlName {
		statement += " ON `" + of + "`"
	}
	return db.Exec(statement).Error
}

func (m migrations) columnsOf(db *gorm.DB, of string) (names []string, err error) {
	question := "SELECT name FROM pragma_table_info(?)"
	if m.dialect == mysqlName {
		question = "SELECT column_name FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ?"
	}
	return names, db.Raw(question, of).Scan(&names).Error
}

func (m migrations) indexesOf(db *gorm.DB, of string) (names []string, err error) {
	question := "SELECT name FROM pragma_index_list(?)"
	if m.dialect == mysqlName {
		question = "SELECT DISTINCT index_name FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = ?"
	}
	return names, db.Raw(question, of).Scan(&names).Error
}

// create creates tables that are not there yet.
func (m migrations) create(db *gorm.DB, tables []table) error {
	for _, t := range tables {
		for _, statement := range t.statements(m.dialect) {
			if err := db.Exec(statement).Error; err != nil {
				return fmt.Errorf("create table %s: %w", t.name, err)
			}
		}
	}
	return nil
}
