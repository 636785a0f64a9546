package projection

import (
	"bamban/internal/change"
	"bamban/internal/kind"
)

// notePlace keeps areas and units in memory, and what lies in an area whose
// parent is another now in step.
func (r *run) notePlace(rc *rec) error {
	switch rc.Kind.Name {
	case "unit":
		r.p.mu.Lock()
		r.p.units[rc.ID] = rc.RID
		r.p.mu.Unlock()
	case "area":
		a, err := areaOf(rc.Kind, rc.State)
		if err != nil {
			return err
		}
		var moved []int64
		r.rehang(rc.ID, &a, func() { moved = r.p.tree.set(rc.RID, rc.ID, a, rc.State.IsDeleted()) })
		for _, moved := range moved {
			if err := r.reparent(moved); err != nil {
				return err
			}
		}
	}
	return nil
}

// reparent rewrites what is kept of an area's parent in its records: the column
// up and the search token.
func (r *run) reparent(area int64) error {
	up := r.p.tree.Up(area)
	for _, t := range r.p.tables {
		if t.kind.ScopeField(kind.ByArea) == nil {
			continue
		}
		s, err := r.w.Prepare("UPDATE " + t.name + " SET up = ? WHERE area = ?")
		if err != nil {
			return err
		}
		if err := s.Bind(up, area).Exec(); err != nil {
			return err
		}
	}
	r.p.counts.dropLater()
	return r.redocument(area)
}

func (r *run) redocument(area int64) error {
	s, err := r.w.Prepare(`SELECT id FROM rec WHERE fk = ?`)
	if err != nil {
		return err
	}
	var ids []change.ID
	for s.Bind(area); s.Next(); {
		ids = append(ids, change.ID(s.Blob(0)))
	}
	if err := s.Err(); err != nil {
		return err
	}
	for _, id := range ids {
		found, code, err := loadRecord(r.w, id)
		if err != nil {
			return err
		}
		t := r.p.tables[code-1]
		found.Kind = t.kind
		rc := &rec{Record: *found, table: t, docWas: "?"}
		if err := r.writeDocument(rc); err != nil {
			return err
		}
	}
	return nil
}
