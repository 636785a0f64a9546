package projection

import (
	"slices"

	"bamban/internal/change"
	"bamban/internal/indicator"
	"bamban/internal/place"
	"bamban/internal/sqlite"
)

// roll adds pairs of an area's own cell to the cells of the areas that hold it: by
// today's map, and where the map of the day is another, the difference.
func (c *cells) roll(w *sqlite.Conn, area, at, unit int64, pairs []indicator.Pair) error {
	chain, err := c.chain(w, area)
	if err != nil {
		return err
	}
	switch {
	case at >= yearOffset:
	case at >= carryOffset:
		return nil // it goes with its days
	case at >= lastOffset:
		c.rollLast(chain, indicator.Day(at-lastOffset-dayOffset), unit, pairs)
		return nil
	}
	to := at
	if at < yearOffset {
		to = dayAt(c.f.set.Piece(indicator.Day(at - dayOffset)))
	}
	summed := make([]indicator.Pair, 0, len(pairs))
	for _, p := range pairs {
		if c.f.slotted[p.Slot].part != partDay {
			summed = append(summed, p)
		}
	}
	for _, a := range chain.today {
		key := cellKey(a, 0, to, unit)
		c.rolled[key] = append(c.rolled[key], summed...)
	}
	if at < yearOffset {
		day := indicator.Day(at - dayOffset)
		if day > chain.until {
			return nil
		}
		return c.onOldMap(w, area, day, chain.today, to, unit, summed)
	}
	for _, p := range summed {
		day := c.f.periodOf(c.f.slotted[p.Slot].part, int(at-yearOffset)).To
		if day > chain.until {
			continue
		}
		if err := c.onOldMap(w, area, day, chain.today, to, unit, []indicator.Pair{p}); err != nil {
			return err
		}
	}
	return nil
}

// rollLast is roll for what members have last: it has today's map only.
func (c *cells) rollLast(ch *chain, day indicator.Day, unit int64, pairs []indicator.Pair) {
	piece := c.f.set.Piece(day)
	for _, a := range ch.today {
		for _, at := range []int64{lastOffset + dayAt(piece), carryOffset + c.f.carryYear(day)} {
			key := cellKey(a, 0, at, unit)
			c.rolled[key] = append(c.rolled[key], pairs...)
		}
	}
}

// carryYear is the year to which a day's stretch belongs.
func (f *figures) carryYear(day indicator.Day) int64 { return int64(f.set.Piece(day).Year()) }

// periodOf is the period that a slot of a year's cell is of.
func (f *figures) periodOf(part, year int) indicator.Period {
	n := part - partPeriod
	return f.set.Calendars[n/indicator.PeriodsInYear].At(year, n%indicator.PeriodsInYear)
}

func (c *cells) onOldMap(w *sqlite.Conn, area int64, day indicator.Day, today []int64, to, unit int64, pairs []indicator.Pair) error {
	then, err := c.then(w, area, day)
	if err != nil || slices.Equal(then, today) {
		return err
	}
	for _, a := range then {
		if !slices.Contains(today, a) {
			key := cellKey(a, 1, to, unit)
			c.rolled[key] = append(c.rolled[key], pairs...)
		}
	}
	for _, a := range today {
		if !slices.Contains(then, a) {
			key := cellKey(a, 1, to, unit)
			for _, p := range pairs {
				c.rolled[key] = append(c.rolled[key], indicator.Pair{Slot: p.Slot, Value: -p.Value})
			}
		}
	}
	return nil
}

// chain is who holds an area today, without itself: what is its own is read from its
// own cells.
func (c *cells) chain(w *sqlite.Conn, area int64) (*chain, error) {
	if ch := c.f.chains[area]; ch != nil {
		return ch, nil
	}
	ch := &chain{today: []int64{everyArea}, until: openFrom}
	if area != noArea {
		ids, until := c.p.tree.holders(c.f.areas.ids[area], nil)
		var err error
		if ch.today, err = c.numbers(w, ids); err != nil {
			return nil, err
		}
		ch.until = until
	}
	c.f.chains[area] = ch
	return ch, nil
}

// then is who held an area on a day.
func (c *cells) then(w *sqlite.Conn, area int64, day indicator.Day) ([]int64, error) {
	ids, _ := c.p.tree.holders(c.f.areas.ids[area], &day)
	return c.numbers(w, ids)
}

// numbers of the areas that hold the first of some, and of all areas.
func (c *cells) numbers(w *sqlite.Conn, ids []change.ID) ([]int64, error) {
	out := make([]int64, 0, len(ids))
	for _, id := range ids[1:] {
		n, err := c.f.number(w, &c.f.areas, id)
		if err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	return append(out, everyArea), nil
}

// unroll takes the own cells of everything in an area out of the cells of what holds
// them, before the area comes to hang elsewhere; rollAgain puts them back.
func (c *cells) unroll(w *sqlite.Conn, id change.ID, a *place.Area) ([]int64, error) {
	if c.p.tree.hangsBy(id, a) {
		return nil, nil
	}
	var areas []int64
	for _, in := range c.p.tree.hanging(id) {
		if n, ok := c.f.areas.numbers[in]; ok {
			areas = append(areas, n)
		}
	}
	if len(areas) == 0 {
		return nil, nil
	}
	if err := c.write(w); err != nil { // what this run has gathered hangs as before
		return nil, err
	}
	err := c.rollOwn(w, areas, -1)
	clear(c.f.chains)
	return areas, err
}

func (c *cells) rollAgain(w *sqlite.Conn, areas []int64) error {
	if len(areas) == 0 {
		return nil
	}
	return c.rollOwn(w, areas, 1)
}

// rollOwn rolls all own cells of some areas up once more, or down.
func (c *cells) rollOwn(w *sqlite.Conn, areas []int64, sign int64) error {
	s, err := w.Prepare(`SELECT k, v FROM own WHERE k BETWEEN ? AND ?`)
	if err != nil {
		return err
	}
	for _, area := range areas {
		type row struct {
			key   int64
			pairs []indicator.Pair
		}
		var rows []row
		for s.Bind(area<<areaBit, (area+1)<<areaBit-1); s.Next(); {
			r := row{key: s.Int64(0)}
			pairs := indicator.Unpack(s.RawBlob(1))
			for p, ok := pairs.Next(); ok; p, ok = pairs.Next() {
				p.Value *= sign
				r.pairs = append(r.pairs, p)
			}
			rows = append(rows, r)
		}
		if err := s.Err(); err != nil {
			return err
		}
		for _, r := range rows {
			if err := c.roll(w, area, atOf(r.key), unitOf(r.key), r.pairs); err != nil {
				return err
			}
		}
	}
	return nil
}
