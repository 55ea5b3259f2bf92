package seal

import (
	"container/list"
	"slices"
	"sync"
	"time"
)

const (
	cachedKeys = 4096
	cachedFor  = 5 * time.Minute
)

// keyCache holds the data keys used last. They are wiped when they leave it, so callers get copies.
type keyCache struct {
	mu     sync.Mutex
	byName map[string]*list.Element
	order  *list.List // newest first
	now    func() time.Time
}

type cachedKey struct {
	name  string
	key   []byte
	until time.Time
}

func newKeyCache() *keyCache {
	return &keyCache{byName: map[string]*list.Element{}, order: list.New(), now: time.Now}
}

func (c *keyCache) get(name string) ([]byte, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	at, ok := c.byName[name]
	if !ok {
		return nil, false
	}
	found := at.Value.(*cachedKey)
	if !c.now().Before(found.until) {
		c.remove(at)
		return nil, false
	}
	c.order.MoveToFront(at)
	return slices.Clone(found.key), true
}

func (c *keyCache) put(name string, key []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if at, ok := c.byName[name]; ok {
		c.remove(at)
	}
	c.byName[name] = c.order.PushFront(&cachedKey{name: name, key: slices.Clone(key), until: c.now().Add(cachedFor)})
	if c.order.Len() > cachedKeys {
		c.remove(c.order.Back())
	}
}

func (c *keyCache) drop(name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if at, ok := c.byName[name]; ok {
		c.remove(at)
	}
}

func (c *keyCache) remove(at *list.Element) {
	gone := c.order.Remove(at).(*cachedKey)
	clear(gone.key)
	delete(c.byName, gone.name)
}
