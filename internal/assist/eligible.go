package assist

import (
	"context"
	"encoding/json"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/eligible"
	"bamban/internal/fault"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/program"
	"bamban/internal/projection"
)

// Sieved says how many of those looked at are eligible, and how many fail each rule.
type Sieved struct {
	Looked, Eligible int
	Fails            []int  // by rule
	Next             string // where to go on; "" at the end
	Total            int64
}

// Sieve asks a program's rules of up to most of the households or people that a viewer
// reads, after a cursor. It names nobody. Of groups, villages and communes, which are
// proposed one by one, it looks at none.
//
// Cost: one page read per 200; where rules ask for members, a seek per household.
func (s *Service) Sieve(ctx context.Context, w Who, p *program.Program, rules *eligible.Rules, after string, most int) (*Sieved, error) {
	out := &Sieved{Fails: make([]int, len(p.Eligibility))}
	name := map[program.Subject]string{program.OfHousehold: "household", program.OfPerson: "person"}[p.Subject]
	if name == "" {
		return out, nil
	}
	k := s.Node.Kinds.Get(name)
	scope := w.Viewer.Scope(access.Read, k)
	if scope.IsEmpty() {
		return nil, fault.New("forbidden", "")
	}
	sieve := &sieve{s: s, p: p, rules: rules, day: s.Node.Today(), areas: map[change.ID]eligible.Facts{}, known: map[string][]int{}, out: out}
	q := projection.Query{Kind: name, Scope: scope, Sort: projection.ByArrival, Limit: projection.MaxLimit, After: after}
	for out.Looked < most {
		page, err := s.Node.Projection.List(ctx, q)
		if err != nil {
			return nil, err
		}
		out.Total = page.Total
		for _, r := range page.Records {
			if err := sieve.add(ctx, r); err != nil {
				return nil, err
			}
		}
		if out.Next, q.After = page.Next, page.Next; page.Next == "" {
			break
		}
	}
	return out, nil
}

// maxKnown outcomes are kept during one call.
const maxKnown = 10_000

type sieve struct {
	s     *Service
	p     *program.Program
	rules *eligible.Rules
	day   string
	areas map[change.ID]eligible.Facts // of a place, which many live in
	known map[string][]int             // what facts come to: many have the same
	out   *Sieved
}

func (v *sieve) add(ctx context.Context, r *projection.Record) error {
	facts, err := v.facts(ctx, r)
	if err != nil {
		return err
	}
	raw, err := json.Marshal(facts)
	if err != nil {
		return err
	}
	fails, known := v.known[string(raw)]
	if !known {
		if fails, err = v.rules.Fails(facts, v.day); err != nil {
			return err
		}
		if len(v.known) < maxKnown {
			v.known[string(raw)] = fails
		}
	}
	v.out.Looked++
	if len(fails) == 0 {
		v.out.Eligible++
	}
	for _, i := range fails {
		v.out.Fails[i]++
	}
	return nil
}

func (v *sieve) facts(ctx context.Context, r *projection.Record) (eligible.Facts, error) {
	of := Subject{}
	var home *projection.Record
	if v.p.Subject == program.OfPerson {
		one, err := kind.Into[household.Person](r.Kind, r.State)
		if err != nil {
			return nil, err
		}
		of.Person, of.Area = r.ID, one.Area
		if asksHome(v.p) {
			if of.Household, err = v.s.homeOf(ctx, r.ID); err != nil {
				return nil, err
			}
		}
	} else {
		of.Household, of.Area, home = r.ID, projection.PlaceOf(r).Area, r
	}
	out := eligible.Facts{}
	if asksAny(v.p, "border", "area_type") {
		at, known := v.areas[of.Area]
		if !known {
			at = eligible.Facts{}
			if err := v.s.areaFacts(ctx, of.Area, at); err != nil {
				return nil, err
			}
			v.areas[of.Area] = at
		}
		for name, value := range at {
			out[name] = value
		}
	}
	if err := v.s.homeFacts(ctx, v.p, of.Household, home, out); err != nil {
		return nil, err
	}
	if v.p.Subject == program.OfPerson {
		if err := personFacts(r, v.day, out); err != nil {
			return nil, err
		}
	}
	return out, nil
}
