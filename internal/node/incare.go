package node

import (
	"context"
	"slices"

	"bamban/internal/change"
	"bamban/internal/place"
	"bamban/internal/projection"
)

// KeeperOf is the unit to ask about a record that lives in an area: of those that have
// its area in their care today, and none a smaller one around it, the asker's own, the one
// whose user wrote the record down, or the first by code. The zero id where nobody has.
func (n *Node) KeeperOf(ctx context.Context, r *projection.Record, own change.ID) (change.ID, error) {
	units, err := n.unitsByID(ctx)
	if err != nil {
		return change.ID{}, err
	}
	today := n.Today()
	for _, area := range n.Projection.Tree().Holders(projection.PlaceOf(r).Area) {
		var some []change.ID
		for id, u := range units {
			if slices.ContainsFunc(u.Areas, func(a place.UnitArea) bool { return a.Area == area && place.InForce(a.From, a.To, today) }) {
				some = append(some, id)
			}
		}
		if len(some) == 0 {
			continue
		}
		for _, first := range []change.ID{own, n.unitOfAuthor(ctx, r)} {
			if slices.Contains(some, first) {
				return first, nil
			}
		}
		return slices.MinFunc(some, func(a, b change.ID) int {
			if units[a].Code < units[b].Code {
				return -1
			}
			return 1
		}), nil
	}
	return change.ID{}, nil
}

// unitOfAuthor is the unit of who made a record, or the zero id.
func (n *Node) unitOfAuthor(ctx context.Context, r *projection.Record) change.ID {
	for _, c := range r.State.Cells {
		for _, h := range c.Heads {
			if h.Version != r.State.Origin || h.User.IsZero() {
				continue
			}
			if u, err := n.Projection.Get(ctx, h.User); err == nil {
				return projection.PlaceOf(u).Unit
			}
		}
	}
	return change.ID{}
}
