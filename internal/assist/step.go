package assist

import (
	"context"
	"encoding/json"
	"errors"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/program"
	"bamban/internal/projection"
	"bamban/internal/writer"
)

// MaxRun is how many records one call works on; a longer run is made of several calls
// that share its name, so that it shows how far it is and can be stopped.
const MaxRun = 400

// Evidence is what a step is taken on.
type Evidence struct {
	To, On, Decision, Reason, Signed string
	Photos                           int64   // that there are, those of With not counted
	With                             []Photo // that are sent with the step
	Bulk                             string  // names the run; all its steps are taken back by it
	Form                             string  // whose questions Answers answer, in its version FormV
	FormV                            int64
	Answers                          string
	Receiver                         change.ID // the enrolment to which it is passed on
}

// Failure is one record that a run left as it was, and why.
type Failure struct {
	Record change.ID
	Fault  *fault.Fault
}

// Outcome of a run's call.
type Outcome struct {
	Done   []change.ID
	Failed []Failure
	Next   string // where a run that is taken back goes on; "" at its end
}

// page reads some records of a run, from where the call before ended.
func (s *Service) page(ctx context.Context, out *Outcome, kindName, field, run, after string) ([]*projection.Record, error) {
	page, err := s.Node.Projection.List(ctx, projection.Query{Kind: kindName, Scope: access.Scope{Everywhere: true}, Where: map[string][]string{field: {run}},
		Sort: projection.ByArrival, After: after, Limit: projection.MaxLimit})
	if err != nil {
		return nil, err
	}
	out.Next = page.Next
	return page.Records, nil
}

// item is what a run writes for one record: all of it or nothing.
type item struct {
	id     change.ID
	drafts []writer.Draft
}

