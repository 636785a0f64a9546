package projection

import (
	"encoding/json"
	"strconv"
	"strings"

	"bamban/internal/change"
	"bamban/internal/kind"
	"bamban/internal/sqlite"
	"bamban/internal/vietnamese"
)

// Record is a record as the projection holds it.
type Record struct {
	RID   int64
	ID    change.ID
	Kind  *kind.Kind
	Seq   uint64 // entry that last changed it
	State *change.State
	fk    int64 // feed key; see feedKey
	flags int64
}

// Deleted reports whether the record is deleted.
func (r *Record) Deleted() bool { return r.flags&flagDeleted != 0 }

// InConflict reports whether a field of the record has values to settle.
func (r *Record) InConflict() bool { return r.flags&flagConflict != 0 }

// refOf reads a reference field.
func refOf(s *change.State, field string) (change.ID, bool) {
	c := s.Cells[field]
	if c == nil || len(c.Heads) == 0 {
		return change.ID{}, false
	}
	return refIn(c.Heads[0].Value)
}

// refIn reads the value of a reference field.
func refIn(v json.RawMessage) (change.ID, bool) {
	if len(v) != 24 || v[0] != '"' {
		return change.ID{}, false
	}
	id, err := change.ParseID(string(v[1:23]))
	return id, err == nil
}

// row is a record's line in its kind's table. del is a record that lists leave out:
// deleted, or a person's that leads to another record of them.
type row struct {
	rid      int64
	area, up int64
	del      bool
	vals     []any
}

func (p *Projection) rowOf(t *table, r *Record) row {
	out := row{rid: r.RID, del: r.State.IsDeleted() || isMerged(t.kind, r.State), vals: make([]any, len(t.columns))}
	if f := t.kind.ScopeField(kind.ByArea); f != nil {
		if id, ok := refOf(r.State, f.Name); ok {
			out.area = p.tree.RID(id)
			out.up = p.tree.Up(out.area)
		}
	}
	for i, c := range t.columns {
		if out.vals[i] = p.columnValue(t, c, r.State); out.vals[i] == nil {
			out.vals[i] = c.unset()
		}
	}
	return out
}

// columnValue is a field's value as its column holds it: names and texts that
// lists sort by as sort keys, references as bytes.
func (p *Projection) columnValue(t *table, col column, s *change.State) any {
	f := col.field
	if f.Type == kind.Keyed {
		return latestOf(f, s)
	}
	v := s.Value(f.Name, t.kind)
	if v == nil {
		return nil
	}
	switch f.Type {
	case kind.Ref:
		if id, ok := refOf(s, f.Name); ok {
			return id[:]
		}
		return nil
	case kind.Bool:
		return string(v) == "true"
	case kind.Int, kind.Money, kind.Instant:
		n, err := strconv.ParseInt(string(v), 10, 64)
		if err != nil {
			return nil
		}
		return n
	}
	text := textOf(v)
	switch {
	case col.isKey() && f.Type == kind.Name:
		return vietnamese.NameSortKey(text)
	case col.isKey():
		return vietnamese.SortKey(text)
	}
	return text
}

func textOf(v json.RawMessage) string {
	var s string
	if json.Unmarshal(v, &s) != nil {
		return ""
	}
	return s
}

// latestOf is the indexed sub-field of a keyed field's greatest key.
func latestOf(f *kind.Field, s *change.State) any {
	var best string
	var value json.RawMessage
	for cell, c := range s.Cells {
		base, key, ok := strings.Cut(cell, ":")
		if ok && base == f.Name && key > best {
			if v := c.Shown(nil); v != nil {
				best, value = key, v
			}
		}
	}
	if value == nil {
		return nil
	}
	var object map[string]json.RawMessage
	if json.Unmarshal(value, &object) != nil || object[f.Latest] == nil {
		return nil
	}
	return textOf(object[f.Latest])
}

// document is the folded text by which a record is found, with the tokens of its
// kind and place; "" for a record that is not to be found.
func (p *Projection) document(t *table, r *Record) string {
	if !t.kind.Searchable() || r.State.IsDeleted() || isMerged(t.kind, r.State) {
		return ""
	}
	var b strings.Builder
	for i := range t.kind.Fields {
		f := &t.kind.Fields[i]
		if !f.Search {
			continue
		}
		if text := foldedOf(f, r.State.Value(f.Name, t.kind)); text != "" {
			b.WriteString(text + " ")
		}
	}
	b.WriteString(kindToken(t.code))
	if f := t.kind.ScopeField(kind.ByArea); f != nil {
		if id, ok := refOf(r.State, f.Name); ok {
			area := p.tree.RID(id)
			b.WriteString(" " + areaToken(area) + " " + upToken(p.tree.Up(area)))
		}
	}
	return b.String()
}

// Tokens that no folded word is: folded text has no letter after a digit run
// that begins with zq.
func kindToken(code int) string { return "zqk" + strconv.Itoa(code) }
func areaToken(a int64) string  { return "zqa" + strconv.FormatInt(a, 36) + "z" }
func upToken(a int64) string    { return "zqu" + strconv.FormatInt(a, 36) + "z" }

