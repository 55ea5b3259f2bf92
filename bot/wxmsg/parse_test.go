package wxmsg

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// document wraps a body into the common elements of docs 90239 and 90240.
func document(msgType, event, body string) string {
	if event != "" {
		event = "<Event><![CDATA[" + event + "]]></Event>"
	}
	return "<xml><ToUserName><![CDATA[ww1]]></ToUserName>\n<FromUserName><![CDATA[ZhangSan]]></FromUserName>" +
		"<CreateTime>1348831860</CreateTime><MsgType><![CDATA[" + msgType + "]]></MsgType>" + event + body +
		"<AgentID>1000002</AgentID></xml>"
}

func header(msgType, event string) Header {
	return Header{ToUserName: "ww1", FromUserName: "ZhangSan", CreateTime: 1348831860, MsgType: msgType, Event: event, AgentID: 1000002}
}

func eventHeader(name string) Header { return header("event", name) }

var documented = []struct {
	msgType, event, body string
	want                 Message
}{
	{"text", "", "<Content><![CDATA[查 XF20261122-0001 ]]></Content>", Text{header("text", ""), "查 XF20261122-0001 "}},
	{"text", "", "<Content>a&lt;b\n</Content>", Text{header("text", ""), "a<b\n"}},
	{"text", "", "<Content> <![CDATA[a]]]]><![CDATA[>b]]> </Content>", Text{header("text", ""), "a]]>b"}},
	{"image", "", "<PicUrl><![CDATA[http://p]]></PicUrl><MediaId><![CDATA[m1]]></MediaId>", Image{header("image", ""), "http://p", "m1"}},
	{"voice", "", "<MediaId>m1</MediaId><Format>amr</Format>", Voice{header("voice", ""), "m1", "amr"}},
	{"video", "", "<MediaId>m1</MediaId><ThumbMediaId>t1</ThumbMediaId>", Video{header("video", ""), "m1", "t1"}},
	{
		"location", "", "<Location_X>23.134</Location_X><Location_Y>113.358</Location_Y><Scale>20</Scale><Label><![CDATA[县城]]></Label><AppType><![CDATA[wxwork]]></AppType>",
		Location{header("location", ""), 23.134, 113.358, 20, "县城", "wxwork"},
	},
	{"link", "", "<Title>t</Title><Description>d</Description><Url>u</Url><PicUrl>p</PicUrl>", Link{header("link", ""), "t", "d", "u", "p"}},
	{"file", "", "<MediaId>m1</MediaId><FileName><![CDATA[材料.pdf]]></FileName>", File{header("file", ""), "m1", "材料.pdf"}},
	{"event", "subscribe", "", Subscribe{eventHeader("subscribe")}},
	{"event", "unsubscribe", "", Unsubscribe{eventHeader("unsubscribe")}},
	{"event", "enter_agent", "<EventKey><![CDATA[]]></EventKey>", EnterAgent{eventHeader("enter_agent")}},
	{
		"event", "LOCATION", "<Latitude>23.104</Latitude><Longitude>113.320</Longitude><Precision>65.000</Precision><AppType>wxwork</AppType>",
		LocationReport{eventHeader("LOCATION"), 23.104, 113.32, 65, "wxwork"},
	},
	{
		"event", "batch_job_result", "<BatchJob><JobId>j1</JobId><JobType>sync_user</JobType><ErrCode>0</ErrCode><ErrMsg>ok</ErrMsg></BatchJob>",
		BatchJobResult{eventHeader("batch_job_result"), "j1", "sync_user", 0, "ok"},
	},
	{
		"event", "change_contact", "<ChangeType>update_user</ChangeType><UserID>zhangsan</UserID><NewUserID>zhangsan001</NewUserID><Department>1,2,3</Department><MainDepartment>1</MainDepartment><Status>1</Status>",
		ChangeContact{Header: eventHeader("change_contact"), ChangeType: "update_user", UserID: "zhangsan", NewUserID: "zhangsan001", Department: "1,2,3", MainDepartment: 1, Status: 1},
	},
	{
		"event", "change_contact", "<ChangeType>create_party</ChangeType><Id>2</Id><Name>信访局</Name><ParentId>1</ParentId><Order>1</Order>",
		ChangeContact{Header: eventHeader("change_contact"), ChangeType: "create_party", PartyID: 2, Name: "信访局", ParentID: 1, Order: 1},
	},
	{
		"event", "change_contact", "<ChangeType>update_tag</ChangeType><TagId>1</TagId><AddUserItems>a,b</AddUserItems><DelPartyItems>3</DelPartyItems>",
		ChangeContact{Header: eventHeader("change_contact"), ChangeType: "update_tag", TagID: 1, AddUserItems: "a,b", DelPartyItems: "3"},
	},
	{"event", "click", "<EventKey><![CDATA[MY_CASES]]></EventKey>", MenuClick{eventHeader("click"), "MY_CASES"}},
	{"event", "view", "<EventKey><![CDATA[https://x.test/?a=1&b=2]]></EventKey>", MenuView{eventHeader("view"), "https://x.test/?a=1&b=2"}},
	{"event", "view_miniprogram", "<EventKey>pages/index</EventKey>", ViewMiniProgram{eventHeader("view_miniprogram"), "pages/index"}},
	{
		"event", "scancode_push", "<EventKey>6</EventKey><ScanCodeInfo><ScanType>qrcode</ScanType><ScanResult>1</ScanResult></ScanCodeInfo>",
		Scancode{eventHeader("scancode_push"), "6", "qrcode", "1"},
	},
	{
		"event", "scancode_waitmsg", "<EventKey>6</EventKey><ScanCodeInfo><ScanType>qrcode</ScanType><ScanResult>2</ScanResult></ScanCodeInfo>",
		Scancode{eventHeader("scancode_waitmsg"), "6", "qrcode", "2"},
	},
	{
		"event", "pic_sysphoto", "<EventKey>6</EventKey><SendPicsInfo><Count>1</Count><PicList><item><PicMd5Sum>1b5f</PicMd5Sum></item></PicList></SendPicsInfo>",
		Pic{eventHeader("pic_sysphoto"), "6", 1, []string{"1b5f"}},
	},
	{
		"event", "pic_photo_or_album", "<EventKey>6</EventKey><SendPicsInfo><Count>2</Count><PicList><item><PicMd5Sum>a</PicMd5Sum></item><item><PicMd5Sum>b</PicMd5Sum></item></PicList></SendPicsInfo>",
		Pic{eventHeader("pic_photo_or_album"), "6", 2, []string{"a", "b"}},
	},
	{"event", "pic_weixin", "<EventKey>6</EventKey><SendPicsInfo><Count>0</Count></SendPicsInfo>", Pic{Header: eventHeader("pic_weixin"), EventKey: "6"}},
	{
		"event", "location_select", "<EventKey>6</EventKey><SendLocationInfo><Location_X><![CDATA[23]]></Location_X><Location_Y>113</Location_Y><Scale>15</Scale><Label>路</Label><Poiname></Poiname></SendLocationInfo>",
		LocationSelect{Header: eventHeader("location_select"), EventKey: "6", Latitude: 23, Longitude: 113, Scale: 15, Label: "路"},
	},
	{
		"event", "open_approval_change", "<ApprovalInfo><ThirdNo>201806010001</ThirdNo><OpenSpName>付款</OpenSpName><OpenTemplateId>1234567890</OpenTemplateId><OpenSpStatus>1</OpenSpStatus><ApplyTime>1527837645</ApplyTime><ApplyUserName>x</ApplyUserName><ApplyUserId>xu</ApplyUserId><ApplyUserParty>p</ApplyUserParty><ApprovalNodes><ApprovalNode><NodeStatus>1</NodeStatus><Items><Item><ItemName>c</ItemName></Item></Items></ApprovalNode></ApprovalNodes><approverstep>0</approverstep></ApprovalInfo>",
		OpenApprovalChange{Header: eventHeader("open_approval_change"), ThirdNo: "201806010001", OpenSpName: "付款", OpenTemplateID: "1234567890", OpenSpStatus: 1, ApplyTime: 1527837645, ApplyUserName: "x", ApplyUserID: "xu", ApplyUserParty: "p"},
	},
	{"event", "share_agent_change", "", ShareAgentChange{eventHeader("share_agent_change")}},
	{"event", "share_chain_change", "", ShareChainChange{eventHeader("share_chain_change")}},
	{
		"event", "template_card_event", "<EventKey>approve|AP-1</EventKey><TaskId>t1</TaskId><CardType>vote_interaction</CardType><ResponseCode>rc</ResponseCode><SelectedItems><SelectedItem><QuestionKey>q1</QuestionKey><OptionIds><OptionId>o1</OptionId><OptionId>o2</OptionId></OptionIds></SelectedItem><SelectedItem><QuestionKey>q2</QuestionKey><OptionIds><OptionId>o3</OptionId></OptionIds></SelectedItem></SelectedItems>",
		TemplateCardEvent{eventHeader("template_card_event"), "approve|AP-1", "t1", "vote_interaction", "rc", []SelectedItem{{"q1", []string{"o1", "o2"}}, {"q2", []string{"o3"}}}},
	},
	{
		"event", "template_card_menu_event", "<EventKey>menu1</EventKey><TaskId>t1</TaskId><CardType>text_notice</CardType><ResponseCode>rc</ResponseCode>",
		TemplateCardMenuEvent{eventHeader("template_card_menu_event"), "menu1", "t1", "text_notice", "rc"},
	},
	{"event", "inactive_alert", "<EffectTime>1700000000</EffectTime>", InactiveAlert{eventHeader("inactive_alert"), 1700000000}},
	{"event", "close_inactive_agent", "", CloseInactiveAgent{eventHeader("close_inactive_agent")}},
	{"event", "reopen_inactive_agent", "", ReopenInactiveAgent{eventHeader("reopen_inactive_agent")}},
	{"event", "low_active_alert", "<EffectTime>1700000000</EffectTime>", LowActiveAlert{eventHeader("low_active_alert"), 1700000000}},
	{"event", "low_active", "", LowActive{eventHeader("low_active")}},
	{"event", "active_restored", "", ActiveRestored{eventHeader("active_restored")}},
	{"sticker", "", "<Anything><Deep>1</Deep></Anything>", Unknown{header("sticker", "")}},
	{"event", "brand_new_event", "<X/>", Unknown{eventHeader("brand_new_event")}},
}

