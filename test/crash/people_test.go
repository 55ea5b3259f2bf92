package crash_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"petitiondesk/internal/wecomsim"
	"petitiondesk/test/story"
)

// load is what people did, as far as it was kept: what the checker expects to find.
type load struct {
	mu        sync.Mutex
	said      int
	confirmed []confirmation
	asked     []string // numbers laid before the supervisors
	silent    []string // what somebody waited for in vain
}

// confirmation is a tap on 确认登记 that the platform was told to be kept.
type confirmation struct{ clerk, task string }

func (l *load) note(do func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	do()
}

// person does one thing after another, as people do.
type person struct {
	o    *office
	l    *load
	user string
	rng  *rand.Rand
	read map[int64]bool
}

func (o *office) person(l *load, user string, seed uint64) *person {
	var salt uint64
	for _, c := range user {
		salt = salt*131 + uint64(c)
	}
	return &person{o: o, l: l, user: user, rng: rand.New(rand.NewPCG(seed, salt)), read: map[int64]bool{}}
}

// about is a time between half and one and a half of d.
func (p *person) about(d time.Duration) time.Duration {
	return d/2 + time.Duration(p.rng.Int64N(int64(d)))
}

// say repeats itself until the message is kept, as people do whose message shows an error. It tells whether it was.
func (p *person) say(ctx context.Context, text string) bool {
	return p.until(ctx, func() (wecomsim.DeliveryReport, error) { return p.o.sim.Say(p.o.Context(), p.user, text) })
}

func (p *person) tap(ctx context.Context, card wecomsim.Bubble, label string) bool {
	key := keyOf(card, label)
	if key == "" {
		return false
	}
	return p.until(ctx, func() (wecomsim.DeliveryReport, error) {
		return p.o.sim.Click(p.o.Context(), p.user, card.TaskID, key, nil)
	})
}

func (p *person) until(ctx context.Context, act func() (wecomsim.DeliveryReport, error)) bool {
	for {
		report, err := act()
		if err != nil {
			return false
		}
		if report.OK {
			p.l.note(func() { p.l.said++ })
			return true
		}
		if !pause(ctx, 300*time.Millisecond) {
			return false
		}
	}
}

func pause(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}

func keyOf(card wecomsim.Bubble, label string) string {
	if card.Card != nil {
		for _, button := range card.Card.ButtonList {
			if button.Text == label {
				return button.Key
			}
		}
	}
	return ""
}

// find returns a message that the person has not dealt with.
func (p *person) find(fragments ...string) (wecomsim.Bubble, bool) {
	for _, bubble := range p.o.sim.Chat(p.user) {
		if bubble.From == wecomsim.FromApp && !p.read[bubble.ID] && holdsAll(story.Words(bubble), fragments) {
			p.read[bubble.ID] = true
			return bubble, true
		}
	}
	return wecomsim.Bubble{}, false
}

// expect waits for a message.
func (p *person) expect(ctx context.Context, fragments ...string) (wecomsim.Bubble, bool) {
	for {
		if bubble, ok := p.find(fragments...); ok {
			return bubble, true
		}
		if !pause(ctx, 60*time.Millisecond) {
			p.l.note(func() { p.l.silent = append(p.l.silent, p.user+": "+strings.Join(fragments, ", ")) })
			return wecomsim.Bubble{}, false
		}
	}
}

func holdsAll(text string, fragments []string) bool {
	for _, fragment := range fragments {
		if !strings.Contains(text, fragment) {
			return false
		}
	}
	return true
}

// patient is the time somebody waits for an answer; the office may close meanwhile.
func patient(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), patience)
}

// clerk registers one visitor after another and lays some cases before the supervisors.
func (p *person) clerk(day context.Context, pace time.Duration) {
	for visit := 0; pause(day, p.about(pace)); visit++ {
		ctx, cancel := patient(day)
		p.register(ctx, visit)
		cancel()
	}
}

var given = []string{"大山", "小河", "春兰", "秋菊", "建国", "志强", "秀英", "玉梅"}

