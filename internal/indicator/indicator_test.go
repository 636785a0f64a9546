package indicator_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"bamban/internal/catalogue"
	"bamban/internal/indicator"
)

func day(t *testing.T, s string) indicator.Day {
	t.Helper()
	d, ok := indicator.ParseDay(s)
	if !ok {
		t.Fatalf("%s is no day", s)
	}
	return d
}

func TestMonthsAndYearsCloseWhereTheCalendarSays(t *testing.T) {
	state, force := indicator.Calendar{Code: "state", Closes: 14, Begins: 1}, indicator.Calendar{Code: "force", Begins: 12}
	for _, c := range []struct {
		calendar       indicator.Calendar
		name, from, to string
	}{
		{state, "2026-03", "2026-02-15", "2026-03-14"},
		{state, "2026-01", "2025-12-15", "2026-01-14"},
		{state, "2026-Q1", "2025-12-15", "2026-03-14"},
		{state, "2026-H2", "2026-06-15", "2026-12-14"},
		{state, "2026", "2025-12-15", "2026-12-14"},
		{force, "2026", "2025-12-01", "2026-11-30"},
		{force, "2026-Q1", "2025-12-01", "2026-02-28"},
		{force, "2026-H2", "2026-06-01", "2026-11-30"},
		{force, "2025-12", "2025-12-01", "2025-12-31"},
		{force, "2026-03-05", "2026-03-05", "2026-03-05"},
	} {
		p, ok := c.calendar.Parse(c.name)
		if !ok || p.From.String() != c.from || p.To.String() != c.to || c.calendar.Name(p) != c.name {
			t.Errorf("%s %s: got %v, %s to %s, named %s, want %s to %s", c.calendar.Code, c.name, ok, p.From, p.To, c.calendar.Name(p), c.from, c.to)
		}
	}
	for _, bad := range []string{"", "26", "2026-", "2026-13", "2026-00", "2026-Q5", "2026-Q", "2026-H3", "2026-3", "2026-02-30", "0026", "2026-Q10", "2026x03"} {
		if p, ok := state.Parse(bad); ok {
			t.Errorf("%q is read as %v", bad, p)
		}
	}
}

// Every day is in one period of each grain, and the parts of a period are all of it.
func TestPeriodsLeaveNoDayOut(t *testing.T) {
	const seed = 4
	r := rand.New(rand.NewPCG(seed, 1))
	first := day(t, "2000-01-01")
	for range 3000 {
		c := indicator.Calendar{Closes: r.IntN(29), Begins: 1 + r.IntN(12)}
		d := first + indicator.Day(r.IntN(20_000))
		for g := indicator.ByDay; g <= indicator.ByYear; g++ {
			p := c.Containing(g, d)
			next := c.Containing(g, p.To+1)
			if !p.Holds(d) || next.From != p.To+1 {
				t.Fatalf("seed %d: %+v, %s: %s to %s, then from %s", seed, c, d, p.From, p.To, next.From)
			}
			if again, ok := c.Parse(c.Name(p)); !ok || again != p {
				t.Fatalf("seed %d: %+v: %s is read back as %+v, want %+v", seed, c, c.Name(p), again, p)
			}
			if g == indicator.ByDay {
				continue
			}
			if at := c.At(p.Year, p.Index()); at != p {
				t.Fatalf("seed %d: %+v: index %d of %d is %+v, want %+v", seed, c, p.Index(), p.Year, at, p)
			}
			parts := c.Parts(p, g-1)
			if parts[0].From != p.From || parts[len(parts)-1].To != p.To {
				t.Fatalf("seed %d: %+v: the parts of %s are from %s to %s", seed, c, c.Name(p), parts[0].From, parts[len(parts)-1].To)
			}
		}
	}
}

