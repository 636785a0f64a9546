package node

import (
	"context"
	"encoding/json"

	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/indicator"
	"bamban/internal/kind"
	"bamban/internal/place"
)

// rule is what a kind's own rule says against a change.
func (n *Node) rule(ctx context.Context, c *change.Change) *fault.Fault {
	if c.Kind == "target" && c.Op == change.Set && c.Fields[change.Deleted] == nil {
		return n.checkTarget(ctx, c)
	}
	return nil
}

// checkTarget looks whether a target, as it will be, names an indicator and a period
// that there are, and an area or a unit that exists in that period.
func (n *Node) checkTarget(ctx context.Context, c *change.Change) *fault.Fault {
	t, err := n.targetAfter(ctx, c)
	if err != nil {
		return fault.As(err)
	}
	if n.Figures == nil {
		return fault.New("figure.none", "")
	}
	if n.Figures.Get(t.Indicator) == nil {
		return fault.New("figure.unknown", "indicator", "code", t.Indicator)
	}
	calendar := n.Figures.Calendar(t.Calendar)
	if calendar == nil || t.Calendar == "" {
		return fault.New("figure.calendar", "calendar", "calendar", t.Calendar)
	}
	p, ok := calendar.Parse(t.Period)
	switch {
	case !ok:
		return fault.New("figure.period", "period", "period", t.Period)
	case p.Grain == indicator.ByDay:
		return fault.New("target.period_too_fine", "period")
	case t.Area.IsZero() && t.Unit.IsZero():
		return fault.New("target.place", "area")
	case !t.Area.IsZero() && !t.Unit.IsZero():
		return fault.New("target.two_places", "unit")
	}
	return n.existsIn(ctx, &t, p)
}

// existsIn looks whether a target's place exists on some day of its period. A place
// that came in the same batch is not there yet and is believed.
func (n *Node) existsIn(ctx context.Context, t *indicator.Target, p indicator.Period) *fault.Fault {
	id, code, field := t.Area, "target.area_not_then", "area"
	if id.IsZero() {
		id, code, field = t.Unit, "target.unit_not_then", "unit"
	}
	found, err := n.Projection.GetMany(ctx, []change.ID{id})
	if err != nil {
		return fault.As(err)
	}
	r := found[id]
	if r == nil {
		return nil
	}
	var from, to string
	switch r.Kind.Name {
	case "area":
		a, err := kind.Into[place.Area](r.Kind, r.State)
		if err != nil {
			return fault.As(err)
		}
		from, to = a.ValidFrom, a.ValidTo
	case "unit":
		u, err := kind.Into[place.Unit](r.Kind, r.State)
		if err != nil {
			return fault.As(err)
		}
		from, to = u.ValidFrom, u.ValidTo
	}
	if from > p.To.String() || to != "" && to < p.From.String() || r.Deleted() {
		return fault.New(code, field, "period", t.Period)
	}
	return nil
}

// targetAfter is a target as a change leaves it.
func (n *Node) targetAfter(ctx context.Context, c *change.Change) (indicator.Target, error) {
	k := n.Kinds.Get("target")
	state := &change.State{}
	found, err := n.Projection.GetMany(ctx, []change.ID{c.Record})
	if err != nil {
		return indicator.Target{}, err
	}
	values := map[string]json.RawMessage{}
	if r := found[c.Record]; r != nil {
		values = kind.Values(k, r.State)
	}
	for name, v := range c.Fields {
		values[name] = v
	}
	state.Apply(&change.Change{Op: change.Set, Time: 1, Device: 1, N: 1, Fields: values}, k)
	return kind.Into[indicator.Target](k, state)
}

// UnitsBelow gives a unit and its sub-units.
func (n *Node) UnitsBelow(ctx context.Context, unit change.ID) ([]change.ID, error) {
	units, err := n.unitsByID(ctx)
	if err != nil {
		return nil, err
	}
	return (&world{n: n, units: units}).UnitsBelow(unit), nil
}
