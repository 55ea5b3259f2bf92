package story_test

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"petitiondesk/internal/wecomsim"
	"petitiondesk/test/story"
)

// TestRandomWalk lets several people type and tap anything anywhere. Every turn must be answered, no report with words in
// it may be lost, there must always be a way back, every dialogue must be come upon, as far as the turns allow, and the ledger must
// add up. Seed and turns can be set; the first line of the log says which they were:
//
//	WALK_SEED=7 WALK_TURNS=3000 go test ./test/story -run TestRandomWalk -v -timeout 2h
func TestRandomWalk(t *testing.T) {
	seed, turns := uint64(1), shortWalk
	if set, err := strconv.ParseUint(os.Getenv("WALK_SEED"), 10, 64); err == nil {
		seed = set
	}
	if set, err := strconv.Atoi(os.Getenv("WALK_TURNS")); err == nil {
		turns = set
	}
	t.Logf("WALK_SEED=%d WALK_TURNS=%d", seed, turns)
	s := story.Begin(t, story.Embedded(t))
	w := &walk{Story: s, rand: rand.New(rand.NewPCG(seed, seed)), db: s.DB(), spentIn: map[string]int{}}
	for n, matter := range []string{"拖欠工资", "路灯不亮", "道路积水", "噪音扰民", "自来水浑浊", "垃圾堆放", "公交停运", "围墙倒塌"} { // something to act on, and lists to turn
		s.Register(walkers[n%2], fmt.Sprintf("来访 张某 1390000%04d 3人 城关镇 反映%s 请求处理", n, matter))
	}
	s.Say("wangfang", "呈报 0001 情况紧急，请协调人社局")
	s.Settle()
	for turn := range turns {
		w.turn(turn)
		if turn%200 == 199 {
			w.wayBack()
		}
	}
	w.wayBack()
	s.VerifyLedger()
	t.Logf("%d cases were registered", w.cases())
	w.reached(turns)
}

type walk struct {
	*story.Story
	rand *rand.Rand
	db   *sql.DB

	minute time.Time      // when the present minute of messages began
	had    map[string]int // how long each chat was then

	script   []string // words that lead into a dialogue, said by one person
	scripted string

	lastOne string         // who had the last turn, and often has the next
	spentIn map[string]int // turns in each dialogue
}

var walkers = []string{
	"wangfang", "liuyang", "zhaomin", "jiangli", "sunli", "zhouping", "chenguang", "linjing", "madong", "xuqing", "hejie", "gaofeng", "lina",
	"zhanglei", "yangfan", "zhujun", "songyan", "pengyu",
}

// clerks begin the list of walkers; half the turns are theirs.
const clerks = 4

// someone picks a person who still has room in the messages that the platform lets him have in a minute.
func (w *walk) someone() string {
	if time.Since(w.minute) > time.Minute {
		w.minute, w.had = time.Now(), map[string]int{}
		for _, who := range walkers {
			w.had[who] = len(w.Demo.Sim.Chat(who))
		}
	}
	who := w.pick(walkers)
	switch choice := w.rand.IntN(10); {
	case choice < 5 && w.lastOne != "":
		who = w.lastOne
	case choice < 8:
		who = w.pick(walkers[:clerks])
	}
	for range 50 {
		if w.hasRoom(who) {
			break
		}
		if who = w.pick(walkers); w.rand.IntN(2) == 0 {
			who = w.pick(walkers[:clerks])
		}
	}
	return who
}

func (w *walk) hasRoom(who string) bool {
	return len(w.Demo.Sim.Chat(who))-w.had[who] < 200 // stories allow ten times the messages; his own words are counted too
}

var (
	walkCommands = []string{
		"来访", "来信", "来电", "联名信", "网上", "手机", "微信", "网上建议", "领导信箱", "确认登记", "宣读认可", "并入", "继续", "我的", "查", "进度",
		"进展", "呈报", "转送", "交办", "改办", "直接答复", "存查", "移送", "签收", "异议", "同意异议", "不同意异议", "告知", "送达", "申请延期", "同意延期",
		"意见", "复查", "复核", "听证", "办结", "化解", "认定", "督办", "包案", "责任人", "作废", "同意作废", "恢复登记", "合并", "撤销合并", "关联",
		"取消关联", "分立", "撤销分立", "期限", "解释", "积案", "年度报告", "分类", "评价", "回执", "取号", "对号", "作废号", "今日取号", "统计", "检查点",
		"日志已签", "事故说明", "更正", "核准", "不核准", "同意", "驳回", "待办", "值班", "我的值班", "确认到岗", "帮助", "?", "菜单", "上一步", "改", "修改",
		"跳过", "暂存", "取消", "确认",
	}
	walkParts = []string{
		"张某", "李某", "王建国", "13900000000", "0871-65550001", "3人", "一行七人", "城关镇", "柳河", "反映拖欠工资", "反映路灯不亮", "请求支付", "希望修复",
		"没有电话", "代表 李某、王某", "全国初次", "户籍柳河镇", "邮戳11月18日", "人社局", "县政府", "30天", "受理", "不予受理 理由", "签收", "满意 满意",
		"本月", "1", "2", "3 5人", "5 反映别的", "0", "99", "-1", "理由充分", "2026-12-01", "协办 城关镇 30天", "530101198001010019", "C07", "简易", "诉讼",
	}
	walkRubbish = []string{
		"你好", "😀", "。。。", "''; drop table cases; --", "%s%d", "<b>x</b>", "\u202e逆序", "|||", "XF", "XF20261123-9999", "9999", "a", "　", "\u0000",
		"转办", "查找", "请假", "来放", "很长的一句话很长的一句话很长的一句话很长的一句话", "改 999999999999999999999", "继续 -5", "作废号 99999999999999999999", "统计 2026-13-45", "取消 吧",
	}
)

