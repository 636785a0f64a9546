package projection

import (
	"bytes"
	"container/heap"
	"context"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"slices"
	"strings"

	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/sqlite"
)

// Page is a page of a list.
type Page struct {
	Records []*Record
	Total   int64
	Next    string // cursor of the next page, "" at the end
	Cut     bool   // a text finds more than are listed and counted
}

// MaxLimit is the longest page; DefaultLimit is what a screen shows, and a little more.
const (
	MaxLimit     = 200
	DefaultLimit = 30
)

// List gives a page of a kind's records in order of a sort field. Pages go by
// key, so a page costs the same however deep it is; the total is kept live.
//
// Cost: a seek per area or parent area that the scope is covered by, and a walk
// over the rows that the other conditions skip. Of veiled records, all in the scope
// are read where a page reaches them.
func (p *Projection) List(ctx context.Context, q Query) (*Page, error) {
	t := p.byKind[q.Kind]
	if t == nil {
		return nil, fault.New("kind.unknown", "kind", "kind", q.Kind)
	}
	if q.Limit <= 0 || q.Limit > MaxLimit {
		q.Limit = DefaultLimit
	}
	f, err := p.filterOf(ctx, t, &q)
	if err != nil {
		return nil, err
	}
	if q.Text != "" {
		return p.listText(ctx, t, f, &q)
	}
	column, err := t.sortColumn(q.Sort)
	if err != nil {
		return nil, err
	}
	after, err := parseCursor(q.After)
	if err != nil {
		return nil, err
	}
	c, err := p.counts.count(ctx, t, f, false)
	if err != nil {
		return nil, fmt.Errorf("count %s: %w", q.Kind, err)
	}
	page := &Page{Total: p.counts.total(c)}
	if page.Total == 0 && !f.deleted {
		return page, nil
	}
	err = p.db.Read(ctx, func(conn *sqlite.Conn) error {
		keys, err := p.walkVeiled(conn, t, &f, column, &q, after)
		if err != nil {
			return err
		}
		if len(keys) > q.Limit {
			keys = keys[:q.Limit]
			page.Next = keys[q.Limit-1].cursor()
		}
		page.Records, err = p.loadAll(conn, t, keys)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", q.Kind, err)
	}
	return page, nil
}

// sortColumn of a field: -1 sorts by row id, that is by arrival.
func (t *table) sortColumn(field string) (int, error) {
	switch {
	case field == ByArrival, field == "" && len(t.sort) == 0:
		return -1, nil
	case field == "":
		return t.sort[0], nil
	}
	for _, i := range t.sort {
		if t.columns[i].field.Name == field {
			return i, nil
		}
	}
	return 0, fault.New("list.unknown_sort", "sort", "field", field)
}

// key is where a row stands in a list.
type key struct {
	rid    int64
	sort   []byte // bytes of the sort column, "" for unset
	veiled bool   // its sort value is closed to the reader, and is not in sort
}

// cursor names a key; a veiled one by a negative row id. A sum at its end tells what was
// mistyped or cut from what a list gave.
func (k key) cursor() string {
	rid := k.rid
	if k.veiled {
		rid = -rid
	}
	b := append(binary.AppendVarint(nil, rid), k.sort...)
	return base64.RawURLEncoding.EncodeToString(binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b)))
}

