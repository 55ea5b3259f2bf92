package engine

import (
	"context"
	"time"

	"petitiondesk/models/queue"
)

// Inbox keeps what WeCom delivered until it is handled.
type Inbox interface {
	// AddInbound inserts rows in one commit; rows whose key is known are ignored, and a row that cannot be
	// written never fails its neighbours: the joined error carries one error per such row, and the engine finds
	// out which by offering each row alone. Code Unavailable means that nothing is certain of any row.
	AddInbound(ctx context.Context, rows []queue.Inbound) error
	// InboundHeads returns up to limit claimable rows, each the oldest open row of its person.
	InboundHeads(ctx context.Context, wall time.Time, limit int) ([]queue.Inbound, error)
	// ClaimInbound raises Seq of each row by compare-and-swap in one commit and returns the rows won.
	ClaimInbound(ctx context.Context, rows []queue.Inbound, leaseUntil time.Time) ([]queue.Inbound, error)
	// FinishInbound completes the row and writes the replies, or fails with code Fenced.
	FinishInbound(ctx context.Context, claim queue.Claim, replies []queue.Outbound, now time.Time) error
	// FailInbound gives the row back until retryAt, or buries it as Dead and writes tell.
	FailInbound(ctx context.Context, claim queue.Claim, reason string, retryAt time.Time, dead bool, tell []queue.Outbound) error
}

// Jobs keeps what is due.
type Jobs interface {
	DueJobs(ctx context.Context, now, wall time.Time, limit int) ([]queue.Job, error)
	ClaimJobs(ctx context.Context, rows []queue.Job, leaseUntil time.Time) ([]queue.Job, error)
	FinishJob(ctx context.Context, claim queue.Claim, now time.Time) error
	FailJob(ctx context.Context, claim queue.Claim, reason string, retryAt time.Time, dead bool, tell []queue.Outbound) error
	// OpenJobs pages through open jobs by id, to rebuild the due-index.
	OpenJobs(ctx context.Context, afterID int64, limit int) ([]queue.Job, error)
}

// Outbox keeps what people must be told until it is sent.
type Outbox interface {
	DueOutbound(ctx context.Context, now, wall time.Time, limit int) ([]queue.Outbound, error)
	ClaimOutbound(ctx context.Context, rows []queue.Outbound, leaseUntil time.Time) ([]queue.Outbound, error)
	// Freeze stores the request bytes before the first POST; bundled rows become Bundled under the head and
	// codeID, when not zero, is marked consumed, all in one commit. Code Fenced when any claim was lost.
	Freeze(ctx context.Context, head queue.Claim, rendered queue.Rendered, bundled []queue.Claim, codeID int64, now time.Time) error
	// Settle ends one attempt, fenced.
	Settle(ctx context.Context, claim queue.Claim, s queue.Settlement, now time.Time) error
	// ReleaseOutbound gives claimed rows back untried until an instant of the machine's clock.
	ReleaseOutbound(ctx context.Context, claims []queue.Claim, until time.Time) error
	// UnusedCardCode returns a usable code for the person's card; ok is false when there is none. sending
	// tells that the card itself is still on its way, so a code may yet come.
	UnusedCardCode(ctx context.Context, taskID, recipient string, now time.Time) (code queue.CardCode, ok, sending bool, err error)
}

// Health is what the watchdog and the skew check read.
type Health interface {
	Backlog(ctx context.Context) (queue.Backlog, error)
	DatabaseTime(ctx context.Context) (time.Time, error)
}

// DueIndex is a hint of when jobs fall due; losing it costs a poll, never a job.
type DueIndex interface {
	AddDue(ctx context.Context, jobs []queue.Job) error
	NextDue(ctx context.Context) (due time.Time, ok bool, err error)
	RemoveDue(ctx context.Context, jobIDs []int64) error
	ResetDue(ctx context.Context) error
}

// Wakes carries hints between replicas that new work is there. Topics are inbox, jobs, outbox.
type Wakes interface {
	Wake(ctx context.Context, topic string) error
	Listen(ctx context.Context, woken func(topic string)) error // until ctx ends
}

// Pacer says whether one more message may go to the person now, counting it when it may.
type Pacer interface {
	Allow(ctx context.Context, person string, wall time.Time) (ok bool, retryAfter time.Duration, err error)
}

// Sender posts frozen bytes to the platform.
type Sender interface {
	Send(ctx context.Context, endpoint string, request []byte) queue.Sent
}

// Uploader hands a file to the platform. failed is not nil when the attempt to send ends with it.
type Uploader interface {
	Upload(ctx context.Context, media queue.Media) (mediaID string, failed *queue.Sent)
}

// Renderer turns what a person must learn into a request. code is the response_code for rows that amend a
// card, "" for others. MayJoin tells at little cost which rows cannot be a plain text. JoinText makes one request of several texts for one person; first
// is the id of the row that carries them.
type Renderer interface {
	Render(ctx context.Context, row queue.Outbound, code string) (queue.Rendered, error)
	MayJoin(row queue.Outbound) bool
	JoinText(recipient string, first int64, texts []string) (queue.Rendered, error)
}

// HandleInbound handles one inbound row under a queue.Turn. The replies are written with its completion,
// unless the turn was already committed by a domain transaction.
type HandleInbound func(ctx context.Context, row queue.Inbound) (replies []queue.Outbound, err error)

// RunJob runs one job under a queue.Turn, which a domain transaction completes.
type RunJob func(ctx context.Context, job queue.Job) error

// Complain makes the outbound rows that tell the duty office of a dead letter or an unreachable person.
type Complain func(ctx context.Context, trouble Trouble) []queue.Outbound

// Trouble is something the engine could not do.
type Trouble struct {
	Kind      string // dead_inbound, dead_job, dead_outbound, expired_outbound, unreachable
	Ref       string // stable id for deduplication, such as outbox:812
	Recipient string // who was not reached, if anybody
	What      string // row kind, such as duty_reminder
	Reason    string // redacted, for the log and the board
}
