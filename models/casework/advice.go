package casework

import (
	"strings"

	"petitiondesk/models"
	"petitiondesk/models/petition"
)

// Adoption is how far advice was taken (条例 Art. 29).
type Adoption string

// The adoptions.
const (
	AdoptedWholly Adoption = "wholly"
	AdoptedPartly Adoption = "partly"
	NotAdopted    Adoption = "not_adopted"
)

var adoptionNames = map[Adoption]string{AdoptedWholly: "全部采纳", AdoptedPartly: "部分采纳", NotAdopted: "未采纳"}

// Chinese is the adoption in words.
func (a Adoption) Chinese() string { return adoptionNames[a] }

// AdoptionNamed reads an adoption as people write it, "" when it is none.
func AdoptionNamed(word string) Adoption {
	switch strings.Trim(word, " \u3000,\uFF0C\u3002") {
	case "全部采纳", "采纳", "予以采纳":
		return AdoptedWholly
	case "部分采纳":
		return AdoptedPartly
	case "未采纳", "不采纳", "不予采纳":
		return NotAdopted
	}
	return ""
}

// Authority is who is competent for a complaint against officials (条例 Art. 30).
type Authority string

// The authorities: discipline and supervision, or the organisation department.
const (
	Discipline   Authority = "discipline"
	Organisation Authority = "organisation"
)

// CadreLevel is whose cadre a person is, which decides the level of the authority.
type CadreLevel string

// The levels of cadre management.
const (
	CountyCadre   CadreLevel = "county"
	CityCadre     CadreLevel = "city"
	ProvinceCadre CadreLevel = "province"
)

var (
	authorityNames = map[Authority]string{Discipline: "纪委监委", Organisation: "委组织部"}
	cadreNames     = map[CadreLevel]string{CountyCadre: "县", CityCadre: "市", ProvinceCadre: "省"}
)

// Accusation is the record of a complaint against officials: where it was passed to, never what it says. The material
// goes neither to the accused nor to his unit (条例 Art. 30 ¶3, 46(5)).
type Accusation struct {
	To      Authority
	Managed CadreLevel
	Accused string `json:",omitempty"` // code of the unit complained of, "" = none of ours
	Grave   bool   `json:",omitempty"` // reported to the Party secretary as well
}

// Organ is the body that is competent: 县纪委监委, 市委组织部. It is "" when authority or level is not known.
func (a Accusation) Organ() string {
	if authorityNames[a.To] == "" || cadreNames[a.Managed] == "" {
		return ""
	}
	return cadreNames[a.Managed] + authorityNames[a.To]
}

// AuthorityNamed reads an authority in words, "" when it is none.
func AuthorityNamed(word string) Authority {
	switch {
	case strings.HasPrefix(word, "纪检"), strings.HasPrefix(word, "纪委"), strings.HasPrefix(word, "监委"):
		return Discipline
	case strings.HasPrefix(word, "组织"):
		return Organisation
	}
	return ""
}

// CadreNamed reads 县管 / 市管 / 省管, "" when it is none.
func CadreNamed(word string) CadreLevel {
	for level, name := range cadreNames {
		if word == name+"管" || word == name+"管干部" {
			return level
		}
	}
	return ""
}

func (m Matter) guardAdvice(t Taken, refuse func(string, ...any) error) error {
	switch t.Step {
	case AnswerAdvice:
		if t.Details.Adoption.Chinese() == "" {
			return models.Errorf(models.Invalid, "请写明采纳情况：全部采纳、部分采纳或未采纳，例如：回复建议 编号 部分采纳 已列入明年计划。")
		}
		if m.State == petition.Accepted && !m.Advice {
			return refuse("这件事项已按申诉求决受理，应当出具处理意见，不能按建议意见回复")
		}
	case IssueOpinion:
		if m.Advice {
			return refuse("这件事项按建议意见办理，请研究后发送「回复建议 编号 采纳情况 说明」")
		}
	case RouteAccusation:
		if a := t.Details.Accusation; a == nil || a.Organ() == "" {
			return models.Errorf(models.Invalid, "请写明移送哪个机关和干部管理权限，例如：检举 编号 纪检监察 县管；纪检监察、组织部门，县管、市管、省管。")
		}
	case Refer, Assign, Reassign:
		return m.guardAccused(t.Details.Charges, refuse)
	}
	return nil
}

// guardAccused keeps the material of an accusation from the unit complained of.
func (m Matter) guardAccused(charges []Order, refuse func(string, ...any) error) error {
	for _, order := range charges {
		if m.Accusation != nil && m.Accusation.Accused != "" && order.Unit == m.Accusation.Accused {
			return refuse("检举控告材料不得转给被检举的单位（《信访工作条例》第三十条第三款）")
		}
	}
	return nil
}
