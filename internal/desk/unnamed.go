package desk

import (
	"petitiondesk/models"
	"petitiondesk/models/petition"
)

// unnamed is what somebody wrote about a case as it leaves in a message: it names the petitioner only masked. The words
// themselves stay on record as they were written.
func (w *work) unnamed(caseID int64, text string) (string, error) {
	if text == "" || caseID <= 0 {
		return petition.MaskText(text), nil
	}
	named, known := w.named[caseID]
	if !known {
		lead, err := w.LeadPetitioner(caseID)
		if err != nil && models.CodeOf(err) != models.NotFound {
			return "", err
		}
		if named = []petition.Personal{}; err == nil {
			named = append(named, lead.Personal())
		}
		if w.named == nil {
			w.named = map[int64][]petition.Personal{}
		}
		w.named[caseID] = named
	}
	return petition.Redact(text, named), nil
}

// unnameAll does it for several texts in place.
func (w *work) unnameAll(caseID int64, texts ...*string) error {
	for _, text := range texts {
		masked, err := w.unnamed(caseID, *text)
		if err != nil {
			return err
		}
		*text = masked
	}
	return nil
}
