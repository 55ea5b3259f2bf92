package desk

import (
	"context"

	"petitiondesk/models"
	"petitiondesk/models/statistics"
)

// CloseMonths adds up the months that are over, so that statistics need not read each of their submissions again. What is
// added up can always be derived again; see CountsAgree.
func (d *Desk) CloseMonths(ctx context.Context) error {
	for {
		var month statistics.Month
		err := d.store.Read(ctx, func(tx Tx) (err error) {
			month, err = tx.MonthToClose()
			return err
		})
		if err != nil || month == "" || month > statistics.ClosableOn(d.today()) {
			return err
		}
		err = d.store.Transact(ctx, func(tx Tx) error { return tx.CloseMonth(month) })
		if models.CodeOf(err) == models.Conflict {
			return nil // another replica does it
		}
		if err != nil {
			return err
		}
	}
}

// CountsAgree checks every closed month against its submissions. It names the first that differs, "" when all agree.
func (d *Desk) CountsAgree(ctx context.Context) (differing statistics.Month, err error) {
	err = d.store.Read(ctx, func(tx Tx) error {
		months, err := tx.ClosedMonths()
		if err != nil {
			return err
		}
		for _, month := range months {
			agrees, err := tx.MonthAgrees(month)
			if err != nil || !agrees {
				differing = month
				return err
			}
		}
		return nil
	})
	return differing, err
}
