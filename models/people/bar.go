package people

import (
	"time"
	"unicode/utf8"

	"petitiondesk/models"
)

// Ground is why somebody is barred from a case.
type Ground string

// The grounds (条例 Art. 28 ¶3 recusal, 30 ¶3 the accused).
const (
	Accused  Ground = "accused"   // the accusation names the person or unit
	Declared Ground = "declared"  // he declared it himself, or a supervisor ordered it
	SameName Ground = "same_name" // bears the name of a petitioner or of somebody spoken of
	Kinship  Ground = "kin"       // the register of kin names somebody in the case
	UnitOf   Ground = "unit"      // unit of an accused person, or one that the accusation speaks of
)

// Chinese is the ground in words.
func (g Ground) Chinese() string {
	return map[Ground]string{
		Accused: "被检举控告", Declared: "申明回避", SameName: "同名待核", Kinship: "亲属关系", UnitOf: "涉及单位",
	}[g]
}

// Liftable tells whether a supervisor may end the bar: what was found by name or register may be a mistake, and a
// declaration may have named the wrong case; an accusation is not for him to judge.
func (g Ground) Liftable() bool { return g == SameName || g == Kinship || g == Declared }

// Bar keeps one person or one unit from one case. Bars are ended, never erased.
type Bar struct {
	ID         int64 `gorm:"primaryKey"`
	CaseID     int64
	UserID     string // "" when it is a unit's
	UnitCode   string // "" when it is a person's
	Ground     Ground
	BarredBy   string // userid, or "system"
	BarredAt   time.Time
	LiftedAt   *time.Time
	LiftedBy   string
	LiftReason string
}

// TableName is the table of bars.
func (Bar) TableName() string { return "barred" }

// Of tells whether the bar keeps the person from the case now.
func (b Bar) Of(p Person) bool {
	return b.LiftedAt == nil && (b.UserID != "" && b.UserID == p.UserID || b.UnitCode != "" && b.UnitCode == p.UnitCode)
}

// Same tells whether two bars are about the same person or unit, for the same reason.
func (b Bar) Same(other Bar) bool {
	return b.CaseID == other.CaseID && b.UserID == other.UserID && b.UnitCode == other.UnitCode && b.Ground == other.Ground
}

// Kin is a relative of a member of staff, as declared to the county.
type Kin struct {
	UserID   string `gorm:"primaryKey"`
	Name     string `gorm:"primaryKey"`
	Relation string
}

// TableName is the register of kin.
func (Kin) TableName() string { return "kin" }

// Access is one opening of a confidential file.
type Access struct {
	ID     int64 `gorm:"primaryKey"`
	CaseID int64
	UserID string
	Reason string
	At     time.Time
}

// TableName is the log of openings.
func (Access) TableName() string { return "access_log" }

// MaxReason is the longest reason given for opening a file, barring or lifting, in characters.
const MaxReason = 200

// CheckReason refuses an empty or endless reason; what says what it is for.
func CheckReason(reason, what, example string) error {
	if n := utf8.RuneCountInString(reason); n < 2 || n > MaxReason {
		return models.Errorf(models.Invalid, "%s请写明理由（2至%d字），例如：%s", what, MaxReason, example)
	}
	return nil
}
