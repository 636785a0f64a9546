package writer

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/projection"
)

// checkScope refuses what the author may not do: a record or a destination
// outside their scope, a field that they may not see, a role not theirs to give.
func (a *admission) checkScope(ctx context.Context, k *kind.Kind, c *change.Change, before access.At, exists bool) *fault.Fault {
	after := placeAfter(k, before, c)
	verb := access.Update
	if !exists {
		if k.Name == "person" {
			after.Household = a.homeOf(c.Record)
		}
		verb, before = access.Create, after
	} else if _, ok := c.Fields[change.Deleted]; ok {
		verb = access.Delete
	}
	if !a.viewer.Can(verb, k, before) || !a.viewer.Can(verb, k, after) {
		return fault.New("scope.outside", "")
	}
	if f := a.checkFields(ctx, k, c, before, after, exists); f != nil {
		return f
	}
	// A household named by a record must be in reach itself: a record can't be
	// slipped into somebody else's household by naming an area of one's own.
	if h := after.Household; !h.IsZero() && h != c.Record {
		info, ok := a.known[h]
		if ok && !a.viewer.Can(access.Read, info.Kind, info.At) && !a.viewer.Can(verb, k, access.At{Household: h}) {
			return fault.New("scope.outside", "household")
		}
	}
	if k.Name == "grant" {
		return a.checkGrant(c, after)
	}
	return nil
}

// wasInScope reports whether the author could make a change when it was written,
// or until the device was told that it is another's: what is about people and was
// written in good faith is let in. Nothing is deleted and nothing given out by
// rights of before.
func (a *admission) wasInScope(ctx context.Context, k *kind.Kind, c *change.Change, before access.At, exists bool) bool {
	if _, deletes := c.Fields[change.Deleted]; deletes || a.drained == nil || k.ScopeField(kind.ByArea) == nil || k.Name == "assignment" {
		return false
	}
	viewers, err := a.drained(ctx, c.Time)
	if err != nil {
		return false // it waits in quarantine, as without
	}
	for _, v := range viewers {
		then := *a
		then.viewer = v
		if then.checkScope(ctx, k, c, before, exists) == nil {
			return true
		}
	}
	return false
}

// checkFields refuses to overwrite what the author may not read: where the record
// was and where it goes, as it was and as it becomes, for a new day of birth makes
// an adult of a child, and another person makes an adult's of what is about one. Who creates a record may fill it in, also where they can't
// read it later.
func (a *admission) checkFields(ctx context.Context, k *kind.Kind, c *change.Change, before, after access.At, exists bool) *fault.Fault {
	sees := a.viewer.Sees(k, before) & a.viewer.Sees(k, after)
	var about access.About
	asked := false
	for _, cell := range slices.Sorted(maps.Keys(c.Fields)) {
		f := k.Field(cell)
		closed := f.Sensitivity == kind.Secret || f.Server || exists && !sees.Allows(f, 0)
		if !closed && exists && k.MayBeChilds() && (!sees.Allows(f, access.OfChild|access.Restricted) || f.About && sees&access.SeesChild == 0) {
			if !asked {
				about, asked = a.about(ctx, k, c), true
			}
			closed = !sees.Allows(f, about) || f.About && about&access.OfChild != 0 && sees&access.SeesChild == 0
		}
		if closed {
			return fault.New("scope.field", cell, "field", f.Label.VI, "field_en", f.Label.EN)
		}
	}
	return nil
}

// about says whether a record is a child's, or about one, or restricted, before a change
// or after it.
func (a *admission) about(ctx context.Context, k *kind.Kind, c *change.Change) access.About {
	r, err := a.get(ctx, c.Record)
	if err != nil {
		return access.OfChild
	}
	before := projection.NewChildren(a.get, a.w.IsChild).Of(ctx, r)
	r.State.Apply(c, k)
	return before | projection.NewChildren(a.get, a.w.IsChild).Of(ctx, r)
}

// get reads a record as the changes before in the batch leave it.
func (a *admission) get(ctx context.Context, id change.ID) (*projection.Record, error) {
	r, err := a.w.Projection.Get(ctx, id)
	changes := a.before[id]
	if len(changes) == 0 {
		return r, err
	}
	if err != nil {
		r = &projection.Record{ID: id, Kind: a.w.Projection.Registry().Get(changes[0].Kind), State: &change.State{}}
	}
	for _, c := range changes {
		r.State.Apply(c, r.Kind)
	}
	return r, nil
}

func (a *admission) checkGrant(c *change.Change, at access.At) *fault.Fault {
	var role string
	if raw, ok := c.Fields["role"]; ok && json.Unmarshal(raw, &role) == nil {
		if at.User == a.viewer.User {
			return fault.New("grant.self", "user")
		}
		if !a.viewer.MayGrant(at.User, role, at.Unit) {
			return fault.New("grant.not_yours", "role")
		}
	}
	return nil
}
