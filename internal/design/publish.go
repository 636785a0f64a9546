package design

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"bamban/internal/access"
	"bamban/internal/assist"
	"bamban/internal/change"
	"bamban/internal/eligible"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/pack"
	"bamban/internal/program"
	"bamban/internal/projection"
	"bamban/internal/writer"
)

// Finding is something wrong in a draft, or, as a Hint, something to think about.
type Finding struct {
	Field string // path in the body, like steps[2].roles
	Text  program.Text
	Hint  bool
}

// Check reads a draft as the pack's loader reads a file, and holds it against the version
// in use. The program is nil where something is wrong.
func (s *Service) Check(ctx context.Context, d *Draft) (*program.Program, []Finding, error) {
	body, err := s.versioned(d)
	if err != nil {
		return nil, nil, err
	}
	x, problems := pack.OpenProgram(s.Node.Pack, s.Node.Programs.All(), body)
	var out []Finding
	for _, p := range problems {
		out = append(out, Finding{Field: p.Field, Text: p.Text})
	}
	if x == nil {
		return nil, out, nil
	}
	used, err := s.againstUse(ctx, d, x)
	if err != nil {
		return nil, nil, err
	}
	if len(used) > 0 {
		return nil, append(out, used...), nil
	}
	return x, append(out, hints(x)...), nil
}

// versioned gives a body its version: the one after what is in use, or published for a
// later day. The code of a program in use stays.
func (s *Service) versioned(d *Draft) ([]byte, error) {
	var object map[string]json.RawMessage
	if json.Unmarshal([]byte(d.Fields.Body), &object) != nil || object == nil {
		return nil, fault.New("design.not_object", "body")
	}
	object["version"] = json.RawMessage(fmt.Sprint(d.InUse + 1))
	if d.Fields.Base > 0 {
		object["code"] = text(d.Fields.Code)
	}
	return json.Marshal(object)
}

// againstUse refuses what records stand on: a code that another program has, and steps
// and cycles that enrolments are at.
func (s *Service) againstUse(ctx context.Context, d *Draft, x *program.Program) ([]Finding, error) {
	old := s.Node.Programs.Program(x.Code)
	switch {
	case old == nil:
		return nil, nil
	case d.Fields.Base == 0:
		return []Finding{finding("code", fault.New("design.code_taken", "code", "program", old.Label["vi"], "program_en", old.Label["en"]))}, nil
	}
	var out []Finding
	for _, c := range program.Broken(old, x) {
		n := int64(1)
		if where := map[string]string{"design.step_used": "status", "design.cycle_used": "cycle"}[c.Code]; where != "" {
			var err error
			if n, err = s.Node.Projection.Count(ctx, projection.Query{Kind: "enrolment", Scope: everywhere,
				Where: map[string][]string{"program": {x.Code}, where: {c.Value}}}); err != nil {
				return nil, err
			}
		}
		if n > 0 {
			out = append(out, finding(c.Field, fault.New(c.Code, c.Field, "count", n, "label", c.Label["vi"], "label_en", c.Label["en"])))
		}
	}
	return out, nil
}

var everywhere = access.Scope{Everywhere: true}

func finding(field string, f *fault.Fault) Finding {
	return Finding{Field: field, Text: program.Text{"vi": f.Text("vi"), "en": f.Text("en")}}
}

// hints are what an office may have meant, and mostly did not.
func hints(x *program.Program) []Finding {
	var out []Finding
	add := func(field string, f *fault.Fault) {
		h := finding(field, f)
		h.Hint = true
		out = append(out, h)
	}
	unreached, stuck := x.Astray()
	for _, i := range unreached {
		add(fmt.Sprintf("steps[%d].from", i), fault.New("design.unreached", "steps", "step", x.Steps[i].Label["vi"], "step_en", x.Steps[i].Label["en"]))
	}
	for _, i := range stuck {
		add(fmt.Sprintf("steps[%d].end", i), fault.New("design.stuck", "steps", "step", x.Steps[i].Label["vi"], "step_en", x.Steps[i].Label["en"]))
	}
	entitled := false
	for _, step := range x.Steps {
		entitled = entitled || step.Entitled
	}
	if len(x.Entitlements) > 0 && !entitled {
		add("steps", fault.New("design.not_entitled", "steps"))
	}
	return out
}

