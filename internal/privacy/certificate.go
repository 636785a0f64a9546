package privacy

import (
	"context"
	"encoding/hex"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/kind"
	"bamban/internal/log"
	"bamban/internal/projection"
	"bamban/internal/rights"
)

// Checked is what a certificate is worth today.
type Checked struct {
	Gone     bool  // none of the contents that it names is in the log
	Left     int   // records in which something of the person is held
	Chain    bool  // the log has the entries that it names, and they verify
	Digest   bool  // what was erased is what it says
	Entries  int64 // that were verified
	Restored bool  // the log was put back to before it: another life of the log
	Lines    []rights.Line
	Again    change.ID // the certificate of the erasure made again, if there is one
}

// Holds reports whether all is as the certificate says.
func (c *Checked) Holds() bool { return c.Gone && c.Left == 0 && c.Chain && c.Digest }

// Check a certificate against the log and what is held today. Cost: the entries that
// were written while it was made.
func (s *Service) Check(ctx context.Context, w Who, id change.ID) (*Checked, error) {
	r, err := s.record(ctx, w, "certificate", id, access.Read)
	if err != nil {
		return nil, err
	}
	c, err := kind.Into[rights.Certificate](r.Kind, r.State)
	if err != nil {
		return nil, err
	}
	out := &Checked{Lines: c.Lines}
	if out.Chain, out.Entries, err = s.chained(ctx, &c); err != nil {
		return nil, err
	}
	if out.Chain {
		all, err := s.erasedBetween(ctx, uint64(c.From), uint64(c.To), c.By)
		if err != nil {
			return nil, err
		}
		out.Digest, out.Gone = digestOf(all) == c.Digest && int64(len(all)) == c.Changes, true
		for _, g := range all {
			out.Gone = out.Gone && !g.there
		}
	}
	out.Restored = !out.Chain
	if out.Left, err = s.left(ctx, c.Person); err != nil {
		return nil, err
	}
	out.Again, err = s.repeatOf(ctx, id, c.Person)
	return out, err
}

// chained verifies the entries from before the erasure to after it against the hashes of
// the certificate, each entry against the one before.
func (s *Service) chained(ctx context.Context, c *rights.Certificate) (bool, int64, error) {
	const page = 200
	n := int64(0)
	var chain [32]byte
	begun := c.From == 0
	from := uint64(c.From)
	if !begun {
		from--
	}
	for at := from; at < uint64(c.To); {
		entries, err := s.Node.Log.Read(ctx, at, page)
		if err != nil {
			return false, n, err
		}
		if len(entries) == 0 {
			return false, n, nil
		}
		for _, e := range entries {
			if at = e.Seq; e.Seq > uint64(c.To) {
				break
			}
			if begun && log.Link(chain, e) != e.Chain {
				return false, n, nil
			}
			chain, begun = e.Chain, true
			n++
			switch hash := hex.EncodeToString(chain[:]); {
			case e.Seq == uint64(c.From) && hash != c.Before, e.Seq == uint64(c.To) && hash != c.After:
				return false, n, nil
			}
		}
	}
	return begun, n, nil
}

// left counts the records in which something of an erased person is held.
func (s *Service) left(ctx context.Context, person change.ID) (int, error) {
	if person.IsZero() {
		return 0, nil
	}
	r, err := s.Node.Projection.Get(ctx, person)
	if err != nil {
		return 0, nil // nobody of that number
	}
	p, err := s.plan(ctx, r)
	if err != nil {
		return 0, err
	}
	return p.Records, nil
}

// repeatOf is the latest certificate that repeats another.
func (s *Service) repeatOf(ctx context.Context, id, person change.ID) (change.ID, error) {
	if person.IsZero() {
		return change.ID{}, nil
	}
	found, err := s.Node.Projection.Naming(ctx, "certificate", "person", person)
	if err != nil {
		return change.ID{}, err
	}
	return latest(found, func(r *projection.Record) bool { return refOf(r, "repeats") == id }), nil
}

func latest(found []*projection.Record, is func(*projection.Record) bool) change.ID {
	var out change.ID
	for _, r := range found {
		if is(r) {
			out = r.ID
		}
	}
	return out
}
