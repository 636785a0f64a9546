package same

import (
	"context"
	"slices"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/projection"
	"bamban/internal/twin"
)

// Service works on one node. It holds nothing of its own.
type Service struct{ Node *node.Node }

// Pair is two records of people and what was decided about them, if anything.
type Pair struct {
	projection.Twin
	Decision *household.Twin    // nil where nobody has proposed or decided
	Record   *projection.Record // of the decision
}

// ID names the pair.
func (p *Pair) ID() change.ID { return twin.PairID(p.A.ID, p.B.ID) }

// Status of the pair; "" where nobody has proposed or decided.
func (p *Pair) Status() string {
	if p.Decision == nil {
		return ""
	}
	return p.Decision.Status
}

// Settled reports whether somebody has decided about the pair and not taken it back.
func (p *Pair) Settled() bool {
	return p.Status() == household.TwinSame || p.Status() == household.TwinDifferent
}

// Of gives the pairs that a person's record is in: those that look alike, the likeliest
// first, and those about which somebody has decided.
func (s *Service) Of(ctx context.Context, r *projection.Record) ([]Pair, error) {
	var out []Pair
	if !merged(r) && !r.Deleted() {
		found, err := s.Node.Projection.TwinsOf(ctx, r)
		if err != nil {
			return nil, err
		}
		for _, t := range found {
			p, err := s.with(ctx, t)
			if err != nil {
				return nil, err
			}
			out = append(out, *p)
		}
	}
	decisions, _, err := s.Node.Projection.TwinHolds(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	for _, d := range decisions {
		if d.Deleted() || slices.ContainsFunc(out, func(p Pair) bool { return p.ID() == d.ID }) {
			continue
		}
		p, err := s.OfDecision(ctx, d)
		if err != nil {
			return nil, err
		}
		if p != nil {
			out = append(out, *p)
		}
	}
	return out, nil
}

// with adds to a pair what was decided about it.
func (s *Service) with(ctx context.Context, t projection.Twin) (*Pair, error) {
	p := &Pair{Twin: t}
	r, err := s.Node.Projection.DecisionOf(ctx, t.A.ID, t.B.ID)
	if err != nil || r == nil {
		return p, err
	}
	d, err := kind.Into[household.Twin](r.Kind, r.State)
	p.Decision, p.Record = &d, r
	return p, err
}

// With adds to pairs what was proposed about them.
func (s *Service) With(ctx context.Context, some []projection.Twin) ([]Pair, error) {
	out := make([]Pair, 0, len(some))
	for _, t := range some {
		p, err := s.with(ctx, t)
		if err != nil {
			return nil, err
		}
		out = append(out, *p)
	}
	return out, nil
}

// OfDecision gives the pair of a decision; nil where one of the two is gone.
func (s *Service) OfDecision(ctx context.Context, r *projection.Record) (*Pair, error) {
	d, err := kind.Into[household.Twin](r.Kind, r.State)
	if err != nil {
		return nil, err
	}
	have, err := s.Node.Projection.GetMany(ctx, []change.ID{d.Kept, d.Other})
	if err != nil {
		return nil, err
	}
	a, b := have[d.Kept], have[d.Other]
	if a == nil || b == nil || a.Kind.Name != "person" || b.Kind.Name != "person" {
		return nil, nil
	}
	return &Pair{projection.Twin{A: a, B: b, Likeness: agreed(&d)}, &d, r}, nil
}

// agreed is what agreed when somebody proposed or decided: the records may look unlike by
// now, or have from the beginning. What somebody proposed is looked at like what is likely.
func agreed(d *household.Twin) twin.Likeness {
	out := twin.Likeness{Grade: twin.Possible}
	if d.Status == household.TwinProposed {
		out.Grade = twin.Likely
	}
	for _, a := range d.Agree {
		out.Agree = append(out.Agree, twin.Agreement(a))
	}
	return out
}

// Pair gives the pair of a person that is named by its own id, or by the id of another
// person whom the asker reads: somebody may know of two records that look nothing alike.
func (s *Service) Pair(ctx context.Context, v *access.Viewer, r *projection.Record, which change.ID) (*Pair, error) {
	all, err := s.Of(ctx, r)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].ID() == which {
			return &all[i], nil
		}
	}
	other, err := s.Node.Projection.Get(ctx, which)
	if err != nil || other.ID == r.ID || other.Kind != r.Kind || other.Deleted() || !v.Can(access.Read, other.Kind, projection.PlaceOf(other)) {
		return nil, fault.New("not_found", "pair")
	}
	t := projection.Twin{A: r, B: other}
	if twin.Older(t.B.ID, t.A.ID) {
		t.A, t.B = t.B, t.A
	}
	if t.Likeness, err = s.Node.Projection.Likeness(ctx, t.A, t.B); err != nil {
		return nil, err
	}
	return s.with(ctx, t)
}

// merged reports whether a record leads to an older one of the same person.
func merged(r *projection.Record) bool { return !LeadsTo(r).IsZero() }

// LeadsTo is the older record of the same person, or the zero id.
func LeadsTo(r *projection.Record) change.ID {
	p, err := kind.Into[household.Person](r.Kind, r.State)
	if err != nil {
		return change.ID{}
	}
	return p.SameAs
}
