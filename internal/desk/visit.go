package desk

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
	"petitiondesk/models/statute"
)

// Steps of the flow in which a petition of any channel is registered: a question about gaps, about one field (ask:name), the card, or the new value of
// one field (edit:name).
const (
	askStep  = "ask"
	CardStep = "card"
	editStep = "edit"
)

// BeginReport starts the report of a petition from what the clerk wrote after the command word; begun is what the word
// itself says: the channel, and whether several signed. A report already under way is kept, never overwritten.
func (d *Desk) BeginReport(ctx context.Context, clerk string, begun petition.Report, text string) error {
	return d.transact(ctx, func(w *work) error {
		if _, err := w.actor(clerk, people.RegisterVisit); err != nil {
			return err
		}
		return w.begin(clerk, begun, text, w.now)
	})
}

// begin starts a report of what was said at a time.
func (w *work) begin(clerk string, begun petition.Report, text string, at time.Time) error {
	if err := w.passOn(clerk); err != nil {
		return err
	}
	aside, err := w.setAside(clerk)
	if err != nil {
		return err
	}
	places, err := w.places()
	if err != nil {
		return err
	}
	parsed := petition.Parse(text, places)
	report := parsed.Report.Merge(begun, false)
	if report.Paper = begun.Paper; report.Paper != "" {
		report.EnteredAt = &w.now
	}
	if text != "" {
		report = report.Heard(text)
	}
	report = w.dated(report, &parsed)
	draft := petition.Draft{
		Origin: w.key, Owner: clerk, State: petition.DraftOpen, Report: report, Version: 1,
		CreatedAt: at, UpdatedAt: w.now,
	}
	if err := w.CreateDraft(&draft); err != nil {
		return err
	}
	if _, err := w.bindLoose(clerk, draft.ID, 0); err != nil {
		return err
	}
	return w.askOrShow(draft, parsed, "", func(v *notice.Visit) { v.SetAside = aside })
}

// setAside keeps the clerk's open draft, if there is one.
func (w *work) setAside(clerk string) (bool, error) {
	drafts, err := w.DraftsOf(clerk, []petition.DraftState{petition.DraftOpen}, 10)
	if err != nil {
		return false, err
	}
	kept := false
	for _, draft := range drafts {
		sent, err := w.sentWith(draft.ID)
		if err != nil {
			return false, err
		}
		draft.State, draft.UpdatedAt = petition.DraftKept, w.now
		if len(draft.Report.Original) == 0 && sent == "" {
			draft.State = petition.DraftDiscarded // it is empty
		}
		if err := w.UpdateDraft(&draft); err != nil {
			return false, err
		}
		kept = kept || draft.State == petition.DraftKept
	}
	return kept, nil
}

func (w *work) places() ([]petition.Place, error) { return placesOf(w.Tx) }

func placesOf(tx PeopleTx) ([]petition.Place, error) {
	units, err := tx.Units()
	if err != nil {
		return nil, err
	}
	var places []petition.Place
	for _, unit := range units {
		if unit.Kind == people.Township {
			places = append(places, petition.Place{Code: unit.Code, Name: unit.Name})
		}
	}
	villages, err := tx.Villages()
	for _, village := range villages {
		places = append(places, petition.Place{Code: village.UnitCode, Name: village.Name})
	}
	return places, err
}

// dated fills in the dates of a report as they are meant today.
func (w *work) dated(report petition.Report, parsed *petition.Parsed) petition.Report {
	report, doubts := report.Guarded().Dated(w.today())
	for _, doubt := range doubts {
		if !slices.Contains(parsed.Doubts, doubt) {
			parsed.Doubts = append(parsed.Doubts, doubt)
		}
	}
	return report
}

