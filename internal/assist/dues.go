package assist

import (
	"context"
	"encoding/json"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/program"
	"bamban/internal/projection"
	"bamban/internal/writer"
)

// DuesRun asks for what falls due to the enrolments of a program from a day to a day.
type DuesRun struct {
	Program, Entitlement, Cycle string
	Unit                        change.ID // one unit's, or everybody's in reach
	From, To                    string
	Run                         string // names the run, to undo it by
	After                       string // where the call before ended
}

// Made is what a call of a run made.
type Made struct {
	Made int
	Had  int   // periods that were there before
	Sum  int64 // of what was made
	Next string
}

// MakeDues works out what is due to some of the enrolments that are entitled, and makes
// what is not there yet. It goes through all of them in several calls: while Next is
// set, call it again with After.
func (s *Service) MakeDues(ctx context.Context, w Who, in DuesRun) (*Made, error) {
	p, err := s.Program(in.Program)
	if err != nil {
		return nil, err
	}
	x := p.Entitlement(in.Entitlement)
	if x == nil {
		return nil, fault.New("program.no_entitlement", "entitlement", "entitlement", in.Entitlement)
	}
	spans := x.Spans(in.From, in.To)
	if len(spans) == 0 {
		return nil, fault.New("program.no_period", "from")
	}
	k := s.Node.Kinds.Get("enrolment")
	q := projection.Query{Kind: "enrolment", Scope: w.Viewer.Scope(access.Read, k), After: in.After, Limit: projection.MaxLimit,
		Where: map[string][]string{"program": {p.Code}, "status": entitledSteps(p)}, Sort: projection.ByArrival}
	if in.Cycle != "" {
		q.Where["cycle"] = []string{in.Cycle}
	}
	if !in.Unit.IsZero() {
		q.Where["unit"] = []string{in.Unit.String()}
	}
	page, err := s.Node.Projection.List(ctx, q)
	if err != nil {
		return nil, err
	}
	out := &Made{Next: page.Next}
	drafts, err := s.dueDrafts(ctx, p, x, spans, page.Records, in.Run, out)
	if err != nil {
		return nil, err
	}
	for len(drafts) > 0 {
		n := min(len(drafts), writer.MaxBatch)
		if _, err := s.Node.Writer.Write(ctx, w.Viewer.User, w.Viewer, drafts[:n]...); err != nil {
			return nil, err
		}
		drafts = drafts[n:]
	}
	return out, nil
}

func entitledSteps(p *program.Program) []string {
	var out []string
	for i := range p.Steps {
		if p.Steps[i].Entitled {
			out = append(out, p.Steps[i].Code)
		}
	}
	return out
}

// dueDrafts are the dues that are not there yet; one that was taken back comes again.
func (s *Service) dueDrafts(ctx context.Context, p *program.Program, x *program.Entitlement, spans []program.Span, of []*projection.Record, run string, out *Made) ([]writer.Draft, error) {
	due := map[change.ID]*program.Due{}
	var ids []change.ID
	for _, r := range of {
		e, err := kind.Into[program.Enrolment](r.Kind, r.State)
		if err != nil {
			return nil, err
		}
		for _, span := range spans {
			if d := p.DueFor(&e, r.ID, x, span); d != nil {
				d.Run = run
				id := program.DueID(r.ID, x.Code, span.Period)
				due[id], ids = d, append(ids, id)
			}
		}
	}
	have, err := s.Node.Projection.GetMany(ctx, ids)
	if err != nil {
		return nil, err
	}
	var drafts []writer.Draft
	for _, id := range ids {
		d, was := due[id], have[id]
		switch {
		case was == nil:
			drafts = append(drafts, writer.Draft{Kind: "due", Record: id, Fields: kind.Fields(*d)})
		case was.State.IsDeleted():
			fields := map[string]json.RawMessage{change.Deleted: raw(false), "amount": raw(d.Amount), "run": raw(run)}
			drafts = append(drafts, writer.Draft{Kind: "due", Record: id, Fields: fields, Seen: node.Seen(was.State, fields)})
		default:
			out.Had++
			continue
		}
		out.Made++
		out.Sum += d.Amount
	}
	return drafts, nil
}

// DropDues takes back what a run made and nobody has handed over yet, a page a call:
// call it again with Next while there is one.
func (s *Service) DropDues(ctx context.Context, w Who, run, after string) (*Outcome, error) {
	if run == "" {
		return nil, fault.New("field.required", "run", "field", "Lượt", "field_en", "Run")
	}
	out := &Outcome{}
	found, err := s.page(ctx, out, "due", "run", run, after)
	if err != nil {
		return nil, err
	}
	var items []item
	for _, r := range found {
		d, err := kind.Into[program.Due](r.Kind, r.State)
		if err != nil {
			return nil, err
		}
		if d.Status != "open" {
			out.fail(r.ID, fault.New("ledger.handed_over", ""))
			continue
		}
		fields := map[string]json.RawMessage{change.Deleted: raw(true)}
		items = append(items, item{r.ID, []writer.Draft{{Kind: "due", Record: r.ID, Fields: fields, Seen: node.Seen(r.State, fields)}}})
	}
	return out, s.write(ctx, w, items, out)
}
