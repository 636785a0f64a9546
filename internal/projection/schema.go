package projection

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"bamban/internal/kind"
)

// format of the tables; another one means a rebuild.
const format = "7"

const fixedSchema = `
CREATE TABLE meta(key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE rec(rid INTEGER PRIMARY KEY, id BLOB NOT NULL, kind INTEGER NOT NULL, fk INTEGER NOT NULL, seq INTEGER NOT NULL, flags INTEGER NOT NULL, state BLOB NOT NULL);
CREATE TABLE hist(rid INTEGER, seq INTEGER, idx INTEGER, PRIMARY KEY(rid, seq, idx)) WITHOUT ROWID;
CREATE TABLE moved(fk INTEGER, seq INTEGER, rid INTEGER, id BLOB, PRIMARY KEY(fk, seq, rid)) WITHOUT ROWID;
CREATE TABLE mark(device INTEGER, first INTEGER, last INTEGER, PRIMARY KEY(device, first)) WITHOUT ROWID;
CREATE TABLE quarantine(device INTEGER, n INTEGER, seq INTEGER, idx INTEGER, user BLOB, received INTEGER, code TEXT, field TEXT, args TEXT,
  kind TEXT, record BLOB, fk INTEGER, content BLOB, released INTEGER NOT NULL DEFAULT 0, as_time INTEGER NOT NULL DEFAULT 0, PRIMARY KEY(device, n)) WITHOUT ROWID;
CREATE TABLE erased(device INTEGER, n INTEGER, seq INTEGER, idx INTEGER, told INTEGER, PRIMARY KEY(device, n)) WITHOUT ROWID;
CREATE INDEX erased_at ON erased(seq, idx);
CREATE VIRTUAL TABLE search USING fts5(text, content='', contentless_delete=1, detail=none, tokenize='ascii', prefix='1 2');
CREATE TABLE tally(account BLOB, item TEXT, quantity INTEGER NOT NULL, moved INTEGER NOT NULL, PRIMARY KEY(account, item)) WITHOUT ROWID;
CREATE TABLE flow(program TEXT, sort TEXT, item TEXT, unit BLOB, month TEXT, quantity INTEGER NOT NULL, records INTEGER NOT NULL, PRIMARY KEY(program, sort, item, unit, month)) WITHOUT ROWID;
CREATE TABLE twin(name INTEGER, year INTEGER, rid INTEGER, day INTEGER NOT NULL, PRIMARY KEY(name, year, rid)) WITHOUT ROWID;
CREATE TABLE word(word TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE owed(seq INTEGER PRIMARY KEY, moved INTEGER NOT NULL, records BLOB NOT NULL);
`

const fixedIndexes = `
CREATE UNIQUE INDEX IF NOT EXISTS rec_id ON rec(id);
CREATE INDEX IF NOT EXISTS rec_feed ON rec(fk, seq);
CREATE INDEX IF NOT EXISTS rec_conflict ON rec(kind, rid) WHERE flags & 2;
CREATE INDEX IF NOT EXISTS quarantine_open ON quarantine(seq) WHERE released = 0;
`

// Flags of a record's row.
const (
	flagDeleted  = 1
	flagConflict = 2
	flagReplaced = 4 // by a record that corrects it
)

// column is one indexed field of a kind.
type column struct {
	field *kind.Field
	name  string // of the SQL column
}

// isInt reports whether the column holds whole numbers.
func (c column) isInt() bool {
	switch c.field.Type {
	case kind.Int, kind.Money, kind.Instant:
		return true
	}
	return false
}

// isKey reports whether the column holds sort keys in place of the text.
func (c column) isKey() bool {
	return c.field.Sort && (c.field.Type == kind.Name || c.field.Type == kind.String)
}

// unset is what the column holds where the field is not set: NULL, but in a
// column that lists sort by a value that compares.
func (c column) unset() any {
	switch {
	case !c.field.Sort:
		return nil
	case c.isInt():
		return int64(0)
	case c.isKey():
		return []byte{}
	}
	return ""
}

// table is how a kind is laid out: table x_<kind>, a row per record.
type table struct {
	kind    *kind.Kind
	code    int // of rec.kind
	name    string
	columns []column
	byField map[string]int // field name → index in columns
	insert  string
	replace string
	sort    []int // columns that lists sort by
	// replaces is the column of the record that one corrects; "" where there is none.
	replaces string
}

