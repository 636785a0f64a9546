package projection

import (
	"maps"
	"slices"

	"bamban/internal/indicator"
	"bamban/internal/sqlite"
)

// cells gathers by how much a run changes the cells, and writes each of them once.
type cells struct {
	p      *Projection
	f      *figures
	own    map[int64][]indicator.Pair
	rolled map[int64][]indicator.Pair
}

func (p *Projection) newCells() *cells {
	return &cells{p, p.figures, map[int64][]indicator.Pair{}, map[int64][]indicator.Pair{}}
}

// counts reports whether a record is one that is in the cells by now.
func (f *figures) counts(r *Record) bool {
	if f == nil || !f.set.Counts(r.Kind.Name) {
		return false
	}
	f.mu.RLock()
	defer f.mu.RUnlock()
	return r.RID <= f.counted
}

// from gives what a record contributes. A person's record that leads to an older one
// counts for nothing: the person is counted there; nor does what was corrected.
func (f *figures) from(r *Record) []indicator.Contribution {
	if isMerged(r.Kind, r.State) || r.flags&flagReplaced != 0 {
		return nil
	}
	return f.set.Of(r.Kind, r.ID, r.State, f.zone)
}

// bundle is pairs for one area, day and unit.
type bundle struct {
	area, unit int64
	day        indicator.Day
	last       bool // as of a day, and not by days
	pairs      []indicator.Pair
}

// adjust takes away what a record contributed and adds what it contributes now.
func (c *cells) adjust(w *sqlite.Conn, was, now []indicator.Contribution) error {
	if len(was)+len(now) == 0 {
		return nil
	}
	var some []bundle
	each := func(list, other []indicator.Contribution, sign int64) error {
		for i := range list {
			k := &list[i]
			if slices.ContainsFunc(other, func(o indicator.Contribution) bool { return k.Same(&o) }) {
				continue
			}
			var err error
			switch k.Indicator.Aggregate {
			case indicator.Distinct:
				err = c.distinct(w, k, sign)
			case indicator.Last:
				some, err = c.last(w, some, k, sign)
			default:
				some, err = c.sum(w, some, k, sign)
			}
			if err != nil {
				return err
			}
		}
		return nil
	}
	if err := each(was, now, -1); err != nil {
		return err
	}
	if err := each(now, was, 1); err != nil {
		return err
	}
	for i := range some {
		if err := c.add(w, &some[i]); err != nil {
			return err
		}
	}
	return nil
}

// count has the cells follow records that a run changed.
func (c *cells) count(records []changed) error {
	for i := range records {
		if err := c.adjust(c.f.db.Writer(), records[i].was, c.f.from(records[i].rec)); err != nil {
			return err
		}
	}
	return nil
}

// end writes what was gathered, and up to which entry the file has what was owed.
func (c *cells) end(seq uint64) error {
	if err := c.write(c.f.db.Writer()); err != nil {
		return err
	}
	return c.f.setMeta("seq", seq)
}

// where a contribution counts, as numbers.
func (c *cells) where(w *sqlite.Conn, k *indicator.Contribution) (area, unit int64, err error) {
	area, unit = noArea, noUnit
	if !k.Area.IsZero() {
		if area, err = c.f.number(w, &c.f.areas, k.Area); err != nil {
			return 0, 0, err
		}
	}
	if !k.Unit.IsZero() {
		unit, err = c.f.number(w, &c.f.units, k.Unit)
	}
	return area, unit, err
}

func (c *cells) sum(w *sqlite.Conn, some []bundle, k *indicator.Contribution, sign int64) ([]bundle, error) {
	area, unit, err := c.where(w, k)
	if err != nil {
		return nil, err
	}
	slots, err := c.slots(w, k)
	if err != nil {
		return nil, err
	}
	return put(some, bundle{area: area, unit: unit, day: k.Day}, slots, sign*k.Value), nil
}

// put adds a value to some slots of a bundle.
func put(some []bundle, to bundle, slots []uint32, v int64) []bundle {
	i := slices.IndexFunc(some, func(b bundle) bool {
		return b.area == to.area && b.unit == to.unit && b.day == to.day && b.last == to.last
	})
	if i < 0 {
		i = len(some)
		some = append(some, to)
	}
	for _, s := range slots {
		some[i].pairs = append(some[i].pairs, indicator.Pair{Slot: s, Value: v})
	}
	return some
}

// total is the slot of an indicator's whole.
func (c *cells) total(w *sqlite.Conn, i *indicator.Indicator) (uint32, error) {
	if c.f.totals == nil {
		c.f.totals = make([]uint32, len(c.f.set.All()))
	}
	if n := c.f.totals[i.N]; n != 0 {
		return n, nil
	}
	n, err := c.f.slot(w, slot{indicator: i.Code})
	c.f.totals[i.N] = n
	return n, err
}

// slots that a contribution adds to: its indicator's, and one for each value of its
// dimensions.
func (c *cells) slots(w *sqlite.Conn, k *indicator.Contribution) ([]uint32, error) {
	out := make([]uint32, 0, 4)
	n, err := c.total(w, k.Indicator)
	if err != nil {
		return nil, err
	}
	out = append(out, n)
	for _, d := range k.Dims {
		if n, err = c.f.slot(w, slot{k.Indicator.Code, k.Indicator.Dims[d.Dim].Name, d.Value, partSum}); err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	return out, nil
}

// add puts a bundle into its area's own cell and into those of all that hold it.
func (c *cells) add(w *sqlite.Conn, b *bundle) error {
	at := dayAt(b.day)
	if b.last {
		at += lastOffset
		key := cellKey(b.area, 0, carryOffset+c.f.carryYear(b.day), b.unit)
		c.own[key] = append(c.own[key], b.pairs...)
	}
	key := cellKey(b.area, 0, at, b.unit)
	c.own[key] = append(c.own[key], b.pairs...)
	return c.roll(w, b.area, at, b.unit, b.pairs)
}

// addPeriod puts what holds for one period into the cells of its year.
func (c *cells) addPeriod(w *sqlite.Conn, area, unit int64, year int, pair indicator.Pair) error {
	at := int64(yearOffset + year)
	key := cellKey(area, 0, at, unit)
	c.own[key] = append(c.own[key], pair)
	return c.roll(w, area, at, unit, []indicator.Pair{pair})
}

// write merges what was gathered into the file.
func (c *cells) write(w *sqlite.Conn) error {
	if err := mergeInto(w, "own", c.own); err != nil {
		return err
	}
	return mergeInto(w, "cell", c.rolled)
}

func mergeInto(w *sqlite.Conn, table string, gathered map[int64][]indicator.Pair) error {
	if len(gathered) == 0 {
		return nil
	}
	get, err := w.Prepare("SELECT v FROM " + table + " WHERE k = ?")
	if err != nil {
		return err
	}
	put, err := w.Prepare("INSERT OR REPLACE INTO " + table + "(k, v) VALUES(?, ?)")
	if err != nil {
		return err
	}
	del, err := w.Prepare("DELETE FROM " + table + " WHERE k = ?")
	if err != nil {
		return err
	}
	for _, key := range slices.Sorted(maps.Keys(gathered)) {
		var had []byte
		for get.Bind(key); get.Next(); {
			had = get.Blob(0)
		}
		if err := get.Err(); err != nil {
			return err
		}
		v := indicator.Merge(had, gathered[key])
		switch {
		case len(v) > 0:
			err = put.Bind(key, v).Exec()
		case len(had) > 0:
			err = del.Bind(key).Exec()
		}
		if err != nil {
			return err
		}
	}
	clear(gathered)
	return nil
}
