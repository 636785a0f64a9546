package projection

import (
	"bytes"
	"context"
	"fmt"

	"bamban/internal/change"
	"bamban/internal/log"
	"bamban/internal/sqlite"
)

// Difference is one thing that two projections of the same log do not agree on.
type Difference struct{ What, Left, Right string }

// maxDifferences are reported; more say nothing new.
const maxDifferences = 20

// Compare two projections row by row: every table that a rebuild must give again.
func Compare(ctx context.Context, a, b *Projection) ([]Difference, error) {
	queries := []string{
		`SELECT 'meta', key, value FROM meta WHERE key NOT IN ('made', 'settled') ORDER BY key`,
		`SELECT 'record', rid, hex(id), kind, fk, seq, flags, hex(state) FROM rec ORDER BY rid`,
		`SELECT 'history', rid, seq, idx FROM hist ORDER BY rid, seq, idx`,
		// Where a record was before an erased change moved it is known only to who saw that.
		`SELECT 'moved', fk, seq, rid, hex(id) FROM moved m WHERE NOT EXISTS (SELECT 1 FROM hist h JOIN erased x ON x.seq = h.seq AND x.idx = h.idx WHERE h.rid = m.rid) ORDER BY fk, seq, rid`,
		`SELECT 'mark', device, first, last FROM mark ORDER BY device, first`,
		`SELECT 'quarantine', device, n, seq, idx, code, kind, released, as_time, hex(content) FROM quarantine ORDER BY device, n`,
		`SELECT 'tally', hex(account), item, quantity, moved FROM tally ORDER BY account, item`,
		`SELECT 'flow', program, sort, item, hex(unit), month, quantity, records FROM flow ORDER BY program, sort, item, unit, month`,
		`SELECT 'twin', name, year, rid, day FROM twin ORDER BY name, year, rid`,
		`SELECT 'erased', device, n, told FROM erased ORDER BY device, n`,
	}
	for _, t := range a.tables {
		q := "SELECT '" + t.name + "', rid, area, up, del"
		for _, c := range t.columns {
			q += ", hex(" + c.name + ")"
		}
		queries = append(queries, q+" FROM "+t.name+" ORDER BY rid")
	}
	var out []Difference
	for _, q := range queries {
		d, err := compareQuery(ctx, a, b, q)
		if err != nil {
			return nil, err
		}
		if out = append(out, d...); len(out) >= maxDifferences {
			return out, nil
		}
	}
	cells, err := compareFigures(ctx, a, b)
	if err != nil {
		return nil, fmt.Errorf("compare figures: %w", err)
	}
	return append(out, cells...), nil
}

func compareQuery(ctx context.Context, a, b *Projection, query string) ([]Difference, error) {
	var out []Difference
	err := a.db.Read(ctx, func(ca *sqlite.Conn) error {
		return b.db.Read(ctx, func(cb *sqlite.Conn) error {
			sa, err := ca.Prepare(query)
			if err != nil {
				return err
			}
			sb, err := cb.Prepare(query)
			if err != nil {
				return err
			}
			for {
				la, lb := line(sa), line(sb)
				if la == "" && lb == "" {
					break
				}
				if la != lb {
					if out = append(out, Difference{query[8:20], la, lb}); len(out) >= maxDifferences {
						sa.Reset()
						sb.Reset()
						break
					}
				}
			}
			if err := sa.Err(); err != nil {
				return err
			}
			return sb.Err()
		})
	})
	if err != nil {
		return nil, fmt.Errorf("compare: %w", err)
	}
	return out, nil
}

func line(s *sqlite.Stmt) string {
	if !s.Next() {
		return ""
	}
	var b bytes.Buffer
	for i := range s.Columns() {
		b.WriteString(s.Text(i) + "|")
	}
	return b.String()
}

// CheckLog verifies the whole chain of a log, and the signature of each entry by
// the key that keyOf gives (nil: a device whose key is not known to this log).
func CheckLog(ctx context.Context, l log.Log, progress Progress, signed func(e *log.Entry) error) error {
	head, err := l.Head(ctx)
	if err != nil {
		return err
	}
	var chain [32]byte
	var after uint64
	var changes int64
	for after < head.Seq {
		entries, err := l.Read(ctx, after, chunkEntries)
		if err != nil {
			return err
		}
		if len(entries) == 0 {
			return fmt.Errorf("entry %d is missing: %w", after+1, log.ErrBroken)
		}
		for _, e := range entries {
			if e.Seq != after+1 {
				return fmt.Errorf("entry %d is missing: %w", after+1, log.ErrBroken)
			}
			if err := log.Check(chain, e); err != nil {
				return fmt.Errorf("entry %d: %w", e.Seq, err)
			}
			if err := signed(e); err != nil {
				return fmt.Errorf("entry %d: %w", e.Seq, err)
			}
			chain, after = e.Chain, e.Seq
			changes += int64(len(e.Hashes))
		}
		if progress != nil {
			progress(after, head.Seq, changes)
		}
	}
	if chain != head.Chain {
		return fmt.Errorf("the chain does not end at the head: %w", log.ErrBroken)
	}
	return nil
}

// ErasedSince gives the numbers of a device's changes whose contents were erased by
// entries after one and up to another.
func (p *Projection) ErasedSince(ctx context.Context, d change.Device, after, upTo uint64) ([]uint64, error) {
	var out []uint64
	err := p.db.View(ctx, func(c *sqlite.Conn) error {
		s, err := c.Prepare(`SELECT n FROM erased WHERE device = ? AND told > ? AND told <= ? ORDER BY n`)
		if err != nil {
			return err
		}
		for s.Bind(uint64(d), after, upTo); s.Next(); {
			out = append(out, s.Uint64(0))
		}
		return s.Err()
	})
	if err != nil {
		return nil, fmt.Errorf("what of device %s was erased: %w", d, err)
	}
	return out, nil
}

// Erased reports whether a change's content was erased by a change in the log.
func (p *Projection) Erased(ctx context.Context, d change.Device, n uint64) (bool, error) {
	found := false
	err := p.db.Read(ctx, func(c *sqlite.Conn) error {
		s, err := c.Prepare(`SELECT 1 FROM erased WHERE device = ? AND n = ?`)
		if err != nil {
			return err
		}
		for s.Bind(uint64(d), n); s.Next(); {
			found = true
		}
		return s.Err()
	})
	return found, err
}
