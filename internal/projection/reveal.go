package projection

import "bamban/internal/change"

// reveal notes that a birth date was written, or that somebody's use was restricted: who
// may read what is about that person may be answered otherwise now, so it is sent anew to
// all who hold it.
func (r *run) reveal(rc *rec, c *change.Change) {
	k := rc.table.kind
	for _, field := range []string{k.ChildBorn, k.Restricted} {
		if _, ok := c.Fields[field]; ok && field != "" {
			r.revealed[rc.ID] = r.seq
		}
	}
}

// sendAnew moves, in the feed, what is about the people whose birth dates were
// written, also by way of another record: the photo of a note. It comes after all
// records of the run have their rows, and what has a later entry keeps it, so
// that it makes no difference how entries are gathered into runs.
func (r *run) sendAnew() error {
	for id, seq := range r.revealed {
		if err := r.moveAbout(id, seq, map[change.ID]bool{id: true}); err != nil {
			return err
		}
	}
	clear(r.revealed)
	return nil
}

func (r *run) moveAbout(subject change.ID, seq uint64, seen map[change.ID]bool) error {
	for _, t := range r.p.tables {
		about := t.kind.About()
		if about == nil {
			continue
		}
		some, err := r.p.byColumn(r.w, t, t.columns[t.byField[about.Name]].name, subject)
		if err != nil {
			return err
		}
		for _, one := range some {
			if seen[one.ID] {
				continue
			}
			seen[one.ID] = true
			if err := r.moveTo(one, seq); err != nil {
				return err
			}
			if err := r.moveAbout(one.ID, seq, seen); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *run) moveTo(one *Record, seq uint64) error {
	if one.Seq >= seq {
		return nil
	}
	s, err := r.w.Prepare(`UPDATE rec SET seq = ? WHERE rid = ?`)
	if err != nil {
		return err
	}
	r.heads[one.fk] = max(r.heads[one.fk], seq)
	return s.Bind(seq, one.RID).Exec()
}