func TestPackedCellsAddUp(t *testing.T) {
	const seed = 8
	r := rand.New(rand.NewPCG(seed, 1))
	for range 300 {
		var packed []byte
		want := map[uint32]int64{}
		for range r.IntN(8) {
			var add []indicator.Pair
			for range r.IntN(12) {
				p := indicator.Pair{Slot: uint32(r.IntN(400)), Value: int64(r.IntN(7) - 3)}
				if r.IntN(20) == 0 {
					p.Value *= 1 << 40
				}
				add = append(add, p)
				want[p.Slot] += p.Value
			}
			packed = indicator.Merge(packed, add)
		}
		for pairs := indicator.Unpack(packed); ; {
			p, ok := pairs.Next()
			if !ok {
				break
			}
			if p.Value == 0 || want[p.Slot] != p.Value {
				t.Fatalf("seed %d: slot %d is %d, want %d", seed, p.Slot, p.Value, want[p.Slot])
			}
			delete(want, p.Slot)
		}
		for slot, v := range want {
			if v != 0 {
				t.Fatalf("seed %d: slot %d is lost, want %d", seed, slot, v)
			}
		}
	}
}

func TestDeclarationsThatAreNotSoundAreNamed(t *testing.T) {
	kinds, err := catalogue.Kinds()
	if err != nil {
		t.Fatal(err)
	}
	good := indicator.Declaration{Code: "a", Kind: "visit", Aggregate: indicator.Count, Date: "on"}
	for _, c := range []struct {
		change      func(*indicator.Declaration)
		field, code string
	}{
		{func(*indicator.Declaration) {}, "", ""},
		{func(d *indicator.Declaration) { d.Where = `"health" in purposes && met > 0` }, "", ""},
		{func(d *indicator.Declaration) { d.Where = "met +" }, "where", "indicator.expression"},
		{func(d *indicator.Declaration) { d.Where = "nobody > 0" }, "where", "indicator.expression"},
		{func(d *indicator.Declaration) { d.Where = "met" }, "where", "indicator.result"},
		{func(d *indicator.Declaration) { d.Where = `today > "2026-01-01"` }, "where", "indicator.expression"},
		{func(d *indicator.Declaration) {
			d.Where = "purposes.all(a, purposes.all(b, purposes.all(c, purposes.all(d, a + b == c + d))))"
		}, "where", "indicator.too_costly"},
		{func(d *indicator.Declaration) { d.Where = `note != ""` }, "people", "indicator.people"},
		{func(d *indicator.Declaration) { d.Where, d.People = `note != ""`, true }, "", ""},
		{func(d *indicator.Declaration) { d.Value = "met" }, "value", "indicator.value"},
		{func(d *indicator.Declaration) { d.Date = "met" }, "date", "indicator.date"},
		{func(d *indicator.Declaration) { d.Unit = "household" }, "unit", "indicator.reference"},
		{func(d *indicator.Declaration) { d.Each = "purposes" }, "each", "indicator.each"},
		{func(d *indicator.Declaration) { d.Kind = "session" }, "kind", "indicator.kind"},
		{func(d *indicator.Declaration) { d.Aggregate = "mean" }, "aggregate", "indicator.aggregate"},
		{func(d *indicator.Declaration) { d.Of = "b" }, "of", "indicator.not_ratio"},
		{func(d *indicator.Declaration) {
			*d = indicator.Declaration{Code: "a", Aggregate: indicator.Ratio, Of: "a", Per: "a"}
		}, "of", "indicator.ratio"},
	} {
		d := good
		c.change(&d)
		_, problems := indicator.Open([]indicator.Declaration{d}, []indicator.Calendar{{Code: "c", Begins: 1}}, kinds)
		if c.code == "" {
			if len(problems) > 0 {
				t.Errorf("%+v: %v", d, problems)
			}
			continue
		}
		found := false
		for _, p := range problems {
			found = found || p.Code == c.code && strings.HasPrefix(p.Field, c.field)
		}
		if !found {
			t.Errorf("%+v: got %v, want %s at %s", d, problems, c.code, c.field)
		}
	}
}
