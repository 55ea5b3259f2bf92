package wecomsim

import (
	"net/http"
	"strings"
	"testing"
)

func TestMenuRules(t *testing.T) {
	w := newWorld(t)
	item := fields{"type": "click", "name": "登记", "key": "register"}
	nest := func(sub ...any) fields {
		return fields{"button": []any{fields{"name": "办理", "sub_button": append([]any{}, sub...)}}}
	}
	top := func(items ...any) fields { return fields{"button": items} }
	for name, c := range map[string]struct {
		wanted int
		menu   fields
	}{
		"none":        {codeMenuCount, top()},
		"four":        {codeMenuCount, top(item, item, item, item)},
		"no name":     {codeMissingMenuName, top(with(item, "name", nil))},
		"name":        {codeMenuName, top(with(item, "name", "六个汉字名称"))},
		"type":        {codeMenuType, top(with(item, "type", "tap"))},
		"key":         {codeMenuKey, top(with(item, "key", strings.Repeat("k", 129)))},
		"url":         {codeMenuURL, top(fields{"type": "view", "name": "页"})},
		"scheme":      {codeURLScheme, top(fields{"type": "view", "name": "页", "url": "example.gov.cn"})},
		"six below":   {codeSubMenuCount, nest(item, item, item, item, item, item)},
		"none below":  {codeSubMenuCount, nest()},
		"name below":  {codeSubMenuName, nest(with(item, "name", strings.Repeat("名", 14)))},
		"type below":  {codeSubMenuType, nest(with(item, "type", "tap"))},
		"key below":   {codeSubMenuKey, nest(with(item, "key", nil))},
		"url below":   {codeSubMenuURL, nest(fields{"type": "view", "name": "页"})},
		"three deep":  {codeMenuDepth, nest(fields{"name": "深", "sub_button": []any{item}})},
		"program":     {codeBadParameter, top(fields{"type": "view_miniprogram", "name": "小"})},
		"other field": {codeBadParameter, top(with(item, "keys", "x"))},
	} {
		if answer := w.call("menu/create?agentid=1000002", string(encodeJSON(c.menu))); code(answer) != c.wanted {
			t.Errorf("%s: errcode %d wanted, got %v", name, c.wanted, answer)
		}
	}
	w.want(codeNoMenu, w.read("menu/get?agentid=1000002"))
	w.want(codeMissingAgentID, w.call("menu/create", string(encodeJSON(top(item)))))
	w.want(codeBadAgentID, w.call("menu/create?agentid=7", string(encodeJSON(top(item)))))
	w.want(0, w.call("menu/create?agentid=1000002", string(encodeJSON(nest(item)))))
	if got := w.want(0, w.read("menu/get?agentid=1000002")); len(got["button"].([]any)) != 1 {
		t.Errorf("menu %v", got)
	}
	w.control("/sim/messages", fields{"user": "li", "type": "event", "event": "click", "event_key": "register"})
	if shown := w.server.Chat("li"); shown[0].Text != "点击菜单「登记」" {
		t.Errorf("shown %+v", shown)
	}
	w.want(0, w.read("menu/delete?agentid=1000002"))
	w.want(codeNoMenu, w.read("menu/get?agentid=1000002"))
}

func TestAddressBook(t *testing.T) {
	w := newWorld(t)
	user := w.want(0, w.read("user/get?userid=zhang.MIN"))
	if user["userid"] != "Zhang.Min" || user["position"] != "窗口干部" || user["status"] != 1.0 {
		t.Errorf("user %v", user)
	}
	if gone := w.want(0, w.read("user/get?userid=gone")); gone["status"] != 5.0 {
		t.Errorf("gone %v", gone)
	}
	w.want(codeMissingUserID, w.read("user/get"))
	w.want(codeNoUser, w.read("user/get?userid=nobody"))
	w.want(codeNotVisible, w.read("user/get?userid=hidden"))

	if direct := w.want(0, w.read("user/list?department_id=1")); len(direct["userlist"].([]any)) != 1 {
		t.Errorf("direct members of the root %v", direct)
	}
	if few := w.want(0, w.read("user/simplelist?department_id=2")); len(few["userlist"].([]any)) != 2 {
		t.Errorf("bureau %v", few)
	}
	w.want(codeNoDepartment, w.read("user/list?department_id=9"))
	w.want(codeNoDepartment, w.read("user/list"))
	departments := w.want(0, w.read("department/list"))["department"].([]any)
	if len(departments) != 3 || departments[2].(map[string]any)["name"] != "青石镇" {
		t.Errorf("departments %v", departments)
	}
	if simple := w.want(0, w.read("department/simplelist"))["department_id"].([]any); len(simple) != 3 {
		t.Errorf("simple %v", simple)
	}
	if agent := w.want(0, w.read("agent/get?agentid=1000002")); agent["name"] != "信访工作台" {
		t.Errorf("agent %v", agent)
	}
	w.want(0, w.read("getcallbackip"))
	w.want(0, w.read("get_api_domain_ip"))
}

