package api

import (
	"encoding/json"

	"bamban/internal/access"
	"bamban/internal/assist"
	"bamban/internal/change"
	"bamban/internal/eligible"
	"bamban/internal/fault"
	"bamban/internal/form"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/program"
	"bamban/internal/projection"
	"bamban/internal/writer"
)

// ProgramsJSON is every program, with how many enrolments of the caller's part stand
// at which step.
type ProgramsJSON struct {
	Programs []ProgramJSON `json:"programs"`
	Day      string        `json:"day"`
}

// ProgramJSON is a program as it is declared, and where its enrolments stand.
type ProgramJSON struct {
	program.Program
	InForce bool             `json:"inForce"`
	Rules   form.Declaration `json:"rules"` // its eligibility as a form, for phones
	Counts  map[string]int64 `json:"counts,omitempty"`
}

func (c *call) assist() (*assist.Service, assist.Who) {
	return &assist.Service{Node: c.s.Node}, assist.Who{Viewer: c.who.Viewer}
}

func listPrograms(c *call) (any, error) {
	out := ProgramsJSON{Programs: []ProgramJSON{}, Day: c.s.Node.Today()}
	k := c.s.Node.Kinds.Get("enrolment")
	scope := c.who.Viewer.Scope(access.Read, k)
	for _, p := range c.s.Node.Programs.All() {
		line := ProgramJSON{Program: *p, InForce: c.s.Node.Programs.InForce(p.Code), Rules: eligible.Declaration(p), Counts: map[string]int64{}}
		for i := range p.Steps {
			if scope.IsEmpty() {
				break
			}
			n, err := c.s.Node.Projection.Count(c, projection.Query{Kind: k.Name, Scope: scope,
				Where: map[string][]string{"program": {p.Code}, "status": {p.Steps[i].Code}}})
			if err != nil {
				return nil, err
			}
			line.Counts[p.Steps[i].Code] = n
		}
		out.Programs = append(out.Programs, line)
	}
	return out, nil
}

// CheckJSON says whether somebody is eligible, and what looks like the same help.
type CheckJSON struct {
	Name     string            `json:"name"`
	Reasons  []program.Text    `json:"reasons"`
	Overlaps []OverlapJSON     `json:"overlaps"`
	Refs     map[string]NameOf `json:"refs"`
}

// OverlapJSON is another enrolment; its names are given as far as the caller may see
// them.
type OverlapJSON struct {
	Enrolment string           `json:"enrolment"`
	Open      bool             `json:"open"` // the caller may open it
	Program   string           `json:"program"`
	Status    string           `json:"status"`
	Cycle     string           `json:"cycle"`
	Area      string           `json:"area"`
	Unit      string           `json:"unit"`
	Why       string           `json:"why"`
	Decided   *program.Overlap `json:"decided,omitempty"`
	// Of a twin: the pair that nobody has decided about, the record of it on this side,
	// and what agrees.
	Pair   string   `json:"pair,omitempty"`
	Person string   `json:"person,omitempty"`
	Agree  []string `json:"agree,omitempty"`
}

// subjectOf reads whom the parameters name.
func (c *call) subjectOf(get func(string) string) (assist.Subject, error) {
	var out assist.Subject
	for name, to := range map[string]*change.ID{"household": &out.Household, "person": &out.Person, "area": &out.Area} {
		if v := get(name); v != "" {
			id, err := change.ParseID(v)
			if err != nil {
				return out, fault.New("field.bad_ref", name)
			}
			*to = id
		}
	}
	out.Name = get("name")
	return out, nil
}

func checkProgram(c *call) (any, error) {
	s, who := c.assist()
	if !c.who.Viewer.May(access.Create, c.s.Node.Kinds.Get("enrolment")) {
		return nil, fault.New("forbidden", "")
	}
	p, err := s.Program(c.r.PathValue("code"))
	if err != nil {
		return nil, err
	}
	of, err := c.subjectOf(c.r.URL.Query().Get)
	if err != nil {
		return nil, err
	}
	if of, err = s.Resolve(c, who, p, of); err != nil {
		return nil, err
	}
	out := CheckJSON{Name: of.Name, Reasons: []program.Text{}}
	reasons, err := s.Reasons(c, p, of)
	if err != nil {
		return nil, err
	}
	out.Reasons = append(out.Reasons, reasons...)
	overlaps, err := s.Overlaps(c, p, of, change.ID{}, nil)
	if err != nil {
		return nil, err
	}
	out.Overlaps, out.Refs, err = c.overlaps(overlaps)
	return out, err
}

