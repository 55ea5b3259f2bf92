package statute

import (
	"slices"
	"strings"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
)

// Jurisdiction is whose rules apply.
type Jurisdiction string

// National rules apply everywhere; a province's text replaces some of them.
const (
	National Jurisdiction = "national"
	Zhejiang Jurisdiction = "zhejiang"
	Shandong Jurisdiction = "shandong"
	Henan    Jurisdiction = "henan"
)

var jurisdictionNames = map[Jurisdiction]string{National: "全国", Zhejiang: "浙江", Shandong: "山东", Henan: "河南"}

// Chinese is the jurisdiction's name.
func (j Jurisdiction) Chinese() string { return jurisdictionNames[j] }

// RuleSet is one version of the rules of a jurisdiction. A local set holds the rules of its base as well,
// except where its own replace them.
type RuleSet struct {
	ID           string       `json:"id"`
	Jurisdiction Jurisdiction `json:"jurisdiction"`
	Title        string       `json:"title"`
	From         calendar.Day `json:"from"` // in force from this day
	To           calendar.Day `json:"to"`   // last day in force, "" = still in force
	Base         string       `json:"base"`
	Notes        []string     `json:"notes"`
	Marks        []Mark       `json:"marks"`
	Rules        []Rule       `json:"rules"`

	Representatives *Representatives `json:"representatives"` // nil = as the base has it
}

// InForce tells whether the set's own text applies on the day.
func (s RuleSet) InForce(day calendar.Day) bool {
	return s.From <= day && (s.To == "" || day <= s.To)
}

// Rule looks a rule up. A rule whose text gives no number is found too; its Limit says so.
func (s RuleSet) Rule(id RuleID) (Rule, error) {
	for _, rule := range s.Rules {
		if strings.EqualFold(string(rule.ID), string(id)) {
			return rule, nil
		}
	}
	return Rule{}, models.Errorf(models.NotFound, "规则集 %s 里没有规则「%s」，请核对编号，例如 C07。", s.ID, id)
}

// Sets lists every rule set the program carries, the national one first.
func Sets() []RuleSet { return slices.Clone(carried()) }

// SetByID finds a rule set by its id, such as national-2022.
func SetByID(id string) (RuleSet, error) {
	for _, set := range carried() {
		if set.ID == id {
			return set, nil
		}
	}
	return RuleSet{}, models.Errorf(models.NotFound, "没有规则集「%s」，现有：%s。", id, strings.Join(setIDs(), "、"))
}

// Pin returns the rules in force in the jurisdiction on the day a clock starts. The clock keeps them.
func Pin(jurisdiction Jurisdiction, day calendar.Day) (RuleSet, error) {
	if jurisdiction.Chinese() == "" {
		return RuleSet{}, models.Errorf(models.NotFound, "没有「%s」的规则，现有：%s。", jurisdiction, strings.Join(setIDs(), "、"))
	}
	if !isDay(day) {
		return RuleSet{}, models.Errorf(models.Invalid, "日期「%s」读不懂，请写成 2026-08-04 的样子。", day)
	}
	for _, set := range carried() {
		if set.Jurisdiction == jurisdiction && set.InForce(day) && baseInForce(set, day) {
			return set, nil
		}
	}
	return RuleSet{}, models.Errorf(models.NotFound, "%s施行的%s规则没有收录；收录的全国规则自2022年5月1日起施行。", inYear(day), jurisdiction.Chinese())
}

func baseInForce(set RuleSet, day calendar.Day) bool {
	if set.Base == "" {
		return true
	}
	base, err := SetByID(set.Base)
	return err == nil && base.InForce(day)
}

func setIDs() []string {
	var ids []string
	for _, set := range carried() {
		ids = append(ids, set.ID)
	}
	return ids
}
