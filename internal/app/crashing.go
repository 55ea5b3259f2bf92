//go:build crashpoints

package app

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"petitiondesk/internal/desk"
	"petitiondesk/internal/engine"
	"petitiondesk/models"
	"petitiondesk/models/ledger"
	"petitiondesk/models/queue"
)

// DESK_CRASH_AT names the point at which the process kills itself, DESK_CRASH_NTH at which coming there (default 1).
// DESK_CRASH_CLOCK and DESK_CRASH_WALL name files that say how far the desk's and the machine's clock are off.
// DESK_CRASH_LEASE shortens leases, so that a test need not wait half a minute for them.
const (
	crashAt    = "DESK_CRASH_AT"
	crashNth   = "DESK_CRASH_NTH"
	crashClock = "DESK_CRASH_CLOCK"
	crashWall  = "DESK_CRASH_WALL"
	crashLease = "DESK_CRASH_LEASE"
)

var comings atomic.Int64

func inHand(table string, id int64) string { return fmt.Sprintf("%s:%d", table, id) }

// crash ends the process the way a power cut does when it has come to the point it was given. It says what was in hand.
func crash(point, hand string) {
	if os.Getenv(crashAt) != point {
		return
	}
	nth, err := strconv.ParseInt(os.Getenv(crashNth), 10, 64)
	if err != nil {
		nth = 1
	}
	if comings.Add(1) != nth {
		return
	}
	fmt.Fprintf(os.Stderr, "{\"msg\":\"crash point\",\"point\":%q,\"hand\":%q}\n", point, hand)
	_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	select {}
}

// shiftedClock is the machine's clock, moved by what its file says: the machine's instant in Unix milliseconds, the shown
// instant, and how many times faster it runs from there.
type shiftedClock struct{ path string }

func (c shiftedClock) Now() time.Time {
	now := time.Now()
	text, err := os.ReadFile(c.path)
	if err != nil {
		return models.SystemClock{}.Now()
	}
	var from, shown int64
	var rate float64
	if _, err := fmt.Sscan(string(text), &from, &shown, &rate); err != nil {
		return models.SystemClock{}.Now()
	}
	since := float64(now.Sub(time.UnixMilli(from))) * rate
	return models.Instant(time.UnixMilli(shown).Add(time.Duration(since)))
}

func clockIn(variable string) models.Clock {
	if path := os.Getenv(variable); path != "" {
		return shiftedClock{path}
	}
	return models.SystemClock{}
}

func deskClock() models.Clock { return clockIn(crashClock) }

func rigged(cfg engine.Config, ports engine.Ports) (engine.Config, engine.Ports) {
	cfg.Wall = clockIn(crashWall)
	if lease, err := time.ParseDuration(os.Getenv(crashLease)); err == nil {
		cfg.Lease, cfg.TurnTimeout, cfg.SendTimeout, cfg.StoreTimeout = lease, lease*2/3, lease/2, lease/3
	}
	ports.Inbox = riggedInbox{ports.Inbox}
	ports.Jobs = riggedJobs{ports.Jobs}
	ports.Outbox = riggedOutbox{ports.Outbox}
	ports.Sender = riggedSender{ports.Sender}
	ports.Uploader = riggedUploader{ports.Uploader}
	return cfg, ports
}

type riggedInbox struct{ engine.Inbox }

func (r riggedInbox) AddInbound(ctx context.Context, rows []queue.Inbound) error {
	crash("before-inbox-insert", "key:"+rows[0].Key)
	err := r.Inbox.AddInbound(ctx, rows)
	if err == nil {
		crash("after-inbox-insert", "key:"+rows[0].Key)
	}
	return err
}

func (r riggedInbox) ClaimInbound(ctx context.Context, rows []queue.Inbound, until time.Time) ([]queue.Inbound, error) {
	claimed, err := r.Inbox.ClaimInbound(ctx, rows, until)
	if len(claimed) > 0 {
		crash("turn-claimed", inHand("inbox", claimed[0].ID))
	}
	return claimed, err
}

func (r riggedInbox) FinishInbound(ctx context.Context, claim queue.Claim, replies []queue.Outbound, now time.Time) error {
	crash("before-replies", inHand("inbox", claim.ID))
	err := r.Inbox.FinishInbound(ctx, claim, replies, now)
	if err == nil {
		crash("after-replies", inHand("inbox", claim.ID))
	}
	return err
}

type riggedJobs struct{ engine.Jobs }

