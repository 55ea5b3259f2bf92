package serve_test

import (
	"slices"
	"strings"
	"testing"

	"petitiondesk/internal/wecomsim"
	"petitiondesk/test/story"
)

// What is said of the petitioner; no word of it may reach a log.
const (
	petitioner = "欧阳测"
	mobile     = "13900000021"
	idNumber   = "11010519491231002X"
	facts      = "拖欠工资三个月"
	demand     = "支付工资"
	reason     = "情况紧急请协调"

	visit = "来访 " + petitioner + " " + mobile + " " + idNumber + " 3人 城关镇 反映" + facts + " 请求" + demand
)

func (o *office) say(user, text string) {
	o.Helper()
	report, err := o.sim.Say(o.Context(), user, text)
	if err != nil || !report.OK {
		o.Fatalf("%s could not say %q: %+v, %v", user, text, report, err)
	}
}

func (o *office) tap(user string, card wecomsim.Bubble, label string) {
	o.Helper()
	report, err := o.sim.Click(o.Context(), user, card.TaskID, story.Key(o.T, card, label), nil)
	if err != nil || !report.OK {
		o.Fatalf("%s could not tap %s: %+v, %v", user, label, report, err)
	}
}

// expect waits for a message that the test has not dealt with.
func (o *office) expect(user string, fragments ...string) wecomsim.Bubble {
	o.Helper()
	var found wecomsim.Bubble
	eventually(o.T, func() bool {
		for _, bubble := range o.unread(user) {
			if holdsAll(story.Words(bubble), fragments) {
				found = bubble
				return true
			}
		}
		return false
	}, func() string { return user + " was never told " + strings.Join(fragments, ", ") + "\n" + o.chat(user) })
	if o.read[user] == nil {
		o.read[user] = map[int64]bool{}
	}
	o.read[user][found.ID] = true
	return found
}

func (o *office) unread(user string) []wecomsim.Bubble {
	var unread []wecomsim.Bubble
	for _, bubble := range o.sim.Chat(user) {
		if bubble.From == wecomsim.FromApp && !o.read[user][bubble.ID] {
			unread = append(unread, bubble)
		}
	}
	return slices.DeleteFunc(unread, func(b wecomsim.Bubble) bool { return besides(b) != "" && !joined(b) })
}

// joined holds for messages that came as one, because both were due.
func joined(b wecomsim.Bubble) bool { return strings.Contains(b.Text, "\n\n") }

// besides is what a message must be the only one of that comes beside what a test expects: receipts are pictures, and the
// ledger's checkpoint comes whenever a test runs in the evening. It is "" for all else.
func besides(bubble wecomsim.Bubble) string {
	switch {
	case bubble.Type == "image":
		return bubble.Media.Name
	case strings.Contains(bubble.Text, "值班日志并签字"):
		return "checkpoint"
	}
	return ""
}

func (o *office) expectCard(user, taskID string, fragments ...string) {
	o.Helper()
	eventually(o.T, func() bool {
		for _, bubble := range o.sim.Chat(user) {
			if bubble.TaskID == taskID && holdsAll(story.Words(bubble), fragments) {
				return true
			}
		}
		return false
	}, func() string { return "the card never changed\n" + o.chat(user) })
}

// expectNothingElse waits until no work is in hand and then expects every phone to show only what the test
// has dealt with.
func (o *office) expectNothingElse() {
	o.Helper()
	o.settle()
	had := map[string]string{}
	for user := range members {
		for _, bubble := range o.sim.Chat(user) {
			once := besides(bubble)
			if once == "" {
				continue
			}
			if other, twice := had[once]; twice {
				o.Fatalf("%s and %s were both sent the %s", other, user, once)
			}
			had[once] = user
		}
		if unread := o.unread(user); len(unread) > 0 {
			o.Fatalf("%s was told %d more than expected:\n%s", user, len(unread), o.chat(user))
		}
	}
}

func (o *office) settle() {
	o.Helper()
	eventually(o.T, func() bool { return o.data.count(o.T, openRows) == 0 }, func() string { return "the desk never came to rest" })
}

// register has the clerk register a visit and returns its number.
func (o *office) register(clerk string) string {
	o.Helper()
	o.say(clerk, visit)
	o.tap(clerk, o.expect(clerk, "请核对来访登记"), "确认登记")
	return story.Number(o.T, o.expect(clerk, "登记成功").Text)
}

// escalate lays the case before both supervisors and returns their cards.
func (o *office) escalate(clerk, number string) map[string]wecomsim.Bubble {
	o.Helper()
	o.say(clerk, "呈报 "+number+" "+reason)
	o.expect(clerk, number, "已呈报 2 位分管负责人")
	cards := map[string]wecomsim.Bubble{}
	for _, supervisor := range []string{"sunli", "zhouping"} {
		cards[supervisor] = o.expect(supervisor, "呈报请示 "+number, reason, "[同意]")
	}
	return cards
}

func holdsAll(text string, fragments []string) bool {
	for _, fragment := range fragments {
		if !strings.Contains(text, fragment) {
			return false
		}
	}
	return true
}

func (o *office) chat(user string) string {
	var lines []string
	for _, bubble := range o.sim.Chat(user) {
		mark := "  "
		if bubble.From == wecomsim.FromApp && !o.read[user][bubble.ID] {
			mark = "* "
		}
		lines = append(lines, mark+bubble.From+": "+strings.ReplaceAll(story.Words(bubble), "\n", " / "))
	}
	return strings.Join(lines, "\n")
}

func expectSuffix(t *testing.T, number, suffix string) {
	t.Helper()
	if !strings.HasSuffix(number, suffix) {
		t.Errorf("registered as %s, want …%s", number, suffix)
	}
}
