package desk

import (
	"context"
	"slices"
	"strings"

	"petitiondesk/models/casework"
	"petitiondesk/models/notice"
	"petitiondesk/models/petition"
)

// unprovenLooked bounds how many cases are looked at for the weekly list.
const unprovenLooked = 100

// showUnproven tells the duty office, once a week, which opinions have not been shown to have arrived: posted and not handed
// over, or issued and never delivered. Until then the petitioner's window has not begun.
func (d *Desk) showUnproven(ctx context.Context) error {
	cal, err := d.calendarNow(ctx)
	if err != nil {
		return err
	}
	key, due := notice.UnprovenBoardDue(d.clock.Now(), cal)
	if !due {
		return nil
	}
	var board notice.Unproven
	var readers []string
	err = d.store.Read(ctx, func(tx Tx) error {
		if readers, err = untoldOffice(tx, key); err != nil || len(readers) == 0 {
			return err
		}
		board, err = d.unproven(tx)
		return err
	})
	if err != nil || len(readers) == 0 || board.Total == 0 {
		return err
	}
	return d.transact(ctx, func(w *work) error {
		for _, reader := range readers {
			if err := w.tell(key+":"+reader, reader, notice.UnprovenBoard, board); err != nil {
				return err
			}
		}
		return nil
	})
}

// untoldOffice lists those of the duty office who have not been sent a message of that key.
func untoldOffice(tx Tx, key string) ([]string, error) {
	office, err := dutyOffice(tx)
	if err != nil {
		return nil, err
	}
	var untold []string
	for _, person := range office {
		told, err := tx.Told(key + ":" + person.UserID)
		if err != nil {
			return nil, err
		}
		if !told {
			untold = append(untold, person.UserID)
		}
	}
	return untold, nil
}

func (d *Desk) unproven(tx Tx) (notice.Unproven, error) {
	cases, err := tx.UnprovenDeliveries(unprovenLooked)
	if err != nil || len(cases) == 0 {
		return notice.Unproven{}, err
	}
	units, err := tx.Units()
	if err != nil {
		return notice.Unproven{}, err
	}
	names := map[string]string{}
	for _, unit := range units {
		names[unit.Code] = unit.Name
	}
	var board notice.Unproven
	for _, c := range cases {
		line, ok, err := unprovenLine(tx, c)
		if err != nil {
			return notice.Unproven{}, err
		}
		if ok && line.Since < d.today() { // what was issued today is on its way
			line.Unit = names[c.UnitCode]
			board.Lines = append(board.Lines, line)
		}
	}
	slices.SortStableFunc(board.Lines, func(a, b notice.UnprovenLine) int { return strings.Compare(string(a.Since), string(b.Since)) })
	board.Total, board.More = len(board.Lines), len(cases) == unprovenLooked
	board.Lines = board.Lines[:min(len(board.Lines), MaxListed)]
	return board, nil
}

func unprovenLine(tx CaseworkTx, c petition.Case) (notice.UnprovenLine, bool, error) {
	events, err := tx.EventsOf(c.ID)
	if err != nil {
		return notice.UnprovenLine{}, false, err
	}
	pending, ok := casework.Undelivered(events)
	return notice.UnprovenLine{
		Number: c.Number, Document: pending.Document, Since: pending.Issued, Posted: pending.Posted, Tracking: pending.Tracking,
	}, ok, nil
}
