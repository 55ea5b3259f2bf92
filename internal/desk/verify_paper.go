package desk

import (
	"encoding/json"
	"slices"

	"petitiondesk/models/ledger"
	"petitiondesk/models/petition"
)

// comparePaper expects every number that the entries keep for paper to be kept, void where they say so, and used by the registration
// that says so; and no other registration to have one. What is counted here is compared with all numbers at the end.
func (v *verification) comparePaper(entries []ledger.Entry) error {
	type said struct {
		entry  ledger.Entry
		number string
		what   ledger.Kind
	}
	var all []said
	for _, e := range entries {
		switch e.Kind {
		case ledger.PaperReserved, ledger.PaperVoided:
			var payload struct {
				Numbers []string `json:"numbers"`
			}
			if err := json.Unmarshal(e.Payload, &payload); err != nil {
				return untrue("entry %d cannot be read", e.Seq)
			}
			for _, number := range payload.Numbers {
				all = append(all, said{e, number, e.Kind})
			}
		case ledger.CaseRegistered, ledger.SubmissionJoined:
			var r ledger.Registration
			if err := json.Unmarshal(e.Payload, &r); err != nil {
				return untrue("entry %d cannot be read", e.Seq)
			}
			kind := ledger.Kind("")
			if r.Paper {
				kind = e.Kind
			}
			all = append(all, said{e, e.Subject, kind})
		}
	}
	for part := range slices.Chunk(all, verifyBatch) {
		numbers := make([]string, len(part))
		for i, s := range part {
			numbers[i] = s.number
		}
		rows, err := v.tx.PaperNumbersOf(numbers)
		if err != nil {
			return err
		}
		kept := map[string]petition.PaperNumber{}
		for _, row := range rows {
			kept[row.Number] = row
		}
		for _, s := range part {
			row, there := kept[s.number]
			switch s.what {
			case "":
				if there {
					return untrue("%s is kept for paper, but entry %d registered it without a form", s.number, s.entry.Seq)
				}
				continue
			case ledger.PaperReserved:
				v.paper.Issued++
			case ledger.PaperVoided:
				v.paper.Voided++
				there = there && row.Voided() && row.UsedBy == ""
			default:
				v.paper.Used++
				there = there && row.UsedBy != "" && !row.Voided()
			}
			if !there {
				return untrue("the paper number %s does not stand as entry %d says", s.number, s.entry.Seq)
			}
		}
	}
	return nil
}

// comparePaperCounts expects no number to be kept, used or void that no entry speaks of.
func (v *verification) comparePaperCounts(now petition.PaperBalance) error {
	if v.paper.Issued != now.Issued || v.paper.Used != now.Used || v.paper.Voided != now.Voided {
		return untrue("of the paper numbers the ledger knows %d kept, %d used, %d void; there are %d, %d, %d",
			v.paper.Issued, v.paper.Used, v.paper.Voided, now.Issued, now.Used, now.Voided)
	}
	return nil
}