func (c *call) overlaps(all []assist.Overlap) ([]OverlapJSON, map[string]NameOf, error) {
	out, k, v := []OverlapJSON{}, c.s.Node.Kinds.Get("enrolment"), c.view()
	for _, o := range all {
		at := access.At{Area: o.Of.Area, Unit: o.Of.Unit, Household: o.Of.Household, Person: o.Of.Person}
		line := OverlapJSON{Enrolment: o.Enrolment.String(), Open: c.who.Viewer.Can(access.Read, k, at), Program: o.Of.Program, Status: o.Of.Status,
			Cycle: o.Of.Cycle, Area: o.Of.Area.String(), Unit: o.Of.Unit.String(), Why: o.Why}
		if o.Decided.Decision != "" {
			line.Decided = &o.Decided
		}
		if o.Pair != nil {
			line.Pair, line.Person, line.Agree = o.Pair.ID().String(), o.Person.String(), agreeing(o.Pair.Agree)
			if !line.Open {
				line.Area = "" // a village is a value of who may be another person
			}
		}
		v.refs[o.Of.Area], v.refs[o.Of.Unit] = true, true
		out = append(out, line)
	}
	refs, err := v.names(c)
	return out, refs, err
}

// ProposalBody proposes somebody for a program.
type ProposalBody struct {
	Program   string `json:"program"`
	Household string `json:"household,omitempty"`
	Person    string `json:"person,omitempty"`
	Area      string `json:"area,omitempty"`
	Name      string `json:"name,omitempty"`
	Cycle     string `json:"cycle,omitempty"`
	Variant   string `json:"variant,omitempty"`
	Officer   string `json:"officer,omitempty"`
	Reason    string `json:"reason,omitempty"`
	Exception string `json:"exception,omitempty"`
	Starts    string `json:"starts,omitempty"`
}

func propose(c *call) (any, error) {
	if !c.who.Viewer.May(access.Create, c.s.Node.Kinds.Get("enrolment")) {
		return nil, fault.New("forbidden", "")
	}
	var b ProposalBody
	if err := c.body(&b); err != nil {
		return nil, err
	}
	of, err := c.subjectOf(func(name string) string {
		return map[string]string{"household": b.Household, "person": b.Person, "area": b.Area, "name": b.Name}[name]
	})
	if err != nil {
		return nil, err
	}
	in := assist.Proposal{Program: b.Program, Cycle: b.Cycle, Variant: b.Variant, Subject: of, Reason: b.Reason, Exception: b.Exception, Starts: b.Starts}
	if b.Officer != "" {
		if in.Officer, err = change.ParseID(b.Officer); err != nil {
			return nil, fault.New("field.bad_ref", "officer")
		}
	}
	s, who := c.assist()
	id, err := s.Propose(c, who, in)
	if err != nil {
		return nil, err
	}
	r, err := c.s.Node.Projection.Get(c, id)
	if err != nil {
		return nil, err
	}
	record, err := c.show(r)
	return created{record}, err
}

// StepBody moves enrolments to a step; Bulk names the run that they belong to.
type StepBody struct {
	IDs      []string    `json:"ids"`
	To       string      `json:"to"`
	On       string      `json:"on,omitempty"`
	Decision string      `json:"decision,omitempty"`
	Reason   string      `json:"reason,omitempty"`
	Signed   string      `json:"signed,omitempty"`
	Photos   int64       `json:"photos,omitempty"`
	With     []PhotoBody `json:"photos_with,omitempty"` // photos whose bytes follow; of one enrolment only
	Bulk     string      `json:"bulk,omitempty"`
	Form     string      `json:"form,omitempty"` // that the step asks for, and what was answered, as JSON text
	FormV    int64       `json:"form_version,omitempty"`
	Answers  string      `json:"answers,omitempty"`
	Receiver string      `json:"receiver,omitempty"` // the enrolment to which it is passed on
}

// RunJSON is what came of one call of a run.
type RunJSON struct {
	Done   []string      `json:"done"`
	Failed []FailureJSON `json:"failed"`
	Next   string        `json:"next,omitempty"` // of a run that is taken back: where it goes on
}

// FailureJSON is one record that was left as it was.
type FailureJSON struct {
	Record string `json:"record"`
	Code   string `json:"code"`
	VI     string `json:"vi"`
	EN     string `json:"en"`
}

