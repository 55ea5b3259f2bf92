package app

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"petitiondesk/bot"
	"petitiondesk/bot/wxmsg"
	"petitiondesk/models"
	"petitiondesk/models/calendar"
)

// reach asks the platform, once a day for each person, whether messages would arrive.
type reach struct {
	client *bot.Client
	clock  models.Clock
	log    *slog.Logger

	mu    sync.Mutex
	day   calendar.Day
	known map[string]string // userid → why not, "" = reached
}

const (
	// reachAtOnce bounds the questions of one planning; the rest are asked by the next.
	reachAtOnce = 50
	reachWait   = 5 * time.Second

	errNoPrivilege, errNoSuchUser = 60011, 60111
)

var unreached = map[int]string{wxmsg.MemberDisabled: "的账号已被禁用", wxmsg.MemberNotActivated: "还没有激活账号", wxmsg.MemberLeft: "已退出企业"}

// ask returns those who cannot be reached. What the platform does not answer counts as reached, until it does.
func (r *reach) ask(ctx context.Context, userIDs []string) map[string]string {
	r.mu.Lock()
	defer r.mu.Unlock()
	if today := calendar.DayOf(r.clock.Now()); today != r.day {
		r.day, r.known = today, map[string]string{}
	}
	ctx, cancel := context.WithTimeout(ctx, reachWait)
	defer cancel()
	asked := 0
	found := map[string]string{}
	for _, id := range userIDs {
		why, known := r.known[id]
		if !known && asked < reachAtOnce {
			asked++
			answer, err := r.one(ctx, id)
			if err != nil {
				r.log.DebugContext(ctx, "reach not known", "error", err)
				asked = reachAtOnce // the platform is away; do not wait for it again and again
				continue
			}
			why, r.known[id] = answer, answer
		}
		if why != "" {
			found[id] = why
		}
	}
	return found
}

func (r *reach) one(ctx context.Context, id string) (string, error) {
	user, err := r.client.User(ctx, id)
	if refusal, ok := errors.AsType[*bot.APIError](err); ok && (refusal.Code == errNoPrivilege || refusal.Code == errNoSuchUser) {
		return "不在应用的可见范围内", nil
	}
	if err != nil {
		return "", err
	}
	return unreached[user.Status], nil
}
