package wecomsim

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

type updateRequest struct {
	UserIDs       []string      `json:"userids"`
	PartyIDs      []int64       `json:"partyids"`
	TagIDs        []int64       `json:"tagids"`
	AtAll         int           `json:"atall"`
	AgentID       *int64        `json:"agentid"`
	ResponseCode  string        `json:"response_code"`
	EnableIDTrans int           `json:"enable_id_trans"`
	Button        *updateButton `json:"button"`
	TemplateCard  *Card         `json:"template_card"`
}

type updateButton struct {
	ReplaceName string `json:"replace_name"`
}

type updateAnswer struct {
	status
	InvalidUser []string `json:"invaliduser"`
}

// updateCard answers POST message/update_template_card (doc 94888). A code is burnt by the call that
// passes all checks; from then on it answers 60140.
func (s *Server) updateCard(c *call) (any, *apiError) {
	var r updateRequest
	if err := c.decode(&r); err != nil {
		return nil, err
	}
	if r.UserIDs != nil {
		c.entry.Users = r.UserIDs
	}
	if err := r.check(s.config.AgentID); err != nil {
		return nil, err
	}
	s.state.Lock()
	defer s.state.Unlock()
	code, err := s.sent.usable(r.ResponseCode, c.now)
	if err != nil {
		return nil, err
	}
	if err := r.fits(code.message.card); err != nil {
		return nil, err
	}
	targets, strangers := s.updateTargets(&r, code.message)
	if len(r.PartyIDs) == 0 && len(r.UserIDs) > 0 && !slices.ContainsFunc(r.UserIDs, s.isMember) {
		return nil, refuse(codeAllRecipientsBad, "userids all invalid")
	}
	code.used = true
	for _, target := range targets {
		r.apply(target.bubble)
		s.announce(target.user, *target.bubble)
	}
	return updateAnswer{okStatus, strangers}, nil
}

func (r *updateRequest) check(agentID int64) *apiError {
	switch {
	case r.AgentID == nil:
		return refuse(codeMissingAgentID, "agentid missing")
	case *r.AgentID != agentID:
		return refuse(codeUpdateWrongApp, "the card was sent by another agentid")
	case r.ResponseCode == "":
		return refuse(codeBadParameter, "response_code missing")
	case len(r.UserIDs) > maxUsers || len(r.PartyIDs) > maxParties || len(r.TagIDs) > maxTags:
		return refuse(codeBadParameter, "userids over %d, partyids over %d or tagids over %d", maxUsers, maxParties, maxTags)
	case r.AtAll < 0 || r.AtAll > 1 || r.EnableIDTrans < 0 || r.EnableIDTrans > 1:
		return refuse(codeBadParameter, "atall, enable_id_trans: want 0 or 1")
	case r.AtAll == 0 && len(r.UserIDs)+len(r.PartyIDs)+len(r.TagIDs) == 0:
		return refuse(codeNoRecipients, "userids, partyids, tagids are all empty and atall is 0")
	case (r.Button == nil) == (r.TemplateCard == nil):
		return refuse(codeBadParameter, "want either button or template_card")
	case r.Button != nil && r.Button.ReplaceName == "":
		return refuse(codeBadParameter, "button.replace_name missing")
	case r.TemplateCard != nil:
		return r.TemplateCard.check(true)
	}
	return nil
}

// fits compares with the card as sent: notices have no button to replace, and task_id stays.
func (r *updateRequest) fits(original *Card) *apiError {
	if r.Button != nil && original.notice() {
		return refuse(codeBadParameter, "button.replace_name does not fit %s", original.CardType)
	}
	if r.TemplateCard != nil && r.TemplateCard.TaskID != "" && r.TemplateCard.TaskID != original.TaskID {
		return refuse(codeBadTaskID, "template_card.task_id must stay %q", original.TaskID)
	}
	return nil
}

// updateTargets splits those named into holders of the card and others.
func (s *Server) updateTargets(r *updateRequest, m *sentMessage) (targets []copyOf, strangers []string) {
	if r.AtAll == 1 {
		return m.copies, []string{}
	}
	wanted := map[string]bool{}
	for _, id := range r.UserIDs {
		wanted[strings.ToLower(id)] = true
	}
	for _, party := range r.PartyIDs {
		members, _ := s.directory.under(party)
		for _, member := range members {
			wanted[strings.ToLower(member.UserID)] = true
		}
	}
	for _, holder := range m.copies {
		if wanted[holder.user] {
			targets = append(targets, holder)
		}
	}
	strangers = []string{}
	for _, id := range r.UserIDs {
		if m.on(strings.ToLower(id)) == nil {
			strangers = append(strangers, id)
		}
	}
	return targets, strangers
}

func (s *Server) isMember(userID string) bool {
	_, ok := s.directory.get(userID)
	return ok
}

func (r *updateRequest) apply(b *Bubble) {
	b.Updated = true
	if r.Button != nil {
		b.ReplacedButton = r.Button.ReplaceName
		return
	}
	card := *r.TemplateCard
	card.TaskID = cmp.Or(card.TaskID, b.TaskID)
	b.Card, b.ReplacedButton, b.Selected = &card, "", nil
}

type recallRequest struct {
	MsgID string `json:"msgid"`
}

// recall answers POST message/recall (doc 94867): a message can be taken back within 24 hours.
func (s *Server) recall(c *call) (any, *apiError) {
	var r recallRequest
	if err := c.decode(&r); err != nil {
		return nil, err
	}
	s.state.Lock()
	defer s.state.Unlock()
	m := s.sent.byMsgID[r.MsgID]
	if m == nil {
		return nil, refuse(codeBadParameter, "msgid %s is unknown", strconv.Quote(r.MsgID))
	}
	if c.now.Sub(m.at) >= recallWindow {
		return nil, refuse(codeMsgIDExpired, "msgid expired")
	}
	for _, held := range m.copies {
		held.bubble.Recalled = true
		c.entry.Users = append(c.entry.Users, held.user)
		s.announce(held.user, *held.bubble)
	}
	slices.Sort(c.entry.Users)
	return okStatus, nil
}