// write stores a touched record and everything that follows from it.
func (r *run) write(rc *rec) error {
	rc.fk = r.p.feedKey(rc.table, &rc.Record)
	rc.flags = 0
	if rc.State.IsDeleted() {
		rc.flags |= flagDeleted
	}
	for _, c := range rc.State.Cells {
		if c.InConflict() {
			rc.flags |= flagConflict
			break
		}
	}
	if is, err := r.isReplaced(rc.table, rc.ID); err != nil {
		return err
	} else if is {
		rc.flags |= flagReplaced
	}
	if err := r.writeRecord(rc); err != nil {
		return err
	}
	if err := r.notePlace(rc); err != nil {
		return err
	}
	after := r.p.rowOf(rc.table, &rc.Record)
	if err := r.writeRow(rc, after); err != nil {
		return err
	}
	r.replacing(rc, after)
	if err := r.writeDocument(rc); err != nil {
		return err
	}
	r.tally(rc)
	r.flowing(rc)
	if err := r.keying(rc); err != nil {
		return err
	}
	if r.p.figures.counts(&rc.Record) {
		r.owed = append(r.owed, changed{rc.was, &rc.Record})
	}
	r.heads[rc.fk] = max(r.heads[rc.fk], rc.Seq)
	r.kinds[rc.Kind.Name] = true
	r.deltas = append(r.deltas, delta{rc.table, rc.isNew, rc.before, after})
	return nil
}

func (r *run) writeRecord(rc *rec) error {
	state := rc.State.AppendBinary(nil)
	if rc.isNew {
		s, err := r.w.Prepare(`INSERT INTO rec(id, kind, fk, seq, flags, state) VALUES(?, ?, ?, ?, ?, ?)`)
		if err != nil {
			return err
		}
		if err := s.Bind(rc.ID[:], rc.table.code, rc.fk, rc.Seq, rc.flags, state).Exec(); err != nil {
			return err
		}
		rc.RID = r.w.LastID()
	} else {
		s, err := r.w.Prepare(`UPDATE rec SET fk = ?, seq = ?, flags = ?, state = ? WHERE rid = ?`)
		if err != nil {
			return err
		}
		if err := s.Bind(rc.fk, rc.Seq, rc.flags, state, rc.RID).Exec(); err != nil {
			return err
		}
	}
	s, err := r.w.Prepare(`INSERT OR IGNORE INTO hist(rid, seq, idx) VALUES(?, ?, ?)`)
	if err != nil {
		return err
	}
	for _, at := range rc.history {
		if err := s.Bind(rc.RID, at.seq, at.index).Exec(); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) writeRow(rc *rec, after row) error {
	if !rc.isNew && sameRow(rc.before, after) {
		return nil
	}
	sql := rc.table.replace
	if rc.isNew {
		sql = rc.table.insert
	}
	s, err := r.w.Prepare(sql)
	if err != nil {
		return err
	}
	s.Bind(after.rid, after.area, after.up, after.del)
	s.BindFrom(5, after.vals)
	return s.Exec()
}

func sameRow(a, b row) bool {
	if a.area != b.area || a.up != b.up || a.del != b.del || len(a.vals) != len(b.vals) {
		return false
	}
	for i := range a.vals {
		if !sameValue(a.vals[i], b.vals[i]) {
			return false
		}
	}
	return true
}

func sameValue(a, b any) bool {
	x, xb := a.([]byte)
	y, yb := b.([]byte)
	if xb || yb {
		return xb && yb && string(x) == string(y)
	}
	return a == b
}

func (r *run) writeDocument(rc *rec) error {
	doc := r.p.document(rc.table, &rc.Record)
	if doc == rc.docWas {
		return nil
	}
	if rc.docWas != "" {
		s, err := r.w.Prepare(`DELETE FROM search WHERE rowid = ?`)
		if err != nil {
			return err
		}
		if err := s.Bind(rc.RID).Exec(); err != nil {
			return err
		}
	}
	if doc == "" {
		return nil
	}
	if err := r.noteWords(doc); err != nil {
		return err
	}
	s, err := r.w.Prepare(`INSERT INTO search(rowid, text) VALUES(?, ?)`)
	if err != nil {
		return err
	}
	return s.Bind(rc.RID, doc).Exec()
}

// loadRecord reads a record by id; nil where there is none. The kind's code is
// given beside it.
func loadRecord(c *sqlite.Conn, id change.ID) (*Record, int, error) {
	s, err := c.Prepare(`SELECT rid, kind, fk, seq, flags, state FROM rec WHERE id = ?`)
	if err != nil {
		return nil, 0, err
	}
	var out *Record
	var code int
	for s.Bind(id[:]); s.Next(); {
		state, err := change.DecodeState(s.Blob(5))
		if err != nil {
			s.Reset()
			return nil, 0, err
		}
		code = int(s.Int64(1))
		out = &Record{RID: s.Int64(0), ID: id, fk: s.Int64(2), Seq: s.Uint64(3), flags: s.Int64(4), State: state}
	}
	return out, code, s.Err()
}
