package desk

import (
	"context"
	"slices"
	"time"

	"petitiondesk/models/calendar"
	"petitiondesk/models/casework"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
)

const (
	// timelinePage is how many moments one message tells.
	timelinePage = 8
	// timelineProgress is how many of the newest lines of progress a timeline takes in.
	timelineProgress = 500
)

// Moment is one thing that happened to a case: a step, or a line of progress where Step is "".
type Moment struct {
	Step casework.Step
	Day  calendar.Day // on which it happened
	At   time.Time    // when it was recorded
	By   string       // name, "" = the program
	Unit string       // of who did it
	Text string       // the reason or the progress, as written
}

// Timeline is a page of what happened to a case, newest first. Pages count from 1.
type Timeline struct {
	Number      string
	Page, Pages int
	Moments     []Moment
	Cut         bool // earlier lines of progress are left out
	Bare        bool // steps and days only: the reader may see no more, or the case is an accusation
}

// TimelineOf tells what happened to a case. A page past the end is the last one.
func (d *Desk) TimelineOf(ctx context.Context, reader, reference string, page int) (Timeline, error) {
	var t Timeline
	err := d.store.Read(ctx, func(tx Tx) error {
		person, err := may(tx, reader, people.ReadCases)
		if err != nil {
			return err
		}
		found, _, sight, err := d.look(ctx, tx, person, reference, people.ReadCases)
		if err != nil {
			return err
		}
		events, err := tx.EventsOf(found.ID)
		if err != nil {
			return err
		}
		progress, err := tx.ProgressOf(found.ID, timelineProgress)
		if err != nil {
			return err
		}
		moments := inOrder(events, progress)
		t = Timeline{Number: found.Number, Pages: (len(moments) + timelinePage - 1) / timelinePage, Cut: len(progress) == timelineProgress}
		t.Page = max(1, min(page, t.Pages))
		first := (t.Page - 1) * timelinePage
		t.Moments = moments[first:min(first+timelinePage, len(moments))]
		if found.Confidential || !sight.Shows(people.HandlingField) {
			t.Bare = true
			for i, m := range t.Moments {
				t.Moments[i] = Moment{Step: m.Step, Day: m.Day, At: m.At}
			}
			return nil
		}
		w := &work{Tx: tx, desk: d, ctx: ctx}
		for i := range t.Moments {
			if err := w.unnameAll(found.ID, &t.Moments[i].Text); err != nil {
				return err
			}
		}
		return nameAuthors(tx, t.Moments)
	})
	return t, err
}

// inOrder lays steps and progress on one line, newest first; By is still a userid. What was recorded in one
// transaction keeps its order.
func inOrder(events []casework.Event, progress []petition.Progress) []Moment {
	moments := make([]Moment, 0, len(events)+len(progress))
	for _, e := range slices.Backward(events) {
		moments = append(moments, Moment{Step: e.Step, Day: e.Day, At: e.At, By: e.Actor, Text: e.Details.Reason})
	}
	for _, p := range progress {
		moments = append(moments, Moment{Day: calendar.DayOf(p.At), At: p.At, By: p.Author, Text: p.Text})
	}
	slices.SortStableFunc(moments, func(a, b Moment) int { return b.At.Compare(a.At) })
	return moments
}

func nameAuthors(tx PeopleTx, moments []Moment) error {
	var ids []string
	for _, m := range moments {
		if m.By != "" && !slices.Contains(ids, m.By) {
			ids = append(ids, m.By)
		}
	}
	authors, err := tx.PeopleByID(ids)
	if err != nil {
		return err
	}
	for i, m := range moments {
		if at := slices.IndexFunc(authors, func(p people.Person) bool { return p.UserID == m.By }); at >= 0 {
			moments[i].By, moments[i].Unit = authors[at].Name, authors[at].UnitName
		}
	}
	return nil
}
