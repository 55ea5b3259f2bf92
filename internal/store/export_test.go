package store

import "gorm.io/gorm"

// DB lets tests look at the tables themselves.
func (s *Store) DB() *gorm.DB { return s.db }

// DialectName is mysql or sqlite.
func (s *Store) DialectName() string { return s.dialect.name() }

// MigrateTo stops at a version.
func (s *Store) MigrateTo(version string) error { return s.steps(s.db).MigrateTo(version) }

// Versions lists the versions of the schema, oldest first.
func Versions() []string {
	var versions []string
	for _, step := range (migrations{}).list() {
		versions = append(versions, step.ID)
	}
	return versions
}
