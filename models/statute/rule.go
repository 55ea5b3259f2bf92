// Package statute holds the rules of handling petitions as versioned data, and reckons their clocks: pure
// functions of what happened, the rules pinned at the start, and the calendar.
package statute

import (
	"fmt"
	"strings"
)

// Rule says what must follow what, within which limit, and who answers for it.
type Rule struct {
	ID               RuleID      `json:"id"`
	RuleSet          string      `json:"-"` // the set the rule was taken from when it was pinned
	Title            string      `json:"title"`
	Starts           []EventKind `json:"starts"`
	Stops            []EventKind `json:"stops"`
	Limit            Limit       `json:"limit"`
	Answers          string      `json:"answers"`
	PetitionerWindow bool        `json:"petitioner_window"` // a right of the petitioner, not a duty of an office
	Optional         bool        `json:"optional"`          // a right of the office that ends unused, such as an objection
	Extension        *Extendable `json:"extension"`         // nil = the text knows no extension
	HearingExcluded  bool        `json:"hearing_excluded"`  // days of hearings do not count
	AnyHour          bool        `json:"any_hour"`          // reminders do not wait for a working day
	WaivedIf         string      `json:"waived_if"`         // when the duty falls away
	Citations        []Citation  `json:"citations"`
	Notes            string      `json:"notes"`
	Marks            []Mark      `json:"marks"`
}

// LimitUnit says how a limit is measured.
type LimitUnit string

// 日 in the texts are calendar days; they write 工作日 where they mean it.
const (
	CalendarDays LimitUnit = "calendar_days"
	WorkingDays  LimitUnit = "working_days"
	AtOnce       LimitUnit = "at_once"
	ByOrder      LimitUnit = "by_order" // the order sets the date; Days count where it sets none
	Unstated     LimitUnit = "unstated" // the text gives no number
)

// Limit of a rule.
type Limit struct {
	Unit LimitUnit `json:"unit"`
	Days int       `json:"days"`
}

// Chinese writes the limit as the texts do.
func (l Limit) Chinese() string {
	switch l.Unit {
	case CalendarDays:
		return fmt.Sprintf("%d日", l.Days)
	case WorkingDays:
		return fmt.Sprintf("%d个工作日", l.Days)
	case AtOnce:
		return "即时"
	case ByOrder:
		if l.Days > 0 {
			return fmt.Sprintf("%d日，或按指定期限", l.Days)
		}
		return "按指定期限"
	case Unstated:
		return "原文没有规定天数"
	}
	return "期限不明"
}

// Approver is who may extend a limit.
type Approver string

// An office's own head extends its limit; an assigned date only the assigner moves.
const (
	UnitHead Approver = "unit_head"
	Assigner Approver = "assigner"
)

// Chinese is the approver as the texts say it.
func (a Approver) Chinese() string {
	return map[Approver]string{UnitHead: "本机关、单位负责人", Assigner: "交办机关"}[a]
}

// Extendable is the one extension a rule allows.
type Extendable struct {
	MaxDays  int      `json:"max_days"` // 0 = the text gives no number
	Approver Approver `json:"approver"`
}

// Citation points into a text.
type Citation struct {
	Document string `json:"document"`
	Article  string `json:"article"`
}

// MarkKind says why a statement is weaker than the rest.
type MarkKind string

// What was remembered must be verified; what was inferred is a reading of ours.
const (
	FromMemory MarkKind = "memory"
	Inferred   MarkKind = "inference"
)

// Mark flags a part of the rule that was not read in its source.
type Mark struct {
	Kind  MarkKind `json:"kind"`
	About string   `json:"about"`
}

// Chinese says the mark in a sentence.
func (m Mark) Chinese() string {
	return map[MarkKind]string{FromMemory: "凭记忆，待核：", Inferred: "推断："}[m.Kind] + m.About
}

// Article cites the rule, each document once: 《信访工作条例》第三十一条第六项、第三十四条.
func (r Rule) Article() string {
	var text strings.Builder
	document := ""
	for _, c := range r.Citations {
		switch {
		case c.Document == document:
			text.WriteString("、" + c.Article)
		case document != "":
			text.WriteString("；《" + c.Document + "》" + c.Article)
		default:
			text.WriteString("《" + c.Document + "》" + c.Article)
		}
		document = c.Document
	}
	return text.String()
}

// Dated tells whether the text gives the rule a limit by itself.
func (r Rule) Dated() bool {
	return r.Limit.Unit != Unstated && (r.Limit.Unit != ByOrder || r.Limit.Days > 0)
}
