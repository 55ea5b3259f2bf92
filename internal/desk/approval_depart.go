package desk

import (
	"context"

	"petitiondesk/models"
	"petitiondesk/models/approval"
	"petitiondesk/models/people"
	"petitiondesk/models/queue"
)

// ApprovalDepartJob frees what awaited the decision of somebody who is no longer on the staff; its payload is his userid.
const ApprovalDepartJob = "approval_depart"

// departAtOnce is how many requests one run frees; the next one is planned with it.
const departAtOnce = 20

func (w *work) planDeparture(userID string) error {
	return w.Plan(queue.Job{
		Kind: ApprovalDepartJob, Ref: "person:" + userID, Uniq: "depart:" + userID + ":" + w.mark(), Payload: userID, DueAt: w.now, CreatedAt: w.now,
	})
}

// RunApprovalDepart lets each request go on without somebody who has left: with those who are left, others of the step, or the next
// step. Where there is nobody, it stays for who was told to hand his work over.
func (d *Desk) RunApprovalDepart(ctx context.Context, userID string) error {
	return d.transact(ctx, func(w *work) error {
		leaver, err := w.Person(userID)
		if err != nil || leaver.Active {
			return err
		}
		waiting, err := w.WaitingFor(userID, departAtOnce)
		if err != nil {
			return err
		}
		freed := 0
		for _, r := range waiting {
			left, err := w.leaveSeat(r.ID, leaver)
			if err != nil {
				return err
			}
			if left {
				freed++
			}
		}
		if len(waiting) == departAtOnce && freed > 0 {
			return w.planDeparture(userID)
		}
		return nil
	})
}

func (w *work) leaveSeat(id int64, leaver people.Person) (bool, error) {
	r, err := w.LockRequest(id)
	if err != nil {
		return false, err
	}
	_, err = w.act(r, leaver, approval.Act{Doing: approval.Depart, Name: leaver.Name}, actedBy{})
	if models.CodeOf(err) == models.Conflict && sentence(err) != "" {
		return false, nil
	}
	return err == nil, err
}
