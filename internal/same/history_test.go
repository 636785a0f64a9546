package same_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"bamban/internal/change"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/log"
	"bamban/internal/node"
	"bamban/internal/projection"
	"bamban/internal/twin"
	"bamban/internal/writer"
)

// Random histories: people are recorded, renamed, deleted and brought back, pairs are
// decided with picks and taken back, and another replica folds the same log in other
// parts. All three, with a rebuild, must be equal; what leads on leads to an older record
// that is listed, if it is not deleted; the pairs that are found are those that comparing
// each with each finds; and when every decision is taken back and nobody wrote in
// between, all values are as before.
func TestReplicasAndRebuildAgreeAboutPairsUnderRandomHistories(t *testing.T) {
	for seed := range uint64(3) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			h := &history{office: newOffice(t), r: rand.New(rand.NewPCG(seed, 7))}
			for range 100 {
				h.step()
			}
			h.agree()
			h.leadOn()
			h.found()
			h.takeAllBack()
			h.agree()
			h.found()
		})
	}
}

type history struct {
	*office
	r      *rand.Rand
	people []change.ID
}

func (h *history) draw() household.Person {
	name := []string{"Giàng A Páo", "Giang A Pao", "Páo Giàng A", "Giàng Páo", "Lý Mỹ", "Lí Mĩ", "Sùng Thị Mai"}[h.r.IntN(7)]
	born := []string{"", "2001", "2001-04", "2001-04-05", "2001-05-04", "2002-04-05", "2002"}[h.r.IntN(7)]
	p := household.Person{Area: []change.ID{h.here, h.there}[h.r.IntN(2)], Name: name, Born: born, Phone: fmt.Sprint("09", h.r.IntN(9))}
	if len(h.people) > 0 && h.r.IntN(3) == 0 {
		p.Guardian = h.people[h.r.IntN(len(h.people))]
	}
	return p
}

func (h *history) step() {
	if len(h.people) < 4 || h.r.IntN(3) == 0 {
		h.people = append(h.people, h.person(h.draw()))
		return
	}
	a, b := h.people[h.r.IntN(len(h.people))], h.people[h.r.IntN(len(h.people))]
	switch h.r.IntN(6) {
	case 0, 1:
		h.set(a, kind.Fields(h.draw()))
	case 2:
		gone := json.RawMessage(fmt.Sprint(h.r.IntN(2) == 0))
		h.set(a, map[string]json.RawMessage{change.Deleted: gone})
	default:
		if a == b {
			return
		}
		if h.get(a).Deleted() || h.get(b).Deleted() {
			return
		}
		status := []string{household.TwinProposed, household.TwinSame, household.TwinSame, household.TwinDifferent, household.TwinTakenBack}[h.r.IntN(5)]
		var picked []string
		for _, name := range []string{"name", "born", "phone", "area", "guardian"} {
			if status == household.TwinSame && h.r.IntN(2) == 0 {
				picked = append(picked, name)
			}
		}
		switch got := code(h.say(h.province, h.pair(a, b), status, picked...)); got {
		case "", "twin.moved_on", "twin.merged", "undo.nothing":
		default:
			h.t.Fatalf("%s of %s and %s with %v: %s", status, a, b, picked, got)
		}
	}
}

func (h *history) set(id change.ID, fields map[string]json.RawMessage) {
	h.write(writer.Draft{Kind: "person", Record: id, Fields: fields, Seen: node.Seen(h.get(id).State, fields)})
}

// agree compares the live projection with one that folded the log in other parts, and
// with one rebuilt at once.
func (h *history) agree() {
	h.t.Helper()
	ctx := context.Background()
	for _, parts := range []int{1 << 20, 1 + h.r.IntN(5)} {
		p, err := projection.Open(filepath.Join(h.t.TempDir(), "other.db"), h.n.Kinds, h.n.Log, 2)
		must(h.t, err)
		must(h.t, h.n.Declare(p))
		var after uint64
		for {
			entries, err := h.n.Log.Read(ctx, after, parts)
			must(h.t, err)
			if len(entries) == 0 {
				break
			}
			must(h.t, applyAll(ctx, p, entries))
			after = entries[len(entries)-1].Seq
		}
		differences, err := projection.Compare(ctx, h.n.Projection, p)
		must(h.t, err)
		for _, d := range differences {
			h.t.Errorf("in parts of %d: %s: live %s, other %s", parts, d.What, d.Left, d.Right)
		}
		must(h.t, p.Close())
	}
}

