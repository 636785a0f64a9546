package sync

import (
	"compress/gzip"
	"context"
	"strings"

	"bamban/internal/access"
	"bamban/internal/signin"
)

// Link speeds for budgets, in bytes a second as they are had in the field, and
// the round trips of a page.
var links = map[string]struct{ bytesPerSecond, roundTripMs int64 }{
	"2g": {5_000, 700}, "3g": {60_000, 200}, "4g": {800_000, 60},
}

const (
	pageHeaders = 350   // bytes of an answer beside its body
	sampled     = 1_500 // records of a sort of atoms that are packed to see what they come to
)

// load is what some atoms hold: records, and bytes of their stored states.
type load struct {
	atoms          []string
	records, bytes int64
}

// Budget says what a viewer's scope costs a device: records exactly but for those that
// come by two ways; bytes by packing, for each sort of atom, some of them, and by the
// stored size of all. Cost: a look at each record's size, and packing a few thousand.
func (s *Server) Budget(ctx context.Context, v *access.Viewer) (*Budget, error) {
	b := &Budget{Seconds: map[string]int64{}}
	loads := map[string]*load{}
	for _, atom := range s.atomsOf(v) {
		records, bytes, err := s.size(ctx, v, atom)
		if err != nil {
			return nil, err
		}
		if records == 0 {
			continue
		}
		sort := atom[:1]
		l := loads[sort]
		if l == nil {
			l = &load{}
			loads[sort] = l
		}
		l.atoms = append(l.atoms, atom)
		l.records, l.bytes = l.records+records, l.bytes+bytes
	}
	for _, l := range loads {
		bytes, err := s.packedSize(ctx, v, l)
		if err != nil {
			return nil, err
		}
		b.Records, b.Bytes = b.Records+l.records, b.Bytes+bytes
	}
	pages := b.Records/int64(s.pageSize()) + 1
	b.Bytes += pages * pageHeaders
	for name, l := range links {
		b.Seconds[name] = b.Bytes/l.bytesPerSecond + (pages+2)*l.roundTripMs/1000 + 1
	}
	return b, nil
}

// size is how many records of an atom a viewer's device gets, and the bytes of their
// stored states. One's own among what only its author may read is left out.
func (s *Server) size(ctx context.Context, v *access.Viewer, atom string) (records, bytes int64, err error) {
	if strings.HasPrefix(atom, atomHousehold) {
		around, err := s.n.Projection.AroundHousehold(ctx, atomID(atom))
		if err != nil {
			return 0, 0, err
		}
		for _, r := range around {
			if !r.Kind.Internal && v.Can(access.Read, r.Kind, placeIn(atom, r)) {
				records, bytes = records+1, bytes+int64(len(r.State.AppendBinary(nil)))
			}
		}
		return records, bytes, nil
	}
	key, ok := s.feedOf(atom)
	if !ok {
		return 0, 0, nil
	}
	var at access.At
	switch {
	case strings.HasPrefix(atom, atomArea):
		at.Area = atomID(atom)
	case strings.HasPrefix(atom, atomUnit):
		at.Unit = atomID(atom)
	}
	sizes, err := s.n.Projection.FeedSizes(ctx, key)
	if err != nil {
		return 0, 0, err
	}
	for k, size := range sizes {
		if v.Can(access.Read, k, at) {
			records, bytes = records+size.Records, bytes+size.Bytes
		}
	}
	return records, bytes, nil
}

// packedSize is what a load comes to on the wire, by some of its atoms, evenly taken.
func (s *Server) packedSize(ctx context.Context, v *access.Viewer, l *load) (int64, error) {
	step := int(l.records/sampled) + 1
	some := &load{}
	for i := 0; i < len(l.atoms); i += step {
		some.atoms = append(some.atoms, l.atoms[i])
	}
	for _, atom := range some.atoms {
		_, bytes, err := s.size(ctx, v, atom)
		if err != nil {
			return 0, err
		}
		some.bytes += bytes
	}
	p := &pull{s: s, d: &signin.Device{Viewer: v}, atoms: some.atoms, children: s.n.ChildrenFor(v)}
	p.c.pass = &passing{upTo: s.n.Projection.Seq()}
	var packed counter
	for more := true; more; more = p.out.More {
		p.out = PullAnswer{}
		if err := p.page(ctx); err != nil {
			return 0, err
		}
		raw, err := Encode(&p.out)
		if err != nil {
			return 0, err
		}
		z := gzip.NewWriter(&packed)
		if _, err := z.Write(raw); err != nil {
			return 0, err
		}
		if err := z.Close(); err != nil {
			return 0, err
		}
	}
	return int64(packed) * l.bytes / max(some.bytes, 1), nil
}

// counter counts what is written to it.
type counter int64

func (c *counter) Write(b []byte) (int, error) {
	*c += counter(len(b))
	return len(b), nil
}
