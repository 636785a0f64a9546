package projection

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/sqlite"
	"bamban/internal/vietnamese"
)

// maxTextList is how many records that a text finds are looked at for a list; of
// more, the rest is cut.
const maxTextList = 5000

// listText is a list within what a text finds: found first, then filtered and
// sorted in memory. What is found only by fields that the reader may not see is
// neither listed nor counted.
func (p *Projection) listText(ctx context.Context, t *table, f filter, q *Query) (*Page, error) {
	words := Words(q.Text)
	column, err := t.sortColumn(q.Sort)
	if err != nil {
		return nil, err
	}
	after, err := parseCursor(q.After)
	if err != nil {
		return nil, err
	}
	if len(words) == 0 || !t.kind.Searchable() || f.none {
		return &Page{}, nil
	}
	page := &Page{}
	err = p.db.Read(ctx, func(c *sqlite.Conn) error {
		begun, err := match(c, words)
		if err != nil {
			return err
		}
		rids, err := p.matches(c, begun+" AND "+f.placeMatch(t), maxTextList)
		if err != nil {
			return err
		}
		keys, err := p.filterRows(c, t, &f, column, q, rids)
		if err != nil {
			return err
		}
		if keys, err = p.foundOpenly(c, t, keys, words, q); err != nil {
			return err
		}
		page.Total, page.Cut = int64(len(keys)), len(rids) == maxTextList
		w := &walker{desc: q.Desc}
		slices.SortFunc(keys, func(a, b key) int {
			switch {
			case w.before(a, b):
				return -1
			case w.before(b, a):
				return 1
			}
			return 0
		})
		if after != nil {
			keys = keys[slices.IndexFunc(append(keys, key{}), func(k key) bool { return k.rid == 0 || w.before(*after, k) }):]
		}
		if len(keys) > q.Limit {
			keys = keys[:q.Limit]
			page.Next = keys[q.Limit-1].cursor()
		}
		page.Records, err = p.loadAll(c, t, keys)
		return err
	})
	if err != nil {
		return nil, fault.New("internal", "").Because(fmt.Errorf("list %s by text: %w", q.Kind, err))
	}
	return page, nil
}

func (p *Projection) filterRows(c *sqlite.Conn, t *table, f *filter, column int, q *Query, rids []int64) ([]key, error) {
	name := "0"
	if column >= 0 {
		name = t.columns[column].name
	}
	var b strings.Builder
	args := f.sql(t, &b, nil)
	veil, from := t.veil(q)
	if veil == "" {
		veil, from = "?", 0
	}
	s, err := c.Prepare("SELECT rid, " + name + ", " + veil + " FROM " + t.name + " WHERE rid = ? AND " + b.String())
	if err != nil {
		return nil, err
	}
	var out []key
	for _, rid := range rids {
		s.Reset()
		for s.Bind(from, rid).BindFrom(3, args); s.Next(); {
			k := key{rid: rid, veiled: s.Int64(2) != 0}
			if !k.veiled {
				k.sort = t.sortBytes(column, s)
			}
			out = append(out, k)
		}
		if err := s.Err(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// foundOpenly leaves the rows that are found by fields which the reader may see.
func (p *Projection) foundOpenly(c *sqlite.Conn, t *table, keys []key, words []string, q *Query) ([]key, error) {
	if q.Sees == nil {
		return keys, nil
	}
	records, err := p.loadAll(c, t, keys)
	if err != nil {
		return nil, err
	}
	found := make(map[int64]bool, len(records))
	for _, r := range records {
		found[r.RID] = FoundBy(r, words, q.Sees)
	}
	return slices.DeleteFunc(keys, func(k key) bool { return !found[k.rid] }), nil
}

// FoundBy reports whether folded words find a record by those of its fields that
// the reader may see: every word, the last one by its beginning.
func FoundBy(r *Record, words []string, sees func(*Record, *kind.Field) bool) bool {
	var have []string
	for i := range r.Kind.Fields {
		f := &r.Kind.Fields[i]
		if f.Search && sees(r, f) {
			have = append(have, strings.Fields(foldedOf(f, r.State.Value(f.Name, r.Kind)))...)
		}
	}
	for i, w := range words {
		if !slices.ContainsFunc(have, func(h string) bool { return h == w || i == len(words)-1 && strings.HasPrefix(h, w) }) {
			return false
		}
	}
	return true
}

// foldedOf is the folded text of a field that is searched; "" where it is not set.
func foldedOf(f *kind.Field, v json.RawMessage) string {
	if v == nil {
		return ""
	}
	if f.Type == kind.Texts {
		var many []string
		if json.Unmarshal(v, &many) != nil {
			return ""
		}
		return vietnamese.Fold(strings.Join(many, " "))
	}
	return vietnamese.Fold(textOf(v))
}
