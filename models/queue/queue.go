// Package queue describes durable work: what WeCom delivered (Inbound), what is due (Job) and what people
// must be told (Outbound), with the rules of claiming, retrying and giving up. Rows are claimed by
// compare-and-swap on Seq, a fencing token: whoever raised it owns the row until LeaseUntil.
//
// DueAt and NotAfter are instants of the desk's clock, which a demo can move. LeaseUntil, also used as "not
// before" by a retry, is an instant of the machine's clock: machines fail in their own time.
package queue

import (
	"bytes"
	"time"
)

// State of a row.
type State uint8

// Waiting rows are due at DueAt; Claimed rows belong to a worker until their lease ends, then to whoever
// claims them next; all others are final.
const (
	Waiting   State = 0
	Claimed   State = 1
	Done      State = 2 // handled, run or sent
	Cancelled State = 3 // made pointless by a later fact before it was sent
	Expired   State = 4 // its moment passed unsent; an escalation was made in the same transaction
	Dead      State = 5 // cannot succeed; shown to the duty office
	Bundled   State = 6 // sent as part of the message in BundleID
)

// Open tells whether work on the row is still to be done.
func (s State) Open() bool { return s == Waiting || s == Claimed }

// Claim names a row and the fencing token under which it was claimed.
type Claim struct {
	ID  int64
	Seq int64

	Forget bool // whatever ends the row blanks its body too
}

// Inbound is one message or event that WeCom handed over, verified and decrypted.
type Inbound struct {
	ID         int64  `gorm:"primaryKey"`
	Key        string `gorm:"column:dedup_key"` // hex sha256(plaintext)+"-"+AgentID: identical deliveries are one row
	Person     string // lower-cased userid; "sys" for the platform's own events
	Body       []byte // the plaintext XML
	SentAt     time.Time
	ReceivedAt time.Time
	State      State
	Seq        int64
	LeaseUntil time.Time
	Attempts   int
	LastError  string
	DoneAt     *time.Time
}

// TellsPlace tells whether the message says where somebody is. However it is dealt with, that is not kept.
func (r Inbound) TellsPlace() bool {
	return bytes.Contains(r.Body, []byte("<Location_X>")) || bytes.Contains(r.Body, []byte("<Latitude>"))
}

// TableName is the table of inbound rows.
func (Inbound) TableName() string { return "inbox" }

// Job is one thing to do at a time: a reminder step, an acknowledgement deadline, a scan. Uniq is
// deterministic, so any replica may plan the same job any number of times.
type Job struct {
	ID         int64 `gorm:"primaryKey"`
	Kind       string
	Ref        string // what it is about, such as a slot id
	Uniq       string
	Payload    string
	DueAt      time.Time
	State      State
	Seq        int64
	LeaseUntil time.Time
	Attempts   int
	LastError  string
	CreatedAt  time.Time
	DoneAt     *time.Time
}

// Outbound is one thing one person must learn. Kind and Data say what; a renderer makes the request when the
// row is first claimed, and those bytes are frozen in Request before the first POST.
type Outbound struct {
	ID         int64 `gorm:"primaryKey"`
	DedupKey   string
	Recipient  string // lower-cased userid
	Kind       string
	Data       []byte // JSON for the renderer
	TaskID     string // the card's task_id; "" for plain messages
	Amends     bool   // changes the card TaskID that Recipient already has, which takes a CardCode
	Endpoint   string // API path, such as message/send; set with Request
	Request    []byte // frozen bytes; nil until first claimed
	DueAt      time.Time
	NotAfter   *time.Time // past this it is no longer worth sending; nil = always worth it
	State      State
	Seq        int64
	LeaseUntil time.Time
	Attempts   int
	ErrCode    int
	LastError  string
	MsgID      string
	BundleID   *int64
	CreatedAt  time.Time
	FirstTryAt *time.Time // when the frozen bytes were first posted
	DoneAt     *time.Time
	BodyHash   string // hex SHA-256 of Request, or of Data when nothing was frozen; set when both are purged
}

// TableName is the table of outbound rows.
func (Outbound) TableName() string { return "outbox" }

// CardCode is a response_code: the right to update one card once within 72 hours (doc 94888). The send and
// each click issue one.
type CardCode struct {
	ID         int64 `gorm:"primaryKey"`
	TaskID     string
	Recipient  string
	Code       string
	IssuedAt   time.Time
	ExpiresAt  time.Time
	ConsumedAt *time.Time // set before the call that uses it
}

// CardCodeLife is how long a response_code can be used (doc 94888).
const CardCodeLife = 72 * time.Hour

// Rendered is a request ready to be frozen. Text is set when the message is plain text that may be joined
// with others due to the same person at the same time.
type Rendered struct {
	Endpoint string
	Request  []byte
	Text     string

	Media *Media // to be uploaded first; Request is then made with its id
}

// Media is a file that a message shows. The platform keeps it for 3 days (doc 90253), longer than any row is tried.
type Media struct {
	Kind    string // "image" or "file"
	Name    string
	Body    []byte
	Request func(mediaID string) ([]byte, error)
}

// Settlement is how an attempt leaves an outbound row.
type Settlement struct {
	State   State // Waiting to try again at RetryAt, or final
	ErrCode int
	Reason  string
	RetryAt time.Time
	MsgID   string
	Code    *CardCode  // issued by the platform with the send
	Tell    []Outbound // written in the same transaction, such as word to the duty office
	Plan    []Job
}

// Backlog is what the watchdog looks at. Times are nil when nothing is open.
type Backlog struct {
	OldestInbound  *time.Time
	OldestJob      *time.Time
	OldestOutbound *time.Time
	OpenInbound    int64
	OpenJobs       int64
	OpenOutbound   int64
	DeadLetters    int64
}
