package projection

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"bamban/internal/change"
	"bamban/internal/indicator"
	"bamban/internal/sqlite"
)

// compareFigures tells where the cells of two projections differ. Areas, units and
// slots have other numbers in each, so cells are looked up by what they stand for.
func compareFigures(ctx context.Context, a, b *Projection) ([]Difference, error) {
	if a.figures == nil || b.figures == nil {
		return nil, nil
	}
	if err := errors.Join(a.settled(), b.settled()); err != nil {
		return nil, err
	}
	var out []Difference
	err := a.figures.db.Read(ctx, func(ca *sqlite.Conn) error {
		return b.figures.db.Read(ctx, func(cb *sqlite.Conn) error {
			for _, table := range []string{"own", "cell"} {
				for _, side := range []struct {
					from, to *figures
					cf, ct   *sqlite.Conn
				}{{a.figures, b.figures, ca, cb}, {b.figures, a.figures, cb, ca}} {
					found, err := oneWay(table, side.from, side.to, side.cf, side.ct)
					if err != nil {
						return err
					}
					out = append(out, found...)
				}
			}
			return nil
		})
	})
	return out[:min(len(out), maxDifferences)], err
}

// oneWay looks each cell of one file up in the other.
func oneWay(table string, from, to *figures, cf, ct *sqlite.Conn) ([]Difference, error) {
	rows, err := cf.Prepare("SELECT k, v FROM " + table)
	if err != nil {
		return nil, err
	}
	look, err := ct.Prepare("SELECT v FROM " + table + " WHERE k = ?")
	if err != nil {
		return nil, err
	}
	var out []Difference
	for rows.Next() {
		key := rows.Int64(0)
		area, unit := key>>areaBit, unitOf(key)
		left, right := from.read(rows.Blob(1)), map[slot]int64{}
		n, known := to.areas.same(&from.areas, area)
		u, also := to.units.same(&from.units, unit)
		if known && also {
			for look.Bind(cellKey(n, key>>mapBit&1, atOf(key), u)); look.Next(); {
				right = to.read(look.Blob(0))
			}
			if err := look.Err(); err != nil {
				rows.Reset()
				return nil, err
			}
		}
		if maps.Equal(left, right) {
			continue
		}
		what := fmt.Sprintf("%s of area %s, map %d, %d, unit %s", table, from.areas.name(area), key>>mapBit&1, atOf(key), from.units.name(unit))
		if out = append(out, Difference{what, lineOf(left), lineOf(right)}); len(out) >= maxDifferences {
			rows.Reset()
			return out, nil
		}
	}
	return out, rows.Err()
}

// same is the number of what has a number in another file.
func (s *spots) same(other *spots, n int64) (int64, bool) {
	if n < firstID {
		return n, true
	}
	is, ok := s.numbers[other.ids[n]]
	return is, ok
}

func (s *spots) name(n int64) change.ID {
	if n < firstID {
		return change.ID{}
	}
	return s.ids[n]
}

func (f *figures) read(packed []byte) map[slot]int64 {
	out := map[slot]int64{}
	pairs := indicator.Unpack(packed)
	for p, ok := pairs.Next(); ok; p, ok = pairs.Next() {
		out[f.slotted[p.Slot]] = p.Value
	}
	return out
}

func lineOf(values map[slot]int64) string {
	var lines []string
	for s, v := range values {
		lines = append(lines, fmt.Sprintf("%s %s %s %d: %d", s.indicator, s.dim, s.value, s.part, v))
	}
	slices.Sort(lines)
	return fmt.Sprint(lines)
}
