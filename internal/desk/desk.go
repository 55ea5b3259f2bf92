// Package desk holds the use cases, one file per verb, called by chat and web alike: permission, load, pure
// rule, then one transaction that writes rows, jobs, outbox and ledger entry together.
package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
	"petitiondesk/models/queue"
	"petitiondesk/models/statute"
)

// DialogueCache is a copy of the dialogues that spares a read; it may lose anything at any time.
type DialogueCache interface {
	Get(ctx context.Context, userID string) (petition.Dialogue, bool, error)
	Put(ctx context.Context, d petition.Dialogue) error
	Drop(ctx context.Context, userID string) error
}

// Desk runs the use cases.
type Desk struct {
	store        Store
	sealed       *sealedStore // the same
	cache        DialogueCache
	clock        models.Clock
	days         *publicDays
	log          *slog.Logger
	jurisdiction statute.Jurisdiction
	indexKey     []byte
	topics       *topicLists
	crowd        int
	publicURL    string
	files        Files      // nil: no attachments are kept
	fetch        FetchMedia // from the platform
	readSheet    ReadSheet  // nil: rosters are not taken from the chat
	anchors      anchoring
	reach        Reach
	contacts     Contacts     // nil: only imports say who works here
	contactsDay  atomic.Value // calendar.Day for which reading them is planned
}

// CollectiveFrom sets the number of people, inclusive, from which what is registered next is collective; 0 leaves the
// usual one. What is on record stays as it was.
func (d *Desk) CollectiveFrom(people int) *Desk {
	if people > 0 {
		d.crowd = people
	}
	return d
}

// IndexedBy gives the desk the key of its blind indexes; without one, repeats are not found by person.
func (d *Desk) IndexedBy(key []byte) *Desk {
	d.indexKey = key
	return d
}

// In makes the desk pin the rules of a jurisdiction to the cases it registers; "" leaves the national ones.
func (d *Desk) In(j statute.Jurisdiction) *Desk {
	if j != "" {
		d.jurisdiction = j
	}
	return d
}

// SealedBy makes the desk seal personal data. Without it, data are kept in the clear, and what was sealed cannot be read.
func (d *Desk) SealedBy(s Sealer) *Desk {
	d.sealed.sealer = s
	return d
}

// New makes a desk. shipped is the calendar that imported notices add to.
func New(store Store, cache DialogueCache, clock models.Clock, shipped *calendar.Calendar, log *slog.Logger) *Desk {
	sealed := &sealedStore{Store: store, now: clock.Now}
	return &Desk{
		store: sealed, sealed: sealed, cache: cache, clock: clock, days: &publicDays{shipped: shipped}, log: log, jurisdiction: statute.National,
		topics: &topicLists{}, crowd: petition.CollectiveFrom,
	}
}

// Now is the desk's time.
func (d *Desk) Now() time.Time { return d.clock.Now() }

// SystemActor stands for the program itself in the ledger.
const SystemActor = "system"

// work is one transaction in the making: everything a verb writes goes through it.
type work struct {
	Tx
	desk     *Desk
	ctx      context.Context
	now      time.Time
	key      string // of the turn; "" outside one
	told     int
	dialogue *petition.Dialogue
	carded   map[string]bool               // who got a card in this transaction, and needs no other news of it
	named    map[int64][]petition.Personal // met in this transaction, by case: see unnamed
	effect   string                        // what a decision has done, in words
	steps    *dutyOrders
}

// verbTries is how often a verb looks again after somebody else was faster.
const verbTries = 4

// transact runs a verb in one transaction and then refreshes the cached dialogue. The verb runs again when a row
// it had read was changed before it could write: only then does it see who was first.
func (d *Desk) transact(ctx context.Context, verb func(w *work) error) error {
	var last *work
	attempt := func(tx Tx) error {
		last = &work{Tx: tx, desk: d, ctx: ctx, now: d.clock.Now(), key: turnKey(ctx)}
		return verb(last)
	}
	err := d.store.Transact(ctx, attempt)
	for try := 1; try < verbTries && overtaken(err); try++ {
		err = d.store.Transact(ctx, attempt)
	}
	if err != nil || last.dialogue == nil || last.dialogue.Flow == "" {
		return err
	}
	if err := d.cache.Put(ctx, *last.dialogue); err != nil {
		d.log.WarnContext(ctx, "dialogue not cached", "error", err)
	}
	return nil
}

