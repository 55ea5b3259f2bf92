package ledger

import (
	"slices"
	"time"

	"petitiondesk/models"
)

// IncidentKind says what happened.
type IncidentKind string

// The kinds of incident. While a restored one is open nothing is registered here.
const (
	Restored IncidentKind = "restored" // the database is older than an anchor outside it
	Declared IncidentKind = "declared" // somebody explains something himself, such as a clock that was wrong
)

// IncidentState is how far an incident is.
type IncidentState string

// The states.
const (
	IncidentOpen   IncidentState = "open"   // nobody has explained it
	IncidentHalf   IncidentState = "signed" // explained by one, waits for the other role
	IncidentSettle IncidentState = "closed"
)

// Incident is a break in the ledger that two people of two roles must explain.
type Incident struct {
	ID              int64 `gorm:"primaryKey"`
	Uniq            string
	Kind            IncidentKind
	State           IncidentState
	AnchorSize      int64 // the largest anchor that the ledger no longer reaches
	AnchorRoot      Root
	HeadSeq         int64    // where the ledger ended when that was found
	Lost            []Anchor `gorm:"serializer:json"` // the anchors beyond it
	OpenedAt        time.Time
	Reason          string
	SignedBy        string
	SignedAs        string
	SignedAt        *time.Time
	CountersignedBy string
	CountersignedAs string
	CountersignedAt *time.Time
	Version         int64
}

// TableName is the table of incidents.
func (Incident) TableName() string { return "ledger_incidents" }

// Sign takes the word of one person, who holds roles out of the two that must sign. The first must say what happened;
// the second must be another person and hold the other role.
func (i Incident) Sign(by string, roles []string, reason string, now time.Time) (Incident, error) {
	switch {
	case i.State == IncidentSettle:
		return i, models.Errorf(models.Conflict, "这起台账异常已经会签完毕，不需要再签。")
	case i.State == IncidentOpen && reason == "":
		return i, models.Errorf(models.Invalid, "请写明发生了什么，例如：事故说明 服务器故障，从昨晚备份恢复")
	case i.State == IncidentOpen:
		i.State, i.Reason, i.SignedBy, i.SignedAt, i.SignedAs = IncidentHalf, reason, by, &now, roles[0]
		return i, nil
	case i.SignedBy == by:
		return i, models.Errorf(models.Conflict, "您已经签过了，还需要另一岗位的一位同事（纪检监察、管理员各一人）会签。")
	}
	others := slices.DeleteFunc(slices.Clone(roles), func(r string) bool { return r == i.SignedAs })
	if len(others) == 0 {
		return i, models.Errorf(models.Forbidden, "说明人与您是同一岗位，须由另一岗位的同事会签（纪检监察、管理员各一人）。")
	}
	i.State, i.CountersignedBy, i.CountersignedAt, i.CountersignedAs = IncidentSettle, by, &now, others[0]
	return i, nil
}

// IncidentRecord is the payload of the entries about an incident.
type IncidentRecord struct {
	Incident int64        `json:"incident"`
	Kind     IncidentKind `json:"kind"`
	Head     int64        `json:"head"` // where the ledger ended when it was found
	Lost     []Anchor     `json:"lost,omitempty"`
	Reason   string       `json:"reason,omitempty"`
	SignedBy string       `json:"signed_by,omitempty"`
	SignedAs string       `json:"signed_as,omitempty"`
	As       string       `json:"as,omitempty"` // role of the actor
}
