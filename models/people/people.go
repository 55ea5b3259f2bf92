// Package people holds the county's units and staff, and what each role may do.
package people

import (
	"slices"
	"strings"
	"time"
)

// UnitKind sorts units.
type UnitKind string

// The kinds of unit.
const (
	Bureau       UnitKind = "bureau"
	Department   UnitKind = "department"
	Township     UnitKind = "township"
	Discipline   UnitKind = "discipline"   // 纪检监察机关
	Organisation UnitKind = "organisation" // 组织部门
)

// UnitKinds lists every kind.
var UnitKinds = []UnitKind{Bureau, Department, Township, Discipline, Organisation}

// Unit is an office of the county.
type Unit struct {
	Code     string `gorm:"primaryKey"`
	Name     string
	Kind     UnitKind
	OfficeID int64 // department of the platform's address book; 0 = not known
}

// Village is a village or community of a township, by whose name a place is recognised.
type Village struct {
	UnitCode string `gorm:"primaryKey"` // of the township
	Name     string `gorm:"primaryKey"`
}

// Role is what a member of staff does here.
type Role string

// The roles of DESIGN §5.
const (
	Clerk      Role = "clerk"
	Handler    Role = "handler"
	Leader     Role = "leader"
	Supervisor Role = "supervisor"
	DutyOffice Role = "duty_office"
	Auditor    Role = "auditor"
	Admin      Role = "admin" // of the system

	SecurityAdmin Role = "security_admin"
	AuditAdmin    Role = "audit_admin"
)

// Roles lists every role.
var Roles = []Role{Clerk, Handler, Leader, Supervisor, DutyOffice, Auditor, Admin, SecurityAdmin, AuditAdmin}

// administrators are kept apart: nobody grants rights, guards them and audits their use in one person (等保 三员分离).
var administrators = []Role{Admin, SecurityAdmin, AuditAdmin}

// Apart returns two roles that one person must not hold together, if there are such among them.
func Apart(roles []Role) (one, other Role, refused bool) {
	for _, role := range roles {
		if !slices.Contains(administrators, role) {
			continue
		}
		if one != "" && one != role {
			return one, role, true
		}
		one = role
	}
	return "", "", false
}

// RoleName is what the role is called in Chinese.
func (r Role) RoleName() string {
	return map[Role]string{
		Clerk: "窗口干部", Handler: "经办人", Leader: "领导", Supervisor: "分管负责人",
		DutyOffice: "值班室", Auditor: "纪检监察", Admin: "管理员",
		SecurityAdmin: "安全保密管理员", AuditAdmin: "安全审计员",
	}[r]
}

// Person is a member of staff. UserID is the WeCom userid, lower-cased: the platform ignores its case
// (doc 90236). People who left stay on record as inactive.
type Person struct {
	UserID   string `gorm:"primaryKey"`
	Name     string
	UnitCode string
	UnitName string `gorm:"-"` // filled on reading
	Post     string
	Roles    []Role `gorm:"-"` // kept in person_roles
	Active   bool

	ChangedAt *time.Time // when Active last changed, if it did
}

// TableName is the table of staff.
func (Person) TableName() string { return "people" }

// PersonRole is one role of one person.
type PersonRole struct {
	UserID string `gorm:"primaryKey"`
	Role   Role   `gorm:"primaryKey"`
}

// NormalUserID brings a userid into the form in which it is compared and kept.
func NormalUserID(id string) string { return strings.ToLower(strings.TrimSpace(id)) }

// Has tells whether the person holds any of the roles.
func (p Person) Has(roles ...Role) bool {
	return slices.ContainsFunc(roles, func(r Role) bool { return slices.Contains(p.Roles, r) })
}

// At is how the person is named to whoever looks after staff: with the unit.
func (p Person) At(unit string) string { return p.Name + "（" + unit + "）" }

