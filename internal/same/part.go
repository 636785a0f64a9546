package same

import (
	"bytes"
	"context"
	"encoding/json"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/household"
	"bamban/internal/node"
	"bamban/internal/projection"
	"bamban/internal/writer"
)

// part undoes what joined two records: the newer one leads nowhere, and the values that
// the older one took are as before, where nobody has set them since. What was joined and
// parted meanwhile with yet other records counts as if it had not been.
func (s *Service) part(ctx context.Context, v *access.Viewer, p *Pair) ([]writer.Draft, error) {
	var out []writer.Draft
	if LeadsTo(p.B) == p.A.ID {
		fields := map[string]json.RawMessage{"same_as": json.RawMessage("null")}
		out = append(out, writer.Draft{Kind: "person", Record: p.B.ID, Fields: fields, Seen: node.Seen(p.B.State, fields)})
	}
	at, void, err := s.joins(ctx, p)
	if err != nil {
		return nil, err
	}
	events, err := s.Node.Projection.History(ctx, p.A)
	if err != nil {
		return nil, err
	}
	with, without, target := &change.State{}, &change.State{}, (*change.Change)(nil)
	for _, ev := range events {
		if ev.Change == nil || void[ev.Seq] {
			continue
		}
		with.Apply(ev.Change, p.A.Kind)
		if ev.Seq == at {
			target = ev.Change
		} else {
			without.Apply(ev.Change, p.A.Kind)
		}
	}
	if target == nil {
		return out, nil // nothing was picked, or what was has been erased
	}
	fields := map[string]json.RawMessage{}
	for name := range target.Fields {
		cell, was := with.Cells[name], valueOf(p.A, without, name)
		if cell != nil && cell.Version() == target.Version() && !bytes.Equal(was, valueOf(p.A, p.A.State, name)) {
			fields[name] = was
		}
	}
	if len(fields) == 0 {
		return out, nil
	}
	d := writer.Draft{Kind: "person", Record: p.A.ID, Fields: fields, Seen: node.Seen(p.A.State, fields)}
	return append(out, d), s.check(ctx, v, d)
}

// valueOf is a field's value in a state of a record; null where it is not set.
func valueOf(r *projection.Record, s *change.State, name string) json.RawMessage {
	if v := s.Value(name, r.Kind); v != nil {
		return v
	}
	return json.RawMessage("null")
}

// joins gives the entry of the log that joined a pair last, in which the picked values
// are, and the entries that joined the older record with others and parted them again.
func (s *Service) joins(ctx context.Context, p *Pair) (at uint64, void map[uint64]bool, err error) {
	decisions, err := s.Node.Projection.FindBy(ctx, "twin", "kept", p.A.ID.String(), maxDecisions)
	if err != nil {
		return 0, nil, err
	}
	void = map[uint64]bool{}
	for _, d := range decisions {
		events, err := s.Node.Projection.History(ctx, d)
		if err != nil {
			return 0, nil, err
		}
		var joined uint64
		for _, ev := range events {
			if ev.Change == nil {
				continue
			}
			switch string(ev.Change.Fields["status"]) {
			case `"` + household.TwinSame + `"`:
				joined = ev.Seq
			case `"` + household.TwinTakenBack + `"`:
				if joined != 0 {
					void[joined], void[ev.Seq] = true, true
				}
				joined = 0
			}
		}
		if d.ID == p.ID() {
			at = joined
		}
	}
	return at, void, nil
}

// maxDecisions are looked through of one record: more than anybody makes about a person.
const maxDecisions = 1000
