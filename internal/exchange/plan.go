package exchange

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/projection"
	"bamban/internal/schema"
	"bamban/internal/writer"
)

// rowPlan is one row and what it will do.
type rowPlan struct {
	row   int
	cells []string // trimmed
	id    change.ID
	isNew bool
	draft writer.Draft // no fields: nothing to do
}

// read takes a row's cells and its id; nil where the row is not to be looked at.
func (m *importer) read(row int, cells []string) *rowPlan {
	if m.failed[row] {
		return nil // found wanting when all was checked
	}
	p := &rowPlan{row: row, cells: make([]string, m.header.width)}
	for i, c := range cells {
		c = strings.TrimSpace(c)
		if i < len(p.cells) {
			p.cells[i] = strings.Clone(c) // the reader's memory is used again
		}
		if i >= len(p.cells) && c != "" || len(cells) < len(p.cells) {
			m.fail(row, "", fault.New("import.row_length", "", "row", row, "got", len(cells), "want", m.header.width))
			return nil
		}
		if len(c) > MaxCell && utf8.RuneCountInString(c) > MaxCell {
			m.fail(row, m.nameAt(i), fault.New("field.too_long", "", "max", MaxCell))
			return nil
		}
	}
	if m.header.id < 0 || p.cells[m.header.id] == "" {
		p.isNew = true
		return p
	}
	var err error
	if p.id, err = change.ParseID(p.cells[m.header.id]); err != nil {
		m.fail(row, m.nameAt(m.header.id), fault.New("import.unknown_id", "", "row", row))
		return nil
	}
	if first, ok := m.ids[p.id]; ok {
		m.fail(row, m.nameAt(m.header.id), fault.New("import.twice_id", "", "row", row, "first", first))
		return nil
	}
	m.ids[p.id] = row
	return p
}

func (m *importer) nameAt(i int) string {
	for _, c := range m.header.columns {
		if c.at == i {
			return c.name
		}
	}
	return letters(i)
}

// columnOf names the column in the file that a field's path is about.
func (m *importer) columnOf(path string) string {
	cell, _, _ := strings.Cut(path, ".")
	for _, like := range []string{path, cell} {
		for _, c := range m.header.columns {
			if c.Field != nil && (c.Cell == like || c.Part != "" && c.Cell+"."+c.Part == like) {
				return c.name
			}
		}
	}
	return cell
}

func (m *importer) schemaColumns() []schema.Column {
	out := make([]schema.Column, len(m.header.columns))
	for i := range m.header.columns {
		out[i] = m.header.columns[i].Column
	}
	return out
}

// plan works out the drafts of some rows.
func (m *importer) plan(chunk []*rowPlan) error {
	var ids []change.ID
	for _, p := range chunk {
		if !p.isNew {
			ids = append(ids, p.id)
			continue
		}
		m.planNew(p)
	}
	have, err := m.n.Projection.GetMany(m.ctx, ids)
	if err != nil {
		return err
	}
	for _, p := range chunk {
		if !p.isNew {
			m.planUpdate(p, have[p.id])
		}
	}
	return m.name(chunk)
}

// planNew makes the fields of a new record.
func (m *importer) planNew(p *rowPlan) {
	fields := m.fields(p, func(column) bool { return true }, change.ID{}, nil)
	m.validate(p, fields)
	filled := map[string]bool{}
	for _, c := range m.header.columns {
		filled[c.Cell] = filled[c.Cell] || p.cells[c.at] != ""
	}
	for i := range m.k.Fields {
		f := &m.k.Fields[i]
		if f.Required && !filled[f.Name] {
			m.fail(p.row, m.columnOf(f.Name), fault.New("field.required", f.Name, "field", f.Label.VI, "field_en", f.Label.EN))
		}
	}
	p.draft = writer.Draft{Kind: m.k.Name, Fields: fields}
}

