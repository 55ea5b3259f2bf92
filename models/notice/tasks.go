package notice

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// Task ids name cards; the platform wants digits, letters and _-@ only (doc 90236), so userids enter as a
// short hash.

// VisitTask is the task_id of the confirmation card of one version of a draft.
func VisitTask(draftID, version int64) string { return fmt.Sprintf("visit-%d-v%d", draftID, version) }

// ApprovalTask is the task_id of one holder's card for a request.
func ApprovalTask(requestID int64, holder string) string {
	sum := sha256.Sum256([]byte(holder))
	return fmt.Sprintf("approval-%d-%s", requestID, hex.EncodeToString(sum[:6]))
}

// ApprovalCardTask is the task_id of one holder's n-th renewed card for a step of a request; 0 is the first of each.
func ApprovalCardTask(requestID int64, holder string, step int, n int64) string {
	task := ApprovalTask(requestID, holder)
	if step > 0 {
		task = fmt.Sprintf("%s-s%d", task, step)
	}
	if n > 0 {
		task = fmt.Sprintf("%s-%d", task, n)
	}
	return task
}

// DutyTask is the task_id of one reminder of one version of a slot.
func DutyTask(slotID, version int64, step DutyStep) string {
	return fmt.Sprintf("duty-%d-v%d-%s", slotID, version, step)
}

// StandInTask is the task_id of the card that asks one backup to stand in for a version of a slot.
func StandInTask(slotID, version int64, person string) string {
	return fmt.Sprintf("standin-%d-v%d-%s", slotID, version, short(person))
}

// SwapTask is the task_id of one person's card about a swap, of its n-th following-up.
func SwapTask(swapID int64, person string, n int) string {
	return fmt.Sprintf("swap-%d-%s-%d", swapID, short(person), n)
}

func short(person string) string {
	sum := sha256.Sum256([]byte(person))
	return hex.EncodeToString(sum[:6])
}
