package assist

import (
	"context"
	"strings"

	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/program"
	"bamban/internal/writer"
)

// Proposal is a new enrolment as it is asked for.
type Proposal struct {
	Program, Cycle, Variant   string
	Subject                   Subject
	Unit, Officer             change.ID
	Reason, Exception, Starts string
}

// Propose enrols a subject at the program's first step. One that is not eligible is
// taken only with the reason for an exception.
func (s *Service) Propose(ctx context.Context, w Who, in Proposal) (change.ID, error) {
	p, err := s.Program(in.Program)
	if err != nil {
		return change.ID{}, err
	}
	today := s.Node.Today()
	if !s.Node.Programs.InForce(p.Code) || !p.Open(today) {
		return change.ID{}, fault.New("program.closed", "program", "program", p.Label["vi"], "program_en", p.Label["en"])
	}
	of, err := s.Resolve(ctx, w, p, in.Subject)
	if err != nil {
		return change.ID{}, err
	}
	reasons, err := s.Reasons(ctx, p, of)
	if err != nil {
		return change.ID{}, err
	}
	if len(reasons) > 0 && strings.TrimSpace(in.Exception) == "" {
		return change.ID{}, fault.New("program.not_eligible", "exception", "reasons", said(reasons, "vi"), "reasons_en", said(reasons, "en"))
	}
	if in.Cycle == "" {
		in.Cycle = CycleOn(p, today)
	}
	if in.Unit.IsZero() {
		in.Unit = w.Viewer.Unit
	}
	id, step := s.Node.Writer.NewID(), s.Node.Writer.NewID()
	first := p.First()
	e := program.Enrolment{Program: p.Code, Cycle: in.Cycle, Name: of.Name, Household: of.Household, Person: of.Person, Area: of.Area, Unit: in.Unit,
		Officer: in.Officer, Variant: in.Variant, Status: change.Move{To: first.Code, By: step}.String(), Starts: in.Starts, Sex: of.sex,
		Reason: in.Reason, Exception: in.Exception, Reached: map[string]program.Reached{first.Code: {On: today}}}
	d := program.Step{Enrolment: id, Program: p.Code, Household: of.Household, Area: of.Area, Unit: in.Unit, To: first.Code, On: today, By: w.Viewer.User, Reason: in.Reason}
	_, err = s.Node.Writer.Write(ctx, w.Viewer.User, w.Viewer,
		writer.Draft{Kind: "enrolment", Record: id, Fields: kind.Fields(e)}, writer.Draft{Kind: "step", Record: step, Fields: kind.Fields(d)})
	return id, err
}

func said(reasons []program.Text, lang string) string {
	var out []string
	for _, r := range reasons {
		out = append(out, r[lang])
	}
	return strings.Join(out, " ")
}

// CycleOn is the cycle that holds a day, or the latest one.
func CycleOn(p *program.Program, day string) string {
	for _, c := range p.Cycles {
		if c.From <= day && (c.To == "" || day <= c.To) {
			return c.Code
		}
	}
	if n := len(p.Cycles); n > 0 {
		return p.Cycles[n-1].Code
	}
	return ""
}
