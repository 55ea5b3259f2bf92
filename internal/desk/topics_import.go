package desk

import (
	"context"

	"petitiondesk/models/ledger"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
)

// TopicChange is what an import does to one list of topics.
type TopicChange struct {
	List    petition.TopicList
	Version int      // that the list gets
	Lines   []string // the difference, for people
}

// ImportTopics takes lists of topics into the catalogue, each as a new version, all or nothing, and returns the lists that
// change. A list that stays as it is gets no version. A dry run only tells. How cases were classified is not touched.
func (d *Desk) ImportTopics(ctx context.Context, by, source string, lists []petition.TopicEdition, dryRun bool) ([]TopicChange, error) {
	var changes []TopicChange
	if dryRun {
		err := d.store.Read(ctx, func(tx Tx) (err error) {
			changes, err = d.topicChanges(tx, by, lists)
			return err
		})
		return changes, err
	}
	var after []petition.TopicEdition
	err := d.transact(ctx, func(w *work) (err error) {
		if changes, err = d.topicChanges(w, by, lists); err != nil || len(changes) == 0 {
			return err
		}
		if err := w.addTopics(by, source, lists, changes); err != nil {
			return err
		}
		after, err = w.TopicEditions()
		return err
	})
	if err != nil || len(changes) == 0 {
		return nil, err
	}
	d.topics.keep(catalogueOf(after))
	return changes, nil
}

// topicChanges compares the lists with what the store has now, whatever the desk remembers.
func (d *Desk) topicChanges(tx Tx, by string, lists []petition.TopicEdition) ([]TopicChange, error) {
	if by != SystemActor {
		if _, err := may(tx, by, people.ImportCalendar); err != nil {
			return nil, err
		}
	}
	editions, err := tx.TopicEditions()
	if err != nil {
		return nil, err
	}
	versions := map[petition.TopicList]int{}
	for _, edition := range editions {
		versions[edition.TopicList] = edition.Version
	}
	known, _ := catalogueOf(editions)
	if err := known.UnknownCounterparts(lists); err != nil {
		return nil, err
	}
	var changes []TopicChange
	for _, list := range lists {
		lines := petition.TopicDifference(before(editions, known, list.TopicList), list.Entries)
		if len(lines) > 0 {
			changes = append(changes, TopicChange{list.TopicList, versions[list.TopicList] + 1, lines})
		}
	}
	return changes, nil
}

// before is a list as it was imported last, or else as it is shipped.
func before(editions []petition.TopicEdition, shipped *petition.Catalogue, list petition.TopicList) []petition.TopicEntry {
	for _, edition := range editions {
		if edition.TopicList == list {
			return edition.Entries
		}
	}
	return shipped.Entries(list)
}

func (w *work) addTopics(by, source string, lists []petition.TopicEdition, changes []TopicChange) error {
	entries := map[petition.TopicList][]petition.TopicEntry{}
	for _, list := range lists {
		entries[list.TopicList] = list.Entries
	}
	var recorded []map[string]any
	for _, change := range changes {
		edition := petition.TopicEdition{
			TopicList: change.List, Version: change.Version, Source: source, ImportedBy: by, ImportedAt: w.now, Entries: entries[change.List],
		}
		if err := w.AddTopicEdition(&edition); err != nil {
			return err
		}
		recorded = append(recorded, map[string]any{
			"edition": edition.ID, "list": change.List, "version": change.Version, "topics": len(edition.Entries), "changes": len(change.Lines),
		})
	}
	return w.record(ledger.TopicsImported, "topics", by, map[string]any{"lists": recorded})
}
