package desk

import (
	"context"
	"strings"
	"unicode/utf8"

	"petitiondesk/models"
	"petitiondesk/models/ledger"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
)

// Erasure is a lawful erasure of the personal data of a case (个人信息保护法 Art. 47) as two people ask for it.
type Erasure struct {
	Case   string // full number
	Reason string
	By     string // userid
	With   string // userid of the second person
	Open   bool   // although the case is not completed: its answer can then be delivered to nobody
}

const (
	maxReason    = 200 // characters
	erasedAtOnce = 500 // submissions of a case, and lines of progress
)

// EraseCase destroys the keys of a case and masks its people where texts name them. The registration stays, with its
// number, matter, way and clocks; so does the ledger, which still adds up. It returns how many keys were destroyed.
func (d *Desk) EraseCase(ctx context.Context, e Erasure) (destroyed int, err error) {
	var gone []petition.DataKey
	err = d.transact(ctx, func(w *work) error {
		gone = nil
		if err := w.twoMayErase(&e); err != nil {
			return err
		}
		found, err := w.erasable(e)
		if err != nil {
			return err
		}
		if found.Number != e.Case {
			return models.Errorf(models.Invalid, "%s 属于信访事项 %s，请用事项的完整编号办理，其全部来件的个人信息将一并删除。", e.Case, found.Number)
		}
		if found.CompletedOn == "" && !e.Open {
			return models.Errorf(models.Conflict, "%s 尚未办结，删除后无法再向信访人答复和送达。请办结后再删除；确需提前删除的，请加 --open-case。", found.Number)
		}
		if gone, err = w.eraseSubmissions(found, e.By); err != nil {
			return err
		}
		return w.record(ledger.CaseErased, found.Number, e.By, map[string]any{
			"reason": petition.MaskText(e.Reason), "with": e.With, "keys": len(gone), "completed": found.CompletedOn != "",
		})
	})
	if err != nil {
		return 0, err
	}
	for _, k := range gone {
		if d.sealed.sealer != nil {
			d.sealed.sealer.Forget(keyOwner(k.DraftID), k.Wrapped)
		}
	}
	return len(gone), nil
}

// erasable finds the case for the two, neither of whom may be barred from it. Administrators need see nothing else of it.
func (w *work) erasable(e Erasure) (petition.Case, error) {
	found, _, err := w.desk.findSubmission(w.ctx, w, e.Case)
	if err != nil {
		return found, err
	}
	for _, userID := range []string{e.By, e.With} {
		barred, err := w.recusedFrom(found, userID)
		if err != nil {
			return found, err
		}
		if barred {
			return petition.Case{}, w.desk.noSuchCase(w.ctx, e.Case)
		}
	}
	return found, nil
}

// twoMayErase checks both people and the reason, and normalises them.
func (w *work) twoMayErase(e *Erasure) error {
	e.By, e.With, e.Reason = people.NormalUserID(e.By), people.NormalUserID(e.With), strings.TrimSpace(e.Reason)
	if e.Reason == "" || utf8.RuneCountInString(e.Reason) > maxReason {
		return models.Errorf(models.Invalid, "请写明删除的法定理由（不超过%d字）。", maxReason)
	}
	if e.By == e.With {
		return models.Errorf(models.Invalid, "删除个人信息须由两人共同办理，请另指定一位复核人。")
	}
	for _, userID := range []string{e.By, e.With} {
		if _, err := w.actor(userID, people.EraseByLaw); err != nil {
			return err
		}
	}
	return nil
}

func (w *work) eraseSubmissions(c petition.Case, by string) ([]petition.DataKey, error) {
	submissions, err := w.SubmissionsOf(c.ID, 0, erasedAtOnce)
	if err != nil {
		return nil, err
	}
	if len(submissions) == erasedAtOnce {
		return nil, models.Errorf(models.Conflict, "%s 的来件太多，不能一次删除，请联系系统管理员处理。", c.Number)
	}
	var named []petition.Personal
	var gone []petition.DataKey
	var unproven []string // what the ledger was bound to can no longer be shown
	erasedBefore := 0
	for _, s := range submissions {
		petitioners, err := w.PetitionersOf(s.ID, maxPetitioners)
		if err != nil {
			return nil, err
		}
		for _, p := range petitioners {
			named = append(named, p.Personal())
		}
		if len(petitioners) > 0 {
			if petitioners[0].Key.KeyID != "" {
				gone = append(gone, petitioners[0].Key)
			}
			if petitioners[0].Key.Destroyed() {
				erasedBefore++
			}
		}
		if err := w.EraseSubmission(s, w.now); err != nil {
			return nil, err
		}
		if s.CommitKey != "" {
			unproven = append(unproven, s.Number)
		}
	}
	if erasedBefore == len(submissions) {
		return nil, models.Errorf(models.Conflict, "%s 的个人信息此前已依法删除，无需再次办理。", c.Number)
	}
	have, err := w.AttachmentsOfCase(c.ID)
	if err != nil {
		return nil, err
	}
	if err := w.eraseAttachments(have); err != nil {
		return nil, err
	}
	mask := func(text string) string { return petition.Redact(text, named) }
	if err := w.forgetWords(c); err != nil {
		return nil, err
	}
	if err := w.RedactCase(c, mask); err != nil {
		return nil, err
	}
	c.Facts, c.Demand = mask(c.Facts), mask(c.Demand)
	if err := w.indexWords(c); err != nil {
		return nil, err
	}
	for _, number := range unproven {
		if err := w.record(ledger.CommitmentErased, number, by, map[string]any{"case": c.Number}); err != nil {
			return nil, err
		}
	}
	return gone, nil
}
