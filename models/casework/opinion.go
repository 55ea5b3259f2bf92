package casework

import (
	"cmp"
	"strings"

	"petitiondesk/models"
)

// Outcome is the threefold answer to a request (条例 Art. 32).
type Outcome string

// The outcomes.
const (
	Supported            Outcome = "supported"
	ReasonableNoLegal    Outcome = "reasonable_no_legal_basis"
	NotSupported         Outcome = "not_supported"
	minimumOpinionLength         = 2
)

var outcomeNames = map[Outcome]string{
	Supported: "支持", ReasonableNoLegal: "合理但无法律依据", NotSupported: "不支持",
}

// Chinese is the outcome in words.
func (o Outcome) Chinese() string { return outcomeNames[o] }

// OutcomeOf reads an outcome as people write it, "" when it is none.
func OutcomeOf(word string) Outcome {
	for outcome, name := range outcomeNames {
		if word == name {
			return outcome
		}
	}
	if strings.HasPrefix(word, "合理") {
		return ReasonableNoLegal
	}
	if word == "予以支持" {
		return Supported
	}
	if word == "不予支持" {
		return NotSupported
	}
	return ""
}

// Opinion is a handling, review or re-examination opinion with the elements of 条例 Art. 32.
type Opinion struct {
	Request string // 请求
	Facts   string // 事实
	Reasons string // 理由
	Result  string // 处理意见
	Basis   string // 法律法规依据
	Outcome Outcome
}

// elements are the parts of an opinion beside its outcome, in the order of the article.
func (o *Opinion) elements() []opinionElement {
	return []opinionElement{
		{"请求", &o.Request}, {"事实", &o.Facts}, {"理由", &o.Reasons}, {"处理", &o.Result}, {"依据", &o.Basis},
	}
}

type opinionElement struct {
	name string
	text *string
}

// over is the opinion with the elements of an earlier one that it lacks.
func (o Opinion) over(before Opinion) Opinion {
	earlier := before.elements()
	for i, element := range o.elements() {
		*element.text = cmp.Or(*element.text, *earlier[i].text)
	}
	o.Outcome = cmp.Or(o.Outcome, before.Outcome)
	return o
}

// Written is the opinion as ReadOpinion reads it.
func (o Opinion) Written() string {
	var written []string
	for _, element := range o.elements() {
		if *element.text != "" {
			written = append(written, element.name+"："+*element.text)
		}
	}
	if o.Outcome != "" {
		written = append(written, "结论："+o.Outcome.Chinese())
	}
	return strings.Join(written, " ")
}

// Complete tells what an opinion lacks, in one sentence. No opinion leaves the desk incomplete.
func (o *Opinion) Complete() error {
	if o == nil {
		o = &Opinion{}
	}
	var missing []string
	for _, element := range o.elements() {
		if len([]rune(strings.TrimSpace(*element.text))) < minimumOpinionLength {
			missing = append(missing, element.name)
		}
	}
	if o.Outcome.Chinese() == "" {
		missing = append(missing, "结论（支持、合理但无法律依据、不支持）")
	}
	if len(missing) > 0 {
		return models.Errorf(models.Invalid, "意见书还缺：%s，请补全后再出具（%s第三十二条）。", strings.Join(missing, "、"), rules)
	}
	return nil
}
