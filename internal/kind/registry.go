package kind

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"bamban/internal/change"
)

// Registry is every kind that this program knows.
type Registry struct {
	kinds  []*Kind
	byName map[string]*Kind
}

// NewRegistry gathers kinds, in the order in which a new replica needs them
// (what is referred to first). It refuses two kinds of one name and references
// to kinds that do not exist.
func NewRegistry(kinds ...*Kind) (*Registry, error) {
	r := &Registry{kinds: kinds, byName: make(map[string]*Kind, len(kinds))}
	for _, k := range kinds {
		if r.byName[k.Name] != nil {
			return nil, fmt.Errorf("kind %s is declared twice", k.Name)
		}
		r.byName[k.Name] = k
	}
	for _, k := range kinds {
		if err := r.checkRefs(k.Name, k.Fields); err != nil {
			return nil, err
		}
	}
	return r, nil
}

func (r *Registry) checkRefs(path string, fields []Field) error {
	for _, f := range fields {
		if (f.Type == Ref || f.Type == Refs) && len(f.Refs) == 0 {
			return fmt.Errorf("kind %s: field %s does not say what it refers to", path, f.Name)
		}
		for _, to := range f.Refs {
			if r.byName[to] == nil {
				return fmt.Errorf("kind %s: field %s refers to %s, which is no kind", path, f.Name, to)
			}
		}
		if err := r.checkRefs(path+"."+f.Name, f.Fields); err != nil {
			return err
		}
	}
	return nil
}

// Get a kind by name, or nil.
func (r *Registry) Get(name string) *Kind { return r.byName[name] }

// All kinds, in order.
func (r *Registry) All() []*Kind { return slices.Clone(r.kinds) }

// Names of the kinds that roles may speak of.
func (r *Registry) Names() []string {
	var out []string
	for _, k := range r.kinds {
		if !k.Internal {
			out = append(out, k.Name)
		}
	}
	return out
}

// Reference is one id that a record's fields point at.
type Reference struct {
	Path  string // of the field
	Kinds []string
	ID    change.ID
}

// References lists what the fields of a change point at. Values must have been
// validated.
func (k *Kind) References(fields map[string]json.RawMessage) []Reference {
	var out []Reference
	for cell, v := range fields {
		if f := k.Field(cell); f != nil && !isNull(v) {
			out = f.references(cell, v, out)
		}
	}
	return out
}

func (f *Field) references(path string, v json.RawMessage, out []Reference) []Reference {
	switch f.Type {
	case Ref:
		if s, ok := unquote(v); ok {
			if id, err := change.ParseID(s); err == nil {
				out = append(out, Reference{path, f.Refs, id})
			}
		}
	case Refs:
		var ids []change.ID
		if json.Unmarshal(v, &ids) == nil {
			for _, id := range ids {
				out = append(out, Reference{path, f.Refs, id})
			}
		}
	case List:
		var items []json.RawMessage
		if json.Unmarshal(v, &items) == nil {
			for i, item := range items {
				out = objectReferences(fmt.Sprintf("%s.%d", path, i), f.Fields, item, out)
			}
		}
	case Keyed:
		out = objectReferences(path, f.Fields, v, out)
	}
	return out
}

func objectReferences(path string, fields []Field, v json.RawMessage, out []Reference) []Reference {
	if !slices.ContainsFunc(fields, func(f Field) bool { return f.Type == Ref || f.Type == Refs }) {
		return out
	}
	var object map[string]json.RawMessage
	if json.Unmarshal(v, &object) != nil {
		return out
	}
	for i := range fields {
		if value := object[fields[i].Name]; !isNull(value) {
			out = fields[i].references(path+"."+fields[i].Name, value, out)
		}
	}
	return out
}

// Values of a record as they show, by field; the cells of a Keyed field are
// gathered under its name. Unset fields are absent; cells that the declaration
// does not know are left out.
func Values(k *Kind, s *change.State) map[string]json.RawMessage {
	out := make(map[string]json.RawMessage, len(s.Cells))
	keyed := map[string]map[string]json.RawMessage{}
	for cell, c := range s.Cells {
		f := k.Field(cell)
		v := c.Shown(k.machines[cell])
		if f == nil || v == nil {
			continue
		}
		if f.Type != Keyed {
			out[cell] = v
			continue
		}
		_, key, _ := strings.Cut(cell, ":")
		if keyed[f.Name] == nil {
			keyed[f.Name] = map[string]json.RawMessage{}
		}
		keyed[f.Name][key] = v
	}
	for name, m := range keyed {
		if b, err := json.Marshal(m); err == nil {
			out[name] = b
		}
	}
	return out
}
