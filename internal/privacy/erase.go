package privacy

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/log"
	"bamban/internal/node"
	"bamban/internal/projection"
	"bamban/internal/rights"
	"bamban/internal/writer"
)

// Erase takes what is kept of a person out of the log and of everything made from it,
// and gives the certificate. typed must be the person's name, as the screen asks for it;
// request is the request that it answers, zero for none, and is closed.
func (s *Service) Erase(ctx context.Context, w Who, id, request change.ID, typed string) (change.ID, error) {
	plan, err := s.Plan(ctx, w, id)
	if err != nil {
		return change.ID{}, err
	}
	person, err := s.person(ctx, w, id)
	if err != nil {
		return change.ID{}, err
	}
	if fold(typed) != fold(projection.Title(person)) {
		return change.ID{}, fault.New("rights.other_name", "confirm")
	}
	if !request.IsZero() {
		if _, err := s.asked(ctx, w, request, id); err != nil {
			return change.ID{}, err
		}
	}
	c := rights.Certificate{Person: id, Area: projection.PlaceOf(person).Area, Request: request, By: w.Viewer.User, Reason: "asked"}
	made, err := s.run(ctx, w.Viewer.User, plan, c)
	if err != nil || request.IsZero() {
		return made, err
	}
	outcome := "done"
	if slices.ContainsFunc(plan.Lines, func(l rights.Line) bool { return l.Kept != "" }) {
		outcome = "partly"
	}
	return made, s.close(ctx, w.Viewer.User, request, outcome)
}

// asked is an open request to erase a person.
func (s *Service) asked(ctx context.Context, w Who, request, person change.ID) (*projection.Record, error) {
	r, err := s.record(ctx, w, "request", request, access.Update)
	if err != nil {
		return nil, err
	}
	q, err := requestOf(r)
	switch {
	case err != nil:
		return nil, err
	case q.Person != person || q.What != rights.Erase:
		return nil, fault.New("rights.other_request", "request")
	case q.Status == rights.Closed:
		return nil, fault.New("rights.closed", "request")
	}
	return r, nil
}

// close ends a request that was carried out.
func (s *Service) close(ctx context.Context, user, request change.ID, outcome string) error {
	today := s.Node.Today()
	r, err := s.Node.Projection.Get(ctx, request)
	if err != nil {
		return err
	}
	fields := map[string]json.RawMessage{"status": raw(rights.Closed), "done_on": raw(today), "outcome": raw(outcome)}
	if textOf(r, "answered_on") == "" {
		fields["answered_on"] = raw(today)
	}
	_, err = s.Node.Writer.Write(ctx, user, nil, writer.Draft{Kind: "request", Record: request, Fields: fields, Seen: node.Seen(r.State, fields)})
	return err
}

// maxDrafts of one write; the writer takes no more.
const maxDrafts = writer.MaxBatch

// run carries a plan out and writes its certificate. It may be begun again wherever it
// was broken off: what stays of a record is given back before its contents go, and the
// certificate comes last.
func (s *Service) run(ctx context.Context, user change.ID, p *Plan, c rights.Certificate) (change.ID, error) {
	before, err := s.Node.Head(ctx)
	if err != nil {
		return change.ID{}, err
	}
	// In the list before anything goes: a server that stops half-way goes on by it.
	id := s.Node.Writer.NewID()
	c.At, c.Lines, c.Files = s.Node.Now(), p.Lines, int64(p.Files)
	if err := s.list.add(listed{id, c}); err != nil {
		return id, err
	}
	var waiting []writer.Draft
	flush := func() error {
		_, err := s.Node.Writer.Write(ctx, user, nil, waiting...)
		waiting = nil
		return err
	}
	add := func(drafts ...writer.Draft) error {
		for _, d := range drafts {
			if len(waiting) == maxDrafts {
				if err := flush(); err != nil {
					return err
				}
			}
			waiting = append(waiting, d)
		}
		return nil
	}
	for _, it := range p.items {
		drafts, err := s.draftsOf(ctx, it)
		if err != nil {
			return id, err
		}
		if fields := p.after[it.record.ID]; fields != nil {
			drafts = append(drafts, writer.Draft{Kind: it.record.Kind.Name, Record: it.record.ID, Fields: fields, Seen: node.Seen(it.record.State, fields)})
		}
		if err := add(drafts...); err != nil {
			return id, err
		}
	}
	for _, t := range p.waiting {
		if err := add(writer.Draft{Op: change.Erase, Target: &t}); err != nil {
			return id, err
		}
	}
	if err := flush(); err != nil {
		return id, err
	}
	for _, digest := range p.digests {
		if err := s.Files.Remove(ctx, digest); err != nil {
			return id, fmt.Errorf("remove a file of who was erased: %w", err)
		}
	}
	if err := s.Node.Projection.Scrub(ctx); err != nil {
		return id, err
	}
	return id, s.certify(ctx, user, id, c, before)
}

