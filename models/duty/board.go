package duty

import "time"

// BoardMark says that somebody of the duty office has dealt with something on its board that does not end by itself.
type BoardMark struct {
	Mark   string `gorm:"primaryKey"`
	DoneBy string
	DoneAt time.Time
}

// TableName is the table of marks.
func (BoardMark) TableName() string { return "duty_board_marks" }
