package store_test

import (
	"petitiondesk/internal/desk"
	"petitiondesk/internal/engine"
	"petitiondesk/internal/store"
)

var (
	_ desk.Tx       = (*store.Tx)(nil)
	_ engine.Inbox  = (*store.Store)(nil)
	_ engine.Jobs   = (*store.Store)(nil)
	_ engine.Outbox = (*store.Store)(nil)
	_ engine.Health = (*store.Store)(nil)
)
