package desk

import (
	"context"
	"maps"
	"slices"

	"petitiondesk/models"
	"petitiondesk/models/casework"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
)

const (
	// handedAtOnce is how many cases of each sort, and requests, one confirmation moves; the rest waits for the next.
	handedAtOnce = 50
	// dutiesLooked in days.
	dutiesLooked = 92
)

// ShowHandOver shows what somebody who leaves or is absent has to do, and to whom it would go; nothing is done yet.
func (d *Desk) ShowHandOver(ctx context.Context, by, from, to string) error {
	return d.transact(ctx, func(w *work) error {
		person, leaver, successor, err := w.handingOver(by, from, to)
		if err != nil {
			return err
		}
		pile, err := w.pileOf(person, leaver, successor)
		if err != nil {
			return err
		}
		if pile.empty() {
			return models.Errorf(models.NotFound, "%s名下没有您可以移交的在办事项、包案和待审批，不需要交接。", leaver.Name)
		}
		shown := pile.shown(leaver, successor)
		shown.TaskID = notice.HandOverTask(w.key)
		if err := w.countKept(&shown); err != nil {
			return err
		}
		return w.card(shown.TaskID, by, notice.WorkToHandOver, shown, nil)
	})
}

// HandOverWork moves what ShowHandOver has shown: each case by a step on its own way, so that its timeline tells of it and its
// clocks run on. It can be repeated: what has moved is not there any more.
func (d *Desk) HandOverWork(ctx context.Context, by, from, to, task string) error {
	return d.transact(ctx, func(w *work) error {
		person, leaver, successor, err := w.handingOver(by, from, to)
		if err != nil {
			return err
		}
		pile, err := w.pileOf(person, leaver, successor)
		if err != nil {
			return err
		}
		if pile.empty() {
			return models.Errorf(models.Conflict, "%s的工作已经移交，没有作任何改动。", leaver.Name)
		}
		for _, move := range pile.moves {
			if err := w.move(move, person, leaver); err != nil {
				return err
			}
		}
		if err := w.moveRequests(&pile, leaver, successor, person); err != nil {
			return err
		}
		return w.tellHandedOver(pile, person, leaver, successor, task)
	})
}

// handingOver checks who hands over what to whom: the bureau's supervisors for everybody, a unit's head within it.
func (w *work) handingOver(by, from, to string) (person, leaver, successor people.Person, err error) {
	if person, err = w.actor(by, people.HandOverWork); err != nil {
		return person, leaver, successor, err
	}
	if leaver, err = w.leaverMeant(from); err != nil {
		return person, leaver, successor, err
	}
	if successor, err = w.personMeant(to); err != nil {
		return person, leaver, successor, err
	}
	bureau, err := w.inBureau(person)
	switch {
	case err != nil:
		return person, leaver, successor, err
	case leaver.UserID == successor.UserID:
		return person, leaver, successor, models.Errorf(models.Invalid, "请写明由谁接手，例如：交接 张磊 李娜。")
	case !(bureau && person.Has(people.Supervisor)) && person.UnitCode != leaver.UnitCode:
		return person, leaver, successor, models.Errorf(models.Forbidden, "您只能安排本单位同志之间的交接，跨单位的请联系信访部门负责人。")
	}
	return person, leaver, successor, nil
}

// leaverMeant finds somebody by name or, when he is gone already, by userid.
func (w *work) leaverMeant(name string) (people.Person, error) {
	found, err := w.personMeant(name)
	if models.CodeOf(err) != models.NotFound {
		return found, err
	}
	gone, fault := w.Person(people.NormalUserID(name))
	if models.CodeOf(fault) == models.NotFound {
		return gone, models.Errorf(models.NotFound, "在职人员里没有「%s」。已经离开的同志请写通讯录账号，例如：交接 zhanglei 李娜。", name)
	}
	return gone, fault
}

// moved is one case that changes hands.
type moved struct {
	petition.Case
	step casework.Step
	to   people.Person
}

// pile is the open work of one person, as far as it is dealt with at once.
type pile struct {
	moves    []moved
	kept     []petition.Case // nobody may take them
	requests []int64
	refused  []string // numbers of the requests that the successor may not decide
	cases    int
	led      int
	more     bool
}

func (p pile) empty() bool { return len(p.moves)+len(p.requests)+len(p.kept) == 0 }

func (p pile) shown(leaver, successor people.Person) notice.HandOver {
	shown := notice.HandOver{
		From: leaver.Title(), FromID: leaver.UserID, To: successor.Title(), ToID: successor.UserID,
		Cases: p.cases, Led: p.led, Requests: len(p.requests), More: p.more, Stay: slices.Clone(p.refused),
	}
	for _, m := range p.moves {
		if m.to.UserID == successor.UserID {
			shown.Numbers = append(shown.Numbers, m.Number)
		} else {
			shown.Stay = append(shown.Stay, m.Number)
		}
	}
	for _, c := range p.kept {
		shown.Stay = append(shown.Stay, c.Number)
	}
	shown.Numbers = compact(shown.Numbers)
	shown.Stay = compact(shown.Stay)
	return shown
}

func compact(numbers []string) []string {
	slices.Sort(numbers)
	return slices.Compact(numbers)
}

