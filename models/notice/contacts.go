package notice

import "petitiondesk/models/people"

// Contacts is what the platform's address book has changed on record. People are named by name, unit and post.
type Contacts struct {
	Halted   int // how many would have lost access, when so many that nothing was changed; else 0
	Added    []string
	Left     []LeftStaff
	Back     []string
	Moved    []MovedStaff
	Renamed  []people.Renamed
	Unplaced int // members whose departments belong to no unit
}

// LeftStaff is somebody whose account has ended.
type LeftStaff struct {
	Who, UserID string
	OpenWork    bool // cases, requests or shifts are still his
}

// MovedStaff is somebody who belongs to another unit now. Roles are those he had there, in words.
type MovedStaff struct {
	Who, Name, From, To, Roles string
}

// AccountRenamed is a colleague whose account bears another userid now.
type AccountRenamed struct {
	Who, Name, Was, Now string
}

// Roles are what a colleague may do here, before and after a change. The lists are in order (people.InOrder).
type Roles struct {
	TaskID string
	UserID string
	Who    string // name, unit and post
	By     string // title
	Before []people.Role
	After  []people.Role
	Moved  bool // to another unit, wherefore Before is empty and After is what he had
}

// RolesTask is the card on which a change of roles is shown in one turn.
func RolesTask(turn, userID string) string { return "roles-" + short(turn+":"+userID) }

// Welcome greets somebody with what his roles let him do.
type Welcome struct {
	TaskID string
	Name   string
	Unit   string
	Roles  []people.Role
	New    bool // the first time with these roles
}

// WelcomeKey is the key of the welcome of somebody with some roles: whoever gets others is welcomed anew.
func WelcomeKey(userID string, roles []people.Role) string {
	key := "welcome:" + userID
	for _, role := range people.InOrder(roles) {
		key += ":" + string(role)
	}
	return key
}

// WelcomeTask is the card of what somebody can do, as sent in one turn.
func WelcomeTask(turn, userID string) string { return "welcome-" + short(turn+":"+userID) }
