package projection

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"bamban/internal/change"
	"bamban/internal/kind"
	"bamban/internal/sqlite"
)

// FeedKey names a part of the feed: reference data, an area, a unit.
type FeedKey int64

// ReferenceFeed is the areas, units and packs that every replica needs.
const ReferenceFeed FeedKey = feedReference

// AreaFeed is the feed key of an area, or 0.
func (p *Projection) AreaFeed(id change.ID) FeedKey { return FeedKey(p.tree.RID(id)) }

// UnitFeed is the feed key of a unit, or 0.
func (p *Projection) UnitFeed(id change.ID) FeedKey {
	p.mu.RLock()
	defer p.mu.RUnlock()
	if rid := p.units[id]; rid != 0 {
		return FeedKey(-rid - unitOffset)
	}
	return 0
}

// Units lists every unit.
func (p *Projection) Units() []change.ID {
	p.mu.RLock()
	defer p.mu.RUnlock()
	out := make([]change.ID, 0, len(p.units))
	for id := range p.units {
		out = append(out, id)
	}
	return out
}

// Head is the entry that last moved anything in some parts of the feed: a replica
// that has it has everything. An erasure is in every part. It costs a look-up per part.
func (p *Projection) Head(keys []FeedKey) uint64 {
	p.mu.RLock()
	defer p.mu.RUnlock()
	head := p.heads[feedErased]
	for _, k := range keys {
		head = max(head, p.heads[int64(k)])
	}
	return head
}

// FeedPos is where a walk of one part of the feed stands.
type FeedPos struct {
	Seq uint64
	RID int64
}

// Feed gives records of one part that moved after a position, up to an entry, in
// order of their last move. What moves during a walk is past its end and comes in
// the next.
func (p *Projection) Feed(ctx context.Context, key FeedKey, after FeedPos, upTo uint64, limit int) ([]*Record, error) {
	var out []*Record
	err := p.db.Read(ctx, func(c *sqlite.Conn) error {
		s, err := c.Prepare(`SELECT rid, id, kind, fk, seq, flags, state FROM rec WHERE fk = ? AND (seq, rid) > (?, ?) AND seq <= ? ORDER BY seq, rid LIMIT ?`)
		if err != nil {
			return err
		}
		for s.Bind(int64(key), after.Seq, after.RID, upTo, limit); s.Next(); {
			state, err := change.DecodeState(s.Blob(6))
			if err != nil {
				s.Reset()
				return err
			}
			out = append(out, &Record{RID: s.Int64(0), ID: change.ID(s.RawBlob(1)), Kind: p.tables[s.Int64(2)-1].kind, fk: s.Int64(3), Seq: s.Uint64(4), flags: s.Int64(5), State: state})
		}
		return s.Err()
	})
	if err != nil {
		return nil, fmt.Errorf("feed %d: %w", key, err)
	}
	return out, nil
}

// FeedSize is how many records, and the bytes of their stored states.
type FeedSize struct{ Records, Bytes int64 }

// FeedSizes is what a part holds of each kind.
func (p *Projection) FeedSizes(ctx context.Context, key FeedKey) (map[*kind.Kind]FeedSize, error) {
	out := map[*kind.Kind]FeedSize{}
	err := p.db.Read(ctx, func(c *sqlite.Conn) error {
		s, err := c.Prepare(`SELECT kind, count(*), sum(length(state)) FROM rec WHERE fk = ? GROUP BY kind`)
		if err != nil {
			return err
		}
		for s.Bind(int64(key)); s.Next(); {
			out[p.tables[s.Int64(0)-1].kind] = FeedSize{s.Int64(1), s.Int64(2)}
		}
		return s.Err()
	})
	if err != nil {
		return nil, fmt.Errorf("size of feed %d: %w", key, err)
	}
	return out, nil
}

// Moved gives the records that left a part of the feed after an entry, and those of
// which something was erased since and that are not in it: where they were before is
// known only as long as nobody rebuilds.
func (p *Projection) Moved(ctx context.Context, key FeedKey, after, upTo uint64) ([]change.ID, error) {
	var out []change.ID
	err := p.db.Read(ctx, func(c *sqlite.Conn) error {
		s, err := c.Prepare(`SELECT m.id FROM moved m JOIN rec r ON r.rid = m.rid WHERE m.fk IN (?1, ?4) AND m.seq > ?2 AND m.seq <= ?3 AND r.fk <> ?1`)
		if err != nil {
			return err
		}
		for s.Bind(int64(key), after, upTo, int64(feedErased)); s.Next(); {
			out = append(out, change.ID(s.RawBlob(0)))
		}
		return s.Err()
	})
	if err != nil {
		return nil, fmt.Errorf("moved out of %d: %w", key, err)
	}
	return out, nil
}

