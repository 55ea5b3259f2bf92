package store

import (
	"database/sql"
	"strings"

	"gorm.io/gorm"

	"petitiondesk/models"
	"petitiondesk/models/petition"
)

const (
	ofCase    = "case_id = ?"
	ofRequest = "request_id IN (SELECT id FROM approval_requests WHERE case_id = ?)"
)

// writtenOn is where people write about a case, beside the case itself: texts, and details in JSON whose strings are texts.
var writtenOn = []struct {
	table, of   string
	keys, texts []string
}{
	{"case_progress", ofCase, []string{"id"}, []string{"text"}},
	{"case_events", ofCase, []string{"id"}, []string{"details"}},
	{"approval_requests", ofCase, []string{"id"}, []string{"reason", "opinion", "payload"}},
	{"approval_entries", ofRequest, []string{"request_id", "no"}, []string{"text"}},
	{"approval_seats", ofRequest, []string{"request_id", "step", "user_id"}, []string{"opinion"}},
	{"instructions", ofCase, []string{"id"}, []string{"text", "answer"}},
	{"ledger_amendments", ofCase, []string{"id"}, []string{"reason", "opinion"}},
	{"step_proposals", ofCase, []string{"user_id"}, []string{"steps"}},
	{"access_log", ofCase, []string{"id"}, []string{"reason"}},
	{"barred", ofCase, []string{"id"}, []string{"lift_reason"}},
}

// mostWritten is more lines than anybody writes about one case.
const mostWritten = 20000

// RedactCase masks what is written about a case with mask, and blanks where its people live; the codes stay. Error: Conflict
// when there are more lines than one transaction should change.
func (tx *Tx) RedactCase(c petition.Case, mask func(string) string) error {
	masked := map[string]any{"facts": mask(c.Facts), "demand": mask(c.Demand), "registered_residence": "", "habitual_residence": ""}
	if err := tx.db.Model(&petition.Case{}).Where("id = ?", c.ID).Updates(masked).Error; err != nil {
		return classify("redact case", err)
	}
	for _, w := range writtenOn {
		rows, err := readTexts(tx.db.Table(w.table).Where(w.of, c.ID).Limit(mostWritten), append(append([]string{}, w.keys...), w.texts...))
		if err != nil {
			return classify("read "+w.table, err)
		}
		if len(rows) == mostWritten {
			return models.Errorf(models.Conflict, "%s 的办理记录太多，不能一次删除，请联系系统管理员处理。", c.Number)
		}
		for _, row := range rows {
			changed := map[string]any{}
			for i, column := range w.texts {
				was := row[len(w.keys)+i]
				if now := mask(was); now != was {
					changed[column] = now
				}
			}
			if len(changed) == 0 {
				continue
			}
			line := tx.db.Table(w.table)
			for i, key := range w.keys {
				line = line.Where(key+" = ?", row[i])
			}
			if err := line.Updates(changed).Error; err != nil {
				return classify("redact "+w.table, err)
			}
		}
	}
	return nil
}

// readTexts reads columns as texts, "" for NULL.
func readTexts(from *gorm.DB, columns []string) ([][]string, error) {
	rows, err := from.Select(strings.Join(columns, ", ")).Rows()
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var read [][]string
	for rows.Next() {
		values, into := make([]sql.NullString, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		line := make([]string, len(values))
		for i, v := range values {
			line[i] = v.String
		}
		read = append(read, line)
	}
	return read, rows.Err()
}
