package wecomsim

import (
	"strconv"
)

// Menu is the app's menu bar (docs 90231 to 90233).
type Menu struct {
	Button []MenuItem `json:"button"`
}

// MenuItem is a top item, or one of the sub items of such.
type MenuItem struct {
	Type      string     `json:"type,omitempty"`
	Name      string     `json:"name"`
	Key       string     `json:"key,omitempty"`
	URL       string     `json:"url,omitempty"`
	AppID     string     `json:"appid,omitempty"`
	PagePath  string     `json:"pagepath,omitempty"`
	SubButton []MenuItem `json:"sub_button,omitempty"`
}

// menuRules are the limits of one level with the codes that go with them.
type menuRules struct {
	most, nameBytes                                 int
	countCode, nameCode, typeCode, keyCode, urlCode int
}

var (
	topMenu = menuRules{3, 16, codeMenuCount, codeMenuName, codeMenuType, codeMenuKey, codeMenuURL}
	subMenu = menuRules{5, 40, codeSubMenuCount, codeSubMenuName, codeSubMenuType, codeSubMenuKey, codeSubMenuURL}
)

func (rules menuRules) checkAll(items []MenuItem) *apiError {
	if len(items) < 1 || len(items) > rules.most {
		return refuse(rules.countCode, "menu: want 1 to %d items", rules.most)
	}
	for _, item := range items {
		if err := rules.check(item); err != nil {
			return err
		}
	}
	return nil
}

func (rules menuRules) check(item MenuItem) *apiError {
	switch {
	case item.Name == "":
		return refuse(codeMissingMenuName, "menu: name missing")
	case len(item.Name) > rules.nameBytes:
		return refuse(rules.nameCode, "menu: name %q over %d bytes", item.Name, rules.nameBytes)
	case len(item.SubButton) > 0 && rules == subMenu:
		return refuse(codeMenuDepth, "menu: only two levels")
	case len(item.SubButton) > 0, item.SubButton != nil && item.Type == "":
		return subMenu.checkAll(item.SubButton)
	}
	return rules.checkAction(item)
}

func (rules menuRules) checkAction(item MenuItem) *apiError {
	switch item.Type {
	case "click", "scancode_push", "scancode_waitmsg", "pic_sysphoto", "pic_photo_or_album", "pic_weixin", "location_select":
		if item.Key == "" || len(item.Key) > 128 {
			return refuse(rules.keyCode, "menu: key of %q: want 1 to 128 bytes", item.Name)
		}
	case "view":
		if item.URL == "" || len(item.URL) > 1024 {
			return refuse(rules.urlCode, "menu: url of %q: want 1 to 1024 bytes", item.Name)
		}
		return checkURL("menu.url", item.URL)
	case "view_miniprogram":
		if item.AppID == "" || item.PagePath == "" {
			return refuse(codeBadParameter, "menu: appid and pagepath of %q are required", item.Name)
		}
	default:
		return refuse(rules.typeCode, "menu: type %q of %q", item.Type, item.Name)
	}
	return nil
}

func (s *Server) createMenu(c *call) (any, *apiError) {
	if err := s.checkAgentParameter(c); err != nil {
		return nil, err
	}
	var menu Menu
	if err := c.decode(&menu); err != nil {
		return nil, err
	}
	if err := topMenu.checkAll(menu.Button); err != nil {
		return nil, err
	}
	s.setMenu(&menu)
	return okStatus, nil
}

func (s *Server) getMenu(c *call) (any, *apiError) {
	if err := s.checkAgentParameter(c); err != nil {
		return nil, err
	}
	menu := s.currentMenu()
	if menu == nil {
		return nil, refuse(codeNoMenu, "menu not set")
	}
	return struct {
		status
		*Menu
	}{okStatus, menu}, nil
}

func (s *Server) deleteMenu(c *call) (any, *apiError) {
	if err := s.checkAgentParameter(c); err != nil {
		return nil, err
	}
	s.setMenu(nil)
	return okStatus, nil
}

func (s *Server) setMenu(menu *Menu) {
	s.state.Lock()
	s.menu = menu
	s.state.Unlock()
	s.events.publish("", "menu", encodeJSON(menu))
}

func (s *Server) currentMenu() *Menu {
	s.state.Lock()
	defer s.state.Unlock()
	return s.menu
}

// menuName is the label of the item with this key, or the key itself.
func (s *Server) menuName(key string) string {
	menu := s.currentMenu()
	if menu == nil {
		return key
	}
	for _, item := range menu.Button {
		for _, candidate := range append([]MenuItem{item}, item.SubButton...) {
			if candidate.Key == key {
				return candidate.Name
			}
		}
	}
	return key
}

func (s *Server) checkAgentParameter(c *call) *apiError {
	switch c.query.Get("agentid") {
	case "":
		return refuse(codeMissingAgentID, "agentid missing")
	case strconv.FormatInt(s.config.AgentID, 10):
		return nil
	}
	return refuse(codeBadAgentID, "invalid agentid")
}
