package queue

import "time"

// Numbers of the engine; the reasons stand in docs/architecture.md.
const (
	Lease             = 30 * time.Second // longer than a POST's timeout, a token refresh and a retry together
	MaxAttempts       = 8
	DuplicateInterval = 2 * time.Hour // the platform suppresses an identical request at least this long
	PersonPerMinute   = 20            // below the platform's 30, past which it discards silently (doc 90312)
	PersonAlone       = 5             // a replica's share while nobody knows what the others sent: 20 + 2×5 are the platform's 30
)

// Backoff is how long to wait before attempt number attempt+1: 5 s doubling up to 10 minutes, shifted by up
// to a fifth by salt so that many rows do not return at once.
func Backoff(attempt int, salt uint64) time.Duration {
	wait := 5 * time.Second
	for range max(attempt-1, 0) {
		wait *= 2
		if wait >= 10*time.Minute {
			wait = 10 * time.Minute
			break
		}
	}
	return wait + time.Duration(salt%200)*wait/1000
}

// Verdict is what one attempt to send came to.
type Verdict uint8

// The verdicts, from the platform's error classes (doc 90313).
const (
	VerdictSent        Verdict = iota
	VerdictRetry               // transient: back off
	VerdictUnreachable         // the recipient cannot be reached at all
	VerdictRefused             // the request can never succeed as it stands
	VerdictConfig              // our settings are wrong: keep the row, alert, try again later
	VerdictCardSpent           // the response_code was used or has expired (60140)
)

// Sent is the answer to one attempt.
type Sent struct {
	Verdict      Verdict
	ErrCode      int
	Reason       string // redacted
	RetryAfter   time.Duration
	MsgID        string
	ResponseCode string
}

// SuppressionSeconds is the duplicate_check_interval of a row's request, between DuplicateInterval and the
// platform's four hours (doc 90236). It differs from row to row, so that a person who asks the same thing
// twice gets two answers: only the same row's bytes are the same request.
func SuppressionSeconds(outboundID int64) int {
	least := int(DuplicateInterval / time.Second)
	return least + int(outboundID%7200) + 1
}

// Alone is a replica's share of so many messages to one person in a minute, while nobody knows what the others sent.
func Alone(perMinute int) int { return max(1, perMinute*PersonAlone/PersonPerMinute) }
