package desk

import (
	"cmp"
	"context"
	"time"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/ledger"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
)

// PaperForm is what a form on paper says beside the report: its number, and when it was written.
type PaperForm struct {
	Number string
	Clock  calendar.ClockTime
	Word   string // the form of petition as it was called, "" when it was not
}

// EnterPaper begins the report of a form on paper. Number and time alone correct those of the form that is being entered; any other
// report under way stays as it is until there is something to enter.
func (d *Desk) EnterPaper(ctx context.Context, clerk string, form PaperForm, begun petition.Report, text string) error {
	return d.transact(ctx, func(w *work) error {
		if _, err := w.actor(clerk, people.RegisterVisit); err != nil {
			return err
		}
		number, err := w.paperMeant(form.Number)
		if err != nil {
			return err
		}
		kept, err := w.openPaper(number)
		if err != nil {
			return err
		}
		at, ok := kept.PaperTime(form.Clock, w.now)
		if !ok {
			return models.Errorf(models.Invalid, "%s 于%s领出，纸质表上的登记时间应在那之后、现在之前；请核对后再发。", kept.Number, calendar.Stamp(kept.IssuedAt))
		}
		begun.Paper = kept.Number
		if dialogue, err := w.Dialogue(clerk); err != nil {
			return err
		} else if text == "" && dialogue.Flow == VisitFlow && !stale(dialogue, w.now) {
			draft, _, err := w.openVisit(clerk)
			if err != nil {
				return err
			}
			if form.Word != "" || draft.Report.Paper == "" {
				return models.Errorf(models.Invalid, "正在填写的登记没有改动。补录这张纸质表请写上内容，例如：补录 %s %s %s 张某 反映拖欠工资", kept.Number, form.Clock, cmp.Or(form.Word, "来访"))
			}
			return w.setPaper(draft, kept.Number, at)
		}
		return w.begin(clerk, begun, text, at)
	})
}

// setPaper makes an open report the one of a form on paper.
func (w *work) setPaper(draft petition.Draft, number string, at time.Time) error {
	draft.Report.Paper, draft.CreatedAt = number, at
	if err := w.RedateDraft(draft.ID, at); err != nil {
		return err
	}
	if err := w.saveDraft(&draft); err != nil {
		return err
	}
	return w.askOrShow(draft, petition.Parsed{}, "", nil)
}

// openPaper loads a number that was kept for paper and is neither used nor void.
func (w *work) openPaper(number string) (petition.PaperNumber, error) {
	kept, err := w.PaperNumber(number)
	switch {
	case models.CodeOf(err) == models.NotFound:
		return kept, models.Errorf(models.NotFound, "%s 不是领出的纸质编号，请核对纸质表。发送「纸质登记」可查看领出的编号。", number)
	case err != nil:
		return kept, err
	case kept.Voided():
		return kept, models.Errorf(models.Conflict, "%s 已经作废，不能再用。请回复「补录 编号 时间」换一个领出的编号，内容都已保留。", number)
	case kept.UsedBy != "":
		return kept, models.Errorf(models.Conflict, "%s 已经登记，请核对纸质表；编号写错的，请回复「补录 编号 时间」更正，内容都已保留。", number)
	}
	return kept, nil
}

// registeredAt is when a report counts as registered: now, or when the form on paper was written.
func (w *work) registeredAt(draft petition.Draft) time.Time {
	if draft.Report.Paper == "" {
		return w.now
	}
	return draft.CreatedAt
}

// giveNumber gives a submission, and the case it begins (0 = none), the number of its form on paper, or else draws one.
func (w *work) giveNumber(draft petition.Draft, day calendar.Day, caseID, submissionID int64) (string, error) {
	number := draft.Report.Paper
	if number == "" {
		return w.drawNumber(day, caseID, submissionID)
	}
	was, err := w.openPaper(number)
	if err != nil {
		return "", err
	}
	used := was
	used.UsedBy, used.UsedAt = draft.Owner, &w.now
	if err := w.UpdatePaperNumber(used, was); err != nil {
		return "", err
	}
	return number, w.NumberRegistration(caseID, submissionID, number)
}

// dayOf is the civil day of a number that was given out.
func dayOf(number string) calendar.Day {
	day, _ := ledger.DayOfNumber(number)
	return day
}
