package wecomsim

import "strconv"

// Member status in answers (doc 90196).
const (
	memberActivated = 1
	memberDisabled  = 2
	memberLeft      = 5
)

type userAnswer struct {
	UserID         string  `json:"userid"`
	Name           string  `json:"name"`
	Department     []int64 `json:"department"`
	MainDepartment int64   `json:"main_department"`
	Position       string  `json:"position"`
	Mobile         string  `json:"mobile,omitempty"`
	Status         int     `json:"status"`
}

func (s *Server) userAnswer(m Member) userAnswer {
	id := s.directory.departmentID(m.Department)
	answer := userAnswer{m.UserID, m.Name, []int64{id}, id, m.Post, m.Mobile, memberActivated}
	switch {
	case m.Disabled:
		answer.Status = memberDisabled
	case !m.Active:
		answer.Status = memberLeft
	}
	return answer
}

// getUser answers GET user/get?userid= (doc 90196).
func (s *Server) getUser(c *call) (any, *apiError) {
	id := c.query.Get("userid")
	if id == "" {
		return nil, refuse(codeMissingUserID, "userid missing")
	}
	c.entry.Users = []string{id}
	m, ok := s.directory.get(id)
	switch {
	case !ok:
		return nil, refuse(codeNoUser, "userid not found")
	case !m.Visible:
		return nil, refuse(codeNotVisible, "no privilege to access this member")
	}
	return struct {
		status
		userAnswer
	}{okStatus, s.userAnswer(m)}, nil
}

func (s *Server) visibleMembers(c *call) ([]userAnswer, *apiError) {
	id, err := strconv.ParseInt(c.query.Get("department_id"), 10, 64)
	members, exists := s.directory.inDepartment(id)
	if err != nil || !exists {
		return nil, refuse(codeNoDepartment, "department not found")
	}
	found := []userAnswer{}
	for _, m := range members {
		if m.Visible {
			found = append(found, s.userAnswer(m))
		}
	}
	return found, nil
}

// listUsers answers GET user/list?department_id= (doc 90201) with the direct members.
func (s *Server) listUsers(c *call) (any, *apiError) {
	users, err := s.visibleMembers(c)
	if err != nil {
		return nil, err
	}
	return struct {
		status
		UserList []userAnswer `json:"userlist"`
	}{okStatus, users}, nil
}

type simpleUser struct {
	UserID     string  `json:"userid"`
	Name       string  `json:"name"`
	Department []int64 `json:"department"`
}

// simpleListUsers answers GET user/simplelist?department_id= (doc 90200).
func (s *Server) simpleListUsers(c *call) (any, *apiError) {
	users, err := s.visibleMembers(c)
	if err != nil {
		return nil, err
	}
	simple := []simpleUser{}
	for _, u := range users {
		simple = append(simple, simpleUser{u.UserID, u.Name, u.Department})
	}
	return struct {
		status
		UserList []simpleUser `json:"userlist"`
	}{okStatus, simple}, nil
}

type departmentAnswer struct {
	ID       int64  `json:"id"`
	Name     string `json:"name,omitempty"`
	ParentID int64  `json:"parentid"`
	Order    int64  `json:"order"`
}

func (s *Server) departmentAnswers(withNames bool) []departmentAnswer {
	answers := []departmentAnswer{}
	for i, d := range s.directory.allDepartments() {
		answer := departmentAnswer{ID: d.id, ParentID: d.parent, Order: int64(i)}
		if withNames {
			answer.Name = d.name
		}
		answers = append(answers, answer)
	}
	return answers
}

// listDepartments answers GET department/list (doc 90208).
func (s *Server) listDepartments(*call) (any, *apiError) {
	return struct {
		status
		Department []departmentAnswer `json:"department"`
	}{okStatus, s.departmentAnswers(true)}, nil
}

// simpleListDepartments answers GET department/simplelist (doc 95350), which has no names.
func (s *Server) simpleListDepartments(*call) (any, *apiError) {
	return struct {
		status
		DepartmentID []departmentAnswer `json:"department_id"`
	}{okStatus, s.departmentAnswers(false)}, nil
}

// getAgent answers GET agent/get?agentid= (doc 90227).
func (s *Server) getAgent(c *call) (any, *apiError) {
	if err := s.checkAgentParameter(c); err != nil {
		return nil, err
	}
	type allowed struct {
		UserID string `json:"userid"`
	}
	type allowedUsers struct {
		User []allowed `json:"user"`
	}
	users := allowedUsers{User: []allowed{}}
	for _, m := range s.directory.all() {
		if m.Visible {
			users.User = append(users.User, allowed{m.UserID})
		}
	}
	return struct {
		status
		AgentID        int64        `json:"agentid"`
		Name           string       `json:"name"`
		Description    string       `json:"description"`
		AllowUserInfos allowedUsers `json:"allow_userinfos"`
		Close          int          `json:"close"`
	}{okStatus, s.config.AgentID, s.config.AppName, "", users, 0}, nil
}

// getIPList answers getcallbackip and get_api_domain_ip (docs 90930, 92520): all is local here.
func (s *Server) getIPList(*call) (any, *apiError) {
	return struct {
		status
		IPList []string `json:"ip_list"`
	}{okStatus, []string{"127.0.0.1"}}, nil
}
