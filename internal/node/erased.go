package node

import (
	"context"
	"encoding/json"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/projection"
)

// Barred holds back what a replica that hasn't heard yet writes of somebody who was
// erased: of the emptied person, about them, or into a record that was emptied. What is
// plain may pass.
func (n *Node) Barred(ctx context.Context, c *change.Change) *fault.Fault {
	k := n.Kinds.Get(c.Kind)
	if k == nil || c.Kind == "certificate" || !personal(k, c) {
		return nil
	}
	made, err := n.Projection.Count(ctx, projection.Query{Kind: "certificate", Scope: access.Scope{Everywhere: true}})
	if err != nil || made == 0 {
		return nil // nobody was ever erased here
	}
	is, err := n.ofErased(ctx, k, c)
	if err != nil {
		return fault.As(err)
	}
	if is {
		return fault.New("rights.erased", "")
	}
	return nil
}

// personal reports whether a change says something of a person.
func personal(k *kind.Kind, c *change.Change) bool {
	for cell := range c.Fields {
		f := k.Field(cell)
		if f != nil && (f.Sensitivity != kind.Plain || f.About || len(f.Refs) == 1 && f.Refs[0] == "person") {
			return true
		}
	}
	return false
}

func (n *Node) ofErased(ctx context.Context, k *kind.Kind, c *change.Change) (bool, error) {
	if c.Kind == "person" {
		return n.wasErased(ctx, c.Record)
	}
	for cell, raw := range c.Fields {
		f := k.Field(cell)
		var id change.ID
		if f == nil || !f.About && (len(f.Refs) != 1 || f.Refs[0] != "person") || json.Unmarshal(raw, &id) != nil || id.IsZero() {
			continue
		}
		if is, err := n.wasErased(ctx, id); is || err != nil {
			return is, err
		}
	}
	r, err := n.Projection.Get(ctx, c.Record)
	if err != nil || !r.Deleted() {
		return false, nil
	}
	return n.Projection.HasErased(ctx, r)
}

func (n *Node) wasErased(ctx context.Context, person change.ID) (bool, error) {
	found, err := n.Projection.FindBy(ctx, "certificate", "person", person.String(), 1)
	return len(found) > 0, err
}
