package privacy

import (
	"context"
	"slices"

	"bamban/internal/change"
	"bamban/internal/projection"
)

// decisions about pairs of records that the person is in may say something of them.
func (s *Service) decisions(ctx context.Context, person *projection.Record) ([]Held, error) {
	found, cells, err := s.Node.Projection.TwinHolds(ctx, person.ID)
	if err != nil {
		return nil, err
	}
	var out []Held
	for _, r := range found {
		out = append(out, Held{r, cells})
	}
	return out, nil
}

// others are the other records of the same person, as somebody has decided, with all
// that they hold: who asks to be forgotten is forgotten by each name.
func (s *Service) others(ctx context.Context, person *projection.Record) ([]Held, error) {
	seen := []change.ID{person.ID}
	var out []Held
	for next := []*projection.Record{person}; len(next) > 0; {
		r := next[0]
		next = next[1:]
		around, err := s.Node.Projection.Naming(ctx, "person", "same_as", r.ID)
		if err != nil {
			return nil, err
		}
		if up := refOf(r, "same_as"); !up.IsZero() {
			older, err := s.Node.Projection.Get(ctx, up)
			if err != nil {
				return nil, err
			}
			around = append(around, older)
		}
		for _, other := range around {
			if slices.Contains(seen, other.ID) {
				continue
			}
			seen, next = append(seen, other.ID), append(next, other)
			for _, find := range []holder{s.about, s.memberships, s.homes, s.decisions} {
				found, err := find(ctx, other)
				if err != nil {
					return nil, err
				}
				out = append(out, found...)
			}
		}
	}
	return out, nil
}
