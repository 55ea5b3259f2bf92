package petition

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"petitiondesk/models"
)

// Field is one thing a report of a visit must or may say.
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

// Fields lists every field in order; 改 2 means the second.
var Fields = []Field{NameField, MobileField, HeadcountField, PlaceField, FactsField, DemandField}

// Chinese is the field's name on cards and in questions.
func (f Field) Chinese() string {
	return map[Field]string{
		NameField: "来访人", MobileField: "联系电话", HeadcountField: "来访人数",
		PlaceField: "问题属地", FactsField: "反映事项", DemandField: "诉求",
	}[f]
}

// Report is what has been said about one visit so far.
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

	Representatives []string `json:",omitempty"` // who speak for a shared visit beside the lead, at most five

	Original []string // every message typed, word for word
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
	default:
		return r.Demand == ""
	}
}

// Gaps lists the fields still to be asked for.
func (r Report) Gaps() []Field {
	var gaps []Field
	for _, f := range Fields {
		if r.Empty(f) && !slices.Contains(r.Skipped, f) {
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
	if len(more.Representatives) > 0 && (len(r.Representatives) == 0 || overwrite) {
		r.Representatives = more.Representatives
	}
	r.Skipped = slices.DeleteFunc(slices.Clone(r.Skipped), func(f Field) bool { return !r.Empty(f) })
	return r
}

// Skip leaves the field open for good. What the visit is about cannot be skipped: it is the registration.
func (r Report) Skip(f Field) (Report, error) {
	if f == FactsField {
		return r, models.Errorf(models.Invalid, "反映事项是登记的内容，请用一句话说明来访人反映什么。")
	}
	if !slices.Contains(r.Skipped, f) {
		r.Skipped = append(slices.Clone(r.Skipped), f)
	}
	return r, nil
}

// Heard adds a message to the word-for-word record.
func (r Report) Heard(text string) Report {
	r.Original = append(slices.Clone(r.Original), text)
	return r
}

// MaxText is the longest facts or demand, in characters; longer ones belong into an attachment.
const MaxText = 2000

// Ready tells whether the report can be registered; the error names what is missing.
func (r Report) Ready() error {
	if gaps := r.Gaps(); len(gaps) > 0 {
		return models.Errorf(models.Invalid, "还需补充：%s。", FieldNames(gaps))
	}
	if utf8.RuneCountInString(r.Facts) > MaxText || utf8.RuneCountInString(r.Demand) > MaxText {
		return models.Errorf(models.Invalid, "反映事项和诉求各不超过%d字，请发送「改 5」或「改 6」缩短后再登记。", MaxText)
	}
	return nil
}

// FieldNames joins field names for a sentence.
func FieldNames(fields []Field) string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.Chinese()
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
}

// TableName is the table of drafts.
func (Draft) TableName() string { return "drafts" }
