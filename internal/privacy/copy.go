package privacy

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/projection"
)

// Copy is all that is held of a person, for the person.
type Copy struct {
	Person *projection.Record
	Held   []Held
	Looks  []*projection.Record // who opened what of it, latest first
}

// maxLooks are given of the access log.
const maxLooks = 500

// Copy gathers all that is held of a person, records that were deleted too. The asker
// must be able to export people; the caller leaves out what the asker may not see.
func (s *Service) Copy(ctx context.Context, w Who, id change.ID) (*Copy, error) {
	if !w.Viewer.May(access.Export, s.Node.Kinds.Get("person")) {
		return nil, fault.New("forbidden", "")
	}
	person, err := s.record(ctx, w, "person", id, access.Export)
	if err != nil {
		return nil, err
	}
	out := &Copy{Person: person}
	if out.Held, err = s.held(ctx, person); err != nil {
		return nil, err
	}
	out.Looks, err = s.looks(ctx, id)
	return out, err
}

// looks are the lines of the access log that name a person. Cost: the log's lines of
// today back to the bound.
func (s *Service) looks(ctx context.Context, id change.ID) ([]*projection.Record, error) {
	q := projection.Query{Kind: "look", Scope: access.Scope{Everywhere: true}, Sort: "at", Desc: true, Limit: projection.MaxLimit}
	const mostRead = 20_000
	var out []*projection.Record
	for read := 0; read < mostRead && len(out) < maxLooks; {
		page, err := s.Node.Projection.List(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, r := range page.Records {
			read++
			if slices.Contains(textsOf(r, "records"), id.String()) {
				out = append(out, r)
			}
		}
		if q.After = page.Next; q.After == "" {
			break
		}
	}
	return out, nil
}

func textsOf(r *projection.Record, field string) []string {
	var out []string
	if v := r.State.Value(field, r.Kind); v != nil && json.Unmarshal(v, &out) != nil {
		return nil
	}
	return out
}

// Shown are the cells of a held record that have a value, in the order in which its kind
// declares them.
func (h *Held) Shown() []string {
	var out []string
	for _, f := range h.Record.Kind.Fields {
		for cell := range h.Record.State.Cells {
			name, _, _ := strings.Cut(cell, ":")
			if name != f.Name || f.Sensitivity == kind.Secret || h.Cells != nil && !slices.Contains(h.Cells, cell) {
				continue
			}
			if h.Record.State.Value(cell, h.Record.Kind) != nil {
				out = append(out, cell)
			}
		}
	}
	return slices.Compact(out)
}
