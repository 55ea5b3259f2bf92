package desk

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"

	"petitiondesk/models"
	"petitiondesk/models/duty"
	"petitiondesk/models/people"
)

// NewFeedLink gives the person a new secret for his calendar; the old one is void. Only its hash is kept.
func (d *Desk) NewFeedLink(ctx context.Context, userID string, answer func(secret string) string) error {
	secret := rand.Text()
	return d.transact(ctx, func(w *work) error {
		if _, err := w.actor(userID, people.ReadDuty); err != nil {
			return err
		}
		if err := w.PutFeedLink(duty.FeedLink{TokenHash: hashOf(secret), UserID: userID, CreatedAt: w.now}); err != nil {
			return err
		}
		return w.sayPlain(userID, answer(secret))
	})
}

func hashOf(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// feedDays is how far back a feed reaches.
const feedDays = 30

// Feed writes the duties of the person whom the secret belongs to as an iCalendar; code NotFound for any other.
func (d *Desk) Feed(ctx context.Context, secret string) (string, error) {
	var text string
	err := d.store.Read(ctx, func(tx Tx) error {
		link, err := tx.FeedLink(hashOf(secret))
		if err != nil {
			return err
		}
		person, err := tx.Person(link.UserID)
		if err != nil {
			return err
		}
		if !person.Active {
			return models.Errorf(models.NotFound, "这个日历链接已失效。")
		}
		slots, err := tx.SlotsOf(link.UserID, d.today().Add(-feedDays), d.today().Add(duty.Horizon), slotsPerPlan)
		if err != nil {
			return err
		}
		lines, err := dutyLines(tx, slots)
		if err != nil {
			return err
		}
		events := make([]duty.Event, len(lines))
		for i, line := range lines {
			events[i] = duty.Event{Slot: line.Slot, Station: line.Station, Person: line.Person}
		}
		text = duty.Feed(person.Name+"的值班", events, d.clock.Now())
		return nil
	})
	return text, err
}
