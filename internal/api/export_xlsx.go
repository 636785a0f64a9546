package api

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/projection"
	"bamban/internal/schema"
	"bamban/internal/workbook"
)

// mediaXLSX is the media type of a workbook.
const mediaXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// chosen keeps the columns of the fields that the reader chose, in that order; without
// a choice all of them, the record's id last.
func (c *call) chosen(all []schema.Column) ([]schema.Column, error) {
	names := c.r.URL.Query().Get("columns")
	if names == "" {
		return all, nil
	}
	var out []schema.Column
	for name := range strings.SplitSeq(names, ",") {
		found := false
		for _, col := range all {
			if col.Name == name || col.Field != nil && col.Field.Name == name {
				out, found = append(out, col), true
			}
		}
		if !found && !c.keyedField(name) {
			return nil, fault.New("list.unknown_filter", "columns", "field", clip(name))
		}
	}
	if len(out) == 0 {
		return nil, fault.New("list.unknown_filter", "columns", "field", clip(names))
	}
	return out, nil
}

// keyedField reports a field that has a column for each of its keys: none where no
// record has any.
func (c *call) keyedField(name string) bool {
	k := c.s.Node.Kinds.Get(c.r.PathValue("kind"))
	f := k.Field(name)
	return f != nil && f.Type == kind.Keyed
}

// sheetTable is a list on its way into a workbook, as its reader reads it: labels for
// headers and terms, names for records.
type sheetTable struct {
	c       *call
	lang    string
	columns []schema.Column
	terms   map[string]map[string]string // by vocabulary and code
	areas   map[string]string
	refs    map[string]NameOf
}

func (c *call) exportXLSX(v *view, k *kind.Kind, q lister) error {
	keys, err := c.keysOf(v, k, q)
	if err != nil {
		return err
	}
	all := schema.CSVColumns(k, keys)
	if c.r.URL.Query().Get("columns") == "" {
		all = append(slices.Clone(all[1:]), all[0])
	}
	t := &sheetTable{c: c, lang: c.r.URL.Query().Get("lang"), terms: map[string]map[string]string{}, areas: map[string]string{}}
	if t.lang != "en" {
		t.lang = "vi"
	}
	if t.columns, err = c.chosen(all); err != nil {
		return err
	}
	header := make([]workbook.Column, len(t.columns))
	for i, col := range t.columns {
		header[i] = workbook.Column{Label: col.Label.In(t.lang), Width: width(col)}
	}
	c.w.Header().Set("Content-Type", mediaXLSX)
	_, err = workbook.WriteTable(c.w, k.Plural.In(t.lang), header, func(yield func([]workbook.Value, error) bool) {
		if err := t.each(v, q, func(row []workbook.Value) bool { return yield(row, nil) }); err != nil && !errors.Is(err, errStopped) {
			yield(nil, err)
		}
	})
	return err
}

var errStopped = errors.New("the reader has enough")

// width of a column by what it holds, in characters.
func width(col schema.Column) float64 {
	switch {
	case col.Field == nil:
		return 24
	case col.Shape == schema.Key, col.Field.Type == kind.Name:
		return 28
	}
	return 0
}

// each gives the rows of every page, names looked up page by page.
func (t *sheetTable) each(v *view, q lister, yield func([]workbook.Value) bool) error {
	return t.c.pages(q, func(records []*projection.Record) error {
		clear(v.refs)
		rows := make([]Row, len(records))
		for i, r := range records {
			rows[i] = v.row(r)
		}
		var err error
		if t.refs, err = v.names(t.c); err != nil {
			return err
		}
		for i, r := range records {
			if !yield(t.row(r.ID, rows[i])) {
				return errStopped
			}
		}
		return nil
	})
}

