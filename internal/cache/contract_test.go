package cache_test

import (
	"petitiondesk/internal/cache"
	"petitiondesk/internal/engine"
)

var (
	_ engine.DueIndex = (*cache.DueIndex)(nil)
	_ engine.Wakes    = (*cache.Wakes)(nil)
	_ engine.Pacer    = (*cache.Pacer)(nil)
)
