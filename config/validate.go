package config

import (
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Validate returns one error that lists every fault, a line each, or nil when serve can start with the
// settings. No line shows a secret.
func (c Config) Validate() error {
	faults := slices.Concat(c.faults, c.storeFaults(), c.serverFaults(), c.WeCom.faults())
	return asError(faults)
}

// ValidateStores is Validate for the commands that only touch the database.
func (c Config) ValidateStores() error { return asError(slices.Concat(c.faults, c.storeFaults())) }

// validateDatabaseIfAny is Validate for a command that also works without a database.
func (c Config) validateDatabaseIfAny() error {
	faults := c.faults
	if c.Database != "" && !validDatabase(c.Database) {
		faults = append(faults, databaseForm)
	}
	return asError(faults)
}

func asError(faults []string) error {
	if len(faults) == 0 {
		return nil
	}
	return errors.New("the settings are not right:\n  " + strings.Join(faults, "\n  "))
}

const databaseForm = "DESK_DATABASE must read mysql://user:password@host:3306/name or sqlite:///path/file.db"

func (c Config) storeFaults() []string {
	var faults []string
	if !validDatabase(c.Database) {
		faults = append(faults, databaseForm)
	}
	if !validRedis(c.Redis) {
		faults = append(faults, "DESK_REDIS must read redis://host:6379/0, rediss://…, redis+sentinel://host,host/master, redis+cluster://host,host or embedded")
	}
	if n := len(c.IndexKey); n > 0 && n < minIndexKey {
		faults = append(faults, fmt.Sprintf("DESK_INDEX_KEY must be at least %d characters of a random secret", minIndexKey))
	}
	if _, err := parseLevel(c.LogLevel); err != nil {
		faults = append(faults, "DESK_LOG_LEVEL must be debug, info, warn or error")
	}
	return faults
}

// minIndexKey is long enough that nobody tries keys until the index of a known name comes out.
const minIndexKey = 32

func (c Config) serverFaults() []string {
	var faults []string
	if !validListen(c.Listen) {
		faults = append(faults, "DESK_LISTEN must read host:port or :port")
	}
	if !validWebAddress(c.PublicURL) {
		faults = append(faults, "DESK_PUBLIC_URL must be the https:// or http:// address under which phones reach this service")
	}
	if !slices.Contains([]string{"national", "zhejiang", "shandong", "henan"}, c.Rules) {
		faults = append(faults, "DESK_JURISDICTION must be national, zhejiang, shandong or henan")
	}
	if c.Retention < 0 {
		faults = append(faults, "DESK_RETENTION must be a number of days, at least 1")
	}
	if c.Crowd != 0 && c.Crowd < 2 || c.Crowd > 1000 {
		faults = append(faults, "DESK_COLLECTIVE_FROM must be a number of people from 2 to 1000; 5 is usual")
	}
	if _, err := c.TrustedProxies(); err != nil {
		faults = append(faults, "DESK_TRUSTED_PROXIES must list addresses or networks, such as 10.0.0.0/8,192.0.2.7")
	}
	if strings.TrimSpace(c.Spool) == "" {
		faults = append(faults, "DESK_SPOOL must name a folder")
	}
	return faults
}

var (
	corpIDForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)
	tokenForm  = regexp.MustCompile(`^[A-Za-z0-9]{1,32}$`)
	aesKeyForm = regexp.MustCompile(`^[A-Za-z0-9+/]{43}$`)
)

func (w WeCom) faults() []string {
	var faults []string
	if !corpIDForm.MatchString(w.CorpID) {
		faults = append(faults, "DESK_WECOM_CORP_ID must be the tenant's corp id, such as ww0123456789abcdef")
	}
	if w.AgentID <= 0 {
		faults = append(faults, "DESK_WECOM_AGENT_ID must be the app's AgentId, a number such as 1000002")
	}
	if w.Secret == "" {
		faults = append(faults, "DESK_WECOM_SECRET must be the app's Secret")
	}
	if !tokenForm.MatchString(w.Token) {
		faults = append(faults, "DESK_WECOM_TOKEN must be the callback's Token: at most 32 letters and digits")
	}
	if _, err := base64.RawStdEncoding.DecodeString(w.AESKey); err != nil || !aesKeyForm.MatchString(w.AESKey) {
		faults = append(faults, "DESK_WECOM_AES_KEY must be the callback's EncodingAESKey: 43 letters and digits")
	}
	if !validWebAddress(w.APIBase) {
		faults = append(faults, "DESK_WECOM_API_BASE must be an https:// or http:// address")
	}
	return faults
}

func validListen(address string) bool {
	at, err := url.Parse("tcp://" + address)
	if err != nil || at.Host != address {
		return false
	}
	_, err = strconv.ParseUint(at.Port(), 10, 16)
	return err == nil
}

// sqlitePrefix is followed by a path, which is relative without a third slash.
const sqlitePrefix = "sqlite://"

func validDatabase(text string) bool {
	if path, ok := strings.CutPrefix(text, sqlitePrefix); ok {
		return strings.Trim(path, "/") != "" && !strings.ContainsAny(path, "?#")
	}
	at, err := url.Parse(text)
	if err != nil {
		return false
	}
	name := strings.Trim(at.Path, "/")
	return at.Scheme == "mysql" && at.Hostname() != "" && at.User.Username() != "" && name != "" && !strings.Contains(name, "/")
}

var redisSchemes = []string{"redis", "rediss", "redis+cluster", "redis+sentinel"}

// validRedis takes the text apart itself: net/url refuses the several hosts of a cluster.
func validRedis(text string) bool {
	if text == "embedded" {
		return true
	}
	scheme, rest, _ := strings.Cut(text, "://")
	rest, _, _ = strings.Cut(rest, "?")
	hosts, _, _ := strings.Cut(rest[strings.LastIndex(rest, "@")+1:], "/")
	return slices.Contains(redisSchemes, scheme) && hosts != ""
}

func validWebAddress(text string) bool {
	at, err := url.Parse(text)
	return err == nil && (at.Scheme == "https" || at.Scheme == "http") && at.Hostname() != "" &&
		at.User == nil && at.RawQuery == "" && at.Fragment == ""
}

func parseLevel(text string) (slog.Level, error) {
	levels := map[string]slog.Level{
		"debug": slog.LevelDebug, "info": slog.LevelInfo, "warn": slog.LevelWarn, "error": slog.LevelError,
	}
	level, ok := levels[strings.ToLower(text)]
	if !ok {
		return 0, errors.New("no such log level")
	}
	return level, nil
}
