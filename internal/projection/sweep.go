package projection

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/sqlite"
	"bamban/internal/twin"
)

// TwinQuery asks for a page of pairs that nobody has decided about.
type TwinQuery struct {
	Grade twin.Grade  // at least
	Areas []change.ID // one of the two is in one of these; nil is anywhere
	After string      // cursor of the page before
	Limit int
}

// TwinPage is some pairs. Next is where to go on: a page may be short, or empty, and not
// the last, for it looks only so far.
type TwinPage struct {
	Twins []Twin
	Next  string
}

// How far one page looks: keys that are read, and what the pairs looked at cost. One
// whose records are read costs as much as twenty that are elsewhere.
const (
	maxKeysRead = 300_000
	maxCost     = 80_000
	costOfRead  = 20
)

// Twins gives a page of pairs, each pair once. Order and cursor are those of the keys,
// which stay as they are while people come and go.
//
// Cost: one walk along the keys; records are read only of those that share one and whose
// dates of birth allow the grade.
func (p *Projection) Twins(ctx context.Context, q TwinQuery) (*TwinPage, error) {
	if q.Limit <= 0 || q.Limit > MaxLimit {
		q.Limit = DefaultLimit
	}
	page := &TwinPage{}
	err := p.sweep(ctx, q, maxKeysRead, maxCost, func(t Twin, at spotOfPair) bool {
		page.Twins = append(page.Twins, t)
		if len(page.Twins) < q.Limit {
			return true
		}
		page.Next = at.String()
		return false
	}, func(at spotOfPair) { page.Next = at.String() })
	return page, err
}

// EachTwin gives every pair of a grade that nobody has decided about.
func (p *Projection) EachTwin(ctx context.Context, grade twin.Grade, f func(Twin)) error {
	return p.sweep(ctx, TwinQuery{Grade: grade}, math.MaxInt, math.MaxInt, func(t Twin, _ spotOfPair) bool { f(t); return true }, nil)
}

// keyed is a row of a key.
type keyed struct{ year, rid, day int64 }

// spotOfPair is where a sweep stands: after a pair of a key.
type spotOfPair struct {
	name int64
	a, b keyed
}

func (s spotOfPair) String() string {
	return fmt.Sprintf("%d.%d.%d.%d.%d", s.name, s.a.year, s.a.rid, s.b.year, s.b.rid)
}

func parseSpot(text string) (*spotOfPair, error) {
	if text == "" {
		return nil, nil
	}
	var s spotOfPair
	n, err := fmt.Sscanf(strings.ReplaceAll(text, ".", " "), "%d %d %d %d %d", &s.name, &s.a.year, &s.a.rid, &s.b.year, &s.b.rid)
	if err != nil || n != 5 {
		return nil, fault.New("list.bad_cursor", "after")
	}
	return &s, nil
}

// before orders the rows of a key.
func (k keyed) before(o keyed) bool { return k.year < o.year || k.year == o.year && k.rid < o.rid }

// sweeper walks along the keys.
type sweeper struct {
	*kin
	q     *TwinQuery
	areas map[int64]bool // nil is anywhere
	after *spotOfPair
	left  int // cost that is still allowed
	yield func(Twin, spotOfPair) bool
	last  spotOfPair
	cut   bool // the bound was reached
	done  bool // the reader has enough
}

