package projection

import (
	"context"
	"fmt"
	"slices"

	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/indicator"
	"bamban/internal/kind"
	"bamban/internal/sqlite"
)

// BehindQuery asks for the records behind a figure.
type BehindQuery struct {
	Indicator  *indicator.Indicator
	Areas      []change.ID // any of these; the zero id is all areas together
	Units      []change.ID // nil is any
	Period     indicator.Period
	OldMap     bool
	Dim, Value string // only those of one value of a dimension
	May        func(*Record) bool
	After      string
	Limit      int
}

// maxLooked is how many records one page of what is behind a figure looks at: a page
// that comes to it is short, and the next one goes on from there.
const maxLooked = 20_000

// Behind gives a page of the records that a figure is made of, in order of their day
// where lists can be sorted by it. Total is how many are on this page and before the
// end that it came to; Cut says that there may be more.
func (p *Projection) Behind(ctx context.Context, q BehindQuery) (*Page, error) {
	if p.figures == nil {
		return nil, ErrNoFigures
	}
	t := p.byKind[q.Indicator.Kind]
	if t == nil {
		return nil, fault.New("kind.unknown", "kind", "kind", q.Indicator.Kind)
	}
	if q.Limit <= 0 || q.Limit > MaxLimit {
		q.Limit = DefaultLimit
	}
	after, err := parseCursor(q.After)
	if err != nil {
		return nil, err
	}
	page := &Page{}
	if err := p.settled(); err != nil {
		return nil, fmt.Errorf("records behind %s: %w", q.Indicator.Code, err)
	}
	err = p.figures.db.Read(ctx, func(cells *sqlite.Conn) error {
		return p.db.Read(ctx, func(conn *sqlite.Conn) error {
			b := &behind{p: p, q: &q, t: t, conn: conn, cells: cells, page: page}
			return b.collect(after)
		})
	})
	if err != nil {
		return nil, fmt.Errorf("records behind %s: %w", q.Indicator.Code, err)
	}
	page.Total = int64(len(page.Records))
	page.Cut = page.Next != ""
	return page, nil
}

type behind struct {
	p     *Projection
	q     *BehindQuery
	t     *table
	conn  *sqlite.Conn
	cells *sqlite.Conn
	page  *Page
}

func (b *behind) collect(after *key) error {
	f, column, more, args := b.candidates()
	for looked := 0; ; {
		keys, err := b.p.walk(b.conn, b.t, &f, column, false, after, MaxLimit, more, args...)
		if err != nil {
			return err
		}
		records, err := b.p.loadAll(b.conn, b.t, keys)
		if err != nil {
			return err
		}
		for i, r := range records {
			in, err := b.counts(r)
			if err != nil {
				return err
			}
			if in && b.q.May(r) {
				if len(b.page.Records) == b.q.Limit {
					b.page.Next = after.cursor()
					return nil
				}
				b.page.Records = append(b.page.Records, r)
			}
			after = &keys[i]
		}
		if looked += len(keys); len(keys) < MaxLimit {
			return nil
		}
		if looked >= maxLooked {
			b.page.Next = after.cursor()
			return nil
		}
	}
}

// candidates narrows the kind's records by area and, where lists can be sorted by the
// day, by the period.
func (b *behind) candidates() (f filter, column int, more string, args []any) {
	i := b.q.Indicator
	f.any = true
	if area := i.AreaField(); area != nil && area.Scope == kind.ByArea && !slices.Contains(b.q.Areas, change.ID{}) {
		f.any = false
		var rids []int64
		for _, id := range b.q.Areas {
			for _, in := range b.p.tree.hanging(id) {
				if rid := b.p.tree.RID(in); rid != 0 && !slices.Contains(rids, rid) {
					rids = append(rids, rid)
				}
			}
		}
		f.ups, f.areas = b.p.tree.cover(rids)
		f.none = len(f.ups)+len(f.areas) == 0
	}
	column = -1
	if day := i.DayField(); day != nil && day.Sort && day.Type == kind.Date {
		column = b.t.byField[day.Name]
		name := b.t.columns[column].name
		more, args = " AND "+name+" <= ?", []any{b.q.Period.To.String()}
		if i.Aggregate != indicator.Last {
			more, args = more+" AND "+name+" >= ?", append(args, b.q.Period.From.String())
		}
	}
	return f, column, more, args
}

// counts reports whether a record is one of those behind the figure.
func (b *behind) counts(r *Record) (bool, error) {
	for _, c := range b.p.figures.from(r) {
		if c.Indicator != b.q.Indicator || !b.holds(&c) {
			continue
		}
		if c.Indicator.Aggregate != indicator.Last {
			return true, nil
		}
		if in, err := b.inForce(&c); in || err != nil {
			return in, err
		}
	}
	return false, nil
}

func (b *behind) holds(c *indicator.Contribution) bool {
	q, day := b.q, c.Day
	if c.Indicator.Aggregate == indicator.Last {
		if c.Value == 0 || c.Day > q.Period.To {
			return false
		}
		day = q.Period.To
	} else if !q.Period.Holds(c.Day) {
		return false
	}
	if c.Indicator.Aggregate == indicator.Distinct {
		day = q.Period.To
	}
	if q.Units != nil && !slices.Contains(q.Units, c.Unit) {
		return false
	}
	if q.Dim != "" && !slices.ContainsFunc(c.Dims, func(d indicator.DimValue) bool { return c.Indicator.Dims[d.Dim].Name == q.Dim && d.Value == q.Value }) {
		return false
	}
	at := &day
	if !q.OldMap {
		at = nil
	}
	holders, _ := b.p.tree.holders(c.Area, at)
	return slices.ContainsFunc(q.Areas, func(id change.ID) bool { return id.IsZero() || slices.Contains(holders, id) })
}

// inForce reports whether no later contribution of the member has taken the place of
// one by the period's end.
func (b *behind) inForce(c *indicator.Contribution) (bool, error) {
	e := entry{day: c.Day, id: append(c.Record[:], c.Key...)}
	in := true
	err := beside(b.cells, groupOf(c, 0), &e, true, func(o *entry) bool {
		in = o.day > b.q.Period.To
		return true
	})
	return in, err
}
