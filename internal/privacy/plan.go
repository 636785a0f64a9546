package privacy

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/projection"
	"bamban/internal/rights"
)

// item is what will be done with one record.
type item struct {
	record *projection.Record
	cells  map[string]bool // that go
	whole  bool            // nothing but its place stays, and it is deleted
	kept   string          // the rule by which the rest stays
}

// Plan is what erasing would do, before anything is done.
type Plan struct {
	Lines   []rights.Line
	Records int // that anything goes from
	Files   int
	Names   []Renamed
	after   map[change.ID]map[string]json.RawMessage // what a record has in the place of what went
	items   []item
	digests []string
	waiting []change.Target // changes of the person that were held back
}

// Renamed is a household that was named after the person, and its name after.
type Renamed struct {
	Household change.ID
	Name      string
}

// Plan says what erasing a person would take and what stays, by which rule of the pack.
// The asker needs the power to erase, and to read the person.
func (s *Service) Plan(ctx context.Context, w Who, id change.ID) (*Plan, error) {
	if !w.Viewer.Has(Power) {
		return nil, fault.New("forbidden", "")
	}
	person, err := s.person(ctx, w, id)
	if err != nil {
		return nil, err
	}
	if !w.Viewer.Can(access.Update, person.Kind, projection.PlaceOf(person)) {
		return nil, fault.New("forbidden", "")
	}
	return s.plan(ctx, person)
}

func (s *Service) plan(ctx context.Context, person *projection.Record) (*Plan, error) {
	held, err := s.held(ctx, person)
	if err != nil {
		return nil, err
	}
	filters, after, err := s.filters(ctx, person)
	if err != nil {
		return nil, err
	}
	p, err := s.planOf(ctx, append(held, filters...))
	if err != nil {
		return nil, err
	}
	p.after = after
	if p.waiting, err = s.waiting(ctx, person, p.items); err != nil {
		return nil, err
	}
	for _, it := range p.items {
		if it.record.Kind.Name == "household" && !it.whole && it.cells["name"] {
			name, err := s.nameWithout(ctx, it.record.ID, person.ID)
			if err != nil {
				return nil, err
			}
			p.Names = append(p.Names, Renamed{it.record.ID, name})
			p.after[it.record.ID] = map[string]json.RawMessage{"name": raw(name)}
		}
	}
	return p, nil
}

// waiting are the changes in quarantine that are of somebody: of a record in the plan, or
// naming the person. Cost: a look at each that waits.
func (s *Service) waiting(ctx context.Context, person *projection.Record, items []item) ([]change.Target, error) {
	planned := map[change.ID]bool{person.ID: true}
	for _, it := range items {
		planned[it.record.ID] = true
	}
	const page = 200
	var out []change.Target
	for after := uint64(0); ; {
		held, err := s.Node.Projection.Quarantine(ctx, after, page)
		if err != nil || len(held) == 0 {
			return out, err
		}
		for _, h := range held {
			after = h.Seq
			of := planned[h.Record]
			if k := s.Node.Kinds.Get(h.Kind); k != nil {
				for _, ref := range k.References(h.Change.Fields) {
					of = of || ref.ID == person.ID
				}
			}
			if of {
				out = append(out, change.Target{Device: h.Change.Device, N: h.Change.N})
			}
		}
	}
}

// planOf says what goes of some records.
func (s *Service) planOf(ctx context.Context, held []Held) (*Plan, error) {
	p := &Plan{}
	for _, h := range held {
		it := s.itemOf(h)
		if len(it.cells) == 0 {
			continue
		}
		p.items = append(p.items, it)
		if it.record.Kind.Name == "attachment" && it.whole {
			digest, err := s.onlyHere(ctx, it.record, held)
			if err != nil {
				return nil, err
			}
			if digest != "" && !slices.Contains(p.digests, digest) {
				p.digests = append(p.digests, digest)
			}
		}
	}
	p.Records, p.Files = len(p.items), len(p.digests)
	p.Lines = linesOf(p.items)
	return p, nil
}

// itemOf decides about one record: of a kind that a rule keeps, what is plain stays; of
// any other, where and whose it was, so that every replica is told that it is gone.
func (s *Service) itemOf(h Held) item {
	it := item{record: h.Record, cells: map[string]bool{}}
	k := h.Record.Kind
	keep := s.rules().KeptBy(k.Name)
	if k.Name == "certificate" {
		return it // it is nobody's data
	}
	it.whole = h.Cells == nil && keep == nil
	if keep != nil {
		it.kept = keep.Code
	}
	for cell := range h.Record.State.Cells {
		f := k.Field(cell)
		switch {
		case cell == change.Deleted:
		case h.Cells != nil:
			if slices.Contains(h.Cells, cell) {
				it.cells[cell] = true
			}
		case it.whole:
			if f == nil || f.Scope != kind.ByArea && f.Scope != kind.ByUnit {
				it.cells[cell] = true
			}
		case f == nil || f.Sensitivity != kind.Plain:
			it.cells[cell] = true
		}
	}
	return it
}

// onlyHere is the digest of an attachment whose file no record outside the plan has.
func (s *Service) onlyHere(ctx context.Context, r *projection.Record, held []Held) (string, error) {
	digest := textOf(r, "digest")
	if digest == "" {
		return "", nil
	}
	const most = 200
	same, err := s.Node.Projection.FindBy(ctx, "attachment", "digest", digest, most)
	if err != nil {
		return "", err
	}
	for _, o := range same {
		if !slices.ContainsFunc(held, func(h Held) bool { return h.Record.ID == o.ID }) {
			return "", nil
		}
	}
	return digest, nil
}

// linesOf sums items by kind and by what happens to them.
func linesOf(items []item) []rights.Line {
	type key struct {
		kind, kept string
	}
	by := map[key]*rights.Line{}
	for _, it := range items {
		k := key{it.record.Kind.Name, it.kept}
		l := by[k]
		if l == nil {
			l = &rights.Line{Kind: k.kind, Kept: k.kept}
			by[k] = l
		}
		l.Records++
		for cell := range it.cells {
			if f := it.record.Kind.Field(cell); f != nil && !slices.Contains(l.Fields, f.Name) {
				l.Fields = append(l.Fields, f.Name)
			}
		}
	}
	var out []rights.Line
	for _, l := range by {
		slices.Sort(l.Fields)
		out = append(out, *l)
	}
	slices.SortFunc(out, func(a, b rights.Line) int { return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Kept, b.Kept)) })
	return out
}

// nameWithout is what a household is called once the person it was named after is gone:
// after whoever else lives there, the longest there first; its number where nobody does.
func (s *Service) nameWithout(ctx context.Context, home, person change.ID) (string, error) {
	found, err := s.Node.Projection.Naming(ctx, "membership", "household", home)
	if err != nil {
		return "", err
	}
	for _, lives := range []bool{true, false} {
		for _, m := range found {
			who := refOf(m, "person")
			if who.IsZero() || who == person || m.Deleted() || lives && textOf(m, "to") != "" {
				continue
			}
			if r, err := s.Node.Projection.Get(ctx, who); err == nil && !r.Deleted() {
				if name := projection.Title(r); name != "" {
					return name, nil
				}
			}
		}
	}
	return "–", nil
}
