package duty

import (
	"time"
)

// Note is what a shift hands over to the next on its post: 交班.
type Note struct {
	ID        int64 `gorm:"primaryKey"`
	SlotID    int64
	Station   string
	Post      string
	Author    string
	Text      string
	CreatedAt time.Time
}

// TableName is the table of notes.
func (Note) TableName() string { return "duty_notes" }

// FeedLink lets whoever knows the secret read one person's duties as a calendar. Only the secret's SHA-256 is kept.
type FeedLink struct {
	TokenHash string `gorm:"primaryKey"`
	UserID    string
	CreatedAt time.Time
}

// TableName is the table of feeds.
func (FeedLink) TableName() string { return "duty_feeds" }

// Import is a sheet that was taken into the roster, with what the slots had before, so that it can be undone.
type Import struct {
	ID        int64 `gorm:"primaryKey"`
	By        string
	Name      string     // of the file
	Before    []Override `gorm:"serializer:json"` // a zero CreatedAt means there was none
	After     []Override `gorm:"serializer:json"`
	CreatedAt time.Time
	UndoneAt  *time.Time
}

// TableName is the table of imports.
func (Import) TableName() string { return "duty_imports" }

// Card is what the office knows of a person besides the staff list, for the public notice and the phone list.
type Card struct {
	UserID string `gorm:"primaryKey"`
	Field  string // what a leader is in charge of
	Phone  string // office phone
}

// TableName is the table of cards.
func (Card) TableName() string { return "duty_cards" }
