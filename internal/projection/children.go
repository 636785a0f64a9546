package projection

import (
	"context"
	"encoding/json"

	"bamban/internal/change"
)

// Children tells which records are a child's: a child's own, and those about a
// child, also by way of another record (the photo of a note about a child). It
// remembers what it looked up, so each request takes a new one.
type Children struct {
	get   func(context.Context, change.ID) (*Record, error)
	born  func(date string) bool
	known map[change.ID]bool
}

// NewChildren begins to tell. Records come from get; born tells whether somebody
// born on a partial date is a child today.
func NewChildren(get func(context.Context, change.ID) (*Record, error), born func(date string) bool) *Children {
	return &Children{get, born, map[change.ID]bool{}}
}

// Is reports whether a record is a child's. What it is about and can't be looked up
// counts as a child: in doubt it stays closed.
func (c *Children) Is(ctx context.Context, r *Record) bool {
	if r.Kind.ChildBorn != "" {
		raw := r.State.Value(r.Kind.ChildBorn, r.Kind)
		return raw != nil && c.born(textOf(raw))
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
	subject, err := c.get(ctx, id)
	c.known[id] = err != nil || c.Is(ctx, subject)
	return c.known[id]
}
