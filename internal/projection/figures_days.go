package projection

import (
	"slices"

	"bamban/internal/change"
	"bamban/internal/indicator"
	"bamban/internal/sqlite"
)

// day reads one day: the own cells of every area inside on that day. What members
// have last is that of the stretches before and of the own days since.
func (r *figureReader) day(c *sqlite.Conn, i int, id change.ID, n int) error {
	day := r.q.Periods[n].From
	at, piece := dayAt(day), r.f.set.Piece(day)
	own := func(_, unit int64, pairs indicator.Pairs) {
		for p, ok := pairs.Next(); ok; p, ok = pairs.Next() {
			r.add(i, n, unit, p)
		}
	}
	whole, leaves := r.inside(id, r.q.OldMap, day)
	for _, area := range leaves {
		if err := r.rows(c, "own", cellKey(area, 0, at, 0), cellKey(area, 0, at+1, 0), own); err != nil {
			return err
		}
		if whole < 0 || area == whole {
			if err := r.last(c, "own", area, day, day, i, n); err != nil {
				return err
			}
		} else if err := r.rows(c, "own", cellKey(area, 0, lastOffset+dayAt(piece), 0), cellKey(area, 0, lastOffset+at+1, 0), own); err != nil {
			return err
		}
	}
	if whole < 0 {
		return nil
	}
	return r.last(c, "cell", whole, day, piece-1, i, n)
}

// inside lists the areas with cells of their own that are in an area, on a day or
// today. whole is the area itself where its cells by today's map say the same, -1
// where they don't.
func (r *figureReader) inside(id change.ID, old bool, day indicator.Day) (whole int64, out []int64) {
	whole, known := r.number(id)
	if !known {
		whole = -1
	}
	for n := int64(noArea); n < int64(len(r.f.areas.ids)); n++ {
		if id.IsZero() {
			out = append(out, n)
			continue
		}
		if n == noArea {
			continue
		}
		today, until := r.p.tree.holders(r.f.areas.ids[n], nil)
		then := today
		if old && day <= until {
			then, _ = r.p.tree.holders(r.f.areas.ids[n], &day)
		}
		is := slices.Contains(then, id)
		if is {
			out = append(out, n)
		}
		if is != slices.Contains(today, id) {
			whole = -1
		}
	}
	return whole, out
}

// lastThen reads what members had last at the end of periods in which areas hung
// otherwise than today: the own cells of every area, for those that held it then.
func (r *figureReader) lastThen(c *sqlite.Conn) error {
	if !slices.Contains(r.f.isLast, true) {
		return nil
	}
	for n := range r.q.Periods {
		p := &r.q.Periods[n]
		if !r.old[n] || p.Grain == indicator.ByDay {
			continue
		}
		held := make([][]int, len(r.f.areas.ids)) // by area: those asked for that held it
		for area := int64(noArea); area < int64(len(r.f.areas.ids)); area++ {
			holders, _ := r.p.tree.holders(r.f.areas.ids[area], &p.To)
			for i, id := range r.q.Areas {
				if id.IsZero() || slices.Contains(holders, id) {
					held[area] = append(held[area], i)
				}
			}
		}
		if err := r.everyOwn(c, r.lastSpans(p.To, p.To), func(area, unit int64, pair indicator.Pair) {
			for _, i := range held[area] {
				r.add(i, n, unit, pair)
			}
		}); err != nil {
			return err
		}
	}
	return nil
}

// everyOwn reads the own cells of every area in some spans, a statement for each: a
// seek for an area within it costs a third of one by itself.
func (r *figureReader) everyOwn(c *sqlite.Conn, spans [2][2]int64, each func(area, unit int64, p indicator.Pair)) error {
	s, err := c.Prepare("WITH a(n) AS (SELECT ?4 UNION ALL SELECT n FROM spot WHERE unit = 0) " +
		"SELECT o.k, o.v FROM a CROSS JOIN own o WHERE o.k >= (a.n << ?1) + ?2 AND o.k < (a.n << ?1) + ?3")
	if err != nil {
		return err
	}
	for _, span := range spans {
		for s.Bind(int64(areaBit), span[0]<<unitBits, span[1]<<unitBits, int64(noArea)); s.Next(); {
			key := s.Int64(0)
			pairs := indicator.Unpack(s.RawBlob(1))
			for p, ok := pairs.Next(); ok; p, ok = pairs.Next() {
				each(key>>areaBit, unitOf(key), p)
			}
		}
		if err := s.Err(); err != nil {
			return err
		}
	}
	return nil
}
