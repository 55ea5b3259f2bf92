package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
	"petitiondesk/models/people"
)

// askedMost is how many slots an answer in the chat holds.
const askedMost = 60

// farthestAsked is how many days ahead a roster can be asked for; beyond the horizon it is what the rules give now.
const farthestAsked = 400

// DutyAnswer is what a question about the roster finds.
type DutyAnswer struct {
	Question    duty.Question
	Lines       []DutyLine
	Provisional bool
}

// AskDuty answers a question such as 下周三谁接访 or 李娜什么时候值班.
func (d *Desk) AskDuty(ctx context.Context, reader, text string) (DutyAnswer, error) {
	var answer DutyAnswer
	err := d.store.Read(ctx, func(tx Tx) error {
		if _, err := may(tx, reader, people.ReadDuty); err != nil {
			return err
		}
		words, err := dutyLexicon(tx)
		if err != nil {
			return err
		}
		q := words.Understand(text, d.today())
		answer.Question = q
		from, to := q.From, q.To
		switch {
		case from == "" && (q.Name != "" || q.Next):
			from, to = d.today(), d.today().Add(duty.Horizon)
		case from == "":
			from, to = d.today(), d.today().Add(6)
		case to < from || to > d.today().Add(farthestAsked):
			return models.Errorf(models.Invalid, "请问%d天以内的日期，例如：下周三谁接访、12月值班。", farthestAsked)
		}
		slots, err := d.finalSlots(tx, from, to)
		if err != nil {
			return err
		}
		slots = slices.DeleteFunc(slots, func(s duty.Slot) bool {
			return s.State == duty.Withdrawn || !q.Fits(s) || q.Name != "" && !slices.Contains(words.Names[q.Name], s.UserID) ||
				q.Next && !d.clock.Now().Before(s.StartsAt)
		})
		if q.Next {
			slots = firstOfEachPost(slots)
		}
		answer.Lines, err = dutyLines(tx, slots[:min(len(slots), askedMost)])
		return err
	})
	if err != nil {
		return answer, err
	}
	answer.Provisional, err = d.Provisional(ctx, answer.Lines)
	return answer, err
}

// Seat is the one slot that the question can mean to change: of several seats of a shift, the empty one.
func (a DutyAnswer) Seat(said string) (seat duty.Slot, ok bool) {
	slots := make([]duty.Slot, len(a.Lines))
	for i, line := range a.Lines {
		slots[i] = line.Slot
	}
	return duty.OneSeat(slots, said)
}

func firstOfEachPost(slots []duty.Slot) []duty.Slot {
	var firsts []duty.Slot
	day := map[string]calendar.Day{}
	for _, s := range slots {
		key := s.Station + "\x00" + s.Post
		if day[key] == "" {
			day[key] = s.Day
		}
		if day[key] == s.Day {
			firsts = append(firsts, s)
		}
	}
	return firsts
}

// finalSlots is the roster of any range: what is on record up to the horizon, beyond it what the rules give now.
func (d *Desk) finalSlots(tx Tx, from, to calendar.Day) ([]duty.Slot, error) {
	last := d.today().Add(duty.Horizon)
	var slots []duty.Slot
	if from <= last {
		var err error
		if slots, err = tx.Slots(from, min(to, last), slotsPerPlan); err != nil {
			return nil, err
		}
	}
	if to <= last {
		return slots, nil
	}
	from = max(from, last.Add(1))
	roster, err := d.rosterIn(tx, from, to)
	if err != nil {
		return nil, err
	}
	return append(slots, roster.Final(from, to)...), nil
}

// dutyLexicon is what texts about duty may name: those who are in the rules, the stations, the posts.
func dutyLexicon(tx Tx) (duty.Lexicon, error) {
	words := duty.Lexicon{Names: map[string][]string{}}
	rules, err := tx.Rules()
	if err != nil {
		return words, err
	}
	if words.Stations, err = tx.Stations(); err != nil {
		return words, err
	}
	posts, err := tx.Posts()
	if err != nil {
		return words, err
	}
	ids := map[string]bool{}
	var list []string
	for _, rule := range rules {
		if !slices.Contains(words.Posts, rule.Post) {
			words.Posts = append(words.Posts, rule.Post)
		}
		for _, id := range slices.Concat(rule.People, rule.HolidayCrew) {
			if !ids[id] {
				ids[id] = true
				list = append(list, id)
			}
		}
	}
	for _, post := range posts {
		for _, id := range post.Backups {
			if !ids[id] {
				ids[id] = true
				list = append(list, id)
			}
		}
	}
	staff, err := tx.PeopleByID(list)
	for _, person := range staff {
		words.Names[person.Name] = append(words.Names[person.Name], person.UserID)
		words.Names[person.UserID] = []string{person.UserID}
	}
	return words, err
}