// turn is one message or tap, and must be answered.
func (w *walk) turn(turn int) {
	w.Helper()
	who := w.someone()
	opener, words, opening := w.scriptedWords()
	if !opening && w.rand.IntN(3) == 0 {
		opener, words, opening = w.open()
	}
	if opening {
		who = opener
	}
	before, since, had, flow := w.heard(who), w.last(who), w.reports(who), w.flow(who)
	var did, key string
	if opening {
		did = w.say(turn, who, words)
	} else {
		var taken bool
		if did, key, taken = w.act(turn, who); !taken {
			return
		}
	}
	w.rest(turn, did)
	if w.heard(who) == before {
		w.Fatalf("turn %d: %s got no answer to %q", turn, who, did)
	}
	w.lastOne = who
	w.spent(flow, key, w.told(who, since))
	w.nothingLost(had, did)
}

func (w *walk) text(turn int) string {
	switch w.rand.IntN(10) {
	case 0:
		return w.pick(walkRubbish)
	case 1:
		return "来访 张某 13900000000 3人 城关镇 反映拖欠工资 请求支付"
	case 2:
		return w.pick([]string{"来访", "来信", "来电"}) + fmt.Sprintf(" 反映第%d件事", turn)
	case 3:
		return w.pick(walkParts)
	}
	parts := []string{w.pick(walkCommands)}
	if n := w.cases(); n > 0 && w.rand.IntN(2) == 0 {
		parts = append(parts, fmt.Sprintf("%04d", 1+w.rand.IntN(n)))
	}
	for range w.rand.IntN(4) {
		parts = append(parts, w.pick(walkParts))
	}
	return strings.Join(parts, w.pick([]string{" ", "，", "", "  "}))
}

func (w *walk) pick(from []string) string { return from[w.rand.IntN(len(from))] }

// heard counts what a person was told, and every change of his cards, also one that leaves a card as it was.
func (w *walk) heard(who string) string {
	var told strings.Builder
	for _, call := range w.Demo.Sim.Journal(who, 0) {
		if call.Kind == "message/update_template_card" {
			fmt.Fprintln(&told, call.Seq)
		}
	}
	for _, b := range w.Demo.Sim.Chat(who) {
		if b.From == wecomsim.FromApp {
			fmt.Fprintf(&told, "%d %v %s\n", b.ID, b.Updated, story.Words(b))
		}
	}
	return told.String()
}

func (w *walk) cards(who string) []wecomsim.Bubble {
	return slices.DeleteFunc(w.Demo.Sim.Chat(who), func(b wecomsim.Bubble) bool {
		return b.Card == nil || len(b.Card.ButtonList) == 0
	})
}

// told is what was written to a person since his bubble number after.
func (w *walk) told(who string, after int64) string {
	var told []string
	for _, b := range w.Demo.Sim.Chat(who) {
		if b.From == wecomsim.FromApp && b.ID > after {
			told = append(told, story.Words(b))
		}
	}
	return strings.Join(told, "\n")
}

func (w *walk) last(who string) (id int64) {
	for _, b := range w.Demo.Sim.Chat(who) {
		id = b.ID
	}
	return id
}

// wayBack expects 帮助 to be answered wherever a person stands, and the conversation to be free after 取消.
func (w *walk) wayBack() {
	w.Helper()
	for _, c := range []struct{ text, answer string }{{"帮助", "您可以发送"}, {"取消", ""}, {"你好", "没有看懂这句话"}} {
		since := map[string]int64{}
		for _, who := range walkers {
			since[who] = w.last(who)
			w.Say(who, c.text)
		}
		w.Settle()
		for _, who := range walkers {
			if told := w.told(who, since[who]); told == "" || !strings.Contains(told, c.answer) {
				w.Fatalf("%s: %s led to %q", who, c.text, told)
			}
		}
	}
}

// kept is a report with words in it.
type kept struct {
	owner string
	words []string
}

// reports lists the unfinished reports of a person that hold words.
func (w *walk) reports(who string) map[int64]kept {
	w.Helper()
	found := map[int64]kept{}
	begun, err := w.Demo.App.Desk.Unfinished(w.Context(), who)
	if err != nil {
		return found // not his to register
	}
	for _, draft := range begun {
		if len(draft.Report.Original) > 0 {
			found[draft.ID] = kept{who, draft.Report.Original}
		}
	}
	return found
}

// nothingLost expects every report that was there to be there still with every word, to have become a case, or to have been
// given up by 取消.
func (w *walk) nothingLost(before map[int64]kept, did string) {
	w.Helper()
	var after map[int64]kept
	for id, report := range before {
		if after == nil {
			after = w.reports(report.owner)
		}
		if now, there := after[id]; there {
			if len(now.words) < len(report.words) || !slices.Equal(now.words[:len(report.words)], report.words) {
				w.Fatalf("%q: report %d held %q and holds %q", did, id, report.words, now.words)
			}
			continue
		}
		state := ""
		if err := w.db.QueryRowContext(w.Context(), "SELECT state FROM drafts WHERE id = ?", id).Scan(&state); err != nil {
			w.Fatalf("%q: report %d is gone: %v", did, id, err)
		}
		if state == "discarded" && strings.TrimSpace(did) != "取消" {
			w.Fatalf("%q: report %d of %s was given up: %q", did, id, report.owner, report.words)
		}
	}
}

func (w *walk) cases() (n int) {
	w.Helper()
	if err := w.db.QueryRowContext(w.Context(), "SELECT COUNT(*) FROM cases").Scan(&n); err != nil {
		w.Fatal(err)
	}
	return n
}
