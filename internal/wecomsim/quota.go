package wecomsim

import (
	"crypto/sha256"
	"time"
)

// Messages one member can get from one app; the excess is dropped without an error (doc 90312). Judged by
// Config.RateNow.
const (
	maxPerMinute = 30
	maxPerHour   = 1000
)

const defaultDuplicateInterval = 1800 * time.Second

// quotaWindow remembers when the last maxPerHour messages reached a member, as a ring that grows on need.
type quotaWindow struct {
	perMinute int
	times     []time.Time
	next      int
}

// admit reports whether one more message at now stays within both rates, and counts it if so.
func (q *quotaWindow) admit(now time.Time) bool {
	if q.nthLastWithin(q.perMinute, now, time.Minute) || q.nthLastWithin(maxPerHour, now, time.Hour) {
		return false
	}
	if len(q.times) < maxPerHour {
		q.times = append(q.times, now)
	} else {
		q.times[q.next] = now
	}
	q.next = (q.next + 1) % maxPerHour
	return true
}

// nthLastWithin reports whether the n-th message counted back lies less than span before now. A clock
// set back makes old times count as outside.
func (q *quotaWindow) nthLastWithin(n int, now time.Time, span time.Duration) bool {
	if len(q.times) < n {
		return false
	}
	age := now.Sub(q.times[(q.next-n+maxPerHour)%maxPerHour])
	return age >= 0 && age < span
}

// duplicateWindow remembers requests sent with enable_duplicate_check (doc 90236).
type duplicateWindow struct {
	until map[[sha256.Size]byte]remembered
	order expiryQueue[[sha256.Size]byte]
}

type remembered struct {
	expires time.Time
	msgID   string
}

func newDuplicateWindow() *duplicateWindow {
	return &duplicateWindow{until: map[[sha256.Size]byte]remembered{}}
}

func (w *duplicateWindow) find(key [sha256.Size]byte, now time.Time) (msgID string, found bool) {
	r, ok := w.until[key]
	return r.msgID, ok && now.Before(r.expires)
}

func (w *duplicateWindow) remember(key [sha256.Size]byte, msgID string, now time.Time, interval time.Duration) {
	w.order.drop(now, func(old [sha256.Size]byte) {
		if !now.Before(w.until[old].expires) {
			delete(w.until, old)
		}
	})
	w.until[key] = remembered{now.Add(interval), msgID}
	w.order.push(key, now.Add(maxDuplicateInterval*time.Second))
}

// expiryQueue yields keys in the order they were pushed once their time has come: constant cost per key.
type expiryQueue[K any] struct {
	items []expiring[K]
}

type expiring[K any] struct {
	key  K
	when time.Time
}

func (q *expiryQueue[K]) push(key K, when time.Time) {
	q.items = append(q.items, expiring[K]{key, when})
}

func (q *expiryQueue[K]) drop(now time.Time, gone func(K)) {
	n := 0
	for n < len(q.items) && !now.Before(q.items[n].when) {
		gone(q.items[n].key)
		n++
	}
	q.items = q.items[n:]
}
