package desk

import (
	"context"
	"time"

	"petitiondesk/models"
	"petitiondesk/models/approval"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
)

// Sheet is a request with its whole history, as a page shows it. Personal data is masked.
type Sheet struct {
	Title     string
	Reader    string
	ReadAt    time.Time
	Request   approval.Request
	Shown     notice.Approval
	Applicant string
	Steps     []SheetStep
	History   []approval.Entry
	Names     map[string]string // titles by userid
}

// SheetStep is one step with what was said in it.
type SheetStep struct {
	Name  string
	Seats []approval.Seat
}

// SheetLink makes an address at which the person can read and print a request for half an hour. reference names the newest
// request about a case.
func (d *Desk) SheetLink(ctx context.Context, by, reference string) (string, error) {
	if !d.hasAddress() {
		return "", errNoAddress
	}
	var link string
	err := d.store.Read(ctx, func(tx Tx) error {
		person, err := may(tx, by, people.ReadDuty)
		if err != nil {
			return err
		}
		found, _, err := d.open(ctx, tx, person, reference, people.ReadCases)
		if err != nil {
			return err
		}
		requests, err := tx.RequestsOn(found.ID, 20)
		if err != nil {
			return err
		}
		for _, r := range requests {
			if mayReadSheet(r, person) {
				link = d.publicURL + "/approvals/" + d.sealLink(toApproval, r.ID, person.UserID)
				return nil
			}
		}
		return models.Errorf(models.NotFound, "%s 没有您可以查看的呈批单。", found.Number)
	})
	return link, err
}

// mayReadSheet tells whether the person has, or had, a part in the request, or watches over all of them.
func mayReadSheet(r approval.Request, p people.Person) bool {
	_, seated := r.EverSeated(p.UserID)
	return seated || r.Applicant == p.UserID || p.Has(people.Supervisor, people.Auditor)
}

var errSheetGone = models.Errorf(models.NotFound, "这个地址已经失效，请在信访工作台重新发送「呈批单 编号」。")

// SheetAt opens the address made by SheetLink.
func (d *Desk) SheetAt(ctx context.Context, token string) (Sheet, error) {
	link, ok := d.openLink(toApproval, token)
	if !ok {
		return Sheet{}, errSheetGone
	}
	var sheet Sheet
	err := d.store.Read(ctx, func(tx Tx) error {
		person, err := may(tx, link.user, people.ReadDuty)
		if err != nil {
			return err
		}
		w := &work{Tx: tx, desk: d, ctx: ctx, now: d.clock.Now()}
		r, err := tx.Request(link.id)
		if err != nil {
			return err
		}
		about, err := w.subject(r)
		if err != nil {
			return err
		}
		seen, err := sightsOf(tx, about)
		if err != nil {
			return err
		}
		if !seen.takesPart(person, about) || !mayReadSheet(r, person) {
			return errSheetGone
		}
		if sheet, err = w.sheet(r, person); err != nil || r.CaseID <= 0 || seen.of(person, about).Shows(people.MatterField) {
			return err
		}
		sheet.withoutMatter()
		return nil
	})
	return sheet, err
}

// withoutMatter leaves of the case what an outline has: who watches over requests need not know what they are about.
func (s *Sheet) withoutMatter() {
	s.Shown.Name, s.Shown.Place, s.Shown.Facts, s.Shown.Demand, s.Shown.Reason, s.Shown.Opinion, s.Shown.Supplement = "", "", "", "", "", "", ""
	s.Shown.Lines = nil
	for i := range s.History {
		s.History[i].Text = ""
	}
	for _, step := range s.Steps {
		for i := range step.Seats {
			step.Seats[i].Opinion = ""
		}
	}
}

func (w *work) sheet(r approval.Request, reader people.Person) (Sheet, error) {
	shown, err := w.requestNotice(r)
	if err != nil {
		return Sheet{}, err
	}
	history, err := w.EntriesOf(r.ID, 1000)
	if err != nil {
		return Sheet{}, err
	}
	for i := range history {
		if err := w.unnameAll(r.CaseID, &history[i].Text); err != nil {
			return Sheet{}, err
		}
	}
	sheet := Sheet{
		Title: r.Kind.Title(), Reader: reader.Title(), ReadAt: w.now, Request: r, Shown: shown, Applicant: shown.Applicant, History: history,
		Names: map[string]string{},
	}
	for i, step := range r.Steps() {
		one := SheetStep{Name: step.Name}
		for _, seat := range r.Seats {
			if seat.Step == i {
				if err := w.unnameAll(r.CaseID, &seat.Opinion); err != nil {
					return Sheet{}, err
				}
				one.Seats = append(one.Seats, seat)
			}
			if seat.StandsIn() {
				sheet.Names[seat.Principal] = w.nameOf(seat.Principal)
			}
		}
		sheet.Steps = append(sheet.Steps, one)
	}
	return sheet, nil
}
