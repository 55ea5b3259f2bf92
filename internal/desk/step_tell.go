package desk

import (
	"fmt"
	"slices"

	"petitiondesk/models/casework"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
)

// tellStep answers who took the step and tells those whom it concerns.
func (w *work) tellStep(h handled, by people.Person, asked StepAsked) error {
	news, err := w.newsOf(h, by, asked)
	if err != nil {
		return err
	}
	if err := w.answer(by.UserID, notice.StepTaken, news); err != nil {
		return err
	}
	return w.tellConcerned(h, by, news)
}

func (w *work) tellConcerned(h handled, by people.Person, news notice.CaseStep) error {
	told, err := w.concerned(h, news.Step)
	if err != nil {
		return err
	}
	return w.tellNews(h, by, news, told)
}

// tellNews tells a step to those of the people who may see the case, each as much as he may.
func (w *work) tellNews(h handled, by people.Person, news notice.CaseStep, told []string) error {
	told = slices.DeleteFunc(told, func(id string) bool { return id == by.UserID })
	heard, err := w.mayHear(h.Case, told)
	if err != nil {
		return err
	}
	for _, person := range heard.ids {
		if person == by.UserID || w.carded[person] {
			continue
		}
		news := news
		if !heard.sight[person].Shows(people.MatterField) {
			news.Place, news.Facts, news.Reason = "", "", ""
		}
		key := fmt.Sprintf("step:%d:%s", h.events[len(h.events)-1].ID, person)
		if err := w.tell(key, person, notice.CaseNews, news); err != nil {
			return err
		}
	}
	return nil
}

func (w *work) newsOf(h handled, by people.Person, asked StepAsked) (notice.CaseStep, error) {
	units, err := w.unitNames()
	if err != nil {
		return notice.CaseStep{}, err
	}
	news := notice.CaseStep{
		Number: h.Number, Submission: asked.number, Step: asked.Step, State: h.State, By: by.Title(), ByUnit: by.UnitName, Unit: units[h.UnitCode],
		Place: ordinarily(h.Case, h.IssuePlace), Facts: shownMatter(h.Case), Reason: ordinarily(h.Case, asked.Details.Reason),
		Days: asked.Details.Days,
	}
	if err := w.unnameAll(h.ID, &news.Reason); err != nil {
		return news, err
	}
	for _, clock := range casework.Nearest(h.clocks) {
		if clock.Open() && !clock.Rule.Optional && clock.DueInternal != "" && news.Due == "" {
			news.Due, news.DueWhat, news.Article = clock.DueInternal, clock.Rule.Title, clock.Rule.Article()
			news.DueLegal, news.Provisional = clock.DueLegal, clock.Provisional
		}
	}
	return news, nil
}

func (w *work) unitNames() (map[string]string, error) {
	units, err := w.Units()
	names := make(map[string]string, len(units))
	for _, unit := range units {
		names[unit.Code] = unit.Name
	}
	return names, err
}

// concerned lists who must learn of a step, beside who took it.
func (w *work) concerned(h handled, step casework.Step) ([]string, error) {
	switch step {
	case casework.Resubmit, casework.SplitOff, casework.UndoSplitOff, casework.Refer, casework.Assign, casework.Reassign, casework.Uphold, casework.Overrule,
		casework.Supervise, casework.Suggest, casework.ApproveExtension, casework.TakeCharge, casework.RefuseExtension, casework.RejectReport, casework.DecideDispute:
		told, err := w.handlersOf(h)
		if step == casework.TakeCharge && h.CaseLeader != "" {
			told = append(told, h.CaseLeader)
		}
		return told, err
	case casework.AskExtension:
		return w.headsOf(h.UnitCode)
	case casework.Object, casework.ReportBack, casework.Settle, casework.DeliverOpinion, casework.Reply, casework.Complete, casework.Resolve:
		return []string{h.RegisteredBy}, nil
	case casework.Talk, casework.Circulate, casework.ListSupervision, casework.OrderRectification:
		return w.unitAndHead(h)
	case casework.SubmitDispute, casework.SuperiorAsks:
		return w.handlersOf(h)
	case casework.RouteAccusation:
		return w.bureauSupervisors()
	case casework.AnswerAdvice, casework.ReportRectification:
		return []string{h.RegisteredBy}, nil
	case casework.FindGrave:
		return w.everyoneWith(people.Supervisor)
	case casework.AskVoid:
		return w.everyoneWith(people.Supervisor, people.Auditor)
	case casework.Void, casework.VoidRepeat, casework.RefuseVoid, casework.Restore, casework.RestoreRepeat:
		told, err := w.everyoneWith(people.Auditor)
		return append(told, h.RegisteredBy), err
	}
	return nil, nil
}

func (w *work) everyoneWith(roles ...people.Role) ([]string, error) {
	var all []string
	for _, role := range roles {
		staff, err := w.PeopleWith(role)
		if err != nil {
			return nil, err
		}
		all = append(all, userIDs(staff)...)
	}
	slices.Sort(all)
	return slices.Compact(all), nil
}

// handlersOf lists the people who work on the case: the responsible person, or else the handlers of every unit in charge.
func (w *work) handlersOf(h handled) ([]string, error) {
	var told []string
	for _, charge := range h.matter.Charges {
		if !charge.Active() {
			continue
		}
		responsible := ""
		if charge.Lead {
			responsible = h.Responsible
		}
		handling, err := w.handling(h.Case, charge.Unit, responsible)
		if err != nil {
			return nil, err
		}
		told = append(told, handling...)
	}
	slices.Sort(told)
	return slices.Compact(told), nil
}

// headsOf lists the heads of a unit.
func (w *work) headsOf(unit string) ([]string, error) {
	staff, err := w.PeopleIn(unit)
	var heads []string
	for _, person := range staff {
		if person.Has(people.Leader, people.Supervisor) {
			heads = append(heads, person.UserID)
		}
	}
	return heads, err
}