func parseCursor(s string) (*key, error) {
	if s == "" {
		return nil, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || len(b) < 4 {
		return nil, fault.New("list.bad_cursor", "after")
	}
	b, sum := b[:len(b)-4], b[len(b)-4:]
	if binary.BigEndian.Uint32(sum) != crc32.ChecksumIEEE(b) {
		return nil, fault.New("list.bad_cursor", "after")
	}
	rid, n := binary.Varint(b)
	if n <= 0 {
		return nil, fault.New("list.bad_cursor", "after")
	}
	if rid < 0 {
		return &key{rid: -rid, veiled: true}, nil
	}
	return &key{rid: rid, sort: b[n:]}, nil
}

// maxBranches is how many parts of a scope are walked side by side; above it the
// whole list is walked and what is outside skipped.
const maxBranches = 256

// walk gives the keys of the next rows in order, of those that more selects.
func (p *Projection) walk(conn *sqlite.Conn, t *table, f *filter, column int, desc bool, after *key, limit int, more string, args ...any) ([]key, error) {
	branches := f.branches(t)
	if len(branches) == 0 || len(branches) > maxBranches {
		b := &branch{}
		var sql strings.Builder
		b.args = f.sql(t, &sql, nil)
		b.where = sql.String()
		branches = []*branch{b}
	}
	for _, b := range branches {
		b.where += more
		b.args = append(slices.Clip(b.args), args...)
	}
	each := limit
	if len(branches) > 1 {
		each = 2*limit/len(branches) + 3
	}
	w := &walker{conn: conn, t: t, column: column, desc: desc, each: each}
	return w.merge(branches, after, limit)
}

// branches splits a filter into parts that are each one range of an index.
func (f *filter) branches(t *table) []*branch {
	if f.any || f.none {
		return nil
	}
	var where strings.Builder
	args := f.whereSQL(t, &where, nil)
	var out []*branch
	add := func(column string, v any) {
		out = append(out, &branch{where: column + " = ? AND " + where.String(), args: append([]any{v}, args...)})
	}
	for _, a := range f.ups {
		add("up", a)
	}
	for _, a := range f.areas {
		add("area", a)
	}
	for _, rid := range f.rids {
		add("rid", rid)
	}
	for _, s := range f.scoped {
		for _, v := range s.values {
			add(t.columns[s.column].name, v)
		}
	}
	return out
}

// branch is one sorted range being walked.
type branch struct {
	where string
	args  []any
	rows  []key
	done  bool
}

type walker struct {
	conn   *sqlite.Conn
	t      *table
	column int
	desc   bool
	each   int
	heap   []*branch
}

func (w *walker) Len() int           { return len(w.heap) }
func (w *walker) Less(i, j int) bool { return w.before(w.heap[i].rows[0], w.heap[j].rows[0]) }
func (w *walker) Swap(i, j int)      { w.heap[i], w.heap[j] = w.heap[j], w.heap[i] }
func (w *walker) Push(x any)         { w.heap = append(w.heap, x.(*branch)) }
func (w *walker) Pop() any {
	last := w.heap[len(w.heap)-1]
	w.heap = w.heap[:len(w.heap)-1]
	return last
}

func (w *walker) before(a, b key) bool {
	if a.veiled != b.veiled {
		return b.veiled
	}
	c := bytes.Compare(a.sort, b.sort)
	if c == 0 {
		c = int(min(max(a.rid-b.rid, -1), 1))
	}
	if w.desc {
		return c > 0
	}
	return c < 0
}

func (w *walker) merge(branches []*branch, after *key, limit int) ([]key, error) {
	for _, b := range branches {
		if err := w.fetch(b, after); err != nil {
			return nil, err
		}
		if len(b.rows) > 0 {
			w.heap = append(w.heap, b)
		}
	}
	heap.Init(w)
	var out []key
	for len(out) < limit && len(w.heap) > 0 {
		b := w.heap[0]
		k := b.rows[0]
		if n := len(out); n == 0 || out[n-1].rid != k.rid { // a row may be in two parts of a scope
			out = append(out, k)
		}
		b.rows = b.rows[1:]
		if len(b.rows) == 0 && !b.done {
			if err := w.fetch(b, &k); err != nil {
				return nil, err
			}
		}
		if len(b.rows) == 0 {
			heap.Pop(w)
		} else {
			heap.Fix(w, 0)
		}
	}
	return out, nil
}

// fetch reads the next rows of a branch.
func (w *walker) fetch(b *branch, after *key) error {
	order, cmp := "ASC", ">"
	if w.desc {
		order, cmp = "DESC", "<"
	}
	name := "0" // by row id alone: every row has the same sort value
	if w.column >= 0 {
		name = w.t.columns[w.column].name
	}
	sql := "SELECT rid, " + name + " FROM " + w.t.name + " WHERE " + b.where
	args := b.args
	switch {
	case after != nil && w.column < 0:
		sql += " AND rid " + cmp + " ?" // a constant in a row value would be no seek
		args = append(slices.Clip(args), after.rid)
	case after != nil:
		sql += fmt.Sprintf(" AND (%s, rid) %s (?, ?)", name, cmp)
		args = append(append([]any{}, args...), w.t.sortArg(w.column, after.sort), after.rid)
	}
	if w.column >= 0 {
		sql += fmt.Sprintf(" ORDER BY %s %s, rid %s LIMIT ?", name, order, order)
	} else {
		sql += " ORDER BY rid " + order + " LIMIT ?"
	}
	s, err := w.conn.Prepare(sql)
	if err != nil {
		return err
	}
	n := 0
	for s.Bind(args...).BindFrom(len(args)+1, []any{w.each}); s.Next(); n++ {
		b.rows = append(b.rows, key{rid: s.Int64(0), sort: w.t.sortBytes(w.column, s)})
	}
	b.done = n < w.each
	return s.Err()
}

// sortBytes gives a sort column's value as bytes that compare like it.
func (t *table) sortBytes(column int, s *sqlite.Stmt) []byte {
	switch {
	case column < 0:
		return nil
	case t.columns[column].isInt():
		return binary.BigEndian.AppendUint64(nil, s.Uint64(1)^1<<63)
	}
	return s.Blob(1)
}

func (t *table) sortArg(column int, b []byte) any {
	c := t.columns[column]
	switch {
	case c.isInt():
		if len(b) != 8 {
			return int64(0)
		}
		return int64(binary.BigEndian.Uint64(b) ^ 1<<63)
	case c.isKey():
		return b
	}
	return string(b)
}

// loadAll reads the records of keys, in their order.
func (p *Projection) loadAll(conn *sqlite.Conn, t *table, keys []key) ([]*Record, error) {
	s, err := conn.Prepare(`SELECT id, fk, seq, flags, state FROM rec WHERE rid = ?`)
	if err != nil {
		return nil, err
	}
	out := make([]*Record, 0, len(keys))
	for _, k := range keys {
		s.Reset()
		for s.Bind(k.rid); s.Next(); {
			state, err := change.DecodeState(s.Blob(4))
			if err != nil {
				s.Reset()
				return nil, err
			}
			out = append(out, &Record{RID: k.rid, ID: change.ID(s.Blob(0)), Kind: t.kind, fk: s.Int64(1), Seq: s.Uint64(2), flags: s.Int64(3), State: state})
		}
		if err := s.Err(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Count gives the live total of a query.
func (p *Projection) Count(ctx context.Context, q Query) (int64, error) {
	t := p.byKind[q.Kind]
	if t == nil {
		return 0, fault.New("kind.unknown", "kind", "kind", q.Kind)
	}
	f, err := p.filterOf(ctx, t, &q)
	if err != nil {
		return 0, err
	}
	c, err := p.counts.count(ctx, t, f, false)
	if err != nil {
		return 0, fmt.Errorf("count %s: %w", q.Kind, err)
	}
	return p.counts.total(c), nil
}

// CountByArea gives the live number of a kind's records in each area.
func (p *Projection) CountByArea(ctx context.Context, kindName string) (map[change.ID]int64, error) {
	t := p.byKind[kindName]
	if t == nil {
		return nil, fault.New("kind.unknown", "kind", "kind", kindName)
	}
	c, err := p.counts.count(ctx, t, filter{any: true}, true)
	if err != nil {
		return nil, fmt.Errorf("count %s by area: %w", kindName, err)
	}
	p.counts.mu.Lock()
	defer p.counts.mu.Unlock()
	out := make(map[change.ID]int64, len(c.byArea))
	for rid, n := range c.byArea {
		if n != 0 {
			out[p.tree.ID(rid)] = n
		}
	}
	return out, nil
}
