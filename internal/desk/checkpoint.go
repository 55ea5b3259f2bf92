package desk

import (
	"context"
	"fmt"
	"time"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/queue"
)

const (
	// checkpointAt is when the day's checkpoint is made: late enough to hold the day, before the evening handover.
	checkpointAt = calendar.ClockTime(17*60 + 50)
	// checkpointAge is how old the newest one may be before one is made at any hour, as after an outage.
	checkpointAge = 26 * time.Hour
)

var noLedgerKey = models.Errorf(models.Conflict, "还没有配置台账签名密钥，不能生成检查点。请管理员设置 DESK_LEDGER_KEY。")

// dailyCheckpoint makes the day's checkpoint when it is time; the day's key lets only one replica succeed.
func (d *Desk) dailyCheckpoint(ctx context.Context) error {
	if d.anchors.origin() == "" {
		return nil
	}
	now := d.clock.Now()
	day := calendar.DayOf(now)
	made := true
	err := d.store.Read(ctx, func(tx Tx) error {
		latest, err := tx.LatestCheckpoints(1)
		if err != nil {
			return err
		}
		due := !now.Before(day.At(checkpointAt)) || len(latest) == 1 && now.Sub(latest[0].MadeAt) > checkpointAge
		if !due {
			return nil
		}
		_, err = tx.CheckpointByKey(ledger.DailyKey(day))
		made = err == nil
		if models.CodeOf(err) == models.NotFound {
			err = nil
		}
		return err
	})
	if err != nil || made {
		return err
	}
	_, err = d.MakeCheckpoint(ctx, ledger.DailyKey(day), SystemActor)
	if models.CodeOf(err) == models.Conflict && models.MessageOf(err) != "" {
		return d.sayNoCheckpoint(ctx, day, models.MessageOf(err))
	}
	return err
}

// sayNoCheckpoint tells those who wait for the day's checkpoint, once a day, why there is none: silence would hide a tampered
// ledger.
func (d *Desk) sayNoCheckpoint(ctx context.Context, day calendar.Day, why string) error {
	d.log.WarnContext(ctx, "daily checkpoint not made", "day", day, "reason", why)
	var untold []string
	err := d.store.Read(ctx, func(tx Tx) error {
		readers, err := d.readersOfCheckpoints(tx)
		for _, reader := range readers {
			told, bad := tx.Told(noCheckpointKey(day, reader))
			if bad != nil {
				return bad
			}
			if !told {
				untold = append(untold, reader)
			}
		}
		return err
	})
	if err != nil || len(untold) == 0 {
		return err
	}
	return d.transact(ctx, func(w *work) error {
		for _, reader := range untold {
			text := notice.Text{Text: "今天的台账检查点没有生成：" + why}
			if err := w.tell(noCheckpointKey(day, reader), reader, notice.Plain, text); err != nil {
				return err
			}
		}
		return nil
	})
}

func noCheckpointKey(day calendar.Day, reader string) string {
	return "no-checkpoint:" + string(day) + ":" + reader
}

// MakeCheckpoint signs the ledger as it stands and sends the checkpoint to every place. The same key again gives the same
// checkpoint.
func (d *Desk) MakeCheckpoint(ctx context.Context, key, by string) (ledger.Checkpoint, error) {
	size, err := d.readyToSign(ctx)
	if err != nil {
		return ledger.Checkpoint{}, err
	}
	var made ledger.Checkpoint
	err = d.transact(ctx, func(w *work) error {
		made, err = w.checkpoint(key, by, size)
		return err
	})
	return made, err
}

// AskCheckpoint makes a checkpoint for an auditor and answers him with it, or with the newest one when nothing has been
// written since.
func (d *Desk) AskCheckpoint(ctx context.Context, auditor string) error {
	if err := d.store.Read(ctx, func(tx Tx) error {
		_, err := may(tx, auditor, people.AskCheckpoint)
		return err
	}); err != nil {
		return err
	}
	size, err := d.readyToSign(ctx)
	if err != nil {
		return err
	}
	if err := d.settleReceipts(queue.WithTurn(ctx, nil)); err != nil {
		return err
	}
	return d.transact(ctx, func(w *work) error {
		if _, err := w.actor(auditor, people.AskCheckpoint); err != nil {
			return err
		}
		latest, err := w.LatestCheckpoints(1)
		if err != nil {
			return err
		}
		if len(latest) == 1 && latest[0].Size == size {
			shown := w.checkpointNotice(latest[0], true)
			if shown.Receipts, err = reached(w.Tx, latest[0].ID); err != nil {
				return err
			}
			return w.answer(auditor, notice.CheckpointMade, shown)
		}
		_, err = w.checkpoint("asked:"+w.key, auditor, size)
		return err
	})
}

