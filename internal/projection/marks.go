package projection

import (
	"slices"

	"bamban/internal/change"
)

// span is change numbers first to last, both included.
type span struct{ first, last uint64 }

// Ranges are the numbers of a device's changes that a log holds: nearly always
// one span, more while a relay delivers out of order.
type Ranges []span

// Has reports whether a number is among them.
func (r Ranges) Has(n uint64) bool {
	for _, s := range r {
		if s.first <= n && n <= s.last {
			return true
		}
	}
	return false
}

// Add gives the ranges with a span added, joining what touches.
func (r Ranges) Add(first, last uint64) Ranges {
	out := make(Ranges, 0, len(r)+1)
	placed := false
	for _, s := range r {
		switch {
		case s.last+1 < first:
			out = append(out, s)
		case last+1 < s.first:
			if !placed {
				out, placed = append(out, span{first, last}), true
			}
			out = append(out, s)
		default:
			first, last = min(first, s.first), max(last, s.last)
		}
	}
	if !placed {
		out = append(out, span{first, last})
	}
	return out
}

// Has reports whether the log holds a device's change number n.
func (p *Projection) Has(d change.Device, n uint64) bool {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.marks[d].Has(n)
}

// UpTo is the number up to which the log holds every change of a device: a
// device that had more acknowledged gives the rest again.
func (p *Projection) UpTo(d change.Device) uint64 {
	p.mu.RLock()
	defer p.mu.RUnlock()
	if r := p.marks[d]; len(r) > 0 && r[0].first == 1 {
		return r[0].last
	}
	return 0
}

// Max is the greatest number that the log holds of a device.
func (p *Projection) Max(d change.Device) uint64 {
	p.mu.RLock()
	defer p.mu.RUnlock()
	if r := p.marks[d]; len(r) > 0 {
		return r[len(r)-1].last
	}
	return 0
}

// writeMarks stores what of a device's ranges is other than before: nearly always
// the end of the one range.
func (r *run) writeMarks(d change.Device, spans Ranges) error {
	r.p.mu.RLock()
	before := r.p.marks[d]
	r.p.mu.RUnlock()
	del, err := r.w.Prepare(`DELETE FROM mark WHERE device = ? AND first = ?`)
	if err != nil {
		return err
	}
	for _, s := range before {
		if !slices.ContainsFunc(spans, func(n span) bool { return n.first == s.first }) {
			if err := del.Bind(uint64(d), s.first).Exec(); err != nil {
				return err
			}
		}
	}
	put, err := r.w.Prepare(`INSERT OR REPLACE INTO mark(device, first, last) VALUES(?, ?, ?)`)
	if err != nil {
		return err
	}
	for _, s := range spans {
		if !slices.Contains(before, s) {
			if err := put.Bind(uint64(d), s.first, s.last).Exec(); err != nil {
				return err
			}
		}
	}
	return nil
}
