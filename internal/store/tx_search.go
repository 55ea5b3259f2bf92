package store

import (
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"petitiondesk/models/petition"
)

// gramsAtOnce is how many pairs one statement writes or drops.
const gramsAtOnce = 300

// AddGrams makes a case found by pairs of characters; those it has are left alone.
func (tx *Tx) AddGrams(caseID int64, grams []int64) error { return addGrams(tx.db, caseID, grams) }

func addGrams(db *gorm.DB, caseID int64, grams []int64) error {
	for part := range slices.Chunk(grams, gramsAtOnce) {
		rows := make([]petition.CaseGram, len(part))
		for i, gram := range part {
			rows[i] = petition.CaseGram{Gram: gram, CaseID: caseID}
		}
		if err := db.Clauses(clause.OnConflict{DoNothing: true}).Create(&rows).Error; err != nil {
			return classify("index words", err)
		}
	}
	return nil
}

// DropGrams takes pairs of characters from a case.
func (tx *Tx) DropGrams(caseID int64, grams []int64) error {
	for part := range slices.Chunk(grams, gramsAtOnce) {
		if err := tx.db.Where("gram IN ? AND case_id = ?", part, caseID).Delete(&petition.CaseGram{}).Error; err != nil {
			return classify("drop words", err)
		}
	}
	return nil
}

// gramsJoined is how many pairs beside the first one a statement looks for; further ones are checked afterwards.
const gramsJoined = 8

// CasesWithGrams returns the newest cases before an id, 0 = the newest of all, that have every one of the pairs, the rarest of which
// comes first. It looks at no more than looked cases that have the first; floor is the id down to which it
// has looked, 0 when that was to the last.
func (tx *Tx) CasesWithGrams(grams []int64, before int64, looked, limit int) (ids []int64, floor int64, err error) {
	first := older(tx.db.Model(&petition.CaseGram{}).Where("gram = ?", grams[0]), "case_id", before)
	var last []int64
	if err := first.Order("case_id DESC").Offset(looked-1).Limit(1).Pluck("case_id", &last).Error; err != nil {
		return nil, 0, classify("bound a search", err)
	}
	if len(last) == 1 {
		floor = last[0]
	}
	join := " STRAIGHT_JOIN " // the order of the pairs is known better here
	if tx.db.Name() != mysqlName {
		join = " CROSS JOIN "
	}
	from, where, args := "case_grams AS g0", "g0.gram = ? AND g0.case_id >= ?", []any{grams[0], floor}
	if before != 0 {
		where, args = where+" AND g0.case_id < ?", append(args, before)
	}
	joined := grams[1:min(len(grams), 1+gramsJoined)]
	for i, gram := range joined {
		name := fmt.Sprintf("g%d", i+1)
		from += join + "case_grams AS " + name
		where, args = where+fmt.Sprintf(" AND %s.gram = ? AND %s.case_id = g0.case_id", name, name), append(args, gram)
	}
	err = tx.db.Raw("SELECT g0.case_id FROM "+from+" WHERE "+where+" ORDER BY g0.case_id DESC LIMIT ?", append(args, limit)...).Scan(&ids).Error
	if err != nil {
		return nil, 0, classify("find cases by words", err)
	}
	if len(ids) == limit {
		floor = ids[limit-1]
	}
	ids, err = tx.WithGrams(ids, grams[1+len(joined):])
	return ids, floor, err
}

// CountGrams counts the cases that have each of the pairs of characters, each up to most, in their order.
func (tx *Tx) CountGrams(grams []int64, most int) ([]int, error) {
	counts := make([]int, len(grams))
	for from := 0; from < len(grams); from += gramsAtOnce {
		part := grams[from:min(from+gramsAtOnce, len(grams))]
		var asked []string
		var args []any
		for n, gram := range part {
			asked = append(asked, fmt.Sprintf("SELECT %d AS place, COUNT(*) AS found FROM (SELECT 1 FROM case_grams WHERE gram = ? LIMIT ?) AS some_rows", n))
			args = append(args, gram, most)
		}
		var answers []struct{ Place, Found int }
		if err := tx.db.Raw(strings.Join(asked, " UNION ALL "), args...).Scan(&answers).Error; err != nil {
			return nil, classify("count cases by words", err)
		}
		for _, answer := range answers {
			counts[from+answer.Place] = answer.Found
		}
	}
	return counts, nil
}

// WithGrams keeps of the cases those that have every one of the pairs.
func (tx *Tx) WithGrams(caseIDs, grams []int64) ([]int64, error) {
	if len(caseIDs) == 0 || len(grams) == 0 {
		return caseIDs, nil
	}
	var ids []int64
	err := tx.db.Model(&petition.CaseGram{}).Where("gram IN ? AND case_id IN ?", grams, caseIDs).
		Group("case_id").Having("COUNT(*) = ?", len(grams)).Order("case_id DESC").Limit(len(caseIDs)).Pluck("case_id", &ids).Error
	return ids, classify("match words", err)
}

// personColumns are the blind indexes by which people are looked for.
var personColumns = map[petition.Field]string{
	petition.MobileField: "mobile_index", petition.IDField: "id_index", petition.NameField: "name_index", petition.TailField: "tail_index",
}

// CasesOfPerson returns the newest cases before an id of people of whom a blind index is known; before 0 means the newest.
func (tx *Tx) CasesOfPerson(by petition.Field, index string, before int64, limit int) ([]int64, error) {
	if index == "" || personColumns[by] == "" {
		return nil, nil
	}
	query := older(tx.db.Model(&petition.Petitioner{}).Where(personColumns[by]+" = ?", index), "case_id", before)
	var ids []int64
	err := query.Distinct().Order("case_id DESC").Limit(limit).Pluck("case_id", &ids).Error
	return ids, classify("find cases of a person", err)
}

// OfPerson keeps of the cases those of people of whom a blind index is known.
func (tx *Tx) OfPerson(by petition.Field, index string, caseIDs []int64) ([]int64, error) {
	if index == "" || personColumns[by] == "" || len(caseIDs) == 0 {
		return nil, nil
	}
	var ids []int64
	err := tx.db.Model(&petition.Petitioner{}).Where(personColumns[by]+" = ? AND case_id IN ?", index, caseIDs).
		Distinct().Order("case_id DESC").Limit(len(caseIDs)).Pluck("case_id", &ids).Error
	return ids, classify("match a person", err)
}

// CasesAt returns the newest cases before an id of a place; before 0 means the newest.
func (tx *Tx) CasesAt(place string, before int64, limit int) ([]int64, error) {
	var ids []int64
	err := older(tx.db.Model(&petition.Case{}).Where("place_code = ?", place), "id", before).Order("id DESC").Limit(limit).Pluck("id", &ids).Error
	return ids, classify("find cases of a place", err)
}

func older(query *gorm.DB, column string, before int64) *gorm.DB {
	if before == 0 {
		return query
	}
	return query.Where(column+" < ?", before)
}
