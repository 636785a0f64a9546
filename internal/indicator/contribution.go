package indicator

import (
	"bytes"
	"encoding/json"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
	"cel.dev/cel-go/interpreter"

	"bamban/internal/change"
	"bamban/internal/kind"
)

// Contribution is what one record, or one key of it, adds to an indicator.
type Contribution struct {
	Indicator *Indicator
	Record    change.ID
	Key       string // of Each; "" where a record counts once
	Day       Day
	Area      change.ID // zero: nowhere in particular
	Unit      change.ID // zero: of no unit
	Member    change.ID // of Distinct and Last
	Value     int64     // in units of the indicator's decimals
	Dims      []DimValue
}

// DimValue is one value of one of an indicator's dimensions.
type DimValue struct {
	Dim   int
	Value string
}

// Same reports whether two contributions are equal.
func (c *Contribution) Same(o *Contribution) bool {
	return c.Indicator == o.Indicator && c.Key == o.Key && c.Day == o.Day && c.Area == o.Area && c.Unit == o.Unit &&
		c.Member == o.Member && c.Value == o.Value && slices.Equal(c.Dims, o.Dims)
}

// maxDimValue is the longest value of a dimension that is told apart, in bytes, and
// maxDimValues how many of one record count.
const (
	maxDimValue  = 64
	maxDimValues = 40
)

// Of gives what a record contributes, in order of indicator and key. An expression
// that fails on a record, or a day that is not known, contributes nothing.
func (s *Set) Of(k *kind.Kind, id change.ID, state *change.State, zone *time.Location) []Contribution {
	list := s.byKind[k.Name]
	if len(list) == 0 || state.IsDeleted() {
		return nil
	}
	r := &record{kind: k, state: state, zone: zone, values: make(map[string]ref.Val, 8), refs: make(map[string]change.ID, 4), days: make(map[string]Day, 2)}
	var out []Contribution
	for _, i := range list {
		if !i.ready() {
			continue
		}
		if i.Each == "" {
			out = i.add(out, r, id, zone)
			continue
		}
		all := r.keyed(i.Each)
		for _, key := range slices.Sorted(maps.Keys(all)) {
			r.key, r.each = key, all[key]
			out = i.add(out, r, id, zone)
		}
		r.key, r.each = "", nil
	}
	return out
}

func (i *Indicator) add(out []Contribution, r *record, id change.ID, zone *time.Location) []Contribution {
	c := Contribution{Indicator: i, Record: id, Key: r.key, Value: 1, Member: id}
	var ok bool
	if c.Day, ok = i.date.of(r, zone); !ok {
		return out
	}
	if i.where != nil && i.where.run(r) != types.True {
		return out
	}
	if i.value != nil {
		if c.Value, ok = whole(i.value.run(r), i.scale); !ok {
			return out
		}
	} else {
		c.Value = int64(i.scale)
	}
	if c.Value == 0 && i.Aggregate == Sum {
		return out
	}
	if i.Member != "" {
		if c.Member, ok = r.ref(i.Member); !ok {
			return out
		}
	}
	if i.area != nil {
		c.Area, _ = r.ref(i.area.Name)
	}
	if i.unit != nil {
		c.Unit, _ = r.ref(i.unit.Name)
	}
	for n, p := range i.dims {
		c.Dims = dimValues(c.Dims, n, p.run(r))
	}
	return append(out, c)
}

func dimValues(out []DimValue, n int, v ref.Val) []DimValue {
	add := func(v ref.Val) {
		text, ok := v.(types.String)
		d := DimValue{n, string(text)}
		if ok && len(d.Value) <= maxDimValue && len(out) < maxDimValues && !slices.Contains(out, d) {
			out = append(out, d)
		}
	}
	if list, ok := v.(traits.Lister); ok {
		for it := list.Iterator(); it.HasNext() == types.True; {
			add(it.Next())
		}
		return out
	}
	add(v)
	return out
}

// run gives nil where the expression fails.
func (p *program) run(r *record) ref.Val {
	v, _, err := p.Eval(r)
	if err != nil || types.IsUnknownOrError(v) {
		return nil
	}
	return v
}

// whole scales a number to the decimals that are kept.
func whole(v ref.Val, scale float64) (int64, bool) {
	f := 0.0
	switch v := v.(type) {
	case types.Int:
		f = float64(v)
	case types.Double:
		f = float64(v)
	default:
		return 0, false
	}
	f = math.Round(f * scale)
	return int64(f), math.Abs(f) < 1<<53
}

// record is a record as expressions see it: fields are decoded when one asks.
type record struct {
	kind   *kind.Kind
	state  *change.State
	zone   *time.Location
	values map[string]ref.Val
	refs   map[string]change.ID
	days   map[string]Day // of whole fields; noDay where there is none
	key    string
	each   map[string]any
}

// ResolveName implements CEL's activation.
func (r *record) ResolveName(name string) (any, bool) {
	switch {
	case r.each != nil && name == "key":
		return types.String(r.key), true
	case r.each != nil && name == "each":
		return r.each, true
	}
	if v, ok := r.values[name]; ok {
		return v, true
	}
	f := r.kind.Field(name)
	if f == nil {
		return nil, false
	}
	v := r.decode(f)
	r.values[name] = v
	return v, v != nil
}

// Parent implements CEL's activation.
func (r *record) Parent() interpreter.Activation { return nil }

