package desk

import (
	"context"

	"petitiondesk/models"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
	"petitiondesk/models/statistics"
)

// Classify says how a case is counted: its topic, purpose and level, those that change names.
func (d *Desk) Classify(ctx context.Context, by, reference string, change petition.Classification) error {
	return d.transact(ctx, func(w *work) error {
		person, err := w.actor(by, people.RouteCases)
		if err != nil {
			return err
		}
		found, _, err := d.open(ctx, w, person, reference, people.RouteCases)
		if err != nil {
			return err
		}
		topics, err := d.topicsIn(w.Tx)
		if err != nil {
			return err
		}
		if !change.Ready(topics) {
			return models.Errorf(models.Invalid, "请在编号后写明分类，例如：分类 %s 劳动和社会保障 求决 县级", found.Number)
		}
		change.TopicList = topics.Now()
		if err := w.SetClassification(found.ID, change, w.now); err != nil {
			return err
		}
		// Read again, now that it is locked: somebody may have changed another part meanwhile.
		if found, err = w.Case(found.ID); err != nil {
			return err
		}
		if err := w.guardAccusation(&found, by); err != nil {
			return err
		}
		if err := w.recount(found.ID, func(c *statistics.Counted) {
			c.TopicList, c.Topic, c.Purpose, c.Level = found.TopicList, found.Topic, found.Purpose, found.Level
			if change.Nationwide != "" && !c.Repeated {
				c.Nationwide = change.Nationwide
			}
		}); err != nil {
			return err
		}
		now := petition.Classification{
			TopicList: found.TopicList, Topic: found.Topic, Purpose: found.Purpose, Level: found.Level, Nationwide: found.Nationwide,
		}
		told := notice.Classified{Number: found.Number, TopicName: topics.Name(found.TopicList, found.Topic), Classification: now}
		if err := w.answer(by, notice.CaseClassified, told); err != nil {
			return err
		}
		return w.record(ledger.CaseClassified, found.Number, by, map[string]any{
			"topic_list": found.TopicList, "topic": found.Topic, "purpose": found.Purpose, "level": found.Level, "nationwide": found.Nationwide,
		})
	})
}
