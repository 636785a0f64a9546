package assist

import (
	"context"
	"slices"

	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/program"
	"bamban/internal/same"
	"bamban/internal/twin"
)

// Overlap is another enrolment that looks like the same help for the same people.
type Overlap struct {
	Enrolment change.ID
	Of        program.Enrolment
	Why       string // one of the reasons below
	Decided   program.Overlap
	// Pair and Person, where it is a twin's: what nobody has decided about, and the
	// record on the side of who is proposed.
	Pair   *same.Pair
	Person change.ID
}

// Why an enrolment overlaps.
const (
	OfSamePerson    = "person"         // by this record of theirs or another
	OfSameHousehold = "household"      //
	OfMember        = "member"         // somebody lives in both households
	OfTwin          = "twin"           // a record that may be of the same person
	OfMemberTwin    = "household_twin" // such a record lives in the other household
)

// Overlaps finds, for a subject of a program, the other enrolments in force of it and of
// the programs that it names as the same sort of help: of the same person, by whichever
// of their records, or of the same household where households are helped; and of records
// that are likely of the same people, about which nobody has decided. They are found
// wherever they are in the province: whether help is given twice can't be told from one's
// own part of it.
func (s *Service) Overlaps(ctx context.Context, p *program.Program, of Subject, self change.ID, decided map[string]program.Overlap) ([]Overlap, error) {
	if len(p.Overlaps) == 0 {
		return nil, nil
	}
	o := overlapping{s, ctx, p, self, decided, nil}
	var err error
	switch {
	case p.Subject == program.OfPerson && !of.Person.IsZero():
		err = o.person(of.Person)
	case p.Subject != program.OfPerson && !of.Household.IsZero():
		err = o.household(of.Household)
	}
	return o.found, err
}

// overlapping gathers the overlaps of one subject.
type overlapping struct {
	s       *Service
	ctx     context.Context
	p       *program.Program
	self    change.ID
	decided map[string]program.Overlap
	found   []Overlap
}

func (o *overlapping) person(id change.ID) error {
	own, err := o.s.Node.Projection.SamePerson(o.ctx, id)
	if err != nil {
		return err
	}
	for _, one := range own {
		if err := o.add("person", one, Overlap{Why: OfSamePerson}); err != nil {
			return err
		}
	}
	return o.twins(own[0], func(other change.ID, w Overlap) error {
		w.Why = OfTwin
		return o.add("person", other, w)
	})
}

// household looks at its own enrolments, and at those of households in which the same
// people live, or people who are likely the same.
func (o *overlapping) household(home change.ID) error {
	if err := o.add("household", home, Overlap{Why: OfSameHousehold}); err != nil {
		return err
	}
	const most = 200
	members, err := o.s.living(o.ctx, "household", home, most)
	if err != nil {
		return err
	}
	for _, m := range members {
		own, err := o.s.Node.Projection.SamePerson(o.ctx, m.Person)
		if err != nil {
			return err
		}
		for _, one := range own {
			if err := o.homes(one, home, Overlap{Why: OfMember}); err != nil {
				return err
			}
		}
		err = o.twins(own[0], func(other change.ID, w Overlap) error {
			w.Why = OfMemberTwin
			return o.homes(other, home, w)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// homes adds the enrolments of the other households in which somebody lives.
func (o *overlapping) homes(person, but change.ID, w Overlap) error {
	const most = 20
	homes, err := o.s.living(o.ctx, "person", person, most)
	if err != nil {
		return err
	}
	for _, m := range homes {
		if m.Household != but {
			if err := o.add("household", m.Household, w); err != nil {
				return err
			}
		}
	}
	return nil
}

// twins calls for each record, and each that leads to it, that is likely of the same
// person and about which nobody has decided.
func (o *overlapping) twins(person change.ID, f func(other change.ID, w Overlap) error) error {
	r, err := o.s.Node.Projection.Get(o.ctx, person)
	if err != nil {
		return err
	}
	pairs, err := (&same.Service{Node: o.s.Node}).Of(o.ctx, r)
	if err != nil {
		return err
	}
	for i := range pairs {
		p := &pairs[i]
		if p.Grade < twin.Likely || p.Settled() {
			continue
		}
		other := p.A.ID
		if other == person {
			other = p.B.ID
		}
		all, err := o.s.Node.Projection.SamePerson(o.ctx, other)
		if err != nil {
			return err
		}
		for _, one := range all {
			if err := f(one, Overlap{Pair: p, Person: person}); err != nil {
				return err
			}
		}
	}
	return nil
}

// add adds the enrolments of somebody that are in force and of the same sort of help.
func (o *overlapping) add(field string, id change.ID, w Overlap) error {
	const most = 100
	some, err := o.s.Node.Projection.FindBy(o.ctx, "enrolment", field, id.String(), most)
	if err != nil {
		return err
	}
	for _, r := range some {
		e, err := kind.Into[program.Enrolment](r.Kind, r.State)
		if err != nil {
			return err
		}
		if r.ID == o.self || !slices.Contains(o.p.Overlaps, e.Program) || slices.ContainsFunc(o.found, func(f Overlap) bool { return f.Enrolment == r.ID }) {
			continue
		}
		if other := o.s.Node.Programs.Program(e.Program); other != nil {
			if step := other.Step(e.Status); step != nil && step.Bad {
				continue
			}
		}
		w.Enrolment, w.Of, w.Decided = r.ID, e, o.decided[r.ID.String()]
		o.found = append(o.found, w)
	}
	return nil
}

// undecided says what nobody has decided about yet: an overlap, or whether two records
// are of one person.
func undecided(all []Overlap) *fault.Fault {
	overlaps, twins := 0, 0
	for _, o := range all {
		switch {
		case o.Decided.Decision != "":
		case o.Pair != nil:
			twins++
		default:
			overlaps++
		}
	}
	switch {
	case overlaps > 0:
		return fault.New("program.overlap", "status", "count", overlaps+twins)
	case twins > 0:
		return fault.New("program.twin", "status", "count", twins)
	}
	return nil
}
