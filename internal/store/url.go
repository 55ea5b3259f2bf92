package store

import (
	"errors"
	"net/url"
	"strings"
)

// dialectFor reads a database URL. Its errors never repeat the URL, which may hold a password.
func dialectFor(text string) (dialect, error) {
	scheme, rest, found := strings.Cut(text, "://")
	switch {
	case found && scheme == mysqlName:
		address, err := url.Parse(text)
		if err != nil {
			return nil, errors.New("read database URL: want mysql://user:password@host:3306/name, special characters percent-encoded")
		}
		return newMySQL(address)
	case found && scheme == sqliteName && rest != "":
		return newSQLite(rest)
	default:
		return nil, errors.New("read database URL: want mysql://user:password@host:3306/name or sqlite:///path/file.db")
	}
}