// Trial is what a draft would do with the records that are there. Nothing is written.
type Trial struct {
	Sieved *assist.Sieved
	Dues   []Due // of one enrolment that begins today, over a year
}

// Due is what one enrolment would be given.
type Due struct {
	Entitlement, Item, Variant, On string
	Amount                         int64
}

// trialPart is how many are looked at in one call: well under a second.
const trialPart = 4000

// Try asks a draft's rules of some of those that the viewer reads, after a cursor, and
// works out what one enrolment would be given.
func (s *Service) Try(ctx context.Context, v *access.Viewer, d *Draft, after string) (*Trial, error) {
	x, findings, err := s.Check(ctx, d)
	if err != nil {
		return nil, err
	}
	if x == nil {
		return nil, fault.New("design.not_sound", "body", "count", len(findings))
	}
	rules, problems := eligible.Compile(x)
	if len(problems) > 0 {
		return nil, fault.New("design.not_sound", "body", "count", len(problems))
	}
	out := &Trial{}
	a := &assist.Service{Node: s.Node}
	if out.Sieved, err = a.Sieve(ctx, assist.Who{Viewer: v}, x, rules, after, trialPart); err != nil {
		return nil, err
	}
	if after == "" {
		out.Dues = s.year(x)
	}
	return out, nil
}

// year lists what one enrolment of each variant is given within a year from today.
func (s *Service) year(x *program.Program) []Due {
	from := s.Node.Today()
	start, err := time.Parse(time.DateOnly, from)
	if err != nil {
		return nil
	}
	to := start.AddDate(1, 0, -1).Format(time.DateOnly)
	variants := []string{""}
	if len(x.Variants) > 0 {
		variants = variants[:0]
		for _, c := range x.Variants {
			variants = append(variants, c.Code)
		}
	}
	var out []Due
	for i := range x.Entitlements {
		e := &x.Entitlements[i]
		for _, variant := range variants {
			for _, span := range e.Spans(from, to) {
				if amount := e.Amount(span.On, variant); amount > 0 {
					out = append(out, Due{e.Code, e.Item, variant, span.On, amount})
				}
			}
		}
	}
	return out
}

// Publish brings a draft into force from a day, which is today or later, as a new
// version of the program and of the pack. The draft is put away.
func (s *Service) Publish(ctx context.Context, v *access.Viewer, id change.ID, from, reason string) (*program.Program, error) {
	reason = strings.TrimSpace(reason)
	if reason == "" {
		return nil, fault.New("design.why", "reason")
	}
	if _, err := time.Parse(time.DateOnly, from); err != nil {
		return nil, fault.New("field.bad_date", "from")
	}
	if from < s.Node.Today() {
		return nil, fault.New("design.past", "from", "today", s.Node.Today())
	}
	d, err := s.Open(ctx, id)
	if err != nil {
		return nil, err
	}
	if err := s.countPublished(ctx, d); err != nil {
		return nil, err
	}
	x, findings, err := s.Check(ctx, d)
	if err != nil {
		return nil, err
	}
	if x == nil {
		return nil, fault.New("design.not_sound", "body", "count", len(findings))
	}
	body, err := s.versioned(d)
	if err != nil {
		return nil, err
	}
	_, err = s.Node.Writer.Write(ctx, v.User, nil,
		writer.Draft{Kind: "program_edition", Record: s.Node.Writer.NewID(), Fields: kind.Fields(program.Edition{Code: x.Code, Edition: int64(x.Version), Label: clip(x.Label["vi"]),
			From: from, Published: s.Node.Now(), By: v.User, Reason: reason, Body: string(body)})},
		writer.Draft{Kind: "program_draft", Record: id, Fields: map[string]json.RawMessage{change.Deleted: json.RawMessage("true")}})
	if err != nil {
		return nil, err
	}
	return x, s.Node.TakeEffect(ctx)
}

// countPublished moves a draft's version past those that are published for a later day,
// and refuses a new program whose code one of those has.
func (s *Service) countPublished(ctx context.Context, d *Draft) error {
	published, err := s.Node.PublishedPrograms(ctx)
	if err != nil {
		return err
	}
	for _, e := range published {
		if e.Code != d.Fields.Code {
			continue
		}
		if d.Fields.Base == 0 {
			return fault.New("design.code_taken", "code", "program", e.Label, "program_en", e.Label)
		}
		d.InUse = max(d.InUse, int(e.Edition.Edition))
	}
	return nil
}
