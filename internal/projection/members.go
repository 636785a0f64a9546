package projection

import (
	"encoding/binary"
	"hash/fnv"
	"slices"

	"bamban/internal/change"
	"bamban/internal/indicator"
	"bamban/internal/sqlite"
)

// entry is a contribution that stands in a row of those of one member, in order of
// day and then of the record's id, so that it does not matter in which order they
// came. What it counts for follows from its neighbours.
type entry struct {
	day   indicator.Day
	id    []byte // of the record, and the key where a record counts several times
	area  int64
	unit  int64
	value int64
	dims  []uint32 // slots of partSum
}

// groupOf names the row of entries that a contribution stands in: those of its
// indicator and member, and of its area where each area counts for itself.
func groupOf(k *indicator.Contribution, area int64) int64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(k.Indicator.Code))
	_, _ = h.Write(k.Member[:])
	if k.Indicator.Aggregate == indicator.Distinct {
		_, _ = h.Write(binary.AppendVarint(nil, area))
	}
	return int64(h.Sum64())
}

func (c *cells) entry(w *sqlite.Conn, k *indicator.Contribution, id change.ID) (entry, error) {
	e := entry{day: k.Day, id: append(id[:], k.Key...), value: k.Value}
	var err error
	if e.area, e.unit, err = c.where(w, k); err != nil {
		return e, err
	}
	slots, err := c.slots(w, k)
	if err != nil {
		return e, err
	}
	e.dims = slots[1:]
	return e, nil
}

func (e *entry) pack() []byte {
	b := binary.AppendVarint(nil, e.area)
	b = binary.AppendVarint(b, e.unit)
	b = binary.AppendVarint(b, e.value)
	for _, d := range e.dims {
		b = binary.AppendUvarint(b, uint64(d))
	}
	return b
}

func unpackEntry(day int64, id, b []byte) entry {
	e := entry{day: indicator.Day(day), id: id}
	for _, to := range []*int64{&e.area, &e.unit, &e.value} {
		v, n := binary.Varint(b)
		*to, b = v, b[max(n, 0):]
	}
	for len(b) > 0 {
		v, n := binary.Uvarint(b)
		if n <= 0 {
			break
		}
		e.dims, b = append(e.dims, uint32(v)), b[n:]
	}
	return e
}

// stand puts an entry into its row, or takes it out.
func (c *cells) stand(w *sqlite.Conn, group int64, e *entry, sign int64) error {
	if sign > 0 {
		s, err := w.Prepare(`INSERT OR REPLACE INTO member(g, day, id, v) VALUES(?, ?, ?, ?)`)
		if err != nil {
			return err
		}
		return s.Bind(group, int64(e.day), e.id, e.pack()).Exec()
	}
	s, err := w.Prepare(`DELETE FROM member WHERE g = ? AND day = ? AND id = ?`)
	if err != nil {
		return err
	}
	return s.Bind(group, int64(e.day), e.id).Exec()
}

// beside walks the entries before or after one, the nearest first, until stop.
func beside(w *sqlite.Conn, group int64, e *entry, after bool, stop func(*entry) bool) error {
	sql := `SELECT day, id, v FROM member WHERE g = ? AND (day, id) < (?, ?) ORDER BY day DESC, id DESC`
	if after {
		sql = `SELECT day, id, v FROM member WHERE g = ? AND (day, id) > (?, ?) ORDER BY day, id`
	}
	s, err := w.Prepare(sql)
	if err != nil {
		return err
	}
	for s.Bind(group, int64(e.day), e.id); s.Next(); {
		o := unpackEntry(s.Int64(0), s.Blob(1), s.RawBlob(2))
		if stop(&o) {
			s.Reset()
			return nil
		}
	}
	return s.Err()
}

