package desk

import (
	"time"

	"petitiondesk/models/duty"
	"petitiondesk/models/queue"
)

// PresenceTx reads and writes who was there, the duty office's board and the group chats of stations.
type PresenceTx interface {
	ForgetInbound(id int64) error // its body, at once
	Groups() ([]duty.Group, error)
	SetGroup(station, chatID string) error
	SaveGroup(g duty.Group) error                                                      // where Version = g.Version; then g.Version+1
	LostMessages(kinds []string, since time.Time, limit int) ([]queue.Outbound, error) // dead letters and expired ones, newest first
	Mark(m duty.BoardMark) (fresh bool, err error)                                     // as dealt with
	Marked(marks []string) ([]string, error)
	OpenSwaps(after time.Time, limit int) ([]duty.Swap, error) // that begin later, the nearest first
}