func TestAddressBookChanges(t *testing.T) {
	w := newWorld(t)
	if err := w.server.Deactivate("LI"); err != nil {
		t.Fatal(err)
	}
	w.want(codeAllRecipientsBad, w.call("message/send", text("一")))
	if err := w.server.Deactivate("nobody"); err == nil {
		t.Error("a stranger was deactivated")
	}
	if err := w.server.SetMembers([]Member{{UserID: "li", Active: true, Visible: true}}); err != nil {
		t.Fatal(err)
	}
	w.want(0, w.call("message/send", text("一")))
	for _, bad := range [][]Member{{{UserID: "a"}, {UserID: "A"}}, {{UserID: ""}}, {{UserID: "a|b"}}} {
		if w.server.SetMembers(bad) == nil {
			t.Errorf("%v accepted", bad)
		}
	}
}

func TestUnknownPathsAndMethods(t *testing.T) {
	w := newWorld(t)
	status, body := w.do(http.MethodPost, "/cgi-bin/message/sent?access_token="+w.token, []byte("{}"))
	if status != http.StatusNotFound || code(w.parse(body)) == 0 {
		t.Errorf("%d %s", status, body)
	}
	w.want(codeBadParameter, w.read("message/send"))
	w.want(codeBadParameter, w.call("menu/get?agentid=1000002", "{}"))
}

func TestConfigIsChecked(t *testing.T) {
	good := Config{CorpID: testCorp, AgentID: 1, Secret: "s", Token: "t", EncodingAESKey: testAESKey}
	for name, change := range map[string]func(*Config){
		"corp": func(c *Config) { c.CorpID = "" }, "agent": func(c *Config) { c.AgentID = 0 }, "secret": func(c *Config) { c.Secret = "" },
		"token": func(c *Config) { c.Token = "" }, "key": func(c *Config) { c.EncodingAESKey = "short" }, "members": func(c *Config) { c.Members = make([]Member, 1) },
	} {
		bad := good
		change(&bad)
		if _, err := New(bad); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	if _, err := New(good); err != nil {
		t.Error(err)
	}
}

func TestPhonePageIsServedWithItsFiles(t *testing.T) {
	w := newWorld(t)
	status, page := w.do(http.MethodGet, "/phone", nil)
	if status != 200 || !strings.Contains(string(page), "信访工作台") {
		t.Errorf("%d %s", status, page)
	}
	for path, kind := range map[string]string{
		"/phone/": "text/html", "/phone/phone.css": "text/css", "/phone/phone.js": "text/javascript", "/phone/card.js": "text/javascript",
		"/phone/bubbles.js": "text/javascript", "/phone/composer.js": "text/javascript", "/phone/panel.js": "text/javascript",
		"/phone/richtext.js": "text/javascript", "/phone/time.js": "text/javascript", "/phone/api.js": "text/javascript",
	} {
		response, err := http.Get(w.http.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode != http.StatusOK || !strings.HasPrefix(response.Header.Get("Content-Type"), kind) || response.Header.Get("Content-Security-Policy") == "" {
			t.Errorf("%s: %d %v", path, response.StatusCode, response.Header)
		}
	}
	files, err := assets.ReadDir("assets")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		content, _ := assets.ReadFile("assets/" + file.Name())
		for _, danger := range []string{"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("} {
			if strings.Contains(string(content), danger) {
				t.Errorf("%s uses %s", file.Name(), danger)
			}
		}
	}
}
