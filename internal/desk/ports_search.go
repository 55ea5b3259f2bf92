package desk

import "petitiondesk/models/petition"

// SearchTx finds cases, the newest first. before is an id, 0 for the newest of all.
type SearchTx interface {
	AddGrams(caseID int64, grams []int64) error
	DropGrams(caseID int64, grams []int64) error
	CasesWithGrams(grams []int64, before int64, looked, limit int) (ids []int64, floor int64, err error) // the rarest pair first; floor 0 = the last of them
	CountGrams(grams []int64, most int) ([]int, error)                                                   // each up to most, in their order
	WithGrams(caseIDs, grams []int64) ([]int64, error)                                                   // those that have all of them
	CasesAt(place string, before int64, limit int) ([]int64, error)
	CasesOfPerson(by petition.Field, index string, before int64, limit int) ([]int64, error)
	OfPerson(by petition.Field, index string, caseIDs []int64) ([]int64, error) // those of that person
}