// last puts a contribution into force: its value holds from its day until the next
// entry's, in its own area, whatever area that one is in.
func (c *cells) last(w *sqlite.Conn, some []bundle, k *indicator.Contribution, sign int64) ([]bundle, error) {
	e, err := c.entry(w, k, k.Record)
	if err != nil {
		return nil, err
	}
	group := groupOf(k, e.area)
	var before, after *entry
	first := func(to **entry) func(*entry) bool {
		return func(o *entry) bool { *to = o; return true }
	}
	if err := beside(w, group, &e, false, first(&before)); err != nil {
		return nil, err
	}
	if err := beside(w, group, &e, true, first(&after)); err != nil {
		return nil, err
	}
	total, err := c.total(w, k.Indicator)
	if err != nil {
		return nil, err
	}
	begin := func(o *entry, day indicator.Day, v int64) {
		some = put(some, bundle{area: o.area, unit: o.unit, day: day, last: true}, append([]uint32{total}, o.dims...), v)
	}
	begin(&e, e.day, sign*e.value)
	if before != nil {
		begin(before, e.day, -sign*before.value)
	}
	if after != nil {
		begin(&e, after.day, -sign*e.value)
		if before != nil {
			begin(before, after.day, sign*before.value)
		}
	}
	return some, c.stand(w, group, &e, sign)
}

// longestPeriod is more days than any period has: entries further apart are in none
// together.
const longestPeriod = 400

// view is one of the ways in which an entry of a distinct count is counted: in all
// units or its own, under its indicator or one value of a dimension.
type view struct {
	unit          int64
	dim           uint32 // slot of partSum; 0 is the indicator
	before, after *entry
}

func (v *view) sees(o *entry) bool {
	return (v.unit == anyUnit || v.unit == o.unit) && (v.dim == 0 || slices.Contains(o.dims, v.dim))
}

// distinct counts a member once in each period in which it has an entry: an entry
// makes a difference to those of its day that neither neighbour is in.
func (c *cells) distinct(w *sqlite.Conn, k *indicator.Contribution, sign int64) error {
	e, err := c.entry(w, k, k.Record)
	if err != nil {
		return err
	}
	group := groupOf(k, e.area)
	var views []view
	for _, unit := range []int64{anyUnit, e.unit} {
		if unit == noUnit {
			continue
		}
		for _, dim := range append([]uint32{0}, e.dims...) {
			views = append(views, view{unit: unit, dim: dim})
		}
	}
	for _, after := range []bool{false, true} {
		open := len(views)
		if err := beside(w, group, &e, after, func(o *entry) bool {
			if o.day < e.day-longestPeriod || o.day > e.day+longestPeriod {
				return true
			}
			for i := range views {
				to := &views[i].before
				if after {
					to = &views[i].after
				}
				if *to == nil && views[i].sees(o) {
					*to = o
					open--
				}
			}
			return open == 0
		}); err != nil {
			return err
		}
	}
	for i := range views {
		if err := c.countView(w, k.Indicator, &e, &views[i], sign); err != nil {
			return err
		}
	}
	return c.stand(w, group, &e, sign)
}

func (c *cells) countView(w *sqlite.Conn, i *indicator.Indicator, e *entry, v *view, sign int64) error {
	sl := slot{indicator: i.Code}
	if v.dim != 0 {
		sl = c.f.slotted[v.dim]
	}
	// A day is a period too, in one calendar as in the other.
	if (v.before == nil || v.before.day != e.day) && (v.after == nil || v.after.day != e.day) {
		sl.part = partDay
		number, err := c.f.slot(w, sl)
		if err != nil {
			return err
		}
		key := cellKey(e.area, 0, dayAt(e.day), v.unit)
		c.own[key] = append(c.own[key], indicator.Pair{Slot: number, Value: sign})
	}
	for n := range c.f.set.Calendars {
		calendar := &c.f.set.Calendars[n]
		for _, p := range calendar.Around(e.day) {
			if v.before != nil && p.Holds(v.before.day) || v.after != nil && p.Holds(v.after.day) {
				continue // counted once, with or without this one
			}
			sl.part = partOf(n, p)
			number, err := c.f.slot(w, sl)
			if err != nil {
				return err
			}
			if err := c.addPeriod(w, e.area, v.unit, p.Year, indicator.Pair{Slot: number, Value: sign}); err != nil {
				return err
			}
		}
	}
	return nil
}
