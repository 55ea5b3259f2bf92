// Package config is the program's command line and settings: flags, DESK_* variables and defaults in one
// struct. It reads nothing by itself but what Parse is given.
package config

import (
	"fmt"
	"log/slog"
	"net/netip"
	"net/url"
	"strings"
)

// Config is every setting of the program. The var tag names the environment variable; a flag wins over it.
type Config struct {
	Listen    string `var:"DESK_LISTEN" default:":8080" help:"Address to serve HTTP on."`
	PublicURL string `var:"DESK_PUBLIC_URL" placeholder:"URL" help:"Address of this service as phones and browsers reach it."`
	Database  string `var:"DESK_DATABASE" secret:"" default:"sqlite://petitiondesk.db" help:"mysql://user:password@host:3306/name or sqlite:///path/file.db."`
	Redis     string `var:"DESK_REDIS" secret:"" default:"embedded" help:"redis://, rediss://, redis+sentinel://, redis+cluster:// or embedded."`
	WeCom     WeCom  `embed:"" prefix:"wecom-"`
	Files     string `var:"DESK_FILES" placeholder:"URL" help:"Where attachments are kept, sealed: file:///folder?create_dir=true or s3://bucket?region=…; a folder beside the spool when not given, which several hosts must share."`
	Spool     string `var:"DESK_SPOOL" default:"spool" help:"Where messages wait while the database is away."`
	Rules     string `var:"DESK_JURISDICTION" default:"national" help:"Whose rules new cases follow: national, zhejiang, shandong or henan."`
	Retention int    `var:"DESK_RETENTION" placeholder:"DAYS" help:"Days after which the texts of handled and sent messages are purged, 7 when not given; their hashes stay."`
	Crowd     int64  `name:"collective-from" var:"DESK_COLLECTIVE_FROM" default:"5" placeholder:"N" help:"Number of people, inclusive, from which a petition counts as collective."` // 0 = the usual 5
	Proxies   string `var:"DESK_TRUSTED_PROXIES" placeholder:"CIDR,…" help:"Reverse proxies whose X-Forwarded-For is believed, such as 10.0.0.0/8; none by default."`
	Ledger    Ledger `embed:"" prefix:"ledger-"`
	LogLevel  string `var:"DESK_LOG_LEVEL" default:"info" help:"debug, info, warn or error."`

	IndexKey string `kong:"-"` // of the blind indexes; "" = derived from the AES key
	Keys     string `kong:"-"` // the lines of the key file
	KeysFile string `kong:"-"` // where they came from, "" when from DESK_KEYS itself

	faults []string // found while loading, reported by Validate
}

// WeCom is what the admin console shows about the app. Its three secrets have no flags, because a command
// line is readable by every user of the machine.
type WeCom struct {
	CorpID  string `var:"DESK_WECOM_CORP_ID" placeholder:"ID" help:"Corp id of the tenant."`
	AgentID int64  `var:"DESK_WECOM_AGENT_ID" placeholder:"N" help:"AgentId of the app."`
	APIBase string `var:"DESK_WECOM_API_BASE" default:"https://qyapi.weixin.qq.com" help:"API address; a private deployment has its own."`

	Secret string `kong:"-"`
	Token  string `kong:"-"`
	AESKey string `kong:"-"`
}

// Ledger is how checkpoints of the ledger are signed and where they are kept. The key has no flag, as it is a secret.
type Ledger struct {
	AnchorFile string `var:"DESK_ANCHOR_FILE" placeholder:"FILE" help:"Append-only file outside the database that keeps every checkpoint; the same for all replicas."`
	Observers  string `var:"DESK_LEDGER_OBSERVERS" placeholder:"USERIDS" help:"Userids, separated by commas, who get every checkpoint beside the auditors."`
	OldKeys    string `var:"DESK_LEDGER_OLD_KEYS" placeholder:"KEYS" help:"Public keys, separated by commas, that signed earlier checkpoints."`

	Key string `kong:"-"`
}

// Level is the log level; info when LogLevel is none that Validate accepts.
func (c Config) Level() slog.Level {
	level, err := parseLevel(c.LogLevel)
	if err != nil {
		return slog.LevelInfo
	}
	return level
}

// Redacted is the settings as they may be logged: secrets and the passwords within URLs are masked.
func (c Config) Redacted() Config {
	c.Database, c.Redis = redactURL(c.Database), redactURL(c.Redis)
	c.Keys = redact(c.Keys)
	c.WeCom.Secret = redact(c.WeCom.Secret)
	c.WeCom.Token = redact(c.WeCom.Token)
	c.WeCom.AESKey = redact(c.WeCom.AESKey)
	c.IndexKey = redact(c.IndexKey)
	c.Ledger.Key = redact(c.Ledger.Key)
	return c
}

// String is the redacted settings, so that printing a Config tells no secret.
func (c Config) String() string {
	type plain Config
	return fmt.Sprintf("%+v", plain(c.Redacted()))
}

// LogValue is the redacted settings.
func (c Config) LogValue() slog.Value { return slog.StringValue(c.String()) }

const mask = "xxxxx"

func redact(secret string) string {
	if secret == "" {
		return ""
	}
	return mask
}

func redactURL(text string) string {
	if strings.HasPrefix(text, sqlitePrefix) {
		return text
	}
	at, err := url.Parse(text)
	if err != nil || at.Opaque != "" {
		return mask
	}
	if at.RawQuery != "" {
		at.RawQuery = mask // it may hold the password of a Sentinel
	}
	return at.Redacted()
}

// TrustedProxies is Proxies read; an address stands for itself alone.
func (c Config) TrustedProxies() ([]netip.Prefix, error) {
	var prefixes []netip.Prefix
	for part := range strings.SplitSeq(c.Proxies, ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		prefix, err := netip.ParsePrefix(part)
		if err != nil {
			address, bad := netip.ParseAddr(part)
			if bad != nil {
				return nil, fmt.Errorf("read trusted proxies: %w", err)
			}
			prefix = netip.PrefixFrom(address, address.BitLen())
		}
		prefixes = append(prefixes, prefix.Masked())
	}
	return prefixes, nil
}
