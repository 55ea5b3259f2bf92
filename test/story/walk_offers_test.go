package story_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"petitiondesk/bot/wxmsg"
	"petitiondesk/internal/desk"
	"petitiondesk/internal/wecomsim"
	"petitiondesk/test/story"
)

// act is what a person does: mostly something that was just offered to him, so that the walk gets deep into each dialogue,
// sometimes something older or something wrong. ok is false when his phone refuses it.
func (w *walk) act(turn int, who string) (did, key string, ok bool) {
	w.Helper()
	if card, there := w.untried(who); there && w.rand.IntN(2) == 0 {
		return w.tap(who, card)
	}
	replies := walkReplies[w.flow(who)]
	if len(replies) > 0 && w.rand.IntN(5) < 2 {
		return w.say(turn, who, w.pick(replies)), "", true
	}
	switch choice := w.rand.IntN(16); {
	case choice < 7:
		if card, there := w.lately(who); there {
			return w.tap(who, card)
		}
	case choice < 9:
		if cards := w.cards(who); len(cards) > 0 {
			return w.tap(who, cards[w.rand.IntN(len(cards))])
		}
	case choice == 9:
		return w.sendBeside(who), "", true
	case choice < 13:
		if words := w.quoted(who); len(words) > 0 {
			return w.say(turn, who, w.pick(words)), "", true
		}
	}
	return w.say(turn, who, w.text(turn)), "", true
}

func (w *walk) say(turn int, who, words string) string {
	w.Helper()
	report, err := w.Demo.Sim.Say(w.Context(), who, words)
	if err != nil || !report.OK {
		w.Fatalf("turn %d: %s could not say %q: %+v, %v", turn, who, words, report, err)
	}
	return words
}

// tap presses a button of a card, with a choice where the card has a list; ok is false where the phone itself refuses a button
// that was replaced.
func (w *walk) tap(who string, card wecomsim.Bubble) (did, key string, ok bool) {
	button := card.Card.ButtonList[w.rand.IntN(len(card.Card.ButtonList))]
	if w.rand.IntN(3) == 0 {
		button = card.Card.ButtonList[0] // what leads on
	}
	for _, other := range card.Card.ButtonList {
		if w.leadsOn(other.Key) && w.rand.IntN(2) == 0 {
			button = other
		}
	}
	var chosen map[string][]string
	if list := card.Card.ButtonSelection; list != nil && len(list.OptionList) > 0 && w.rand.IntN(8) > 0 {
		chosen = map[string][]string{list.QuestionKey: {list.OptionList[w.rand.IntN(len(list.OptionList))].ID}}
	}
	report, err := w.Demo.Sim.Click(w.Context(), who, card.TaskID, button.Key, chosen)
	return "tapped " + button.Text, button.Key, err == nil && report.OK
}

// lately is one of the last cards that a person was sent, the very last one most likely.
func (w *walk) lately(who string) (wecomsim.Bubble, bool) {
	cards := w.cards(who)
	if len(cards) == 0 {
		return wecomsim.Bubble{}, false
	}
	back := 1 + w.rand.IntN(3)*w.rand.IntN(2)
	return cards[max(0, len(cards)-back)], true
}

func (w *walk) sendBeside(who string) string {
	w.Helper()
	switch head := (wxmsg.Header{FromUserName: who}); w.rand.IntN(4) {
	case 0:
		push(w.T, w.Story, wxmsg.Location{Header: head, Latitude: 30.1234, Longitude: 120.5678, Label: "东街工地"})
		return "sent a place"
	case 1:
		push(w.T, w.Story, wxmsg.File{Header: head, MediaID: "no-such-media", FileName: "合同.pdf"})
		return "sent a file that cannot be fetched"
	default:
		sendPicture(w.T, w.Story, who, shot(w.T))
		return "sent a picture"
	}
}

var (
	quotedWords = regexp.MustCompile(`「([^」]{1,30})」`)
	blanks      = strings.NewReplacer("序号", "1", "新内容", "5人", "理由", "情况已核实", "意见", "同意办理", "姓名", "李娜", "单位", "人社局", "内容", "已联系核实")
)

// quoted are the words that the last messages told a person to send, their blanks filled in.
func (w *walk) quoted(who string) []string {
	var words []string
	chat := w.Demo.Sim.Chat(who)
	for _, b := range chat[max(0, len(chat)-4):] {
		if b.From != wecomsim.FromApp {
			continue
		}
		for _, found := range quotedWords.FindAllStringSubmatch(story.Words(b), -1) {
			number := fmt.Sprintf("%04d", 1+w.rand.IntN(max(1, w.cases())))
			words = append(words, blanks.Replace(strings.ReplaceAll(found[1], "编号", number)))
		}
	}
	return words
}

