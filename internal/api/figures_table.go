package api

import (
	"cmp"
	"fmt"
	"slices"

	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/indicator"
	"bamban/internal/kind"
	"bamban/internal/pack"
	"bamban/internal/projection"
)

// figureTable makes an answer. Indicators that are read in the same areas and units
// are read together.
type figureTable struct {
	c      *call
	a      *figureAsk
	out    *FiguresJSON
	groups map[string]*figureGroup
	of     map[string]*figureGroup // by indicator
	closed map[string]bool         // indicators whose small cells are hidden
	keys   []string                // of the columns
	veil   *figureVeil
}

// figureGroup is what was read for indicators of one reach.
type figureGroup struct {
	reach   *figureReach
	columns []change.ID // areas, where they are the columns
	periods []indicator.Period
	table   *projection.FigureTable
	at      map[string]int // column key → place in columns or periods
}

// maxColumns of a table.
const maxColumns = 400

func (t *figureTable) fill() error {
	t.groups, t.of, t.closed = map[string]*figureGroup{}, map[string]*figureGroup{}, map[string]bool{}
	t.veil = &figureVeil{c: t.c, a: t.a, cell: int64(t.c.s.Node.Pack.Settings.Int(pack.SmallCell, t.c.s.Node.Today())), read: map[string]*projection.FigureTable{}}
	if t.a.by == "dim" && (len(t.a.codes) != 1 || t.dim(t.a.set.Get(t.a.codes[0])) == nil) {
		return fault.New("figure.dim", "dim", "code", clip(fmt.Sprint(t.a.codes)), "dim", clip(t.a.dim))
	}
	for _, code := range t.a.codes {
		for _, i := range t.parts(t.a.set.Get(code)) {
			if _, err := t.group(i); err != nil {
				return err
			}
		}
	}
	t.columns()
	for _, code := range t.a.codes {
		i := t.a.set.Get(code)
		row := FigureRow{Code: code, Cells: []FigureCell{}}
		var err error
		if row.Total, err = t.cell(i, ""); err != nil {
			return err
		}
		for _, key := range t.keys {
			cell, err := t.cell(i, key)
			if err != nil {
				return err
			}
			row.Cells = append(row.Cells, cell)
		}
		t.out.Rows = append(t.out.Rows, row)
	}
	return nil
}

// parts are the indicators whose cells a figure is made of.
func (t *figureTable) parts(i *indicator.Indicator) []*indicator.Indicator {
	if i.Aggregate == indicator.Ratio {
		return []*indicator.Indicator{t.a.set.Get(i.Of), t.a.set.Get(i.Per)}
	}
	return []*indicator.Indicator{i}
}

// dim is the dimension that the table is broken down by, or nil.
func (t *figureTable) dim(i *indicator.Indicator) *indicator.Dim {
	for n := range i.Dims {
		if t.a.dim == "" || i.Dims[n].Name == t.a.dim {
			return &i.Dims[n]
		}
	}
	return nil
}

// group reads what an indicator needs, or finds it read.
func (t *figureTable) group(i *indicator.Indicator) (*figureGroup, error) {
	if g := t.of[i.Code]; g != nil {
		return g, nil
	}
	reach, err := t.c.figureReach(t.a, i)
	if err != nil {
		return nil, err
	}
	t.closed[i.Code] = reach.closed
	key := fmt.Sprint(reach.areas, reach.units)
	if g := t.groups[key]; g != nil {
		t.of[i.Code] = g
		return g, nil
	}
	g := &figureGroup{reach: reach, periods: []indicator.Period{t.a.period}, at: map[string]int{}}
	switch t.a.by {
	case "area":
		g.columns = t.inside(reach)
		for n, id := range g.columns {
			g.at[id.String()] = len(reach.areas) + n
		}
	case "month":
		grain := indicator.ByMonth
		if t.a.period.Grain <= indicator.ByMonth {
			grain = indicator.ByDay
		}
		for n, p := range t.a.calendar.Parts(t.a.period, grain) {
			g.periods = append(g.periods, p)
			g.at[t.a.calendar.Name(p)] = n + 1
		}
	}
	g.table, err = t.c.s.Node.Projection.FiguresFor(t.c, projection.FigureQuery{Areas: slices.Concat(reach.areas, g.columns), Units: reach.units,
		Calendar: t.a.calendar, Periods: g.periods, OldMap: t.a.old, Apart: t.a.by == "unit"})
	t.groups[key], t.of[i.Code] = g, g
	return g, err
}

// inside lists the areas right inside those that are read, within the caller's scope:
// of today's map those of today, of the old one those of the period.
func (t *figureTable) inside(reach *figureReach) []change.ID {
	tree, p := t.c.s.Node.Projection.Tree(), t.a.period
	some := reach.areas
	if len(some) == 1 {
		if some = tree.Within(some[0], t.a.old, p.From, p.To); reach.areas[0].IsZero() && len(some) == 1 {
			some = tree.Within(some[0], t.a.old, p.From, p.To)
		}
	}
	var out []change.ID
	for _, id := range some {
		from, to, ok := tree.Valid(id)
		if !ok || !reach.scope.Everywhere && !slices.Contains(reach.scope.Areas, id) {
			continue
		}
		lives := to == "" || t.a.old && to >= p.From.String()
		if lives && (!t.a.old || from <= p.To.String()) {
			out = append(out, id)
		}
	}
	slices.SortFunc(out, func(a, b change.ID) int { return cmp.Compare(a.String(), b.String()) })
	return out[:min(len(out), maxColumns)]
}

