package projection_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"bamban/internal/activity"
	"bamban/internal/assignment"
	"bamban/internal/change"
	"bamban/internal/household"
	"bamban/internal/indicator"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/node/nodetest"
	"bamban/internal/place"
	"bamban/internal/projection"
	"bamban/internal/writer"
)

// counted are the indicators of these tests; recount computes each of them by hand.
var counted = []indicator.Declaration{
	{Code: "visits", Kind: "visit", Aggregate: indicator.Count, Date: "on", Unit: "unit", Dims: []indicator.Dim{{Name: "purpose", Value: "purposes"}}},
	{Code: "met", Kind: "visit", Aggregate: indicator.Sum, Date: "on", Unit: "unit", Value: "met"},
	{Code: "homes", Kind: "visit", Aggregate: indicator.Distinct, Member: "household", Date: "on", Unit: "unit", Dims: []indicator.Dim{{Name: "purpose", Value: "purposes"}}},
	{Code: "poor", Kind: "household", Aggregate: indicator.Last, Each: "poverty", Date: "key", Where: `ended == ""`, Value: `each.status == "poor" ? 1 : 0`, People: true},
	{Code: "latest_met", Kind: "visit", Aggregate: indicator.Last, Member: "household", Date: "on", Unit: "unit", Value: "met"},
	{Code: "done", Kind: "task", Aggregate: indicator.Count, Date: "done_on", Where: `status == "done"`, Area: "area"},
}

var calendars = []indicator.Calendar{{Code: "state", Closes: 14, Begins: 1}, {Code: "force", Begins: 12}}

// province is a small one whose map and records change all the time: a province, some
// communes of which some are former ones, and villages.
type province struct {
	n         *node.Node
	r         *rand.Rand
	top       change.ID
	communes  []change.ID
	villages  []change.ID
	units     []change.ID
	user      change.ID
	homes     []change.ID
	visits    []change.ID
	tasks     []change.ID
	movesLeft int
}

func newProvince(t *testing.T, seed uint64) *province {
	t.Helper()
	p := *nodetest.Pack(t)
	p.Indicators, p.Calendars = counted, calendars
	n, err := node.Open(context.Background(), node.Options{Dir: nodetest.Folder(t), Pack: &p})
	must(t, err)
	t.Cleanup(func() { must(t, n.Close()) })
	g := &province{n: n, r: rand.New(rand.NewPCG(seed, 7)), movesLeft: 12}
	g.top = g.area(t, change.ID{}, "province")
	for range 5 {
		g.communes = append(g.communes, g.area(t, g.top, "commune"))
	}
	for range 9 {
		g.villages = append(g.villages, g.area(t, one(g, g.communes), "village"))
	}
	for i := range 3 {
		g.units = append(g.units, n.UnitID(p.Units[i].Key))
	}
	g.user = n.Writer.NewID()
	g.write(t, writer.Draft{Kind: "user", Record: g.user, Fields: map[string]json.RawMessage{"name": js("Người Thử"), "login": js("nguoi.thu"), "unit": js(g.units[0].String()), "status": js("active"), "language": js("vi")}})
	return g
}

func js(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b
}

func one[T any](g *province, all []T) T { return all[g.r.IntN(len(all))] }

func (g *province) area(t *testing.T, parent change.ID, level string) change.ID {
	id := g.n.Writer.NewID()
	g.write(t, writer.Draft{Kind: "area", Record: id, Fields: kind.Fields(place.Area{Code: id.String()[:8], Era: "test", Level: level, Name: "Nơi thử", Parent: parent})})
	return id
}

func (g *province) write(t *testing.T, d writer.Draft) {
	t.Helper()
	if x, err := g.n.Projection.Get(context.Background(), d.Record); err == nil {
		d.Seen = node.Seen(x.State, d.Fields)
	}
	_, err := g.n.Writer.Write(context.Background(), change.ID{}, nil, d)
	must(t, err)
}

// day of two years and a bit: most are late, none is in order.
func (g *province) day() string { return indicator.Day(20_000 + g.r.IntN(800)).String() }

