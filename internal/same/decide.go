package same

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"strings"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/projection"
	"bamban/internal/writer"
)

// Verdict is what somebody says about a pair.
type Verdict struct {
	Status string   // one of the states of [household.Twin]
	Why    string   // asked for but where it is only proposed
	Picked []string // fields whose value the kept record takes from the newer one
}

// Pickable reports whether a field's value may be taken over: not what is of the record,
// and not what only the server writes.
func Pickable(f *kind.Field) bool { return !f.Server && f.Name != "generated" }

// Decide writes what somebody says about a pair: proposes it to whoever has both records
// in reach, decides that they are one person or two, or takes a decision back. It is all
// one entry of the log.
//
// One person: the newer record leads to the older from then on, and the picked values
// are written to the older as any change is. Taken back: it leads nowhere, and those
// values are as before, but where somebody has set them since.
func (s *Service) Decide(ctx context.Context, v *access.Viewer, p *Pair, say Verdict) error {
	if err := s.mayDecide(v, p, say); err != nil {
		return err
	}
	own, err := s.drafts(ctx, v, p, say)
	if err != nil {
		return err
	}
	drafts := append(s.decision(v, p, say), own...)
	_, err = s.Node.Writer.Write(ctx, v.User, nil, drafts...)
	return err
}

// mayDecide: who changes both records decides; who changes one of them proposes.
func (s *Service) mayDecide(v *access.Viewer, p *Pair, say Verdict) error {
	can := func(r *projection.Record) bool { return v.Can(access.Update, r.Kind, projection.PlaceOf(r)) }
	a, b := can(p.A), can(p.B)
	switch {
	case !v.May(access.Create, s.Node.Kinds.Get("twin")) || !a && !b:
		return fault.New("forbidden", "")
	case say.Status != household.TwinProposed && !(a && b):
		return fault.New("twin.not_yours", "status")
	case say.Status == household.TwinTakenBack && p.Record == nil:
		return fault.New("undo.nothing", "status")
	case say.Status != household.TwinProposed && strings.TrimSpace(say.Why) == "":
		return fault.New("twin.needs_why", "why")
	}
	return nil
}

// decision are the drafts of the record of what was decided.
func (s *Service) decision(v *access.Viewer, p *Pair, say Verdict) []writer.Draft {
	d := household.Twin{Kept: p.A.ID, Other: p.B.ID, Area: projection.PlaceOf(p.A).Area, Status: household.TwinProposed, Why: say.Why,
		By: v.User, Unit: v.Unit, On: s.Node.Today(), Picked: say.Picked}
	for _, a := range p.Agree {
		d.Agree = append(d.Agree, string(a))
	}
	var out []writer.Draft
	state := &change.State{}
	if p.Record == nil {
		out = append(out, writer.Draft{Kind: "twin", Record: p.ID(), Fields: kind.Fields(d)})
		if say.Status == household.TwinProposed {
			return out
		}
	} else {
		state = p.Record.State
	}
	fields := map[string]json.RawMessage{"status": raw(say.Status), "why": raw(say.Why), "by": raw(v.User), "on": raw(d.On)}
	if !v.Unit.IsZero() {
		fields["unit"] = raw(v.Unit)
	}
	if say.Status != household.TwinTakenBack {
		fields["agree"], fields["picked"] = raw(append([]string{}, d.Agree...)), raw(append([]string{}, say.Picked...))
	}
	return append(out, writer.Draft{Kind: "twin", Record: p.ID(), Fields: fields, Seen: node.Seen(state, fields)})
}

// drafts are the changes of the two people's own records.
func (s *Service) drafts(ctx context.Context, v *access.Viewer, p *Pair, say Verdict) ([]writer.Draft, error) {
	switch {
	case say.Status == household.TwinSame:
		return s.join(ctx, v, p, say.Picked)
	case say.Status == household.TwinTakenBack && p.Status() == household.TwinSame:
		return s.part(ctx, v, p)
	}
	return nil, nil
}

// join leads the newer record to the older one, which takes the picked values.
func (s *Service) join(ctx context.Context, v *access.Viewer, p *Pair, picked []string) ([]writer.Draft, error) {
	if merged(p.A) || merged(p.B) || p.A.Deleted() || p.B.Deleted() {
		return nil, fault.New("twin.merged", "status")
	}
	lead := map[string]json.RawMessage{"same_as": raw(p.A.ID)}
	out := []writer.Draft{{Kind: "person", Record: p.B.ID, Fields: lead, Seen: node.Seen(p.B.State, lead)}}
	fields := map[string]json.RawMessage{}
	sees, about := v.Sees(p.B.Kind, projection.PlaceOf(p.B)), s.Node.Children().Of(ctx, p.B)
	for _, name := range picked {
		f := p.B.Kind.Field(name)
		if f == nil || !Pickable(f) {
			return nil, fault.New("field.unknown", "picked", "field", clip(name))
		}
		if !sees.Allows(f, about) {
			return nil, fault.New("scope.field", "picked", "field", f.Label.VI, "field_en", f.Label.EN)
		}
		if now, was := valueOf(p.B, p.B.State, name), valueOf(p.A, p.A.State, name); !bytes.Equal(now, was) {
			fields[name] = now
		}
	}
	if isClosed(p.B) && !isClosed(p.A) {
		fields[closed] = json.RawMessage("true") // who asked for it asked for all that is kept of them
	}
	if len(fields) == 0 {
		return out, nil
	}
	d := writer.Draft{Kind: "person", Record: p.A.ID, Fields: fields, Seen: node.Seen(p.A.State, fields)}
	return append(out, d), s.check(ctx, v, d)
}

// closed is the field by which a person had the use of their data restricted.
const closed = "restricted"

func isClosed(r *projection.Record) bool { return string(r.State.Value(closed, r.Kind)) == "true" }

// check asks whether the author may make a change to the kept record, but for what the
// server alone writes; the whole is written by the server.
func (s *Service) check(ctx context.Context, v *access.Viewer, d writer.Draft) error {
	d.Fields = maps.Clone(d.Fields)
	delete(d.Fields, closed)
	if len(d.Fields) == 0 {
		return nil
	}
	verdicts, err := s.Node.Writer.Check(ctx, v.User, v, d)
	if err != nil || len(verdicts) == 0 {
		return err
	}
	f := fault.New(verdicts[0].Code, verdicts[0].Field)
	f.Args = verdicts[0].Args
	return f
}

func raw(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		panic("same: " + err.Error()) // texts, ids and lists of texts always encode
	}
	return b
}

func clip(s string) string {
	if runes := []rune(s); len(runes) > 64 {
		return string(runes[:64])
	}
	return s
}
