package notice

import "petitiondesk/models/petition"

// PaperStep is what happened to numbers kept for paper.
type PaperStep string

// The steps.
const (
	PaperIssued    PaperStep = "issued"
	PaperVoidAsked PaperStep = "void_asked"
	PaperIsVoid    PaperStep = "void"
)

// Paper is a step of numbers kept for paper, From to To.
type Paper struct {
	Step     PaperStep
	From, To string
	Count    int
	Reason   string
}

// PaperBalance is the daily reconciliation of the numbers kept for paper.
type PaperBalance struct {
	petition.PaperBalance
}
