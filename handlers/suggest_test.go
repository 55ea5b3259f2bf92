package handlers

import (
	"slices"
	"strings"
	"testing"

	"petitiondesk/bot"
	"petitiondesk/models/people"
)

func TestSuggest(t *testing.T) {
	clerk := people.Person{Active: true, Roles: []people.Role{people.Clerk}}
	handler := people.Person{Active: true, Roles: []people.Role{people.Handler}}
	leader := people.Person{Active: true, Roles: []people.Role{people.Leader}}
	for _, c := range []struct {
		person     people.Person
		text, want string
	}{
		{clerk, "转办 XF20261122-0001 人社局", "转送"},
		{clerk, "转办XF20261122-0001 人社局", "转送"},
		{clerk, "转松 XF20261122-0001", "转送"},
		{clerk, "送转 0001", "转送"},
		{clerk, "转送吧", "转送"},
		{clerk, "查找 0001", "查"},
		{clerk, "来放", "来访"},
		{clerk, "help", "帮助"},
		{clerk, "帮住", "帮助"},
		{handler, "受理 XF20261122-0001", "告知"},
		{handler, "延期", "申请延期"},
		{clerk, "受理 XF20261122-0001", ""}, // not his to do
		{handler, "转办 XF20261122-0001", ""},
		{leader, "来放", ""},
		{leader, "报表", "统计"},
		{clerk, "你好", ""},
		{clerk, "转办这件事情很急", ""},
		{clerk, "好", ""},
		{clerk, "😀", ""},
		{clerk, "", ""},
		{people.Person{Roles: []people.Role{people.Clerk}}, "转办", ""}, // has left
	} {
		got := suggest(c.text, c.person)
		if c.want == "" && got != "" || !strings.Contains(got, "「"+c.want+"」") && c.want != "" {
			t.Errorf("%s: %q, want %q", c.text, got, c.want)
		}
	}
}

// Suggestions name commands that exist, and no everyday word is a command already.
func TestSuggestionsAreCommands(t *testing.T) {
	r := bot.NewRouter()
	Routes(r, nil, "")
	commands := r.Commands()
	for _, s := range suggestions {
		if !slices.Contains(commands, s.word) {
			t.Errorf("%s is no command", s.word)
		}
		for _, word := range s.everyday {
			if slices.Contains(commands, word) {
				t.Errorf("%s is a command", word)
			}
		}
	}
}
