package store

import "petitiondesk/models/casework"

// PutProposal keeps what a person proposes, in place of what he proposed before.
func (tx *Tx) PutProposal(p casework.Proposal) error {
	return put(tx.db, "keep proposal", []casework.Proposal{p})
}

// Proposal returns what a person proposes; NotFound when he does not.
func (tx *Tx) Proposal(userID string) (casework.Proposal, error) {
	return first[casework.Proposal]("find proposal", tx.db.Where("user_id = ?", userID))
}

// DropProposal ends what a person proposes.
func (tx *Tx) DropProposal(userID string) error {
	return classify("drop proposal", tx.db.Where("user_id = ?", userID).Delete(&casework.Proposal{}).Error)
}
