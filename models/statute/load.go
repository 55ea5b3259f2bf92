package statute

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
)

//go:embed rules/*.json
var ruleFiles embed.FS

// ruleFileNames is in order: a base comes before the sets that build on it.
var ruleFileNames = []string{"national-2022", "zhejiang-2016", "shandong-2015", "henan-2012"}

var carried = sync.OnceValue(func() []RuleSet {
	var sets []RuleSet
	for _, name := range ruleFileNames {
		text, err := ruleFiles.ReadFile("rules/" + name + ".json")
		if err != nil {
			panic(err)
		}
		set, err := readRuleSet(string(text), sets)
		if err != nil {
			panic(fmt.Errorf("rules of %s: %w", name, err))
		}
		sets = append(sets, set)
	}
	return sets
})

// readRuleSet reads a set strictly and lays it over its base, which must be among known.
func readRuleSet(text string, known []RuleSet) (RuleSet, error) {
	reader := json.NewDecoder(strings.NewReader(text))
	reader.DisallowUnknownFields()
	var set RuleSet
	if err := reader.Decode(&set); err != nil {
		return RuleSet{}, err
	}
	faults := set.faults()
	if set.Base != "" {
		base := slices.IndexFunc(known, func(s RuleSet) bool { return s.ID == set.Base })
		if base < 0 {
			faults = append(faults, errors.New("unknown base "+set.Base))
		} else {
			set.Rules = overlay(known[base].Rules, set.Rules)
			if set.Representatives == nil {
				set.Representatives = known[base].Representatives
			}
		}
	}
	for i := range set.Rules {
		set.Rules[i].RuleSet = set.ID
	}
	return set, errors.Join(faults...)
}

func overlay(base, own []Rule) []Rule {
	rules := slices.Clone(base)
	for _, rule := range own {
		if i := slices.IndexFunc(rules, func(r Rule) bool { return r.ID == rule.ID }); i >= 0 {
			rules[i] = rule
		} else {
			rules = append(rules, rule)
		}
	}
	slices.SortFunc(rules, func(a, b Rule) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return rules
}

func (s RuleSet) faults() []error {
	var faults []error
	if s.ID == "" || s.Title == "" || s.Jurisdiction.Chinese() == "" || !isDay(s.From) || s.To != "" && !isDay(s.To) {
		faults = append(faults, errors.New("want id, title, a known jurisdiction and the days in force"))
	}
	if s.Representatives != nil {
		if err := s.Representatives.fault(); err != nil {
			faults = append(faults, err)
		}
	}
	seen := map[RuleID]bool{}
	for _, rule := range s.Rules {
		if seen[rule.ID] {
			faults = append(faults, fmt.Errorf("%s is there twice", rule.ID))
		}
		seen[rule.ID] = true
		if err := rule.fault(); err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", rule.ID, err))
		}
	}
	return faults
}

func (r Rule) fault() error {
	counted := r.Limit.Unit == CalendarDays || r.Limit.Unit == WorkingDays
	unknownEvent := func(k EventKind) bool { return !k.known() }
	switch {
	case r.ID == "" || r.Title == "" || r.Answers == "":
		return errors.New("want id, title and who answers")
	case len(r.Citations) == 0 || slices.ContainsFunc(r.Citations, func(c Citation) bool { return c.Document == "" || c.Article == "" }):
		return errors.New("want an article with its document")
	case r.Limit.Chinese() == "期限不明" || counted != (r.Limit.Days > 0) && r.Limit.Unit != ByOrder || r.Limit.Days < 0:
		return errors.New("want a limit that can be counted")
	case slices.ContainsFunc(r.Starts, unknownEvent) || slices.ContainsFunc(r.Stops, unknownEvent):
		return errors.New("want known kinds of event")
	case r.Limit.Unit != Unstated && (len(r.Starts) == 0 || len(r.Stops) == 0):
		return errors.New("want what starts and what stops it")
	case r.Extension != nil && (r.Extension.MaxDays < 0 || r.Extension.Approver.Chinese() == ""):
		return errors.New("want who approves an extension")
	case slices.ContainsFunc(r.Marks, func(m Mark) bool { return m.Kind != FromMemory && m.Kind != Inferred || m.About == "" }):
		return errors.New("want marks that say what they are about")
	}
	return nil
}
