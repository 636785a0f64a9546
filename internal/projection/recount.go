package projection

import (
	"context"
	"errors"
	"fmt"

	"bamban/internal/change"
	"bamban/internal/sqlite"
)

// recountStep is how many records are counted at a time: few enough that what is
// pushed meanwhile does not wait long.
const recountStep = 500

// Recount counts the records that are not in the cells yet, in steps between which
// folds go on; what they touch is counted here or there, never twice. Progress may be
// nil. It returns when all are counted, or ctx ends.
func (p *Projection) Recount(ctx context.Context, progress func(done, of int64)) error {
	if p.figures == nil {
		return nil
	}
	for {
		more, err := p.recountSome(ctx)
		if err != nil {
			return fmt.Errorf("count the records for figures: %w", err)
		}
		if progress != nil {
			progress(p.FiguresState())
		}
		if !more {
			return nil
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
}

// Uncounted tells when cells were dropped while the projection was open, so that there
// is something to count again.
func (p *Projection) Uncounted() <-chan struct{} { return p.missing }

func (p *Projection) signalUncounted() {
	select {
	case p.missing <- struct{}{}:
	default:
	}
}

func (p *Projection) recountSome(ctx context.Context) (more bool, err error) {
	p.applying.Lock()
	defer p.applying.Unlock()
	f := p.figures
	if f.counted == everything {
		return false, nil
	}
	if err := p.drained(); err != nil {
		return false, err
	}
	upTo := f.counted
	records, last, err := p.uncounted(p.db.Writer())
	if err != nil {
		return false, err
	}
	err = f.db.Writer().Write(func() error {
		c := p.newCells()
		if err := c.count(records); err != nil {
			return err
		}
		upTo, more = last, last > 0
		if !more {
			upTo = everything
		}
		// What was just counted is of this entry, and the file must not say of an earlier one.
		return errors.Join(f.setMeta("counted", upTo), c.end(p.seq))
	})
	if err != nil {
		return false, errors.Join(err, f.load())
	}
	p.keeper.now(p.seq, nil)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.counted = upTo
	return more, ctx.Err()
}

// uncounted reads the next records of kinds that are counted; last is the row id up
// to which none is left out, or 0 where there are no more records.
func (p *Projection) uncounted(w *sqlite.Conn) (out []changed, last int64, err error) {
	f := p.figures
	if f.of == 0 {
		if err := one(w, `SELECT coalesce(max(rid), 0) FROM rec`, func(s *sqlite.Stmt) { f.mu.Lock(); f.of = s.Int64(0); f.mu.Unlock() }); err != nil {
			return nil, 0, err
		}
	}
	s, err := w.Prepare(`SELECT rid, kind, id, state, flags FROM rec WHERE rid > ? ORDER BY rid LIMIT ?`)
	if err != nil {
		return nil, 0, err
	}
	for s.Bind(f.counted, recountStep); s.Next(); {
		last = s.Int64(0)
		k := p.tables[s.Int64(1)-1].kind
		if !f.set.Counts(k.Name) {
			continue
		}
		state, err := change.DecodeState(s.Blob(3))
		if err != nil {
			s.Reset()
			return nil, 0, err
		}
		out = append(out, changed{rec: &Record{RID: last, ID: change.ID(s.Blob(2)), Kind: k, State: state, flags: s.Int64(4)}})
	}
	return out, last, s.Err()
}

func one(c *sqlite.Conn, sql string, f func(*sqlite.Stmt)) error {
	s, err := c.Prepare(sql)
	if err != nil {
		return err
	}
	for s.Next() {
		f(s)
	}
	return s.Err()
}
