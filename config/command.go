package config

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

// Import reads a description of the county, or the public days of a year.
type Import struct {
	File   string `arg:"" help:"A county.yaml, or a CSV of public days; told apart by content."`
	DryRun bool   `name:"dry-run" help:"Only show what would change."`
}

// Doctor checks the settings and everything they point to.
type Doctor struct{}

// Verify checks the ledger.
type Verify struct {
	JSON bool `name:"json" help:"Print the result as JSON."`
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
	Topics string `enum:"2020,2023" default:"2023" help:"List of topics to count by: 2020 or 2023."`
	JSON   bool   `name:"json" help:"Print the result as JSON."`
}

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

// Version prints the version.
type Version struct{}

func (Demo) command()     {}
func (Serve) command()    {}
func (Migrate) command()  {}
func (Import) command()   {}
func (Doctor) command()   {}
func (Verify) command()   {}
func (Deadline) command() {}
func (Stats) command()    {}
func (Version) command()  {}

func (RosterShow) command()     {}
func (RosterImport) command()   {}
func (RosterExport) command()   {}
func (RosterTemplate) command() {}

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
	} `cmd:"" help:"Bring the database schema up to date."`
	Import struct {
		Options  Import   `embed:""`
		Settings settings `embed:""`
	} `cmd:"" help:"Read units, people, stations and duty rules, or public days, from a file; safe to repeat."`
	Doctor struct {
		Settings settings `embed:""`
	} `cmd:"" help:"Check the settings and everything they point to."`
	Verify struct {
		Options  Verify   `embed:""`
		Settings settings `embed:""`
	} `cmd:"" help:"Check that the ledger adds up; exit code 1 when it does not."`
	Deadline struct {
		Options Deadline `embed:""`
	} `cmd:"" help:"Reckon a date under a rule of the law, with the reasons."`
	Stats struct {
		Options  Stats    `embed:""`
		Settings settings `embed:""`
	} `cmd:"" help:"Count petitions of a period: batches, people, topics, rates, and the year before."`
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
	Version struct{} `cmd:"" help:"Print the version."`
}

// chosen returns the command that was named and its settings.
func (l *commandLine) chosen(name string) (Command, Config) {
	switch name {
	case "demo":
		return l.Demo.Options, Config{Listen: l.Demo.Options.Listen, LogLevel: l.Demo.LogLevel}
	case "serve":
		return Serve{}, Config(l.Serve.Settings)
	case "migrate":
		return Migrate{}, Config(l.Migrate.Settings)
	case "import":
		return l.Import.Options, Config(l.Import.Settings)
	case "doctor":
		return Doctor{}, Config(l.Doctor.Settings)
	case "verify":
		return l.Verify.Options, Config(l.Verify.Settings)
	case "deadline":
		return l.Deadline.Options, Config{}
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
	default:
		return Version{}, Config{}
	}
}
