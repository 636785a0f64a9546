package projection

import (
	"context"
	"encoding/json"

	"bamban/internal/access"
	"bamban/internal/change"
)

// Children tells which records are a child's, or of somebody who asked for their use to
// be restricted: the person's own, and those about the person, also by way of another
// record (the photo of a note about a child). It remembers what it looked up, so each
// request takes a new one.
type Children struct {
	get    func(context.Context, change.ID) (*Record, error)
	born   func(date string) bool
	agreed func(context.Context, *Record) bool
	known  map[change.ID]access.About
}

// NewChildren begins to tell. Records come from get; born tells whether somebody
// born on a partial date is a child today.
func NewChildren(get func(context.Context, change.ID) (*Record, error), born func(date string) bool) *Children {
	return &Children{get: get, born: born, known: map[change.ID]access.About{}}
}

// Agreeing asks for each record besides whether those whom it is about agreed that a
// viewer reads it.
func (c *Children) Agreeing(agreed func(context.Context, *Record) bool) *Children {
	c.agreed = agreed
	return c
}

// Is reports whether a record is a child's.
func (c *Children) Is(ctx context.Context, r *Record) bool {
	return c.whose(ctx, r)&access.OfChild != 0
}

// Of says what a record's being about somebody does to who may read it.
func (c *Children) Of(ctx context.Context, r *Record) access.About {
	a := c.whose(ctx, r)
	if c.agreed != nil && c.agreed(ctx, r) {
		a |= access.Agreed
	}
	return a
}

// whose: what a record is about and can't be looked up counts as a child: in doubt it
// stays closed.
func (c *Children) whose(ctx context.Context, r *Record) access.About {
	if r.Kind.ChildBorn != "" {
		return c.own(r)
	}
	about := r.Kind.About()
	if about == nil {
		return 0
	}
	var id change.ID
	if raw := r.State.Value(about.Name, r.Kind); raw == nil || json.Unmarshal(raw, &id) != nil {
		return 0
	}
	if is, ok := c.known[id]; ok {
		return is
	}
	c.known[id] = access.OfChild // what leads back to itself ends here
	subject, err := c.get(ctx, id)
	if err == nil {
		c.known[id] = c.whose(ctx, subject)
	}
	return c.known[id]
}

// own is what a person's own record says.
func (c *Children) own(r *Record) access.About {
	var a access.About
	if raw := r.State.Value(r.Kind.ChildBorn, r.Kind); raw != nil && c.born(textOf(raw)) {
		a |= access.OfChild
	}
	if r.Kind.Restricted != "" && string(r.State.Value(r.Kind.Restricted, r.Kind)) == "true" {
		a |= access.Restricted
	}
	return a
}