// running is the handler of a run over records of a kind: it may be refused as a whole,
// else it says what came of each record.
func running[B any](kindName string, run func(*call, *assist.Service, assist.Who, B) (*assist.Outcome, error)) func(*call) (any, error) {
	return func(c *call) (any, error) {
		if err := c.mayUpdate(kindName); err != nil {
			return nil, err
		}
		var b B
		if err := c.body(&b); err != nil {
			return nil, err
		}
		s, who := c.assist()
		out, err := run(c, s, who, b)
		if err != nil {
			return nil, err
		}
		return runJSON(out), nil
	}
}

func (c *call) mayUpdate(kindName string) error {
	if !c.who.Viewer.May(access.Update, c.s.Node.Kinds.Get(kindName)) {
		return fault.New("forbidden", "")
	}
	return nil
}

func runJSON(o *assist.Outcome) RunJSON {
	out := RunJSON{Done: []string{}, Failed: []FailureJSON{}, Next: o.Next}
	for _, id := range o.Done {
		out.Done = append(out.Done, id.String())
	}
	for _, f := range o.Failed {
		out.Failed = append(out.Failed, FailureJSON{f.Record.String(), f.Fault.Code, f.Fault.Text("vi"), f.Fault.Text("en")})
	}
	return out
}

func parseIDs(texts []string) ([]change.ID, error) {
	var out []change.ID
	for _, t := range texts {
		id, err := change.ParseID(t)
		if err != nil {
			return nil, fault.New("field.bad_ref", "ids")
		}
		out = append(out, id)
	}
	return out, nil
}

func takeStep(c *call, s *assist.Service, who assist.Who, b StepBody) (*assist.Outcome, error) {
	ids, err := parseIDs(b.IDs)
	if err != nil {
		return nil, err
	}
	var receiver change.ID
	if b.Receiver != "" {
		if receiver, err = change.ParseID(b.Receiver); err != nil {
			return nil, fault.New("field.bad_ref", "receiver")
		}
	}
	return s.Take(c, who, ids, assist.Evidence{Receiver: receiver, With: photosOf(b.With), To: b.To, On: b.On, Decision: b.Decision, Reason: b.Reason, Signed: b.Signed, Photos: b.Photos, Bulk: b.Bulk,
		Form: b.Form, FormV: b.FormV, Answers: b.Answers})
}

// UndoBody takes a run back, from where the call before ended.
type UndoBody struct {
	Bulk   string `json:"bulk"`
	Reason string `json:"reason"`
	After  string `json:"after,omitempty"`
}

func undoSteps(c *call, s *assist.Service, who assist.Who, b UndoBody) (*assist.Outcome, error) {
	return s.Undo(c, who, b.Bulk, b.Reason, b.After)
}

// OverlapsJSON is what looks like the same help as an enrolment's.
type OverlapsJSON struct {
	Overlaps []OverlapJSON     `json:"overlaps"`
	Refs     map[string]NameOf `json:"refs"`
}

// enrolmentOf the path, if the caller may do something with it.
func (c *call) enrolmentOf(verb access.Verb) (*projection.Record, *program.Enrolment, error) {
	c.r.SetPathValue("kind", "enrolment")
	r, err := c.recordOf(verb)
	if err != nil {
		return nil, nil, err
	}
	e, err := kind.Into[program.Enrolment](r.Kind, r.State)
	return r, &e, err
}

func enrolmentOverlaps(c *call) (any, error) {
	r, e, err := c.enrolmentOf(access.Read)
	if err != nil {
		return nil, err
	}
	s, _ := c.assist()
	p, err := s.Program(e.Program)
	if err != nil {
		return nil, err
	}
	all, err := s.Overlaps(c, p, assist.Subject{Household: e.Household, Person: e.Person, Area: e.Area}, r.ID, e.Overlaps)
	if err != nil {
		return nil, err
	}
	var out OverlapsJSON
	out.Overlaps, out.Refs, err = c.overlaps(all)
	return out, err
}

// DecideBody is a person's decision about an overlap.
type DecideBody struct {
	Other    string `json:"other"`
	Decision string `json:"decision"`
	Reason   string `json:"reason"`
}

func decideOverlap(c *call) (any, error) {
	r, _, err := c.enrolmentOf(access.Update)
	if err != nil {
		return nil, err
	}
	var b DecideBody
	if err := c.body(&b); err != nil {
		return nil, err
	}
	if _, err := change.ParseID(b.Other); err != nil {
		return nil, fault.New("field.bad_ref", "other")
	}
	value, err := json.Marshal(map[string]string{"decision": b.Decision, "reason": b.Reason, "on": c.s.Node.Today()})
	if err != nil {
		return nil, err
	}
	fields := map[string]json.RawMessage{"overlaps:" + b.Other: value}
	return c.write(r, writer.Draft{Fields: fields, Seen: node.Seen(r.State, fields)})
}
