package store

import (
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"petitiondesk/models/approval"
	"petitiondesk/models/calendar"
)

// LockRequest returns a request with its seats and keeps others from changing it until the transaction ends.
func (tx *Tx) LockRequest(id int64) (approval.Request, error) {
	// A write rather than FOR UPDATE, which SQLite does not know. It changes nothing.
	err := tx.db.Model(&approval.Request{}).Where("id = ?", id).Updates(map[string]any{"version": gorm.Expr("version")}).Error
	if err != nil {
		return approval.Request{}, classify("lock request", err)
	}
	return tx.Request(id)
}

// SaveRequest writes a request that has moved on from version r.Version-1, with its seats, who waits for it now, and the
// line of its history; else Conflict.
func (tx *Tx) SaveRequest(r approval.Request, entry approval.Entry) error {
	result := tx.db.Model(&approval.Request{}).Where("id = ? AND version = ?", r.ID, r.Version-1).
		Select("state", "pending_case", "version", "decided_by", "decided_name", "opinion", "decided_at", "step", "round", "step_began", "step_due", "payload").
		Updates(&r)
	if result.Error != nil {
		return classify("save request", result.Error)
	}
	if result.RowsAffected == 0 {
		return conflict("save request")
	}
	entry.RequestID = r.ID
	if err := tx.db.Create(&entry).Error; err != nil {
		return classify("write history of request", err)
	}
	return tx.SaveSeats(r)
}

// SaveSeats writes the seats of a request, and who waits for it now.
func (tx *Tx) SaveSeats(r approval.Request) error {
	seats := make([]approval.Seat, len(r.Seats))
	for i, seat := range r.Seats {
		seat.RequestID = r.ID
		seats[i] = seat
	}
	if len(seats) > 0 {
		if err := tx.db.Clauses(clause.OnConflict{UpdateAll: true}).CreateInBatches(&seats, chunk).Error; err != nil {
			return classify("save seats", err)
		}
	}
	holders := waitingHolders(r)
	if len(holders) == 0 {
		return nil
	}
	err := tx.db.Clauses(clause.OnConflict{UpdateAll: true}).CreateInBatches(&holders, chunk).Error
	return classify("save request holders", err)
}

// waitingHolders lists everybody who has, or had, a say, and the applicant of a returned request, who must supplement it.
func waitingHolders(r approval.Request) []approval.Holder {
	open := map[string]bool{}
	for _, seat := range r.Open() {
		open[seat.UserID] = true
	}
	known := map[string]bool{}
	var holders []approval.Holder
	for _, seat := range r.Seats {
		if !known[seat.UserID] {
			known[seat.UserID] = true
			holders = append(holders, approval.Holder{RequestID: r.ID, UserID: seat.UserID, Waiting: open[seat.UserID]})
		}
	}
	return holders
}

// AddRequest writes a request that begins, with its seats and the first line of its history; Conflict when the case has a
// pending one of the kind.
func (tx *Tx) AddRequest(r *approval.Request, entry approval.Entry) error {
	r.ID = 0
	if err := tx.db.Create(r).Error; err != nil {
		return classify("create request", err)
	}
	entry.RequestID = r.ID
	if err := tx.db.Create(&entry).Error; err != nil {
		return classify("write history of request", err)
	}
	for i := range r.Seats {
		r.Seats[i].RequestID = r.ID
	}
	return tx.SaveSeats(*r)
}

// EntriesOf returns the history of a request, oldest first.
func (tx *Tx) EntriesOf(requestID int64, limit int) ([]approval.Entry, error) {
	return list[approval.Entry]("find history of request", tx.db.Where("request_id = ?", requestID).Order("no"), limit)
}

// ReturnedTo returns the requests that wait for their applicant to supplement them, oldest first.
func (tx *Tx) ReturnedTo(applicant string, limit int) ([]approval.Request, error) {
	return tx.requests("find returned requests", tx.db.Where("applicant = ? AND state = ?", applicant, approval.Returned).Order("id"), limit)
}

// AskedBy returns what somebody has asked and nobody has decided, oldest first.
func (tx *Tx) AskedBy(applicant string, limit int) ([]approval.Request, error) {
	return tx.requests("find asked requests", tx.db.Where("applicant = ? AND state IN ?", applicant, []approval.State{approval.Pending, approval.Returned}).Order("id"), limit)
}

