package petition

import "time"

// PossibleRepeat is a pair of cases of which the clerk could not tell whether they are one matter. It hinders nothing: both are
// registered and go their way until somebody decides.
type PossibleRepeat struct {
	ID        int64 `gorm:"primaryKey"`
	CaseID    int64 // registered later
	EarlierID int64
	Why       string // they are taken for one
	LeftBy    string
	LeftAt    time.Time
	Verdict   RepeatVerdict
	DecidedBy string
	DecidedAt *time.Time
}

// TableName is the table of such pairs.
func (PossibleRepeat) TableName() string { return "possible_repeats" }

// RepeatVerdict is what was decided of a pair.
type RepeatVerdict string

// The verdicts.
const (
	Undecided  RepeatVerdict = ""
	SameMatter RepeatVerdict = "same"      // the later case was merged into the earlier
	OwnMatter  RepeatVerdict = "own"       // each stays a case of its own
	Overtaken  RepeatVerdict = "overtaken" // the later case went elsewhere meanwhile
)

// Chinese is the verdict as people say it.
func (v RepeatVerdict) Chinese() string {
	return map[RepeatVerdict]string{Undecided: "等待判断", SameMatter: "并入", OwnMatter: "另立", Overtaken: "不必再判断"}[v]
}

// Judge decides a pair; ok is false when it was decided before.
func (p PossibleRepeat) Judge(v RepeatVerdict, by string, at time.Time) (decided PossibleRepeat, ok bool) {
	if p.Verdict != Undecided {
		return p, false
	}
	p.Verdict, p.DecidedBy, p.DecidedAt = v, by, &at
	return p, true
}

// SettledBy is what became of a pair without anybody's judgement; earlier is the case that stands for the earlier one by now.
func SettledBy(later, earlier Case) RepeatVerdict {
	switch {
	case later.ID == earlier.ID || later.MergedInto == earlier.ID:
		return SameMatter
	case later.MergedInto != 0 || later.State == Voided || earlier.State == Voided:
		return Overtaken
	}
	return Undecided
}
