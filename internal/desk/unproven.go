package desk

import (
	"context"
	"slices"
	"strings"

	"petitiondesk/models/casework"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
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
	boards := map[string]notice.Unproven{}
	var readers []string
	err = d.store.Read(ctx, func(tx Tx) error {
		if readers, err = untoldOffice(tx, key); err != nil || len(readers) == 0 {
			return err
		}
		boards, err = d.unproven(tx, readers)
		return err
	})
	if err != nil || len(boards) == 0 {
		return err
	}
	return d.transact(ctx, func(w *work) error {
		for reader, board := range boards {
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

// unproven makes the list for each reader: of the cases that he may see.
func (d *Desk) unproven(tx Tx, readers []string) (map[string]notice.Unproven, error) {
	cases, err := tx.UnprovenDeliveries(unprovenLooked)
	if err != nil || len(cases) == 0 {
		return nil, err
	}
	units, err := tx.Units()
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, unit := range units {
		names[unit.Code] = unit.Name
	}
	seen, err := sightsOf(tx, cases...)
	if err != nil {
		return nil, err
	}
	staff, err := tx.PeopleByID(readers)
	if err != nil {
		return nil, err
	}
	lines := map[int64]notice.UnprovenLine{}
	for _, c := range cases {
		line, ok, err := unprovenLine(tx, c)
		if err != nil {
			return nil, err
		}
		if ok && line.Since < d.today() { // what was issued today is on its way
			line.Unit = names[c.UnitCode]
			lines[c.ID] = line
		}
	}
	boards := map[string]notice.Unproven{}
	for _, reader := range staff {
		var board notice.Unproven
		for _, c := range cases {
			if line, pending := lines[c.ID]; pending && seen.of(reader, c) == people.Open {
				board.Lines = append(board.Lines, line)
			}
		}
		if board.Total = len(board.Lines); board.Total == 0 {
			continue
		}
		slices.SortStableFunc(board.Lines, func(a, b notice.UnprovenLine) int { return strings.Compare(string(a.Since), string(b.Since)) })
		board.More = len(cases) == unprovenLooked
		board.Lines = board.Lines[:min(len(board.Lines), MaxListed)]
		boards[reader.UserID] = board
	}
	return boards, nil
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
