package signin

import "sync"

// cache holds what tokens stand for while no record that it follows from has
// changed: version is the projection's of those kinds.
type cache[T any] struct {
	mu      sync.Mutex
	version uint64
	byToken map[string]T
}

// maxTokens are kept.
const maxTokens = 20_000

func (c *cache[T]) get(version uint64, token string) (T, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	v, ok := c.byToken[token]
	return v, ok && c.version == version
}

func (c *cache[T]) put(version uint64, token string, v T) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.version != version || c.byToken == nil || len(c.byToken) >= maxTokens {
		c.version, c.byToken = version, map[string]T{}
	}
	c.byToken[token] = v
}
