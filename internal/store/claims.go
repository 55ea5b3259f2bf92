package store

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"gorm.io/gorm"

	"petitiondesk/models/queue"
)

// maxReason is how many characters of a failure's reason are kept.
const maxReason = 1000

// errContended says that some rows of a batch were claimed by others meanwhile.
var errContended = errors.New("claim rows: contended")

// lease points at the fields of a row that a claim is about.
type lease struct {
	id         int64
	seq        *int64
	state      *queue.State
	leaseUntil *time.Time
	attempts   *int
}

func (l lease) claim() queue.Claim { return queue.Claim{ID: l.id, Seq: *l.seq} }

// claimRows claims rows by compare-and-swap on seq, in one commit, and returns those it won, as they are now.
func claimRows[T any](ctx context.Context, s *Store, op string, rows []T, leaseUntil time.Time, leaseOf func(row *T) lease) ([]T, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	rows = slices.Clone(rows)
	claims := make([]queue.Claim, len(rows))
	for i := range rows {
		claims[i] = leaseOf(&rows[i]).claim()
	}
	// Everybody locks in the order of ids, so nobody waits in a circle.
	slices.SortFunc(claims, func(a, b queue.Claim) int { return cmp.Compare(a.ID, b.ID) })
	won, err := winClaims[T](ctx, s, op, slices.Compact(claims), leaseUntil)
	if err != nil {
		return nil, err
	}
	rows = slices.DeleteFunc(rows, func(row T) bool { return !won[leaseOf(&row).claim()] })
	for i := range rows {
		l := leaseOf(&rows[i])
		*l.state, *l.leaseUntil = queue.Claimed, kept(leaseUntil)
		*l.seq++
		*l.attempts++
	}
	return rows, nil
}

// winClaims raises the seq of the rows and returns the claims that did. One statement does where nobody else
// wants the rows; it cannot tell who won which, so under contention it is rolled back and the rows are tried
// one by one.
func winClaims[T any](ctx context.Context, s *Store, op string, claims []queue.Claim, leaseUntil time.Time) (won map[queue.Claim]bool, err error) {
	if len(claims) == 1 {
		err = s.writeSingle(ctx, op, func(db *gorm.DB) error {
			raised, err := raise[T](db, claims, leaseUntil)
			won = map[queue.Claim]bool{claims[0]: raised == 1}
			return err
		})
		return won, err
	}
	err = s.write(ctx, op, func(tx *Tx) error {
		won = make(map[queue.Claim]bool, len(claims))
		for part := range slices.Chunk(claims, chunk) {
			raised, err := raise[T](tx.db, part, leaseUntil)
			if err != nil {
				return err
			}
			if raised < int64(len(part)) {
				return errContended
			}
			for _, claim := range part {
				won[claim] = true
			}
		}
		return nil
	})
	if !errors.Is(err, errContended) {
		return won, err
	}
	err = s.write(ctx, op, func(tx *Tx) error {
		won = make(map[queue.Claim]bool, len(claims))
		for _, claim := range claims {
			raised, err := raise[T](tx.db, []queue.Claim{claim}, leaseUntil)
			if err != nil {
				return err
			}
			won[claim] = raised == 1
		}
		return nil
	})
	return won, err
}

func raise[T any](db *gorm.DB, claims []queue.Claim, leaseUntil time.Time) (int64, error) {
	match, args := anyOf(claims)
	result := db.Model(new(T)).Where(match, args...).Where("state <= ?", queue.Claimed).
		Updates(map[string]any{
			"state": queue.Claimed, "seq": gorm.Expr("seq + 1"), "lease_until": leaseUntil,
			"attempts": gorm.Expr("attempts + 1"),
		})
	return result.RowsAffected, result.Error
}

// anyOf matches the rows of the claims by primary key and seq.
func anyOf(claims []queue.Claim) (match string, args []any) {
	args = make([]any, 0, 2*len(claims))
	for _, claim := range claims {
		args = append(args, claim.ID, claim.Seq)
	}
	return "(" + strings.Repeat("(id = ? AND seq = ?) OR ", len(claims)-1) + "(id = ? AND seq = ?))", args
}

// updateClaimed changes a row that the claim still holds, or fails with code Fenced. The values must take the
// row out of state Claimed: MySQL counts changed rows only.
func updateClaimed[T any](db *gorm.DB, op string, claim queue.Claim, values map[string]any) error {
	result := db.Model(new(T)).
		Where("id = ? AND seq = ? AND state = ?", claim.ID, claim.Seq, queue.Claimed).
		Updates(values)
	if result.Error != nil {
		return classify(op, result.Error)
	}
	if result.RowsAffected == 0 {
		return fenced(op)
	}
	return nil
}

// failClaimed gives a row back until retryAt or buries it, and writes the word about it.
func failClaimed[T any](ctx context.Context, s *Store, op string, claim queue.Claim, reason string, retryAt time.Time, dead bool, tell []queue.Outbound) error {
	values := map[string]any{"state": queue.Waiting, "lease_until": retryAt, "last_error": short(reason)}
	if dead {
		values = ended(claim, map[string]any{"state": queue.Dead, "done_at": s.now(), "last_error": short(reason)})
	}
	return s.write(ctx, op, func(tx *Tx) error {
		if err := updateClaimed[T](tx.db, op, claim, values); err != nil {
			return err
		}
		return tx.Tell(tell...)
	})
}

// due reads the rows to work on: waiting ones that are due and past their not-before, and claimed ones whose
// lease has lapsed, oldest first.
func due[T any](db *gorm.DB, op string, now, wall time.Time, limit int, order func(a, b T) int) ([]T, error) {
	now, wall = kept(now), kept(wall)
	var rows []T
	for _, state := range []queue.State{queue.Waiting, queue.Claimed} {
		part, err := list[T](op, db.Where("state = ? AND due_at <= ? AND lease_until <= ?", state, now, wall).
			Order("due_at, id"), limit)
		if err != nil {
			return nil, err
		}
		rows = append(rows, part...)
	}
	slices.SortFunc(rows, order)
	return rows[:min(limit, len(rows))], nil
}

// short makes a reason fit its column.
func short(reason string) string {
	reason = strings.ToValidUTF8(reason, "�")
	if utf8.RuneCountInString(reason) <= maxReason {
		return reason
	}
	return string([]rune(reason)[:maxReason])
}

// ended is what the end of a row writes.
func ended(claim queue.Claim, values map[string]any) map[string]any {
	if claim.Forget {
		values["body"] = nil // its key, the hash of the body, stays
	}
	return values
}
