package config

import "strings"

// Command is one of the commands below, with its own options.
type Command interface{ command() }

// Demo runs everything in one process, with a simulated WeCom.
type Demo struct {
	Listen string `default:"127.0.0.1:8080" help:"Address to serve HTTP on."`
	Data   string `placeholder:"DIR" help:"Folder to keep the data in; a temporary one when not given."`
	Clock  string `enum:"real,manual" default:"real" help:"real, or manual: time moves only when told to."`
}

// Serve runs the service.
type Serve struct{}

// Migrate brings the database schema up to date.
type Migrate struct{}

// Import reads a description of the county, the public days of a year, or lists of topics.
type Import struct {
	File   string `arg:"" help:"A county.yaml, or a CSV of public days or topics; told apart by content."`
	DryRun bool   `name:"dry-run" help:"Only show what would change."`
}

// Doctor checks the settings and everything they point to.
type Doctor struct {
	Apply bool `help:"Mend what can be mended from here: the app's menu."`
}

// Contacts compares units and staff with the address book of WeCom.
type Contacts struct {
	Apply bool `help:"Write the changes, however many people lose access. Without it they are only shown."`
}

// Verify checks the ledger.
type Verify struct {
	Anchors string `placeholder:"FILE" help:"Text with checkpoint lines that were kept elsewhere, such as messages or the duty log; - reads standard input."`
	From    string `placeholder:"YYYY-MM-DD" help:"First day of a period whose statistics are derived from the ledger."`
	To      string `placeholder:"YYYY-MM-DD" help:"Last day of that period."`
	JSON    bool   `name:"json" help:"Print the result as JSON."`
}

// Checkpoint signs the ledger as it stands and sends it to every anchor.
type Checkpoint struct{}

// Export writes the ledger as a package that an outsider can check.
type Export struct {
	File string `arg:"" help:"The package to write, such as ledger.zip."`
}

// LedgerKey makes a key that signs checkpoints.
type LedgerKey struct {
	Name string `arg:"" help:"Name of the ledger, such as xinfang.example.gov.cn."`
}

// Deadline reckons a date under a rule of the law.
type Deadline struct {
	Rule         string `required:"" placeholder:"C07" help:"The rule, C01 to C21."`
	From         string `required:"" placeholder:"YYYY-MM-DD" help:"Day of the event that starts the clock; it is not counted."`
	Extend       int    `placeholder:"DAYS" help:"Length of an approved and delivered extension."`
	HearingFrom  string `placeholder:"YYYY-MM-DD" help:"First day of a hearing, where the rule leaves hearings out."`
	HearingTo    string `placeholder:"YYYY-MM-DD" help:"Last day of that hearing."`
	OrderedDue   string `placeholder:"YYYY-MM-DD" help:"Date set in the order, for rules that leave it to the order."`
	Jurisdiction string `enum:"national,zhejiang,shandong,henan" default:"national" help:"national, zhejiang, shandong or henan."`
	JSON         bool   `name:"json" help:"Print the result as JSON."`
}

// Stats counts what was registered in a period.
type Stats struct {
	From   string `required:"" placeholder:"YYYY-MM-DD" help:"First day of the period."`
	To     string `required:"" placeholder:"YYYY-MM-DD" help:"Last day of the period."`
	AsOf   string `placeholder:"YYYY-MM-DD" help:"Count as known at the end of this day; today when not given."`
	Topics string `placeholder:"LIST" help:"List of topics to count by, such as 2020 or 2023; the present one when not given."`
	JSON   bool   `name:"json" help:"Print the result as JSON."`
}

// KeysGenerate makes a master key, and writes it into the file that DESK_KEYS_FILE names.
type KeysGenerate struct {
	Suite string `enum:"intl,gm" default:"intl" help:"Algorithms of what is sealed from then on: intl or gm (SM2, SM3, SM4)."`
	From  string `placeholder:"YYYY-MM-DD" help:"First day of use; today when not given. A later day leaves time to give the key to every replica."`
}

// KeysList shows the master keys and what each wraps.
type KeysList struct{}

// KeysRotate wraps every data key by the current master key.
type KeysRotate struct{}

// KeysErase destroys the keys of a case.
type KeysErase struct {
	Case     string `required:"" placeholder:"XF…" help:"Number of the case."`
	Reason   string `required:"" help:"The lawful reason; it goes into the ledger, so name nobody."`
	By       string `required:"" placeholder:"USERID" help:"Who erases: a supervisor, auditor or administrator."`
	With     string `required:"" placeholder:"USERID" help:"The second person, with one of the same roles."`
	OpenCase bool   `name:"open-case" help:"Erase although the case is not completed."`
}

