package projection

import (
	"container/list"
	"context"
	"strings"
	"sync"

	"bamban/internal/sqlite"
)

// maxCounters are kept live; the one used longest ago goes.
const maxCounters = 512

// delta is what a run did to one record's row.
type delta struct {
	table         *table
	isNew         bool
	before, after row
}

// counters keep totals of lists live: each was counted once from the file and is
// adjusted by every fold, so a list's total costs a look-up however long the list.
type counters struct {
	p     *Projection
	mu    sync.Mutex
	byKey map[string]*counter
	order *list.List // keys, most recently used first
	stale bool       // an area moved: nothing counted before holds
}

type counter struct {
	filter  filter
	table   *table
	n       int64
	byArea  map[int64]int64 // of a counter per area
	pending *pending        // while it is being counted
	at      *list.Element
}

// pending gathers what folds change while the first count runs.
type pending struct {
	done   chan struct{}
	deltas []delta
}

func newCounters(p *Projection) *counters {
	return &counters{p: p, byKey: map[string]*counter{}, order: list.New()}
}

// adjust is called while the projection is settling, in step with a commit.
func (cs *counters) adjust(deltas []delta) {
	cs.mu.Lock()
	defer cs.mu.Unlock()
	if cs.stale {
		cs.stale = false
		cs.clear()
		return
	}
	for _, c := range cs.byKey {
		for i := range deltas {
			if deltas[i].table != c.table {
				continue
			}
			if c.pending != nil {
				c.pending.deltas = append(c.pending.deltas, deltas[i])
				continue
			}
			c.add(&deltas[i])
		}
	}
}

func (c *counter) add(d *delta) {
	if !d.isNew && c.filter.match(&d.before) {
		c.put(d.before.area, -1)
	}
	if c.filter.match(&d.after) {
		c.put(d.after.area, 1)
	}
}

func (c *counter) put(area, n int64) {
	c.n += n
	if c.byArea != nil {
		c.byArea[area] += n
	}
}

func (cs *counters) drop() {
	cs.mu.Lock()
	defer cs.mu.Unlock()
	cs.clear()
}

func (cs *counters) dropLater() {
	cs.mu.Lock()
	defer cs.mu.Unlock()
	cs.stale = true
}

// clear forgets the counters that are not being counted; those are forgotten by
// key only, and their first user gets what the file held.
func (cs *counters) clear() {
	cs.byKey = map[string]*counter{}
	cs.order.Init()
}

// count gives a live total; the first use of a filter counts it.
func (cs *counters) count(ctx context.Context, t *table, f filter, perArea bool) (*counter, error) {
	key := t.name + f.key()
	if perArea {
		key += "|per area"
	}
	cs.mu.Lock()
	if c := cs.byKey[key]; c != nil {
		wait := c.pending
		cs.order.MoveToFront(c.at)
		cs.mu.Unlock()
		if wait != nil {
			select {
			case <-wait.done:
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		}
		return c, nil
	}
	c := &counter{filter: f, table: t, pending: &pending{done: make(chan struct{})}}
	if perArea {
		c.byArea = map[int64]int64{}
	}
	cs.byKey[key] = c
	c.at = cs.order.PushFront(key)
	cs.evict()
	cs.mu.Unlock()
	err := cs.first(ctx, c)
	cs.mu.Lock()
	defer cs.mu.Unlock()
	waiting := c.pending
	c.pending = nil
	for i := range waiting.deltas {
		c.add(&waiting.deltas[i])
	}
	close(waiting.done)
	if err != nil && cs.byKey[key] == c {
		delete(cs.byKey, key)
		cs.order.Remove(c.at)
	}
	return c, err
}

func (cs *counters) evict() {
	for len(cs.byKey) > maxCounters {
		last := cs.order.Back()
		cs.order.Remove(last)
		delete(cs.byKey, last.Value.(string))
	}
}

// first counts from the file. Its read begins while no commit can pass, so what
// is committed later, and only that, is in pending.
func (cs *counters) first(ctx context.Context, c *counter) error {
	cs.p.settling.RLock()
	locked := true
	unlock := func() {
		if locked {
			locked = false
			cs.p.settling.RUnlock()
		}
	}
	defer unlock()
	return cs.p.db.Read(ctx, func(conn *sqlite.Conn) error {
		var b strings.Builder
		var args []any
		if c.byArea != nil {
			b.WriteString("SELECT count(*), area FROM " + c.table.name + " WHERE ")
		} else {
			b.WriteString("SELECT count(*), 0 FROM " + c.table.name + " WHERE ")
		}
		args = c.filter.sql(c.table, &b, args)
		if c.byArea != nil {
			b.WriteString(" GROUP BY area")
		}
		s, err := conn.Prepare("SELECT 1 FROM meta") // the snapshot is taken here
		if err != nil {
			return err
		}
		for s.Next() {
		}
		cs.mu.Lock()
		c.pending.deltas = nil // committed before the snapshot
		cs.mu.Unlock()
		unlock()
		if s, err = conn.Prepare(b.String()); err != nil {
			return err
		}
		n, byArea := int64(0), map[int64]int64{}
		for s.Bind(args...); s.Next(); {
			n += s.Int64(0)
			byArea[s.Int64(1)] = s.Int64(0)
		}
		cs.mu.Lock()
		c.n = n
		if c.byArea != nil {
			c.byArea = byArea
		}
		cs.mu.Unlock()
		return s.Err()
	})
}

// total reads a counter.
func (cs *counters) total(c *counter) int64 {
	cs.mu.Lock()
	defer cs.mu.Unlock()
	return c.n
}
