package writer

import (
	"context"
	"encoding/json"
	"strconv"

	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/program"
)

// Programs gives the programs that records may be of; nil for one that no edition of
// the pack has.
type Programs interface {
	Program(code string) *program.Program
}

// checkProgram refuses what the rules of its program do not allow: a step that does
// not lead from where the enrolment stands, or is not the author's to take, and a
// payment of what is paid already or is not due to somebody who has left.
func (a *admission) checkProgram(ctx context.Context, k *kind.Kind, c *change.Change, exists bool) *fault.Fault {
	if c.Op != change.Set || onlyDeletes(c) {
		return nil
	}
	switch k.Name {
	case "enrolment":
		return a.checkEnrolment(ctx, c, exists)
	case "measure":
		return a.checkMeasure(c)
	case "entry":
		return a.checkEntry(ctx, c)
	case "twin":
		return a.checkTwin(ctx, k, c, exists)
	}
	return nil
}

func (a *admission) checkEnrolment(ctx context.Context, c *change.Change, exists bool) *fault.Fault {
	raw, steps := c.Fields["status"]
	if exists && !steps {
		return nil
	}
	state, code := "", text(c.Fields["program"])
	if exists {
		r, err := a.get(ctx, c.Record)
		if err != nil {
			return fault.As(err)
		}
		state, code = text(r.State.Value("status", r.Kind)), text(r.State.Value("program", r.Kind))
	}
	p := a.w.Programs.Program(code)
	if p == nil {
		return fault.New("program.unknown", "program", "program", clip(code))
	}
	if !exists {
		if f := a.checkSubject(p, c); f != nil {
			return f
		}
	}
	move, ok := change.ParseMove(text(raw))
	if !ok {
		return fault.New("program.no_first", "status")
	}
	t := program.Taking{Move: move, State: state}
	if a.viewer != nil {
		t.Roles = []string{} // who holds none may take none
		for _, g := range a.viewer.Grants {
			t.Roles = append(t.Roles, g.Role)
		}
	}
	if !move.By.IsZero() {
		var f *fault.Fault
		if t.Step, f = a.stepRecord(ctx, move.By, c.Record); f != nil {
			return f
		}
	}
	if !exists && t.Step != nil && !p.Open(t.Step.On) {
		return fault.New("program.closed", "status", "program", p.Label["vi"], "program_en", p.Label["en"])
	}
	if f := p.Admit(t); f != nil {
		return f
	}
	if f := a.checkStepAnswers(p, &t); f != nil {
		return f
	}
	return a.checkReceiver(ctx, c.Record, p, t.Step)
}

// checkReceiver sees that what was given is passed on to another enrolment of the
// same program.
func (a *admission) checkReceiver(ctx context.Context, giver change.ID, p *program.Program, d *program.Step) *fault.Fault {
	if d == nil || d.Receiver.IsZero() {
		return nil
	}
	wrong := fault.New("program.receiver_other", "receiver", "program", p.Label["vi"], "program_en", p.Label["en"])
	if d.Receiver == giver {
		return wrong
	}
	for _, c := range a.batch {
		if c.Record == d.Receiver && c.Kind == "enrolment" && text(c.Fields["program"]) == p.Code {
			return nil
		}
	}
	r, err := a.get(ctx, d.Receiver)
	if err != nil || r.Kind.Name != "enrolment" || r.State.IsDeleted() || text(r.State.Value("program", r.Kind)) != p.Code {
		return wrong
	}
	return nil
}

// checkStepAnswers keeps an enrolment from moving on answers that the step's own record
// is refused for, whichever of the two comes first in a batch.
func (a *admission) checkStepAnswers(p *program.Program, t *program.Taking) *fault.Fault {
	if t.Step == nil || t.Step.Form == "" || p.IsBack(t.State, t.Move.To) {
		return nil
	}
	return a.w.Forms.Admit("step", kind.Fields(*t.Step))
}

// checkSubject sees that an enrolment names what its program enrols.
func (a *admission) checkSubject(p *program.Program, c *change.Change) *fault.Fault {
	need := map[program.Subject]string{program.OfHousehold: "household", program.OfPerson: "person"}[p.Subject]
	if need != "" && text(c.Fields[need]) == "" {
		return fault.New("program.no_subject", need, "program", p.Label["vi"], "program_en", p.Label["en"])
	}
	if day := text(c.Fields["starts"]); day != "" && !p.Open(day) {
		return fault.New("program.closed", "starts", "program", p.Label["vi"], "program_en", p.Label["en"])
	}
	if cycle := text(c.Fields["cycle"]); cycle != "" && len(p.Cycles) > 0 && p.Cycle(cycle) == nil {
		return fault.New("program.no_cycle", "cycle", "cycle", clip(cycle))
	}
	return nil
}