// readyToSign brings the tree up to date and returns its size.
func (d *Desk) readyToSign(ctx context.Context) (int64, error) {
	if d.anchors.origin() == "" {
		return 0, noLedgerKey
	}
	barred, err := d.CheckAnchors(ctx)
	if err != nil {
		d.log.WarnContext(ctx, "ledger not compared with its anchor file", "error", err) // the other anchors are as good
	}
	if barred {
		return 0, models.Errorf(models.Conflict, "台账异常尚未会签，暂不生成检查点。")
	}
	size, err := d.growTree(ctx)
	if err == nil && size == 0 {
		err = models.Errorf(models.Conflict, "台账还没有内容，不需要检查点。")
	}
	return size, err
}

// checkpoint signs and writes a checkpoint of the tree at a size, with the work that anchors it.
func (w *work) checkpoint(key, by string, size int64) (ledger.Checkpoint, error) {
	if known, err := w.CheckpointByKey(key); models.CodeOf(err) != models.NotFound {
		return known, err
	}
	root, err := storedRoot(w.Tx, size)
	if err != nil {
		return ledger.Checkpoint{}, err
	}
	if err := w.continuesLast(size); err != nil {
		return ledger.Checkpoint{}, err
	}
	last, err := w.LedgerEntries(size-1, 1)
	if err != nil {
		return ledger.Checkpoint{}, err
	}
	if len(last) != 1 || last[0].Seq != size {
		return ledger.Checkpoint{}, historyBroken(size)
	}
	c := ledger.Checkpoint{
		Uniq: key, Size: size, Root: root, Head: last[0].Hash, Day: w.today(), MadeAt: models.Instant(w.now), AskedBy: by,
	}
	if c.Note, err = w.desk.anchors.sign(c); err != nil {
		return c, err
	}
	if err := w.AddCheckpoint(&c); err != nil {
		return c, err
	}
	return c, w.anchor(c)
}

func historyBroken(size int64) error {
	return models.Errorf(models.Conflict, "台账与此前的检查点（%d条）不一致，不再签发新的检查点，请运行 petitiondesk verify 查明。", size)
}

// continuesLast refuses to sign a history that contradicts the newest checkpoint.
func (w *work) continuesLast(size int64) error {
	latest, err := w.LatestCheckpoints(1)
	if err != nil || len(latest) == 0 {
		return err
	}
	if latest[0].Size > size {
		return historyBroken(latest[0].Size)
	}
	root, err := storedRoot(w.Tx, latest[0].Size)
	if err == nil && root != latest[0].Root {
		err = historyBroken(latest[0].Size)
	}
	return err
}

// AnchorJob is the kind of job that writes a checkpoint to the anchor file.
const AnchorJob = "ledger_anchor"

// anchor sends a checkpoint to every place; a receipt awaits each.
func (w *work) anchor(c ledger.Checkpoint) error {
	var receipts []ledger.Receipt
	await := func(place ledger.Place, target string) {
		receipts = append(receipts, ledger.Receipt{CheckpointID: c.ID, Place: place, Target: target, Outcome: ledger.Awaited, At: w.now})
	}
	readers, err := w.desk.readersOfCheckpoints(w.Tx)
	if err != nil {
		return err
	}
	for _, reader := range readers {
		if err := w.tell(anchorKey(c.ID, ledger.InChat, reader), reader, notice.CheckpointMade, w.checkpointNotice(c, false)); err != nil {
			return err
		}
		await(ledger.InChat, reader)
	}
	office, err := dutyOffice(w.Tx)
	if err != nil {
		return err
	}
	for _, person := range office {
		key := anchorKey(c.ID, ledger.InDutyLog, person.UserID)
		if err := w.tell(key, person.UserID, notice.DutyLogLine, w.checkpointNotice(c, false)); err != nil {
			return err
		}
		await(ledger.InDutyLog, person.UserID)
	}
	if w.desk.anchors.File != nil {
		await(ledger.InFile, "file")
		if err := w.Plan(queue.Job{
			Kind: AnchorJob, Ref: refOf(c.ID), Uniq: "anchor:" + refOf(c.ID), Payload: refOf(c.ID), DueAt: w.now, CreatedAt: w.now,
		}); err != nil {
			return err
		}
	}
	return w.AddReceipts(receipts...)
}

func anchorKey(checkpoint int64, place ledger.Place, target string) string {
	return fmt.Sprintf("checkpoint:%d:%s:%s", checkpoint, place, target)
}

func (w *work) checkpointNotice(c ledger.Checkpoint, again bool) notice.Checkpoint {
	return notice.Checkpoint{ID: c.ID, Line: c.Line(w.desk.anchors.origin()), Size: c.Size, MadeAt: c.MadeAt, Again: again}
}
