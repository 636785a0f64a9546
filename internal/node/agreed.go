package node

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/projection"
)

// ChildrenFor tells which records are a child's or restricted, and, for a viewer who
// reads some things by consent only, which are open by it.
func (n *Node) ChildrenFor(v *access.Viewer) *projection.Children {
	c := n.Children()
	if len(v.Purposes) == 0 {
		return c
	}
	return c.Agreeing((&agreement{n: n, viewer: v, people: map[change.ID]answer{}, homes: map[change.ID]bool{}}).has)
}

// agreement finds out who agreed that a viewer's unit reads of them. It remembers what
// it looked up.
type agreement struct {
	n      *Node
	viewer *access.Viewer
	people map[change.ID]answer
	homes  map[change.ID]bool
}

// answer of a person: whether they agreed, or took that back.
type answer struct{ agreed, withdrew bool }

// maxSteps from a record to whom it is about: the photo of a note about a person.
const maxSteps = 4

// has reports whether those whom a record is about agreed: of a person's record, or one
// about a person, that person; of a household's, somebody who lives there, and nobody who
// lives there took it back. What is about nobody needs no agreement and has none.
func (a *agreement) has(ctx context.Context, r *projection.Record) bool {
	for range maxSteps {
		switch r.Kind.Name {
		case "person":
			return a.person(ctx, r.ID).agreed
		case "household":
			return a.home(ctx, r.ID)
		}
		var id change.ID
		if about := r.Kind.About(); about != nil {
			id = idIn(r, about.Name)
		}
		if id.IsZero() {
			id = projection.PlaceOf(r).Household
		}
		subject, err := a.n.Projection.Get(ctx, id)
		if id.IsZero() || err != nil {
			return false
		}
		r = subject
	}
	return false
}

func (a *agreement) home(ctx context.Context, id change.ID) bool {
	if is, ok := a.homes[id]; ok {
		return is
	}
	found, err := a.n.Projection.Naming(ctx, "membership", "household", id)
	agreed, withdrew := false, false
	for _, m := range found {
		if m.Deleted() || m.State.Value("to", m.Kind) != nil {
			continue
		}
		one := a.person(ctx, idIn(m, "person"))
		agreed, withdrew = agreed || one.agreed, withdrew || one.withdrew
	}
	a.homes[id] = err == nil && agreed && !withdrew
	return a.homes[id]
}

// person: the latest word on each purpose counts, and all purposes are needed.
func (a *agreement) person(ctx context.Context, id change.ID) answer {
	if is, ok := a.people[id]; ok {
		return is
	}
	var out answer
	person, err := a.n.Projection.Get(ctx, id)
	if err == nil {
		out.agreed = true
		asks := a.n.AsksFor(textIn(person, "born"))
		found, err := a.n.Projection.Naming(ctx, "consent", "person", id)
		for _, purpose := range a.viewer.Purposes {
			one := standing(found, purpose, a.viewer.Unit, asks)
			out.agreed = out.agreed && one.agreed && err == nil
			out.withdrew = out.withdrew || one.withdrew
		}
	}
	a.people[id] = out
	return out
}

// standing is the last word of a person on a purpose for a unit: a consent that stands
// outweighs one that was withdrawn before it was given.
func standing(found []*projection.Record, purpose string, unit change.ID, asks household.Asked) answer {
	var out answer
	given, back := "", ""
	for _, r := range found {
		c, err := kind.Into[household.Consent](r.Kind, r.State)
		if err != nil || r.Deleted() || c.Purpose != purpose || c.Partner != unit || unit.IsZero() {
			continue
		}
		switch {
		case c.Stands(asks):
			out.agreed, given = true, max(given, c.GivenOn)
		case c.Status == household.Withdrawn:
			out.withdrew, back = true, max(back, c.Withdrawn)
		}
	}
	if out.agreed && out.withdrew {
		out.agreed, out.withdrew = given >= back, given < back
	}
	return out
}

func idIn(r *projection.Record, field string) change.ID {
	var id change.ID
	if raw := r.State.Value(field, r.Kind); raw != nil && json.Unmarshal(raw, &id) != nil {
		return change.ID{}
	}
	return id
}

func textIn(r *projection.Record, field string) string {
	var text string
	if raw := r.State.Value(field, r.Kind); raw != nil && json.Unmarshal(raw, &text) != nil {
		return ""
	}
	return text
}

// maxAgreements of one unit are looked at.
const maxAgreements = 20_000

// AgreedIn tells, by village, which households a viewer reads by consent, as a digest:
// two are equal where the same households are open. Nothing for who reads nothing so.
// Cost: the consents for the viewer's unit and who lives with those who gave them.
func (n *Node) AgreedIn(ctx context.Context, v *access.Viewer) map[change.ID]uint64 {
	if len(v.Purposes) == 0 || v.Unit.IsZero() {
		return nil
	}
	out := map[change.ID]uint64{}
	found, err := n.Projection.FindBy(ctx, "consent", "partner", v.Unit.String(), maxAgreements)
	if err != nil {
		return out // what can't be read opens nothing
	}
	a := &agreement{n: n, viewer: v, people: map[change.ID]answer{}, homes: map[change.ID]bool{}}
	seen := map[change.ID]bool{}
	for _, c := range found {
		of, err := n.Projection.Naming(ctx, "membership", "person", idIn(c, "person"))
		if err != nil {
			return out
		}
		for _, m := range of {
			home := idIn(m, "household")
			if seen[home] || !a.home(ctx, home) {
				continue
			}
			seen[home] = true
			if r, err := n.Projection.Get(ctx, home); err == nil {
				sum := sha256.Sum256(home[:])
				out[projection.PlaceOf(r).Area] += binary.BigEndian.Uint64(sum[:])
			}
		}
	}
	return out
}
