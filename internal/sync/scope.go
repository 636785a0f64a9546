package sync

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/projection"
)

// Atoms are the parts of a scope that a device gains and forgets as wholes:
// "r" reference data, "u:ID" a unit, "a:ID" an area, "h:ID" a household assigned
// by itself, and "p:HASH" the rights, so that a change of them sends everything
// anew.
const (
	atomReference = "r"
	atomUnit      = "u:"
	atomArea      = "a:"
	atomHousehold = "h:"
	atomRights    = "p:"
)

// atomsOf lists what a viewer's device holds, sorted.
func (s *Server) atomsOf(v *access.Viewer) []string {
	var out []string
	rights := sha256.New()
	for _, k := range s.n.Kinds.All() {
		if k.Internal {
			continue
		}
		scope := v.Scope(access.Read, k)
		fmt.Fprintln(rights, k.Name, v.SeesAnywhere(k), scope.Everywhere, scope.User.IsZero())
		if scope.Everywhere && k.ScopeField("area") != nil {
			scope.Areas = s.n.Projection.Tree().All()
		}
		for _, id := range scope.Areas {
			out = append(out, atomArea+id.String())
		}
		for _, id := range scope.Units {
			out = append(out, atomUnit+id.String())
		}
		for _, id := range scope.Households {
			out = append(out, atomHousehold+id.String())
		}
	}
	if !v.Unit.IsZero() {
		out = append(out, atomUnit+v.Unit.String())
	}
	out = append(out, atomReference, atomRights+hex.EncodeToString(rights.Sum(nil)[:6]))
	slices.Sort(out)
	return slices.Compact(out)
}

// feedOf gives the feed key of an atom; ok is false for those that have none.
func (s *Server) feedOf(atom string) (key projection.FeedKey, ok bool) {
	p := s.n.Projection
	switch {
	case atom == atomReference:
		return projection.ReferenceFeed, true
	case strings.HasPrefix(atom, atomArea):
		key = p.AreaFeed(atomID(atom))
	case strings.HasPrefix(atom, atomUnit):
		key = p.UnitFeed(atomID(atom))
	}
	return key, key != 0
}

func atomID(atom string) change.ID {
	id, err := change.ParseID(atom[2:])
	if err != nil {
		return change.ID{}
	}
	return id
}

// headOf is the entry that last moved anything in some atoms.
func (s *Server) headOf(ctx context.Context, atoms []string) (uint64, error) {
	keys := make([]projection.FeedKey, 0, len(atoms))
	var homes []change.ID
	for _, a := range atoms {
		if key, ok := s.feedOf(a); ok {
			keys = append(keys, key)
		} else if strings.HasPrefix(a, atomHousehold) {
			homes = append(homes, atomID(a))
		}
	}
	// What moves around a household moves in its area.
	known, err := s.n.Projection.Lookup(ctx, homes)
	if err != nil {
		return 0, err
	}
	for _, info := range known {
		keys = append(keys, s.n.Projection.AreaFeed(info.At.Area))
	}
	return s.n.Projection.Head(keys), nil
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

// Link speeds for budgets, in bytes a second as they are had in the field, and
// the round trips of a page.
var links = map[string]struct{ bytesPerSecond, roundTripMs int64 }{
	"2g": {5_000, 700}, "3g": {60_000, 200}, "4g": {800_000, 60},
}

// Bytes on the wire for a byte of stored state, measured by bamban bench on
// visits, households and people.
const wirePerHundred = 40

// Budget says what a viewer's scope costs a device.
func (s *Server) Budget(ctx context.Context, v *access.Viewer) (*Budget, error) {
	b := &Budget{Seconds: map[string]int64{}}
	for _, atom := range s.atomsOf(v) {
		if key, ok := s.feedOf(atom); ok {
			records, bytes, err := s.n.Projection.FeedSize(ctx, key)
			if err != nil {
				return nil, err
			}
			b.Records += records
			b.Bytes += bytes * wirePerHundred / 100
			continue
		}
		if strings.HasPrefix(atom, atomHousehold) {
			around, err := s.n.Projection.AroundHousehold(ctx, atomID(atom))
			if err != nil {
				return nil, err
			}
			b.Records += int64(len(around))
			b.Bytes += int64(len(around)) * 120
		}
	}
	pages := b.Records/int64(s.pageSize()) + 1
	for name, l := range links {
		b.Seconds[name] = b.Bytes/l.bytesPerSecond + (pages+2)*l.roundTripMs/1000 + 1
	}
	return b, nil
}
