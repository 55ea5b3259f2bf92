package bot

import (
	"context"
	"net/url"
	"strconv"
)

// User is a member as far as the app may see one (doc 90196). Status: 1 active, 2 disabled, 4 not activated, 5 left.
type User struct {
	UserID         string  `json:"userid"`
	Name           string  `json:"name"`
	Departments    []int64 `json:"department"`
	MainDepartment int64   `json:"main_department"`
	Position       string  `json:"position"`
	Status         int     `json:"status"`
}

// Department is one department (doc 90208); the root has ID 1 and ParentID 0.
type Department struct {
	ID       int64  `json:"id"`
	Name     string `json:"name"`
	ParentID int64  `json:"parentid"`
	Order    int64  `json:"order"`
}

// Agent is what the platform knows about the app itself (doc 90227). Closed is 1 when an administrator stopped it.
type Agent struct {
	AgentID     int64  `json:"agentid"`
	Name        string `json:"name"`
	Description string `json:"description"`
	Closed      int    `json:"close"`
	TrustDomain string `json:"redirect_domain"`
	HomeURL     string `json:"home_url"`
}

// User reads one member; an unknown userid is an *APIError with code 60111.
func (c *Client) User(ctx context.Context, id string) (User, error) {
	var user User
	err := c.get(ctx, "user/get", url.Values{"userid": {id}}, &user)
	return user, err
}

// DepartmentUsers lists the direct members of a department (doc 90201).
func (c *Client) DepartmentUsers(ctx context.Context, departmentID int64) ([]User, error) {
	var answer struct {
		Users []User `json:"userlist"`
	}
	query := url.Values{"department_id": {strconv.FormatInt(departmentID, 10)}}
	err := c.get(ctx, "user/list", query, &answer)
	return answer.Users, err
}

// Departments lists every department in the app's scope.
func (c *Client) Departments(ctx context.Context) ([]Department, error) {
	var answer struct {
		Departments []Department `json:"department"`
	}
	err := c.get(ctx, "department/list", nil, &answer)
	return answer.Departments, err
}

// AgentInfo reads the app's own settings; it needs a valid secret, agent id and trusted IP, so it is a good probe.
func (c *Client) AgentInfo(ctx context.Context) (Agent, error) {
	var agent Agent
	err := c.get(ctx, "agent/get", c.agentQuery(), &agent)
	return agent, err
}

// CallbackIPs lists the addresses callbacks come from (doc 90930); read it daily, old and new ranges overlap.
func (c *Client) CallbackIPs(ctx context.Context) ([]string, error) {
	var answer struct {
		IPs []string `json:"ip_list"`
	}
	err := c.get(ctx, "getcallbackip", nil, &answer)
	return answer.IPs, err
}

func (c *Client) agentQuery() url.Values {
	return url.Values{"agentid": {strconv.FormatInt(c.agentID, 10)}}
}