// step does something that an office or a phone might do.
func (g *province) step(t *testing.T) {
	t.Helper()
	set := func(kindName string, id change.ID, fields map[string]json.RawMessage) {
		g.write(t, writer.Draft{Kind: kindName, Record: id, Fields: fields})
	}
	deleted := func(kindName string, id change.ID) {
		set(kindName, id, map[string]json.RawMessage{change.Deleted: js(g.r.IntN(2) == 0)})
	}
	switch n := g.r.IntN(20); {
	case n == 0 || len(g.homes) < 4:
		id := g.n.Writer.NewID()
		g.homes = append(g.homes, id)
		set("household", id, kind.Fields(household.Household{Area: one(g, g.villages), Name: "Hộ thử"}))
	case n < 3:
		year := one(g, []string{"2023", "2024", "2025", "2026"})
		set("household", one(g, g.homes), map[string]json.RawMessage{"poverty:" + year: one(g, []json.RawMessage{js(nil), js(map[string]string{"status": "poor"}), js(map[string]string{"status": "near_poor"})})})
	case n == 3:
		set("household", one(g, g.homes), map[string]json.RawMessage{"ended": one(g, []json.RawMessage{js(nil), js(nil), js("2025-03-01")})})
	case n == 4:
		set("household", one(g, g.homes), map[string]json.RawMessage{"area": js(one(g, g.villages).String())})
	case n == 5:
		deleted("household", one(g, g.homes))
	case n < 8:
		g.task(t, set)
	case n == 8 && g.movesLeft > 0:
		g.movesLeft--
		g.moveArea(t, set)
	case n == 9 && len(g.visits) > 0:
		deleted("visit", one(g, g.visits))
	case n == 10 && len(g.visits) > 0:
		g.correct(t, set)
	default:
		v := activity.Visit{Household: one(g, g.homes), Area: one(g, append(g.villages, g.communes...)), On: g.day(), By: g.user, Met: int64(g.r.IntN(5)), Unit: one(g, append(g.units, change.ID{}))}
		for _, purpose := range []string{"routine", "health", "housing"} {
			if g.r.IntN(3) == 0 {
				v.Purposes = append(v.Purposes, purpose)
			}
		}
		id := g.n.Writer.NewID()
		g.visits = append(g.visits, id)
		set("visit", id, kind.Fields(v))
	}
}

// correct makes a visit that stands in another's place, now and then with it in one run.
func (g *province) correct(t *testing.T, set func(string, change.ID, map[string]json.RawMessage)) {
	t.Helper()
	old := activity.Visit{Household: one(g, g.homes), Area: one(g, g.villages), On: g.day(), By: g.user, Met: 3, Unit: g.units[0]}
	v := old
	v.On, v.Met, v.Area, v.Corrects = g.day(), int64(g.r.IntN(5)), one(g, g.villages), one(g, g.visits)
	id, late := g.n.Writer.NewID(), g.n.Writer.NewID()
	switch g.r.IntN(3) {
	case 0: // one run
		v.Corrects = late
		_, err := g.n.Writer.Write(context.Background(), change.ID{}, nil, writer.Draft{Kind: "visit", Record: late, Fields: kind.Fields(old)}, writer.Draft{Kind: "visit", Record: id, Fields: kind.Fields(v)})
		must(t, err)
		g.visits = append(g.visits, late)
	default:
		set("visit", id, kind.Fields(v))
	}
	g.visits = append(g.visits, id)
}

func (g *province) task(t *testing.T, set func(string, change.ID, map[string]json.RawMessage)) {
	t.Helper()
	if len(g.tasks) < 3 {
		id := g.n.Writer.NewID()
		g.tasks = append(g.tasks, id)
		set("task", id, kind.Fields(assignment.Task{Title: "Việc", User: g.user, Unit: g.units[0], By: g.user, On: g.day(), Status: "open"}))
		return
	}
	set("task", one(g, g.tasks), map[string]json.RawMessage{"status": one(g, []json.RawMessage{js("done"), js("open"), js("dropped")}), "done_on": js(g.day()),
		"area": one(g, []json.RawMessage{js(nil), js(one(g, g.villages).String())})})
}

// moveArea gives a village or a commune another parent: with the days of the former
// one, or as if it had always been so; or makes a commune into which one is merged.
func (g *province) moveArea(t *testing.T, set func(string, change.ID, map[string]json.RawMessage)) {
	t.Helper()
	id := one(g, append(slices.Clone(g.villages), g.communes...))
	r, err := g.n.Projection.Get(context.Background(), id)
	must(t, err)
	a, err := kind.Into[place.Area](r.Kind, r.State)
	must(t, err)
	parent := one(g, g.communes)
	if slices.Contains(g.communes, id) {
		parent = one(g, []change.ID{g.top, g.communes[0]})
	} else if g.r.IntN(2) == 0 {
		parent = g.area(t, g.top, "commune")
		g.communes = append(g.communes, parent)
	}
	fields := place.Area{Parent: parent, Within: a.Within}
	if g.r.IntN(3) > 0 && !a.Parent.IsZero() {
		on := indicator.Day(20_000 + g.r.IntN(800))
		fields.Within = append(fields.Within, place.WithinFor{Area: a.Parent, To: on.String()})
	}
	set("area", id, kind.Fields(fields))
}

