package desk

import (
	"context"
	"strconv"
	"strings"
	"time"

	"petitiondesk/models"
	"petitiondesk/models/casework"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
)

// Paths of the public pages, below the service's own address.
const (
	QueryPath   = "/q"
	ReceiptPath = "/receipt/"
)

// printLife is how long the link to a printable receipt works.
const printLife = time.Hour

// ReceiptTx reads and writes receipts and what stands behind them.
type ReceiptTx interface {
	AddReceipt(r *petition.Receipt) error // Conflict when the submission has one
	Receipt(number string) (petition.Receipt, error)
	ReissueReceipt(r *petition.Receipt) error                                   // where Issue = r.Issue; then r.Issue+1
	PetitionersOf(submissionID int64, limit int) ([]petition.Petitioner, error) // the lead first
	NewestRatings(caseID int64) ([]petition.Rating, error)                      // one an object
}

// ReachedAt tells the desk the address under which browsers reach the service; receipts print it.
func (d *Desk) ReachedAt(url string) *Desk {
	d.publicURL = strings.TrimRight(url, "/")
	return d
}

// QueryCode is the code that opens a receipt on the public page.
func (d *Desk) QueryCode(number string, issue int64) string {
	return petition.QueryCode(d.indexKey, number, issue)
}

// issueReceipt gives a submission its receipt. The ledger entry of its registration is the last that was recorded.
func (w *work) issueReceipt(s petition.Submission, at time.Time) (petition.Receipt, error) {
	head, err := w.LedgerHead()
	if err != nil {
		return petition.Receipt{}, err
	}
	r := petition.Receipt{
		SubmissionID: s.ID, CaseID: s.CaseID, Number: s.Number, Issue: 1, EntrySeq: head.Seq, EntryHash: string(head.Hash),
		IssuedAt: w.now, RegisteredAt: at,
	}
	return r, w.AddReceipt(&r)
}

// printURL is where the receipt can be printed for the next hour, "" without an address.
func (w *work) printURL(r petition.Receipt) string {
	if w.desk.publicURL == "" {
		return ""
	}
	return w.desk.publicURL + ReceiptPath + r.PrintToken(w.desk.indexKey, w.now.Add(printLife))
}

// handReceipt sends the clerk the picture of a receipt. It is drawn when it is sent, so that nothing here waits for it.
func (w *work) handReceipt(clerk string, r petition.Receipt) error {
	key := "receipt:" + r.Number + ":" + strconv.FormatInt(r.Issue, 10)
	return w.tell(key, clerk, notice.ReceiptPicture, notice.ReceiptOf{Number: r.Number})
}

// newReceipt is the receipt of a submission registered in this transaction, as far as handing it out needs it.
func newReceipt(number string) petition.Receipt { return petition.Receipt{Number: number, Issue: 1} }

// ReceiptShown is what the newest receipt of a submission says now, with its query code. It is for the program's own use.
func (d *Desk) ReceiptShown(ctx context.Context, number string) (shown notice.Receipt, code string, err error) {
	err = d.store.Read(ctx, func(tx Tx) error {
		r, err := tx.Receipt(number)
		if err == nil {
			shown, err = d.printed(tx, r)
		}
		return err
	})
	return shown, d.QueryCode(number, shown.Issue), err
}

// printed is what a receipt says today.
func (d *Desk) printed(tx Tx, r petition.Receipt) (notice.Receipt, error) {
	c, err := tx.Case(r.CaseID)
	if err != nil {
		return notice.Receipt{}, err
	}
	shown := notice.Receipt{
		Number: r.Number, JoinedTo: c.Number, Issue: r.Issue, ShortHash: r.ShortHash(), RegisteredAt: r.RegisteredAt, QueryURL: d.queryURL(r.Number),
	}
	if shown.Office, err = bureauName(tx); err != nil {
		return shown, err
	}
	events, err := tx.EventsOf(c.ID)
	if err != nil {
		return shown, err
	}
	clocks, err := d.clocksOf(tx, c, events)
	shown.Promise = promise(clocks)
	return shown, err
}

func (d *Desk) queryURL(number string) string {
	if d.publicURL == "" {
		return ""
	}
	return d.publicURL + QueryPath + "?n=" + number
}

func bureauName(tx PeopleTx) (string, error) {
	units, err := tx.Units()
	for _, unit := range units {
		if unit.Kind == people.Bureau {
			return unit.Name, err
		}
	}
	return "", err
}

// promise is the next thing an office owes by law; the petitioner's own windows are no promise.
func promise(clocks []casework.CaseClock) notice.Promise {
	for _, clock := range casework.Nearest(clocks) {
		if clock.Open() && !clock.Rule.Optional && !clock.Rule.PetitionerWindow && clock.DueLegal != "" {
			return notice.Promise{
				Due: clock.DueLegal, What: clock.Rule.Title, Article: clock.Rule.Article(), Provisional: clock.Provisional, Late: clock.Late(),
			}
		}
	}
	return notice.Promise{}
}

// ReissueReceipt gives out a receipt anew for a petitioner who lost it: with another query code, the former one ends.
func (d *Desk) ReissueReceipt(ctx context.Context, clerk, reference string) error {
	return d.transact(ctx, func(w *work) error {
		person, err := w.actor(clerk, people.RegisterVisit)
		if err != nil {
			return err
		}
		r, err := w.receiptMeant(person, reference)
		if err != nil {
			return err
		}
		r.IssuedAt = w.now
		if err := w.ReissueReceipt(&r); err != nil {
			return err
		}
		if err := w.answer(clerk, notice.ReceiptAgain, notice.Reissued{Number: r.Number, PrintURL: w.printURL(r)}); err != nil {
			return err
		}
		if err := w.handReceipt(clerk, r); err != nil {
			return err
		}
		return w.record(ledger.ReceiptReissued, r.Number, clerk, map[string]any{"issue": r.Issue})
	})
}

// receiptMeant finds a receipt by the number of its submission. What was registered before there were receipts gets one now.
func (w *work) receiptMeant(clerk people.Person, reference string) (petition.Receipt, error) {
	found, _, err := w.desk.open(w.ctx, w, clerk, reference, people.RegisterVisit)
	if err != nil {
		return petition.Receipt{}, err
	}
	number := w.desk.numberMeant(w.ctx, reference)
	r, err := w.Receipt(number)
	if models.CodeOf(err) != models.NotFound {
		return r, err
	}
	s, err := w.SubmissionByNumber(number)
	if err != nil {
		return r, err
	}
	r = petition.Receipt{SubmissionID: s.ID, CaseID: found.ID, Number: number, IssuedAt: w.now, RegisteredAt: s.ReceivedAt}
	return r, w.AddReceipt(&r)
}

// ReceiptByToken is the printable receipt a token opens, with its query code. NotFound when the token's time has passed or a
// newer receipt was given out.
func (d *Desk) ReceiptByToken(ctx context.Context, token string) (shown notice.Receipt, code string, err error) {
	number, issue, ok := petition.ReadPrintToken(d.indexKey, token, d.Now())
	if ok {
		shown, code, err = d.ReceiptShown(ctx, number)
	}
	if err == nil && (!ok || shown.Issue != issue) {
		err = &models.Error{Code: models.NotFound, Op: "open receipt"}
	}
	if err != nil {
		return notice.Receipt{}, "", err
	}
	return shown, code, nil
}