// planUpdate makes the fields of a record that the row says otherwise.
func (m *importer) planUpdate(p *rowPlan, r *projection.Record) {
	idColumn := m.nameAt(m.header.id)
	if r == nil || r.Kind.Name != m.k.Name || m.by != nil && !m.by.Can(access.Read, r.Kind, projection.PlaceOf(r)) {
		m.fail(p.row, idColumn, fault.New("import.unknown_id", "", "row", p.row))
		return
	}
	if r.Deleted() {
		m.fail(p.row, idColumn, fault.New("record.deleted", ""))
		return
	}
	at := projection.PlaceOf(r)
	about := m.whose.Of(m.ctx, r)
	values := kind.Values(r.Kind, r.State)
	shown := Cells(m.schemaColumns(), r.ID, values, m.namer)
	differs := func(c column) bool {
		text := p.cells[c.at]
		if m.by != nil && !m.by.Sees(r.Kind, at).Allows(c.Field, about) {
			// What the importer can't see was exported as nothing, and stays. Anything
			// else is refused, the same value too: it must not be found out by trying.
			if text != "" {
				m.fail(p.row, c.name, fault.New("scope.field", c.Cell, "field", c.Field.Label.VI, "field_en", c.Field.Label.EN))
			}
			return false
		}
		i := slices.IndexFunc(m.header.columns, func(x column) bool { return x.at == c.at })
		return text != strings.TrimSpace(shown[i]) && (text != "" || m.options.Clear)
	}
	fields := m.fields(p, differs, at.Area, values)
	for cell, v := range fields {
		now := r.State.Value(cell, r.Kind)
		if sameJSON(v, now) {
			delete(fields, cell)
			continue
		}
		if f := stepFault(m.k, cell, now, v); f != nil {
			m.fail(p.row, m.columnOf(cell), f)
		}
	}
	m.validate(p, fields)
	p.draft = writer.Draft{Kind: m.k.Name, Record: p.id, Fields: fields, Seen: node.Seen(r.State, fields)}
}

// stepFault is what is wrong with a step of a machine, or nil.
func stepFault(k *kind.Kind, cell string, now, next json.RawMessage) *fault.Fault {
	machine := k.Machine(cell)
	if machine == nil {
		return nil
	}
	from, to := text(now), text(next)
	if machine.Free {
		return fault.New("step.not_by_file", cell)
	}
	if slices.Contains(machine.Next[from], to) {
		return nil
	}
	return fault.New("step.not_allowed", cell, "from", from, "to", to)
}

// fields reads the cells that take part, as the fields of a change. values are
// the record's own, nil for a new one.
func (m *importer) fields(p *rowPlan, takes func(column) bool, area change.ID, values map[string]json.RawMessage) map[string]json.RawMessage {
	out := map[string]json.RawMessage{}
	parts := map[string]map[string]json.RawMessage{} // of cells that hold an object
	// The place first: numbers of households mean something only within it.
	for _, first := range []bool{true, false} {
		for _, c := range m.header.columns {
			if c.Field == nil || (c.Field.Scope == kind.ByArea) != first {
				continue
			}
			if takes(c) {
				m.field(p, c, p.cells[c.at], &area, values, out, parts)
			}
		}
	}
	for cell, object := range parts {
		out[cell] = whole(object)
	}
	if values == nil {
		for i := range m.k.Fields { // the first step of a new record
			if f := &m.k.Fields[i]; f.Type == kind.Machine && len(out[f.Name]) > 0 {
				if bad := stepFault(m.k, f.Name, nil, out[f.Name]); bad != nil {
					m.fail(p.row, m.columnOf(f.Name), bad)
				}
			}
		}
	}
	return out
}

// field reads one cell into out, or into the parts of an object.
func (m *importer) field(p *rowPlan, c column, text string, area *change.ID, values map[string]json.RawMessage, out map[string]json.RawMessage, parts map[string]map[string]json.RawMessage) {
	value := json.RawMessage("null")
	if text != "" {
		var bad *fault.Fault
		if value, bad = m.parse(&c, text, p.row, *area); bad != nil {
			m.fail(p.row, c.name, bad)
			return
		}
	} else if values == nil {
		return
	}
	if c.Field.Scope == kind.ByArea {
		if id, err := change.ParseID(unquoted(value)); err == nil {
			*area = id
		}
	}
	if c.Part == "" {
		out[c.Cell] = value
		return
	}
	if parts[c.Cell] == nil {
		parts[c.Cell] = partsOf(&c, values)
	}
	if parts[c.Cell][c.Part] = value; text == "" {
		delete(parts[c.Cell], c.Part)
	}
}