// askOrShow asks for what is missing, or shows the card to confirm. What the card names as alike is kept with the draft.
func (w *work) askOrShow(draft petition.Draft, parsed petition.Parsed, focus petition.Field, more func(*notice.Visit)) error {
	var repeats []notice.RepeatLine
	restricted := 0
	if len(draft.Report.Gaps()) == 0 {
		var err error
		if repeats, restricted, err = w.repeats(draft.Owner, draft.Report); err != nil {
			return err
		}
	}
	if alike := numbersOf(repeats); !slices.Equal(alike, draft.Report.Alike) {
		draft.Report.Alike = alike
		if err := w.saveDraft(&draft); err != nil {
			return err
		}
	}
	task := notice.VisitTask(draft.ID, draft.Version)
	visit := w.desk.visitOf(draft, task)
	visit.Doubts, visit.Focus, visit.Repeats, visit.Restricted = append(visit.Doubts, parsed.Doubts...), focus, repeats, restricted
	var err error
	if visit.Attachments, err = w.sentWith(draft.ID); err != nil {
		return err
	}
	for _, words := range parsed.Leftover {
		visit.Leftover = append(visit.Leftover, petition.Redact(words, draft.Report.Named()))
	}
	if more != nil {
		more(&visit)
	}
	if len(visit.Gaps) == 0 {
		if err := w.enter(draft.Owner, VisitFlow, CardStep, refOf(draft.ID)); err != nil {
			return err
		}
		return w.card(task, draft.Owner, notice.VisitCard, visit, nil)
	}
	if len(visit.Gaps) == 1 {
		visit.Focus = visit.Gaps[0]
	}
	step := askStep
	if visit.Focus != "" {
		step += ":" + string(visit.Focus)
	}
	if err := w.enter(draft.Owner, VisitFlow, step, refOf(draft.ID)); err != nil {
		return err
	}
	return w.answer(draft.Owner, notice.VisitQuestion, visit)
}

// visitOf describes a draft by the rules of the day: from how many on it is collective, how many may speak.
func (d *Desk) visitOf(draft petition.Draft, task string) notice.Visit {
	r := draft.Report
	visit := notice.NewVisit(draft, task)
	visit.Collective = d.collective(r)
	if r.Paper != "" {
		visit.Paper = r.Paper + " " + calendar.Stamp(draft.CreatedAt)
	}
	rules, err := statute.Pin(d.jurisdiction, d.today())
	if err != nil {
		return visit // registering will say so
	}
	most := rules.Representatives.Most(r.People())
	speakers, companions := r.Speakers(most)
	visit.Speakers, visit.Companions = petition.MaskNames(speakers), petition.MaskNames(companions)
	if doubt := r.TooManySpeak(most, rules.Representatives.Article()); doubt != "" {
		visit.Doubts = append(visit.Doubts, doubt)
	}
	return visit
}

// openVisit loads the draft the clerk's conversation is about.
func (w *work) openVisit(clerk string) (petition.Draft, string, error) {
	if _, err := w.actor(clerk, people.RegisterVisit); err != nil {
		return petition.Draft{}, "", err
	}
	dialogue, open, err := w.inFlow(clerk, VisitFlow)
	if err != nil {
		return petition.Draft{}, "", err
	}
	id, _ := strconv.ParseInt(dialogue.Ref, 10, 64)
	if !open {
		return petition.Draft{}, "", models.Errorf(models.NotFound, "目前没有正在进行的登记。发送「来访」或「来信」等开始登记，发送「我的」查看暂存的登记。")
	}
	draft, err := w.Draft(id)
	return draft, dialogue.Step, err
}

// AnswerVisit takes whatever the clerk writes while a report is under way.
func (d *Desk) AnswerVisit(ctx context.Context, clerk, text string) error {
	return d.transact(ctx, func(w *work) error {
		draft, step, err := w.openVisit(clerk)
		if err != nil {
			return err
		}
		places, err := w.places()
		if err != nil {
			return err
		}
		stage, field, _ := strings.Cut(step, ":")
		switch stage {
		case editStep:
			return w.setField(draft, petition.Field(field), text, places)
		case CardStep:
			return w.correct(draft, text, places)
		default:
			return w.fillGaps(draft, petition.Field(field), text, places)
		}
	})
}

// fillGaps reads the reply to a question. A reply that fills nothing narrows the question to one field.
func (w *work) fillGaps(draft petition.Draft, focus petition.Field, text string, places []petition.Place) error {
	asked := draft.Report.Gaps()
	if focus != "" {
		asked = []petition.Field{focus}
	}
	report, parsed, err := draft.Report.Answer(text, asked, places)
	if models.CodeOf(err) == models.Invalid {
		// The words are kept even where the value cannot be used.
		draft.Report = draft.Report.Heard(text)
		if saved := w.saveDraft(&draft); saved != nil {
			return saved
		}
		return w.answer(draft.Owner, notice.Plain, notice.Text{Text: models.MessageOf(err)})
	}
	if err != nil {
		return err
	}
	if parsed.AnotherVisitor(draft.Report) {
		return models.Errorf(models.Conflict, "%s", otherVisitor)
	}
	before := len(draft.Report.Gaps())
	parsed = parsed.Dated(draft.Report, w.today())
	draft.Report = w.dated(report.Merge(parsed.Dates(), true), &parsed)
	if err := w.saveDraft(&draft); err != nil {
		return err
	}
	next := petition.Field("")
	if gaps := report.Gaps(); len(gaps) == before && before > 0 {
		next = gaps[0]
	}
	return w.askOrShow(draft, parsed, next, nil)
}