// columns names the columns that any of the groups has.
func (t *figureTable) columns() {
	add := func(c FigureColumn) {
		if !slices.Contains(t.keys, c.Key) && len(t.keys) < maxColumns {
			t.keys = append(t.keys, c.Key)
			t.out.Columns = append(t.out.Columns, c)
		}
	}
	for _, g := range t.groups {
		for _, id := range g.columns {
			add(FigureColumn{Key: id.String()})
		}
		for _, p := range g.periods[1:] {
			add(FigureColumn{t.a.calendar.Name(p), p.From.String(), p.To.String()})
		}
		switch t.a.by {
		case "unit":
			for id := range g.table.ByUnit {
				if !id.IsZero() {
					add(FigureColumn{Key: id.String()})
				}
			}
		case "dim":
			d := t.dim(t.a.set.Get(t.a.codes[0]))
			for key, v := range g.table.Cells {
				if key.Indicator == t.a.codes[0] && key.Dim == d.Name && v != 0 {
					add(FigureColumn{Key: key.Value})
				}
			}
		}
	}
	if t.a.by == "unit" || t.a.by == "dim" {
		slices.Sort(t.keys)
		slices.SortFunc(t.out.Columns, func(a, b FigureColumn) int { return cmp.Compare(a.Key, b.Key) })
	}
}

// cell gives an indicator's figure under a column; the key "" is the whole.
func (t *figureTable) cell(i *indicator.Indicator, key string) (FigureCell, error) {
	var values []float64
	for _, part := range t.parts(i) {
		g, err := t.group(part)
		if err != nil {
			return FigureCell{}, err
		}
		v := t.value(g, part, key)
		hidden, err := t.hides(g, part, key, v)
		if err != nil || hidden {
			return FigureCell{Hidden: hidden}, err
		}
		values = append(values, float64(v)/part.Scale())
	}
	if i.Aggregate != indicator.Ratio {
		return FigureCell{V: &values[0]}, nil
	}
	if values[1] == 0 {
		return FigureCell{}, nil
	}
	v := values[0] / values[1] * float64(max(i.Times, 1))
	return FigureCell{V: &v}, nil
}

// value of a cell, in units of the indicator's decimals.
func (t *figureTable) value(g *figureGroup, i *indicator.Indicator, key string) int64 {
	areas, period, cells, k := []int{}, 0, g.table.Cells, projection.FigureKey{Indicator: i.Code}
	for n := range g.reach.areas {
		areas = append(areas, n)
	}
	if key != "" {
		at, ok := g.at[key]
		switch t.a.by {
		case "area":
			areas = []int{at}
		case "month":
			period = at
		case "unit":
			id, err := change.ParseID(key)
			cells, ok = g.table.ByUnit[id], err == nil
		case "dim":
			k.Dim, k.Value, ok = t.dim(i).Name, key, true
		}
		if !ok {
			return 0
		}
	}
	sum := int64(0)
	for _, n := range areas {
		k.Area, k.Period = n, period
		sum += cells[k]
	}
	return sum
}

// targets adds what an area or a unit is asked to reach.
func (t *figureTable) targets() error {
	k := t.c.s.Node.Kinds.Get("target")
	if !t.c.who.Viewer.May("read", k) {
		return nil
	}
	for n := range t.out.Rows {
		row := &t.out.Rows[n]
		records, err := t.c.s.Node.Projection.FindBy(t.c, "target", "indicator", row.Code, 5000)
		if err != nil {
			return err
		}
		for _, r := range records {
			if r.Deleted() || !t.c.who.Viewer.Can("read", k, projection.PlaceOf(r)) {
				continue
			}
			target, err := kind.Into[indicator.Target](r.Kind, r.State)
			if err != nil {
				return err
			}
			if target.Calendar == t.a.calendar.Code {
				t.target(row, &target)
			}
		}
	}
	return nil
}

// target puts one under the column that it is for.
func (t *figureTable) target(row *FigureRow, target *indicator.Target) {
	period := t.a.calendar.Name(t.a.period)
	if target.Period == period && target.Area == t.whole() && target.Unit == t.a.unit {
		row.Total.Target = &target.Value
	}
	for n, column := range t.out.Columns {
		is := false
		switch t.a.by {
		case "area":
			is = target.Period == period && target.Area.String() == column.Key && target.Unit == t.a.unit
		case "month":
			is = target.Period == column.Key && target.Area == t.whole() && target.Unit == t.a.unit
		case "unit":
			is = target.Period == period && target.Unit.String() == column.Key && target.Area == t.a.area
		}
		if is {
			row.Cells[n].Target = &target.Value
		}
	}
}

// whole is the area that the whole table is about: the one asked for, or the one that
// holds all others where there is one.
func (t *figureTable) whole() change.ID {
	if !t.a.area.IsZero() || !t.a.unit.IsZero() {
		return t.a.area
	}
	for _, g := range t.groups {
		if len(g.reach.areas) != 1 {
			return change.ID{}
		}
		if id := g.reach.areas[0]; !id.IsZero() {
			return id
		}
	}
	if tops := t.c.s.Node.Projection.Tree().Within(change.ID{}, false, 0, 0); len(tops) == 1 {
		return tops[0]
	}
	return change.ID{}
}