// sweep gives the pairs after a cursor until the reader has enough or the bounds are
// reached, of which it tells where it stands.
func (p *Projection) sweep(ctx context.Context, q TwinQuery, keys, cost int, yield func(Twin, spotOfPair) bool, stopped func(spotOfPair)) error {
	after, err := parseSpot(q.After)
	if err != nil {
		return err
	}
	err = p.db.Read(ctx, func(c *sqlite.Conn) error {
		w := &sweeper{kin: newKin(p, c), q: &q, after: after, left: cost, yield: yield}
		if q.Areas != nil {
			w.areas = map[int64]bool{}
			for _, id := range q.Areas {
				w.areas[p.tree.RID(id)] = true
			}
		}
		if err := w.walk(ctx, keys); err != nil {
			return err
		}
		if w.cut && stopped != nil {
			stopped(w.last)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("sweep for people recorded twice: %w", err)
	}
	return nil
}

// walk reads the keys in order and looks at each group of those that are the same.
func (w *sweeper) walk(ctx context.Context, keys int) error {
	s, err := w.c.Prepare(`SELECT name, year, rid, day FROM twin WHERE name >= ? ORDER BY name, year, rid`)
	if err != nil {
		return err
	}
	defer s.Reset()
	from := int64(-1 << 63)
	if w.after != nil {
		from = w.after.name
	}
	var group []keyed
	name := from
	for s.Bind(from); s.Next(); keys-- {
		if n := s.Int64(0); n != name {
			if err := w.group(name, group); err != nil || w.done || w.cut {
				return err
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			if keys <= 0 {
				w.last, w.cut = spotOfPair{name: n}, true
				return nil
			}
			name, group = n, group[:0]
		}
		group = append(group, keyed{s.Int64(1), s.Int64(2), s.Int64(3)})
	}
	if err := s.Err(); err != nil {
		return err
	}
	return w.group(name, group)
}

// group looks at the pairs of one key, whose years are next to each other at most.
func (w *sweeper) group(name int64, rows []keyed) error {
	var here map[int64]*person
	for i, a := range rows {
		for _, b := range rows[i+1:] {
			if b.year > a.year+1 {
				break
			}
			at := spotOfPair{name, a, b}
			if w.passed(at) || w.q.Grade == twin.Likely && !twin.CanBeLikely(a.day, b.day) {
				continue
			}
			if here == nil {
				here = map[int64]*person{}
			}
			if w.left--; w.left < 0 {
				w.cut = true
				return nil
			}
			if err := w.pair(at, here); err != nil || w.done {
				return err
			}
			w.last = at
		}
	}
	return nil
}

// passed reports whether a pair was on a page before.
func (w *sweeper) passed(at spotOfPair) bool {
	if w.after == nil || w.after.name != at.name {
		return false
	}
	if a := w.after.a; at.a.before(a) || a.before(at.a) {
		return at.a.before(a)
	}
	return !w.after.b.before(at.b)
}

// person is one of a group, read once.
type person struct {
	record *Record
	facts  twin.Facts
	full   int64 // key of the whole name
}

func (w *sweeper) pair(at spotOfPair, here map[int64]*person) error {
	if in, err := w.inAreas(at); err != nil || !in {
		return err
	}
	w.left -= costOfRead
	a, err := w.person(at.a.rid, here)
	if err != nil || a == nil {
		return err
	}
	b, err := w.person(at.b.rid, here)
	if err != nil || b == nil {
		return err
	}
	l := twin.Compare(a.facts, b.facts)
	if l.Grade < w.q.Grade || a.full == b.full && at.name != a.full {
		return nil // found by the whole name, if it is
	}
	t := Twin{a.record, b.record, l}
	if twin.Older(t.B.ID, t.A.ID) {
		t.A, t.B = t.B, t.A
	}
	decided, err := w.decided(t.A.ID, t.B.ID)
	if err != nil || decided {
		return err
	}
	w.done = !w.yield(t, at)
	return nil
}

// inAreas reports whether one of a pair is where the query asks.
func (w *sweeper) inAreas(at spotOfPair) (bool, error) {
	if w.areas == nil {
		return true, nil
	}
	s, err := w.c.Prepare(`SELECT area FROM x_person WHERE rid IN (?, ?)`)
	if err != nil {
		return false, err
	}
	in := false
	for s.Bind(at.a.rid, at.b.rid); s.Next(); {
		in = in || w.areas[s.Int64(0)]
	}
	return in, s.Err()
}

func (w *sweeper) person(rid int64, here map[int64]*person) (*person, error) {
	if one := here[rid]; one != nil {
		return one, nil
	}
	records, err := w.p.byRID(w.c, []int64{rid})
	if err != nil || len(records) == 0 {
		return nil, err
	}
	out := &person{record: records[0]}
	if out.facts, err = w.of(out.record); err != nil {
		return nil, err
	}
	if keys := twin.Keys(out.facts.Name, out.facts.Born); len(keys) > 0 {
		out.full = keys[0].Name
	}
	here[rid] = out
	return out, nil
}

// decided reports whether somebody has decided about a pair, and not taken it back.
func (w *sweeper) decided(a, b change.ID) (bool, error) {
	r, code, err := loadRecord(w.c, twin.PairID(a, b))
	if err != nil || r == nil || w.p.tables[code-1].kind.Name != "twin" {
		return false, err
	}
	status := textOf(r.State.Value("status", w.p.tables[code-1].kind))
	return slices.Contains([]string{"same", "different"}, status), nil
}
