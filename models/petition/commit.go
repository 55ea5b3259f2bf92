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