// Title is how the person is named to colleagues: post and name.
func (p Person) Title() string {
	if p.Post == "" {
		return p.Name
	}
	return p.Post + " " + p.Name
}

// Action is something a person asks the desk to do.
type Action string

// The actions that roles allow.
const (
	RegisterVisit   Action = "register_visit"
	ReadCases       Action = "read_cases"
	RecordProgress  Action = "record_progress"
	RouteCases      Action = "route_cases"
	HandleCases     Action = "handle_cases"
	AskEscalation   Action = "ask_escalation"
	DecideRequests  Action = "decide_requests"
	InstructUnits   Action = "instruct_units" // a leader orders something of a unit about a case
	ReadDuty        Action = "read_duty"
	ReceiveDutyNews Action = "receive_duty_news"
	EditDuty        Action = "edit_duty"
	DecideSwaps     Action = "decide_swaps"
	ImportCalendar  Action = "import_calendar"
	RecordRatings   Action = "record_ratings"
	ReadStatistics  Action = "read_statistics"
	DrawTickets     Action = "draw_tickets"
	EraseByLaw      Action = "erase_by_law" // destroys a case's key; takes two
	AskCheckpoint   Action = "ask_checkpoint"
	SignIncident    Action = "sign_incident"
	AskAmendment    Action = "ask_amendment"
	DecideAmendment Action = "decide_amendment"
	DeclareRecusal  Action = "declare_recusal"
	OrderRecusal    Action = "order_recusal"
	LiftRecusal     Action = "lift_recusal"
	ReadAccessLog   Action = "read_access_log"
	HandOverWork    Action = "hand_over_work" // of somebody who leaves or is absent
	GiveRoles       Action = "give_roles"
	ReadContacts    Action = "read_contacts" // learns what the address book changed
	BookReception   Action = "book_reception"
	ReadBookings    Action = "read_bookings"
	EndReception    Action = "end_reception" // says what came of a booking; a leader of his own
)

var allowed = map[Action][]Role{
	RegisterVisit:   {Clerk},
	ReadCases:       {Clerk, Handler, Leader, Supervisor, DutyOffice, Auditor},
	RecordProgress:  {Clerk, Handler},
	RouteCases:      {Clerk, Supervisor},
	HandleCases:     {Handler},
	AskEscalation:   {Clerk, Handler},
	DecideRequests:  {Supervisor},
	InstructUnits:   {Leader, Supervisor},
	ReadDuty:        Roles,
	ReceiveDutyNews: {DutyOffice},
	EditDuty:        {DutyOffice, Admin},
	DecideSwaps:     {Supervisor},
	ImportCalendar:  {Admin},
	RecordRatings:   {Clerk},
	ReadStatistics:  {Leader, Supervisor, Auditor},
	DrawTickets:     {Clerk, DutyOffice},
	EraseByLaw:      {Supervisor, Auditor, Admin},
	AskCheckpoint:   {Auditor},
	SignIncident:    {Auditor, Admin},
	AskAmendment:    {Clerk},
	DecideAmendment: {Supervisor},
	DeclareRecusal:  {Clerk, Handler, Leader, Supervisor, DutyOffice},
	OrderRecusal:    {Supervisor},
	LiftRecusal:     {Supervisor, SecurityAdmin},
	ReadAccessLog:   {Auditor},
	HandOverWork:    {Supervisor, Leader},
	GiveRoles:       {SecurityAdmin},
	ReadContacts:    {Admin, SecurityAdmin},
	BookReception:   {Clerk, DutyOffice},
	ReadBookings:    {Clerk, DutyOffice, Supervisor, Leader},
	EndReception:    {Clerk, DutyOffice, Leader},
}

// RolesFor lists the roles that allow an action.
func RolesFor(a Action) []Role { return allowed[a] }

// May tells whether the person may take the action. What is not allowed here is denied.
func (p Person) May(a Action) bool { return p.Active && p.Has(allowed[a]...) }