func (p *person) register(ctx context.Context, visit int) {
	at := int(p.user[len(p.user)-1] - '0')
	name := string([]rune(surnames)[p.rng.IntN(16)]) + given[p.rng.IntN(len(given))]
	phone := fmt.Sprintf("139%04d%04d", at, visit)
	facts := fmt.Sprintf("%d号楼第%d次拖欠工资", at, visit)
	if !p.say(ctx, fmt.Sprintf("来访 %s %s %s 3人 城关镇 反映%s 请求支付工资", name, phone, identity(at, visit), facts)) {
		return
	}
	card, ok := p.expect(ctx, "请核对来访登记", facts)
	if !ok || !p.tap(ctx, card, "确认登记") {
		return
	}
	p.l.note(func() { p.l.confirmed = append(p.l.confirmed, confirmation{p.user, card.TaskID}) })
	told, ok := p.expect(ctx, "登记成功")
	if !ok || p.rng.IntN(3) > 0 {
		return
	}
	at = strings.Index(told.Text, "XF")
	number := told.Text[at : at+len("XF20261123-0001")]
	if p.say(ctx, "呈报 "+number+" 情况紧急请协调") {
		p.l.note(func() { p.l.asked = append(p.l.asked, number) })
		p.expect(ctx, number, "已呈报")
	}
}

// identity is a synthetic number with a right check digit.
func identity(a, b int) string {
	digits := fmt.Sprintf("110105194912%02d%03d", 10+a, b%1000)
	weights, sum := []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}, 0
	for i, weight := range weights {
		sum += weight * int(digits[i]-'0')
	}
	return digits + string("10X98765432"[sum%11])
}

// supervisor decides what is laid before him, by card or by word; the other one may be faster.
func (p *person) supervisor(day context.Context) {
	for pause(day, p.about(800*time.Millisecond)) {
		card, ok := p.find("呈报请示", "[同意]")
		if !ok {
			continue
		}
		ctx, cancel := patient(day)
		words := story.Words(card)
		at := strings.Index(words, "XF")
		number := words[at : at+len("XF20261123-0001")]
		switch p.rng.IntN(4) {
		case 0:
			p.say(ctx, "驳回 "+number+" 材料不全")
		case 1:
			p.say(ctx, "同意 "+number+" 请抓紧")
		default:
			p.tap(ctx, card, "同意")
		}
		cancel()
	}
}

// leader confirms his duty at the first reminder, at the second, or not at all.
func (p *person) leader(day context.Context) {
	waits := p.rng.IntN(3)
	for pause(day, p.about(350*time.Millisecond)) {
		card, ok := p.find("值班提醒", "[确认到岗]")
		if !ok {
			continue
		}
		if waits > 0 {
			waits--
			continue
		}
		ctx, cancel := patient(day)
		p.tap(ctx, card, "确认到岗")
		cancel()
	}
}

// reader asks for something now and then.
func (p *person) reader(day context.Context, every time.Duration, words string) {
	for pause(day, p.about(every)) {
		ctx, cancel := patient(day)
		p.say(ctx, words)
		cancel()
	}
}

// live lets everybody work until the day ends, and returns when each has his last answer.
func (o *office) live(day context.Context, seed uint64) (*load, *sync.WaitGroup) {
	l, all := &load{}, &sync.WaitGroup{}
	for _, m := range members() {
		p := o.person(l, m.user, seed)
		switch {
		case strings.HasPrefix(m.user, "clerk"):
			all.Go(func() { p.clerk(day, 8*time.Second) })
		case m.role == "supervisor":
			all.Go(func() { p.supervisor(day) })
		case m.role == "leader":
			all.Go(func() { p.leader(day) })
		case m.role == "auditor":
			all.Go(func() { p.reader(day, 5*time.Second, "检查点") })
		default:
			all.Go(func() { p.reader(day, 6*time.Second, "帮助") })
		}
	}
	return l, all
}