// partsOf gives the parts of an object that a record has now. A position that is
// moved by hand keeps nothing of how it was measured.
func partsOf(c *column, values map[string]json.RawMessage) map[string]json.RawMessage {
	raw := values[c.Field.Name]
	if _, key, keyed := strings.Cut(c.Cell, ":"); keyed {
		raw = part(raw, key)
	}
	out := map[string]json.RawMessage{}
	if json.Unmarshal(raw, &out) != nil {
		return map[string]json.RawMessage{}
	}
	if c.Field.Type == kind.Position {
		maps.DeleteFunc(out, func(name string, _ json.RawMessage) bool { return name != "lat" && name != "lon" })
	}
	return out
}

// whole makes an object of its parts; of none it makes null.
func whole(parts map[string]json.RawMessage) json.RawMessage {
	if len(parts) == 0 {
		return json.RawMessage("null")
	}
	raw, err := json.Marshal(parts)
	if err != nil {
		return json.RawMessage("null") // parts are valid JSON
	}
	return raw
}

func unquoted(raw json.RawMessage) string { return strings.Trim(string(raw), `"`) }

// validate checks the fields one by one, so that every cell at fault is named.
func (m *importer) validate(p *rowPlan, fields map[string]json.RawMessage) {
	for _, c := range m.header.columns {
		v, ok := fields[c.Cell]
		if !ok || c.Field == nil {
			continue
		}
		if c.Part != "" && m.columnOf(c.Cell) != c.name {
			continue // an object is checked once
		}
		if c.Field.Type == kind.Position && isHalf(v) {
			m.fail(p.row, c.name, fault.New("field.bad_position", c.Cell))
			continue
		}
		if err := m.k.ValidateField(c.Cell, v, m.n.Writer.Terms); err != nil {
			f := fault.As(err)
			m.fail(p.row, m.columnOf(f.Field), f)
		}
	}
}

// isHalf reports a latitude without a longitude, or the other way round.
func isHalf(v json.RawMessage) bool {
	var p map[string]json.RawMessage
	return json.Unmarshal(v, &p) == nil && len(p) == 1
}

// name gives the new records of some rows their ids: from the content, so that the
// same row is taken once. A record that was deleted since makes room for another.
func (m *importer) name(chunk []*rowPlan) error {
	seeds := map[*rowPlan]string{}
	for _, p := range chunk {
		if !p.isNew || m.failed[p.row] {
			continue
		}
		raw, err := json.Marshal(p.draft.Fields)
		if err != nil {
			return fmt.Errorf("row %d: %w", p.row, err)
		}
		sum := sha256.Sum256(raw)
		m.same[sum]++
		seeds[p] = hex.EncodeToString(sum[:]) + " " + strconv.Itoa(m.same[sum])
	}
	for life := 0; len(seeds) > 0; life++ {
		ids := make([]change.ID, 0, len(seeds))
		for p, seed := range seeds {
			p.draft.Record = node.StableID(m.n.Pack.Partition, "import "+m.k.Name, seed+" "+strconv.Itoa(life))
			ids = append(ids, p.draft.Record)
		}
		have, err := m.n.Projection.GetMany(m.ctx, ids)
		if err != nil {
			return err
		}
		for p := range seeds {
			r := have[p.draft.Record]
			if r != nil && r.Deleted() {
				continue // on to the next life
			}
			if delete(seeds, p); r != nil {
				p.draft.Fields = nil // taken before
			}
		}
	}
	return nil
}

// sameJSON compares values, not the way in which they are written; null is unset.
func sameJSON(a, b json.RawMessage) bool {
	if bytes.Equal(a, b) || len(b) == 0 && string(a) == "null" {
		return true
	}
	var x, y any
	return json.Unmarshal(a, &x) == nil && json.Unmarshal(b, &y) == nil && reflect.DeepEqual(x, y)
}