// tablesOf lays out every kind. Codes follow the registry's order.
func tablesOf(r *kind.Registry) []*table {
	var out []*table
	for i, k := range r.All() {
		t := &table{kind: k, code: i + 1, name: "x_" + k.Name, byField: map[string]int{}}
		for j := range k.Fields {
			f := &k.Fields[j]
			if !f.Index {
				continue
			}
			t.byField[f.Name] = len(t.columns)
			if f.Sort {
				t.sort = append(t.sort, len(t.columns))
			}
			t.columns = append(t.columns, column{f, "c_" + f.Name})
			if f.Replaces {
				t.replaces = "c_" + f.Name
			}
		}
		t.insert = fmt.Sprintf("INSERT INTO %s VALUES(?,?,?,?%s)", t.name, strings.Repeat(",?", len(t.columns)))
		t.replace = strings.Replace(t.insert, "INSERT", "INSERT OR REPLACE", 1)
		out = append(out, t)
	}
	return out
}

func (t *table) create() string {
	var b strings.Builder
	fmt.Fprintf(&b, "CREATE TABLE %s(rid INTEGER PRIMARY KEY, area INTEGER, up INTEGER, del INTEGER", t.name)
	for _, c := range t.columns {
		b.WriteString(", " + c.name)
	}
	b.WriteString(");\n")
	return b.String()
}

// indexes of a kind's table:
//   - by each sort field, alone and within an area; within the area above for
//     kinds sorted by name, whose lists are read by commune;
//   - by each reference, text, digest and instant that may be filtered by, where
//     it is set, sorted by the first sort field.
//
// Terms, flags and dates are filtered while walking one of these.
func (t *table) indexes() string {
	var b strings.Builder
	add := func(name string, columns ...string) {
		fmt.Fprintf(&b, "CREATE INDEX IF NOT EXISTS %s_%s ON %s(%s);\n", t.name, name, t.name, strings.Join(columns, ", "))
	}
	byArea := t.kind.ScopeField(kind.ByArea) != nil
	for _, i := range t.sort {
		c := t.columns[i]
		// What lists filter by is at the end, so that a walk need not leave the index.
		rest := append([]string{c.name, "rid", "del"}, t.filtered(i)...)
		add("s_"+c.field.Name, rest...)
		if byArea {
			add("a_"+c.field.Name, append([]string{"area"}, rest...)...)
			if c.field.Type == kind.Name {
				add("u_"+c.field.Name, append([]string{"up"}, rest...)...)
			}
		}
	}
	if byArea && len(t.sort) == 0 {
		add("a", "area")
	}
	for _, c := range t.columns {
		if c.field.Sort || c.field.Scope == kind.ByArea {
			continue
		}
		switch c.field.Type {
		case kind.Ref, kind.String, kind.Digest, kind.Instant:
			columns := c.name
			if len(t.sort) > 0 {
				columns += ", " + t.columns[t.sort[0]].name
			}
			fmt.Fprintf(&b, "CREATE INDEX IF NOT EXISTS %[1]s_f_%[2]s ON %[1]s(%[3]s) WHERE %[4]s IS NOT NULL;\n", t.name, c.field.Name, columns, c.name)
		}
	}
	return b.String()
}

// filtered are the columns of terms, flags and machines: short, and what lists are
// narrowed by. Add-only kinds, which are written most, go without.
func (t *table) filtered(sort int) []string {
	var out []string
	if t.kind.AddOnly() {
		return nil
	}
	for i, c := range t.columns {
		switch c.field.Type {
		case kind.Term, kind.Bool, kind.Machine, kind.Keyed:
			if i != sort {
				out = append(out, c.name)
			}
		}
	}
	return out
}

// schemaHash names the layout: a file of another layout is rebuilt.
func schemaHash(tables []*table) string {
	h := sha256.New()
	h.Write([]byte(format + fixedSchema + fixedIndexes))
	for _, t := range tables {
		h.Write([]byte(t.create() + t.indexes()))
		for _, f := range t.kind.Fields {
			h.Write(fmt.Appendln(nil, f.Name, f.Type, f.Search, f.Latest, f.Scope, f.Index))
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:12])
}
