package county

import (
	"fmt"
	"slices"
	"strconv"

	"go.yaml.in/yaml/v3"

	"petitiondesk/models/approval"
)

// approval reads how the county wants one kind of request: whether it is asked for at all, and its steps where they differ
// from what is shipped.
func (r *reader) approval(node *yaml.Node) {
	f, ok := mapping(node, "审批", r.faults, "kind", "on", "ladder", "confirm", "steps")
	if !ok {
		return
	}
	kind := approval.Kind(f.text("kind", codeLimit))
	plan, known := approval.StandardOf(kind)
	if !known {
		if kind != "" {
			r.faults.add(f.lineOf("kind"), "审批的 kind %s 不认识", short(string(kind)))
		}
		return
	}
	if slices.ContainsFunc(r.county.Approvals, func(p approval.Plan) bool { return p.Kind == kind }) {
		r.faults.add(f.lineOf("kind"), "审批 %s 写了两次", kind)
		return
	}
	plan.On, plan.Ladder, plan.Confirm = f.truth("on", plan.On), f.truth("ladder", plan.Ladder), f.truth("confirm", plan.Confirm)
	if steps := f.items("steps"); len(steps) > 0 {
		plan.Steps = nil
		for _, step := range steps {
			plan.Steps = append(plan.Steps, r.approvalStep(step))
		}
	}
	for _, fault := range plan.Faults() {
		r.faults.add(f.line, "%s", fault)
	}
	r.county.Approvals = append(r.county.Approvals, plan)
}

func (r *reader) approvalStep(node *yaml.Node) approval.StepPlan {
	f, ok := mapping(node, "审批环节", r.faults, "name", "who", "named", "rule", "quorum", "days", "minutes", "then")
	if !ok {
		return approval.StepPlan{}
	}
	step := approval.StepPlan{
		Name: f.text("name", nameLimit), Rule: approval.Rule(orWord(f.optional("rule", codeLimit), string(approval.Any))),
		Quorum: f.count("quorum"), Days: f.count("days"), Minutes: f.count("minutes"),
		Then: approval.Then(orWord(f.optional("then", codeLimit), string(approval.Remind))),
	}
	for _, said := range f.texts("who", codeLimit, asWritten) {
		step.Who = append(step.Who, approval.Source(said.text))
	}
	if f.has("named") {
		for _, said := range f.texts("named", nameLimit, asWritten) {
			if _, known := r.people[said.text]; !known {
				r.faults.add(said.line, "审批环节的人员 %s 没有在 people 里列出", said.text)
			}
			step.Named = append(step.Named, said.text)
		}
	}
	return step
}

func orWord(word, otherwise string) string {
	if word == "" {
		return otherwise
	}
	return word
}

// truth is the true or false behind the key.
func (f fields) truth(key string, otherwise bool) bool {
	if !f.has(key) {
		return otherwise
	}
	value, err := strconv.ParseBool(f.values[key].Value)
	if err != nil {
		f.faults.add(f.lineOf(key), "%s的 %s 只能是 true 或 false", f.what, key)
	}
	return value
}

// count is the small number behind the key, 0 when it is not there.
func (f fields) count(key string) int {
	if !f.has(key) {
		return 0
	}
	const most = 1440
	n, err := strconv.Atoi(f.values[key].Value)
	if err != nil || n < 0 || n > most {
		f.faults.add(f.lineOf(key), "%s的 %s 应是 0 到 %s 的整数", f.what, key, fmt.Sprint(most))
		return 0
	}
	return n
}
