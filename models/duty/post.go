package duty

import (
	"fmt"
	"slices"
	"time"

	"petitiondesk/models/people"
)

// Post is what the office orders for everybody on a post, such as 接访领导.
type Post struct {
	Name      string        `gorm:"primaryKey"`
	Lead      bool          // 带班领导: silence at other posts of the station is told to whoever is on this one
	Approval  bool          // a swap needs a supervisor's word
	Roles     []people.Role `gorm:"serializer:json"` // who may be on it; empty = anybody
	RestHours int           // between two duties of one person, 0 = no such order
	Backups   []string      `gorm:"serializer:json"` // 备班, in order
	Ahead     bool          // is also reminded five working days before
	Form      string        // of reception, for the public notice: 定点接访, 重点约访, 带案下访
}

// TableName is the table of posts.
func (Post) TableName() string { return "duty_posts" }

// PostOf finds a post's order; posts without one have none but the common rules.
func PostOf(posts []Post, name string) Post {
	if i := slices.IndexFunc(posts, func(p Post) bool { return p.Name == name }); i >= 0 {
		return posts[i]
	}
	return Post{Name: name}
}

// Objections lists, as sentences, why a person should not take the slot over: not qualified, away, on duty somewhere
// else at the time, or without the rest the post orders. others are the person's slots around that day.
func Objections(slot Slot, person people.Person, post Post, others []Slot, absences []Absence) []string {
	var found []string
	day := slot.Day.Chinese()
	if !person.Active {
		found = append(found, person.Name+"的账号已停用")
	}
	if len(post.Roles) > 0 && !person.Has(post.Roles...) {
		found = append(found, fmt.Sprintf("%s不具备「%s」岗位的条件", person.Name, post.Name))
	}
	if awayDays(absences).on(person.UserID, slot.Day) {
		found = append(found, fmt.Sprintf("%s在%s请假或出差", person.Name, day))
	}
	for _, other := range others {
		if other.Key() == slot.Key() || other.UserID != person.UserID || other.State == Withdrawn {
			continue
		}
		switch rest := time.Duration(post.RestHours) * time.Hour; {
		case other.StartsAt.Before(slot.EndsAt) && slot.StartsAt.Before(other.EndsAt):
			found = append(found, fmt.Sprintf("%s在%s同一时间已有「%s」的班", person.Name, day, other.Post))
		case apart(slot, other) < rest:
			found = append(found, fmt.Sprintf("%s在%s与%s两班之间休息不足%d小时", person.Name, day, other.Day.Chinese(), post.RestHours))
		}
	}
	return found
}

func apart(a, b Slot) time.Duration {
	if a.StartsAt.Before(b.StartsAt) {
		return b.StartsAt.Sub(a.EndsAt)
	}
	return a.StartsAt.Sub(b.EndsAt)
}
