package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"

	"petitiondesk/bot"
	"petitiondesk/handlers"
	"petitiondesk/internal/desk"
	"petitiondesk/internal/engine"
	"petitiondesk/internal/receipt"
	"petitiondesk/internal/store"
	"petitiondesk/models"
	"petitiondesk/models/notice"
	"petitiondesk/models/queue"
)

// deskStore gives the desk the store with the desk's own view of a transaction.
type deskStore struct{ *store.Store }

func (s deskStore) Transact(ctx context.Context, fn func(desk.Tx) error) error {
	return s.Store.Transact(ctx, func(tx *store.Tx) error { return fn(tx) })
}

func (s deskStore) Read(ctx context.Context, fn func(desk.Tx) error) error {
	return s.Store.Read(ctx, func(tx *store.Tx) error { return fn(tx) })
}

// sender posts frozen requests and sorts the answers.
type sender struct{ client *bot.Client }

func (s sender) Send(ctx context.Context, endpoint string, request []byte) queue.Sent {
	result, err := s.client.Post(ctx, endpoint, request)
	if err != nil {
		return sentBadly(err)
	}
	if unreached := slices.Concat(result.InvalidUsers, result.UnlicensedUsers); len(unreached) > 0 {
		return queue.Sent{Verdict: queue.VerdictUnreachable, Reason: "recipient is not reachable in the app"}
	}
	return queue.Sent{Verdict: queue.VerdictSent, MsgID: result.MsgID, ResponseCode: result.ResponseCode}
}

func (s sender) Upload(ctx context.Context, media queue.Media) (string, *queue.Sent) {
	id, err := s.client.Upload(ctx, media.Kind, media.Name, bytes.NewReader(media.Body))
	if err != nil {
		failed := sentBadly(err)
		return "", &failed
	}
	return id, nil
}

var verdicts = map[bot.Class]queue.Verdict{
	bot.ClassToken: queue.VerdictRetry, bot.ClassBackoff: queue.VerdictRetry, bot.ClassConfig: queue.VerdictConfig,
	bot.ClassRequest: queue.VerdictRefused, bot.ClassCard: queue.VerdictRefused,
	bot.ClassRecipient: queue.VerdictUnreachable, bot.ClassCardSpent: queue.VerdictCardSpent,
}

func sentBadly(err error) queue.Sent {
	code := 0
	if refusal, ok := errors.AsType[*bot.APIError](err); ok {
		code = refusal.Code
	}
	return queue.Sent{
		Verdict: verdicts[bot.ClassOf(err)], ErrCode: code,
		Reason: bot.Redact(err.Error()), RetryAfter: bot.RetryAfter(err),
	}
}

// complain sorts the engine's troubles for the duty office.
func complain(d *desk.Desk) engine.Complain {
	return func(ctx context.Context, t engine.Trouble) []queue.Outbound {
		kind := notice.TroubleSend
		switch t.Kind {
		case "dead_inbound":
			kind = notice.TroubleInbound
		case "dead_job":
			kind = notice.TroubleWork
		}
		return d.Complaints(ctx, desk.Trouble{Kind: kind, Ref: t.Ref, What: t.What, UserID: t.Recipient, Reason: t.Reason})
	}
}

// runJob finds the use case of a job.
func runJob(d *desk.Desk) engine.RunJob {
	return func(ctx context.Context, job queue.Job) error {
		switch job.Kind {
		case desk.DutyJob:
			return d.RunDutyStep(ctx, job.Payload)
		case desk.SwapJob:
			return d.RunSwapStep(ctx, job.Payload)
		case desk.ClockJob:
			return d.RunClockStep(ctx, job.Payload)
		case desk.SupervisionJob:
			return d.RunSupervision(ctx, job.Payload)
		case desk.DigestJob:
			return d.RunDigest(ctx, job.Payload)
		case desk.TicketJob:
			return d.ReconcileTickets(ctx, job.Payload)
		case desk.PaperJob:
			return d.ReconcilePaper(ctx, job.Payload)
		case desk.AnchorJob:
			return d.RunAnchor(ctx, job.Payload)
		case desk.ApprovalJob:
			return d.RunApprovalTick(ctx, job.Payload)
		case desk.ApprovalDepartJob:
			return d.RunApprovalDepart(ctx, job.Payload)
		case desk.ApprovalDigestJob:
			return d.RunApprovalDigest(ctx, job.Payload)
		case desk.MediaJob:
			return d.RunMedia(ctx, job.Payload)
		case desk.RosterJob:
			return d.RunRoster(ctx, job.Payload)
		case desk.MediaDropJob:
			return d.RunMediaDrop(ctx, job.Payload)
		case desk.ContactsJob:
			return d.RunContacts(ctx, job.Payload)
		case desk.DraftDropJob:
			return d.RunDraftDrop(ctx, job.Payload)
		case desk.InstructionJob:
			return d.RunInstruction(ctx, job.Payload)
		case desk.BookingListJob:
			return d.RunBookingList(ctx, job.Payload)
		case desk.BookingAfterJob:
			return d.RunBookingAfter(ctx, job.Payload)
		default:
			return fmt.Errorf("run job: kind %q is not known", job.Kind)
		}
	}
}

// inboundOf makes the row of a verified delivery.
func inboundOf(d bot.Delivery, clock models.Clock) queue.Inbound {
	return queue.Inbound{
		Key: d.Key, Person: d.Sender, Body: d.Plaintext, SentAt: models.Instant(d.SentAt), ReceivedAt: clock.Now(),
	}
}

// receiptPicture draws the newest receipt of a submission.
func receiptPicture(d *desk.Desk) handlers.DrawReceipt {
	return func(ctx context.Context, number string) ([]byte, error) {
		shown, code, err := d.ReceiptShown(ctx, number)
		if err != nil {
			return nil, err
		}
		return receipt.Picture(shown, code)
	}
}