// fact is one thing to count, as the records say it.
type fact struct {
	code, key      string
	day            indicator.Day
	area, unit     change.ID
	member, record change.ID
	value          int64
	dims           []string
}

// facts reads every record and says what is to be counted, without CEL.
func (g *province) facts(t *testing.T) []fact {
	t.Helper()
	var out []fact
	day := func(s string) indicator.Day { d, _ := indicator.ParseDay(s); return d }
	each := func(kindName string, f func(*projection.Record)) {
		must(t, g.n.Projection.Each(context.Background(), kindName, func(r *projection.Record) error {
			if !r.Deleted() {
				f(r)
			}
			return nil
		}))
	}
	corrected := map[change.ID]bool{}
	each("visit", func(r *projection.Record) {
		v, err := kind.Into[activity.Visit](r.Kind, r.State)
		must(t, err)
		corrected[v.Corrects] = true
	})
	each("visit", func(r *projection.Record) {
		v, err := kind.Into[activity.Visit](r.Kind, r.State)
		must(t, err)
		if corrected[r.ID] {
			return
		}
		base := fact{day: day(v.On), area: v.Area, unit: v.Unit, record: r.ID, member: v.Household, value: 1, dims: v.Purposes}
		for _, code := range []string{"visits", "met", "homes", "latest_met"} {
			f := base
			f.code = code
			if code == "met" || code == "latest_met" {
				f.value, f.dims = v.Met, nil
			}
			out = append(out, f)
		}
	})
	each("household", func(r *projection.Record) {
		h, err := kind.Into[household.Household](r.Kind, r.State)
		must(t, err)
		for year, p := range h.Poverty {
			f := fact{code: "poor", key: year, day: day(year), area: h.Area, record: r.ID, member: r.ID}
			if p.Status == "poor" {
				f.value = 1
			}
			if h.Ended == "" {
				out = append(out, f)
			}
		}
	})
	each("task", func(r *projection.Record) {
		k, err := kind.Into[assignment.Task](r.Kind, r.State)
		must(t, err)
		if k.Status == "done" && k.DoneOn != "" {
			out = append(out, fact{code: "done", day: day(k.DoneOn), area: k.Area, unit: k.Unit, record: r.ID, value: 1})
		}
	})
	return out
}

// inside reports whether an area is in another, today or on a day.
func inside(areas map[change.ID]place.Area, id, in change.ID, day *indicator.Day) bool {
	for range 12 {
		if id == in {
			return true
		}
		a, ok := areas[id]
		if !ok {
			return false
		}
		id = a.Parent
		if day == nil {
			continue
		}
		for _, w := range a.Within {
			if place.InForce(w.From, w.To, day.String()) {
				id = w.Area
				break
			}
		}
	}
	return false
}

// recount gives the figures of one area in one period from the facts alone.
func recount(facts []fact, areas map[change.ID]place.Area, q projection.FigureQuery) map[projection.FigureKey]int64 {
	out := map[projection.FigureKey]int64{}
	in, p := q.Areas[0], q.Periods[0]
	holds := func(f *fact, day indicator.Day) bool {
		if q.Units != nil && !slices.Contains(q.Units, f.unit) {
			return false
		}
		at := &day
		if !q.OldMap {
			at = nil
		}
		return in.IsZero() || inside(areas, f.area, in, at)
	}
	add := func(f *fact, n int64) {
		out[projection.FigureKey{Indicator: f.code}] += n
		for _, d := range f.dims {
			out[projection.FigureKey{Indicator: f.code, Dim: "purpose", Value: d}] += n
		}
	}
	seen := map[string]bool{}
	latest := map[string]*fact{}
	for i := range facts {
		f := &facts[i]
		switch f.code {
		case "visits", "met", "done":
			if p.Holds(f.day) && holds(f, f.day) {
				add(f, f.value)
			}
		case "homes":
			if !p.Holds(f.day) || !holds(f, p.To) {
				continue
			}
			// A member counts once for each area, and once for each unit that is asked for.
			unit := ""
			if q.Units != nil {
				unit = f.unit.String()
			}
			for _, dim := range append([]string{""}, f.dims...) {
				key := fmt.Sprint(f.area, f.member, unit, dim)
				if seen[key] {
					continue
				}
				seen[key] = true
				k := projection.FigureKey{Indicator: f.code, Value: dim}
				if dim != "" {
					k.Dim = "purpose"
				}
				out[k]++
			}
		default: // as of the period's end
			key := f.code + f.member.String()
			if was := latest[key]; f.day <= p.To && (was == nil || before(was, f)) {
				latest[key] = f
			}
		}
	}
	for _, f := range latest {
		if holds(f, p.To) {
			add(f, f.value)
		}
	}
	return out
}

