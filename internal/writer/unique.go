package writer

import (
	"context"
	"encoding/json"
	"slices"

	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
)

// unique is a value that only one record may have.
type unique struct{ kind, field, value string }

// checkUnique refuses a value that another record has, whatever way it comes: made,
// changed, given back, or brought back from deletion.
func (a *admission) checkUnique(ctx context.Context, k *kind.Kind, c *change.Change, exists bool) *fault.Fault {
	for i := range k.Fields {
		f := &k.Fields[i]
		if !f.Unique {
			continue
		}
		raw, ok := c.Fields[f.Name]
		if !ok && exists && undeletes(c) {
			r, err := a.w.Projection.Get(ctx, c.Record)
			if err != nil {
				return fault.As(err)
			}
			raw = r.State.Value(f.Name, k)
		}
		var value string
		if raw == nil || json.Unmarshal(raw, &value) != nil {
			continue
		}
		found, err := a.w.Projection.FindBy(ctx, k.Name, f.Name, value, 2)
		if err != nil {
			return fault.As(err)
		}
		key := unique{k.Name, f.Name, value}
		before, inBatch := a.taken[key]
		if inBatch && before != c.Record {
			return fault.New("user.login_taken", f.Name)
		}
		for _, r := range found {
			if r.ID != c.Record {
				return fault.New("user.login_taken", f.Name)
			}
		}
		if a.taken == nil {
			a.taken = map[unique]change.ID{}
		}
		a.taken[key] = c.Record
	}
	return nil
}

func undeletes(c *change.Change) bool {
	raw, ok := c.Fields[change.Deleted]
	return ok && string(raw) != "true"
}

// oneByOne keeps batches that may set a value that only one record may have from
// being decided side by side: each is folded before the next one is looked at. It
// gives the context to go on with, which nobody breaks off in between, and what to
// call at the end.
func (w *Writer) oneByOne(ctx context.Context, changes []*change.Change) (context.Context, func()) {
	if !slices.ContainsFunc(changes, w.mayTake) {
		return ctx, func() {}
	}
	w.taking.Lock()
	return context.WithoutCancel(ctx), w.taking.Unlock
}

func (w *Writer) mayTake(c *change.Change) bool {
	if c.Op == change.Release {
		return true
	}
	k := w.Projection.Registry().Get(c.Kind)
	if k == nil {
		return false
	}
	if k.Tally != (kind.Tally{}) || k.Name == "twin" {
		return true // a due is paid once, a pair decided once
	}
	for i := range k.Fields {
		f := &k.Fields[i]
		if !f.Unique {
			continue
		}
		if _, sets := c.Fields[f.Name]; sets || undeletes(c) {
			return true
		}
	}
	return false
}
