package projection

import (
	"context"
	"encoding/json"
	"fmt"

	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/sqlite"
)

// Get a record by id, deleted ones too; a not_found fault where there is none.
func (p *Projection) Get(ctx context.Context, id change.ID) (*Record, error) {
	var out *Record
	err := p.db.View(ctx, func(c *sqlite.Conn) error {
		var err error
		out, err = p.get(c, id)
		return err
	})
	return out, err
}

func (p *Projection) get(c *sqlite.Conn, id change.ID) (*Record, error) {
	r, code, err := loadRecord(c, id)
	if err != nil {
		return nil, fmt.Errorf("get %s: %w", id, err)
	}
	if r == nil {
		return nil, fault.New("not_found", "")
	}
	r.Kind = p.tables[code-1].kind
	return r, nil
}

// reading is how so many records are read: one transaction around many saves the locks
// of each.
func (p *Projection) reading(records int) func(context.Context, func(*sqlite.Conn) error) error {
	const few = 8
	if records <= few {
		return p.db.View
	}
	return p.db.Read
}

// GetMany gives the records of ids that are there, by id.
func (p *Projection) GetMany(ctx context.Context, ids []change.ID) (map[change.ID]*Record, error) {
	out := make(map[change.ID]*Record, len(ids))
	err := p.reading(len(ids))(ctx, func(c *sqlite.Conn) error {
		for _, id := range ids {
			if out[id] != nil {
				continue
			}
			r, code, err := loadRecord(c, id)
			if err != nil {
				return err
			}
			if r != nil {
				r.Kind = p.tables[code-1].kind
				out[id] = r
			}
		}
		return nil
	})
	return out, err
}

// FindBy gives the records of a kind whose indexed field has a value, deleted
// ones not. It is for keys: logins, token hashes, digests.
func (p *Projection) FindBy(ctx context.Context, kindName, field, value string, limit int) ([]*Record, error) {
	t := p.byKind[kindName]
	if t == nil {
		return nil, fault.New("kind.unknown", "", "kind", kindName)
	}
	column, ok := t.byField[field]
	if !ok {
		return nil, fmt.Errorf("find %s by %s: not indexed", kindName, field)
	}
	arg, err := keyOf(t.columns[column].field, value)
	if err != nil {
		return nil, err
	}
	out, err := p.chosen(ctx, limit, "SELECT rid FROM "+t.name+" WHERE "+t.columns[column].name+" = ? AND del = 0 LIMIT ?", arg, limit)
	if err != nil {
		return nil, fmt.Errorf("find %s by %s: %w", kindName, field, err)
	}
	return out, nil
}

