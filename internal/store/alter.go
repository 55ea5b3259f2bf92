package store

import (
	"fmt"
	"strings"

	"gorm.io/gorm"
)

// addColumns adds those of the columns that the table does not have yet, so that a migration cut short can be run
// again: MySQL commits each change of a table by itself. A line is "name type default value".
func addColumns(db *gorm.DB, dialect, tableName, columns string) error {
	for line := range strings.Lines(strings.TrimSpace(columns)) {
		line, value, _ := strings.Cut(strings.TrimSpace(line), " default ")
		name, kind, _ := strings.Cut(line, " ")
		if db.Migrator().HasColumn(tableName, name) {
			continue
		}
		render := sqliteType
		if dialect == mysqlName {
			render = mysqlType
		}
		statement := fmt.Sprintf("ALTER TABLE `%s` ADD COLUMN `%s` %s", tableName, name, withDefault(render(name, kind), value))
		if err := db.Exec(statement).Error; err != nil {
			return fmt.Errorf("add column %s.%s: %w", tableName, name, err)
		}
	}
	return nil
}

// withDefault puts the default behind NOT NULL and before any check.
func withDefault(kind, value string) string {
	return strings.Replace(kind, " NOT NULL", " NOT NULL DEFAULT "+value, 1)
}

// addIndexes adds those of the indexes that the table does not have yet.
func addIndexes(db *gorm.DB, tableName string, indexes ...string) error {
	for _, description := range indexes {
		unique, columns, name := table{name: tableName}.index(description)
		if db.Migrator().HasIndex(tableName, strings.Trim(name, "`")) {
			continue
		}
		if err := db.Exec(fmt.Sprintf("CREATE %sINDEX %s ON `%s` (%s)", unique, name, tableName, columns)).Error; err != nil {
			return fmt.Errorf("add index %s: %w", name, err)
		}
	}
	return nil
}

// createTables creates those of the tables that are not there yet.
func createTables(db *gorm.DB, dialect string, tables []table) error {
	for _, t := range tables {
		for _, statement := range t.statements(dialect) {
			if err := db.Exec(statement).Error; err != nil {
				return fmt.Errorf("create table %s: %w", t.name, err)
			}
		}
	}
	return nil
}
