package privacy

import (
	"context"
	"encoding/json"
	"slices"

	"bamban/internal/account"
	"bamban/internal/change"
	"bamban/internal/kind"
	"bamban/internal/projection"
	"bamban/internal/saved"
)

// filters are the saved lists of users that find a person by what was typed, now or when
// they were saved before. They belong to whoever saved them: what finds the person goes,
// the list stays, with a word to its owner where it has lost something. It also says what
// each list has afterwards, by its record. Cost: each saved list with its history.
func (s *Service) filters(ctx context.Context, person *projection.Record) ([]Held, map[change.ID]map[string]json.RawMessage, error) {
	words := saved.WordsOf(projection.Title(person), textOf(person, "paper_no"), textOf(person, "phone"))
	var out []Held
	after := map[change.ID]map[string]json.RawMessage{}
	err := s.Node.Projection.Each(ctx, "saved_list", func(r *projection.Record) error {
		l, err := kind.Into[account.SavedList](r.Kind, r.State)
		if err != nil {
			return err
		}
		left, lost := words.Without(s.Node.Kinds.Get(l.Kind), l)
		cells, err := s.savedBefore(ctx, r, l.Kind, words)
		if err != nil {
			return err
		}
		cells = slices.Compact(slices.Sorted(slices.Values(append(cells, lost...))))
		if len(cells) == 0 {
			return nil
		}
		out = append(out, Held{r, cells})
		fields := map[string]json.RawMessage{}
		if len(lost) > 0 {
			fields["cleared"] = raw(s.Node.Today())
		}
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

// savedBefore are the cells of a saved list in which the log has what finds a person.
func (s *Service) savedBefore(ctx context.Context, r *projection.Record, kindName string, words saved.Words) ([]string, error) {
	events, err := s.Node.Projection.History(ctx, r)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, e := range events {
		if e.Change == nil {
			continue
		}
		was := account.SavedList{Query: textIn(e.Change.Fields["query"]), Name: textIn(e.Change.Fields["name"])}
		_, cells := words.Without(s.Node.Kinds.Get(kindName), was)
		out = append(out, cells...)
	}
	return out, nil
}

func textIn(v json.RawMessage) string {
	var text string
	if v != nil && json.Unmarshal(v, &text) != nil {
		return ""
	}
	return text
}
