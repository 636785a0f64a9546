package api

import (
	"cmp"
	"slices"
	"strings"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/indicator"
	"bamban/internal/kind"
	"bamban/internal/projection"
)

// FiguresJSON is a table of figures: a row for each indicator.
type FiguresJSON struct {
	Calendar string         `json:"calendar"`
	Period   string         `json:"period"`
	From     string         `json:"from"`
	To       string         `json:"to"`
	Map      string         `json:"map"`
	By       string         `json:"by,omitempty"`
	Columns  []FigureColumn `json:"columns"`
	Rows     []FigureRow    `json:"rows"`
	// Counting is there while the records are counted for other indicators than before;
	// there are no figures then.
	Counting *CountingJSON `json:"counting,omitempty"`
}

// CountingJSON is how far a recount has come.
type CountingJSON struct {
	Done int64 `json:"done"`
	Of   int64 `json:"of"`
}

// FigureColumn is an area, a period, a unit or a value of a dimension.
type FigureColumn struct {
	Key  string `json:"key"`
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`
}

// FigureRow is one indicator's figures; Cells stand under the columns.
type FigureRow struct {
	Code  string       `json:"code"`
	Total FigureCell   `json:"total"`
	Cells []FigureCell `json:"cells"`
}

// FigureCell is one figure. V is nil where there is none (a ratio of nothing) and
// where it is hidden because it is of too few people.
type FigureCell struct {
	V      *float64 `json:"v"`
	Hidden bool     `json:"hidden,omitempty"`
	Target *float64 `json:"target,omitempty"`
}

// figureAsk is what a request asks for.
type figureAsk struct {
	set      *indicator.Set
	codes    []string // in the order of the answer
	given    bool     // codes were named by the caller
	area     change.ID
	units    []change.ID // the unit asked for and those below it; nil is any
	unit     change.ID
	calendar *indicator.Calendar
	period   indicator.Period
	old      bool
	by       string
	dim      string
}

// figureAsk reads a request's parameters.
func (c *call) figureAsk() (*figureAsk, error) {
	p := c.r.URL.Query()
	a := &figureAsk{set: c.s.Node.Figures, by: p.Get("by"), dim: p.Get("dim")}
	if a.set == nil {
		return nil, fault.New("figure.none", "")
	}
	if a.calendar = a.set.Calendar(p.Get("calendar")); a.calendar == nil {
		return nil, fault.New("figure.calendar", "calendar", "calendar", clip(p.Get("calendar")))
	}
	var ok bool
	if a.period, ok = a.calendar.Parse(p.Get("period")); !ok {
		return nil, fault.New("figure.period", "period", "period", clip(p.Get("period")))
	}
	switch p.Get("map") {
	case "", "new":
	case "old":
		a.old = true
	default:
		return nil, fault.New("figure.map", "map", "map", clip(p.Get("map")))
	}
	if !slices.Contains([]string{"", "area", "month", "unit", "dim"}, a.by) {
		return nil, fault.New("figure.by", "by", "by", clip(a.by))
	}
	for name, to := range map[string]*change.ID{"area": &a.area, "unit": &a.unit} {
		if text := p.Get(name); text != "" {
			id, err := change.ParseID(text)
			if err != nil {
				return nil, fault.New("field.bad_ref", name)
			}
			*to = id
		}
	}
	if !a.unit.IsZero() && p.Get("alone") == "1" {
		a.units = []change.ID{a.unit} // as a column of a table by unit counts
	} else if !a.unit.IsZero() {
		var err error
		if a.units, err = c.s.Node.UnitsBelow(c, a.unit); err != nil {
			return nil, err
		}
	}
	return a, c.figureCodes(a, p.Get("codes"))
}

// figureCodes reads which indicators are asked for; without any, all that the caller
// may read.
func (c *call) figureCodes(a *figureAsk, text string) error {
	if text == "" {
		for _, i := range a.set.All() {
			if _, err := c.figureReach(a, i); err == nil {
				a.codes = append(a.codes, i.Code)
			}
		}
		return nil
	}
	a.given = true
	for _, code := range strings.Split(text, ",") {
		i := a.set.Get(code)
		if i == nil {
			return fault.New("figure.unknown", "codes", "code", clip(code))
		}
		if _, err := c.figureReach(a, i); err != nil {
			return err
		}
		if !slices.Contains(a.codes, code) {
			a.codes = append(a.codes, code)
		}
	}
	return nil
}

// figureReach is where figures of an indicator are read for the caller: areas that are
// added up, and units.
type figureReach struct {
	areas  []change.ID
	units  []change.ID // nil is any
	scope  access.Scope
	closed bool // small cells are hidden
}

// figureReach finds the part of an indicator's figures that is asked for and within
// the caller's scope for its kind. Of a ratio both parts must be.
func (c *call) figureReach(a *figureAsk, i *indicator.Indicator) (*figureReach, error) {
	if i.Aggregate == indicator.Ratio {
		of, err := c.figureReach(a, a.set.Get(i.Of))
		if err != nil {
			return nil, err
		}
		per, err := c.figureReach(a, a.set.Get(i.Per))
		if err != nil {
			return nil, err
		}
		of.closed = of.closed || per.closed
		return of, nil
	}
	k := a.set.KindOf(i)
	v := c.who.Viewer
	r := &figureReach{units: a.units, scope: v.Scope(access.Read, k)}
	r.closed = i.People && v.SeesThroughout(k)&access.SeesPersonal == 0
	switch {
	case r.scope.IsEmpty():
		return nil, fault.New("forbidden", "")
	case !a.area.IsZero() && (r.scope.Everywhere || slices.Contains(r.scope.Areas, a.area)):
		r.areas = []change.ID{a.area}
	case !a.area.IsZero():
		return nil, fault.New("figure.outside", "area")
	case r.scope.Everywhere:
		r.areas = []change.ID{{}}
	case ownUnits(k, i) && len(r.scope.Units) > 0:
		r.areas = []change.ID{{}}
		if r.units == nil {
			r.units = r.scope.Units
		}
		if slices.ContainsFunc(r.units, func(u change.ID) bool { return !slices.Contains(r.scope.Units, u) }) {
			return nil, fault.New("figure.outside", "unit")
		}
	default:
		r.areas = c.topsOf(r.scope.Areas)
		if len(r.areas) == 0 {
			return nil, fault.New("figure.outside", "area")
		}
	}
	return r, nil
}

// ownUnits reports whether a unit's records of a kind are the unit's to read, wherever
// they are.
func ownUnits(k *kind.Kind, i *indicator.Indicator) bool {
	f := k.ScopeField(kind.ByUnit)
	return f != nil && i.UnitField() == f
}

// topsOf gives the areas of a scope that no other area of it holds.
func (c *call) topsOf(areas []change.ID) []change.ID {
	in := make(map[change.ID]bool, len(areas))
	for _, id := range areas {
		in[id] = true
	}
	var out []change.ID
	for _, id := range areas {
		if !slices.ContainsFunc(c.s.Node.Projection.Tree().Holders(id)[1:], func(h change.ID) bool { return in[h] }) {
			out = append(out, id)
		}
	}
	return out
}

func figures(c *call) (any, error) {
	if err := c.turn(); err != nil {
		return nil, err
	}
	a, err := c.figureAsk()
	if err != nil {
		return nil, err
	}
	out := &FiguresJSON{Calendar: a.calendar.Code, Period: a.calendar.Name(a.period), From: a.period.From.String(), To: a.period.To.String(),
		Map: "new", By: a.by, Columns: []FigureColumn{}, Rows: []FigureRow{}}
	if a.old {
		out.Map = "old"
	}
	if done, of := c.s.Node.Projection.FiguresState(); done != of {
		out.Counting = &CountingJSON{done, of}
		return out, nil
	}
	t := &figureTable{c: c, a: a, out: out}
	if err := t.fill(); err != nil {
		return nil, err
	}
	return out, t.targets()
}

// figureRecords gives the records behind a figure, as far as the caller may read them.
func figureRecords(c *call) (any, error) {
	q, _, err := c.behind(access.Read)
	if err != nil {
		return nil, err
	}
	p := c.r.URL.Query()
	q.After = p.Get("after")
	if q.Limit, err = limitOf(p.Get("limit")); err != nil {
		return nil, err
	}
	page, err := c.s.Node.Projection.Behind(c, *q)
	if err != nil {
		return nil, err
	}
	return c.page(page, "figure")
}

// figureExport writes the records behind a figure as a file, of those that the caller
// may export.
func figureExport(c *call) (any, error) {
	q, k, err := c.behind(access.Export)
	if err != nil {
		return nil, err
	}
	if err := c.exportFormat(); err != nil {
		return nil, err
	}
	q.Limit = projection.MaxLimit
	list := func(after string) (*projection.Page, error) {
		one := *q
		one.After = after
		return c.s.Node.Projection.Behind(c, one)
	}
	total := int64(0)
	if err := c.pages(list, func(records []*projection.Record) error {
		total += int64(len(records))
		return nil
	}); err != nil {
		return nil, err
	}
	c.r.SetPathValue("kind", k.Name)
	return c.exported(k, total, list)
}

// behind reads which figure's records are asked for, of those with which the caller may
// do something.
func (c *call) behind(verb access.Verb) (*projection.BehindQuery, *kind.Kind, error) {
	if err := c.turn(); err != nil {
		return nil, nil, err
	}
	a, err := c.figureAsk()
	if err != nil {
		return nil, nil, err
	}
	i := a.set.Get(c.r.PathValue("code"))
	if i == nil {
		return nil, nil, fault.New("figure.unknown", "code", "code", clip(c.r.PathValue("code")))
	}
	if i.Aggregate == indicator.Ratio {
		i = a.set.Get(i.Of)
	}
	reach, err := c.figureReach(a, i)
	if err != nil {
		return nil, nil, err
	}
	p := c.r.URL.Query()
	k := a.set.KindOf(i)
	if !c.who.Viewer.May(verb, k) {
		return nil, nil, fault.New("forbidden", "")
	}
	q := &projection.BehindQuery{Indicator: i, Areas: reach.areas, Units: reach.units, Period: a.period, OldMap: a.old,
		May: func(r *projection.Record) bool {
			at := projection.PlaceOf(r)
			return c.who.Viewer.Can(access.Read, k, at) && c.who.Viewer.Can(verb, k, at)
		}}
	if dim := p.Get("dim"); dim != "" {
		if !slices.ContainsFunc(i.Dims, func(d indicator.Dim) bool { return d.Name == dim }) {
			return nil, nil, fault.New("figure.dim", "dim", "code", i.Code, "dim", clip(dim))
		}
		q.Dim, q.Value = dim, p.Get("value")
	}
	if hidden, err := c.figureHidden(a, i); hidden || err != nil {
		return nil, nil, cmp.Or(err, error(fault.New("figure.closed", "")))
	}
	return q, k, nil
}

// figureHidden reports whether a figure is hidden from the caller: then its records
// are too, which would tell how many they are.
func (c *call) figureHidden(a *figureAsk, i *indicator.Indicator) (bool, error) {
	whole := *a
	whole.codes, whole.by = []string{i.Code}, ""
	t := &figureTable{c: c, a: &whole, out: &FiguresJSON{}}
	if p := c.r.URL.Query(); p.Get("dim") != "" {
		whole.by, whole.dim = "dim", p.Get("dim")
		if err := t.fill(); err != nil {
			return false, err
		}
		n := slices.IndexFunc(t.out.Columns, func(column FigureColumn) bool { return column.Key == p.Get("value") })
		return n >= 0 && t.out.Rows[0].Cells[n].Hidden, nil
	}
	err := t.fill()
	return err == nil && t.out.Rows[0].Total.Hidden, err
}
