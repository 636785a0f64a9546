package privacy

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"bamban/internal/change"
	"bamban/internal/kind"
	"bamban/internal/projection"
	"bamban/internal/vietnamese"
)

// Held is a record in which something about a person is kept.
type Held struct {
	Record *projection.Record
	// Cells that are about the person; nil where the whole record is.
	Cells []string
}

// holder finds what one part of the data holds of a person.
type holder func(ctx context.Context, person *projection.Record) ([]Held, error)

// holders is where a person's values are held: the one list that seeing, copying out and
// erasing read. A holder gives records that may be in another's answer too; deleted
// records count, for their contents are in the log.
func (s *Service) holders() []holder {
	return []holder{s.about, s.memberships, s.homes, s.decisions, s.others}
}

// held gathers what all holders find, each record once, in order of arrival.
func (s *Service) held(ctx context.Context, person *projection.Record) ([]Held, error) {
	at := map[change.ID]int{}
	var out []Held
	for _, find := range s.holders() {
		found, err := find(ctx, person)
		if err != nil {
			return nil, err
		}
		for _, h := range found {
			i, had := at[h.Record.ID]
			switch {
			case !had:
				at[h.Record.ID] = len(out)
				out = append(out, h)
			case h.Cells == nil:
				out[i].Cells = nil
			case out[i].Cells != nil:
				out[i].Cells = slices.Compact(slices.Sorted(slices.Values(append(out[i].Cells, h.Cells...))))
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Held) int { return int(a.Record.RID - b.Record.RID) })
	return out, nil
}

// about is the person's own record, what is about it, and what is about that: the photo
// of a note, the steps and hand-overs of an enrolment.
func (s *Service) about(ctx context.Context, person *projection.Record) ([]Held, error) {
	return s.aboutAll(ctx, person)
}

func (s *Service) aboutAll(ctx context.Context, subjects ...*projection.Record) ([]Held, error) {
	seen := map[change.ID]bool{}
	var out []Held
	for next := subjects; len(next) > 0; {
		r := next[0]
		next = next[1:]
		if seen[r.ID] {
			continue
		}
		seen[r.ID] = true
		out = append(out, Held{Record: r})
		around, err := s.Node.Projection.AroundPerson(ctx, r.ID)
		if err != nil {
			return nil, err
		}
		next = append(next, around...)
	}
	return out, nil
}

// memberships say in which households the person lived.
func (s *Service) memberships(ctx context.Context, person *projection.Record) ([]Held, error) {
	found, err := s.Node.Projection.Naming(ctx, "membership", "person", person.ID)
	if err != nil {
		return nil, err
	}
	var out []Held
	for _, r := range found {
		out = append(out, Held{Record: r})
	}
	return out, nil
}

// homes are the households that the person lived in: whole, with all that is about them,
// where nobody else ever did; otherwise the fields in which the person is named.
func (s *Service) homes(ctx context.Context, person *projection.Record) ([]Held, error) {
	name := projection.Title(person)
	mine, err := s.Node.Projection.Naming(ctx, "membership", "person", person.ID)
	if err != nil {
		return nil, err
	}
	var out []Held
	seen := map[change.ID]bool{}
	for _, m := range mine {
		home := refOf(m, "household")
		if home.IsZero() || seen[home] {
			continue
		}
		seen[home] = true
		around, err := s.Node.Projection.AroundHousehold(ctx, home)
		if err != nil {
			return nil, err
		}
		if alone(around, home, person.ID) {
			whole, err := s.aboutAll(ctx, onlyOf(around, home)...)
			if err != nil {
				return nil, err
			}
			out = append(out, whole...)
			continue
		}
		for _, r := range around {
			if cells := naming(r, name, others(around, person.ID)); len(cells) > 0 {
				out = append(out, Held{r, cells})
			}
		}
	}
	return out, nil
}

// alone reports whether nobody else is or was in a household.
func alone(around []*projection.Record, home, person change.ID) bool {
	return !slices.ContainsFunc(around, func(r *projection.Record) bool {
		who := refOf(r, "person")
		return r.Kind.Name == "membership" && refOf(r, "household") == home && !who.IsZero() && who != person
	})
}

// onlyOf leaves a household and what names it.
func onlyOf(around []*projection.Record, home change.ID) []*projection.Record {
	var out []*projection.Record
	for _, r := range around {
		if r.ID == home || refOf(r, "household") == home {
			out = append(out, r)
		}
	}
	return out
}

// others are the records around a household that are another person's own, or about one
// by way of one: who is called the same is somebody else.
func others(around []*projection.Record, person change.ID) map[change.ID]bool {
	out := map[change.ID]bool{}
	for range maxWays {
		for _, r := range around {
			about := change.ID{}
			if f := r.Kind.About(); f != nil {
				about = refOf(r, f.Name)
			}
			if who := refOf(r, "person"); r.Kind.Name == "person" && r.ID != person || !who.IsZero() && who != person || out[about] {
				out[r.ID] = true
			}
		}
	}
	return out
}

// maxWays from a record to whom it is about: the hand-over of a due of an enrolment.
const maxWays = 3

// naming lists the cells of a record whose text has a person's whole name in it, however
// it is accented. The name that a record of somebody else has is theirs.
func naming(r *projection.Record, name string, others map[change.ID]bool) []string {
	words := fold(name)
	if strings.Count(words, " ") < 3 { // one word names too many: two and the blanks around
		return nil
	}
	var out []string
	for cell := range r.State.Cells {
		f := r.Kind.Field(cell)
		if f == nil || f.Sensitivity != kind.Personal && f.Sensitivity != kind.Sensitive || f.Type == kind.Name && others[r.ID] {
			continue
		}
		var text string
		if json.Unmarshal(r.State.Value(cell, r.Kind), &text) == nil && strings.Contains(fold(text), words) {
			out = append(out, cell)
		}
	}
	slices.Sort(out)
	return out
}

// fold is a text's words, folded, with a blank at each side of every word.
func fold(text string) string {
	words := strings.FieldsFunc(vietnamese.Fold(text), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	return " " + strings.Join(words, " ") + " "
}

func refOf(r *projection.Record, field string) change.ID {
	var id change.ID
	if v := r.State.Value(field, r.Kind); v != nil && json.Unmarshal(v, &id) != nil {
		return change.ID{}
	}
	return id
}
