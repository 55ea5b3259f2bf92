package store

import (
	"slices"

	"gorm.io/gorm"

	"petitiondesk/models/approval"
)

// CreateRequest writes a request with its holders; Conflict when the case has a pending one of the kind.
func (tx *Tx) CreateRequest(r *approval.Request) error {
	r.ID = 0
	if err := tx.db.Create(r).Error; err != nil {
		return classify("create request", err)
	}
	holders := make([]approval.Holder, len(r.Holders))
	for i, holder := range r.Holders {
		holders[i] = approval.Holder{RequestID: r.ID, UserID: holder, Waiting: r.State == approval.Pending}
	}
	return put(tx.db, "create request holders", holders)
}

// Request returns a request with its holders.
func (tx *Tx) Request(id int64) (approval.Request, error) {
	return tx.oneRequest("find request", tx.db.Where("id = ?", id))
}

// PendingRequest returns the one request of a kind that a case has waiting.
func (tx *Tx) PendingRequest(kind approval.Kind, caseID int64) (approval.Request, error) {
	return tx.oneRequest("find pending request", tx.db.Where("kind = ? AND pending_case = ?", kind, caseID))
}

func (tx *Tx) oneRequest(op string, query *gorm.DB) (approval.Request, error) {
	found, err := tx.requests(op, query, 1)
	if err == nil && len(found) == 0 {
		err = notFound(op)
	}
	if err != nil {
		return approval.Request{}, err
	}
	return found[0], nil
}

// WaitingFor returns the pending requests a person may decide, oldest first.
func (tx *Tx) WaitingFor(userID string, limit int) ([]approval.Request, error) {
	return tx.requests("find waiting requests", tx.heldBy(userID).
		Where("approval_holders.waiting = ?", true).Order("approval_holders.request_id"), limit)
}

// HeldBy returns the requests a person may or might have decided, newest first, of one case if number is given.
func (tx *Tx) HeldBy(userID, caseNumber string, limit int) ([]approval.Request, error) {
	query := tx.heldBy(userID)
	if caseNumber != "" {
		query = query.Where("approval_requests.case_number = ?", caseNumber)
	}
	return tx.requests("find held requests", query.Order("approval_holders.request_id DESC"), limit)
}

// RequestsOn returns the requests about a case, newest first.
func (tx *Tx) RequestsOn(caseID int64, limit int) ([]approval.Request, error) {
	return tx.requests("find requests on a case", tx.db.Where("case_id = ?", caseID).Order("id DESC"), limit)
}

func (tx *Tx) heldBy(userID string) *gorm.DB {
	return tx.db.Select("approval_requests.*").
		Joins("JOIN approval_holders ON approval_holders.request_id = approval_requests.id").
		Where("approval_holders.user_id = ?", userID)
}

// requests reads requests and then all their holders at once.
func (tx *Tx) requests(op string, query *gorm.DB, limit int) ([]approval.Request, error) {
	found, err := list[approval.Request](op, query, limit)
	if err != nil {
		return nil, err
	}
	place := make(map[int64]*approval.Request, len(found))
	ids := make([]int64, len(found))
	for i := range found {
		ids[i] = found[i].ID
		place[found[i].ID] = &found[i]
	}
	for part := range slices.Chunk(ids, chunk) {
		var holders []approval.Holder
		if err := tx.db.Where("request_id IN ?", part).Order("request_id, user_id").Find(&holders).Error; err != nil {
			return nil, classify("find request holders", err)
		}
		for _, holder := range holders {
			request := place[holder.RequestID]
			request.Holders = append(request.Holders, holder.UserID)
		}
		var seats []approval.Seat
		if err := tx.db.Where("request_id IN ?", part).Order("request_id, step, given_at, user_id").Find(&seats).Error; err != nil {
			return nil, classify("find seats", err)
		}
		for _, seat := range seats {
			request := place[seat.RequestID]
			request.Seats = append(request.Seats, seat)
		}
	}
	return found, nil
}

// SaveDecision writes a decision on a request that is still pending in the version before; else Conflict.
func (tx *Tx) SaveDecision(r approval.Request) error {
	result := tx.db.Model(&approval.Request{}).
		Where("id = ? AND version = ? AND state = ?", r.ID, r.Version-1, approval.Pending).
		Updates(map[string]any{
			"state": r.State, "pending_case": r.PendingCase, "version": r.Version, "decided_by": r.DecidedBy,
			"decided_name": r.DecidedName, "opinion": r.Opinion, "decided_at": r.DecidedAt,
		})
	if result.Error != nil {
		return classify("save decision", result.Error)
	}
	if result.RowsAffected == 0 {
		return conflict("save decision")
	}
	err := tx.db.Model(&approval.Holder{}).Where("request_id = ?", r.ID).
		Updates(map[string]any{"waiting": false}).Error
	return classify("end waiting of holders", err)
}
