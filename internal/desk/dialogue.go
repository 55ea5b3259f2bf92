package desk

import (
	"context"
	"errors"
	"strconv"
	"time"

	"petitiondesk/models/petition"
)

// The flows of conversation.
const (
	VisitFlow  = "visit"
	ReasonFlow = "reason" // a rejection waits for its reason
	StepFlow   = "step"   // the next step of a case waits for its words
)

// reasonPatience is how long a rejection waits for its reason. A word written later is meant for something else.
const reasonPatience = 30 * time.Minute

// visitPatience is how long a report of a visit is talked about; afterwards it is one of the unfinished ones.
const visitPatience = 12 * time.Hour

// Dialogue tells where the person's conversation stands, from the cache or the store. One that has gone stale
// counts as ended: what was typed stays with its draft.
func (d *Desk) Dialogue(ctx context.Context, userID string) (petition.Dialogue, error) {
	// A cached copy can be old, when Redis was away while it changed. That nothing is open is not taken from
	// it; what it says is open, the verbs check again.
	if cached, ok := d.cached(ctx, userID); ok && cached.Flow != "" && !stale(cached, d.clock.Now()) {
		return cached, nil
	}
	var dialogue petition.Dialogue
	err := d.store.Read(ctx, func(tx Tx) (err error) {
		dialogue, err = tx.Dialogue(userID)
		return err
	})
	if stale(dialogue, d.clock.Now()) {
		dialogue.Flow = ""
	}
	return dialogue, err
}

// ErrMisled tells that a handler was chosen by an old cached copy of a dialogue, which is gone now: the message
// must be handled anew.
var ErrMisled = errors.New("cached dialogue was out of date")

// inFlow loads the dialogue that a handler was chosen by, and tells whether it is open.
func (w *work) inFlow(userID, flow string) (petition.Dialogue, bool, error) {
	dialogue, err := w.Dialogue(userID)
	if err != nil || dialogue.Flow == flow && !stale(dialogue, w.now) {
		return dialogue, err == nil, err
	}
	if cached, ok := w.desk.cached(w.ctx, userID); !ok || cached.Flow != flow || cached.Version == dialogue.Version {
		return dialogue, false, nil
	}
	w.desk.forget(w.ctx, userID)
	return dialogue, false, ErrMisled
}

func (d *Desk) cached(ctx context.Context, userID string) (petition.Dialogue, bool) {
	dialogue, ok, err := d.cache.Get(ctx, userID)
	return dialogue, ok && err == nil
}

func (d *Desk) forget(ctx context.Context, userID string) {
	if err := d.cache.Drop(ctx, userID); err != nil {
		d.log.WarnContext(ctx, "cached dialogue not dropped", "error", err)
	}
}

func stale(d petition.Dialogue, now time.Time) bool {
	if d.Flow == AttachFlow {
		return now.Sub(d.UpdatedAt) > petition.LooseFor
	}
	if d.Flow == ReasonFlow || d.Flow == StepFlow {
		return now.Sub(d.UpdatedAt) > reasonPatience
	}
	return now.Sub(d.UpdatedAt) > visitPatience
}

// enter moves the person's conversation to a flow; flow "" ends it. The cached copy goes first: if the
// process dies between here and the commit, the next turn reads the store.
func (w *work) enter(userID, flow, step, ref string) error {
	dialogue, err := w.Dialogue(userID)
	if err != nil {
		return err
	}
	if flow == "" && dialogue.Version == 0 {
		return nil
	}
	w.desk.forget(w.ctx, userID)
	dialogue.UserID, dialogue.Flow, dialogue.Step, dialogue.Ref, dialogue.UpdatedAt = userID, flow, step, ref, w.now
	if err := w.SaveDialogue(&dialogue); err != nil {
		return err
	}
	w.dialogue = &dialogue
	return nil
}

// leave ends the conversation if it is in this flow about ref.
func (w *work) leave(userID, flow, ref string) error {
	dialogue, err := w.Dialogue(userID)
	if err != nil || dialogue.Flow != flow || dialogue.Ref != ref {
		return err
	}
	return w.enter(userID, "", "", "")
}

func refOf(id int64) string { return strconv.FormatInt(id, 10) }
