package projection

import "bamban/internal/sqlite"

// veil is the condition under which a row's sort value is closed to a query's
// reader, with its argument; "" where it never is. What is not known of a partial
// date counts for the child, as in household.IsChild.
func (t *table) veil(q *Query) (sql string, from any) {
	if q.VeiledFrom == "" || t.kind.ChildBorn == "" {
		return "", nil
	}
	born := t.columns[t.byField[t.kind.ChildBorn]].name
	return "ifnull(" + born + " >= substr(?, 1, length(" + born + ")), 0)", q.VeiledFrom
}

// walkVeiled gives the keys of the next rows in order, one more than the page
// holds: those whose sort value the reader may see, then the veiled ones.
func (p *Projection) walkVeiled(conn *sqlite.Conn, t *table, f *filter, column int, q *Query, after *key) ([]key, error) {
	limit := q.Limit + 1
	veil, from := t.veil(q)
	if veil == "" {
		return p.walk(conn, t, f, column, q.Desc, after, limit, "")
	}
	var open, veiled []key
	var err error
	if after == nil || !after.veiled {
		if open, err = p.walk(conn, t, f, column, q.Desc, after, limit, " AND NOT "+veil, from); err != nil {
			return nil, err
		}
		after = nil
	}
	if len(open) < limit {
		if veiled, err = p.walk(conn, t, f, -1, q.Desc, after, limit-len(open), " AND "+veil, from); err != nil {
			return nil, err
		}
	}
	for i := range veiled {
		veiled[i].veiled = true
	}
	return append(open, veiled...), nil
}