// fairest orders those of the post at the station for a slot, from the slots of the last quarter to the horizon.
func (w *work) fairest(slot duty.Slot, but string) ([]duty.Suggestion, error) {
	const quarter = 90
	rules, err := w.Rules()
	if err != nil {
		return nil, err
	}
	var candidates []string
	for _, rule := range rules {
		if rule.Post != slot.Post || rule.Station != slot.Station {
			continue
		}
		for _, id := range slices.Concat(rule.People, rule.HolidayCrew) {
			if id != but && !slices.Contains(candidates, id) {
				candidates = append(candidates, id)
			}
		}
	}
	slots, err := w.Slots(slot.Day.Add(-quarter), slot.Day.Add(duty.Horizon), slotsPerPlan)
	if err != nil {
		return nil, err
	}
	periods, err := w.Periods()
	if err != nil {
		return nil, err
	}
	cal, err := w.calendar()
	if err != nil {
		return nil, err
	}
	staff, err := w.PeopleByID(candidates)
	if err != nil {
		return nil, err
	}
	var fault error
	suggestions := duty.Fairest(slot, candidates, duty.Tallies(slots, cal, periods), cal, func(id string) []string {
		i := slices.IndexFunc(staff, func(p people.Person) bool { return p.UserID == id })
		if i < 0 {
			return []string{"不在人员名册里"}
		}
		found, err := w.objections(slot, staff[i])
		if err != nil {
			fault = err
		}
		return found
	})
	return suggestions, fault
}

// FairnessLine is one person's duties in a range.
type FairnessLine struct {
	Person string // title
	duty.Tally
	Attended map[duty.Attendance]int // duties that have begun, by how it is known that he was there
}

// Fairness counts what everybody had on duty from one day to another.
func (d *Desk) Fairness(ctx context.Context, reader string, from, to calendar.Day) (lines []FairnessLine, balance float64, err error) {
	err = d.store.Read(ctx, func(tx Tx) error {
		if _, err := may(tx, reader, people.ReadDuty); err != nil {
			return err
		}
		slots, err := d.finalSlots(tx, from, to)
		if err != nil {
			return err
		}
		lines, balance, err = d.fairnessOf(tx, slots)
		return err
	})
	return lines, balance, err
}

func (d *Desk) fairnessOf(tx Tx, slots []duty.Slot) ([]FairnessLine, float64, error) {
	cal, _, err := d.calendarIn(tx)
	if err != nil {
		return nil, 0, err
	}
	periods, err := tx.Periods()
	if err != nil {
		return nil, 0, err
	}
	tallies := duty.Tallies(slots, cal, periods)
	ids := make([]string, len(tallies))
	for i, t := range tallies {
		ids[i] = t.UserID
	}
	staff, err := tx.PeopleByID(ids)
	if err != nil {
		return nil, 0, err
	}
	lines := make([]FairnessLine, len(tallies))
	for i, t := range tallies {
		own := slices.DeleteFunc(slices.Clone(slots), func(s duty.Slot) bool { return s.UserID != t.UserID })
		lines[i] = FairnessLine{Person: t.UserID, Tally: t, Attended: duty.Attended(own, d.clock.Now())}
		if at := slices.IndexFunc(staff, func(p people.Person) bool { return p.UserID == t.UserID }); at >= 0 {
			lines[i].Person = staff[at].Title()
		}
	}
	slices.SortStableFunc(lines, func(a, b FairnessLine) int { return b.Shifts - a.Shifts })
	return lines, duty.Balance(tallies), nil
}

// SuggestFor says who could take a slot of a day, the fairest first, with reasons.
func (d *Desk) SuggestFor(ctx context.Context, reader, text string) (string, error) {
	answer, err := d.AskDuty(ctx, reader, text)
	if err != nil {
		return "", err
	}
	if len(answer.Lines) == 0 {
		return "", models.Errorf(models.NotFound, "没有找到这一班。请写明日期和岗位，例如：谁合适 12月3日 值班员。")
	}
	var lines []string
	err = d.store.Read(ctx, func(tx Tx) error {
		w := &work{Tx: tx, desk: d, ctx: ctx, now: d.clock.Now()}
		for _, line := range answer.Lines[:min(len(answer.Lines), 3)] {
			suggestions, err := w.fairest(line.Slot, line.Slot.UserID)
			if err != nil {
				return err
			}
			lines = append(lines, fmt.Sprintf("%s %s %s（现为%s）：", line.Slot.Day.Chinese(), line.Station, line.Slot.Post, orNobody(line.Person)))
			for _, s := range suggestions[:min(len(suggestions), 3)] {
				person, err := tx.Person(s.UserID)
				if err != nil {
					return err
				}
				lines = append(lines, fmt.Sprintf("· %s：%s", person.Title(), strings.Join(s.Reasons, "，")))
			}
			if len(suggestions) == 0 {
				lines = append(lines, "· 同岗没有其他人可以接这一班")
			}
		}
		return nil
	})
	return strings.Join(lines, "\n"), err
}

func orNobody(person string) string {
	if person == "" {
		return "无人"
	}
	return person
}
