// Package petition holds what is petitioned: matters, their submissions and visits, and the people behind them.
package petition

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"petitiondesk/models/calendar"
)

// Case is a matter 信访事项. Repeats are further submissions on it.
type Case struct {
	ID           int64 `gorm:"primaryKey"`
	Number       string
	Channel      Channel
	Topic        string // code within TopicList; "" until the facts or somebody have decided it
	IssuePlace   string
	PlaceCode    string // unit code of the township, "" when the place is not one we know
	Headcount    int
	Collective   bool
	Facts        string
	Demand       string
	State        State
	RegisteredBy string // userid
	RegisteredAt time.Time
	UpdatedAt    time.Time

	Version       int64        // guards every step
	RuleSet       string       // pinned on registration
	UnitCode      string       // responsible unit 责任单位, "" while nobody has the case
	Responsible   string       // userid of the responsible person 责任人
	FirstHandler  string       // unit that had the case first 首办责任
	CaseLeader    string       // userid of the leader in charge 包案领导
	ResolutionDue calendar.Day // 化解期限, apart from the statutory clocks
	CompletedOn   calendar.Day // 办结: the procedure is done
	ResolvedOn    calendar.Day // 化解: the dispute is settled
	CertifiedOn   calendar.Day // 审核认定办结: a higher office has certified the completion
	MergedInto    int64        // case this one was merged into, 0 = none

	Purpose   Purpose
	Level     Level
	TopicList TopicList

	Residence  `gorm:"embedded"`
	Nationwide Nationwide

	Confidential bool // an accusation 检举控告, kept from everybody who need not know
}

// Submission 信访件 is one time the matter was brought forward.
type Submission struct {
	ID         int64 `gorm:"primaryKey"`
	CaseID     int64
	DraftID    int64 // unique: confirming a draft twice is one submission
	Channel    Channel
	ReceivedAt time.Time
	ReceivedBy string
	Original   string // what was typed, word for word
	Number     string // in the same series as those of cases; the first submission bears the case's

	Signatories    int          // of anything but a visit, 0 for a visit
	CollectiveFrom int          // the number from which it counted as collective, as it was set that day
	Postmark       calendar.Day // of a letter
	ReadBackAt     *time.Time   // when what was written down was read back and agreed to (条例 Art. 19), nil if not
	Nationwide     Nationwide

	CommitKey string // hex key of the ledger's commitment to its content, or SealedCommit; "" when there is none, or erased
	Sealed    []byte // Original, once it is sealed; Original is empty in the row then
}

// Visit is a submission made in person 来访.
type Visit struct {
	SubmissionID int64 `gorm:"primaryKey;autoIncrement:false"`
	Headcount    int
	Collective   bool
}

// PetitionerRole says how a person takes part in a visit.
type PetitionerRole string

// Roles of petitioners; how many speak for a collective visit is a rule of the law (条例 Art. 20 ¶3).
const (
	Lead           PetitionerRole = "lead"
	Companion      PetitionerRole = "companion"
	Representative PetitionerRole = "representative"
)

// Petitioner 信访人 as named in one submission.
type Petitioner struct {
	ID           int64 `gorm:"primaryKey"`
	SubmissionID int64
	Role         PetitionerRole
	Name         string
	Mobile       string
	IDNumber     string
	MobileIndex  string // blind indexes, "" when the value is
	IDIndex      string
	NameIndex    string
	CaseID       int64   // of the submission, so that a repeat is found by one index
	PlaceCode    string  // of the case
	Sealed       []byte  // Personal, once it is sealed; its fields are empty in the row then
	Key          DataKey `gorm:"-"` // what opens Sealed; filled on reading
	TailIndex    string  // blind index of the last four digits of the number
}

// Progress is a line on the case's record of handling.
type Progress struct {
	ID     int64 `gorm:"primaryKey"`
	CaseID int64
	Author string // userid
	Text   string
	At     time.Time
}

// TableName is the table of progress lines.
func (Progress) TableName() string { return "case_progress" }

// CollectiveFrom is the number of people, inclusive, from which a petition is collective 集体访、联名, where the county has
// not set another.
const CollectiveFrom = 5

// Number of a case: XF, the civil day, and the serial within the day.
func Number(day calendar.Day, serial int64) string {
	return fmt.Sprintf("XF%s-%04d", day.Compact(), serial)
}

var (
	fullNumber  = regexp.MustCompile(`(?i)^XF\d{8}-\d{4,}`)
	shortNumber = regexp.MustCompile(`^\d{4,}`)
	plainDigits = regexp.MustCompile(`^\d`)
)

// CutNumber splits a leading case reference off a text: a full number, or a serial of four or more digits
// within the day. reference is "" when the text does not start with one.
func CutNumber(text string) (reference, rest string) {
	text = strings.TrimLeft(text, "#"+separators)
	folded := strings.NewReplacer("\uFF0D", "-", "\u2014", "-", "\u2013", "-").Replace(foldWidth(text))
	found := fullNumber.FindString(folded)
	if found == "" {
		found = shortNumber.FindString(folded)
		// Eight digits are a day, eleven a mobile and eighteen an ID, not a serial.
		if len(found) >= 7 {
			found = ""
		}
	}
	rest = string([]rune(text)[len(found):]) // what was found is ASCII once folded, a rune a byte
	if found == "" || plainDigits.MatchString(rest) {
		return "", strings.TrimSpace(text)
	}
	return strings.ToUpper(found), strings.TrimSpace(strings.TrimLeft(rest, ":\uFF1A"+separators))
}

// MaskName keeps the family name: 张*.
func MaskName(name string) string {
	runes := []rune(name)
	if len(runes) == 0 {
		return ""
	}
	return string(runes[0]) + strings.Repeat("*", max(1, len(runes)-1))
}

var (
	mobileInText = regexp.MustCompile(`(^|\D)(1[3-9]\d)\d{4}(\d{4})(\D|$)`)
	idInText     = regexp.MustCompile(`(^|\D)(\d{3})\d{11}(\d{3}[\dXx])(\D|$)`)
)

// MaskText masks mobile and identity numbers within running text.
func MaskText(text string) string {
	text = idInText.ReplaceAllString(text, "$1$2***********$3$4")
	return mobileInText.ReplaceAllString(text, "$1$2****$3$4")
}

// MaskDigits keeps the first three and last four digits of a mobile or ID number: 139****0000.
func MaskDigits(number string) string {
	if len(number) < 8 {
		return strings.Repeat("*", len(number))
	}
	return number[:3] + strings.Repeat("*", len(number)-7) + number[len(number)-4:]
}