// overtaken tells a store's conflict from a verb's, which says something to the person.
func overtaken(err error) bool {
	e, ok := errors.AsType[*models.Error](err)
	return ok && e.Code == models.Conflict && e.Message == ""
}

func turnKey(ctx context.Context) string {
	turn := queue.TurnFrom(ctx)
	if turn == nil {
		return ""
	}
	return fmt.Sprintf("%s:%d", map[queue.Source]string{queue.FromInbox: "inbox", queue.FromJobs: "job"}[turn.Source], turn.Claim.ID)
}

// mark tells what one turn does from what others do; a command runs in none, so that its instant tells.
func (w *work) mark() string {
	if w.key != "" {
		return w.key
	}
	return fmt.Sprintf("at:%d", w.now.UnixMilli())
}

func (w *work) today() calendar.Day { return calendar.DayOf(w.now) }

// actor loads the person who acts and checks the permission.
func (w *work) actor(userID string, action people.Action) (people.Person, error) {
	return may(w.Tx, userID, action)
}

func may(tx PeopleTx, userID string, action people.Action) (people.Person, error) {
	person, err := tx.Person(userID)
	switch {
	case models.CodeOf(err) == models.NotFound:
		return person, models.Errorf(models.Forbidden, "您还不在本单位的人员名册里，请联系管理员添加后再使用。")
	case err != nil:
		return person, err
	case !person.Active:
		return person, models.Errorf(models.Forbidden, "您的账号已停用，如需继续使用请联系管理员。")
	case len(person.Roles) == 0:
		return person, models.Errorf(models.Forbidden, "您还没有被授予职责，请联系本单位的安全保密管理员授权后再使用。")
	case !person.May(action):
		return person, models.Errorf(models.Forbidden, "这项操作不在您的职责范围内。发送「帮助」可查看您能使用的功能。")
	}
	return person, nil
}

// tell writes what one person must learn. key makes the row unique for good.
func (w *work) tell(key, recipient string, kind notice.Kind, data any) error {
	return w.Tell(w.row(key, recipient, kind, data))
}

// answer tells the person of this turn; at most one transaction runs in a turn, so the turn makes the key.
func (w *work) answer(recipient string, kind notice.Kind, data any) error {
	w.told++
	return w.tell(fmt.Sprintf("%s:%d", w.key, w.told), recipient, kind, data)
}

// card tells something by a card that can be amended under its task.
func (w *work) card(task, recipient string, kind notice.Kind, data any, notAfter *time.Time) error {
	row := w.row(task, recipient, kind, data)
	row.TaskID, row.NotAfter = task, notAfter
	return w.Tell(row)
}

// amend changes a card that recipient has. state tells this change from earlier ones of the same card.
func (w *work) amend(task, state, recipient string, kind notice.Kind, data any) error {
	row := w.row("amend:"+task+":"+state, recipient, kind, data)
	row.TaskID, row.Amends = task, true
	return w.Tell(row)
}

func (w *work) row(key, recipient string, kind notice.Kind, data any) queue.Outbound {
	return outbound(key, recipient, kind, data, w.now)
}

func outbound(key, recipient string, kind notice.Kind, data any, now time.Time) queue.Outbound {
	if _, group := duty.IsGroup(recipient); group && !notice.MayGoToGroup(kind) {
		panic("desk: " + string(kind) + " may not go to a group")
	}
	body, err := json.Marshal(data)
	if err != nil {
		panic("desk: notice data cannot be encoded: " + err.Error())
	}
	return queue.Outbound{DedupKey: key, Recipient: recipient, Kind: string(kind), Data: body, DueAt: now, CreatedAt: now}
}

// record appends to the ledger, at the time of writing whatever day it is about. Payload must be free of personal data.
func (w *work) record(kind ledger.Kind, subject, actor string, payload any) error {
	body, err := json.Marshal(payload)
	if err != nil {
		return fmt.Errorf("encode ledger payload: %w", err)
	}
	return w.Append(ledger.Entry{Kind: kind, Subject: subject, Actor: actor, At: w.now, Payload: body})
}