// KeysSealExisting seals what was kept in the clear.
type KeysSealExisting struct{}

// RosterShow lists who is on duty.
type RosterShow struct {
	From    string `required:"" placeholder:"YYYY-MM-DD" help:"First day."`
	To      string `required:"" placeholder:"YYYY-MM-DD" help:"Last day."`
	Station string `placeholder:"CODE" help:"Only this station."`
	Notice  bool   `help:"Write the public notice of the leaders' reception days instead."`
	JSON    bool   `name:"json" help:"Print the result as JSON."`
}

// RosterImport takes a filled-in sheet into the roster.
type RosterImport struct {
	File   string `arg:"" optional:"" help:"An .xlsx in the shape of roster template."`
	DryRun bool   `name:"dry-run" help:"Only show what would change."`
	Undo   bool   `help:"Take the newest import back instead."`
}

// RosterExport writes a sheet to print.
type RosterExport struct {
	File    string `arg:"" help:"The .xlsx to write."`
	From    string `required:"" placeholder:"YYYY-MM-DD" help:"First day."`
	To      string `required:"" placeholder:"YYYY-MM-DD" help:"Last day."`
	Station string `placeholder:"CODE" help:"Only this station."`
}

// RosterTemplate writes an empty sheet to fill in.
type RosterTemplate struct {
	File string `arg:"" help:"The .xlsx to write."`
	From string `required:"" placeholder:"YYYY-MM-DD" help:"First day on it."`
}

// GroupsCreate makes the group chat of a station.
type GroupsCreate struct {
	Station string `required:"" placeholder:"CODE" help:"The station, as county.yaml names it."`
}

// Version prints the version.
type Version struct{}

func (Demo) command()       {}
func (Serve) command()      {}
func (Migrate) command()    {}
func (Import) command()     {}
func (Doctor) command()     {}
func (Contacts) command()   {}
func (Verify) command()     {}
func (Checkpoint) command() {}
func (Export) command()     {}
func (LedgerKey) command()  {}
func (Deadline) command()   {}
func (Stats) command()      {}
func (Version) command()    {}

func (KeysGenerate) command()     {}
func (KeysList) command()         {}
func (KeysRotate) command()       {}
func (KeysErase) command()        {}
func (KeysSealExisting) command() {}

func (RosterShow) command()     {}
func (RosterImport) command()   {}
func (RosterExport) command()   {}
func (RosterTemplate) command() {}

func (GroupsCreate) command() {}

// settings is Config without its methods: kong would call Validate before the secrets are there.
type settings Config