func before(a, b *fact) bool {
	if a.day != b.day {
		return a.day < b.day
	}
	return string(append(a.record[:], a.key...)) < string(append(b.record[:], b.key...))
}

func (g *province) query() projection.FigureQuery {
	c := &g.n.Figures.Calendars[g.r.IntN(len(calendars))]
	day := indicator.Day(20_000 + g.r.IntN(800))
	q := projection.FigureQuery{Calendar: c, OldMap: g.r.IntN(2) == 0, Periods: []indicator.Period{c.Containing(indicator.Grain(g.r.IntN(5)), day)}}
	q.Areas = []change.ID{one(g, slices.Concat([]change.ID{{}, g.top}, g.communes, g.villages))}
	switch g.r.IntN(4) {
	case 0:
		q.Units = []change.ID{one(g, g.units)}
	case 1:
		q.Units = []change.ID{g.units[0], g.units[1]}
	}
	return q
}

// compare asks for figures and recounts them.
func (g *province) compare(t *testing.T, seed uint64, queries int) {
	t.Helper()
	facts, areas := g.facts(t), map[change.ID]place.Area{}
	must(t, g.n.Projection.Each(context.Background(), "area", func(r *projection.Record) error {
		a, err := kind.Into[place.Area](r.Kind, r.State)
		areas[r.ID] = a
		return err
	}))
	for range queries {
		q := g.query()
		got, err := g.n.Projection.FiguresFor(context.Background(), q)
		must(t, err)
		want := recount(facts, areas, q)
		for _, cells := range []map[projection.FigureKey]int64{want, got.Cells} {
			for key := range cells {
				if got.Cells[key] != want[key] {
					t.Fatalf("seed %d: %v of area %s, units %v, %s %s (%s to %s), old map %v: got %d, a recount gives %d", seed, key, q.Areas[0], q.Units, q.Calendar.Code,
						q.Calendar.Name(q.Periods[0]), q.Periods[0].From, q.Periods[0].To, q.OldMap, got.Cells[key], want[key])
				}
			}
		}
	}
}

func TestCellsAreWhatARecountGivesUnderAnyHistory(t *testing.T) {
	for seed := range uint64(4) {
		g := newProvince(t, seed)
		for i := range 220 {
			g.step(t)
			if i%20 == 19 {
				g.compare(t, seed, 40)
			}
		}
		g.compare(t, seed, 300)
		g.rebuilt(t, seed)
	}
}

// rebuilt makes the cells anew from the log, and again from the records.
func (g *province) rebuilt(t *testing.T, seed uint64) {
	t.Helper()
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "again.db")
	again, err := projection.Open(path, g.n.Kinds, g.n.Log, 2)
	must(t, err)
	must(t, g.n.Declare(again))
	must(t, again.CatchUp(ctx, g.n.Log, nil))
	g.same(t, seed, again, "a rebuild from the log")
	// Another pack leaves other cells; this one then counts from the records, in steps
	// between which changes are folded.
	other, problems := indicator.Open(counted[:1], calendars[:1], g.n.Kinds)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	must(t, again.Declare(other, g.n.Zone))
	must(t, again.Recount(ctx, nil))
	must(t, again.Close())
	if again, err = projection.Open(path, g.n.Kinds, g.n.Log, 2); err != nil {
		t.Fatal(err)
	}
	must(t, g.n.Declare(again))
	if done, of := again.FiguresState(); done == of {
		t.Errorf("seed %d: after other indicators are declared nothing is left to count (%d of %d)", seed, done, of)
	}
	for range 30 {
		g.step(t)
	}
	must(t, again.CatchUp(ctx, g.n.Log, nil))
	must(t, again.Recount(ctx, nil))
	g.same(t, seed, again, "a recount from the records")
	must(t, again.Close())
}

func (g *province) same(t *testing.T, seed uint64, again *projection.Projection, what string) {
	t.Helper()
	differences, err := projection.Compare(context.Background(), g.n.Projection, again)
	must(t, err)
	for _, d := range differences {
		t.Errorf("seed %d: %s differs: %s\n  live  %s\n  again %s", seed, what, d.What, d.Left, d.Right)
	}
}
