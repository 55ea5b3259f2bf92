package app

import (
	"context"
	"time"

	"petitiondesk/internal/cache"
	"petitiondesk/internal/receipt"
	"petitiondesk/internal/web"
	"petitiondesk/models"
	"petitiondesk/models/calendar"
)

// Limits of the public pages. A hall of petitioners may share one address. With codes of 60 bits none of them has to keep a
// guesser out; they keep load and noise away.
const (
	askedPerAddress = 60 // in ten minutes
	missesPerNumber = 20 // in an hour
	repliesPerHour  = 5  // to one number
)

// public wires the pages for petitioners.
func (a *App) public() *web.Public {
	proxies, err := a.settings.Config.TrustedProxies()
	if err != nil {
		a.settings.Log.Warn("no proxy is trusted", "error", err) // Validate has refused such settings before
	}
	return &web.Public{
		Desk: a.Desk, QR: receipt.QR, Proxies: proxies, Log: a.settings.Log, Published: a.published,
		ByAddress: limit(a.cache.Limit("asked", askedPerAddress, 10*time.Minute)),
		Misses:    limit(a.cache.Limit("missed", missesPerNumber, time.Hour)),
		Replies:   limit(a.cache.Limit("replied", repliesPerHour, time.Hour)),
	}
}

// uploadsPerPage is how many rosters one address of the page may send in ten minutes.
const uploadsPerPage = 30

// rosters wires the page on which rosters are taken in.
func (a *App) rosters() *web.Rosters {
	return &web.Rosters{
		Desk: a.Desk, File: rosterFile(a.Desk), Log: a.settings.Log, Uploads: limit(a.cache.Limit("uploaded", uploadsPerPage, 10*time.Minute)),
	}
}

// published tells on which day a published checkpoint covered the registration of a number for the first time.
func (a *App) published(ctx context.Context, number string) (calendar.Day, bool, error) {
	found, err := a.Desk.InCheckpoint(ctx, number)
	if err != nil || !found.Published() {
		return "", false, err
	}
	return calendar.DayOf(found.Checkpoint.MadeAt), true, nil
}

func limit(l *cache.Limit) web.Limit {
	return func(ctx context.Context, key string) (bool, time.Duration) {
		return l.Allow(ctx, key, models.SystemClock{}.Now())
	}
}
