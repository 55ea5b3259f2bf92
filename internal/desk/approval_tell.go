package desk

import (
	"fmt"

	"petitiondesk/models/approval"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
)

// subject loads the case a request is about; requests about something else, such as a swap, have none.
func (w *work) subject(r approval.Request) (petition.Case, error) {
	if r.CaseID <= 0 {
		return petition.Case{}, nil
	}
	return w.Case(r.CaseID)
}

func (w *work) requestNotice(request approval.Request) (notice.Approval, error) {
	found, err := w.subject(request)
	if err != nil {
		return notice.Approval{}, err
	}
	applicant, err := w.Person(request.Applicant)
	if err != nil {
		return notice.Approval{}, err
	}
	shown, err := w.approvalNotice(request, found, applicant)
	if err != nil || request.Round < 2 {
		return shown, err
	}
	history, err := w.EntriesOf(request.ID, 1000)
	if err != nil {
		return shown, err
	}
	for _, entry := range history {
		if entry.Doing == approval.Supplement {
			shown.Supplement = entry.Text
		}
	}
	return shown, w.unnameAll(request.CaseID, &shown.Supplement)
}

func taskOf(r approval.Request, s approval.Seat) string {
	return notice.ApprovalCardTask(r.ID, s.UserID, s.Step, s.Card)
}

// sendCards gives people who are asked their cards, and sees to their morning's digest.
func (w *work) sendCards(r approval.Request, seats []approval.Seat) error {
	shown, err := w.requestNotice(r)
	if err != nil {
		return err
	}
	cal, err := w.calendar()
	if err != nil {
		return err
	}
	may, err := w.partakers(r, seatedUsers(seats)...)
	if err != nil {
		return err
	}
	for _, seat := range seats {
		if !may[seat.UserID] {
			continue
		}
		one := w.forSeat(shown, seat)
		one.TaskID = taskOf(r, seat)
		if err := w.card(one.TaskID, seat.UserID, notice.ApprovalCard, one, nil); err != nil {
			return err
		}
		if w.carded == nil {
			w.carded = map[string]bool{}
		}
		w.carded[seat.UserID] = true
		if err := w.planDigest(seat.UserID, cal); err != nil {
			return err
		}
	}
	return nil
}

// forSeat marks whose stead the holder of a card is asked in.
func (w *work) forSeat(shown notice.Approval, seat approval.Seat) notice.Approval {
	if seat.StandsIn() {
		shown.StandsInFor = w.nameOf(seat.Principal)
	}
	return shown
}

// amendCards brings the cards of these people up to date. Cards that have not left yet are taken back instead when the
// request no longer waits for them.
func (w *work) amendCards(r approval.Request, seats []approval.Seat, kind notice.Kind, mark string) error {
	if len(seats) == 0 {
		return nil
	}
	shown, err := w.requestNotice(r)
	if err != nil {
		return err
	}
	tasks := make([]string, len(seats))
	for i, seat := range seats {
		tasks[i] = taskOf(r, seat)
	}
	unsent, err := w.CancelUnsent(tasks...)
	if err != nil {
		return err
	}
	never := map[string]bool{}
	for _, task := range unsent {
		never[task] = true
	}
	may, err := w.partakers(r, seatedUsers(seats)...)
	if err != nil {
		return err
	}
	for i, seat := range seats {
		if never[tasks[i]] || !may[seat.UserID] {
			continue
		}
		one := w.forSeat(shown, seat)
		one.TaskID, one.Mine, one.Gone = tasks[i], seat.Verdict, seat.Gone
		if err := w.amend(one.TaskID, mark, seat.UserID, kind, one); err != nil {
			return err
		}
	}
	return nil
}

// tellActed lets everybody know what an act has changed: cards, those who come next, the applicant, the one who acted.
func (w *work) tellActed(before, after approval.Request, act approval.Act, person people.Person, quiet bool) error {
	mark := fmt.Sprintf("v%d", after.Version)
	if before.State == approval.Pending && after.State == approval.Pending && before.Step == after.Step {
		mine, ok := after.SeatOf(act.By)
		if ok && act.Doing != approval.Depart {
			if err := w.amendCards(after, []approval.Seat{mine}, notice.ApprovalClosed, mark); err != nil {
				return err
			}
		}
	} else if act.Doing != approval.Supplement {
		if err := w.amendCards(after, cardsOf(before, after), notice.ApprovalClosed, mark); err != nil {
			return err
		}
	}
	if err := w.sendCards(after, newcomers(before, after, act)); err != nil {
		return err
	}
	return w.tellOutcome(before, after, act, person, quiet)
}

// cardsOf lists the seats whose cards show an old state: all of them once nothing waits, else those of the step that ended.
func cardsOf(before, after approval.Request) []approval.Seat {
	if after.State != approval.Pending {
		return after.Everyone()
	}
	var seats []approval.Seat
	for _, s := range after.Everyone() {
		if s.Step <= before.Step {
			seats = append(seats, s)
		}
	}
	return seats
}

// newcomers lists the seats that wait now and did not before, or, after a supplement, all that wait.
func newcomers(before, after approval.Request, act approval.Act) []approval.Seat {
	if act.Doing == approval.Supplement {
		return after.Open()
	}
	waited := map[string]bool{}
	for _, s := range before.Open() {
		waited[fmt.Sprintf("%d:%s", s.Step, s.UserID)] = true
	}
	var fresh []approval.Seat
	for _, s := range after.Open() {
		if !waited[fmt.Sprintf("%d:%s", s.Step, s.UserID)] {
			fresh = append(fresh, s)
		}
	}
	return fresh
}

func (w *work) tellOutcome(before, after approval.Request, act approval.Act, person people.Person, quiet bool) error {
	shown, err := w.requestNotice(after)
	if err != nil {
		return err
	}
	shown.Doing, shown.Text, shown.By, shown.Effect = act.Doing, act.Text, act.Name, w.effect
	if err := w.unnameAll(after.CaseID, &shown.Text); err != nil {
		return err
	}
	if act.Doing == approval.HandOn {
		shown.To = act.To.Name
	}
	if seat, ok := after.EverSeated(act.By); ok {
		shown.Mine = seat.Verdict
	}
	moved := before.State != after.State || before.Step != after.Step
	key := fmt.Sprintf("request:%d:v%d", after.ID, after.Version)
	may, err := w.partakers(after, after.Applicant)
	if err != nil {
		return err
	}
	if moved && after.Applicant != act.By && may[after.Applicant] {
		kind := notice.ApprovalOutcome
		if after.State.Waits() {
			kind = notice.ApprovalMoved
		}
		if err := w.tell(key, after.Applicant, kind, shown); err != nil {
			return err
		}
	}
	if act.By == "" || act.By == SystemActor || act.Doing == approval.Depart || quiet {
		return nil
	}
	kind := notice.ApprovalDone
	if after.Voting() || after.State != approval.Approved && after.State != approval.Rejected || act.Doing != approval.Agree && act.Doing != approval.Refuse {
		kind = notice.ApprovalActed
	}
	return w.tell(key+":actor", person.UserID, kind, shown)
}
