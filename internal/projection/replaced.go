package projection

import (
	"fmt"

	"bamban/internal/change"
)

// isReplaced reports whether a record that is not deleted corrects another. While the
// file is filled in bulk there is no index to ask: it is done at the end.
func (r *run) isReplaced(t *table, id change.ID) (bool, error) {
	if t.replaces == "" || r.p.bulk {
		return false, nil
	}
	s, err := r.w.Prepare("SELECT 1 FROM " + t.name + " WHERE " + t.replaces + " = ? AND del = 0 LIMIT 1")
	if err != nil {
		return false, err
	}
	is := false
	for s.Bind(id[:]); s.Next(); {
		is = true
	}
	return is, s.Err()
}

// markReplaced is isReplaced for all records of a kind.
func (t *table) markReplaced() string {
	if t.replaces == "" {
		return ""
	}
	return fmt.Sprintf("UPDATE rec SET flags = flags | %[1]d WHERE id IN (SELECT %[2]s FROM %[3]s WHERE %[2]s IS NOT NULL AND del = 0) AND kind = %[4]d AND flags & %[1]d = 0;\n",
		flagReplaced, t.replaces, t.name, t.code)
}

// replacing notes what a written record began or ceased to correct.
func (r *run) replacing(rc *rec, after row) {
	if rc.table.replaces == "" || r.p.bulk {
		return
	}
	i := rc.table.byField[rc.Kind.Replaces().Name]
	target := func(w row) (id change.ID) {
		if b, ok := valueAt(w, i).([]byte); ok && !w.del {
			copy(id[:], b)
		}
		return id
	}
	before, now := target(rc.before), target(after)
	if before == now {
		return
	}
	for _, id := range []change.ID{before, now} {
		if !id.IsZero() {
			r.replaced[id] = rc.table
		}
	}
}

func valueAt(w row, i int) any {
	if i >= len(w.vals) {
		return nil // of a record that is new
	}
	return w.vals[i]
}

// writeReplaced brings what was noted into the file and the figures, once the run's
// records are written.
func (r *run) writeReplaced() error {
	for id, t := range r.replaced {
		found, code, err := loadRecord(r.w, id)
		if err != nil {
			return err
		}
		if found == nil || code != t.code {
			continue // it may come later, and asks for itself then
		}
		is, err := r.isReplaced(t, id)
		if err != nil {
			return err
		}
		if is == (found.flags&flagReplaced != 0) {
			continue
		}
		found.Kind = t.kind
		o := changed{rec: found}
		f := r.p.figures
		if f.counts(found) {
			o.was = f.from(found)
		}
		found.flags ^= flagReplaced
		s, err := r.w.Prepare(`UPDATE rec SET flags = ? WHERE rid = ?`)
		if err != nil {
			return err
		}
		if err := s.Bind(found.flags, found.RID).Exec(); err != nil {
			return err
		}
		if f.counts(found) {
			r.owed = append(r.owed, o)
		}
	}
	clear(r.replaced)
	return nil
}
