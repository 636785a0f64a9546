package projection

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
)

// Query asks for a page of a list.
type Query struct {
	Kind    string
	Scope   access.Scope
	Area    change.ID           // only what lies in this area or below
	Where   map[string][]string // indexed field → any of these values; "" is unset
	Text    string              // found by folded text
	Sort    string              // field; "" is the kind's first sort field
	Desc    bool
	Deleted bool // also deleted records
	After   string
	Limit   int
	// Sees reports whether the reader may read a field of a record: Text finds a
	// record by what they may read of it and by nothing else. Nil reads all.
	Sees func(*Record, *kind.Field) bool
	// VeiledFrom is the day of birth from which a record's value of Sort is closed to
	// the reader: such records come last, in order of arrival, so that their place
	// tells nothing. "" is none.
	VeiledFrom string
}

// ByArrival sorts in the order in which the records came.
const ByArrival = "arrival"

// filter is a query's conditions over a kind's row, in the forms that SQL and
// memory both need.
type filter struct {
	any     bool // no scope condition
	areas   []int64
	ups     []int64
	rids    []int64 // records that are in the scope by themselves
	scoped  []scoped
	where   []condition
	deleted bool
	none    bool // nothing can match
}

// scoped is one column of the scope's union: units, households, the user.
type scoped struct {
	column int
	values [][]byte
}

type condition struct {
	column int
	values []any // nil is unset
}

// filterOf resolves a query against the tree and the kind's columns.
func (p *Projection) filterOf(ctx context.Context, t *table, q *Query) (filter, error) {
	f := filter{deleted: q.Deleted, any: q.Scope.Everywhere}
	areas := q.Scope.Areas
	if !q.Area.IsZero() {
		below := p.tree.Below(q.Area)
		if f.any {
			areas, f.any = below, false
		} else {
			areas = intersect(areas, below)
		}
	}
	if !f.any {
		if t.kind.ScopeField(kind.ByArea) != nil {
			var rids []int64
			for _, a := range areas {
				if rid := p.tree.RID(a); rid != 0 {
					rids = append(rids, rid)
				}
			}
			f.ups, f.areas = p.tree.cover(rids)
		}
		if q.Area.IsZero() {
			f.scopeBy(t, t.kind.ScopeField(kind.ByUnit), q.Scope.Units)
			f.scopeBy(t, t.kind.ScopeField(kind.ByHousehold), q.Scope.Households)
			f.scopeBy(t, t.kind.ScopeField(kind.ByPerson), q.Scope.People)
			f.scopeBy(t, t.kind.About(), slices.Concat(q.Scope.Households, q.Scope.People))
			if !q.Scope.User.IsZero() {
				f.scopeBy(t, t.kind.ScopeField(kind.ByUser), []change.ID{q.Scope.User})
			}
			if err := p.scopeBySelf(ctx, t, &f, &q.Scope); err != nil {
				return f, err
			}
		}
		f.none = len(f.areas)+len(f.ups)+len(f.scoped)+len(f.rids) == 0
	}
	for name, values := range q.Where {
		c, err := p.conditionOf(t, name, values)
		if err != nil {
			return f, err
		}
		f.where = append(f.where, c)
	}
	slices.SortFunc(f.where, func(a, b condition) int { return a.column - b.column })
	return f, nil
}

func intersect(a, b []change.ID) []change.ID {
	in := make(map[change.ID]bool, len(b))
	for _, id := range b {
		in[id] = true
	}
	var out []change.ID
	for _, id := range a {
		if in[id] {
			out = append(out, id)
		}
	}
	return out
}

// scopeBy adds the records whose reference is one of some.
func (f *filter) scopeBy(t *table, field *kind.Field, ids []change.ID) {
	if field == nil || len(ids) == 0 {
		return
	}
	column, ok := t.byField[field.Name]
	if !ok {
		return
	}
	sc := scoped{column: column}
	for _, id := range ids {
		sc.values = append(sc.values, id[:])
	}
	slices.SortFunc(sc.values, bytes.Compare)
	f.scoped = append(f.scoped, sc)
}

// scopeBySelf adds the records that the scope names: assigned households, the
// people in them, the user.
func (p *Projection) scopeBySelf(ctx context.Context, t *table, f *filter, s *access.Scope) error {
	var ids []change.ID
	switch t.kind.Name {
	case "household":
		ids = s.Households
	case "person":
		ids = s.People
	case "user":
		if !s.User.IsZero() {
			ids = []change.ID{s.User}
		}
	}
	if len(ids) == 0 {
		return nil
	}
	known, err := p.Lookup(ctx, ids)
	if err != nil {
		return err
	}
	for _, info := range known {
		f.rids = append(f.rids, info.RID)
	}
	slices.Sort(f.rids)
	return nil
}

