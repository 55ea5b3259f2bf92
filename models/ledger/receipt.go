package ledger

import "time"

// Place is where a checkpoint is kept outside the database.
type Place string

// The places.
const (
	InChat    Place = "chat"     // a message to an auditor or observer
	InFile    Place = "file"     // the append-only anchor file
	InDutyLog Place = "duty_log" // the line that the duty office prints and signs
)

// Outcome of anchoring.
type Outcome string

// The outcomes.
const (
	Awaited  Outcome = "awaited"
	Anchored Outcome = "anchored"
	Failed   Outcome = "failed"
)

// Receipt is the proof that a checkpoint reached one place, or why it did not.
type Receipt struct {
	ID           int64 `gorm:"primaryKey"`
	CheckpointID int64
	Place        Place
	Target       string // userid, or "file"
	Outcome      Outcome
	Ref          string // msgid of the message, "offset 1234" in the file, who signed the duty log
	ErrCode      int
	At           time.Time // when it was anchored; of an awaited one, when it was begun
}

// TableName is the table of receipts.
func (Receipt) TableName() string { return "ledger_receipts" }
