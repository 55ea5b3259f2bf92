package petition

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
)

// Field is one thing a report must or may say.
type Field string

// The fields, in the order in which they are asked for and numbered on the card.
const (
	NameField      Field = "name"
	MobileField    Field = "mobile"
	HeadcountField Field = "headcount"
	PlaceField     Field = "place"
	FactsField     Field = "facts"
	DemandField    Field = "demand"
)

// Fields that may be said as well. Nobody is asked for them, and nothing waits for them.
const (
	RegisteredField      Field = "registered_residence"
	HabitualField        Field = "habitual_residence"
	RepresentativesField Field = "representatives"
	ReceivedField        Field = "received"
	PostmarkField        Field = "postmark"
	NationwideField      Field = "nationwide"
	PurposeField         Field = "purpose"
	ChannelField         Field = "channel"
)

// Fields lists every field that is asked for, in order; 改 2 means the second.
var Fields = []Field{NameField, MobileField, HeadcountField, PlaceField, FactsField, DemandField}

// Optional lists the others. Editable are those that 改 reaches by number, a single digit.
var (
	Optional = []Field{
		RegisteredField, HabitualField, RepresentativesField, ReceivedField, PostmarkField, NationwideField, PurposeField, ChannelField,
		AccusedField,
	}
	Editable = append(slices.Clone(Fields), RegisteredField, HabitualField, RepresentativesField)
)

// Chinese is the field's name on cards and in questions.
func (f Field) Chinese() string {
	return map[Field]string{
		NameField: "来访人", MobileField: "联系电话", HeadcountField: "来访人数",
		PlaceField: "问题属地", FactsField: "反映事项", DemandField: "诉求",
		RegisteredField: "户籍地", HabitualField: "常住地", RepresentativesField: "代表", ReceivedField: "收到日期",
		PostmarkField: "邮戳日期", NationwideField: "全国初次或重复", PurposeField: "信访目的", ChannelField: "信访形式",
		AccusedField: "被检举控告人",
	}[f]
}

// Report is what has been said about one petition so far.
type Report struct {
	Name      string
	Mobile    string
	IDNumber  string
	Headcount int
	Place     string
	PlaceCode string
	Facts     string
	Demand    string
	Skipped   []Field

	Representatives []string `json:",omitempty"` // everybody named as one; Speakers tells who may speak

	Original []string // every message typed, word for word

	Channel  Channel      `json:",omitempty"` // "" is a visit
	Joint    bool         `json:",omitempty"` // 联名: several people signed
	Received calendar.Day `json:",omitempty"` // when the office received it, "" is the day of the report
	Postmark calendar.Day `json:",omitempty"`
	Residence
	Nationwide Nationwide `json:",omitempty"`
	Purpose    Purpose    `json:",omitempty"`
	ReadBackAt *time.Time `json:",omitempty"` // when it was read back and agreed to; nothing was said since
	Alike      []string   `json:",omitempty"` // numbers of the cases that the newest card named as alike
	Ticket     int64      `json:",omitempty"` // number drawn at the door, 0 = none named
	Paper      string     `json:",omitempty"` // number of the form on paper that it is entered from; its draft is of the form's time
	EnteredAt  *time.Time `json:",omitempty"` // when entering the form on paper was begun

	Accused      []string `json:",omitempty"` // people and units accused, as named
	Confidential bool     `json:",omitempty"` // kept as an accusation 检举控告; Guarded sets it
	Ordinary     bool     `json:",omitempty"` // the clerk said that it is no accusation
}

// Via is the channel.
func (r Report) Via() Channel {
	if r.Channel == "" {
		return VisitChannel
	}
	return r.Channel
}

// Crowd tells whether it matters how many they are: people came, or several signed.
func (r Report) Crowd() bool { return r.Via() == VisitChannel || r.Joint }

// People is how many came or signed; a letter or a call that says nothing comes from one.
func (r Report) People() int {
	if r.Headcount == 0 && !r.Crowd() {
		return 1
	}
	return r.Headcount
}

// Empty tells whether nothing is known of the field.
func (r Report) Empty(f Field) bool {
	switch f {
	case NameField:
		return r.Name == ""
	case MobileField:
		return r.Mobile == ""
	case HeadcountField:
		return r.Headcount == 0
	case PlaceField:
		return r.Place == ""
	case FactsField:
		return r.Facts == ""
	case DemandField:
		return r.Demand == ""
	default:
		return r.lacks(f)
	}
}

// lacks is Empty for the optional fields.
func (r Report) lacks(f Field) bool {
	switch f {
	case RegisteredField:
		return r.RegisteredResidence == ""
	case HabitualField:
		return r.HabitualResidence == ""
	case RepresentativesField:
		return len(r.Representatives) == 0
	case ReceivedField:
		return r.Received == ""
	case PostmarkField:
		return r.Postmark == ""
	case NationwideField:
		return r.Nationwide == ""
	case PurposeField:
		return r.Purpose == ""
	case ChannelField:
		return r.Channel == ""
	case AccusedField:
		return len(r.Accused) == 0
	default:
		return true
	}
}

// Gaps lists the fields still to be asked for.
func (r Report) Gaps() []Field {
	var gaps []Field
	for _, f := range Fields {
		if r.Empty(f) && !slices.Contains(r.Skipped, f) && (f != HeadcountField || r.Crowd()) {
			gaps = append(gaps, f)
		}
	}
	return gaps
}

