package casework

import (
	"slices"

	"petitiondesk/models/petition"
	"petitiondesk/models/statute"
)

// Question is what is chosen for a step out of a closed set. Each choice is the word by which it is also written.
type Question struct {
	About   string
	Choices []string
}

// Open tells whether there is anything to choose.
func (q Question) Open() bool { return len(q.Choices) > 0 }

// Question is what is to be chosen next for the step, in the order of the law's own lists.
func (p Proposed) Question() Question {
	d := p.Details
	switch {
	case isOpinion(p.Step) && (d.Opinion == nil || d.Opinion.Outcome == ""):
		return Question{"结论", namesOf([]Outcome{Supported, ReasonableNoLegal, NotSupported})}
	case isDelivery(p.Step) && (d.Proof == nil || d.Proof.Way == ""):
		return Question{"送达方式", []string{deliveryNames[statute.Signed], deliveryNames[statute.Refused], deliveryNames[statute.Posted]}}
	case p.Step == Redirect && d.Way == "":
		return Question{"法定途径", namesOf(Routes)}
	case p.Step == AnswerAdvice && d.Adoption == "":
		return Question{"采纳情况", namesOf([]Adoption{AdoptedWholly, AdoptedPartly, NotAdopted})}
	case p.Step == RouteAccusation && (d.Accusation == nil || d.Accusation.To == ""):
		return Question{"受理机关", []string{"纪检监察", "组织部门"}}
	case p.Step == RouteAccusation && d.Accusation.Managed == "":
		return Question{"干部管理权限", []string{"县管", "市管", "省管"}}
	case p.Step == Rate && p.Grades.Office == "":
		return Question{"对信访部门的评价", namesOf(petition.Grades)}
	case p.Step == Rate && p.Grades.Unit == "":
		return Question{"对责任单位的评价", namesOf(petition.Grades)}
	}
	return Question{}
}

// Answered is the step with the word chosen for its open question; ok is false when the word is none of the choices.
func (p Proposed) Answered(word string) (answered Proposed, ok bool) {
	if !slices.Contains(p.Question().Choices, word) {
		return p, false
	}
	d := &p.Details
	switch {
	case isOpinion(p.Step):
		opinion := Opinion{}
		if d.Opinion != nil {
			opinion = *d.Opinion
		}
		opinion.Outcome = OutcomeOf(word)
		d.Opinion = &opinion
	case isDelivery(p.Step):
		d.Proof = ReadProof([]string{word}, "")
	case p.Step == Redirect:
		d.Way = RouteNamed(word)
	case p.Step == AnswerAdvice:
		d.Adoption = AdoptionNamed(word)
	case p.Step == RouteAccusation:
		accusation := Accusation{}
		if d.Accusation != nil {
			accusation = *d.Accusation
		}
		if accusation.To == "" {
			accusation.To = AuthorityNamed(word)
		} else {
			accusation.Managed = CadreNamed(word)
		}
		d.Accusation = &accusation
	case p.Grades.Office == "":
		p.Grades.Office = petition.ReadGrade(word)
	default:
		p.Grades.Unit = petition.ReadGrade(word)
	}
	return p, true
}

// Chosen is what has been chosen for the step, as it is written in front of the words that are still to come.
func (p Proposed) Chosen() string {
	d := p.Details
	switch {
	case isOpinion(p.Step) && d.Opinion != nil && d.Opinion.Outcome != "":
		return "结论：" + d.Opinion.Outcome.Chinese()
	case isDelivery(p.Step) && d.Proof != nil:
		return deliveryNames[d.Proof.Way]
	case p.Step == Redirect:
		return d.Way.Chinese()
	case p.Step == AnswerAdvice:
		return d.Adoption.Chinese()
	}
	return ""
}

// Filled is the step with some answer to every open question, to see whether anything else is in its way.
func (p Proposed) Filled() Proposed {
	for question := p.Question(); question.Open(); question = p.Question() {
		p, _ = p.Answered(question.Choices[0])
	}
	return p
}

func isOpinion(step Step) bool {
	return step == IssueOpinion || step == IssueReview || step == IssueReexamination
}

func namesOf[T interface{ Chinese() string }](all []T) []string {
	names := make([]string, len(all))
	for i, one := range all {
		names[i] = one.Chinese()
	}
	return names
}
