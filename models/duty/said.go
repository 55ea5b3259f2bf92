package duty

import (
	"slices"
	"strings"

	"petitiondesk/models/calendar"
)

// Lexicon is what a text about duty may name.
type Lexicon struct {
	Names    map[string][]string // name → userids; two people may share one
	Stations []Station
	Posts    []string
}

// Question is what somebody wants to know of the roster.
type Question struct {
	From, To calendar.Day // "" = no day was named
	Post     string       // a full post, or what posts have in common, such as 接访
	Station  string       // code
	Name     string
	Next     bool // 下一个, 下一班
}

// Understand reads a question such as 下周三谁接访, 李娜什么时候值班, 本周, 下一个是谁.
func (l Lexicon) Understand(text string, today calendar.Day) Question {
	var q Question
	if days := calendar.DaysIn(text, today); len(days) > 0 {
		q.From, q.To = days[0].From, days[len(days)-1].To
	} else if from, to, ok := calendar.MonthIn(text, today); ok {
		q.From, q.To = from, to
	}
	q.Name = l.nameIn(text)
	q.Post = l.postIn(text)
	for _, s := range l.Stations {
		if strings.Contains(text, s.Name) || len(s.Code) > 1 && slices.Contains(strings.Fields(text), s.Code) {
			q.Station = s.Code
		}
	}
	q.Next = strings.Contains(text, "下一") || strings.Contains(text, "下个是谁") || strings.Contains(text, "接着是谁")
	return q
}

// Fits tells whether a slot is one that was asked for, apart from the name.
func (q Question) Fits(s Slot) bool {
	return (q.Post == "" || strings.Contains(s.Post, q.Post)) && (q.Station == "" || s.Station == q.Station) &&
		(q.From == "" || q.From <= s.Day && s.Day <= q.To)
}

func (l Lexicon) nameIn(text string) string {
	longest := ""
	for name := range l.Names {
		if len(name) > len(longest) && strings.Contains(text, name) {
			longest = name
		}
	}
	return longest
}

var postWords = []string{"接访", "带班", "值班员", "备班", "司机"}

func (l Lexicon) postIn(text string) string {
	longest := ""
	for _, post := range l.Posts {
		if len(post) > len(longest) && strings.Contains(text, post) {
			longest = post
		}
	}
	if longest != "" {
		return longest
	}
	for _, word := range postWords {
		if strings.Contains(text, word) && slices.ContainsFunc(l.Posts, func(p string) bool { return strings.Contains(p, word) }) {
			return word
		}
	}
	return ""
}

// SwapWish is a swap as somebody says it: 我周三和李四换班, 我周三的班换李四周五的班, 周三我有事，谁能替一下.
type SwapWish struct {
	Mine   calendar.Day // "" = the next one
	Name   string       // "" = whoever will
	Theirs calendar.Day // "" = none was named
	Alone  bool         // 替班: nothing is taken in return
}

// Wish reads a swap. A day said behind the other's name is the other's, any other the speaker's; of two days before
// the name, as in 把周三和周五换一下, the second is the other's.
func (l Lexicon) Wish(text string, today calendar.Day) SwapWish {
	wish := SwapWish{Name: l.nameIn(text)}
	at := strings.Index(text, wish.Name)
	var mine, theirs []calendar.Day
	for _, m := range calendar.DaysIn(text, today) {
		switch {
		case wish.Name != "" && m.Start > at:
			theirs = append(theirs, m.From)
		default:
			mine = append(mine, m.From)
		}
	}
	// 和李四换周三的班 has one day, and it is the speaker's.
	if len(mine) == 0 && len(theirs) > 0 {
		mine, theirs = theirs[:1], theirs[1:]
	}
	if len(theirs) == 0 && len(mine) > 1 {
		mine, theirs = mine[:1], mine[1:]
	}
	if len(mine) > 0 {
		wish.Mine = mine[0]
	}
	if len(theirs) > 0 {
		wish.Theirs = theirs[0]
	}
	wish.Alone = wish.Theirs == "" && (wish.Name == "" || containsAny(text, "替", "顶", "代班", "代我"))
	return wish
}

func containsAny(text string, words ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) })
}
