package projection

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"bamban/internal/change"
	"bamban/internal/indicator"
	"bamban/internal/sqlite"
)

// FigureQuery asks for figures: of each area in each period.
type FigureQuery struct {
	Areas    []change.ID // the zero id is all areas together
	Units    []change.ID // only of these; nil is of any unit or none
	Calendar *indicator.Calendar
	Periods  []indicator.Period
	OldMap   bool // areas as they were on the day, not as they are today
	Apart    bool // also apart by unit
}

// FigureKey is where a figure stands in the answer: area and period by their place in
// the query. Dim and Value are "" for the figure itself.
type FigureKey struct {
	Indicator  string
	Area       int
	Period     int
	Dim, Value string
}

// ErrNoFigures says that the projection was told of no indicators.
var ErrNoFigures = errors.New("projection: no figures are declared")

// FigureTable is what a query gives: figures that are 0 are absent. ByUnit, where it
// was asked for, has the same apart by unit; the zero id is of no unit. What Distinct counts is not the sum
// of its units.
type FigureTable struct {
	Cells  map[FigureKey]int64
	ByUnit map[change.ID]map[FigureKey]int64
}

// FiguresFor reads cells, when they have everything that was applied before it was
// asked: a seek for each area, and the rows of its days or years.
// Figures as of a day (Last) read all days before. A figure of one day reads the own
// cells of every area inside.
func (p *Projection) FiguresFor(ctx context.Context, q FigureQuery) (*FigureTable, error) {
	if p.figures == nil {
		return nil, ErrNoFigures
	}
	r := &figureReader{p: p, f: p.figures, q: &q, calendar: p.figures.set.CalendarN(q.Calendar),
		out: &FigureTable{Cells: map[FigureKey]int64{}, ByUnit: map[change.ID]map[FigureKey]int64{}}}
	until := p.tree.Until()
	for i := range q.Periods {
		r.old = append(r.old, q.OldMap && q.Periods[i].To <= until)
	}
	r.sums = map[sumKey][]int64{}
	if err := p.settled(); err != nil {
		return nil, fmt.Errorf("read figures: %w", err)
	}
	err := p.figures.db.Read(ctx, func(c *sqlite.Conn) error {
		p.figures.mu.RLock()
		defer p.figures.mu.RUnlock()
		for i, id := range q.Areas {
			if err := r.area(c, i, id); err != nil {
				return err
			}
		}
		if err := r.lastThen(c); err != nil {
			return err
		}
		r.answer()
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read figures: %w", err)
	}
	return r.out, nil
}

// answer names what was added up.
func (r *figureReader) answer() {
	for k, sums := range r.sums {
		cells := r.out.Cells
		if k.unit >= 0 {
			id := r.unitOf(k.unit)
			if cells = r.out.ByUnit[id]; cells == nil {
				cells = map[FigureKey]int64{}
				r.out.ByUnit[id] = cells
			}
		}
		for n, v := range sums {
			if sl := &r.f.slotted[n]; v != 0 {
				cells[FigureKey{sl.indicator, k.area, k.period, sl.dim, sl.value}] += v
			}
		}
	}
}

// sumKey is one area, period and unit of an answer; unit -1 is those asked for together.
type sumKey struct {
	area, period int
	unit         int64
}

func (r *figureReader) unitOf(n int64) change.ID {
	if n < firstID {
		return change.ID{}
	}
	return r.f.units.ids[n]
}

type figureReader struct {
	p        *Projection
	f        *figures
	q        *FigureQuery
	calendar int
	out      *FigureTable
	old      []bool // by period: what members have last is read by the map of that day
	sums     map[sumKey][]int64
}

func (r *figureReader) area(c *sqlite.Conn, i int, id change.ID) error {
	var long, days []int
	for n, p := range r.q.Periods {
		if p.Grain == indicator.ByDay {
			days = append(days, n)
		} else {
			long = append(long, n)
		}
	}
	for _, n := range days {
		if err := r.day(c, i, id, n); err != nil {
			return err
		}
	}
	if len(long) == 0 {
		return nil
	}
	area, ok := r.number(id)
	if !ok {
		return nil
	}
	maps := []int64{0}
	if r.q.OldMap {
		maps = append(maps, 1)
	}
	if err := r.stretch(c, "own", area, 0, i, long); err != nil {
		return err
	}
	for _, onMap := range maps {
		if err := r.stretch(c, "cell", area, onMap, i, long); err != nil {
			return err
		}
	}
	for _, n := range long {
		if r.old[n] {
			continue
		}
		to := r.q.Periods[n].To
		if err := errors.Join(r.last(c, "own", area, to, to, i, n), r.last(c, "cell", area, to, to, i, n)); err != nil {
			return err
		}
	}
	return nil
}

// last adds what members have last on a day to a figure.
func (r *figureReader) last(c *sqlite.Conn, table string, area int64, day, upTo indicator.Day, i, n int) error {
	return r.lastRows(c, table, area, day, upTo, func(unit int64, p indicator.Pair) { r.add(i, n, unit, p) })
}

func (r *figureReader) lastRows(c *sqlite.Conn, table string, area int64, day, upTo indicator.Day, each func(unit int64, p indicator.Pair)) error {
	if !slices.Contains(r.f.isLast, true) {
		return nil
	}
	rows := func(_, unit int64, pairs indicator.Pairs) {
		for p, ok := pairs.Next(); ok; p, ok = pairs.Next() {
			each(unit, p)
		}
	}
	for _, s := range r.lastSpans(day, upTo) {
		if err := r.rows(c, table, cellKey(area, 0, s[0], 0), cellKey(area, 0, s[1], 0), rows); err != nil {
			return err
		}
	}
	return nil
}

// lastSpans are where the cells of what members have last on a day stand: those of the
// years before the day's, and the days of its year up to one.
func (r *figureReader) lastSpans(day, upTo indicator.Day) [2][2]int64 {
	year := r.f.carryYear(day)
	return [2][2]int64{{carryOffset, carryOffset + year}, {lastOffset + dayAt(r.f.set.FirstPiece(int(year))), lastOffset + dayAt(upTo) + 1}}
}

func (r *figureReader) number(id change.ID) (int64, bool) {
	if id.IsZero() {
		return everyArea, true
	}
	n, ok := r.f.areas.numbers[id]
	return n, ok
}

// stretch reads cells of an area, its own or those of what it holds: the days from the first on that matters, then the
// years.
func (r *figureReader) stretch(c *sqlite.Conn, table string, area, onMap int64, i int, periods []int) error {
	from, to := r.span(periods)
	if err := r.rows(c, table, cellKey(area, onMap, from, 0), cellKey(area, onMap, to+1, 0), func(at, unit int64, pairs indicator.Pairs) {
		day := indicator.Day(at - dayOffset)
		for p, ok := pairs.Next(); ok; p, ok = pairs.Next() {
			for _, n := range periods {
				period := &r.q.Periods[n]
				switch {
				case day > period.To || r.f.slotted[p.Slot].part != partSum:
				case day >= period.From:
					r.add(i, n, unit, p)
				}
			}
		}
	}); err != nil {
		return err
	}
	first, last := r.years(periods)
	return r.rows(c, table, cellKey(area, onMap, yearOffset+first, 0), cellKey(area, onMap, yearOffset+last+1, 0), func(at, unit int64, pairs indicator.Pairs) {
		for p, ok := pairs.Next(); ok; p, ok = pairs.Next() {
			part := r.f.slotted[p.Slot].part
			for _, n := range periods {
				if period := &r.q.Periods[n]; int64(period.Year) == at-yearOffset && part == partOf(r.calendar, *period) {
					r.add(i, n, unit, p)
				}
			}
		}
	})
}

func (r *figureReader) span(periods []int) (from, to int64) {
	from = 1 << 40
	for _, n := range periods {
		from, to = min(from, dayAt(r.q.Periods[n].From)), max(to, dayAt(r.q.Periods[n].To))
	}
	return from, to
}

func (r *figureReader) years(periods []int) (first, last int64) {
	first = 1 << 20
	for _, n := range periods {
		y := int64(r.q.Periods[n].Year)
		first, last = min(first, y), max(last, y)
	}
	return first, last
}

func (r *figureReader) rows(c *sqlite.Conn, table string, from, before int64, each func(at, unit int64, pairs indicator.Pairs)) error {
	s, err := c.Prepare("SELECT k, v FROM " + table + " WHERE k >= ? AND k < ? ORDER BY k")
	if err != nil {
		return err
	}
	for s.Bind(from, before); s.Next(); {
		key := s.Int64(0)
		each(atOf(key), unitOf(key), indicator.Unpack(s.RawBlob(1)))
	}
	return s.Err()
}

// add puts a pair of a row into the answer, if it is of a unit that is asked for.
// What holds for a period or a day is kept for any unit by itself.
func (r *figureReader) add(area, period int, unit int64, p indicator.Pair) {
	apart := r.f.slotted[p.Slot].part != partSum
	if apart && unit == anyUnit {
		if r.q.Units == nil {
			r.sum(sumKey{area, period, -1})[p.Slot] += p.Value
		}
		return
	}
	if r.q.Units != nil && !slices.Contains(r.q.Units, r.unitOf(unit)) {
		return
	}
	if r.q.Units != nil || !apart {
		r.sum(sumKey{area, period, -1})[p.Slot] += p.Value
	}
	if r.q.Apart {
		r.sum(sumKey{area, period, unit})[p.Slot] += p.Value
	}
}

func (r *figureReader) sum(k sumKey) []int64 {
	s := r.sums[k]
	if s == nil {
		s = make([]int64, len(r.f.slotted))
		r.sums[k] = s
	}
	return s
}