// walkReplies are what a dialogue asks for, right and wrong.
var walkReplies = map[string][]string{
	desk.StepFlow: {
		"人社局 请核实处理", "人社局 请核实处理", "人社局 12月10日 请核实处理", "人社局 12月10日 请核实处理", "城关镇 请核实处理", "城关镇", "属住建局职责", "30 情况复杂", "受理", "签收", "已化解", "不存在的局 请核实", "好", "取消", "帮助", "12月10日",
	},
	desk.VisitFlow: {
		"张某 13900000000 3人 城关镇 反映拖欠工资 请求支付", "李某 13900000001 2人 柳河镇 反映路灯不亮 请求修复", "没有电话", "跳过", "进度", "上一步", "改 3 6人", "改 6",
		"暂存", "取消", "确认登记", "不确定", "宣读认可", "邮戳12月30日", "代表 李某、王某、赵某、钱某、孙某、周某", "530101198001010018", "1390000", "按检举控告", "按普通件", "另立",
	},
	desk.ReasonFlow: {"理由不充分，请补充", "取消", "同意", "。"},
	desk.AttachFlow: {"完成", "取消", "你好", "附件 0001"},
}

// openers begin dialogues; %04d is a case. Those that were come upon least are begun first.
var openers = []struct {
	into  string
	who   []string
	words []string
}{
	{"登记", walkers[:clerks], []string{"来访", "进度", "不确定", "来信 李某 邮戳11月30日", "我的"}},
	{"宣读", walkers[:clerks], []string{"来访 孙某 13900000011 1人 柳河镇 反映桥面破损 请求修复", "宣读认可", "确认登记"}},
	{"取消及找回", walkers[:clerks], []string{"来访 李某 反映村道破损", "取消", "找回"}},
	{"进度", walkers[:clerks], []string{"来访 李某 反映村道破损", "进度"}},
	{"不确定", walkers[:clerks], []string{"来访 张某 13900000000 2人 城关镇 反映工资仍未支付 请求支付工资", "不确定"}},
	{"保密件按普通件登记", walkers[:clerks], []string{"来访 钱某 13900000007 1人 城关镇 举报村干部贪污 请求查处"}},
	{"步骤填写", walkers[:clerks], []string{"转送 %04d", "交办 %04d", "办理 %04d"}},
	{"步骤确认", append([]string{"lina", "zhanglei", "jiangli"}, walkers[:clerks]...), []string{"办理 %04d", "签收 %04d", "告知 %04d", "待办"}},
	{"归入附件", walkers[:clerks], []string{"附件 %04d", "附件 %04d 1"}},
	{"列表翻页", walkers[:clerks], []string{"查 反映", "查 城关镇", "查 张某", "我的"}},
	{"列表打开", walkers[:clerks], []string{"我的", "查 %04d"}},
	{"批示", []string{"linjing", "chenguang", "zhaomin"}, []string{"批示 %04d 请人社局三日内核实", "批示 %04d 请核实"}},
	{"审批意见填写", append([]string{"zhaomin", "sunli"}, walkers[:clerks]...), []string{"待办", "呈报 %04d 情况紧急，请协调人社局"}},
	{"判断是否重复", []string{"zhaomin", "sunli"}, []string{"待办", "另立 %04d"}},
	{"交接", []string{"zhaomin", "sunli"}, []string{"交接 赵敏 孙立", "交接 孙立 赵敏", "交接 蒋丽"}},
}

// open begins one of them, by somebody whose it is and who has room.
func (w *walk) open() (who, words string, ok bool) {
	opener := openers[w.rand.IntN(len(openers))]
	for _, at := range w.rand.Perm(len(openers)) { // first of all what nobody came into yet
		if w.spentIn[opener.into] > 0 && w.spentIn[openers[at].into] == 0 {
			opener = openers[at]
		}
	}
	for _, other := range openers {
		if w.spentIn[other.into] < w.spentIn[opener.into] && w.rand.IntN(2) == 0 {
			opener = other
		}
	}
	if who = w.pick(opener.who); !w.hasRoom(who) {
		return "", "", false
	}
	said := opener.words
	if w.spentIn[opener.into] > 0 {
		said = []string{w.pick(said)}
	}
	w.script, w.scripted = w.fill(said), who
	return w.scriptedWords()
}

func (w *walk) fill(words []string) []string {
	filled := slices.Clone(words)
	for i := range filled {
		if strings.Contains(filled[i], "%") {
			filled[i] = fmt.Sprintf(filled[i], 1+w.rand.IntN(max(1, w.cases())))
		}
	}
	return filled
}

// scriptedWords are the next words of what leads into a dialogue that nobody came into yet, all said by one person.
func (w *walk) scriptedWords() (who, words string, ok bool) {
	if len(w.script) == 0 || !w.hasRoom(w.scripted) {
		return "", "", false
	}
	words, w.script = w.script[0], w.script[1:]
	return w.scripted, words, true
}