// PendingOn returns the undecided requests about a case, oldest first.
func (tx *Tx) PendingOn(caseID int64, limit int) ([]approval.Request, error) {
	return tx.requests("find pending requests on a case", tx.db.Where("case_id = ? AND pending_case IS NOT NULL", caseID).Order("id"), limit)
}

// Settings returns the county's settings of the kinds.
func (tx *Tx) Settings() ([]approval.Setting, error) {
	return list[approval.Setting]("find approval settings", tx.db.Order("kind, version"), 1000)
}

// AddSetting writes a new version of a kind.
func (tx *Tx) AddSetting(s approval.Setting) error {
	return classify("add approval setting", tx.db.Create(&s).Error)
}

// DelegationsOf returns the delegations of the people that touch a day or come later.
func (tx *Tx) DelegationsOf(principals []string, from calendar.Day) ([]approval.Delegation, error) {
	if len(principals) == 0 {
		return nil, nil
	}
	return list[approval.Delegation]("find delegations", tx.db.
		Where("principal IN ? AND to_day >= ? AND ended_at IS NULL", principals, from).Order("id"), 1000)
}

// DelegationsTo returns the delegations to a person that touch a day or come later.
func (tx *Tx) DelegationsTo(standIn string, from calendar.Day) ([]approval.Delegation, error) {
	return list[approval.Delegation]("find delegations to a person", tx.db.
		Where("stand_in = ? AND to_day >= ? AND ended_at IS NULL", standIn, from).Order("id"), 1000)
}

// AddDelegation writes a delegation and sets its ID.
func (tx *Tx) AddDelegation(d *approval.Delegation) error {
	d.ID = 0
	return classify("add delegation", tx.db.Create(d).Error)
}

// EndDelegation takes a delegation back.
func (tx *Tx) EndDelegation(id int64, at time.Time) error {
	err := tx.db.Model(&approval.Delegation{}).Where("id = ? AND ended_at IS NULL", id).Updates(map[string]any{"ended_at": at}).Error
	return classify("end delegation", err)
}

// AddInstruction writes an instruction and sets its ID.
func (tx *Tx) AddInstruction(i *approval.Instruction) error {
	i.ID = 0
	return classify("add instruction", tx.db.Create(i).Error)
}

// Instruction returns one instruction.
func (tx *Tx) Instruction(id int64) (approval.Instruction, error) {
	found, err := list[approval.Instruction]("find instruction", tx.db.Where("id = ?", id), 1)
	if err == nil && len(found) == 0 {
		err = notFound("find instruction")
	}
	if err != nil {
		return approval.Instruction{}, err
	}
	return found[0], nil
}

// OpenInstructions returns a case's instructions that await an answer, oldest first.
func (tx *Tx) OpenInstructions(caseID int64, limit int) ([]approval.Instruction, error) {
	return list[approval.Instruction]("find instructions", tx.db.Where("case_id = ? AND open = ?", caseID, true).Order("id"), limit)
}

// InstructionsTo returns what a unit has yet to answer, nearest date first.
func (tx *Tx) InstructionsTo(unit string, limit int) ([]approval.Instruction, error) {
	return list[approval.Instruction]("find instructions to a unit", tx.db.Where("unit_code = ? AND open = ?", unit, true).Order("due, id"), limit)
}

// AnswerInstruction closes an instruction that is open; else Conflict.
func (tx *Tx) AnswerInstruction(i approval.Instruction) error {
	result := tx.db.Model(&approval.Instruction{}).Where("id = ? AND open = ?", i.ID, true).
		Updates(map[string]any{"open": false, "answer": i.Answer, "answered_by": i.AnsweredBy, "answered_at": i.AnsweredAt})
	if result.Error != nil {
		return classify("answer instruction", result.Error)
	}
	if result.RowsAffected == 0 {
		return conflict("answer instruction")
	}
	return nil
}

// DecidedSeats returns the seats decided in a time, by their requests, oldest first.
func (tx *Tx) DecidedSeats(from, to time.Time, limit int) ([]approval.Seat, error) {
	return list[approval.Seat]("find decided seats", tx.db.Where("decided_at >= ? AND decided_at < ?", kept(from), kept(to)).Order("decided_at, request_id"), limit)
}

// RequestsByID returns those of the requests that are there, without seats.
func (tx *Tx) RequestsByID(ids []int64) ([]approval.Request, error) {
	return list[approval.Request]("find requests by id", tx.db.Where("id IN ?", ids).Order("id"), len(ids))
}