func TestParseDocumentedShapes(t *testing.T) {
	for _, c := range documented {
		got, err := Parse([]byte(document(c.msgType, c.event, c.body)))
		if err != nil {
			t.Errorf("%s %s: %v", c.msgType, c.event, err)
			continue
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s %s: %s", c.msgType, c.event, diff)
		}
	}
}

func TestEveryKindIsTested(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range documented {
		seen[kindKey(c.want.Head())] = true
	}
	events := 0
	for key := range byKind {
		if !seen[key] {
			t.Errorf("no documented shape for %s", key)
		}
		if strings.HasPrefix(key, "event/") {
			events++
		}
	}
	if events != 26 {
		t.Errorf("%d events, the documentation counts 26", events)
	}
}

func TestParseRefuses(t *testing.T) {
	good := document("text", "", "<Content>hi</Content>")
	for name, plaintext := range map[string]string{
		"empty":            "",
		"not xml":          "1616140317555161061",
		"other root":       strings.ReplaceAll(good, "xml>", "html>"),
		"doctype":          "<!DOCTYPE xml>" + good,
		"custom entity":    document("text", "", "<Content>&boom;</Content>"),
		"deep":             document("text", "", strings.Repeat("<a>", 20)+strings.Repeat("</a>", 20)),
		"wide":             document("text", "", strings.Repeat("<a/>", maxNodes)),
		"two senders":      document("text", "", "<FromUserName>eve</FromUserName>"),
		"two agents":       document("text", "", "<AgentID>1</AgentID>"),
		"no sender":        "<xml><MsgType>text</MsgType></xml>",
		"no type":          "<xml><FromUserName>a</FromUserName></xml>",
		"nested header":    document("text", "", "<MsgId><a/></MsgId>"),
		"bad message id":   document("text", "", "<MsgId>x</MsgId>"),
		"bad number":       document("location", "", "<Location_X>north</Location_X>"),
		"bad nested count": document("event", "pic_weixin", "<SendPicsInfo><Count>many</Count></SendPicsInfo>"),
		"cut":              good[:len(good)-5],
	} {
		if got, err := Parse([]byte(plaintext)); !errors.Is(err, ErrMessage) {
			t.Errorf("%s: %+v, %v; want ErrMessage", name, got, err)
		}
	}
}

func TestHeader(t *testing.T) {
	h, err := ParseHeader([]byte(document("text", "", "<MsgId>4561255354251345929</MsgId><Content>x</Content>")))
	if err != nil || h.MsgID != 4561255354251345929 || h.FromUserName != "ZhangSan" {
		t.Fatalf("%+v, %v", h, err)
	}
	if h.Sender() != "zhangsan" || h.Kind() != "text" || h.FromSystem() {
		t.Errorf("sender %q, kind %q", h.Sender(), h.Kind())
	}
	system := Header{FromUserName: "sys", MsgType: "event", Event: "change_contact"}
	if !system.FromSystem() || system.Kind() != "change_contact" {
		t.Errorf("%+v is not recognised", system)
	}
}

func TestParseDropsWhatXMLCannotCarry(t *testing.T) {
	got, err := Parse([]byte(document("text", "", "<Content><![CDATA[a\x01b\xffc\r\nd]]></Content>")))
	if err != nil || got.(Text).Content != "abc\nd" {
		t.Errorf("%+v, %v", got, err)
	}
}