func (p *Projection) conditionOf(t *table, name string, values []string) (condition, error) {
	column, ok := t.byField[name]
	if !ok || t.columns[column].field.Sensitivity == kind.Secret {
		return condition{}, fault.New("list.unknown_filter", name, "field", name)
	}
	c := condition{column: column}
	f := t.columns[column].field
	for _, v := range values {
		if v == "" {
			c.values = append(c.values, nil)
			continue
		}
		switch f.Type {
		case kind.Ref:
			id, err := change.ParseID(v)
			if err != nil {
				return c, fault.New("field.bad_ref", name)
			}
			c.values = append(c.values, id[:])
		case kind.Bool:
			c.values = append(c.values, v == "true")
		case kind.Int, kind.Money, kind.Instant:
			var n int64
			if json.Unmarshal([]byte(v), &n) != nil {
				return c, fault.New("field.wrong_type", name, "type", string(f.Type))
			}
			c.values = append(c.values, n)
		case kind.Name, kind.String:
			if f.Sort {
				return c, fault.New("list.unknown_filter", name, "field", name)
			}
			c.values = append(c.values, v)
		default:
			c.values = append(c.values, v)
		}
	}
	return c, nil
}

// key names the filter: equal filters, equal keys.
func (f *filter) key() string {
	return fmt.Sprint(f.any, f.none, f.deleted, f.areas, f.ups, f.rids, f.scoped, f.where)
}

// match reports whether a row satisfies the filter.
func (f *filter) match(r *row) bool {
	if f.none || r.del && !f.deleted {
		return false
	}
	for _, c := range f.where {
		if !slices.ContainsFunc(c.values, func(v any) bool { return sameValue(v, r.vals[c.column]) || v == false && r.vals[c.column] == nil }) {
			return false
		}
	}
	if f.any {
		return true
	}
	if _, ok := slices.BinarySearch(f.areas, r.area); ok && r.area != 0 {
		return true
	}
	if _, ok := slices.BinarySearch(f.ups, r.up); ok && r.up != 0 {
		return true
	}
	if _, ok := slices.BinarySearch(f.rids, r.rid); ok {
		return true
	}
	for _, s := range f.scoped {
		if v, ok := r.vals[s.column].([]byte); ok {
			if _, found := slices.BinarySearchFunc(s.values, v, bytes.Compare); found {
				return true
			}
		}
	}
	return false
}

// sql writes the filter as a condition and gives the arguments with its own added.
func (f *filter) sql(t *table, b *strings.Builder, args []any) []any {
	if f.none {
		b.WriteString("0")
		return args
	}
	args = f.whereSQL(t, b, args)
	if f.any {
		return args
	}
	b.WriteString(" AND (0")
	args = inList(b, " OR area", ints(f.areas), args)
	args = inList(b, " OR up", ints(f.ups), args)
	args = inList(b, " OR rid", ints(f.rids), args)
	for _, s := range f.scoped {
		args = inList(b, " OR "+t.columns[s.column].name, blobs(s.values), args)
	}
	b.WriteString(")")
	return args
}

// whereSQL writes the conditions other than the scope.
func (f *filter) whereSQL(t *table, b *strings.Builder, args []any) []any {
	if f.deleted {
		b.WriteString("1")
	} else {
		b.WriteString("del = 0")
	}
	for _, c := range f.where {
		name := t.columns[c.column].name
		b.WriteString(" AND (0")
		var some []any
		for _, v := range c.values {
			switch {
			case v == nil:
				b.WriteString(" OR " + name + " IS NULL")
			case v == false:
				b.WriteString(" OR " + name + " IS NULL OR " + name + " = 0")
			default:
				some = append(some, v)
			}
		}
		args = inList(b, " OR "+name, some, args)
		b.WriteString(")")
	}
	return args
}

func inList(b *strings.Builder, before string, values []any, args []any) []any {
	switch len(values) {
	case 0:
		return args
	case 1:
		b.WriteString(before + " = ?")
	default:
		b.WriteString(before + " IN (?" + strings.Repeat(",?", len(values)-1) + ")")
	}
	return append(args, values...)
}

func ints(list []int64) []any {
	out := make([]any, len(list))
	for i, v := range list {
		out[i] = v
	}
	return out
}

func blobs(list [][]byte) []any {
	out := make([]any, len(list))
	for i, v := range list {
		out[i] = v
	}
	return out
}
