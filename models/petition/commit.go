package petition

// Committed lists what the ledger's commitment to a submission binds: the words typed, and everybody named with it in the
// order in which they were written down.
func Committed(s Submission, named []Petitioner) []string {
	fields := []string{s.Original}
	for _, p := range named {
		fields = append(fields, string(p.Role), p.Name, p.Mobile, p.IDNumber)
	}
	return fields
}

// SealedCommit is what the row of a submission keeps in place of the key of its commitment, where that follows from the data
// key of its draft.
const SealedCommit = "sealed"

// Entered is a submission as the register shows it, to be compared with its entry in the ledger.
type Entered struct {
	Submission
	Named  []Petitioner // in the order in which they were written down
	Key    DataKey      // what opens them, a zero key where nothing is sealed
	Locked bool         // sealed, and no keys are at hand
}
