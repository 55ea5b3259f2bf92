package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"petitiondesk/models/queue"
)

// countLimit is where the counts of Backlog stop; beyond it the number itself tells nobody anything new.
const countLimit = 100_000

// Backlog returns the oldest open work and its amount, counted up to 100,000.
func (s *Store) Backlog(ctx context.Context) (queue.Backlog, error) {
	var b queue.Backlog
	var err error
	db := s.reading(ctx)
	if b.OldestInbound, b.OpenInbound, err = openWork[queue.Inbound](db, "received_at", "id"); err != nil {
		return b, err
	}
	if b.OldestJob, b.OpenJobs, err = openWork[queue.Job](db, "due_at", "due_at"); err != nil {
		return b, err
	}
	if b.OldestOutbound, b.OpenOutbound, err = openWork[queue.Outbound](db, "due_at", "due_at"); err != nil {
		return b, err
	}
	for _, count := range []func(*gorm.DB, queue.State) (int64, error){
		countState[queue.Inbound], countState[queue.Job], countState[queue.Outbound],
	} {
		dead, err := count(db, queue.Dead)
		if err != nil {
			return b, err
		}
		b.DeadLetters += dead
	}
	return b, nil
}

// JobsInHand tells whether any job is claimed, by whomever.
func (s *Store) JobsInHand(ctx context.Context) (bool, error) {
	claimed, err := list[queue.Job]("find jobs in hand", s.reading(ctx).Select("id").Where("state = ?", queue.Claimed), 1)
	return len(claimed) > 0, err
}

// openWork returns the instant of the first open row in the given order, and how many are open.
func openWork[T any](db *gorm.DB, instant, order string) (*time.Time, int64, error) {
	var oldest *time.Time
	var open int64
	for _, state := range []queue.State{queue.Waiting, queue.Claimed} {
		var found []time.Time
		err := db.Model(new(T)).Where("state = ?", state).Order(order).Limit(1).Pluck(instant, &found).Error
		if err != nil {
			return nil, 0, classify("find oldest work", err)
		}
		if len(found) == 1 && (oldest == nil || found[0].Before(*oldest)) {
			oldest = &found[0]
		}
		count, err := countState[T](db, state)
		if err != nil {
			return nil, 0, err
		}
		open += count
	}
	return oldest, open, nil
}

func countState[T any](db *gorm.DB, state queue.State) (int64, error) {
	some := db.Model(new(T)).Select("1").Where("state = ?", state).Limit(countLimit)
	var count int64
	err := db.Table("(?) AS some_rows", some).Count(&count).Error
	return count, classify("count work", err)
}

// DatabaseTime is the database machine's clock.
func (s *Store) DatabaseTime(ctx context.Context) (time.Time, error) {
	question := "SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')"
	if s.dialect.name() == mysqlName {
		question = "SELECT DATE_FORMAT(UTC_TIMESTAMP(6), '%Y-%m-%d %H:%i:%s.%f')"
	}
	var text string
	if err := s.reading(ctx).Raw(question).Scan(&text).Error; err != nil {
		return time.Time{}, classify("ask database for time", err)
	}
	t, err := time.ParseInLocation("2006-01-02 15:04:05", text, time.UTC)
	if err != nil {
		return time.Time{}, fmt.Errorf("read database time: %w", err)
	}
	return t, nil
}
