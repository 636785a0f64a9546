package projection

import (
	"context"
	"fmt"

	"bamban/internal/change"
	"bamban/internal/kind"
	"bamban/internal/sqlite"
)

// Last gives, for each of some records, the last record of a kind that refers to it by
// an indexed field, by the kind's first sort field, which must be a date: a household's
// last visit. One that another corrects is left out. Those that nothing refers to are
// absent. Cost: a seek for each.
func (p *Projection) Last(ctx context.Context, kindName, field string, of []change.ID) (map[change.ID]*Record, error) {
	t := p.byKind[kindName]
	if t == nil {
		return nil, fmt.Errorf("last %s: no such kind", kindName)
	}
	column, ok := t.byField[field]
	if !ok || len(t.sort) == 0 || t.columns[t.sort[0]].field.Type != kind.Date {
		return nil, fmt.Errorf("last %s by %s: not indexed so", kindName, field)
	}
	name, day := t.columns[column].name, t.columns[t.sort[0]].name
	out := make(map[change.ID]*Record, len(of))
	err := p.db.Read(ctx, func(c *sqlite.Conn) error {
		s, err := c.Prepare(fmt.Sprintf("SELECT x.rid FROM %s x JOIN rec r ON r.rid = x.rid WHERE x.%s = ? AND x.del = 0 AND r.flags & %d = 0 ORDER BY x.%s DESC, x.rid DESC LIMIT 1", t.name, name, flagReplaced, day))
		if err != nil {
			return err
		}
		var ids []change.ID
		var rids []int64
		for _, id := range of {
			for s.Bind(id[:]); s.Next(); {
				ids, rids = append(ids, id), append(rids, s.Int64(0))
			}
			if err := s.Err(); err != nil {
				return err
			}
		}
		found, err := p.byRID(c, rids)
		for i, r := range found {
			out[ids[i]] = r
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("last %s by %s: %w", kindName, field, err)
	}
	return out, nil
}
