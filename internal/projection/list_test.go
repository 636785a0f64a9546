package projection_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/pack"
	"bamban/internal/projection"
	"bamban/internal/vietnamese"
	"bamban/internal/writer"
	"bamban/packs"
)

// registry is a node with households that change all the time.
type registry struct {
	n        *node.Node
	r        *rand.Rand
	villages []change.ID
	communes []change.ID
	homes    []change.ID
}

func newRegistry(t testing.TB, seed uint64) *registry {
	t.Helper()
	p, problems := pack.Load(packs.LaiChau())
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	n, err := node.Open(context.Background(), node.Options{Dir: t.TempDir(), Pack: p})
	must(t, err)
	t.Cleanup(func() { must(t, n.Close()) })
	g := &registry{n: n, r: rand.New(rand.NewPCG(seed, 1))}
	for i := range p.Areas {
		a := &p.Areas[i]
		if a.Level == "village" && len(g.villages) < 12 {
			g.villages = append(g.villages, n.AreaID(a.Key))
			if c := n.AreaID(a.Parent); !slices.Contains(g.communes, c) {
				g.communes = append(g.communes, c)
			}
		}
	}
	return g
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

var names = []string{"Lò Văn Án", "Lò Văn An", "Giàng A Pó", "Vàng Thị Ðào", "Sùng A", "Lý Mỹ Ly", "Quàng Văn Ơn"}

func pickOf[T any](g *registry, all []T) T { return all[g.r.IntN(len(all))] }

// step changes something.
func (g *registry) step(t testing.TB) {
	t.Helper()
	d := writer.Draft{Kind: "household", Fields: map[string]json.RawMessage{}}
	if len(g.homes) < 20 || g.r.IntN(4) == 0 {
		d.Record = g.n.Writer.NewID()
		g.homes = append(g.homes, d.Record)
		d.Fields = kind.Fields(household.Household{Area: pickOf(g, g.villages), Name: pickOf(g, names)})
	} else {
		d.Record = pickOf(g, g.homes)
		text := func(s string) json.RawMessage { b, _ := json.Marshal(s); return b }
		switch g.r.IntN(6) {
		case 0:
			d.Fields["area"] = text(pickOf(g, g.villages).String())
		case 1:
			d.Fields["name"] = text(pickOf(g, names))
		case 2:
			d.Fields[change.Deleted] = json.RawMessage(pickOf(g, []string{"true", "false"}))
		case 3:
			d.Fields["ended"] = json.RawMessage(pickOf(g, []string{"null", `"2026-01-01"`}))
		case 4:
			d.Fields["poverty:"+pickOf(g, []string{"2024", "2025", "2026"})] = json.RawMessage(pickOf(g, []string{"null", `{"status":"poor"}`, `{"status":"near_poor"}`}))
		case 5:
			d.Fields["code"] = json.RawMessage(pickOf(g, []string{"null", `"K1"`, `"K2"`}))
		}
	}
	if x, err := g.n.Projection.Get(context.Background(), d.Record); err == nil {
		d.Seen = node.Seen(x.State, d.Fields)
	}
	_, err := g.n.Writer.Write(context.Background(), change.ID{}, nil, d)
	must(t, err)
}

// query makes up a list that somebody looks at.
func (g *registry) query() projection.Query {
	q := projection.Query{Kind: "household", Limit: 1 + g.r.IntN(9), Desc: g.r.IntN(2) == 0, Deleted: g.r.IntN(4) == 0}
	switch g.r.IntN(4) {
	case 0:
		q.Scope.Everywhere = true
	case 1:
		q.Scope.Areas = append([]change.ID{}, g.villages[g.r.IntN(len(g.villages)):]...)
	case 2:
		q.Scope.Areas = g.n.Projection.Tree().Below(pickOf(g, g.communes))
	case 3:
		q.Scope.Areas = []change.ID{pickOf(g, g.villages)}
		q.Scope.Households = []change.ID{pickOf(g, g.homes), pickOf(g, g.homes)}
	}
	if g.r.IntN(3) == 0 {
		q.Area = pickOf(g, append(slices.Clone(g.communes), g.villages...))
	}
	switch g.r.IntN(5) {
	case 0:
		q.Where = map[string][]string{"poverty": {pickOf(g, []string{"poor", "near_poor", ""})}}
	case 1:
		q.Where = map[string][]string{"ended": {pickOf(g, []string{"2026-01-01", ""})}}
	case 2:
		q.Where = map[string][]string{"code": {"K1", pickOf(g, []string{"K2", ""})}, "poverty": {"poor", "near_poor"}}
	}
	if g.r.IntN(4) == 0 {
		q.Text = pickOf(g, []string{"lo", "an", "sung a", "vang dao", "K1", "không có"})
	}
	return q
}

// want answers a query the slow way: by looking at every record.
func (g *registry) want(t testing.TB, q projection.Query) map[change.ID]bool {
	t.Helper()
	below := map[change.ID]bool{}
	for _, a := range g.n.Projection.Tree().Below(q.Area) {
		below[a] = true
	}
	out := map[change.ID]bool{}
	must(t, g.n.Projection.Each(context.Background(), "household", func(x *projection.Record) error {
		at := projection.PlaceOf(x)
		ok := q.Scope.Covers(at) && (q.Area.IsZero() || below[at.Area]) && (q.Deleted || !x.Deleted())
		if !q.Area.IsZero() && !q.Scope.Everywhere && !q.Scope.Covers(access.At{Area: at.Area}) {
			ok = false // within an area, only what is in the scope by its area
		}
		for field, values := range q.Where {
			ok = ok && slices.Contains(values, column(x, field))
		}
		if ok = ok && (q.Text == "" || found(x, q.Text)); ok {
			out[x.ID] = true
		}
		return nil
	}))
	return out
}

// column is what an indexed field of a household holds, "" for nothing.
func column(x *projection.Record, field string) string {
	h, err := kind.Into[household.Household](x.Kind, x.State)
	if err != nil {
		return "broken: " + err.Error()
	}
	switch field {
	case "ended":
		return h.Ended
	case "code":
		return h.Code
	}
	best := ""
	for year := range h.Poverty {
		best = max(best, year)
	}
	return h.Poverty[best].Status
}

// found tells whether a household is found by a text: every word, the last by its
// beginning.
func found(x *projection.Record, text string) bool {
	if x.Deleted() {
		return false
	}
	var have []string
	for _, f := range []string{"name", "code", "phone"} {
		var s string
		_ = json.Unmarshal(x.State.Value(f, x.Kind), &s) // what is not set is not found
		have = append(have, strings.Fields(vietnamese.Fold(s))...)
	}
	words := strings.Fields(vietnamese.Fold(text))
	for i, w := range words {
		if !slices.ContainsFunc(have, func(h string) bool { return h == w || i == len(words)-1 && strings.HasPrefix(h, w) }) {
			return false
		}
	}
	return true
}

// all reads a list page by page.
func (g *registry) all(t testing.TB, q projection.Query) (ids []change.ID, total int64) {
	t.Helper()
	for pages := 0; ; pages++ {
		page, err := g.n.Projection.List(context.Background(), q)
		must(t, err)
		for _, x := range page.Records {
			ids = append(ids, x.ID)
		}
		if total = page.Total; page.Next == "" {
			return ids, total
		}
		if q.After = page.Next; pages > 1000 {
			t.Fatalf("a list of %v has no end", q)
		}
	}
}

func TestListsAndLiveTotalsAreWhatLookingAtEveryRecordGives(t *testing.T) {
	const seed = 7
	g := newRegistry(t, seed)
	for range 25 {
		g.step(t)
	}
	var queries []projection.Query
	for range 40 {
		queries = append(queries, g.query())
	}
	for round := range 30 {
		for range 4 {
			g.step(t)
		}
		for range 12 {
			q := pickOf(g, queries)
			want := g.want(t, q)
			ids, total := g.all(t, q)
			if problem := differs(ids, want); problem != "" {
				t.Fatalf("seed %d, round %d, %+v: %s", seed, round, q, problem)
			}
			if total != int64(len(want)) {
				t.Fatalf("seed %d, round %d, %+v: total %d, want %d", seed, round, q, total, len(want))
			}
			turned := q
			turned.Desc = !q.Desc
			back, _ := g.all(t, turned)
			if slices.Reverse(back); !slices.Equal(ids, back) {
				t.Fatalf("seed %d, round %d, %+v: backwards is not the reverse", seed, round, q)
			}
		}
	}
}

func differs(ids []change.ID, want map[change.ID]bool) string {
	seen := map[change.ID]bool{}
	for _, id := range ids {
		if seen[id] {
			return fmt.Sprintf("%s comes twice", id)
		}
		if seen[id] = true; !want[id] {
			return fmt.Sprintf("%s does not belong", id)
		}
	}
	if len(seen) != len(want) {
		return fmt.Sprintf("%d records, want %d", len(seen), len(want))
	}
	return ""
}

func TestCountsPerVillageStayInStep(t *testing.T) {
	g := newRegistry(t, 8)
	for round := range 60 {
		g.step(t)
		got, err := g.n.Projection.CountByArea(context.Background(), "household")
		must(t, err)
		want := map[change.ID]int64{}
		must(t, g.n.Projection.Each(context.Background(), "household", func(x *projection.Record) error {
			if !x.Deleted() {
				want[projection.PlaceOf(x).Area]++
			}
			return nil
		}))
		for _, v := range g.villages {
			if got[v] != want[v] {
				t.Fatalf("round %d: %d households in %s, want %d", round, got[v], v, want[v])
			}
		}
	}
}

func FuzzListText(f *testing.F) {
	g := newRegistry(f, 9)
	for range 30 {
		g.step(f)
	}
	scope := access.Scope{Everywhere: true}
	for _, s := range []string{"lo van", `" OR 1=1 --`, "'); DROP TABLE rec; --", "a* NEAR(b, 2)", "zqk1", "điện\x00", "text:an", "-an", "^an", strings.Repeat("a ", 500), "\xff\xfe", "ﬀ İ ẞ", "名"} {
		f.Add(s, s, "poverty")
	}
	f.Fuzz(func(t *testing.T, text, after, field string) {
		ctx := context.Background()
		if _, err := g.n.Projection.List(ctx, projection.Query{Kind: "household", Scope: scope, Text: text}); err != nil {
			t.Fatalf("text %q: %v", text, err)
		}
		// Nonsense in the rest of a query is refused and never reaches SQL.
		for _, q := range []projection.Query{{After: after}, {Sort: field}, {Where: map[string][]string{field: {text}}}, {Text: text, After: after}} {
			q.Kind, q.Scope = "household", scope
			if _, err := g.n.Projection.List(ctx, q); err != nil && !bytes.Contains([]byte(err.Error()), []byte("list.")) && !strings.Contains(err.Error(), "field.") {
				t.Fatalf("%+v: %v", q, err)
			}
		}
	})
}

// What a text finds elsewhere, however much, does not crowd out what it finds in
// one's own villages; where there is more than a list looks at, it says so.
func TestATextFindsAllOfOnesOwnVillages(t *testing.T) {
	g, ctx := newRegistry(t, 10), context.Background()
	add := func(n int, village change.ID) {
		for n > 0 {
			var drafts []writer.Draft
			for range min(n, 1000) {
				drafts = append(drafts, writer.Draft{Kind: "household", Record: g.n.Writer.NewID(), Fields: kind.Fields(household.Household{Area: village, Name: "Lò Văn An"})})
			}
			_, err := g.n.Writer.Write(ctx, change.ID{}, nil, drafts...)
			must(t, err)
			n -= len(drafts)
		}
	}
	add(5100, g.villages[0])
	add(3, g.villages[1])
	own, all := access.Scope{Areas: []change.ID{g.villages[1]}}, access.Scope{Everywhere: true}
	for what, c := range map[string]struct {
		q     projection.Query
		total int64
		cut   bool
	}{
		"one's own villages":      {projection.Query{Scope: own}, 3, false},
		"an area of the province": {projection.Query{Scope: all, Area: g.villages[1]}, 3, false},
		"the province":            {projection.Query{Scope: all}, 5000, true},
	} {
		c.q.Kind, c.q.Text = "household", "lo van an"
		page, err := g.n.Projection.List(ctx, c.q)
		must(t, err)
		if page.Total != c.total || page.Cut != c.cut {
			t.Errorf("%s: %d found, cut %v; want %d, %v", what, page.Total, page.Cut, c.total, c.cut)
		}
	}
}
