package config

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/alecthomas/kong"
)

// ErrHelp tells that help was asked for and has been written.
var ErrHelp = errors.New("help was asked for")

// Outside is what Parse may know of the world: the environment, files for the _FILE twins of secrets, and
// where help goes.
type Outside struct {
	LookupEnv func(name string) (string, bool)
	ReadFile  func(path string) ([]byte, error)
	Help      io.Writer
}

// Parse reads the command line. Settings are checked as far as the command needs them, all faults in one
// error; demo needs none, and doctor reports them itself through Validate.
func Parse(args []string, outside Outside) (Command, Config, error) {
	var line commandLine
	helped := false
	env := environment{outside: outside}
	parser, err := kong.New(&line,
		kong.Name("petitiondesk"),
		kong.Description("信访工作台: a petition desk in WeCom."),
		kong.Writers(outside.Help, outside.Help),
		kong.Exit(func(int) { helped = true }),
		kong.Resolvers(kong.ResolverFunc(env.resolve)),
		kong.ValueFormatter(describe),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	)
	if err != nil {
		return nil, Config{}, fmt.Errorf("describe the command line: %w", err)
	}
	parsed, err := parser.Parse(args)
	switch {
	case helped:
		return nil, Config{}, ErrHelp
	case err != nil:
		return nil, Config{}, fmt.Errorf("read the command line: %w", err)
	}
	name, _, _ := strings.Cut(parsed.Command(), " <")
	name, _, _ = strings.Cut(name, " [")
	command, cfg := line.chosen(name)
	cfg.Keys, cfg.KeysFile = env.secret("DESK_KEYS"), env.plain("DESK_KEYS_FILE")
	cfg.WeCom.Secret = env.secret("DESK_WECOM_SECRET")
	cfg.WeCom.Token = env.secret("DESK_WECOM_TOKEN")
	cfg.WeCom.AESKey = env.secret("DESK_WECOM_AES_KEY")
	cfg.IndexKey = env.secret("DESK_INDEX_KEY")
	cfg.Ledger.Key = env.secret("DESK_LEDGER_KEY")
	cfg.faults = env.faults
	return command, cfg, cfg.validateFor(command)
}

func (c Config) validateFor(command Command) error {
	switch command.(type) {
	case Serve, Contacts:
		return c.Validate()
	case Migrate, Import, Verify, Stats, Checkpoint, Export, KeysList, KeysRotate, KeysErase, KeysSealExisting,
		RosterShow, RosterImport, RosterExport, RosterTemplate:
		return c.ValidateStores()
	case Deadline:
		return c.validateDatabaseIfAny()
	default:
		return nil
	}
}

// describe puts the name of the variable behind a flag's help.
func describe(value *kong.Value) string {
	name := value.Tag.Get("var")
	if name == "" {
		return value.Help
	}
	if value.Tag.Has("secret") {
		return fmt.Sprintf("%s ($%s or $%s_FILE)", value.Help, name, name)
	}
	return fmt.Sprintf("%s ($%s)", value.Help, name)
}

// environment looks settings up and remembers what was wrong with them.
type environment struct {
	outside Outside
	faults  []string
}

// resolve gives kong the value of a flag that the command line does not name; nil leaves the default.
func (e *environment) resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	name := flag.Tag.Get("var")
	if name == "" {
		return nil, nil
	}
	value := e.plain(name)
	if flag.Tag.Has("secret") {
		value = e.secret(name)
	}
	if value == "" {
		return nil, nil
	}
	if name == "DESK_WECOM_AGENT_ID" || name == "DESK_COLLECTIVE_FROM" || name == "DESK_RETENTION" {
		// A wrong number becomes -1, which Validate reports together with everything else.
		number, err := strconv.ParseInt(value, 10, 64)
		if err != nil || number < 1 {
			number = -1
		}
		return number, nil
	}
	return value, nil
}

// plain is the variable's value; an empty one counts as not set, because compose files pass those on.
func (e *environment) plain(name string) string {
	value, _ := e.outside.LookupEnv(name)
	return strings.TrimSpace(value)
}

// secret is the variable's value or the content of the file that its _FILE twin names.
func (e *environment) secret(name string) string {
	value, path := e.plain(name), e.plain(name+"_FILE")
	switch {
	case path == "":
		return value
	case value != "":
		e.fault("%s and %s_FILE are both set; keep one of them", name, name)
		return value
	}
	content, err := e.outside.ReadFile(path)
	if err != nil {
		e.fault("%s_FILE cannot be read: %v", name, err)
		return ""
	}
	if value = strings.TrimSpace(string(content)); value == "" {
		e.fault("%s_FILE names an empty file", name)
	}
	return value
}

func (e *environment) fault(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	for _, known := range e.faults {
		if known == text {
			return
		}
	}
	e.faults = append(e.faults, text)
}
