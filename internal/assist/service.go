package assist

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/eligible"
	"bamban/internal/fault"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/place"
	"bamban/internal/program"
	"bamban/internal/projection"
)

// Service works on one node. It holds nothing of its own.
type Service struct{ Node *node.Node }

// Who asks: a user, with what they may see and do.
type Who struct{ Viewer *access.Viewer }

// Subject is who or what is to be enrolled.
type Subject struct {
	Household, Person, Area change.ID
	Name                    string // of a group
	sex                     string
}

// Program of a code, if it takes proposals; the fault says which is unknown.
func (s *Service) Program(code string) (*program.Program, error) {
	p := s.Node.Programs.Program(code)
	if p == nil {
		return nil, fault.New("program.unknown", "program", "program", code)
	}
	return p, nil
}

// Resolve reads what a subject names and fills in the rest: its village and its name.
// What the asker may not read is not found.
func (s *Service) Resolve(ctx context.Context, w Who, p *program.Program, in Subject) (Subject, error) {
	id, want := in.Area, "area"
	switch p.Subject {
	case program.OfHousehold:
		id, want = in.Household, "household"
	case program.OfPerson:
		id, want = in.Person, "person"
	}
	if id.IsZero() {
		return in, fault.New("program.no_subject", want, "program", p.Label["vi"], "program_en", p.Label["en"])
	}
	r, err := s.Node.Projection.Get(ctx, id)
	if err != nil || r.Kind.Name != want || r.State.IsDeleted() || !w.Viewer.Can(access.Read, r.Kind, projection.PlaceOf(r)) {
		return in, fault.New("not_found", want)
	}
	switch want {
	case "household":
		h, err := kind.Into[household.Household](r.Kind, r.State)
		in.Area, in.Name = h.Area, h.Name
		return in, err
	case "person":
		one, err := kind.Into[household.Person](r.Kind, r.State)
		if err != nil {
			return in, err
		}
		in.Area, in.Name, in.sex = one.Area, one.Name, one.Sex
		if in.Household.IsZero() {
			in.Household, err = s.homeOf(ctx, id)
		}
		return in, err
	}
	a, err := kind.Into[place.Area](r.Kind, r.State)
	if p.Subject != program.OfGroup || in.Name == "" {
		in.Name = a.Name
	}
	return in, err
}

// homeOf is the household in which somebody lives now, if any.
func (s *Service) homeOf(ctx context.Context, person change.ID) (change.ID, error) {
	const most = 20
	found, err := s.living(ctx, "person", person, most)
	if err != nil || len(found) == 0 {
		return change.ID{}, err
	}
	return found[0].Household, nil
}

// living are the memberships in force of a person, or of a household, by the field.
func (s *Service) living(ctx context.Context, field string, id change.ID, most int) ([]household.Membership, error) {
	found, err := s.Node.Projection.FindBy(ctx, "membership", field, id.String(), most)
	if err != nil {
		return nil, err
	}
	var out []household.Membership
	for _, r := range found {
		if m, err := kind.Into[household.Membership](r.Kind, r.State); err == nil && m.To == "" && !r.State.IsDeleted() {
			out = append(out, m)
		}
	}
	return out, nil
}

// Reasons for which a subject is not eligible today, and nothing where it is.
func (s *Service) Reasons(ctx context.Context, p *program.Program, of Subject) ([]program.Text, error) {
	rules := s.Node.Programs.Rules(p.Code)
	if rules == nil || len(p.Eligibility) == 0 {
		return nil, nil
	}
	facts, err := s.facts(ctx, p, of)
	if err != nil {
		return nil, err
	}
	return rules.Check(facts, s.Node.Today())
}

// facts gathers what the rules of a program ask for and is known.
func (s *Service) facts(ctx context.Context, p *program.Program, of Subject) (eligible.Facts, error) {
	out := eligible.Facts{}
	if asksAny(p, "border", "area_type") {
		if err := s.areaFacts(ctx, of.Area, out); err != nil {
			return nil, err
		}
	}
	if err := s.homeFacts(ctx, p, of.Household, nil, out); err != nil {
		return nil, err
	}
	if p.Subject != program.OfPerson {
		return out, nil
	}
	r, err := s.Node.Projection.Get(ctx, of.Person)
	if err != nil {
		return nil, err
	}
	return out, personFacts(r, s.Node.Today(), out)
}

// asksAny reports whether a program's rules speak of one of some facts.
func asksAny(p *program.Program, names ...string) bool {
	return slices.ContainsFunc(p.Eligibility, func(r program.Rule) bool {
		return slices.ContainsFunc(names, func(name string) bool { return strings.Contains(r.When, name) })
	})
}

// asksHome reports whether a program's rules speak of the household.
func asksHome(p *program.Program) bool { return asksAny(p, "poverty", "members", "children") }

// homeFacts gathers what is known of a household; r is its record where it was read.
func (s *Service) homeFacts(ctx context.Context, p *program.Program, home change.ID, r *projection.Record, out eligible.Facts) error {
	if home.IsZero() || !asksHome(p) {
		return nil
	}
	if r == nil {
		var err error
		if r, err = s.Node.Projection.Get(ctx, home); err != nil {
			return err
		}
	}
	HomeFacts(r, out)
	if asksAny(p, "members", "children") {
		return s.memberFacts(ctx, home, out)
	}
	return nil
}

func personFacts(r *projection.Record, day string, out eligible.Facts) error {
	one, err := kind.Into[household.Person](r.Kind, r.State)
	if err != nil {
		return err
	}
	out["guardian"] = !one.Guardian.IsZero()
	if one.Sex != "" {
		out["sex"] = one.Sex
	}
	if years, ok := eligible.Years(one.Born, day); ok {
		out["years"] = years
	}
	return nil
}

// HomeFacts puts what a household's own record says among the facts.
func HomeFacts(r *projection.Record, out eligible.Facts) {
	h, err := kind.Into[household.Household](r.Kind, r.State)
	if err != nil {
		return
	}
	latest := ""
	for year, p := range h.Poverty {
		if year > latest {
			latest = year
			out["poverty"] = p.Status
		}
	}
}

func (s *Service) memberFacts(ctx context.Context, home change.ID, out eligible.Facts) error {
	const most = 200
	found, err := s.living(ctx, "household", home, most)
	if err != nil {
		return err
	}
	var people []change.ID
	for _, m := range found {
		people = append(people, m.Person)
	}
	have, err := s.Node.Projection.GetMany(ctx, people)
	if err != nil {
		return err
	}
	children := 0
	ask := s.Node.Children()
	for _, r := range have {
		if ask.Is(ctx, r) {
			children++
		}
	}
	out["members"], out["children"] = len(people), children
	return nil
}

// areaFacts: a village is in a border commune where its commune is.
func (s *Service) areaFacts(ctx context.Context, id change.ID, out eligible.Facts) error {
	for range 2 {
		if id.IsZero() {
			break
		}
		r, err := s.Node.Projection.Get(ctx, id)
		if err != nil {
			return err
		}
		a, err := kind.Into[place.Area](r.Kind, r.State)
		if err != nil {
			return err
		}
		if out["area_type"] == nil {
			out["area_type"] = a.Type
		}
		out["border"] = a.Border
		if a.Border || a.Level != "village" {
			break
		}
		id = a.Parent
	}
	return nil
}

func raw(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		panic("assist: " + err.Error()) // only values of this package are written
	}
	return b
}