// untried is one of a person's last cards with a button that leads into a dialogue that nobody came into yet.
func (w *walk) untried(who string) (wecomsim.Bubble, bool) {
	cards := w.cards(who)
	for _, card := range slices.Backward(cards[max(0, len(cards)-3):]) {
		for _, button := range card.Card.ButtonList {
			if w.leadsOn(button.Key) {
				return card, true
			}
		}
	}
	return wecomsim.Bubble{}, false
}

// leadsOn tells whether a button leads into a dialogue that nobody came into yet.
func (w *walk) leadsOn(key string) bool {
	for name, d := range walkDialogues {
		if d.key != "" && strings.HasPrefix(key, d.key) && w.spentIn[name] == 0 {
			return true
		}
	}
	return false
}

func (w *walk) flow(who string) string {
	w.Helper()
	dialogue, err := w.Demo.App.Desk.Dialogue(w.Context(), who)
	if err != nil {
		w.Fatal(err)
	}
	return dialogue.Flow
}

// walkDialogues are the dialogues that a walk must get into, and how a turn in one is known: by the flow that is open, by the key of
// the button that was pressed, or by what is answered.
var walkDialogues = map[string]struct{ flow, key, told string }{
	"登记":        {flow: desk.VisitFlow},
	"步骤填写":      {flow: desk.StepFlow},
	"审批意见填写":    {flow: desk.ReasonFlow},
	"归入附件":      {flow: desk.AttachFlow},
	"随登记发来的附件":  {told: `归入这份登记`},
	"步骤确认":      {key: "case.take"},
	"列表翻页":      {key: "list.turn"},
	"列表打开":      {key: "list.open"},
	"交接":        {told: `确认工作交接|工作已交接`},
	"批示":        {told: `确认批示|批示已下达`},
	"进度":        {told: `登记的进度：`},
	"不确定":       {told: `已留给分管负责人判断`},
	"判断是否重复":    {told: `不是同一事项，各自办理|是同一事项，已并入`},
	"取消及找回":     {told: `回复「找回」`},
	"并入前件":      {key: "visit.join"},
	"宣读":        {told: `已宣读并获认可`},
	"上一份登记的暂存":  {told: `上一份未完成的登记已暂存`},
	"保密件按普通件登记": {key: "visit.ordinary"},
}

// spent notes in which dialogues a turn was.
func (w *walk) spent(flow, key, told string) {
	for name, d := range walkDialogues {
		if d.flow != "" && d.flow == flow || d.key != "" && strings.HasPrefix(key, d.key) || d.told != "" && regexp.MustCompile(d.told).MatchString(told) {
			w.spentIn[name]++
		}
	}
}

// From longWalk turns on every dialogue must have been come upon, from shortWalk on all but mostLeftOut.
const (
	longWalk    = 1000
	shortWalk   = 150
	mostLeftOut = 6
)

// reached prints how many turns each dialogue got, and expects no more to be left out than a walk of that length may.
func (w *walk) reached(turns int) {
	w.Helper()
	var leftOut []string
	for _, name := range slices.Sorted(maps.Keys(walkDialogues)) {
		w.Logf("%s：%d turns", name, w.spentIn[name])
		if w.spentIn[name] == 0 {
			leftOut = append(leftOut, name)
		}
	}
	if turns >= longWalk && len(leftOut) > 0 || turns >= shortWalk && len(leftOut) > mostLeftOut {
		w.Errorf("in %d turns nobody came into %s", turns, strings.Join(leftOut, "、"))
	}
}

// walkPatience is longer than what one person can be told at once waits for its turn: twenty messages a minute.
const walkPatience = 5 * time.Minute

// rest waits like Settle, but says what is still open when the desk never comes to rest.
func (w *walk) rest(turn int, did string) {
	w.Helper()
	for deadline := time.Now().Add(walkPatience); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if idle, err := w.Demo.App.Idle(w.Context()); err == nil && idle {
			w.Settle()
			return
		}
	}
	for _, open := range []string{
		"SELECT 'inbox', id, person, '', attempts, last_error FROM inbox WHERE state < 2 AND received_at <= ?", "SELECT 'job', id, kind, ref, attempts, last_error FROM jobs WHERE state < 2 AND due_at <= ?",
		"SELECT 'outbox', id, recipient, kind || ' ' || dedup_key, attempts, last_error FROM outbox WHERE state < 2 AND due_at <= ?",
	} {
		w.printOpen(open)
	}
	w.Fatalf("turn %d: the desk never came to rest after %q", turn, did)
}

func (w *walk) printOpen(question string) {
	w.Helper()
	rows, err := w.db.QueryContext(w.Context(), question, w.Clock.Now())
	if err != nil {
		w.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var what, about, more, fault string
		var id, attempts int64
		if err := rows.Scan(&what, &id, &about, &more, &attempts, &fault); err != nil {
			w.Fatal(err)
		}
		w.Logf("still open: %s %d %s %s, tried %d times: %s", what, id, about, more, attempts, fault)
	}
	if err := rows.Err(); err != nil {
		w.Fatal(err)
	}
}