// Naming gives every record of a kind whose indexed reference names another, deleted ones
// too: what is held of somebody, and not what is listed.
func (p *Projection) Naming(ctx context.Context, kindName, field string, id change.ID) ([]*Record, error) {
	t := p.byKind[kindName]
	if t == nil {
		return nil, fault.New("kind.unknown", "", "kind", kindName)
	}
	column, ok := t.byField[field]
	if !ok {
		return nil, fmt.Errorf("find %s naming by %s: not indexed", kindName, field)
	}
	var out []*Record
	err := p.db.Read(ctx, func(c *sqlite.Conn) (err error) {
		out, err = p.byColumn(c, t, t.columns[column].name, id)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("find %s naming %s: %w", kindName, id, err)
	}
	return out, nil
}

// chosen gives the records of the rows that a query names, limit of them at most.
func (p *Projection) chosen(ctx context.Context, limit int, query string, args ...any) ([]*Record, error) {
	var out []*Record
	err := p.reading(limit)(ctx, func(c *sqlite.Conn) error {
		s, err := c.Prepare(query)
		if err != nil {
			return err
		}
		var rids []int64
		for s.Bind(args...); s.Next(); {
			rids = append(rids, s.Int64(0))
		}
		if err := s.Err(); err != nil {
			return err
		}
		out, err = p.byRID(c, rids)
		return err
	})
	return out, err
}

// keyOf is a field's value as its column holds it.
func keyOf(f *kind.Field, value string) (any, error) {
	if len(f.Refs) == 0 {
		return value, nil
	}
	id, err := change.ParseID(value)
	if err != nil {
		return nil, fault.New("field.bad_ref", f.Name)
	}
	return id[:], nil
}

// Each walks every record of a kind, deleted ones too, in order of row id.
func (p *Projection) Each(ctx context.Context, kindName string, f func(*Record) error) error {
	t := p.byKind[kindName]
	if t == nil {
		return fault.New("kind.unknown", "", "kind", kindName)
	}
	after := int64(0)
	for {
		var batch []*Record
		err := p.db.Read(ctx, func(c *sqlite.Conn) error {
			s, err := c.Prepare("SELECT rid FROM " + t.name + " WHERE rid > ? ORDER BY rid LIMIT 500")
			if err != nil {
				return err
			}
			var rids []int64
			for s.Bind(after); s.Next(); {
				rids = append(rids, s.Int64(0))
			}
			if err := s.Err(); err != nil {
				return err
			}
			batch, err = p.byRID(c, rids)
			return err
		})
		if err != nil {
			return fmt.Errorf("walk %s: %w", kindName, err)
		}
		if len(batch) == 0 {
			return nil
		}
		for _, r := range batch {
			if err := f(r); err != nil {
				return err
			}
		}
		after = batch[len(batch)-1].RID
	}
}

// EachIn walks the records of a kind that live in an area, deleted ones not.
func (p *Projection) EachIn(ctx context.Context, kindName string, area change.ID, f func(*Record) error) error {
	t := p.byKind[kindName]
	rid := p.tree.RID(area)
	if t == nil || rid == 0 {
		return nil
	}
	var records []*Record
	err := p.db.Read(ctx, func(c *sqlite.Conn) error {
		s, err := c.Prepare("SELECT rid FROM " + t.name + " WHERE area = ? AND del = 0")
		if err != nil {
			return err
		}
		var rids []int64
		for s.Bind(rid); s.Next(); {
			rids = append(rids, s.Int64(0))
		}
		if err := s.Err(); err != nil {
			return err
		}
		records, err = p.byRID(c, rids)
		return err
	})
	if err != nil {
		return fmt.Errorf("walk %s in %s: %w", kindName, area, err)
	}
	for _, r := range records {
		if err := f(r); err != nil {
			return err
		}
	}
	return nil
}

// Event is one change in a record's history.
type Event struct {
	Change   *change.Change // nil where its content was erased
	Device   change.Device
	N        uint64
	Received int64
	Seq      uint64
	Index    int
}

// History gives the changes of a record in the order in which they arrived.
func (p *Projection) History(ctx context.Context, r *Record) ([]Event, error) {
	var places []spot
	err := p.db.Read(ctx, func(c *sqlite.Conn) error {
		var err error
		places, err = historyOf(c, r.RID)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("history of %s: %w", r.ID, err)
	}
	out := make([]Event, 0, len(places))
	for _, at := range places {
		entries, err := p.source.Read(ctx, at.seq-1, 1)
		if err != nil {
			return nil, fmt.Errorf("history of %s: %w", r.ID, err)
		}
		if len(entries) == 0 || at.index >= len(entries[0].Batch.Contents) {
			continue
		}
		e := entries[0]
		ev := Event{Device: e.Batch.Device, N: e.Batch.From + uint64(at.index), Received: e.Received, Seq: e.Seq, Index: at.index}
		if content := e.Batch.Contents[at.index]; content != nil {
			if ev.Change, err = change.Decode(content, e.Batch.Device, e.Batch.User); err != nil {
				return nil, fmt.Errorf("history of %s: %w", r.ID, err)
			}
		}
		out = append(out, ev)
	}
	return out, nil
}

// HasErased reports whether the content of a change of a record was erased.
func (p *Projection) HasErased(ctx context.Context, r *Record) (bool, error) {
	has := false
	err := p.db.View(ctx, func(c *sqlite.Conn) error {
		s, err := c.Prepare(`SELECT 1 FROM hist h JOIN erased x ON x.seq = h.seq AND x.idx = h.idx WHERE h.rid = ? LIMIT 1`)
		if err != nil {
			return err
		}
		for s.Bind(r.RID); s.Next(); {
			has = true
		}
		return s.Err()
	})
	if err != nil {
		return false, fmt.Errorf("was anything of %s erased: %w", r.ID, err)
	}
	return has, nil
}

// Held is a change in quarantine.
type Held struct {
	Change   *change.Change
	Received int64
	Seq      uint64
	Fault    *fault.Fault
	Kind     string
	Record   change.ID
	feed     int64
}

// Quarantine lists what waits there, oldest first, after a cursor (0 to begin).
func (p *Projection) Quarantine(ctx context.Context, after uint64, limit int) ([]Held, error) {
	return p.held(ctx, `WHERE released = 0 AND seq > ? ORDER BY seq, idx LIMIT ?`, after, limit)
}

// HeldChange is one quarantined change, released or not; a not_found fault where
// there is none.
func (p *Projection) HeldChange(ctx context.Context, d change.Device, n uint64) (*Held, error) {
	out, err := p.held(ctx, `WHERE device = ? AND n = ? AND released = 0`, uint64(d), n)
	if err != nil {
		return nil, err
	}
	if len(out) == 0 {
		return nil, fault.New("not_found", "")
	}
	return &out[0], nil
}

func (p *Projection) held(ctx context.Context, where string, args ...any) ([]Held, error) {
	var out []Held
	err := p.db.Read(ctx, func(c *sqlite.Conn) error {
		s, err := c.Prepare(`SELECT device, user, received, seq, code, field, args, kind, record, fk, content FROM quarantine ` + where)
		if err != nil {
			return err
		}
		for s.Bind(args...); s.Next(); {
			h := Held{Received: s.Int64(2), Seq: s.Uint64(3), Fault: fault.New(s.Text(4), s.Text(5)), Kind: s.Text(7), feed: s.Int64(9)}
			copy(h.Record[:], s.RawBlob(8))
			if err := json.Unmarshal([]byte(s.Text(6)), &h.Fault.Args); err != nil {
				s.Reset()
				return err
			}
			ch, err := change.Decode(s.Blob(10), change.Device(s.Uint64(0)), change.ID(s.Blob(1)))
			if err != nil {
				continue // its content was erased
			}
			h.Change = ch
			out = append(out, h)
		}
		return s.Err()
	})
	if err != nil {
		return nil, fmt.Errorf("read quarantine: %w", err)
	}
	return out, nil
}

// Conflicts lists the records with values to settle, after a row id (0 to begin).
func (p *Projection) Conflicts(ctx context.Context, after int64, limit int) ([]*Record, error) {
	var out []*Record
	err := p.db.Read(ctx, func(c *sqlite.Conn) error {
		s, err := c.Prepare(`SELECT rid FROM rec INDEXED BY rec_conflict WHERE flags & 2 AND rid > ? ORDER BY kind, rid LIMIT ?`)
		if err != nil {
			return err
		}
		var rids []int64
		for s.Bind(after, limit); s.Next(); {
			rids = append(rids, s.Int64(0))
		}
		if err := s.Err(); err != nil {
			return err
		}
		out, err = p.byRID(c, rids)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list conflicts: %w", err)
	}
	return out, nil
}
