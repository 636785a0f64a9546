package projection

import "bamban/internal/change"

// reveal notes that a birth date was written, that somebody's use was restricted, or that
// a consent came or went: who may read what is about that person may be answered otherwise
// now, so it is sent anew to all who hold it.
func (r *run) reveal(rc *rec, c *change.Change) {
	k := rc.table.kind
	for _, field := range []string{k.ChildBorn, k.Restricted} {
		if _, ok := c.Fields[field]; ok && field != "" {
			r.revealed[rc.ID] = r.seq
		}
	}
	if k.Name != "consent" {
		return
	}
	if person, ok := refOf(rc.State, "person"); ok {
		r.revealed[person] = r.seq
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
		if err := r.moveHomes(id, seq); err != nil {
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

// moveHomes moves the households that a person is or was of: what a partner reads of them
// is by the consent of their people.
func (r *run) moveHomes(person change.ID, seq uint64) error {
	t := r.p.byKind["membership"]
	some, err := r.p.byColumn(r.w, t, t.columns[t.byField["person"]].name, person)
	if err != nil {
		return err
	}
	for _, m := range some {
		home, ok := refOf(m.State, "household")
		if !ok {
			continue
		}
		one, code, err := loadRecord(r.w, home)
		if err != nil {
			return err
		}
		if one == nil {
			continue
		}
		one.Kind = r.p.tables[code-1].kind
		if err := r.moveTo(one, seq); err != nil {
			return err
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