// Erasures gives the records of which something was erased after an entry.
func (p *Projection) Erasures(ctx context.Context, after, upTo uint64) ([]change.ID, error) {
	return p.Moved(ctx, feedErased, after, upTo)
}

// AroundHousehold gives a household, who lives or lived in it, all records that
// name it and what is about it or them: what an officer in charge of it holds. It
// is what [access.Scope] covers by an assigned household.
func (p *Projection) AroundHousehold(ctx context.Context, id change.ID) ([]*Record, error) {
	var out []*Record
	err := p.db.Read(ctx, func(c *sqlite.Conn) error {
		h, code, err := loadRecord(c, id)
		if err != nil || h == nil {
			return err
		}
		h.Kind = p.tables[code-1].kind
		out = append(out, h)
		people := map[change.ID]bool{}
		for _, t := range p.tables {
			f := t.kind.ScopeField(kind.ByHousehold)
			if f == nil || t.kind.Internal {
				continue
			}
			some, err := p.byColumn(c, t, t.columns[t.byField[f.Name]].name, id)
			if err != nil {
				return err
			}
			for _, r := range some {
				if person, ok := refOf(r.State, "person"); ok && !r.Deleted() {
					people[person] = true
				}
			}
			out = append(out, some...)
		}
		out, err = p.withSubjects(c, out, slices.Collect(maps.Keys(people)), id)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("around household %s: %w", id, err)
	}
	slices.SortFunc(out, func(a, b *Record) int { return cmp.Compare(a.RID, b.RID) })
	return out, nil
}

// AroundPerson gives a person and what is about the person.
func (p *Projection) AroundPerson(ctx context.Context, id change.ID) ([]*Record, error) {
	var out []*Record
	err := p.db.Read(ctx, func(c *sqlite.Conn) (err error) {
		out, err = p.withSubjects(c, nil, []change.ID{id})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("around person %s: %w", id, err)
	}
	return out, nil
}

// withSubjects adds people, and what is about them or about other subjects.
func (p *Projection) withSubjects(c *sqlite.Conn, out []*Record, people []change.ID, subjects ...change.ID) ([]*Record, error) {
	for _, id := range people {
		r, code, err := loadRecord(c, id)
		if err != nil {
			return nil, err
		}
		if r != nil {
			r.Kind = p.tables[code-1].kind
			out = append(out, r)
			subjects = append(subjects, id)
		}
	}
	for _, t := range p.tables {
		about := t.kind.About()
		if about == nil || t.kind.Internal {
			continue
		}
		for _, id := range subjects {
			some, err := p.byColumn(c, t, t.columns[t.byField[about.Name]].name, id)
			if err != nil {
				return nil, err
			}
			out = append(out, some...)
		}
	}
	return out, nil
}

func (p *Projection) byColumn(c *sqlite.Conn, t *table, column string, id change.ID) ([]*Record, error) {
	s, err := c.Prepare("SELECT rid FROM " + t.name + " WHERE " + column + " = ?")
	if err != nil {
		return nil, err
	}
	var rids []int64
	for s.Bind(id[:]); s.Next(); {
		rids = append(rids, s.Int64(0))
	}
	if err := s.Err(); err != nil {
		return nil, err
	}
	return p.byRID(c, rids)
}

// Feed keys: an area's row id; minus a unit's row id minus unitOffset; reference
// data; or nothing, for what no pull gives.
const (
	feedReference = -1
	feedErased    = -2 // of nobody: what was erased, which every part is told of
	unitOffset    = 16
)

// feedKey is the part of the feed that a record is in: its area, or else its
// unit, or else it is reference data that every replica needs.
func (p *Projection) feedKey(t *table, r *Record) int64 {
	if t.kind.Internal {
		return 0
	}
	area, unit := t.kind.ScopeField(kind.ByArea), t.kind.ScopeField(kind.ByUnit)
	if area == nil && unit == nil {
		return feedReference
	}
	if area != nil {
		if id, ok := refOf(r.State, area.Name); ok {
			return p.tree.RID(id)
		}
	}
	if unit != nil {
		if id, ok := refOf(r.State, unit.Name); ok {
			if rid := p.units[id]; rid != 0 {
				return -rid - unitOffset
			}
		}
	}
	return 0
}

// moves reports whether a change may put its record into another part of the feed.
func (p *Projection) moves(t *table, c *change.Change) bool {
	for _, s := range []kind.Scope{kind.ByArea, kind.ByUnit} {
		if f := t.kind.ScopeField(s); f != nil {
			if _, ok := c.Fields[f.Name]; ok {
				return true
			}
		}
	}
	return false
}