// commandLine is the shape kong reads.
type commandLine struct {
	Demo struct {
		Options  Demo   `embed:""`
		LogLevel string `var:"DESK_LOG_LEVEL" default:"info" help:"debug, info, warn or error."`
	} `cmd:"" help:"Try it out: everything in one process, with a simulated WeCom."`
	Serve struct {
		Settings settings `embed:""`
	} `cmd:"" help:"Run the service."`
	Migrate struct {
		Settings settings `embed:""`
	} `cmd:"" help:"Bring the database up to date: its schema, and the blind indexes of petitioners."`
	Import struct {
		Options  Import   `embed:""`
		Settings settings `embed:""`
	} `cmd:"" help:"Read units, people, stations and duty rules, public days, or lists of topics, from a file; safe to repeat."`
	Doctor struct {
		Options  Doctor   `embed:""`
		Settings settings `embed:""`
	} `cmd:"" help:"Check the settings and everything they point to."`
	Contacts struct {
		Options  Contacts `embed:""`
		Settings settings `embed:""`
	} `cmd:"" help:"Show how units and staff differ from the address book of WeCom; serve follows it each morning and by events."`
	Verify struct {
		Options  Verify   `embed:""`
		Settings settings `embed:""`
	} `cmd:"" help:"Check that the ledger adds up; exit code 1 when it does not."`
	Checkpoint struct {
		Settings settings `embed:""`
	} `cmd:"" help:"Sign the ledger as it stands and send the checkpoint to every anchor."`
	Export struct {
		Options  Export   `embed:""`
		Settings settings `embed:""`
	} `cmd:"" help:"Write the ledger as a package that an outsider checks with ledgercheck."`
	LedgerKey struct {
		Options LedgerKey `embed:""`
	} `cmd:"" help:"Make a key for DESK_LEDGER_KEY."`
	Deadline struct {
		Options  Deadline `embed:""`
		Database string   `var:"DESK_DATABASE" secret:"" placeholder:"URL" help:"Database whose imported public days count as well; without it those shipped with the program."`
	} `cmd:"" help:"Reckon a date under a rule of the law, with the reasons."`
	Stats struct {
		Options  Stats    `embed:""`
		Settings settings `embed:""`
	} `cmd:"" help:"Count petitions of a period: batches, people, topics, rates, and the year before."`
	Keys struct {
		Generate struct {
			Options KeysGenerate `embed:""`
		} `cmd:"" help:"Make a master key."`
		List struct {
			Settings settings `embed:""`
		} `cmd:"" help:"Show the master keys and what each wraps."`
		Rotate struct {
			Settings settings `embed:""`
		} `cmd:"" help:"Wrap every data key by the newest master key, while the service runs."`
		Erase struct {
			Options  KeysErase `embed:""`
			Settings settings  `embed:""`
		} `cmd:"" help:"Erase the personal data of a case by law; takes two persons. The registration stays."`
		SealExisting struct {
			Settings settings `embed:""`
		} `cmd:"" name:"seal-existing" help:"Seal what was registered before there were keys; serve does it as well."`
	} `cmd:"" help:"Look after the keys of personal data."`
	Roster struct {
		Show struct {
			Options  RosterShow `embed:""`
			Settings settings   `embed:""`
		} `cmd:"" help:"List who is on duty, or write the public notice of it."`
		Import struct {
			Options  RosterImport `embed:""`
			Settings settings     `embed:""`
		} `cmd:"" help:"Take a filled-in .xlsx into the roster, all of it or nothing."`
		Export struct {
			Options  RosterExport `embed:""`
			Settings settings     `embed:""`
		} `cmd:"" help:"Write the roster as an .xlsx to print."`
		Template struct {
			Options  RosterTemplate `embed:""`
			Settings settings       `embed:""`
		} `cmd:"" help:"Write an empty .xlsx to fill in."`
	} `cmd:"" help:"The duty roster."`
	Groups struct {
		Create struct {
			Options  GroupsCreate `embed:""`
			Settings settings     `embed:""`
		} `cmd:"" help:"Make a station's group chat in WeCom, to which its weekly roster goes; safe to repeat."`
	} `cmd:"" help:"Group chats of stations."`
	Version struct{} `cmd:"" help:"Print the version."`
}

// chosen returns the command that was named and its settings.
func (l *commandLine) chosen(name string) (Command, Config) {
	switch name, _, _ = strings.Cut(name, " <"); name {
	case "keys generate":
		return l.Keys.Generate.Options, Config{}
	case "keys list":
		return KeysList{}, Config(l.Keys.List.Settings)
	case "keys rotate":
		return KeysRotate{}, Config(l.Keys.Rotate.Settings)
	case "keys erase":
		return l.Keys.Erase.Options, Config(l.Keys.Erase.Settings)
	case "keys seal-existing":
		return KeysSealExisting{}, Config(l.Keys.SealExisting.Settings)
	case "demo":
		return l.Demo.Options, Config{Listen: l.Demo.Options.Listen, LogLevel: l.Demo.LogLevel}
	case "serve":
		return Serve{}, Config(l.Serve.Settings)
	case "migrate":
		return Migrate{}, Config(l.Migrate.Settings)
	case "import":
		return l.Import.Options, Config(l.Import.Settings)
	case "doctor":
		return l.Doctor.Options, Config(l.Doctor.Settings)
	case "contacts":
		return l.Contacts.Options, Config(l.Contacts.Settings)
	case "verify":
		return l.Verify.Options, Config(l.Verify.Settings)
	case "checkpoint":
		return Checkpoint{}, Config(l.Checkpoint.Settings)
	case "export":
		return l.Export.Options, Config(l.Export.Settings)
	case "ledger-key":
		return l.LedgerKey.Options, Config{}
	case "deadline":
		return l.Deadline.Options, Config{Database: l.Deadline.Database}
	case "stats":
		return l.Stats.Options, Config(l.Stats.Settings)
	case "roster show":
		return l.Roster.Show.Options, Config(l.Roster.Show.Settings)
	case "roster import":
		return l.Roster.Import.Options, Config(l.Roster.Import.Settings)
	case "roster export":
		return l.Roster.Export.Options, Config(l.Roster.Export.Settings)
	case "roster template":
		return l.Roster.Template.Options, Config(l.Roster.Template.Settings)
	case "groups create":
		return l.Groups.Create.Options, Config(l.Groups.Create.Settings)
	default:
		return Version{}, Config{}
	}
}