func applyAll(ctx context.Context, p *projection.Projection, entries []*log.Entry) error {
	var items []projection.Item
	for _, e := range entries {
		items = append(items, projection.Decode(e))
	}
	_, err := p.Apply(ctx, items)
	return err
}

// leadOn wants what leads on to come to an end at a record that leads nowhere.
func (h *history) leadOn() {
	h.t.Helper()
	joined := 0
	for _, id := range h.people {
		to := h.read(id).SameAs
		if to.IsZero() {
			continue
		}
		joined++
		if !twin.Older(to, id) {
			h.t.Errorf("%s leads to %s, which is not older", id, to)
		}
		all, err := h.n.Projection.SamePerson(context.Background(), id)
		must(h.t, err)
		if !h.read(all[0]).SameAs.IsZero() || !slices.Contains(all, id) && !h.get(id).Deleted() {
			h.t.Errorf("records of the person of %s: %v", id, all)
		}
	}
	if joined == 0 {
		h.t.Error("the history joined nobody: it tests too little")
	}
}

// found compares the pairs that the sweep gives, all at once and page by page, and those
// that one person's page gives, with comparing each with each.
func (h *history) found() {
	h.t.Helper()
	ctx := context.Background()
	for _, grade := range []twin.Grade{twin.Likely, twin.Possible} {
		want := map[change.ID]bool{}
		for i, a := range h.people {
			for _, b := range h.people[i+1:] {
				x, y := h.get(a), h.get(b)
				if x.Deleted() || y.Deleted() {
					continue
				}
				p := h.pair(a, b)
				l, err := h.n.Projection.Likeness(ctx, x, y)
				must(h.t, err)
				hidden := !h.read(a).SameAs.IsZero() || !h.read(b).SameAs.IsZero()
				part := slices.Contains(l.Agree, twin.PartName) && !slices.Contains(l.Agree, twin.SameDay)
				if l.Grade >= grade && !hidden && !part && !p.Settled() {
					want[p.ID()] = true
				}
			}
		}
		got := map[change.ID]int{}
		must(h.t, h.n.Projection.EachTwin(ctx, grade, func(t projection.Twin) { got[twin.PairID(t.A.ID, t.B.ID)]++ }))
		paged, after := map[change.ID]int{}, ""
		for {
			page, err := h.n.Projection.Twins(ctx, projection.TwinQuery{Grade: grade, After: after, Limit: 1 + h.r.IntN(3)})
			must(h.t, err)
			for _, t := range page.Twins {
				paged[twin.PairID(t.A.ID, t.B.ID)]++
			}
			if after = page.Next; after == "" {
				break
			}
		}
		for id, n := range got {
			if n != 1 {
				h.t.Errorf("%s: pair %s is given %d times", grade, id, n)
			}
		}
		if !maps.Equal(got, paged) {
			h.t.Errorf("%s: the pages give %d pairs and the whole %d", grade, len(paged), len(got))
		}
		if !slices.Equal(sortedIDs(want), sortedIDs(got)) {
			h.t.Errorf("%s: the sweep gives %d pairs, comparing each with each %d", grade, len(got), len(want))
		}
	}
}

func sortedIDs[V any](m map[change.ID]V) []string {
	var out []string
	for id := range m {
		out = append(out, id.String())
	}
	slices.Sort(out)
	return out
}

// takeAllBack joins some pairs with picks and takes each back, in any order: every person
// is as before.
func (h *history) takeAllBack() {
	h.t.Helper()
	before := map[change.ID]household.Person{}
	for _, id := range h.people {
		before[id] = h.read(id)
	}
	type joined struct{ a, b change.ID }
	var made []joined
	for range 12 {
		a, b := h.people[h.r.IntN(len(h.people))], h.people[h.r.IntN(len(h.people))]
		if a == b || h.get(a).Deleted() || h.get(b).Deleted() {
			continue
		}
		if h.say(h.province, h.pair(a, b), household.TwinSame, "name", "born", "phone", "area", "guardian") == nil {
			made = append(made, joined{a, b})
		}
	}
	h.r.Shuffle(len(made), func(i, j int) { made[i], made[j] = made[j], made[i] })
	for _, m := range made {
		must(h.t, h.say(h.province, h.pair(m.a, m.b), household.TwinTakenBack))
	}
	if len(made) == 0 {
		h.t.Error("nobody was joined: it tests too little")
	}
	for _, id := range h.people {
		if got := h.read(id); fmt.Sprint(got) != fmt.Sprint(before[id]) {
			h.t.Errorf("%s after all was taken back: %+v, want %+v", id, got, before[id])
		}
	}
}
