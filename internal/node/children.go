package node

import (
	"context"
	"encoding/json"
	"time"

	"bamban/internal/change"
	"bamban/internal/household"
	"bamban/internal/pack"
	"bamban/internal/projection"
)

// Children tells which records are a child's today: a child's own, and those about
// a child, also by way of another record (the photo of a note about a child). It
// remembers what it looked up, so each request takes a new one.
type Children struct {
	n     *Node
	known map[change.ID]bool
}

// Children begins to tell.
func (n *Node) Children() *Children { return &Children{n, map[change.ID]bool{}} }

// Is reports whether a record is a child's. What it is about and can't be looked up
// counts as a child: in doubt it stays closed.
func (c *Children) Is(ctx context.Context, r *projection.Record) bool {
	if r.Kind.ChildBorn != "" {
		return c.n.isChild(r)
	}
	about := r.Kind.About()
	if about == nil {
		return false
	}
	var id change.ID
	if raw := r.State.Value(about.Name, r.Kind); raw == nil || json.Unmarshal(raw, &id) != nil {
		return false
	}
	if is, ok := c.known[id]; ok {
		return is
	}
	c.known[id] = true // what leads back to itself ends here
	subject, err := c.n.Projection.Get(ctx, id)
	c.known[id] = err != nil || c.Is(ctx, subject)
	return c.known[id]
}

// ChildrenBornFrom is a day on or after which every child of today was born.
func (n *Node) ChildrenBornFrom() string {
	return household.ChildrenBornFrom(n.childAge(), n.today())
}

func (n *Node) today() time.Time { return time.UnixMilli(n.Now()).In(n.Zone) }

func (n *Node) childAge() int { return n.Pack.Settings.Int(pack.ChildAge, n.Today()) }

// isChild reports whether somebody is a child today, by the pack's age.
func (n *Node) isChild(r *projection.Record) bool {
	var born string
	raw := r.State.Value(r.Kind.ChildBorn, r.Kind)
	if raw == nil || json.Unmarshal(raw, &born) != nil {
		return false
	}
	return household.IsChild(born, n.childAge(), n.today())
}
