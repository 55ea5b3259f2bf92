package outmsg

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Recipients is who gets a message: everyone in the app's scope, or members by userid, departments by id and tags by
// id; at most 1000, 100 and 100 (doc 90236).
type Recipients struct {
	Users         []string
	Parties, Tags []int64
	All           bool
}

// ToUsers addresses members by userid.
func ToUsers(userIDs ...string) Recipients { return Recipients{Users: userIDs} }

// SendOptions are the switches of a send. DuplicateCheck makes the platform drop a byte-identical repeat within
// DuplicateSeconds (0 means 14400, the maximum), which makes a retry of frozen bytes harmless.
type SendOptions struct {
	Safe             bool
	EnableIDTrans    bool
	DuplicateCheck   bool
	DuplicateSeconds int
}

// SendBody is the JSON for POST /cgi-bin/message/send. Any broken limit is an error wrapping *LimitError.
func SendBody(to Recipients, agentID int64, m Message, opt SendOptions) ([]byte, error) {
	if err := errors.Join(to.check(), checkAgent(agentID), opt.check(), Validate(m)); err != nil {
		return nil, fmt.Errorf("build send request: %w", err)
	}
	request := map[string]any{"msgtype": m.Kind(), "agentid": agentID, m.Kind(): m.body()}
	to.fill(request)
	if opt.Safe {
		request["safe"] = 1
	}
	if opt.EnableIDTrans {
		request["enable_id_trans"] = 1
	}
	if opt.DuplicateCheck {
		request["enable_duplicate_check"] = 1
		request["duplicate_check_interval"] = opt.seconds()
	}
	return EncodeJSON(request)
}

// UpdateCardBody is the JSON for POST /cgi-bin/message/update_template_card that replaces the whole card (doc 94888).
// card must be a template card; it may be of another type than the one it replaces and needs no task id.
func UpdateCardBody(userIDs []string, agentID int64, responseCode string, card Message) ([]byte, error) {
	if _, ok := card.(Card); !ok {
		return nil, fmt.Errorf("build card update: %T is no template card", card)
	}
	return updateBody(userIDs, agentID, responseCode, check(card, true), kindCard, card.body())
}

// UpdateButtonBody is the same request when only the clicked card's button turns grey and reads replaceName. It does
// not work on notice cards.
func UpdateButtonBody(userIDs []string, agentID int64, responseCode, replaceName string) ([]byte, error) {
	v := visitor{}
	v.required("button.replace_name", replaceName, codeButtonText)
	button := struct {
		ReplaceName string `json:"replace_name"`
	}{replaceName}
	return updateBody(userIDs, agentID, responseCode, errors.Join(v.faults...), "button", button)
}

func updateBody(userIDs []string, agentID int64, responseCode string, fault error, key string, value any) ([]byte, error) {
	v := visitor{}
	v.entries("userids", len(userIDs), 1, maxUsers, codeUserList)
	v.required("response_code", responseCode, codeParameter)
	if err := errors.Join(append(v.faults, checkAgent(agentID), fault)...); err != nil {
		return nil, fmt.Errorf("build card update: %w", err)
	}
	return EncodeJSON(map[string]any{"userids": userIDs, "agentid": agentID, "response_code": responseCode, key: value})
}

func (to Recipients) check() error {
	v := visitor{}
	v.entries("touser", len(to.Users), 0, maxUsers, codeUserList)
	v.entries("toparty", len(to.Parties), 0, maxPartiesOrTags, codeRecipients)
	v.entries("totag", len(to.Tags), 0, maxPartiesOrTags, codeRecipients)
	if !to.All && len(to.Users)+len(to.Parties)+len(to.Tags) == 0 {
		v.fault("touser", ruleRequired, 1, 0, codeRecipients)
	}
	for _, id := range to.Users {
		if id == "" || id == "@all" || strings.ContainsAny(id, "| ") {
			v.fault("touser", ruleCharset, 0, 0, codeRecipients)
		}
	}
	return errors.Join(v.faults...)
}

func (to Recipients) fill(request map[string]any) {
	if to.All {
		request["touser"] = "@all"
		return
	}
	if len(to.Users) > 0 {
		request["touser"] = strings.Join(to.Users, "|")
	}
	if len(to.Parties) > 0 {
		request["toparty"] = joinIDs(to.Parties)
	}
	if len(to.Tags) > 0 {
		request["totag"] = joinIDs(to.Tags)
	}
}

func joinIDs(ids []int64) string {
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = strconv.FormatInt(id, 10)
	}
	return strings.Join(words, "|")
}

func (o SendOptions) check() error {
	v := visitor{}
	v.within("duplicate_check_interval", o.DuplicateSeconds, 0, maxDuplicateSeconds, codeParameter)
	return errors.Join(v.faults...)
}

func (o SendOptions) seconds() int {
	if o.DuplicateSeconds == 0 {
		return DuplicateCheckDefault
	}
	return o.DuplicateSeconds
}

func checkAgent(id int64) error {
	if id > 0 {
		return nil
	}
	return &LimitError{Field: "agentid", Unit: ruleRequired, Limit: 1, Code: codeAgentID}
}
