package api

import (
	"fmt"
	"slices"

	"bamban/internal/change"
	"bamban/internal/indicator"
	"bamban/internal/projection"
)

// figureVeil hides figures of few people from who may not see persons. A figure is
// hidden where it is small; and where it is the one by which a hidden one could be
// told from a sum: among the areas beside it, the periods beside it, the units beside
// it. That is decided from the same tables however the figure is asked for, so that
// asking twice tells no more than asking once.
type figureVeil struct {
	c    *call
	a    *figureAsk
	cell int64 // fewer than this are few
	read map[string]*projection.FigureTable
}

func (v *figureVeil) small(n int64) bool { return 0 < n && n < v.cell }

// pick tells which figures of a sum are hidden: the small ones, and where that is only
// one, the least of the others too.
func (v *figureVeil) pick(values []int64) []bool {
	out := make([]bool, len(values))
	hidden, least := 0, -1
	for i, n := range values {
		switch {
		case v.small(n):
			out[i] = true
			hidden++
		case n > 0 && (least < 0 || n < values[least]):
			least = i
		}
	}
	if hidden == 1 && least >= 0 {
		out[least] = true
	}
	return out
}

// table reads figures once.
func (v *figureVeil) table(areas []change.ID, periods []indicator.Period, units []change.ID) (*projection.FigureTable, error) {
	key := fmt.Sprint(areas, periods, units)
	if t := v.read[key]; t != nil {
		return t, nil
	}
	t, err := v.c.s.Node.Projection.FiguresFor(v.c, projection.FigureQuery{Areas: areas, Units: units, Calendar: v.a.calendar, Periods: periods, OldMap: v.a.old, Apart: true})
	v.read[key] = t
	return t, err
}

// hides reports whether a figure of one area, period and choice of units is hidden.
func (v *figureVeil) hides(i *indicator.Indicator, area change.ID, p indicator.Period, units []change.ID) (bool, error) {
	if p.Grain == indicator.ByDay {
		return true, nil // two days are told from two closing dates
	}
	for _, beside := range []func(*indicator.Indicator, change.ID, indicator.Period, []change.ID) (bool, error){v.besideAreas, v.besidePeriods, v.besideUnits} {
		if hidden, err := beside(i, area, p, units); hidden || err != nil {
			return hidden, err
		}
	}
	return false, nil
}

func (v *figureVeil) besideAreas(i *indicator.Indicator, area change.ID, p indicator.Period, units []change.ID) (bool, error) {
	some := []change.ID{area}
	tree := v.c.s.Node.Projection.Tree()
	if holders := tree.HoldersOn(area, v.a.old, p.To); !area.IsZero() && len(holders) > 1 {
		if some = tree.Within(holders[1], v.a.old, p.From, p.To); !slices.Contains(some, area) {
			some = append(some, area)
		}
		slices.SortFunc(some, func(a, b change.ID) int { return slices.Compare(a[:], b[:]) })
	}
	t, err := v.table(some, []indicator.Period{p}, units)
	if err != nil {
		return false, err
	}
	values := make([]int64, len(some))
	for n := range some {
		values[n] = t.Cells[projection.FigureKey{Indicator: i.Code, Area: n}]
	}
	return v.pick(values)[slices.Index(some, area)], nil
}

func (v *figureVeil) besidePeriods(i *indicator.Indicator, area change.ID, p indicator.Period, units []change.ID) (bool, error) {
	holder, ok := v.a.calendar.Holder(p)
	if !ok || i.Aggregate == indicator.Last {
		return false, nil // what holds at an end does not add up over periods
	}
	periods := v.a.calendar.Parts(holder, p.Grain)
	t, err := v.table([]change.ID{area}, periods, units)
	if err != nil {
		return false, err
	}
	values := make([]int64, len(periods))
	for n := range periods {
		values[n] = t.Cells[projection.FigureKey{Indicator: i.Code, Period: n}]
	}
	return v.pick(values)[slices.Index(periods, p)], nil
}

func (v *figureVeil) besideUnits(i *indicator.Indicator, area change.ID, p indicator.Period, units []change.ID) (bool, error) {
	if units == nil {
		return false, nil
	}
	t, err := v.table([]change.ID{area}, []indicator.Period{p}, nil)
	if err != nil {
		return false, err
	}
	inside, rest := int64(0), []int64{0}
	for id, cells := range t.ByUnit {
		n := cells[projection.FigureKey{Indicator: i.Code}]
		if slices.Contains(units, id) {
			inside += n
		} else {
			rest = append(rest, n)
		}
	}
	rest[0] = inside
	return v.pick(rest)[0], nil
}

// hides reports whether a cell of the table is hidden from the caller.
func (t *figureTable) hides(g *figureGroup, i *indicator.Indicator, key string, value int64) (bool, error) {
	if !t.closed[i.Code] {
		return false, nil
	}
	if t.veil.small(value) {
		return true, nil
	}
	area, period, units := change.ID{}, t.a.period, g.reach.units
	if len(g.reach.areas) == 1 {
		area = g.reach.areas[0]
	}
	if key != "" {
		switch t.a.by {
		case "area":
			area = g.columns[g.at[key]-len(g.reach.areas)]
		case "month":
			period = g.periods[g.at[key]]
		case "unit", "dim":
			if hidden, err := t.besideColumns(g, i, key); hidden || err != nil {
				return hidden, err
			}
			if id, err := change.ParseID(key); t.a.by == "unit" && err == nil {
				units = []change.ID{id}
			}
		}
	}
	if len(g.reach.areas) != 1 && (key == "" || t.a.by != "area") {
		return period.Grain == indicator.ByDay, nil
	}
	return t.veil.hides(i, area, period, units)
}

// besideColumns looks at the cells of the row itself.
func (t *figureTable) besideColumns(g *figureGroup, i *indicator.Indicator, key string) (bool, error) {
	values := make([]int64, len(t.keys))
	for n, k := range t.keys {
		values[n] = t.value(g, i, k)
	}
	return t.veil.pick(values)[slices.Index(t.keys, key)], nil
}
