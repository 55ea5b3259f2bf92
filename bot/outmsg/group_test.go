package outmsg_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"petitiondesk/bot/outmsg"
)

func TestGroupBody(t *testing.T) {
	two := []string{"lina", "madong"}
	for name, row := range map[string]struct {
		group outmsg.Group
		want  int // errcode, 0 = fine
	}{
		"two people":            {outmsg.Group{Members: two}, 0},
		"with an id of ours":    {outmsg.Group{ChatID: "dutycenter01", Name: "值班群", Owner: "LINA", Members: two}, 0},
		"one person":            {outmsg.Group{Members: two[:1]}, 86006},
		"too many":              {outmsg.Group{Members: slices.Repeat(two, 1001)}, 86006},
		"an id with a dash":     {outmsg.Group{ChatID: "duty-center", Members: two}, 86001},
		"an id too long":        {outmsg.Group{ChatID: strings.Repeat("a", 33), Members: two}, 86001},
		"an owner from outside": {outmsg.Group{Owner: "xuqing", Members: two}, 86207},
	} {
		_, err := outmsg.GroupBody(row.group)
		limit, refused := errors.AsType[*outmsg.LimitError](err)
		if (err != nil) != (row.want != 0) || refused && limit.Code != row.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	body, err := outmsg.GroupBody(outmsg.Group{Name: strings.Repeat("值", 60), Members: two})
	if err != nil || strings.Count(string(body), "值") != 49 {
		t.Errorf("a long name: %s, %v", body, err)
	}
}

func TestGroupSendBody(t *testing.T) {
	body, err := outmsg.GroupSendBody("dutycenter01", outmsg.Text{Content: "本周值班"})
	if want := `{"chatid":"dutycenter01","msgtype":"text","safe":0,"text":{"content":"本周值班"}}`; err != nil || string(body) != want {
		t.Errorf("%s, %v", body, err)
	}
	for name, send := range map[string]func() ([]byte, error){
		"no chat": func() ([]byte, error) { return outmsg.GroupSendBody("", outmsg.Text{Content: "甲"}) },
		"too long": func() ([]byte, error) {
			return outmsg.GroupSendBody("a1", outmsg.Text{Content: strings.Repeat("甲", 700)})
		},
		"a card":     func() ([]byte, error) { return outmsg.GroupSendBody("a1", outmsg.ButtonCard{}) },
		"no content": func() ([]byte, error) { return outmsg.GroupSendBody("a1", outmsg.Markdown{}) },
	} {
		if body, err := send(); err == nil {
			t.Errorf("%s: %s", name, body)
		}
	}
}
