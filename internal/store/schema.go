package store

import (
	"fmt"
	"strings"
)

// table describes a table for both databases. Columns are lines of "name type"; a type ending in ? may be
// NULL. Types: id (own number), big, int, bool, str(n) (n characters), text, blob, instant. A line
// "primary a, b" names another primary key. Indexes are column lists, unique ones prefixed with "unique ".
//
// Migrations are built with it, so what it makes of a description never changes; testdata holds the result.
type table struct {
	name    string
	columns string
	indexes []string
}

func (t table) statements(dialect string) []string {
	if dialect == mysqlName {
		return []string{t.mysql()}
	}
	statements := []string{t.sqlite()}
	for _, index := range t.indexes {
		unique, columns, name := t.index(index)
		statements = append(statements,
			fmt.Sprintf("CREATE %sINDEX IF NOT EXISTS %s ON `%s` (%s)", unique, name, t.name, columns))
	}
	return statements
}

func (t table) mysql() string {
	lines := t.lines(mysqlType)
	for _, index := range t.indexes {
		unique, columns, name := t.index(index)
		lines = append(lines, fmt.Sprintf("%sKEY %s (%s)", unique, name, columns))
	}
	return t.create(lines) + " ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin"
}

func (t table) sqlite() string { return t.create(t.lines(sqliteType)) }

func (t table) create(lines []string) string {
	return fmt.Sprintf("CREATE TABLE IF NOT EXISTS `%s` (\n  %s\n)", t.name, strings.Join(lines, ",\n  "))
}

func (t table) lines(render func(name, kind string) string) []string {
	var lines []string
	for line := range strings.Lines(strings.TrimSpace(t.columns)) {
		name, kind, _ := strings.Cut(strings.TrimSpace(line), " ")
		if name == "primary" {
			lines = append(lines, "PRIMARY KEY ("+quoted(kind)+")")
			continue
		}
		lines = append(lines, "`"+name+"` "+render(name, kind))
	}
	return lines
}

func (t table) index(description string) (unique, columns, name string) {
	list, isUnique := strings.CutPrefix(description, "unique ")
	prefix := "idx_"
	if isUnique {
		unique, prefix = "UNIQUE ", "uniq_"
	}
	return unique, quoted(list), "`" + prefix + t.name + "_" + strings.ReplaceAll(list, ", ", "_") + "`"
}

func quoted(list string) string { return "`" + strings.ReplaceAll(list, ", ", "`, `") + "`" }

func mysqlType(_, kind string) string {
	kind, null := nullable(kind)
	switch kind {
	case "id":
		return "BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY"
	case "big":
		return "BIGINT" + null
	case "int":
		return "INT" + null
	case "bool":
		return "TINYINT(1)" + null
	case "text":
		return "MEDIUMTEXT" + null
	case "blob":
		return "MEDIUMBLOB" + null
	case "instant":
		return "DATETIME(3)" + null
	}
	return "VARCHAR" + strings.TrimPrefix(kind, "str") + null
}

// sqliteType checks lengths, which SQLite by itself does not, so that both databases refuse the same rows.
func sqliteType(name, kind string) string {
	kind, null := nullable(kind)
	switch kind {
	case "id":
		return "INTEGER PRIMARY KEY AUTOINCREMENT"
	case "big", "int":
		return "INTEGER" + null
	case "bool":
		return "BOOLEAN" + null
	case "text":
		return "TEXT" + null
	case "blob":
		return "BLOB" + null
	case "instant":
		return "DATETIME" + null
	}
	length := strings.Trim(strings.TrimPrefix(kind, "str"), "()")
	return fmt.Sprintf("TEXT%s CHECK (length(`%s`) <= %s)", null, name, length)
}

func nullable(kind string) (base, null string) {
	if base, ok := strings.CutSuffix(kind, "?"); ok {
		return base, ""
	}
	return kind, " NOT NULL"
}