// draftsOf are the changes that empty a record: what stays is given back with the
// versions that it had, then each content with something that goes is erased.
func (s *Service) draftsOf(ctx context.Context, it item) ([]writer.Draft, error) {
	events, err := s.Node.Projection.History(ctx, it.record)
	if err != nil {
		return nil, err
	}
	k := it.record.Kind
	touched := map[string]bool{}
	var gone []writer.Draft
	for _, e := range events {
		if e.Change == nil || !it.takes(e.Change) {
			continue
		}
		for cell := range e.Change.Fields {
			touched[cell] = true
		}
		gone = append(gone, writer.Draft{Op: change.Erase, Target: &change.Target{Device: e.Device, N: e.N}})
	}
	var out []writer.Draft
	for _, c := range change.GiveBack(it.record.State, &change.State{}, func(cell string) bool {
		return touched[cell] && !it.cells[cell] && (k.Field(cell) != nil || cell == change.Deleted)
	}) {
		out = append(out, writer.Draft{Op: change.Return, Kind: k.Name, Record: it.record.ID, Fields: c.Fields, Seen: c.Seen, Versed: c.Versed})
	}
	if it.whole && !it.record.Deleted() {
		fields := map[string]json.RawMessage{change.Deleted: raw(true)}
		out = append(out, writer.Draft{Kind: k.Name, Record: it.record.ID, Fields: fields, Seen: node.Seen(it.record.State, fields)})
	}
	return append(out, gone...), nil
}

// takes reports whether a change has something in it that goes.
func (it *item) takes(c *change.Change) bool {
	for cell := range c.Fields {
		if it.cells[cell] || it.whole && it.record.State.Cells[cell] == nil {
			return true
		}
	}
	return false
}

// certify writes the certificate of what was erased since an entry.
func (s *Service) certify(ctx context.Context, user, id change.ID, c rights.Certificate, before log.Head) error {
	after, err := s.Node.Head(ctx)
	if err != nil {
		return err
	}
	c.From, c.Before = int64(before.Seq), hex.EncodeToString(before.Chain[:])
	c.To, c.After = int64(after.Seq), hex.EncodeToString(after.Chain[:])
	gone, err := s.erasedBetween(ctx, before.Seq, after.Seq, user)
	if err != nil {
		return err
	}
	c.Changes, c.Digest = int64(len(gone)), digestOf(gone)
	_, err = s.Node.Writer.Write(ctx, user, nil, writer.Draft{Kind: "certificate", Record: id, Fields: kind.Fields(c)})
	return err
}

// gone is one content that was erased.
type gone struct {
	target change.Target
	hash   [32]byte
	there  bool // the content still is in the log
}

// erasedBetween reads which contents the entries after one and up to another erase for a
// user, and whether they are gone. Cost: those entries.
func (s *Service) erasedBetween(ctx context.Context, from, to uint64, user change.ID) ([]gone, error) {
	const page = 200
	var out []gone
	for at := from; at < to; {
		entries, err := s.Node.Log.Read(ctx, at, page)
		if err != nil {
			return nil, err
		}
		if len(entries) == 0 {
			break
		}
		for _, e := range entries {
			at = e.Seq
			if e.Seq > to || e.Batch.User != user {
				continue
			}
			for _, c := range projection.Decode(e).Changes {
				if c == nil || c.Op != change.Erase {
					continue
				}
				held, i, err := s.Node.Log.Find(ctx, c.Target.Device, c.Target.N)
				if err != nil {
					return nil, err
				}
				out = append(out, gone{*c.Target, held.Hashes[i], held.Batch.Contents[i] != nil})
			}
		}
	}
	slices.SortFunc(out, func(a, b gone) int { return bytes.Compare(a.key(), b.key()) })
	return slices.CompactFunc(out, func(a, b gone) bool { return a.target == b.target }), nil
}

func (g *gone) key() []byte { return fmt.Appendf(nil, "%s %020d", g.target.Device, g.target.N) }

// digestOf what went: SHA-256 over a line for each, of device, number and hash.
func digestOf(all []gone) string {
	h := sha256.New()
	for _, g := range all {
		fmt.Fprintf(h, "%s %d %x\n", g.target.Device, g.target.N, g.hash)
	}
	return hex.EncodeToString(h.Sum(nil))
}

func textOf(r *projection.Record, field string) string {
	var text string
	if v := r.State.Value(field, r.Kind); v != nil && json.Unmarshal(v, &text) != nil {
		return ""
	}
	return text
}