func (t *sheetTable) row(id change.ID, row Row) []workbook.Value {
	out := make([]workbook.Value, len(t.columns))
	for i := range t.columns {
		col := &t.columns[i]
		if col.Field == nil {
			out[i] = workbook.String(id.String())
			continue
		}
		raw := row.V[col.Field.Name]
		for _, part := range []string{keyOf(col.Cell), col.Part} {
			if part == "" {
				continue
			}
			var object map[string]json.RawMessage
			if json.Unmarshal(raw, &object) != nil {
				raw = nil
				break
			}
			raw = object[part]
		}
		if len(raw) > 0 && string(raw) != "null" {
			out[i] = t.value(col, raw)
		}
	}
	return out
}

func keyOf(cell string) string {
	_, key, _ := strings.Cut(cell, ":")
	return key
}

// value of a cell; one that can't be read is left empty.
func (t *sheetTable) value(col *schema.Column, raw json.RawMessage) workbook.Value {
	f := subField(col)
	var text string
	var number float64
	switch {
	case col.Shape == schema.Joined || col.Shape == schema.Keys:
		var items []string
		if json.Unmarshal(raw, &items) != nil {
			return workbook.Value{}
		}
		for i := range items {
			items[i] = t.item(col, f, items[i])
		}
		return workbook.String(strings.Join(items, "; "))
	case col.Shape == schema.JSON:
		return workbook.String(string(raw))
	case json.Unmarshal(raw, &text) == nil:
		switch f.Type {
		case kind.Date, kind.Partial:
			return workbook.Day(text)
		}
		return workbook.String(t.item(col, f, text))
	case json.Unmarshal(raw, &number) == nil:
		if f.Type == kind.Instant {
			return workbook.At(time.UnixMilli(int64(number)).In(t.c.s.Node.Zone))
		}
		return workbook.Num(number)
	case string(raw) == "true":
		return workbook.String(kind.Text{VI: "Có", EN: "Yes"}.In(t.lang))
	}
	return workbook.Value{}
}

// subField is the field that a column's values are of: of an object, its part.
func subField(col *schema.Column) *kind.Field {
	if at := slices.IndexFunc(col.Field.Fields, func(f kind.Field) bool { return f.Name == col.Part }); at >= 0 {
		return &col.Field.Fields[at]
	}
	return col.Field
}

// item is a text as its reader knows it: the label of a term or a step, the name of a
// record.
func (t *sheetTable) item(col *schema.Column, f *kind.Field, text string) string {
	switch {
	case f.Vocabulary != "":
		return t.term(f.Vocabulary, text)
	case f.Type == kind.Machine:
		for _, s := range f.States {
			if s.Code == text {
				return s.Label.In(t.lang)
			}
		}
	case col.Shape == schema.Key || col.Shape == schema.Keys:
		if slices.Contains(f.Refs, "area") {
			if name := t.area(text); name != "" {
				return name
			}
		}
		return t.refs[text].Title
	}
	return text
}

func (t *sheetTable) term(vocabulary, code string) string {
	terms, ok := t.terms[vocabulary]
	if !ok {
		terms = map[string]string{}
		if v := t.c.s.Node.Pack.Vocabulary(vocabulary); v != nil {
			for _, term := range v.Terms {
				terms[term.Code] = term.Label[t.lang]
			}
		}
		t.terms[vocabulary] = terms
	}
	if label := terms[code]; label != "" {
		return label
	}
	return code
}

// area is an area's name with that of the one that holds it.
func (t *sheetTable) area(id string) string {
	if name, ok := t.areas[id]; ok {
		return name
	}
	t.areas[id] = ""
	parsed, err := change.ParseID(id)
	if err != nil {
		return ""
	}
	r, err := t.c.s.Node.Projection.Get(t.c, parsed)
	if err != nil || r.Kind.Name != "area" {
		return ""
	}
	name := projection.Title(r)
	var parent change.ID
	if json.Unmarshal(r.State.Value("parent", r.Kind), &parent) == nil && !parent.IsZero() {
		if p, err := t.c.s.Node.Projection.Get(t.c, parent); err == nil {
			name += ", " + projection.Title(p)
		}
	}
	t.areas[id] = name
	return name
}