// Take moves enrolments to a step. What can't be moved is left and said.
func (s *Service) Take(ctx context.Context, w Who, ids []change.ID, ev Evidence) (*Outcome, error) {
	if len(ids) > MaxRun {
		return nil, fault.New("batch.too_many", "ids", "max", MaxRun)
	}
	if len(ids) > 1 && (ev.Answers != "" || len(ev.With) > 0) {
		return nil, fault.New("program.form_one_each", "answers")
	}
	if ev.On == "" {
		ev.On = s.Node.Today()
	}
	have, err := s.Node.Projection.GetMany(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := &Outcome{}
	var items []item
	for _, id := range ids {
		r := have[id]
		if r == nil || r.Kind.Name != "enrolment" || r.State.IsDeleted() || !w.Viewer.Can(access.Read, r.Kind, projection.PlaceOf(r)) {
			out.fail(id, fault.New("not_found", ""))
			continue
		}
		drafts, err := s.stepDrafts(ctx, w, r, ev)
		if err != nil {
			out.fail(id, fault.As(err))
			continue
		}
		items = append(items, item{id, drafts})
	}
	return out, s.write(ctx, w, items, out)
}

func (o *Outcome) fail(id change.ID, f *fault.Fault) {
	o.Failed = append(o.Failed, Failure{id, f})
}

// stepDrafts are the changes that take one enrolment to a step.
func (s *Service) stepDrafts(ctx context.Context, w Who, r *projection.Record, ev Evidence) ([]writer.Draft, error) {
	e, err := kind.Into[program.Enrolment](r.Kind, r.State)
	if err != nil {
		return nil, err
	}
	p, err := s.Program(e.Program)
	if err != nil {
		return nil, err
	}
	to, from := p.Step(ev.To), p.Step(e.Status)
	if to != nil && to.Entitled && (from == nil || !from.Entitled) {
		of := Subject{Household: e.Household, Person: e.Person, Area: e.Area}
		overlaps, err := s.Overlaps(ctx, p, of, r.ID, e.Overlaps)
		if err != nil {
			return nil, err
		}
		if f := undecided(overlaps); f != nil {
			return nil, f
		}
	}
	photos, err := s.photoDrafts(w, r, &e, to, ev.With)
	if err != nil {
		return nil, err
	}
	step := s.Node.Writer.NewID()
	d := program.Step{Enrolment: r.ID, Program: p.Code, Household: e.Household, Area: e.Area, Unit: e.Unit, From: e.Status, To: ev.To, On: ev.On,
		By: w.Viewer.User, Decision: ev.Decision, Reason: ev.Reason, Photos: ev.Photos + int64(len(photos)), Signed: ev.Signed, Bulk: ev.Bulk,
		Form: ev.Form, FormV: ev.FormV, Answers: ev.Answers, Receiver: ev.Receiver}
	fields := map[string]json.RawMessage{
		"status":           raw(change.Move{From: e.Status, To: ev.To, By: step}.String()),
		"reached:" + ev.To: raw(reached(ev.On, ev.Decision)),
	}
	if !ev.Receiver.IsZero() {
		fields["receiver"] = raw(ev.Receiver.String())
	}
	if p.IsBack(e.Status, ev.To) {
		fields = map[string]json.RawMessage{"status": fields["status"], "reached:" + e.Status: json.RawMessage("null")}
		if !e.Receiver.IsZero() {
			fields["receiver"] = json.RawMessage("null")
		}
	}
	if to != nil && to.Entitled && e.Starts == "" {
		fields["starts"] = raw(ev.On)
	}
	return append([]writer.Draft{
		{Kind: "step", Record: step, Fields: kind.Fields(d)},
		{Kind: "enrolment", Record: r.ID, Fields: fields, Seen: node.Seen(r.State, fields)},
	}, photos...), nil
}

func reached(on, decision string) map[string]string {
	out := map[string]string{"on": on}
	if decision != "" {
		out["decision"] = decision
	}
	return out
}

// write writes items in batches. A batch that is refused is looked through: those at
// fault are named and the others written.
func (s *Service) write(ctx context.Context, w Who, items []item, out *Outcome) error {
	for len(items) > 0 {
		n, changes := 0, 0
		for n < len(items) && changes+len(items[n].drafts) <= writer.MaxBatch {
			changes += len(items[n].drafts)
			n++
		}
		if n == 0 {
			return errors.New("assist: one record takes more changes than a batch holds")
		}
		if err := s.writeSome(ctx, w, items[:n], out); err != nil {
			return err
		}
		items = items[n:]
	}
	return nil
}

func (s *Service) writeSome(ctx context.Context, w Who, items []item, out *Outcome) error {
	for range 2 {
		var drafts []writer.Draft
		var of []int // item of each draft
		for i, it := range items {
			for _, d := range it.drafts {
				drafts, of = append(drafts, d), append(of, i)
			}
		}
		_, err := s.Node.Writer.Write(ctx, w.Viewer.User, w.Viewer, drafts...)
		if err == nil {
			for _, it := range items {
				out.Done = append(out.Done, it.id)
			}
			return nil
		}
		verdicts, checkErr := s.Node.Writer.Check(ctx, w.Viewer.User, w.Viewer, drafts...)
		if checkErr != nil || len(verdicts) == 0 {
			return errors.Join(err, checkErr)
		}
		bad := map[int]bool{}
		for _, v := range verdicts {
			if i := of[v.Index]; !bad[i] {
				bad[i] = true
				f := fault.New(v.Code, v.Field)
				f.Args = v.Args
				out.fail(items[i].id, f)
			}
		}
		var good []item
		for i, it := range items {
			if !bad[i] {
				good = append(good, it)
			}
		}
		if items = good; len(items) == 0 {
			return nil
		}
	}
	return fault.New("busy", "")
}

// Undo takes the steps of a run back, those whose enrolment still stands where the run
// put it, a page a call: call it again with Next while there is one.
func (s *Service) Undo(ctx context.Context, w Who, bulk, reason, after string) (*Outcome, error) {
	if bulk == "" {
		return nil, fault.New("field.required", "bulk", "field", "Lượt", "field_en", "Run")
	}
	out := &Outcome{}
	found, err := s.page(ctx, out, "step", "bulk", bulk, after)
	if err != nil {
		return nil, err
	}
	var items []item
	for _, r := range found {
		step, err := kind.Into[program.Step](r.Kind, r.State)
		if err != nil {
			return nil, err
		}
		e, err := s.Node.Projection.Get(ctx, step.Enrolment)
		if err != nil {
			return nil, err
		}
		at, err := kind.Into[program.Enrolment](e.Kind, e.State)
		if err != nil {
			return nil, err
		}
		if at.Status != step.To || step.From == "" || latestStep(e) != r.ID {
			continue
		}
		ev, err := s.undoing(ctx, e, &step, reason)
		if err != nil {
			return nil, err
		}
		drafts, err := s.stepDrafts(ctx, w, e, ev)
		if err != nil {
			out.fail(e.ID, fault.As(err))
			continue
		}
		items = append(items, item{e.ID, drafts})
	}
	return out, s.write(ctx, w, items, out)
}

// undoing is what a step is undone on. Where it had taken another one back, that one
// stands again as it was taken: its day, decision, photos, receiver and answers.
func (s *Service) undoing(ctx context.Context, e *projection.Record, step *program.Step, reason string) (Evidence, error) {
	ev := Evidence{To: step.From, On: s.Node.Today(), Reason: reason}
	p, err := s.Program(step.Program)
	if err != nil {
		return ev, err
	}
	if !p.IsBack(step.From, step.To) {
		return ev, nil
	}
	moves := effective(e)
	for i := len(moves) - 2; i >= 0; i-- {
		if moves[i].To != step.From || moves[i].By.IsZero() {
			continue
		}
		r, err := s.Node.Projection.Get(ctx, moves[i].By)
		if err != nil {
			return ev, err
		}
		was, err := kind.Into[program.Step](r.Kind, r.State)
		if err != nil {
			return ev, err
		}
		return Evidence{To: was.To, On: was.On, Decision: was.Decision, Reason: reason, Signed: was.Signed, Photos: was.Photos,
			Form: was.Form, FormV: was.FormV, Answers: was.Answers, Receiver: was.Receiver}, nil
	}
	return ev, nil
}

// effective are the moves of an enrolment that took effect, in their order.
func effective(r *projection.Record) []change.Move {
	cell := r.State.Cells["status"]
	if cell == nil {
		return nil
	}
	var out []change.Move
	state := ""
	for _, st := range cell.Steps {
		if m, ok := change.ParseMove(st.To); ok && m.From == state {
			state, out = m.To, append(out, m)
		}
	}
	return out
}

// latestStep is the record of the last step that took effect.
func latestStep(r *projection.Record) change.ID {
	moves := effective(r)
	if len(moves) == 0 {
		return change.ID{}
	}
	return moves[len(moves)-1].By
}
