package casework

import (
	"fmt"
	"regexp"
	"strings"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/people"
	"petitiondesk/models/statute"
)

var dayForm = regexp.MustCompile(`^(?:(\d{4})[-年./])?(\d{1,2})[-月./](\d{1,2})日?$`)

// DayIn reads a date as people write it: 2026-12-20, 12-20, 12月20日. Without a year it is the one nearest to today.
func DayIn(word string, today calendar.Day) (calendar.Day, bool) {
	m := dayForm.FindStringSubmatch(word)
	if m == nil {
		return "", false
	}
	day := func(year string) (calendar.Day, bool) {
		d, err := calendar.ParseDay(fmt.Sprintf("%s-%02s-%02s", year, m[2], m[3]))
		return d, err == nil
	}
	if m[1] != "" {
		return day(m[1])
	}
	best, ok := day(fmt.Sprint(today.Year()))
	for _, year := range []int{today.Year() - 1, today.Year() + 1} {
		if d, fine := day(fmt.Sprint(year)); fine && (!ok || apart(d, today) < apart(best, today)) {
			best, ok = d, true
		}
	}
	return best, ok
}

func apart(a, b calendar.Day) float64 {
	hours := a.At(0).Sub(b.At(0)).Hours()
	return max(hours, -hours)
}

// UnitNamed finds the unit people mean by a short name such as 人社局: its characters stand in the full name in order.
func UnitNamed(word string, units []people.Unit) (people.Unit, error) {
	var fits []people.Unit
	for _, unit := range units {
		if unit.Code == word || unit.Name == word {
			return unit, nil
		}
		if len([]rune(word)) >= 2 && standsIn(word, unit.Name) {
			fits = append(fits, unit)
		}
	}
	switch len(fits) {
	case 0:
		return people.Unit{}, models.Errorf(models.NotFound, "没有找到单位「%s」，请写全称或常用简称。", word)
	case 1:
		return fits[0], nil
	}
	names := make([]string, len(fits))
	for i, unit := range fits {
		names[i] = unit.Name
	}
	return people.Unit{}, models.Errorf(models.Invalid, "「%s」可能是%s，请写全称。", word, strings.Join(names, "、"))
}

func standsIn(word, name string) bool {
	runes := []rune(word)
	last := []rune(name)
	if len(last) == 0 || runes[len(runes)-1] != last[len(last)-1] {
		return false
	}
	for _, r := range name {
		if len(runes) > 0 && runes[0] == r {
			runes = runes[1:]
		}
	}
	return len(runes) == 0
}

// ReadOrders reads 人社局 2026-12-20 协办 城关镇 12-10, the lead unit first; what follows is the reason.
func ReadOrders(text string, units []people.Unit, today calendar.Day) (orders []Order, reason string, err error) {
	words := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" \u3000,\uFF0C\u3001\n\t", r) })
	for i := range words {
		word := words[i]
		if day, ok := DayIn(word, today); ok && len(orders) > 0 && orders[len(orders)-1].Due == "" {
			orders[len(orders)-1].Due = day
			continue
		}
		if strings.HasPrefix(word, "协办") && len(orders) > 0 {
			if word = strings.TrimLeft(strings.TrimPrefix(word, "协办"), ":\uFF1A"); word == "" {
				continue
			}
		} else if len(orders) > 0 && words[i-1] != "协办" {
			return orders, strings.Join(words[i:], " "), nil
		}
		unit, err := UnitNamed(word, units)
		if err != nil {
			return nil, "", err
		}
		orders = append(orders, Order{Unit: unit.Code})
	}
	return orders, "", nil
}

// ReadProof reads 签收 / 拒收 李某 / 邮寄 EX123 12-05; nil when the text names no way of delivery.
func ReadProof(words []string, today calendar.Day) *Proof {
	if len(words) == 0 {
		return nil
	}
	rest := words[1:]
	switch words[0] {
	case "签收", "当面签收":
		return &Proof{Way: statute.Signed}
	case "拒收":
		p := &Proof{Way: statute.Refused}
		for _, word := range rest {
			if word = strings.TrimLeft(strings.TrimPrefix(word, "见证人"), ":\uFF1A"); word != "" {
				p.Witness = word
			}
		}
		return p
	case "邮寄":
		p := &Proof{Way: statute.Posted}
		for _, word := range rest {
			word = strings.TrimPrefix(word, "妥投")
			if day, ok := DayIn(word, today); ok {
				p.Arrived = day
			} else if word != "" {
				p.Tracking = word
			}
		}
		return p
	}
	return nil
}

var opinionLabel = regexp.MustCompile(`(请求|事实|理由|处理意见|处理|依据|结论)[:\x{FF1A}]`)

// ReadOpinion reads the elements of an opinion, each behind its name: 请求：… 事实：… 理由：… 处理：… 依据：… 结论：支持.
func ReadOpinion(text string) *Opinion {
	o := &Opinion{}
	found := opinionLabel.FindAllStringSubmatchIndex(text, -1)
	for i, at := range found {
		end := len(text)
		if i+1 < len(found) {
			end = found[i+1][0]
		}
		value := strings.Trim(text[at[1]:end], " \u3000\n\t;\uFF1B")
		switch text[at[2]:at[3]] {
		case "请求":
			o.Request = value
		case "事实":
			o.Facts = value
		case "理由":
			o.Reasons = value
		case "依据":
			o.Basis = value
		case "结论":
			o.Outcome = OutcomeOf(strings.TrimRight(value, "\u3002."))
		default:
			o.Result = value
		}
	}
	return o
}

// BodyNamed reads the office a review is asked of, and its level from its name.
func BodyNamed(name string) *Body {
	government := strings.HasSuffix(name, "政府") || strings.HasSuffix(name, "县委") || strings.HasSuffix(name, "市委") || strings.HasSuffix(name, "省委")
	level := func(department, whole OfficeLevel) OfficeLevel {
		if government {
			return whole
		}
		return department
	}
	switch {
	case name == "":
		return nil
	case strings.Contains(name, JointConference.Chinese()):
		return &Body{name, JointConference}
	case strings.Contains(name, "省"):
		return &Body{name, level(ProvincialDepartment, ProvincialGovernment)}
	case strings.Contains(name, "市") && !strings.Contains(name, "市场"):
		return &Body{name, level(CityDepartment, CityGovernment)}
	case strings.HasSuffix(strings.TrimSuffix(name, "政府"), "镇"), strings.HasSuffix(strings.TrimSuffix(name, "政府"), "乡"):
		return &Body{name, TownshipOffice}
	}
	return &Body{name, level(CountyDepartment, CountyGovernment)}
}

// RouteNamed reads a lawful way in words, "" when it is none.
func RouteNamed(word string) Route {
	for _, route := range Routes {
		if strings.HasPrefix(word, route.Chinese()) {
			return route
		}
	}
	return ""
}
