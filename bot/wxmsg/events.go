package wxmsg

type (
	// Subscribe: a member came into the app's scope or followed it.
	Subscribe struct{ Header }
	// Unsubscribe: a member left the app's scope.
	Unsubscribe struct{ Header }
	// EnterAgent: a member opened the app's chat.
	EnterAgent struct{ Header }
	// ShareAgentChange: the app was shared with, or taken from, a linked corp.
	ShareAgentChange struct{ Header }
	// ShareChainChange: the same for an upstream/downstream chain.
	ShareChainChange struct{ Header }
	// CloseInactiveAgent: the platform stopped the app for not being used.
	CloseInactiveAgent struct{ Header }
	// ReopenInactiveAgent: an administrator started it again.
	ReopenInactiveAgent struct{ Header }
	// LowActive: the app became a low-activity app.
	LowActive struct{ Header }
	// ActiveRestored: it no longer is one.
	ActiveRestored struct{ Header }
)

// LocationReport is a position reported when a member opens the chat, in degrees and metres.
type LocationReport struct {
	Header
	Latitude  float64
	Longitude float64
	Precision float64
	AppType   string
}

// BatchJobResult ends an asynchronous contact job.
type BatchJobResult struct {
	Header
	JobID, JobType string
	ErrCode        int64
	ErrMsg         string
}

// InactiveAlert warns that the app will be stopped at EffectTime (Unix seconds).
type InactiveAlert struct {
	Header
	EffectTime int64
}

// LowActiveAlert warns that the app will be limited from EffectTime (Unix seconds).
type LowActiveAlert struct {
	Header
	EffectTime int64
}

// OpenApprovalChange is a step of an approval drawn by WeCom for the app. OpenSpStatus: 1 running, 2 approved,
// 3 rejected, 4 withdrawn. ApplyTime is in Unix seconds. The approver nodes are not read.
type OpenApprovalChange struct {
	Header
	ThirdNo, OpenSpName, OpenTemplateID        string
	OpenSpStatus, ApplyTime, ApproverStep      int64
	ApplyUserName, ApplyUserID, ApplyUserParty string
}

// Status of a member who is not active (doc 90196).
const (
	MemberDisabled     = 2
	MemberNotActivated = 4
	MemberLeft         = 5
)

// ChangeContact is a change of the address book. ChangeType is create_user, update_user, delete_user, create_party,
// update_party, delete_party or update_tag, and decides which other fields are set. Department and the Items fields
// are comma-separated as sent; PartyID is the element Id.
type ChangeContact struct {
	Header
	ChangeType                   string
	UserID, NewUserID            string
	Name, Department             string
	MainDepartment               int64
	IsLeaderInDept, DirectLeader string
	Position, Mobile             string
	Status                       int64
	PartyID, ParentID, Order     int64
	TagID                        int64
	AddUserItems, DelUserItems   string
	AddPartyItems, DelPartyItems string
}

func (m *LocationReport) bind(c *codec) {
	c.decimal("Latitude", &m.Latitude)
	c.decimal("Longitude", &m.Longitude)
	c.decimal("Precision", &m.Precision)
	c.option("AppType", &m.AppType)
}

func (m *BatchJobResult) bind(c *codec) {
	c.group("BatchJob", func(c *codec) {
		c.text("JobId", &m.JobID)
		c.text("JobType", &m.JobType)
		c.number("ErrCode", &m.ErrCode)
		c.text("ErrMsg", &m.ErrMsg)
	})
}

func (m *InactiveAlert) bind(c *codec) { c.number("EffectTime", &m.EffectTime) }

func (m *LowActiveAlert) bind(c *codec) { c.number("EffectTime", &m.EffectTime) }

func (m *OpenApprovalChange) bind(c *codec) {
	c.group("ApprovalInfo", func(c *codec) {
		c.text("ThirdNo", &m.ThirdNo)
		c.text("OpenSpName", &m.OpenSpName)
		c.text("OpenTemplateId", &m.OpenTemplateID)
		c.number("OpenSpStatus", &m.OpenSpStatus)
		c.number("ApplyTime", &m.ApplyTime)
		c.text("ApplyUserName", &m.ApplyUserName)
		c.text("ApplyUserId", &m.ApplyUserID)
		c.text("ApplyUserParty", &m.ApplyUserParty)
		c.number("approverstep", &m.ApproverStep)
	})
}

func (m *ChangeContact) bind(c *codec) {
	c.text("ChangeType", &m.ChangeType)
	c.option("UserID", &m.UserID)
	c.option("NewUserID", &m.NewUserID)
	c.option("Name", &m.Name)
	c.option("Department", &m.Department)
	c.optionNumber("MainDepartment", &m.MainDepartment)
	c.option("IsLeaderInDept", &m.IsLeaderInDept)
	c.option("DirectLeader", &m.DirectLeader)
	c.option("Position", &m.Position)
	c.option("Mobile", &m.Mobile)
	c.optionNumber("Status", &m.Status)
	c.optionNumber("Id", &m.PartyID)
	c.optionNumber("ParentId", &m.ParentID)
	c.optionNumber("Order", &m.Order)
	c.optionNumber("TagId", &m.TagID)
	c.option("AddUserItems", &m.AddUserItems)
	c.option("DelUserItems", &m.DelUserItems)
	c.option("AddPartyItems", &m.AddPartyItems)
	c.option("DelPartyItems", &m.DelPartyItems)
}
