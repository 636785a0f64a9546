package assist

import (
	"context"
	"slices"

	"bamban/internal/change"
	"bamban/internal/kind"
	"bamban/internal/program"
)

// Overlap is another enrolment that looks like the same help for the same people.
type Overlap struct {
	Enrolment change.ID
	Of        program.Enrolment
	Why       string // person, household
	Decided   program.Overlap
}

// Overlaps finds, for a subject of a program, the other enrolments in force of it and of
// the programs that it names as the same sort of help: of the same person, or of the
// same household where households are helped. They are found wherever they are in the
// province: whether help is given twice can't be told from one's own part of it.
func (s *Service) Overlaps(ctx context.Context, p *program.Program, of Subject, self change.ID, decided map[string]program.Overlap) ([]Overlap, error) {
	if len(p.Overlaps) == 0 {
		return nil, nil
	}
	field, id := "household", of.Household
	if p.Subject == program.OfPerson {
		field, id = "person", of.Person
	}
	if id.IsZero() {
		return nil, nil
	}
	const most = 100
	found, err := s.Node.Projection.FindBy(ctx, "enrolment", field, id.String(), most)
	if err != nil {
		return nil, err
	}
	var out []Overlap
	for _, r := range found {
		e, err := kind.Into[program.Enrolment](r.Kind, r.State)
		if err != nil {
			return nil, err
		}
		if r.ID == self || r.State.IsDeleted() || !slices.Contains(p.Overlaps, e.Program) {
			continue
		}
		if other := s.Node.Programs.Program(e.Program); other != nil {
			if step := other.Step(e.Status); step != nil && step.Bad {
				continue
			}
		}
		out = append(out, Overlap{r.ID, e, field, decided[r.ID.String()]})
	}
	return out, nil
}

// undecided counts the overlaps that nobody has decided about yet.
func undecided(all []Overlap) int {
	n := 0
	for _, o := range all {
		if o.Decided.Decision == "" {
			n++
		}
	}
	return n
}
