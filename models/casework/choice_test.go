package casework_test

import (
	"testing"

	"pgregory.net/rapid"

	"petitiondesk/models/casework"
	"petitiondesk/models/petition"
	"petitiondesk/models/statute"
)

func TestQuestionsOfSteps(t *testing.T) {
	for _, c := range []struct {
		step    casework.Step
		answers []string
		holds   func(casework.Proposed) bool
		chosen  string
	}{
		{casework.IssueOpinion, []string{"合理但无法律依据"}, func(p casework.Proposed) bool { return p.Details.Opinion.Outcome == casework.ReasonableNoLegal }, "结论：合理但无法律依据"},
		{casework.IssueReexamination, []string{"不支持"}, func(p casework.Proposed) bool { return p.Details.Opinion.Outcome == casework.NotSupported }, "结论：不支持"},
		{casework.DeliverNotice, []string{"签收"}, func(p casework.Proposed) bool { return p.Details.Proof.Way == statute.Signed }, "签收"},
		{casework.DeliverOpinion, []string{"拒收"}, func(p casework.Proposed) bool { return p.Details.Proof.Way == statute.Refused }, "拒收"},
		{casework.DeliverReview, []string{"邮寄"}, func(p casework.Proposed) bool { return p.Details.Proof.Way == statute.Posted }, "邮寄"},
		{casework.Redirect, []string{"行政复议"}, func(p casework.Proposed) bool { return p.Details.Way == casework.Administrative }, "行政复议"},
		{casework.AnswerAdvice, []string{"部分采纳"}, func(p casework.Proposed) bool { return p.Details.Adoption == casework.AdoptedPartly }, "部分采纳"},
		{casework.RouteAccusation, []string{"组织部门", "市管"}, func(p casework.Proposed) bool { return p.Details.Accusation.Organ() == "市委组织部" }, ""},
		{casework.Rate, []string{"满意", "不满意"}, func(p casework.Proposed) bool {
			return p.Grades == casework.Grades{Office: petition.Satisfied, Unit: petition.Dissatisfied}
		}, ""},
		{casework.Sign, nil, func(casework.Proposed) bool { return true }, ""},
		{casework.Note, nil, func(casework.Proposed) bool { return true }, ""},
	} {
		p := casework.Proposed{Step: c.step}
		for _, answer := range c.answers {
			if _, ok := p.Answered("随便"); ok || !p.Question().Open() {
				t.Errorf("%s: the question %+v takes any word", c.step, p.Question())
			}
			p, _ = p.Answered(answer)
		}
		if p.Question().Open() || !c.holds(p) || p.Chosen() != c.chosen {
			t.Errorf("%s: answered by %v it is %+v, chosen %q", c.step, c.answers, p, p.Chosen())
		}
	}
}

// Every choice closes its question and opens none before it, and the proposal it was made on stays as it was.
func TestEveryChoiceIsAnAnswer(t *testing.T) {
	steps := append(casework.Usual(), casework.AnswerAdvice, casework.RouteAccusation, casework.Rate, casework.Note)
	rapid.Check(t, func(t *rapid.T) {
		p := casework.Proposed{Step: rapid.SampledFrom(steps).Draw(t, "step")}
		if rapid.Bool().Draw(t, "opinion written") {
			p.Details.Opinion = &casework.Opinion{Request: "支付", Facts: "属实"}
		}
		for asked := 0; p.Question().Open(); asked++ {
			before, about := p, p.Question().About
			answered, ok := p.Answered(rapid.SampledFrom(p.Question().Choices).Draw(t, "choice"))
			if !ok || asked > 1 || answered.Question().About == about {
				t.Fatalf("%s asks %s again", p.Step, about)
			}
			if before.Question().About != about {
				t.Fatalf("answering changed what was asked: %+v", before)
			}
			p = answered
		}
		if p.Filled().Question().Open() {
			t.Fatalf("%+v is not filled", p)
		}
		if o := p.Details.Opinion; o != nil && o.Request != "" && o.Facts != "属实" {
			t.Fatalf("a choice lost what was written: %+v", o)
		}
	})
}

// What is written anew of an opinion counts, and what is not written anew stays.
func TestOpinionIsCorrectedInParts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SampledFrom([]string{"", "一", "二", "三"})
		draw := func(name string) casework.Opinion {
			return casework.Opinion{
				Request: text.Draw(t, name), Facts: text.Draw(t, name), Reasons: text.Draw(t, name), Result: text.Draw(t, name), Basis: text.Draw(t, name),
				Outcome: rapid.SampledFrom([]casework.Outcome{"", casework.Supported, casework.NotSupported}).Draw(t, name),
			}
		}
		was, now := draw("was"), draw("now")
		of := func(o casework.Opinion) casework.Proposed {
			return casework.Proposed{Step: casework.IssueOpinion, Details: casework.Details{Opinion: &o}}
		}
		got := *of(now).Over(of(was)).Details.Opinion
		for _, e := range [][3]string{
			{was.Request, now.Request, got.Request},
			{was.Facts, now.Facts, got.Facts},
			{was.Reasons, now.Reasons, got.Reasons},
			{was.Result, now.Result, got.Result},
			{was.Basis, now.Basis, got.Basis},
			{string(was.Outcome), string(now.Outcome), string(got.Outcome)},
		} {
			if want := e[1]; want != e[2] && (want != "" || e[0] != e[2]) {
				t.Fatalf("%q over %q became %q", e[1], e[0], e[2])
			}
		}
		if other := of(now).Over(casework.Proposed{Step: casework.IssueReview, Details: casework.Details{Opinion: &was}}); *other.Details.Opinion != now {
			t.Fatalf("another step's opinion was mixed in")
		}
	})
}
