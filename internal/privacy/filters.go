package privacy

import (
	"context"
	"encoding/json"

	"bamban/internal/account"
	"bamban/internal/change"
	"bamban/internal/kind"
	"bamban/internal/projection"
	"bamban/internal/saved"
)

// filters are the saved lists of users that find a person by what was typed. They belong
// to whoever saved them: what finds the person goes, the list stays with a word to its
// owner. It also says what each list has afterwards, by its record. Cost: a look at each
// saved list.
func (s *Service) filters(ctx context.Context, person *projection.Record) ([]Held, map[change.ID]map[string]json.RawMessage, error) {
	words := saved.WordsOf(projection.Title(person), textOf(person, "paper_no"), textOf(person, "phone"))
	var out []Held
	after := map[change.ID]map[string]json.RawMessage{}
	err := s.Node.Projection.Each(ctx, "saved_list", func(r *projection.Record) error {
		l, err := kind.Into[account.SavedList](r.Kind, r.State)
		if err != nil {
			return err
		}
		left, cells := words.Without(s.Node.Kinds.Get(l.Kind), l)
		if len(cells) == 0 {
			return nil
		}
		out = append(out, Held{r, cells})
		fields := map[string]json.RawMessage{"cleared": raw(s.Node.Today())}
		for _, cell := range cells {
			if v := map[string]string{"query": left.Query, "name": left.Name}[cell]; v != "" {
				fields[cell] = raw(v)
			}
		}
		after[r.ID] = fields
		return nil
	})
	return out, after, err
}
