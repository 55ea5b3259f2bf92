package desk

import (
	"context"
	"sync"
	"time"

	"petitiondesk/models/petition"
)

// topicLists is the catalogue of topics in use: the shipped one, and what imports add to it. version is the id of the
// newest import, 0 when there is none.
type topicLists struct {
	mu      sync.Mutex
	known   *petition.Catalogue // nil until the store was read
	version int64
	readAt  time.Time
}

func (t *topicLists) fresh() (*petition.Catalogue, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.known, t.known != nil && time.Since(t.readAt) < calendarAge
}

func (t *topicLists) at(version int64) (*petition.Catalogue, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.known, t.known != nil && t.version == version
}

// keep leaves a newer version in place: somebody slow may come with what he read before an import.
func (t *topicLists) keep(catalogue *petition.Catalogue, version int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.known == nil || version >= t.version {
		t.known, t.version, t.readAt = catalogue, version, time.Now()
	}
}

// topicsIn is the catalogue of this very moment. It costs a look at the newest id.
func (d *Desk) topicsIn(tx TopicTx) (*petition.Catalogue, error) {
	newest, err := tx.NewestTopicEdition()
	if err != nil {
		return nil, err
	}
	if known, ok := d.topics.at(newest); ok {
		d.topics.keep(known, newest)
		return known, nil
	}
	editions, err := tx.TopicEditions()
	if err != nil {
		return nil, err
	}
	catalogue, version := catalogueOf(editions)
	d.topics.keep(catalogue, version)
	return catalogue, nil
}

func catalogueOf(editions []petition.TopicEdition) (catalogue *petition.Catalogue, version int64) {
	for _, edition := range editions {
		version = max(version, edition.ID)
	}
	return petition.ShippedTopics().With(editions...), version
}

// Topics is the catalogue to read by; another process's import may be unknown to it for a minute.
func (d *Desk) Topics(ctx context.Context) (*petition.Catalogue, error) {
	if known, ok := d.topics.fresh(); ok {
		return known, nil
	}
	var catalogue *petition.Catalogue
	err := d.store.Read(ctx, func(tx Tx) (err error) {
		catalogue, err = d.topicsIn(tx)
		return err
	})
	return catalogue, err
}
