package desk

import (
	"context"
	"fmt"
	"slices"

	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
)

// Roster lists the final roster of a range for sheets, feeds and commands, gaps among it. station is a code, "" = all.
func (d *Desk) Roster(ctx context.Context, from, to calendar.Day, station string) ([]DutyLine, error) {
	var lines []DutyLine
	err := d.store.Read(ctx, func(tx Tx) error {
		slots, err := d.finalSlots(tx, from, to)
		if err != nil {
			return err
		}
		slots = slices.DeleteFunc(slots, func(s duty.Slot) bool { return station != "" && s.Station != station })
		lines, err = dutyLines(tx, slots)
		return err
	})
	return lines, err
}

// FairnessSheet is Fairness for the commands, which answer to nobody.
func (d *Desk) FairnessSheet(ctx context.Context, from, to calendar.Day) (lines []FairnessLine, err error) {
	err = d.store.Read(ctx, func(tx Tx) error {
		slots, err := d.finalSlots(tx, from, to)
		if err != nil {
			return err
		}
		lines, _, err = d.fairnessOf(tx, slots)
		return err
	})
	return lines, err
}

// PublicNotice writes the notice of who receives visitors on the posts with a form of reception.
func (d *Desk) PublicNotice(ctx context.Context, from, to calendar.Day) (string, error) {
	var lines []duty.Publication
	err := d.store.Read(ctx, func(tx Tx) error {
		slots, err := d.finalSlots(tx, from, to)
		if err != nil {
			return err
		}
		lines, err = publication(tx, slots)
		return err
	})
	title := fmt.Sprintf("领导干部接访安排公告（%s至%s）", from.Chinese(), to.Chinese())
	return duty.NoticeText(title, lines), err
}

func publication(tx Tx, slots []duty.Slot) ([]duty.Publication, error) {
	posts, err := tx.Posts()
	if err != nil {
		return nil, err
	}
	stations, err := tx.Stations()
	if err != nil {
		return nil, err
	}
	var lines []duty.Publication
	for _, s := range slots {
		post := duty.PostOf(posts, s.Post)
		if s.State == duty.Withdrawn || s.UserID == "" || post.Form == "" {
			continue
		}
		person, err := tx.Person(s.UserID)
		if err != nil {
			return nil, err
		}
		cards, err := tx.DutyCards([]string{s.UserID})
		if err != nil {
			return nil, err
		}
		line := duty.Publication{Day: s.Day, Hours: s.Hours(), Name: person.Name, Post: person.Post, Form: post.Form}
		if len(cards) > 0 {
			line.Field = cards[0].Field
		}
		for _, at := range stations {
			if at.Code == s.Station {
				line.Station, line.Place = at.Name, at.Address
			}
		}
		lines = append(lines, line)
	}
	return lines, nil
}

// DutyWords lists the names of stations and posts that a sheet may use.
func (d *Desk) DutyWords(ctx context.Context) (stations, posts []string, err error) {
	err = d.store.Read(ctx, func(tx Tx) error {
		words, err := dutyLexicon(tx)
		for _, s := range words.Stations {
			stations = append(stations, s.Name)
		}
		posts = words.Posts
		return err
	})
	return stations, posts, err
}
