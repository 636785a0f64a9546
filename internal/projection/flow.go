package projection

import (
	"context"
	"fmt"
	"strconv"

	"bamban/internal/change"
	"bamban/internal/kind"
	"bamban/internal/sqlite"
)

// flowKey is where a quantity is summed.
type flowKey struct {
	program, sort, item, month string
	unit                       change.ID
}

// flow is what a record of a kind with a flow adds to a sum; the zero value is nothing.
type flow struct {
	flowKey
	quantity int64
}

// flowOf reads what a record adds: nothing where it is deleted or of another sort.
func flowOf(k *kind.Kind, s *change.State) flow {
	f := &k.Flow
	if f.IsZero() || s.IsDeleted() {
		return flow{}
	}
	n, err := strconv.ParseInt(string(s.Value(f.Quantity, k)), 10, 64)
	on := textOf(s.Value(f.On, k))
	if err != nil || len(on) < len("2026-01") {
		return flow{}
	}
	out := flow{flowKey{program: textOf(s.Value(f.Program, k)), sort: k.Name, item: textOf(s.Value(f.Item, k)), month: on[:len("2026-01")]}, n}
	for _, name := range f.Sort {
		if v := textOf(s.Value(name, k)); v != "" {
			out.sort += "/" + v
		}
	}
	out.unit, _ = refOf(s, f.Unit) // of no unit: summed under none
	return out
}

// flowing notes what a touched record adds now and did before.
func (r *run) flowing(rc *rec) {
	now := flowOf(rc.Kind, rc.State)
	if now == rc.flowWas {
		return
	}
	r.addFlow(rc.flowWas, -1)
	r.addFlow(now, 1)
	rc.flowWas = now
}

func (r *run) addFlow(f flow, sign int64) {
	if f == (flow{}) {
		return
	}
	was := r.flows[f.flowKey]
	r.flows[f.flowKey] = tallied{was.quantity + sign*f.quantity, was.moved + sign}
}

// writeFlows adds what the run gathered to the file; a sum of no record is gone, so
// that a rebuild gives the same rows.
func (r *run) writeFlows() error {
	if len(r.flows) == 0 {
		return nil
	}
	put, err := r.w.Prepare(`INSERT INTO flow(program, sort, item, unit, month, quantity, records) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)
		ON CONFLICT DO UPDATE SET quantity = quantity + ?6, records = records + ?7`)
	if err != nil {
		return err
	}
	drop, err := r.w.Prepare(`DELETE FROM flow WHERE program = ? AND sort = ? AND item = ? AND unit = ? AND month = ? AND records = 0`)
	if err != nil {
		return err
	}
	for k, t := range r.flows {
		if err := put.Bind(k.program, k.sort, k.item, k.unit[:], k.month, t.quantity, t.moved).Exec(); err != nil {
			return err
		}
		if t.moved < 0 {
			if err := drop.Bind(k.program, k.sort, k.item, k.unit[:], k.month).Exec(); err != nil {
				return err
			}
		}
	}
	clear(r.flows)
	return nil
}

// Flow is a sum of quantities: of one sort of record (its kind, then terms, joined by
// "/"), for one program, of one item, by one unit.
type Flow struct {
	Program, Sort, Item string
	Unit                change.ID
	Before              int64 // before the months asked for
	Quantity            int64 // in them
	Records             int64 // in them
}

// Flows sums what flowed in the months from one to another, both as 2026-09 and both
// inclusive, and before them; for one program, or for all where it is "". Cost: the
// sums kept, which are few, not the records.
func (p *Projection) Flows(ctx context.Context, program, from, to string) ([]Flow, error) {
	var out []Flow
	err := p.db.Read(ctx, func(c *sqlite.Conn) error {
		s, err := c.Prepare(`SELECT program, sort, item, unit, sum(CASE WHEN month < ?2 THEN quantity ELSE 0 END), sum(CASE WHEN month >= ?2 THEN quantity ELSE 0 END),
			sum(CASE WHEN month >= ?2 THEN records ELSE 0 END) FROM flow WHERE (?1 = '' OR program = ?1) AND month <= ?3 GROUP BY program, sort, item, unit`)
		if err != nil {
			return err
		}
		for s.Bind(program, from, to); s.Next(); {
			out = append(out, Flow{s.Text(0), s.Text(1), s.Text(2), change.ID(s.Blob(3)), s.Int64(4), s.Int64(5), s.Int64(6)})
		}
		return s.Err()
	})
	if err != nil {
		return nil, fmt.Errorf("read flows: %w", err)
	}
	return out, nil
}

// Between gives the records of a kind that refer to something by an indexed field, of
// the days from one to another, both inclusive, in the order of the kind's first sort
// field, which must be a date; deleted ones not. It is for accounts and programs, whose
// records of a period are read whole.
func (p *Projection) Between(ctx context.Context, kindName, field, value, from, to string, limit int) ([]*Record, error) {
	t := p.byKind[kindName]
	if t == nil {
		return nil, fmt.Errorf("records of %s between days: no such kind", kindName)
	}
	column, ok := t.byField[field]
	if !ok || len(t.sort) == 0 || t.columns[t.sort[0]].field.Type != kind.Date {
		return nil, fmt.Errorf("%s by %s between days: not indexed so", kindName, field)
	}
	arg, err := keyOf(t.columns[column].field, value)
	if err != nil {
		return nil, err
	}
	day := t.columns[t.sort[0]].name
	out, err := p.chosen(ctx, limit, "SELECT rid FROM "+t.name+" WHERE "+t.columns[column].name+" = ? AND "+day+" BETWEEN ? AND ? AND del = 0 ORDER BY "+day+", rid LIMIT ?",
		arg, from, to, limit)
	if err != nil {
		return nil, fmt.Errorf("%s by %s between days: %w", kindName, field, err)
	}
	return out, nil
}
