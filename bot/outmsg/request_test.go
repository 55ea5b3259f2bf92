package outmsg

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestSendBody(t *testing.T) {
	cases := []struct {
		name string
		to   Recipients
		opt  SendOptions
		want string
	}{
		{"members", ToUsers("a", "b"), SendOptions{}, `{"agentid":7,"msgtype":"text","text":{"content":"<a href=\"u?x=1&y=2\">开</a>"},"touser":"a|b"}`},
		{"everyone", Recipients{All: true, Users: []string{"a"}}, SendOptions{Safe: true, EnableIDTrans: true}, `{"agentid":7,"enable_id_trans":1,"msgtype":"text","safe":1,"text":{"content":"<a href=\"u?x=1&y=2\">开</a>"},"touser":"@all"}`},
		{"parties and tags", Recipients{Parties: []int64{1, 2}, Tags: []int64{3}}, SendOptions{DuplicateCheck: true}, `{"agentid":7,"duplicate_check_interval":14400,"enable_duplicate_check":1,"msgtype":"text","text":{"content":"<a href=\"u?x=1&y=2\">开</a>"},"toparty":"1|2","totag":"3"}`},
		{"short window", ToUsers("a"), SendOptions{DuplicateCheck: true, DuplicateSeconds: 60}, `{"agentid":7,"duplicate_check_interval":60,"enable_duplicate_check":1,"msgtype":"text","text":{"content":"<a href=\"u?x=1&y=2\">开</a>"},"touser":"a"}`},
	}
	for _, c := range cases {
		got, err := SendBody(c.to, 7, Text{`<a href="u?x=1&y=2">开</a>`}, c.opt)
		if err != nil || string(got) != c.want {
			t.Errorf("%s: %s, %v", c.name, got, err)
		}
	}
}

func TestSendBodyRefusesBadRequests(t *testing.T) {
	many := make([]string, 1001)
	for i := range many {
		many[i] = "u"
	}
	for name, c := range map[string]struct {
		to    Recipients
		agent int64
		opt   SendOptions
		want  string
	}{
		"nobody":         {Recipients{}, 7, SendOptions{}, "touser:40035"},
		"too many":       {ToUsers(many...), 7, SendOptions{}, "touser:40032"},
		"many parties":   {Recipients{Parties: make([]int64, 101)}, 7, SendOptions{}, "toparty:40035"},
		"many tags":      {Recipients{Tags: make([]int64, 101)}, 7, SendOptions{}, "totag:40035"},
		"smuggled user":  {ToUsers("a|b"), 7, SendOptions{}, "touser:40035"},
		"smuggled all":   {ToUsers("@all"), 7, SendOptions{}, "touser:40035"},
		"no agent":       {ToUsers("a"), 0, SendOptions{}, "agentid:40056"},
		"long interval":  {ToUsers("a"), 7, SendOptions{DuplicateSeconds: 14401}, "duplicate_check_interval:40058"},
		"negative":       {ToUsers("a"), 7, SendOptions{DuplicateSeconds: -1}, "duplicate_check_interval:40058"},
		"several faults": {Recipients{}, -1, SendOptions{}, "touser:40035 agentid:40056"},
	} {
		_, err := SendBody(c.to, c.agent, Text{"x"}, c.opt)
		if got := faults(err); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestUpdateBodies(t *testing.T) {
	got, err := UpdateButtonBody([]string{"a"}, 7, "rc", "已同意")
	if want := `{"agentid":7,"button":{"replace_name":"已同意"},"response_code":"rc","userids":["a"]}`; err != nil || string(got) != want {
		t.Errorf("%s, %v", got, err)
	}
	card := ButtonCard{MainTitle: MainTitle{Title: "延期"}, ReplaceText: "已同意"}
	got, err = UpdateCardBody([]string{"a"}, 7, "rc", card)
	if want := `{"agentid":7,"response_code":"rc","template_card":{"card_type":"button_interaction","main_title":{"title":"延期"},"replace_text":"已同意"},"userids":["a"]}`; err != nil || string(got) != want {
		t.Errorf("%s, %v", got, err)
	}
}

func TestUpdateBodiesRefuse(t *testing.T) {
	_, err := UpdateButtonBody(nil, 7, "", "")
	if got := faults(err); got != "userids:40032 response_code:40058 button.replace_name:42038" {
		t.Errorf("button: %q", got)
	}
	_, err = UpdateCardBody([]string{"a"}, 7, "rc", TextNoticeCard{MainTitle: MainTitle{Title: "t"}})
	if got := faults(err); got != "card_action:42045" {
		t.Errorf("card: %q", got)
	}
	if _, err = UpdateCardBody([]string{"a"}, 7, "rc", Text{"x"}); err == nil {
		t.Error("a text replaced a card")
	}
}

func TestEncodedTextHoldsNoUnicodeEscape(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text") + "<&>\u2028\u2029\x01\\u0041"
		got, err := EncodeJSON(Text{text})
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i < len(got); i++ {
			if got[i] != '\\' {
				continue
			}
			if got[i+1] == 'u' {
				t.Fatalf("escape in %s", got)
			}
			i++
		}
		if !utf8.Valid(got) {
			t.Fatalf("invalid utf-8 in %q", got)
		}
	})
}

func TestSplitText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		unit := rapid.SampledFrom([]string{"字", "ab", "😀", "行\n", "\n", " x"})
		text := strings.Join(rapid.SliceOfN(unit, 0, 3000).Draw(t, "units"), "")
		pieces := SplitText(text)
		for _, piece := range pieces {
			if len(piece) > 2048 || !utf8.ValidString(piece) || strings.TrimSpace(piece) == "" {
				t.Fatalf("bad piece of %d bytes", len(piece))
			}
		}
		squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
		if squeeze(strings.Join(pieces, "")) != squeeze(text) {
			t.Fatal("text was lost")
		}
	})
}

func TestSplitTextPrefersLineEnds(t *testing.T) {
	line := strings.Repeat("字", 600)
	pieces := SplitText(line + "\n" + line + "\n尾")
	if len(pieces) != 2 || pieces[0] != line || pieces[1] != line+"\n尾" {
		t.Errorf("%d pieces", len(pieces))
	}
	if got := SplitText("短"); len(got) != 1 || got[0] != "短" {
		t.Errorf("%q", got)
	}
	if got := SplitText(" \n"); len(got) != 0 {
		t.Errorf("%q", got)
	}
}

func TestClip(t *testing.T) {
	for _, c := range []struct {
		in   string
		max  int
		want string
	}{{"信访工作台", 5, "信访工作台"}, {"信访工作台", 4, "信访工…"}, {"ab", 1, "…"}, {"ab", 0, ""}, {"", 0, ""}} {
		if got := ClipRunes(c.in, c.max); got != c.want {
			t.Errorf("ClipRunes(%q, %d) = %q", c.in, c.max, got)
		}
	}
	for _, c := range []struct {
		in   string
		max  int
		want string
	}{{"信访工", 9, "信访工"}, {"信访工", 8, "信…"}, {"信访", 5, "…"}, {"信访", 2, ""}, {"abcd", 2, "ab"}, {"abcd", -1, ""}} {
		if got := ClipBytes(c.in, c.max); got != c.want {
			t.Errorf("ClipBytes(%q, %d) = %q", c.in, c.max, got)
		}
	}
}
