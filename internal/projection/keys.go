package projection

import (
	"slices"

	"bamban/internal/change"
	"bamban/internal/kind"
	"bamban/internal/twin"
)

// keysOf are the keys by which a person is found beside another record of the same one:
// none of whoever is deleted, or leads to another record already.
func keysOf(k *kind.Kind, s *change.State) []twin.Key {
	if k.Name != "person" || s.IsDeleted() || isMerged(k, s) {
		return nil
	}
	return twin.Keys(textOf(s.Value("name", k)), textOf(s.Value("born", k)))
}

// isMerged reports whether a person's record leads to an older one of the same person.
func isMerged(k *kind.Kind, s *change.State) bool {
	if k.Name != "person" {
		return false
	}
	_, leads := refOf(s, "same_as")
	return leads
}

// keying writes what of a touched person's keys is other than before. What was erased
// of a person takes its keys along.
func (r *run) keying(rc *rec) error {
	now := keysOf(rc.Kind, rc.State)
	if slices.Equal(now, rc.keysWas) {
		return nil
	}
	drop, err := r.w.Prepare(`DELETE FROM twin WHERE name = ? AND year = ? AND rid = ?`)
	if err != nil {
		return err
	}
	for _, k := range rc.keysWas {
		if err := drop.Bind(k.Name, k.Year, rc.RID).Exec(); err != nil {
			return err
		}
	}
	put, err := r.w.Prepare(`INSERT INTO twin(name, year, rid, day) VALUES(?, ?, ?, ?)`)
	if err != nil {
		return err
	}
	for _, k := range now {
		if err := put.Bind(k.Name, k.Year, rc.RID, k.Day).Exec(); err != nil {
			return err
		}
	}
	rc.keysWas = now
	return nil
}
