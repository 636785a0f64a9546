package projection

import (
	"context"
	"fmt"
	"sync"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/kind"
	"bamban/internal/sqlite"
)

// Info is the little that admission must know of a record.
type Info struct {
	RID     int64
	Kind    *kind.Kind
	At      access.At
	Deleted bool
}

// maxInfos are kept; at the bound they are dropped and read again.
const maxInfos = 50_000

// infos caches what admission looks up again and again: the households and areas
// that changes refer to.
type infos struct {
	mu   sync.Mutex
	byID map[change.ID]Info
}

func (c *infos) get(id change.ID) (Info, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	i, ok := c.byID[id]
	return i, ok
}

func (c *infos) put(id change.ID, i Info) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.byID == nil || len(c.byID) >= maxInfos {
		c.byID = map[change.ID]Info{}
	}
	c.byID[id] = i
}

func (c *infos) drop(id change.ID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.byID, id)
}

// Lookup gives what is known of some records; those that are not there are absent.
func (p *Projection) Lookup(ctx context.Context, ids []change.ID) (map[change.ID]Info, error) {
	out := make(map[change.ID]Info, len(ids))
	var missing []change.ID
	for _, id := range ids {
		if i, ok := p.infos.get(id); ok {
			out[id] = i
		} else {
			missing = append(missing, id)
		}
	}
	if len(missing) == 0 {
		return out, nil
	}
	seq := p.Seq()
	err := p.reading(len(missing))(ctx, func(c *sqlite.Conn) error {
		for _, id := range missing {
			if _, ok := out[id]; ok {
				continue
			}
			r, code, err := loadRecord(c, id)
			if err != nil {
				return err
			}
			if r != nil {
				r.Kind = p.tables[code-1].kind
				out[id] = Info{r.RID, r.Kind, PlaceOf(r), r.Deleted()}
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("look up %d records: %w", len(missing), err)
	}
	// What was read before a commit may be old by now; commits drop what they touch
	// with the lock held, so nothing old stays.
	p.mu.RLock()
	defer p.mu.RUnlock()
	if p.seq == seq {
		for _, id := range missing {
			if i, ok := out[id]; ok {
				p.infos.put(id, i)
			}
		}
	}
	return out, nil
}
