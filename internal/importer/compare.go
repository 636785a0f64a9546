package importer

import (
	"encoding/json"
	"slices"
	"strings"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/exchange"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/projection"
)

// compare leaves of each record that is there only what the row says otherwise, and
// gives that, for people to see.
func (w *work) compare(chunk []*item) (map[*item][]Change, error) {
	var ids []change.ID
	for _, it := range chunk {
		for _, p := range it.parts {
			if p.exists && !p.kept {
				ids = append(ids, p.id)
			}
		}
	}
	have, err := w.n.Projection.GetMany(w.ctx, ids)
	if err != nil {
		return nil, err
	}
	out := map[*item][]Change{}
	for _, it := range chunk {
		for _, p := range it.parts {
			if p.exists && !p.kept {
				out[it] = append(out[it], w.differ(it, p, have[p.id])...)
			}
		}
	}
	return out, nil
}

// differ takes out of a part's fields what the record says already.
func (w *work) differ(it *item, p *part, r *projection.Record) []Change {
	if r == nil || r.Deleted() || r.Kind.Name != p.kind || !w.by.Can(access.Read, r.Kind, projection.PlaceOf(r)) {
		w.fail(it, "id", "", fault.New("import.unknown_id", "id", "row", it.row))
		p.fields = nil
		return nil
	}
	p.state = r.State
	var out []Change
	sees := w.by.Sees(r.Kind, projection.PlaceOf(r))
	about := w.index.children.Of(w.ctx, r)
	for cell, v := range p.fields {
		f := r.Kind.Field(cell)
		// What can't be seen must not be found out by trying either.
		if !sees.Allows(f, about) {
			w.fail(it, w.columnOf(p.kind, cell), "", fault.New("scope.field", cell, "field", f.Label.VI, "field_en", f.Label.EN))
			continue
		}
		now := r.State.Value(cell, r.Kind)
		v = merged(f, now, v)
		if said(f, p, now, v) {
			delete(p.fields, cell)
			continue
		}
		p.fields[cell] = v
		out = append(out, Change{Label: f.Label, From: w.show(f, now), To: w.show(f, v)})
	}
	slices.SortFunc(out, func(a, b Change) int { return strings.Compare(a.Label.VI, b.Label.VI) })
	return out
}

// merged adds the parts of an object that the file says nothing of.
func merged(f *kind.Field, now, v json.RawMessage) json.RawMessage {
	if f.Type != kind.Keyed {
		return v
	}
	object := map[string]json.RawMessage{}
	if json.Unmarshal(now, &object) != nil {
		return v
	}
	if object == nil {
		object = map[string]json.RawMessage{}
	}
	if json.Unmarshal(v, &object) != nil {
		return v
	}
	if raw, err := json.Marshal(object); err == nil {
		return raw
	}
	return v
}

// said reports whether a record says a value already: also by a name that differs in
// capitals or marks alone, by which it was found, and by a date of which more is known.
func said(f *kind.Field, p *part, now, v json.RawMessage) bool {
	if exchange.SameJSON(v, now) {
		return true
	}
	switch {
	case f.Type == kind.Name && f.Name == "name" && (p.kind == house || p.kind == person):
		return true
	case f.Type == kind.Partial:
		known, written := textOf(now), textOf(v)
		return written != "" && strings.HasPrefix(known, written)
	}
	return false
}

// show is a value as people read it.
func (w *work) show(f *kind.Field, raw json.RawMessage) string {
	if len(raw) == 0 || string(raw) == "null" {
		return ""
	}
	if s := textOf(raw); s != "" {
		if f.Vocabulary != "" {
			return w.termLabel(f.Vocabulary, s)
		}
		if id, err := change.ParseID(s); err == nil && len(f.Refs) > 0 {
			if r, err := w.n.Projection.Get(w.ctx, id); err == nil && (r.Kind.Name == "area" || w.index.sees(r, r.Kind.Title)) {
				return projection.Title(r)
			}
			return "…"
		}
		return s
	}
	var object map[string]json.RawMessage
	if f.Type == kind.Keyed && json.Unmarshal(raw, &object) == nil {
		var parts []string
		for i := range f.Fields {
			if v := w.show(&f.Fields[i], object[f.Fields[i].Name]); v != "" {
				parts = append(parts, v)
			}
		}
		return strings.Join(parts, ", ")
	}
	return clip(string(raw))
}

func (w *work) termLabel(vocabulary, code string) string {
	if v := w.n.Pack.Vocabulary(vocabulary); v != nil {
		for _, t := range v.Terms {
			if t.Code == code {
				return t.Label["vi"]
			}
		}
	}
	return code
}
