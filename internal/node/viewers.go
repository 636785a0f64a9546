package node

import (
	"context"
	"fmt"
	"slices"

	"bamban/internal/access"
	"bamban/internal/account"
	"bamban/internal/assignment"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/place"
	"bamban/internal/projection"
)

// viewerCache holds viewers while nothing that they follow from has changed.
type viewerCache struct {
	version uint64
	day     string
	byUser  map[change.ID]*access.Viewer
}

// unitCache holds the units by id.
type unitCache struct {
	version uint64
	loaded  bool
	byID    map[change.ID]place.Unit
}

// whoKinds are the kinds from which a viewer follows.
var whoKinds = []string{"grant", "assignment", "user", "unit", "area", "membership"}

// Viewer gives what a user may see and do today. A user who is suspended or not
// there is an error.
func (n *Node) Viewer(ctx context.Context, user change.ID) (*access.Viewer, error) {
	version, day := n.Projection.Version(whoKinds...), n.Today()
	n.mu.Lock()
	if n.viewers.version != version || n.viewers.day != day || n.viewers.byUser == nil {
		n.viewers = viewerCache{version, day, map[change.ID]*access.Viewer{}}
	}
	v := n.viewers.byUser[user]
	n.mu.Unlock()
	if v != nil {
		return v, nil
	}
	v, err := n.makeViewer(ctx, user, day, day)
	if err != nil {
		return nil, err
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.viewers.version == version && n.viewers.day == day {
		n.viewers.byUser[user] = v
	}
	return v, nil
}

// makeViewer binds what assignments give on a day, by roles held on that day or on
// another.
func (n *Node) makeViewer(ctx context.Context, user change.ID, day, or string) (*access.Viewer, error) {
	r, err := n.Projection.Get(ctx, user)
	if err != nil {
		return nil, err
	}
	u, err := kind.Into[account.User](r.Kind, r.State)
	if err != nil || r.Kind.Name != "user" {
		return nil, fault.New("not_found", "")
	}
	if r.Deleted() || u.Status != "active" {
		return nil, fault.New("user.suspended", "")
	}
	records, err := n.Projection.FindBy(ctx, "grant", "user", user.String(), 100)
	if err != nil {
		return nil, err
	}
	var grants []access.Grant
	for _, g := range records {
		grant, err := kind.Into[account.Grant](g.Kind, g.State)
		if err != nil {
			return nil, fmt.Errorf("grants of %s: %w", user, err)
		}
		if place.InForce(grant.From, grant.To, day) || place.InForce(grant.From, grant.To, or) {
			grants = append(grants, access.Grant{Role: grant.Role, Unit: grant.Unit, Area: grant.Area})
		}
	}
	units, err := n.unitsByID(ctx)
	if err != nil {
		return nil, err
	}
	w := &world{n: n, day: day, units: units}
	if err := w.loadAssigned(ctx, user); err != nil {
		return nil, err
	}
	return access.Bind(user, u.Unit, grants, n.Pack.Roles, w), nil
}

// ViewerOn gives what a user could see and do on a day, by the assignments of that
// day and the roles of that day or of today; the user must still be active.
func (n *Node) ViewerOn(ctx context.Context, user change.ID, day string) (*access.Viewer, error) {
	return n.makeViewer(ctx, user, day, n.Today())
}

// Ended gives a user's assignments that ended on a day or later, before today.
func (n *Node) Ended(ctx context.Context, user change.ID, since string) ([]assignment.Assignment, error) {
	all, err := n.assignments(ctx, user)
	today := n.Today()
	return slices.DeleteFunc(all, func(a assignment.Assignment) bool { return a.To == "" || a.To < since || a.To >= today }), err
}

func (n *Node) assignments(ctx context.Context, user change.ID) ([]assignment.Assignment, error) {
	records, err := n.Projection.FindBy(ctx, "assignment", "user", user.String(), 10_000)
	if err != nil {
		return nil, err
	}
	out := make([]assignment.Assignment, len(records))
	for i, r := range records {
		if out[i], err = kind.Into[assignment.Assignment](r.Kind, r.State); err != nil {
			return nil, fmt.Errorf("assignments of %s: %w", user, err)
		}
	}
	return out, nil
}

func (n *Node) unitsByID(ctx context.Context) (map[change.ID]place.Unit, error) {
	version := n.Projection.Version("unit")
	n.mu.Lock()
	if n.units.loaded && n.units.version == version {
		defer n.mu.Unlock()
		return n.units.byID, nil
	}
	n.mu.Unlock()
	units := map[change.ID]place.Unit{}
	err := n.Projection.Each(ctx, "unit", func(r *projection.Record) error {
		if r.Deleted() {
			return nil
		}
		u, err := kind.Into[place.Unit](r.Kind, r.State)
		units[r.ID] = u
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read units: %w", err)
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.units = unitCache{version, true, units}
	return units, nil
}

// world resolves reaches for one user on one day; it implements access.World.
type world struct {
	n          *Node
	day        string
	units      map[change.ID]place.Unit
	areas      []change.ID // assigned, with all below
	households []change.ID // assigned
	people     []change.ID // who live in those
}

func (w *world) loadAssigned(ctx context.Context, user change.ID) error {
	all, err := w.n.assignments(ctx, user)
	if err != nil {
		return err
	}
	for _, a := range all {
		if !place.InForce(a.From, a.To, w.day) {
			continue
		}
		if !a.Household.IsZero() {
			w.households = append(w.households, a.Household)
			if err := w.loadPeople(ctx, a.Household); err != nil {
				return err
			}
		} else if !a.Area.IsZero() {
			w.areas = append(w.areas, w.AreasBelow(a.Area)...)
		}
	}
	return nil
}

// loadPeople adds who lives in a household, or did: what was done for them there
// stays in its officer's view.
func (w *world) loadPeople(ctx context.Context, home change.ID) error {
	records, err := w.n.Projection.FindBy(ctx, "membership", "household", home.String(), 200)
	if err != nil {
		return err
	}
	for _, r := range records {
		m, err := kind.Into[household.Membership](r.Kind, r.State)
		if err != nil {
			return fmt.Errorf("members of %s: %w", home, err)
		}
		w.people = append(w.people, m.Person)
	}
	return nil
}

func (w *world) UnitsBelow(unit change.ID) []change.ID {
	if unit.IsZero() {
		return nil
	}
	out := []change.ID{unit}
	seen := map[change.ID]bool{unit: true}
	for i := 0; i < len(out); i++ {
		for id, u := range w.units {
			if u.Parent == out[i] && !seen[id] {
				seen[id] = true
				out = append(out, id)
			}
		}
	}
	return out
}

// UnitsAbove gives the units that a unit belongs to, the nearest first; a ring ends.
func (w *world) UnitsAbove(unit change.ID) []change.ID {
	var out []change.ID
	for up := w.units[unit].Parent; !up.IsZero() && up != unit && !slices.Contains(out, up); up = w.units[up].Parent {
		out = append(out, up)
	}
	return out
}

func (w *world) AreasOf(units []change.ID) []change.ID {
	seen := map[change.ID]bool{}
	var out []change.ID
	for _, id := range units {
		for _, a := range w.units[id].Areas {
			if !place.InForce(a.From, a.To, w.day) {
				continue
			}
			for _, below := range w.AreasBelow(a.Area) {
				if !seen[below] {
					seen[below] = true
					out = append(out, below)
				}
			}
		}
	}
	return out
}

func (w *world) AreasBelow(area change.ID) []change.ID { return w.n.Projection.Tree().Below(area) }

func (w *world) Assigned(change.ID) (areas, households, people []change.ID) {
	return w.areas, w.households, w.people
}