const otherVisitor = "这像是另一位来访人，这份登记没有改动。登记新的来访请以「来访」开头；修改这一份请回复「改 序号 新内容」。"

// correct takes text written while the card is shown: what is recognised replaces what was there.
func (w *work) correct(draft petition.Draft, text string, places []petition.Place) error {
	parsed := petition.Parse(text, places).Dated(draft.Report, w.today())
	if parsed.AnotherVisitor(draft.Report) {
		return models.Errorf(models.Conflict, "%s", otherVisitor)
	}
	// A word such as 谢谢 can look like a name; a name is changed only when it is called one.
	if !slices.Contains(parsed.Labelled, petition.NameField) {
		parsed.Report.Name = ""
	}
	if !(petition.Report{}).Differs(parsed.Report) && parsed.Report.IDNumber == "" && len(parsed.Doubts) == 0 {
		return models.Errorf(models.Invalid, "没有看懂要改什么，登记内容没有变。核对无误请点「确认登记」，修改请回复「改 序号 新内容」，例如：改 3 5人")
	}
	draft.Report = w.dated(draft.Report.Merge(parsed.Report, true).Heard(text), &parsed)
	if err := w.saveDraft(&draft); err != nil {
		return err
	}
	return w.askOrShow(draft, parsed, "", nil)
}

// VisitProgress tells how far the report is and changes nothing of it, nor what was asked last.
func (d *Desk) VisitProgress(ctx context.Context, clerk string) error {
	return d.transact(ctx, func(w *work) error {
		draft, step, err := w.openVisit(clerk)
		if err != nil {
			return err
		}
		visit := d.visitOf(draft, "")
		_, focus, _ := strings.Cut(step, ":")
		visit.Focus = petition.Field(focus)
		if visit.Attachments, err = w.sentWith(draft.ID); err != nil {
			return err
		}
		return w.answer(clerk, notice.VisitProgress, visit)
	})
}

func (w *work) saveDraft(draft *petition.Draft) error {
	draft.UpdatedAt = w.now
	return w.UpdateDraft(draft)
}

// EditVisit changes field number n (from 1) of the open report; with an empty value it asks for it, and
// with n 0 it explains how.
func (d *Desk) EditVisit(ctx context.Context, clerk string, n int, value string) error {
	return d.transact(ctx, func(w *work) error {
		draft, _, err := w.openVisit(clerk)
		if err != nil {
			return err
		}
		if n < 1 || n > len(petition.Editable) {
			return w.answer(clerk, notice.VisitEdit, d.visitOf(draft, ""))
		}
		field := petition.Editable[n-1]
		if value == "" {
			if err := w.enter(clerk, VisitFlow, editStep+":"+string(field), refOf(draft.ID)); err != nil {
				return err
			}
			visit := d.visitOf(draft, "")
			visit.Focus = field
			return w.answer(clerk, notice.VisitEdit, visit)
		}
		places, err := w.places()
		if err != nil {
			return err
		}
		return w.setField(draft, field, value, places)
	})
}

func (w *work) setField(draft petition.Draft, field petition.Field, value string, places []petition.Place) error {
	report, err := draft.Report.Heard(value).Set(field, value, places)
	if models.CodeOf(err) == models.Invalid {
		return w.answer(draft.Owner, notice.Plain, notice.Text{Text: models.MessageOf(err)})
	}
	if err != nil {
		return err
	}
	var parsed petition.Parsed
	draft.Report = w.dated(report, &parsed)
	if err := w.saveDraft(&draft); err != nil {
		return err
	}
	return w.askOrShow(draft, parsed, "", nil)
}

// SkipVisitField leaves the asked field open, or the first gap when several were asked for.
func (d *Desk) SkipVisitField(ctx context.Context, clerk string) error {
	return d.transact(ctx, func(w *work) error {
		draft, step, err := w.openVisit(clerk)
		if err != nil {
			return err
		}
		_, focus, _ := strings.Cut(step, ":")
		gaps := draft.Report.Gaps()
		if focus == "" && len(gaps) > 0 {
			focus = string(gaps[0])
		}
		if field := petition.Field(focus); slices.Contains(petition.Fields, field) && draft.Report.Empty(field) {
			if draft.Report, err = draft.Report.Skip(petition.Field(focus)); err != nil {
				return err
			}
		}
		if err := w.saveDraft(&draft); err != nil {
			return err
		}
		return w.askOrShow(draft, petition.Parsed{}, "", nil)
	})
}
