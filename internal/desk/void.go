package desk

import (
	"petitiondesk/models/casework"
	"petitiondesk/models/ledger"
	"petitiondesk/models/petition"
)

// recordVoid notes in the ledger that a registration no longer counts, or counts again, so that the figures of any day
// follow from the entries alone.
func (w *work) recordVoid(h *handled, taken casework.Event, asked casework.VoidAsk) error {
	entry := ledger.Amendment{Number: h.Number, Reason: petition.MaskText(taken.Details.Reason)}
	kind := ledger.SubmissionRestored
	switch taken.Step {
	case casework.Void, casework.VoidRepeat:
		kind, entry.Reason, entry.AskedBy = ledger.SubmissionVoided, petition.MaskText(asked.Reason), asked.AskedBy
	case casework.Restore, casework.RestoreRepeat:
	default:
		return nil
	}
	if id := taken.Details.Submission; id != 0 {
		further, err := w.SubmissionByID(id)
		if err != nil {
			return err
		}
		entry.Number = further.Number
	}
	return w.record(kind, entry.Number, taken.Actor, entry)
}
