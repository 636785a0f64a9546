package sync

import (
	"compress/gzip"
	"context"
	"fmt"
	"strings"

	"bamban/internal/access"
	"bamban/internal/signin"
)

// Link speeds for budgets, in bytes a second as they are had in the field, and
// the round trips of a page.
var links = map[string]struct{ bytesPerSecond, roundTripMs int64 }{
	"2g": {5_000, 700}, "3g": {60_000, 200}, "4g": {800_000, 60},
}

// mostPacked is how many records are packed to learn what a scope costs; the rest
// of a larger one is taken to be like them.
const mostPacked = 20_000

// Budget says what a viewer's scope costs a device: it is packed as a first pull
// packs it, counted and thrown away.
func (s *Server) Budget(ctx context.Context, v *access.Viewer) (*Budget, error) {
	p := &pull{s: s, d: &signin.Device{Viewer: v}, atoms: s.atomsOf(v), children: s.n.ChildrenFor(v)}
	p.c.pass = &passing{upTo: s.n.Projection.Seq()}
	ids := map[string]bool{}
	var packed, bytes, pages int64
	for more := true; more && packed < mostPacked; pages++ {
		p.out, p.looks = PullAnswer{}, nil
		if err := p.page(ctx); err != nil {
			return nil, err
		}
		n, err := wireSize(&p.out)
		if err != nil {
			return nil, err
		}
		bytes += n
		packed += int64(s.pageSize() - p.room)
		for _, part := range p.out.Parts {
			for _, b := range part.Blocks {
				for _, id := range b.ID {
					ids[id] = true
				}
			}
		}
		more = p.out.More
	}
	b := &Budget{Records: int64(len(ids)), Bytes: bytes, Seconds: map[string]int64{}}
	if p.out.More {
		all, err := s.sizeOf(ctx, p.atoms)
		if err != nil {
			return nil, err
		}
		b.Records, b.Bytes, pages = b.Records*all/packed, b.Bytes*all/packed, pages*all/packed
	}
	for name, l := range links {
		b.Seconds[name] = b.Bytes/l.bytesPerSecond + (pages+2)*l.roundTripMs/1000 + 1
	}
	return b, nil
}

// sizeOf is how many records some atoms hold, whoever looks.
func (s *Server) sizeOf(ctx context.Context, atoms []string) (int64, error) {
	var all int64
	for _, atom := range atoms {
		if key, ok := s.feedOf(atom); ok {
			records, err := s.n.Projection.FeedSize(ctx, key)
			if err != nil {
				return 0, err
			}
			all += records
			continue
		}
		if strings.HasPrefix(atom, atomHousehold) {
			around, err := s.n.Projection.AroundHousehold(ctx, atomID(atom))
			if err != nil {
				return 0, err
			}
			all += int64(len(around))
		}
	}
	return all, nil
}

// wireSize is how many bytes an answer takes on its way, packed as answers are.
func wireSize(a *PullAnswer) (int64, error) {
	var n counter
	z := gzip.NewWriter(&n)
	raw, err := Encode(a)
	if err != nil {
		return 0, fmt.Errorf("measure a page: %w", err)
	}
	if _, err := z.Write(raw); err != nil {
		return 0, fmt.Errorf("measure a page: %w", err)
	}
	if err := z.Close(); err != nil {
		return 0, fmt.Errorf("measure a page: %w", err)
	}
	return int64(n), nil
}

// counter counts what is written to it.
type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
