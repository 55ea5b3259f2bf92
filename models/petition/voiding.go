package petition

import (
	"strings"
	"time"
	"unicode/utf8"

	"petitiondesk/models"
)

// Voiding is how something that was given out, a ticket or a number kept for paper, ends without having been used: somebody says why,
// and somebody else confirms it.
type Voiding struct {
	VoidReason  string
	VoidAskedBy string
	VoidedBy    string // somebody else than who asked
	VoidedAt    *time.Time
}

// maxVoidReason is the longest reason, in characters.
const maxVoidReason = 200

// Voided tells whether it is void: asked for is not enough.
func (v Voiding) Voided() bool { return v.VoidedBy != "" }

// Ask notes why it is to be void, in place of what was asked before; ask is how that is written without the reason.
func (v Voiding) Ask(by, reason, ask string) (Voiding, error) {
	if reason = strings.TrimSpace(reason); reason == "" || utf8.RuneCountInString(reason) > maxVoidReason {
		return v, models.Errorf(models.Invalid, "请写明作废原因（不超过%d字），例如：%s 没有用到", maxVoidReason, ask)
	}
	v.VoidReason, v.VoidAskedBy = reason, by
	return v, nil
}

// Confirm voids it, by another person than who asked; ask and confirm are how the two are written.
func (v Voiding) Confirm(by string, at time.Time, ask, confirm string) (Voiding, error) {
	switch v.VoidAskedBy {
	case "":
		return v, models.Errorf(models.Conflict, "还没有人提出作废，请先发送：%s 原因", ask)
	case by:
		return v, models.Errorf(models.Forbidden, "作废须由两人办理，请另一位同事发送：%s", confirm)
	}
	v.VoidedBy, v.VoidedAt = by, &at
	return v, nil
}

// SameAsk groups what is to be void by who asked for it and why, in order; what nobody asked to void is left out.
func SameAsk(numbers []PaperNumber) [][]PaperNumber {
	var groups [][]PaperNumber
	at := map[[2]string]int{}
	for _, n := range numbers {
		if n.VoidAskedBy == "" {
			continue
		}
		key := [2]string{n.VoidAskedBy, n.VoidReason}
		if _, known := at[key]; !known {
			at[key], groups = len(groups), append(groups, nil)
		}
		groups[at[key]] = append(groups[at[key]], n)
	}
	return groups
}
