package petition

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// AttachmentKind is what somebody sent beside words.
type AttachmentKind string

// The kinds.
const (
	ImageAttachment    AttachmentKind = "image"
	VoiceAttachment    AttachmentKind = "voice"
	VideoAttachment    AttachmentKind = "video"
	FileAttachment     AttachmentKind = "file"
	LocationAttachment AttachmentKind = "location"
	RosterAttachment   AttachmentKind = "roster" // a roster to be taken in, which belongs to no case
)

var attachmentKinds = []AttachmentKind{ImageAttachment, VoiceAttachment, VideoAttachment, FileAttachment, LocationAttachment}

// Chinese is the kind as people call it.
func (k AttachmentKind) Chinese() string {
	return map[AttachmentKind]string{
		ImageAttachment: "照片", VoiceAttachment: "语音", VideoAttachment: "视频", FileAttachment: "文件", LocationAttachment: "位置",
		RosterAttachment: "值班表",
	}[k]
}

// Limit is the largest content of the kind that is kept, in bytes.
func (k AttachmentKind) Limit() int64 {
	if k == RosterAttachment {
		return MaxRoster
	}
	return MaxAttachment
}

// AttachmentState is how far an attachment has come.
type AttachmentState string

// The states.
const (
	AttachmentWaiting AttachmentState = "waiting" // to be fetched from the platform
	AttachmentKept    AttachmentState = "kept"
	AttachmentLost    AttachmentState = "lost" // the platform has it no more, or it is too large
	AttachmentErased  AttachmentState = "erased"
)

const (
	// MaxAttachment is the largest file that is kept, in bytes (doc 90253: a file has 20 MB at most).
	MaxAttachment = 20 << 20
	// MaxRoster is the largest roster that is read, in bytes: a month of a county has a hundredth of it.
	MaxRoster = 4 << 20
	// LooseFor is how long what was sent before the words waits for them.
	LooseFor = 10 * time.Minute
	// MaxAttachments is how many one report or case can have.
	MaxAttachments = 50
)

// Attachment is a file or place that belongs to a report under way or to a case; both 0 = it waits for its words.
type Attachment struct {
	ID         int64  `gorm:"primaryKey"`
	Origin     string // key of the inbound message that brought it; unique
	Owner      string // userid
	DraftID    int64
	CaseID     int64
	Kind       AttachmentKind
	MediaID    string
	State      AttachmentState
	Size       int64  // bytes
	Hash       string // SHA-256 of the content as it is kept, in hex
	Sealed     []byte // AttachmentNote
	ReceivedAt time.Time
}

// TableName is the table of attachments.
func (Attachment) TableName() string { return "attachments" }

// KeyID is the number under which the data key of an attachment is kept, beside those of drafts.
func (a Attachment) KeyID() int64 { return -a.ID }

// Blob names the content of an attachment in the store of files. It tells nothing of what it is about.
func (a Attachment) Blob() string { return fmt.Sprintf("attachments/%d", a.ID) }

// AttachmentNote is what is personal about an attachment beside its content.
type AttachmentNote struct {
	FileName  string  `json:",omitempty"`
	Label     string  `json:",omitempty"` // of a location
	Latitude  float64 `json:",omitempty"` // degrees
	Longitude float64 `json:",omitempty"`
}

// WithoutRosters leaves rosters out: what is sent for a report never has one.
func WithoutRosters(attachments []Attachment) []Attachment {
	return slices.DeleteFunc(attachments, func(a Attachment) bool { return a.Kind == RosterAttachment })
}

// AwaitingWords keeps what a report can still be given: no rosters, and nothing that is lost or erased.
func AwaitingWords(attachments []Attachment) []Attachment {
	return slices.DeleteFunc(WithoutRosters(attachments), func(a Attachment) bool {
		return a.State == AttachmentLost || a.State == AttachmentErased
	})
}

// CountAttachments says what there is: 照片2、语音1; "" when there is nothing.
func CountAttachments(attachments []Attachment) string {
	counts := map[AttachmentKind]int{}
	for _, a := range attachments {
		if a.State != AttachmentLost && a.State != AttachmentErased {
			counts[a.Kind]++
		}
	}
	var parts []string
	for _, kind := range attachmentKinds {
		if counts[kind] > 0 {
			parts = append(parts, fmt.Sprintf("%s%d", kind.Chinese(), counts[kind]))
		}
	}
	return strings.Join(parts, "、")
}
