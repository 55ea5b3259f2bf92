package desk

import (
	"encoding/json"

	"petitiondesk/models/approval"
	"petitiondesk/models/ledger"
)

// setKinds adds a version of each kind that the county wants otherwise than it is. Requests that wait go on as they began.
func (w *work) setKinds(plans []approval.Plan) error {
	if len(plans) == 0 {
		return nil
	}
	settings, err := w.Settings()
	if err != nil {
		return err
	}
	for _, plan := range plans {
		now, _ := approval.InForce(plan.Kind, settings)
		plan.Version = now.Version
		if samePlan(plan, now) {
			continue
		}
		plan.Version++
		if err := w.AddSetting(approval.Setting{Kind: plan.Kind, Version: plan.Version, Plan: plan, CreatedAt: w.now}); err != nil {
			return err
		}
		if err := w.record(ledger.ApprovalKindSet, string(plan.Kind), SystemActor, map[string]any{"version": plan.Version, "on": plan.On, "steps": len(plan.Steps)}); err != nil {
			return err
		}
	}
	return nil
}

func samePlan(a, b approval.Plan) bool {
	one, errA := json.Marshal(a)
	other, errB := json.Marshal(b)
	return errA == nil && errB == nil && string(one) == string(other)
}
