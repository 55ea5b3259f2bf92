package cache

import (
	"crypto/rand"
	"fmt"

	"github.com/alicebob/miniredis/v2"
)

const embeddedURL = "embedded"

// embedded is a Redis inside this process. It listens on a local port, so it has a password.
type embedded struct {
	server   *miniredis.Miniredis
	password string
}

func startEmbedded() (*embedded, error) {
	e := &embedded{server: miniredis.NewMiniRedis(), password: rand.Text()}
	e.server.RequireAuth(e.password)
	e.server.ClockTTL(true) // by itself it lets no key expire
	if err := e.server.Start(); err != nil {
		return nil, fmt.Errorf("start embedded redis: %w", err)
	}
	return e, nil
}

func (e *embedded) url() string { return "redis://:" + e.password + "@" + e.server.Addr() }