// pileOf looks through the open work for what moves. Cases that who hands over may not open are left where they are: their
// unit's handlers are asked about them as soon as the person is gone.
func (w *work) pileOf(by, leaver, successor people.Person) (pile, error) {
	var p pile
	own, more, err := w.movable(by, leaver.UserID, w.OpenCasesOf, casework.SetResponsible)
	if err != nil {
		return p, err
	}
	led, moreLed, err := w.movable(by, leaver.UserID, w.OpenCasesLedBy, casework.TakeCharge)
	if err != nil {
		return p, err
	}
	p.more, p.cases, p.led = more || moreLed, len(own), len(led)
	seen, err := sightsOf(w.Tx, slices.Concat(own, led)...)
	if err != nil {
		return p, err
	}
	heads, err := w.headsIn(leaver)
	if err != nil {
		return p, err
	}
	for _, c := range own {
		takers := append([]people.Person{successor}, heads...)
		p.give(c, casework.SetResponsible, takers, func(t people.Person) bool {
			return t.UnitCode == c.UnitCode && t.Has(people.Handler, people.Leader, people.Supervisor) && seen.of(t, c) == people.Open
		})
	}
	for _, c := range led {
		p.give(c, casework.TakeCharge, []people.Person{successor}, func(t people.Person) bool { return t.Has(people.Leader) && !seen.barred(t, c.ID) })
	}
	waiting, err := w.WaitingFor(leaver.UserID, handedAtOnce)
	if err == nil {
		waiting, err = requestsSeenBy(w.Tx, by.UserID, waiting)
	}
	for _, r := range waiting {
		p.requests = append(p.requests, r.ID)
	}
	return p, err
}

func (p *pile) give(c petition.Case, step casework.Step, takers []people.Person, able func(people.Person) bool) {
	if i := slices.IndexFunc(takers, able); i >= 0 {
		p.moves = append(p.moves, moved{Case: c, step: step, to: takers[i]})
		return
	}
	p.kept = append(p.kept, c)
}

// movable lists the cases, as many as are moved at once, that the person may open and whose state admits the step.
func (w *work) movable(by people.Person, of string, next func(string, int64, int) ([]petition.Case, error), step casework.Step) (found []petition.Case, more bool, err error) {
	line, _ := casework.TransitionOf(step)
	for after := int64(0); ; {
		cases, err := next(of, after, handedAtOnce)
		if err != nil || len(cases) == 0 {
			return found, false, err
		}
		after = cases[len(cases)-1].ID
		seen, err := seenBy(w.Tx, by, people.Open, cases)
		if err != nil {
			return nil, false, err
		}
		for _, c := range seen {
			if !slices.Contains(line.From, c.State) {
				continue
			}
			if len(found) == handedAtOnce {
				return found, true, nil
			}
			found = append(found, c)
		}
	}
}

// headsIn lists the heads of the leaver's unit, himself left out.
func (w *work) headsIn(leaver people.Person) ([]people.Person, error) {
	staff, err := w.PeopleIn(leaver.UnitCode)
	return slices.DeleteFunc(staff, func(p people.Person) bool {
		return p.UserID == leaver.UserID || !p.Has(people.Leader, people.Supervisor)
	}), err
}

// move takes the step that gives a case to somebody. The case is read anew: one person may be both responsible and in charge.
func (w *work) move(m moved, by, leaver people.Person) error {
	c, err := w.Case(m.ID)
	if err != nil {
		return err
	}
	h, err := w.take(c)
	if err != nil {
		return err
	}
	event := casework.Event{Step: m.step, Actor: by.UserID, Details: casework.Details{Person: m.to.UserID, Reason: "交接：原由" + leaver.Name + "负责"}}
	if lead, led := h.matter.Lead(); led && m.step == casework.SetResponsible {
		event.ChargeNo = lead.No
	}
	return w.step(&h, event)
}

func (w *work) tellHandedOver(p pile, by, leaver, successor people.Person, task string) error {
	shown := p.shown(leaver, successor)
	shown.TaskID = task
	if err := w.countKept(&shown); err != nil {
		return err
	}
	if err := w.amend(task, "handed", by.UserID, notice.WorkHandedOver, shown); err != nil {
		return err
	}
	if err := w.answer(by.UserID, notice.Plain, notice.Text{Text: shown.Report()}); err != nil {
		return err
	}
	told := map[string][]string{}
	for _, m := range p.moves {
		told[m.to.UserID] = append(told[m.to.UserID], m.Number)
	}
	for _, person := range slices.Sorted(maps.Keys(told)) {
		if person == by.UserID {
			continue
		}
		text := leaver.Title() + "负责的以下事项由您接手，期限不变：" + notice.FewNumbers(compact(told[person])) + "。请发送「待办」查看，「经过 编号」看此前办理情况。"
		if err := w.tell("handover:"+w.key+":"+person, person, notice.Plain, notice.Text{Text: text}); err != nil {
			return err
		}
	}
	if leaver.Active && leaver.UserID != by.UserID {
		text := "您负责的在办事项已由" + by.Title() + "安排交接给" + successor.Title() + "。"
		if err := w.tell("handover:"+w.key+":from", leaver.UserID, notice.Plain, notice.Text{Text: text}); err != nil {
			return err
		}
	}
	return w.record(ledger.WorkHandedOver, "person:"+leaver.UserID, by.UserID, map[string]any{
		"to": successor.UserID, "cases": p.cases, "led": p.led, "requests": len(p.requests), "kept": len(p.kept),
	})
}

// countKept counts what a hand-over only points at.
func (w *work) countKept(shown *notice.HandOver) error {
	slots, err := w.SlotsOf(shown.FromID, w.today(), w.today().Add(dutiesLooked), 100)
	if err != nil {
		return err
	}
	drafts, err := w.DraftsOf(shown.FromID, unfinishedStates, 100)
	shown.Duties, shown.Drafts = len(slots), len(drafts)
	return err
}

// handedOn is what the history of a request says of it.
func handedOn(by people.Person) string {
	return "工作交接，由" + by.Title() + "安排"
}
