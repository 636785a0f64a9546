package sync

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/projection"
)

// Atoms are the parts of a scope that a device gains and forgets as wholes:
// "r" reference data, "u:ID" a unit, "a:ID" an area, "h:ID" a household assigned
// by itself. After a "~" comes a digest of what the viewer's rules open there:
// with other rights it is another atom, so the old one is forgotten and the new
// one sent whole. An atom shows what its own place opens and nothing more, so
// that forgetting it leaves nothing behind that another atom does not open.
const (
	atomReference = "r"
	atomUnit      = "u:"
	atomArea      = "a:"
	atomHousehold = "h:"
)

// atomsOf lists what a viewer's device holds, sorted.
func (s *Server) atomsOf(v *access.Viewer) []string {
	opened := v.Opened()
	if !v.Unit.IsZero() {
		opened.Units[v.Unit] += 0
	}
	for area, agreed := range s.n.AgreedIn(context.Background(), v) {
		if _, ok := opened.Areas[area]; ok {
			opened.Areas[area] += agreed // where somebody agreed, or took it back, it all comes anew
		}
	}
	for _, k := range s.n.Kinds.All() {
		if !k.Internal && k.ScopeField(kind.ByArea) != nil && v.Can(access.Read, k, access.At{User: v.User}) {
			// What somebody writes down in a place stays on their phone, also where nothing else of it is.
			include(opened.Areas, v.Scope(access.Create, k).Areas)
		}
		if k.Internal || !v.Can(access.Read, k, access.At{}) {
			continue
		}
		if k.ScopeField(kind.ByArea) != nil {
			include(opened.Areas, s.n.Projection.Tree().All())
		}
		if k.ScopeField(kind.ByUnit) != nil {
			include(opened.Units, s.n.Projection.Units())
		}
	}
	out := []string{atomReference + digest(opened.Anywhere)}
	for prefix, places := range map[string]map[change.ID]uint64{atomArea: opened.Areas, atomUnit: opened.Units, atomHousehold: opened.Households} {
		for id, what := range places {
			out = append(out, prefix+id.String()+digest(what+opened.Anywhere))
		}
	}
	slices.Sort(out)
	return out
}

func include(places map[change.ID]uint64, ids []change.ID) {
	for _, id := range ids {
		places[id] += 0
	}
}

func digest(what uint64) string { return "~" + strconv.FormatUint(what>>32, 36) }

// feedOf gives the feed key of an atom; ok is false for those that have none.
func (s *Server) feedOf(atom string) (key projection.FeedKey, ok bool) {
	p := s.n.Projection
	switch {
	case strings.HasPrefix(atom, atomReference):
		return projection.ReferenceFeed, true
	case strings.HasPrefix(atom, atomArea):
		key = p.AreaFeed(atomID(atom))
	case strings.HasPrefix(atom, atomUnit):
		key = p.UnitFeed(atomID(atom))
	}
	return key, key != 0
}

func atomID(atom string) change.ID {
	text, _, _ := strings.Cut(atom[2:], "~")
	id, err := change.ParseID(text)
	if err != nil {
		return change.ID{}
	}
	return id
}

// placeIn is where a record of an atom is for the rules that opened the atom.
// All that is around a household is in that household there.
func placeIn(atom string, r *projection.Record) access.At {
	at := projection.PlaceOf(r)
	switch {
	case strings.HasPrefix(atom, atomArea):
		return access.At{Area: at.Area, User: at.User}
	case strings.HasPrefix(atom, atomUnit):
		return access.At{Unit: at.Unit, User: at.User}
	case strings.HasPrefix(atom, atomHousehold):
		return access.At{Household: atomID(atom), User: at.User}
	}
	return at
}

// headOf is the entry that last moved anything in some atoms.
func (s *Server) headOf(ctx context.Context, atoms []string) (uint64, error) {
	keys := make([]projection.FeedKey, 0, len(atoms))
	var head uint64
	for _, a := range atoms {
		if key, ok := s.feedOf(a); ok {
			keys = append(keys, key)
			continue
		}
		if !strings.HasPrefix(a, atomHousehold) {
			continue
		}
		around, err := s.n.Projection.AroundHousehold(ctx, atomID(a))
		if err != nil {
			return 0, err
		}
		for _, r := range around {
			head = max(head, r.Seq)
		}
	}
	return max(head, s.n.Projection.Head(keys)), nil
}

// since leaves what moved around a household after an entry. Where a membership
// did, all is sent: whoever it names, and what is about them, may not have moved
// and is new to the device.
func since(around []*projection.Record, base uint64) []*projection.Record {
	if slices.ContainsFunc(around, func(r *projection.Record) bool { return r.Kind.Name == "membership" && r.Seq > base }) {
		return around
	}
	return slices.DeleteFunc(around, func(r *projection.Record) bool { return r.Seq <= base })
}

// goneFrom gives what is no longer around a household since an entry: whom a
// membership named that was deleted, and what is about that person; and what was erased.
func (s *Server) goneFrom(ctx context.Context, around []*projection.Record, base, upTo uint64) ([]string, error) {
	if base == 0 {
		return nil, nil
	}
	here := map[change.ID]bool{}
	for _, r := range around {
		here[r.ID] = true
	}
	var out []string
	erased, err := s.n.Projection.Erasures(ctx, base, upTo)
	if err != nil {
		return nil, err
	}
	for _, id := range erased {
		if !here[id] {
			out = append(out, id.String())
		}
	}
	for _, r := range around {
		if r.Kind.Name != "membership" || !r.Deleted() || r.Seq <= base {
			continue
		}
		m, err := kind.Into[household.Membership](r.Kind, r.State)
		if err != nil {
			return nil, fmt.Errorf("who left household %s: %w", r.ID, err)
		}
		if here[m.Person] {
			continue
		}
		gone, err := s.n.Projection.AroundPerson(ctx, m.Person)
		if err != nil {
			return nil, err
		}
		for _, g := range gone {
			if !here[g.ID] {
				here[g.ID] = true
				out = append(out, g.ID.String())
			}
		}
	}
	return out, nil
}

// without gives the atoms of a that are not in b; both are sorted.
func without(a, b []string) []string {
	var out []string
	for _, x := range a {
		if _, found := slices.BinarySearch(b, x); !found {
			out = append(out, x)
		}
	}
	return out
}