func (r riggedJobs) ClaimJobs(ctx context.Context, rows []queue.Job, until time.Time) ([]queue.Job, error) {
	claimed, err := r.Jobs.ClaimJobs(ctx, rows, until)
	if len(claimed) > 0 {
		crash("job-claimed", inHand("jobs", claimed[0].ID))
	}
	return claimed, err
}

type riggedOutbox struct{ engine.Outbox }

func (r riggedOutbox) ClaimOutbound(ctx context.Context, rows []queue.Outbound, until time.Time) ([]queue.Outbound, error) {
	claimed, err := r.Outbox.ClaimOutbound(ctx, rows, until)
	if len(claimed) > 0 {
		crash("message-claimed", inHand("outbox", claimed[0].ID))
	}
	return claimed, err
}

func (r riggedOutbox) Freeze(ctx context.Context, head queue.Claim, rendered queue.Rendered, bundled []queue.Claim, codeID int64, now time.Time) error {
	crash("before-freeze", inHand("outbox", head.ID))
	err := r.Outbox.Freeze(ctx, head, rendered, bundled, codeID, now)
	if err == nil {
		crash("after-freeze", inHand("outbox", head.ID))
		if codeID != 0 {
			crash("after-code-spent", inHand("outbox", head.ID))
		}
	}
	return err
}

func (r riggedOutbox) Settle(ctx context.Context, claim queue.Claim, s queue.Settlement, now time.Time) error {
	err := r.Outbox.Settle(ctx, claim, s, now)
	if err == nil {
		crash("after-settle", inHand("outbox", claim.ID))
	}
	return err
}

type riggedSender struct{ engine.Sender }

func (r riggedSender) Send(ctx context.Context, endpoint string, request []byte) queue.Sent {
	sent := r.Sender.Send(ctx, endpoint, request)
	if sent.Verdict == queue.VerdictSent {
		crash("after-post", "request:"+string(request))
		if strings.HasSuffix(endpoint, "update_template_card") {
			crash("after-card-update", "request:"+string(request))
		}
	}
	return sent
}

type riggedUploader struct{ engine.Uploader }

func (r riggedUploader) Upload(ctx context.Context, media queue.Media) (string, *queue.Sent) {
	id, failed := r.Uploader.Upload(ctx, media)
	if failed == nil {
		crash("after-upload", "a picture")
	}
	return id, failed
}

// riggedDeskStore crashes in the middle of domain transactions: when everything is written and nothing committed, and
// when it is committed and nobody has been told.
type riggedDeskStore struct{ desk.Store }

func riggedStore(s desk.Store) desk.Store { return riggedDeskStore{s} }

func (r riggedDeskStore) Transact(ctx context.Context, fn func(desk.Tx) error) error {
	what, hand := "plan", "no row"
	if turn := queue.TurnFrom(ctx); turn != nil && turn.Source == queue.FromInbox {
		what, hand = "turn", inHand("inbox", turn.Claim.ID)
	} else if turn != nil {
		what, hand = "job", inHand("jobs", turn.Claim.ID)
	}
	err := r.Store.Transact(ctx, func(tx desk.Tx) error {
		if err := fn(watchedTx{tx, hand}); err != nil {
			return err
		}
		crash(what+"-before-commit", hand)
		return nil
	})
	if err == nil {
		crash(what+"-after-commit", hand)
	}
	return err
}

// watchedTx crashes between two writes of a transaction.
type watchedTx struct {
	desk.Tx
	hand string
}

func (t watchedTx) AddTreeHashes(from int64, hashes []string) error {
	err := t.Tx.AddTreeHashes(from, hashes)
	if err == nil {
		crash("mid-tree", t.hand)
	}
	return err
}

func (t watchedTx) AddCheckpoint(c *ledger.Checkpoint) error {
	err := t.Tx.AddCheckpoint(c)
	if err == nil {
		crash("mid-checkpoint", t.hand)
	}
	return err
}

func (t watchedTx) NumberRegistration(caseID, submissionID int64, number string) error {
	err := t.Tx.NumberRegistration(caseID, submissionID, number)
	if err == nil {
		crash("mid-registration", t.hand)
	}
	return err
}

type riggedAnchorFile struct{ desk.AnchorFile }

func riggedAnchor(f desk.AnchorFile) desk.AnchorFile { return riggedAnchorFile{f} }

func (r riggedAnchorFile) Append(line string) (int64, error) {
	crash("before-anchor", "a line")
	at, err := r.AnchorFile.Append(line)
	if err == nil {
		crash("after-anchor", "a line")
	}
	return at, err
}
