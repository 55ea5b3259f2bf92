package desk

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"petitiondesk/models"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/queue"
)

// RunAnchor writes a checkpoint to the anchor file and keeps where it stands there.
func (d *Desk) RunAnchor(ctx context.Context, payload string) error {
	id, err := strconv.ParseInt(payload, 10, 64)
	if err != nil {
		return fmt.Errorf("read anchor job: %w", err)
	}
	if d.anchors.File == nil {
		return errors.New("write anchor: DESK_ANCHOR_FILE is not set here")
	}
	var c ledger.Checkpoint
	if err := d.store.Read(ctx, func(tx Tx) error {
		c, err = tx.Checkpoint(id)
		return err
	}); err != nil {
		return err
	}
	offset, err := d.anchors.File.Append(c.FileLine(d.anchors.origin()))
	if err != nil {
		return fmt.Errorf("write anchor: %w", err)
	}
	return d.transact(ctx, func(w *work) error {
		return w.SettleReceipt(ledger.Receipt{
			CheckpointID: id, Place: ledger.InFile, Target: "file", Outcome: ledger.Anchored, Ref: fmt.Sprintf("offset %d", offset), At: w.now,
		})
	})
}

// settleReceipts looks at the messages that carry checkpoints and keeps how sending them ended.
func (d *Desk) settleReceipts(ctx context.Context) error {
	var settled []ledger.Receipt
	err := d.store.Read(ctx, func(tx Tx) error {
		awaited, err := tx.AwaitedReceipts(200)
		if err != nil {
			return err
		}
		receiptOf, keys := map[string]ledger.Receipt{}, []string{}
		for _, r := range awaited {
			if r.Place != ledger.InFile {
				key := anchorKey(r.CheckpointID, r.Place, r.Target)
				receiptOf[key], keys = r, append(keys, key)
			}
		}
		messages, err := tx.MessagesByKey(keys)
		for _, m := range messages {
			if !m.State.Open() {
				settled = append(settled, receiptFor(receiptOf[m.DedupKey], m))
			}
		}
		return err
	})
	if err != nil || len(settled) == 0 {
		return err
	}
	return d.transact(ctx, func(w *work) error {
		for _, r := range settled {
			if err := w.SettleReceipt(r); err != nil {
				return err
			}
		}
		return nil
	})
}

func receiptFor(r ledger.Receipt, m queue.Outbound) ledger.Receipt {
	r.Outcome, r.ErrCode = ledger.Failed, m.ErrCode
	if m.State == queue.Done || m.State == queue.Bundled {
		r.Outcome, r.Ref = ledger.Anchored, "msgid "+m.MsgID
	}
	if m.DoneAt != nil {
		r.At = *m.DoneAt
	}
	return r
}

// paper is the target of the duty log that was printed and signed.
const paper = "paper"

// SignDutyLog takes the duty office's word that the line of a checkpoint was printed and signed.
func (d *Desk) SignDutyLog(ctx context.Context, by string, checkpoint int64) error {
	return d.transact(ctx, func(w *work) error {
		if _, err := w.actor(by, people.ReceiveDutyNews); err != nil {
			return err
		}
		c, err := w.Checkpoint(checkpoint)
		if models.CodeOf(err) == models.NotFound {
			return models.Errorf(models.NotFound, "没有序号为 %d 的检查点，请核对值班日志上的序号。", checkpoint)
		}
		if err != nil {
			return err
		}
		if err := w.AddReceipts(ledger.Receipt{
			CheckpointID: c.ID, Place: ledger.InDutyLog, Target: paper, Outcome: ledger.Anchored, Ref: "signed " + by, At: w.now,
		}); err != nil {
			return err
		}
		if err := w.answer(by, notice.Plain, notice.Text{Text: fmt.Sprintf("已记下：检查点 %d 已打印签字，请随值班日志存档。", c.ID)}); err != nil {
			return err
		}
		return w.record(ledger.DutyLogSigned, "ledger", by, map[string]any{"checkpoint": c.ID, "size": c.Size})
	})
}

// reached sums the receipts of a checkpoint up.
func reached(tx AnchorTx, checkpoint int64) (map[ledger.Place]notice.Reached, error) {
	receipts, err := tx.ReceiptsOf([]int64{checkpoint})
	sums := map[ledger.Place]notice.Reached{}
	for _, r := range receipts {
		sum := sums[r.Place]
		if r.Target == paper {
			sum.Signed = true
			sums[r.Place] = sum
			continue
		}
		sum.Of++
		if r.Outcome == ledger.Anchored {
			sum.Arrived++
		}
		sums[r.Place] = sum
	}
	return sums, err
}
