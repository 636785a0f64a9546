package sync

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"slices"

	"bamban/internal/access"
	"bamban/internal/account"
	"bamban/internal/change"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/projection"
	"bamban/internal/twin"
	"bamban/internal/writer"
)

// HintsRequest asks who outside a device's part may be recorded already. Have is the tag
// of the hints that the device keeps.
type HintsRequest struct {
	Have string `json:"have,omitempty"`
}

// HintsAnswer is short keyed hashes of people whom the device must not know, by the unit
// that keeps them. Without units the hints of the tag are still good.
type HintsAnswer struct {
	Tag   string      `json:"tag"`
	Key   []byte      `json:"key,omitempty"`
	Units []UnitHints `json:"units,omitempty"`
}

// UnitHints is the hints of one unit, sorted, three bytes each (see [twin.Hint]).
type UnitHints struct {
	Unit  change.ID `json:"unit"`
	Hints []byte    `json:"hints"`
}

// maxHints a device holds; where its surroundings have more people, those of the
// communes around its own are left out.
const maxHints = 30_000

// Hints gives a device what it may hold of the people around its part: of its communes
// and of the districts that they were in. They are made anew once a day. That a device
// was given them is in the access log.
func (s *Server) Hints(ctx context.Context, token string, r HintsRequest) (*HintsAnswer, error) {
	d, err := s.s.Token(ctx, token)
	if err != nil {
		return nil, err
	}
	person := s.n.Kinds.Get("person")
	if !d.Viewer.May(access.Create, person) {
		return &HintsAnswer{}, nil // who records nobody needs no hint
	}
	near, far := s.around(s.ownAreas(ctx, d.Viewer))
	key := s.hintKey(d.Tag)
	out := &HintsAnswer{Tag: s.hintTag(key, d.Viewer)}
	if out.Tag == r.Have {
		return out, nil
	}
	byUnit, n, err := s.hintsIn(ctx, d.Viewer, key, near, maxHints)
	if err != nil {
		return nil, err
	}
	more, m, err := s.hintsIn(ctx, d.Viewer, key, far, maxHints-n)
	if err != nil {
		return nil, err
	}
	for unit, some := range more {
		byUnit[unit] = append(byUnit[unit], some...)
	}
	out.Key = key
	for unit, some := range byUnit {
		slices.Sort(some)
		out.Units = append(out.Units, UnitHints{unit, packHints(slices.Compact(some))})
	}
	slices.SortFunc(out.Units, func(a, b UnitHints) int { return cmp.Compare(a.Unit.String(), b.Unit.String()) })
	look := account.Look{User: d.Fields.User, Unit: d.Viewer.Unit, At: s.n.Now(), Kind: "person", Count: int64(n + m), Why: "hints"}
	_, err = s.n.Writer.Write(ctx, d.Fields.User, nil, writer.Draft{Kind: "look", Record: s.n.Writer.NewID(), Fields: kind.Fields(look)})
	return out, err
}

// hintKey is a device's own: what two phones hold can't be laid side by side.
func (s *Server) hintKey(tag change.Device) []byte {
	m := hmac.New(sha256.New, s.n.BundleKey.Bytes())
	m.Write([]byte("hints of people for " + tag.String()))
	return m.Sum(nil)
}

// hintTag changes with the day and with what the device may read.
func (s *Server) hintTag(key []byte, v *access.Viewer) string {
	m := hmac.New(sha256.New, key)
	m.Write([]byte(s.n.Today()))
	for _, atom := range s.atomsOf(v) {
		m.Write([]byte(" " + atom))
	}
	return base64.RawURLEncoding.EncodeToString(m.Sum(nil)[:9])
}

// ownAreas are the villages in which a viewer records people.
func (s *Server) ownAreas(ctx context.Context, v *access.Viewer) []change.ID {
	scope := v.Scope(access.Create, s.n.Kinds.Get("person"))
	if scope.Everywhere {
		return nil // who reads all needs no hint of anybody
	}
	out := slices.Clone(scope.Areas)
	for _, home := range scope.Households {
		if r, err := s.n.Projection.Get(ctx, home); err == nil {
			out = append(out, projection.PlaceOf(r).Area)
		}
	}
	return out
}

// around gives the areas of the communes of some villages, and those of the districts in
// which these communes were, or are, without the first.
func (s *Server) around(own []change.ID) (near, far []change.ID) {
	tree := s.n.Projection.Tree()
	in := map[change.ID]bool{}
	add := func(to *[]change.ID, root change.ID) {
		for _, id := range tree.Below(root) {
			if !in[id] {
				in[id] = true
				*to = append(*to, id)
			}
		}
	}
	var districts []change.ID
	for _, village := range own {
		for _, holders := range [][]change.ID{tree.Holders(village), tree.FormerHolders(village)} {
			if len(holders) > 1 {
				add(&near, holders[1])
			}
			if len(holders) > 3 { // village, commune, district, province
				districts = append(districts, holders[2])
			}
		}
	}
	for _, d := range districts {
		add(&far, d)
	}
	return near, far
}

// hintsIn makes the hints of the people of some areas whom a viewer must not read; not of
// those who had the use of their data restricted.
func (s *Server) hintsIn(ctx context.Context, v *access.Viewer, key []byte, areas []change.ID, most int) (map[change.ID][]uint32, int, error) {
	out, n := map[change.ID][]uint32{}, 0
	keepers := map[change.ID]change.ID{} // by area
	for _, area := range areas {
		if n >= most {
			break
		}
		err := s.n.Projection.EachIn(ctx, "person", area, func(r *projection.Record) error {
			p, err := kind.Into[household.Person](r.Kind, r.State)
			if err != nil || n >= most || !p.SameAs.IsZero() || p.Closed || len(twin.Keys(p.Name, p.Born)) == 0 || v.Can(access.Read, r.Kind, projection.PlaceOf(r)) {
				return err
			}
			unit, ok := keepers[area]
			if !ok {
				if unit, err = s.n.KeeperOf(ctx, r, v.Unit); err != nil {
					return err
				}
				keepers[area] = unit
			}
			out[unit] = append(out[unit], twin.Hint(key, p.Name, twin.Year(p.Born)))
			n++
			return nil
		})
		if err != nil {
			return nil, 0, err
		}
	}
	return out, n, nil
}

// packHints writes each hint in three bytes.
func packHints(some []uint32) []byte {
	out := make([]byte, 0, 3*len(some))
	for _, h := range some {
		b := binary.BigEndian.AppendUint32(nil, h)
		out = append(out, b[1:]...)
	}
	return out
}