func (r *record) decode(f *kind.Field) ref.Val {
	if f.Type == kind.Keyed {
		return types.DefaultTypeAdapter.NativeToValue(r.keyed(f.Name))
	}
	raw := r.state.Value(f.Name, r.kind)
	switch t := typeOf(f.Type); {
	case t == nil:
		return nil
	case t.IsExactType(types.StringType):
		return types.String(text(raw))
	case t.IsExactType(types.IntType):
		n, _ := strconv.ParseInt(string(raw), 10, 64)
		return types.Int(n)
	case t.IsExactType(types.DoubleType):
		n, _ := strconv.ParseFloat(string(raw), 64)
		return types.Double(n)
	case t.IsExactType(types.BoolType):
		return types.Bool(string(raw) == "true")
	}
	var list []string
	if raw != nil && json.Unmarshal(raw, &list) != nil {
		list = nil
	}
	return types.NewStringList(types.DefaultTypeAdapter, list)
}

// text of a JSON string; most have nothing escaped.
func text(raw json.RawMessage) string {
	if len(raw) < 2 || raw[0] != '"' {
		return ""
	}
	if bytes.IndexByte(raw, '\\') < 0 {
		return string(raw[1 : len(raw)-1])
	}
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return s
}

// ref reads a reference; what is none is zero.
func (r *record) ref(field string) (change.ID, bool) {
	id, known := r.refs[field]
	if !known {
		var err error
		if id, err = change.ParseID(text(r.state.Value(field, r.kind))); err != nil {
			id = change.ID{}
		}
		r.refs[field] = id
	}
	return id, !id.IsZero()
}

// noDay is before every day that is counted.
const noDay Day = -1 << 30

// day reads a whole field's day.
func (r *record) day(f *kind.Field) (Day, bool) {
	d, known := r.days[f.Name]
	if !known {
		var ok bool
		raw := r.state.Value(f.Name, r.kind)
		if f.Type != kind.Instant {
			d, ok = ParseDay(text(raw))
		} else if ms, err := strconv.ParseInt(string(raw), 10, 64); err == nil {
			d, ok = instant(ms, r.zone)
		}
		if !ok {
			d = noDay
		}
		r.days[f.Name] = d
	}
	return d, d != noDay
}

// keyed gathers the cells of a Keyed field.
func (r *record) keyed(field string) map[string]map[string]any {
	out := map[string]map[string]any{}
	for cell, c := range r.state.Cells {
		base, key, ok := strings.Cut(cell, ":")
		if !ok || base != field {
			continue
		}
		var object map[string]any
		if v := c.Shown(nil); v != nil && json.Unmarshal(v, &object) == nil {
			out[key] = object
		}
	}
	return out
}

// dateOf finds a record's day.
type dateOf struct {
	field   *kind.Field
	key     string // of a Keyed field
	part    string // of its object
	eachKey bool   // the key itself is the date
	each    string // a part of each object
}

// dateIn reads where a kind's records have their day.
func dateIn(k *kind.Kind, each, path string) (dateOf, bool) {
	if each != "" && path == "key" {
		return dateOf{eachKey: true}, true
	}
	if part, ok := strings.CutPrefix(path, "each."); ok && each != "" {
		f := partOf(k.Field(each), part)
		return dateOf{field: f, each: part}, f != nil
	}
	name, rest, nested := strings.Cut(path, ".")
	f := k.Field(name)
	switch {
	case f == nil:
		return dateOf{}, false
	case !nested:
		return dateOf{field: f}, isDate(f)
	case f.Type != kind.Keyed:
		return dateOf{}, false
	}
	key, part, ok := strings.Cut(rest, ".")
	if !ok { // the one part that is a date
		for i := range f.Fields {
			if isDate(&f.Fields[i]) {
				part = f.Fields[i].Name
				break
			}
		}
	}
	inner := partOf(f, part)
	return dateOf{field: inner, key: name + ":" + key, part: part}, inner != nil
}

func partOf(f *kind.Field, part string) *kind.Field {
	if f == nil {
		return nil
	}
	for i := range f.Fields {
		if f.Fields[i].Name == part && isDate(&f.Fields[i]) {
			return &f.Fields[i]
		}
	}
	return nil
}

func isDate(f *kind.Field) bool {
	return f.Type == kind.Date || f.Type == kind.Partial || f.Type == kind.Instant
}

func (d dateOf) of(r *record, zone *time.Location) (Day, bool) {
	switch {
	case d.eachKey:
		return ParseDay(r.key)
	case d.each != "":
		return dayIn(r.each[d.each], zone)
	case d.key != "":
		c := r.state.Cells[d.key]
		var object map[string]any
		if c == nil || c.Shown(nil) == nil || json.Unmarshal(c.Shown(nil), &object) != nil {
			return 0, false
		}
		return dayIn(object[d.part], zone)
	}
	return r.day(d.field)
}

func dayIn(v any, zone *time.Location) (Day, bool) {
	switch v := v.(type) {
	case string:
		return ParseDay(v)
	case float64:
		return instant(int64(v), zone)
	}
	return 0, false
}

func instant(ms int64, zone *time.Location) (Day, bool) {
	return ParseDay(time.UnixMilli(ms).In(zone).Format(time.DateOnly))
}

// DayField is the field that gives a record's day, where a whole field does; nil where
// it is a part of one.
func (i *Indicator) DayField() *kind.Field {
	if i.date.eachKey || i.date.each != "" || i.date.key != "" {
		return nil
	}
	return i.date.field
}
