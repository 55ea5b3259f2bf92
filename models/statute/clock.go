package statute

import "petitiondesk/models/calendar"

// State of a clock.
type State string

// A clock whose facts do not suffice is undetermined, never taken for normal.
const (
	None         State = "none" // no limit runs: the text gives none, or the duty falls away
	NotStarted   State = "not_started"
	Running      State = "running"
	Met          State = "met"
	MetLate      State = "met_late"
	Overdue      State = "overdue"
	Lapsed       State = "lapsed" // the duty passed on after it had been missed
	Undetermined State = "undetermined"
)

// Chinese is the state as people say it.
func (s State) Chinese() string {
	return map[State]string{
		None: "不计期限", NotStarted: "未起算", Running: "期限内", Met: "按期完成", MetLate: "逾期完成", Overdue: "已逾期", Lapsed: "逾期后终止", Undetermined: "无法判断",
	}[s]
}

// Clock is what the rules say about one duty or right on one day. Dates are "" where nothing can be reckoned.
type Clock struct {
	Rule         Rule
	RuleSet      string
	Start        calendar.Day
	DueUnrolled  calendar.Day // the last day as counted
	DueLegal     calendar.Day // the last day in law: moved to the next working day
	DueInternal  calendar.Day // what the office aims at: the last working day on or before DueUnrolled
	Provisional  bool         // public days of a year that matters are not known, or a hearing is going on
	State        State
	Extended     int          // days
	Stopped      calendar.Day // when it was met
	OverdueSince calendar.Day // the day after DueLegal, once it has passed; it never goes away
	NoticeYears  []int        // yearly notices of public days the dates rest on
	MissingYears []int        // notices the dates would need
	Explanation  []string     // one sentence a step, for people
}

// Open tells whether something is still awaited.
func (c Clock) Open() bool {
	return c.State == Running || c.State == Overdue || c.State == Undetermined
}

// Late tells whether the limit was ever missed; closing does not undo it.
func (c Clock) Late() bool { return c.OverdueSince != "" }
