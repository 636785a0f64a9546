package importer

import (
	"encoding/json"
	"strings"

	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/vietnamese"
	"bamban/internal/workbook"
)

// reading is what the cells of a row say, by part and field.
type reading struct {
	fields map[string]map[string]json.RawMessage
	place  map[string]string // village, commune, school, class
	raw    map[string]string // texts, by target
}

// read makes a row's parts; nil where the row holds no record or can't be read.
func (w *work) read(row int, cells []workbook.Cell) *item {
	it := &item{row: row}
	w.spread(cells)
	r := &reading{fields: map[string]map[string]json.RawMessage{}, place: map[string]string{}, raw: map[string]string{}}
	filled := 0
	for _, b := range w.columns {
		if c := w.cells[b.col]; c != nil {
			if filled++; c.Form == workbook.Broken && c.Text == "" {
				r.raw[b.target.Code] = "—"
				continue
			}
			r.raw[b.target.Code] = decode(c, w.codes[c.Col])
		}
	}
	if why := w.skips(cells, r, filled); why {
		w.report.skip(row) // a row of the sheet without data, as the pack's skip words and blanks say; the report counts it
		return nil
	}
	for _, code := range []string{village, commune, school, class} {
		r.place[code] = r.raw[code]
	}
	if r.place[village] == "" {
		r.place[village] = w.section
	}
	area := w.placeOf(it, r)
	for _, b := range w.columns {
		if c := w.cells[b.col]; c != nil && b.target.column.Field != nil {
			w.value(it, r, &b, c, area)
		}
	}
	for _, t := range w.recipe.Targets {
		if t.Required && r.raw[t.Code] == "" && r.raw["id"] == "" {
			w.fail(it, t.Code, "", fault.New("field.required", t.Code, "field", t.Label.VI, "field_en", t.Label.EN))
		}
	}
	if it.bad {
		return nil
	}
	if it.title = properName(r.raw["name"]); it.title == "" {
		it.title = firstText(cells, w.codes)
	}
	w.parts(it, r, area)
	if it.bad {
		return nil
	}
	return it
}

// spread lays the cells of a row out by column.
func (w *work) spread(cells []workbook.Cell) {
	if w.cells == nil {
		w.cells = make([]*workbook.Cell, maxColumns)
	}
	clear(w.cells)
	for i := range cells {
		if c := &cells[i]; c.Col < maxColumns {
			w.cells[c.Col] = c
			if c.Formula {
				w.report.Formulas++
			}
		}
	}
}

func firstText(cells []workbook.Cell, codes map[int]vietnamese.Encoding) string {
	for i := range cells {
		if cells[i].Form == workbook.Text {
			return decode(&cells[i], codes[cells[i].Col])
		}
	}
	return ""
}

// skips reports a row that holds no record: a sum, a signature, a village by itself
// over its households, a second header.
func (w *work) skips(cells []workbook.Cell, r *reading, filled int) bool {
	if isNumbering(cells) || filled == 0 {
		return true
	}
	first := vietnamese.Fold(firstText(cells, w.codes))
	key := r.raw["name"]
	for _, word := range w.skip {
		if strings.HasPrefix(first, word) && (first == word || strings.HasPrefix(first, word+" ")) && (key == "" || strings.HasPrefix(vietnamese.Fold(key), word)) {
			return true
		}
	}
	if w.recipe.target("name") == nil || w.names["name"] == "" || key != "" && filled > 1 {
		return false
	}
	text := ""
	for i := range cells {
		if c := &cells[i]; c.Form == workbook.Text && !columnNumber.MatchString(c.Text) && len(c.Text) > len(text) {
			text = decode(c, w.codes[c.Col])
		}
	}
	if w.names[village] == "" && len(cells) <= 3 && text != "" {
		if _, bad := w.places.find(text, "", w.area); bad == nil {
			w.section = text
			return true
		}
	}
	return key == "" && filled <= 2
}

// placeOf finds the village of a row, where its records need one.
func (w *work) placeOf(it *item, r *reading) change.ID {
	k := w.n.Kinds.Get(w.recipe.Kind)
	f := k.ScopeField(kind.ByArea)
	if f == nil || r.raw["id"] != "" && r.place[village] == "" || !f.Required && r.place[village] == "" && w.area.IsZero() {
		return change.ID{}
	}
	id, bad := w.places.find(r.place[village], r.place[commune], w.area)
	if bad != nil {
		w.fail(it, village, r.place[village], bad)
	}
	return id
}

// value reads one cell into the fields of its part.
func (w *work) value(it *item, r *reading, b *bound, c *workbook.Cell, area change.ID) {
	t, text := b.target, r.raw[b.target.Code]
	if c.Form == workbook.Broken {
		w.fail(it, t.Code, text, brokenCell(text))
		return
	}
	f := fieldOf(&t.column)
	if t.mark != "" {
		w.mark(it, r, b, c, text)
		return
	}
	v, bad := w.values.Read(t.column, cellText(c, text, f, w.thisYear), it.row, area)
	if bad != nil {
		w.fail(it, t.Code, text, bad)
		return
	}
	w.put1(r, t, v)
}

// mark reads a cross; in the columns “Nam” and “Nữ” offices also write the year of
// birth.
func (w *work) mark(it *item, r *reading, b *bound, c *workbook.Cell, text string) {
	t := b.target
	switch lower := strings.ToLower(text); {
	case isMark(text):
	case lower == "0" || lower == "-" || lower == "không":
		return
	default:
		born := w.recipe.target("born")
		if born == nil || !strings.HasPrefix(t.Code, "sex=") {
			w.fail(it, t.Code, text, fault.New("field.unknown_term", "", "term", clip(text), "vocabulary", t.Label.VI))
			return
		}
		v, bad := w.values.Read(born.column, dateText(c, text, w.thisYear), it.row, change.ID{})
		if bad != nil {
			w.fail(it, t.Code, text, bad)
			return
		}
		w.put1(r, born, v)
	}
	w.put1(r, t, quote(t.mark))
}

// put1 sets a field, or a part of an object: the poverty status of the file's year.
func (w *work) put1(r *reading, t *Target, v json.RawMessage) {
	fields := r.fields[t.part]
	if fields == nil {
		fields = map[string]json.RawMessage{}
		r.fields[t.part] = fields
	}
	cell := t.column.Cell
	if base, _, keyed := strings.Cut(cell, ":"); keyed {
		cell = base + ":" + w.year()
	}
	if t.column.Part == "" {
		fields[cell] = v
		return
	}
	object := map[string]json.RawMessage{}
	if was := fields[cell]; was != nil {
		if json.Unmarshal(was, &object) != nil {
			return // it was made here
		}
	}
	object[t.column.Part] = v
	if raw, err := json.Marshal(object); err == nil {
		fields[cell] = raw
	}
}
