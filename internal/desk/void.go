package desk

import (
	"petitiondesk/models/casework"
	"petitiondesk/models/ledger"
	"petitiondesk/models/petition"
)

// recordVoid notes in the ledger that a registration no longer counts, or counts again, so that the figures of any day
// follow from the entries alone.
func (w *work) recordVoid(number string, taken StepAsked, asked casework.VoidAsk, by string) error {
	switch taken.Step {
	case casework.Void, casework.VoidRepeat:
		void := ledger.Amendment{Number: number, Reason: petition.MaskText(asked.Reason), AskedBy: asked.AskedBy}
		return w.record(ledger.SubmissionVoided, number, by, void)
	case casework.Restore, casework.RestoreRepeat:
		restored := ledger.Amendment{Number: number, Reason: petition.MaskText(taken.Details.Reason)}
		return w.record(ledger.SubmissionRestored, number, by, restored)
	}
	return nil
}