// stepRecord reads the record that says more of a step: of this batch, or there before.
func (a *admission) stepRecord(ctx context.Context, id, enrolment change.ID) (*program.Step, *fault.Fault) {
	k := a.w.Projection.Registry().Get("step")
	state := &change.State{}
	for _, c := range a.batch {
		if c.Record == id && c.Kind == "step" {
			state.Apply(c, k)
		}
	}
	if len(state.Cells) == 0 {
		r, err := a.w.Projection.Get(ctx, id)
		if err != nil || r.Kind != k {
			return nil, fault.New("program.no_evidence", "status")
		}
		state = r.State
	}
	s, err := kind.Into[program.Step](k, state)
	if err != nil || s.Enrolment != enrolment {
		return nil, fault.New("program.no_evidence", "status")
	}
	return &s, nil
}

func (a *admission) checkMeasure(c *change.Change) *fault.Fault {
	p := a.w.Programs.Program(text(c.Fields["program"]))
	if p == nil {
		return fault.New("program.unknown", "program", "program", clip(text(c.Fields["program"])))
	}
	m := p.Measure(text(c.Fields["code"]), text(c.Fields["on"]))
	if m == nil {
		return fault.New("program.no_measure", "code", "code", clip(text(c.Fields["code"])))
	}
	if len(m.Levels) > 0 {
		for _, l := range m.Levels {
			if l.Code == text(c.Fields["level"]) {
				return nil
			}
		}
		return fault.New("field.unknown_term", "level", "term", clip(text(c.Fields["level"])), "vocabulary", m.Label["vi"])
	}
	value, err := strconv.ParseFloat(string(c.Fields["value"]), 64)
	switch {
	case err != nil:
		return fault.New("field.required", "value", "field", m.Label["vi"], "field_en", m.Label["en"])
	case m.Min != nil && value < *m.Min:
		return fault.New("field.too_small", "value", "min", *m.Min)
	case m.Max != nil && value > *m.Max:
		return fault.New("field.too_large", "value", "max", *m.Max)
	}
	return nil
}

// checkEntry keeps a month from being paid twice, and what was due to somebody who had
// left by then from being paid at all. A store that gives more than it has is no
// reason to refuse: what was given was given, and it is shown (see internal/ledger).
func (a *admission) checkEntry(ctx context.Context, c *change.Change) *fault.Fault {
	from, to := idIn(c.Fields["from"]), idIn(c.Fields["to"])
	if from == to {
		return fault.New("ledger.same_account", "to")
	}
	if info, ok := a.known[to]; !ok || info.Kind.Name != "due" {
		return nil
	}
	r, err := a.get(ctx, to)
	if err != nil {
		return fault.As(err)
	}
	due, err := kind.Into[program.Due](r.Kind, r.State)
	if err != nil {
		return fault.As(err)
	}
	if text(c.Fields["item"]) != due.Item {
		return fault.New("ledger.other_item", "item")
	}
	quantity, _ := strconv.ParseInt(string(c.Fields["quantity"]), 10, 64) // the declaration has been checked
	paid, err := a.paid(ctx, to)
	if err != nil {
		return fault.As(err)
	}
	if paid+quantity > due.Amount {
		return fault.New("ledger.paid_before", "to", "period", due.Period, "paid", paid, "amount", due.Amount)
	}
	return a.checkStays(ctx, &due)
}

// paid is what has been handed over of a due, the changes before in the batch included.
func (a *admission) paid(ctx context.Context, due change.ID) (int64, error) {
	have, err := a.w.Projection.Balances(ctx, []change.ID{due})
	if err != nil {
		return 0, err
	}
	var sum int64
	for _, b := range have {
		sum += b.Quantity
	}
	return sum + a.moved[due], nil
}

// checkStays refuses what fell due after somebody had left the program.
func (a *admission) checkStays(ctx context.Context, due *program.Due) *fault.Fault {
	r, err := a.get(ctx, due.Enrolment)
	if err != nil {
		return fault.As(err)
	}
	e, err := kind.Into[program.Enrolment](r.Kind, r.State)
	if err != nil {
		return fault.As(err)
	}
	p := a.w.Programs.Program(e.Program)
	if p == nil {
		return nil
	}
	step := p.Step(e.Status)
	if step != nil && (step.Bad || step.End && !step.Entitled) && e.Reached[e.Status].On != "" && due.On > e.Reached[e.Status].On {
		return fault.New("ledger.left", "to", "day", e.Reached[e.Status].On, "step", step.Label["vi"], "step_en", step.Label["en"])
	}
	return nil
}

// learnEntry lets later entries of the batch see what this one moves.
func (a *admission) learnEntry(k *kind.Kind, c *change.Change) {
	if k.Tally == (kind.Tally{}) || c.Op != change.Set {
		return
	}
	quantity, err := strconv.ParseInt(string(c.Fields[k.Tally.Quantity]), 10, 64)
	if err != nil {
		return
	}
	if a.moved == nil {
		a.moved = map[change.ID]int64{}
	}
	a.moved[idIn(c.Fields[k.Tally.To])] += quantity
	a.moved[idIn(c.Fields[k.Tally.From])] -= quantity
}

func text(v json.RawMessage) string {
	var s string
	if json.Unmarshal(v, &s) != nil {
		return ""
	}
	return s
}

func idIn(v json.RawMessage) change.ID {
	id, err := change.ParseID(text(v))
	if err != nil {
		return change.ID{}
	}
	return id
}

// clip shortens what a client sent, for a message.
func clip(s string) string {
	const most = 64
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most])
	}
	return s
}