// Merge fills what r lacks from more; with overwrite, more wins wherever it says something.
func (r Report) Merge(more Report, overwrite bool) Report {
	take := func(have *string, said string) {
		if said != "" && (*have == "" || overwrite) {
			*have = said
		}
	}
	if more.Place != "" && (r.Place == "" || overwrite) {
		r.Place, r.PlaceCode = more.Place, more.PlaceCode
	}
	take(&r.Name, more.Name)
	take(&r.Mobile, more.Mobile)
	take(&r.IDNumber, more.IDNumber)
	take(&r.Facts, more.Facts)
	take(&r.Demand, more.Demand)
	if more.Headcount != 0 && (r.Headcount == 0 || overwrite) {
		r.Headcount = more.Headcount
	}
	if more.Ticket != 0 && (r.Ticket == 0 || overwrite) {
		r.Ticket = more.Ticket
	}
	if len(more.Representatives) > 0 && (len(r.Representatives) == 0 || overwrite) {
		r.Representatives = more.Representatives
	}
	r = r.mergeOptional(more, overwrite)
	for _, f := range more.Skipped {
		if !slices.Contains(r.Skipped, f) {
			r.Skipped = append(slices.Clone(r.Skipped), f)
		}
	}
	r.Skipped = slices.DeleteFunc(slices.Clone(r.Skipped), func(f Field) bool { return !r.Empty(f) })
	return r
}

func (r Report) mergeOptional(more Report, overwrite bool) Report {
	wins := func(f Field) bool { return !more.Empty(f) && (r.Empty(f) || overwrite) }
	if wins(RegisteredField) {
		r.RegisteredResidence, r.RegisteredCode = more.RegisteredResidence, more.RegisteredCode
	}
	if wins(HabitualField) {
		r.HabitualResidence, r.HabitualCode = more.HabitualResidence, more.HabitualCode
	}
	if wins(ReceivedField) {
		r.Received = more.Received
	}
	if wins(PostmarkField) {
		r.Postmark = more.Postmark
	}
	if wins(NationwideField) {
		r.Nationwide = more.Nationwide
	}
	if wins(PurposeField) {
		r.Purpose = more.Purpose
	}
	if wins(ChannelField) {
		r.Channel = more.Channel
	}
	if wins(AccusedField) {
		r.Accused = more.Accused
	}
	r.Joint = r.Joint || more.Joint
	return r
}

// Skip leaves the field open for good. What the visit is about cannot be skipped: it is the registration.
func (r Report) Skip(f Field) (Report, error) {
	if f == FactsField {
		return r, models.Errorf(models.Invalid, "反映事项是登记的内容，请用一句话说明信访人反映什么。")
	}
	if !slices.Contains(r.Skipped, f) {
		r.Skipped = append(slices.Clone(r.Skipped), f)
	}
	return r, nil
}

// Heard adds a message to the word-for-word record. What was read back before is no longer all that was said.
func (r Report) Heard(text string) Report {
	r.ReadBackAt = nil
	r.Original = append(slices.Clone(r.Original), text)
	r.Ordinary = r.Ordinary && !(Report{Original: []string{text}}).Accuses() // what was said of the words before
	return r
}

// MaxText is the longest facts or demand, in characters; longer ones belong into an attachment.
const MaxText = 2000

// Ready tells whether the report can be registered; the error names what is missing.
func (r Report) Ready() error {
	if gaps := r.Gaps(); len(gaps) > 0 {
		return models.Errorf(models.Invalid, "还需补充：%s。", r.names(gaps))
	}
	if utf8.RuneCountInString(r.Facts) > MaxText || utf8.RuneCountInString(r.Demand) > MaxText {
		return models.Errorf(models.Invalid, "反映事项和诉求各不超过%d字，请发送「改 5」或「改 6」缩短后再登记。", MaxText)
	}
	return nil
}

func (r Report) names(fields []Field) string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = r.Via().FieldName(f)
	}
	return strings.Join(names, "、")
}

// DraftState of a draft.
type DraftState string

// A draft is open while it is talked about, kept 暂存 when put aside, and then registered or discarded.
const (
	DraftOpen       DraftState = "open"
	DraftKept       DraftState = "kept"
	DraftRegistered DraftState = "registered"
	DraftDiscarded  DraftState = "discarded"
)

// Draft is a report on its way to registration. It is never registered by itself.
type Draft struct {
	ID        int64  `gorm:"primaryKey"`
	Origin    string // key of the inbound message that began it; unique
	Owner     string // userid
	State     DraftState
	Report    Report `gorm:"serializer:json"`
	CaseID    *int64
	Version   int64
	CreatedAt time.Time
	UpdatedAt time.Time

	Sealed []byte  // the report, once it is sealed; Report is empty in the row then
	Key    DataKey `gorm:"-"` // what opens Sealed; filled on reading

	Watched Watched // what was told about it while it was unfinished
}

// Watched is how far an unfinished report has been looked after.
type Watched string

// The stages: nothing told, its clerk reminded, passed on to those who head the desk.
const (
	Unwatched Watched = ""
	Reminded  Watched = "reminded"
	PassedOn  Watched = "passed_on"
)

// BegunAt is when the report was begun, be it that the form on paper is older.
func (d Draft) BegunAt() time.Time {
	if d.Report.EnteredAt != nil {
		return *d.Report.EnteredAt
	}
	return d.CreatedAt
}

// PassedOnAt is when those who head the desk learn of a report that is still unfinished: a working day after it was begun.
func (d Draft) PassedOnAt(cal *calendar.Calendar) time.Time {
	at := d.BegunAt()
	begun := calendar.DayOf(at)
	return cal.AddWorkingDays(begun, 1).At(0).Add(at.Sub(begun.At(0)))
}

// RemindAfter is how long a report lies still until its clerk is reminded, once.
const RemindAfter = 30 * time.Minute

// TableName is the table of drafts.
func (Draft) TableName() string { return "drafts" }
