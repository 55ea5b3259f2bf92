package desk

import (
	"time"

	"petitiondesk/models/duty"
	"petitiondesk/models/queue"
)

// PresenceTx reads and writes who was there, the duty office's board and the group chats of stations.
type PresenceTx interface {
	Groups() ([]duty.Group, error)
	SetGroup(station, chatID string) error
	SaveGroup(g duty.Group) error // where Version = g.Version; then g.Version+1

	// LostMessages returns dead letters and expired ones, newest first, those after one of them or, after a zero one, from the first.
	LostMessages(kinds []string, since time.Time, after queue.Outbound, limit int) ([]queue.Outbound, error)

	Mark(m duty.BoardMark) (fresh bool, err error) // as dealt with
	Marked(marks []string) ([]string, error)
	OpenSwaps(after time.Time, limit int) ([]duty.Swap, error) // that begin later, the nearest first
}
