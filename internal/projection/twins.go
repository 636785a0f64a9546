package projection

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"bamban/internal/change"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/sqlite"
	"bamban/internal/twin"
)

// Twin is two people's records that may be of one person: A is the older.
type Twin struct {
	A, B *Record
	twin.Likeness
}

// maxAlike is how many records of one key are compared with one person: the nearest by
// date of birth. More share a name and a year only where the name is a very common one.
const maxAlike = 300

// TwinsOf gives the records that may be of the same person as a record, the likeliest
// first; merged and deleted ones not. Cost: its keys' records, at most 300.
func (p *Projection) TwinsOf(ctx context.Context, r *Record) ([]Twin, error) {
	var out []Twin
	err := p.db.Read(ctx, func(c *sqlite.Conn) error {
		k := newKin(p, c)
		self, err := k.of(r)
		if err != nil {
			return err
		}
		found, err := k.alike(self, r.RID)
		for _, f := range found {
			t := Twin{r, f.record, f.Likeness}
			if twin.Older(t.B.ID, t.A.ID) {
				t.A, t.B = t.B, t.A
			}
			out = append(out, t)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("who may be the same as %s: %w", r.ID, err)
	}
	return out, nil
}

// Alike is somebody's record that may be of a person who is not recorded yet.
type Alike struct {
	Record *Record
	twin.Likeness
}

// TwinsLike gives the records that may be of a person of whom some facts are known, as
// [Projection.TwinsOf] does.
func (p *Projection) TwinsLike(ctx context.Context, facts twin.Facts) ([]Alike, error) {
	var out []Alike
	err := p.db.Read(ctx, func(c *sqlite.Conn) error {
		k := newKin(p, c)
		if err := k.name(&facts); err != nil {
			return err
		}
		found, err := k.alike(facts, 0)
		for _, f := range found {
			out = append(out, Alike{f.record, f.Likeness})
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("who may be recorded already: %w", err)
	}
	return out, nil
}

// likened is a record with how alike it is to the one at hand.
type likened struct {
	record *Record
	twin.Likeness
}

// alike compares some facts with the records of their keys.
func (k *kin) alike(self twin.Facts, but int64) ([]likened, error) {
	rids, err := k.near(twin.Keys(self.Name, self.Born), but)
	if err != nil {
		return nil, err
	}
	records, err := k.p.byRID(k.c, rids)
	if err != nil {
		return nil, err
	}
	var out []likened
	for _, r := range records {
		other, err := k.of(r)
		if err != nil {
			return nil, err
		}
		if l := twin.Compare(self, other); l.Grade > twin.Unlike {
			out = append(out, likened{r, l})
		}
	}
	slices.SortStableFunc(out, func(a, b likened) int { return cmp.Compare(b.Points, a.Points) })
	return out, nil
}

// near are the rows of some keys and of the years to either side, the likeliest first.
func (k *kin) near(keys []twin.Key, but int64) ([]int64, error) {
	s, err := k.c.Prepare(`SELECT rid, day, year FROM twin WHERE name = ? AND year BETWEEN ? AND ?`)
	if err != nil {
		return nil, err
	}
	type row struct{ rid, rank int64 }
	var rows []row
	for _, key := range keys {
		for s.Bind(key.Name, key.Year-1, key.Year+1); s.Next(); {
			day, rank := s.Int64(1), int64(3)
			switch {
			case key.Day != 0 && day == key.Day:
				rank = 0
			case s.Int64(2) == key.Year && twin.CanBeLikely(day, key.Day):
				rank = 1
			case twin.CanBeLikely(day, key.Day):
				rank = 2
			}
			rows = append(rows, row{s.Int64(0), rank})
		}
		if err := s.Err(); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(rows, func(a, b row) int { return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.rid, b.rid)) })
	var out []int64
	for _, r := range rows {
		if r.rid != but && !slices.Contains(out, r.rid) && len(out) < maxAlike {
			out = append(out, r.rid)
		}
	}
	return out, nil
}

// kin reads what is compared of people, and remembers the names of heads and guardians
// that many have in common.
type kin struct {
	p     *Projection
	c     *sqlite.Conn
	names map[change.ID]string
}

func newKin(p *Projection, c *sqlite.Conn) *kin { return &kin{p, c, map[change.ID]string{}} }

// of gives what is compared of a person.
func (k *kin) of(r *Record) (twin.Facts, error) {
	one, err := kind.Into[household.Person](r.Kind, r.State)
	if err != nil {
		return twin.Facts{}, err
	}
	out := twin.Facts{ID: r.ID, Name: one.Name, Born: one.Born, Sex: one.Sex, Village: one.Area, Guardian: one.Guardian}
	s, err := k.c.Prepare(`SELECT c_household FROM x_membership WHERE c_person = ? AND c_to IS NULL AND del = 0 AND c_household IS NOT NULL`)
	if err != nil {
		return out, err
	}
	for s.Bind(r.ID[:]); s.Next(); {
		out.Homes = append(out.Homes, change.ID(s.Blob(0)))
	}
	if err := s.Err(); err != nil {
		return out, err
	}
	return out, k.name(&out)
}

// name fills in the names of the guardian and of the heads of households.
func (k *kin) name(f *twin.Facts) (err error) {
	if f.GuardianName, err = k.nameOf(f.Guardian); err != nil {
		return err
	}
	for _, home := range f.Homes {
		head, err := k.nameOf(home)
		if err != nil {
			return err
		}
		f.Heads = append(f.Heads, head)
	}
	return nil
}

func (k *kin) nameOf(id change.ID) (string, error) {
	if id.IsZero() {
		return "", nil
	}
	if name, ok := k.names[id]; ok {
		return name, nil
	}
	r, code, err := loadRecord(k.c, id)
	if err != nil {
		return "", err
	}
	if len(k.names) >= maxInfos {
		clear(k.names)
	}
	name := ""
	if r != nil && !r.State.IsDeleted() {
		name = textOf(r.State.Value("name", k.p.tables[code-1].kind))
	}
	k.names[id] = name
	return name, nil
}

// Likeness tells how alike two people's records are.
func (p *Projection) Likeness(ctx context.Context, a, b *Record) (out twin.Likeness, err error) {
	err = p.db.View(ctx, func(c *sqlite.Conn) error {
		k := newKin(p, c)
		x, err := k.of(a)
		if err != nil {
			return err
		}
		y, err := k.of(b)
		out = twin.Compare(x, y)
		return err
	})
	if err != nil {
		return out, fmt.Errorf("compare %s and %s: %w", a.ID, b.ID, err)
	}
	return out, nil
}

// maxMerged bounds the records of one person: more is a mistake that somebody has to
// take back.
const maxMerged = 100

// SamePerson gives all records of a person, the kept one first: the one that a record
// leads to, and those that lead to that, by a deleted one too, which is left out itself.
// A record that nothing was decided of is alone.
func (p *Projection) SamePerson(ctx context.Context, id change.ID) ([]change.ID, error) {
	root := id
	for range maxMerged {
		r, err := p.Get(ctx, root)
		if err != nil {
			return nil, err
		}
		up, ok := refOf(r.State, "same_as")
		if !ok || r.Kind.Name != "person" {
			break
		}
		root = up
	}
	all, gone := []change.ID{root}, map[change.ID]bool{}
	for i := 0; i < len(all) && len(all) < maxMerged; i++ {
		below, err := p.chosen(ctx, 1, `SELECT rid FROM x_person WHERE c_same_as = ? LIMIT ?`, all[i][:], maxMerged)
		if err != nil {
			return nil, fmt.Errorf("records of one person: %w", err)
		}
		for _, r := range below {
			if !slices.Contains(all, r.ID) {
				all = append(all, r.ID)
				gone[r.ID] = r.Deleted()
			}
		}
	}
	return slices.DeleteFunc(all, func(id change.ID) bool { return gone[id] }), nil
}

// DecisionOf gives the record of what was decided about two people, or nil.
func (p *Projection) DecisionOf(ctx context.Context, a, b change.ID) (*Record, error) {
	have, err := p.GetMany(ctx, []change.ID{twin.PairID(a, b)})
	if err != nil {
		return nil, err
	}
	for _, r := range have {
		if r.Kind.Name == "twin" && !r.Deleted() {
			return r, nil
		}
	}
	return nil, nil
}

// TwinHolds gives what holds words about a person beside their own record: decisions
// about pairs that they are in, of either side, deleted ones too. Of these, the field
// why may hold what somebody wrote about them; the other fields hold ids, codes and names
// of fields, never a value. Whoever erases a person erases those.
func (p *Projection) TwinHolds(ctx context.Context, person change.ID) ([]*Record, []string, error) {
	var out []*Record
	for _, field := range []string{"kept", "other"} {
		some, err := p.Naming(ctx, "twin", field, person)
		if err != nil {
			return nil, nil, err
		}
		out = append(out, some...)
	}
	return out, []string{"why"}, nil
}
