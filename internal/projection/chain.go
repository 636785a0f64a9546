package projection

import (
	"slices"

	"bamban/internal/change"
	"bamban/internal/indicator"
	"bamban/internal/place"
)

// withinFor is an area that held another for some days, both included.
type withinFor struct {
	area     change.ID
	from, to indicator.Day
}

// The days of a stretch that is open.
const (
	openFrom = -1 << 30
	openTo   = 1 << 30
)

func spansOf(a *place.Area) []withinFor {
	var out []withinFor
	for _, w := range a.Within {
		s := withinFor{w.Area, openFrom, openTo}
		if d, ok := indicator.ParseDay(w.From); ok {
			s.from = d
		}
		if d, ok := indicator.ParseDay(w.To); ok {
			s.to = d
		}
		out = append(out, s)
	}
	return out
}

// maxDeep is how many areas may hold each other; a ring of areas ends there.
const maxDeep = 12

// holders gives an area and those that hold it, by today's parents or, with a day,
// by those of that day; until is the last day on which a former parent may have held
// one of them.
func (t *Tree) holders(id change.ID, day *indicator.Day) (out []change.ID, until indicator.Day) {
	until = openFrom
	t.mu.RLock()
	defer t.mu.RUnlock()
	for len(out) < maxDeep && !id.IsZero() && !slices.Contains(out, id) {
		n := t.nodes[t.byID[id]]
		out = append(out, id)
		if n == nil {
			break
		}
		id = n.parent
		found := false
		for _, s := range n.spans {
			until = max(until, s.to)
			if day != nil && !found && s.from <= *day && *day <= s.to {
				id, found = s.area, true
			}
		}
	}
	return out, until
}

// hangsBy reports whether an area hangs in the tree by the parent and former
// parents that it has now.
func (t *Tree) hangsBy(id change.ID, a *place.Area) bool {
	t.mu.RLock()
	defer t.mu.RUnlock()
	n := t.nodes[t.byID[id]]
	return n != nil && n.parent == a.Parent && slices.Equal(n.spans, spansOf(a))
}

// hanging lists an area and all that are in it, today or formerly, also where the
// area itself is not there yet.
func (t *Tree) hanging(id change.ID) []change.ID {
	t.mu.RLock()
	defer t.mu.RUnlock()
	out := []change.ID{id}
	seen := map[change.ID]bool{id: true}
	for i := 0; i < len(out); i++ {
		for _, n := range t.nodes {
			if (n.parent == out[i] || slices.Contains(n.within, out[i])) && !seen[n.id] {
				seen[n.id] = true
				out = append(out, n.id)
			}
		}
	}
	return out
}

// chain is the numbers of the areas that hold an area, up to all areas.
type chain struct {
	today []int64
	until indicator.Day // later days are as today
}

// Until is the last day on which some area hung otherwise than today.
func (t *Tree) Until() indicator.Day {
	t.mu.RLock()
	defer t.mu.RUnlock()
	last := indicator.Day(openFrom)
	for _, n := range t.nodes {
		for _, s := range n.spans {
			last = max(last, s.to)
		}
	}
	return last
}

// Within lists the areas right inside an area: today's, or on some day of a period.
// The zero id holds the areas that nothing holds.
func (t *Tree) Within(id change.ID, old bool, from, to indicator.Day) []change.ID {
	t.mu.RLock()
	defer t.mu.RUnlock()
	var out []change.ID
	for _, n := range t.nodes {
		if n.deleted {
			continue
		}
		is := n.parent == id
		if old && len(n.spans) > 0 {
			covered := false
			is = false
			for _, s := range n.spans {
				is = is || s.area == id && s.from <= to && from <= s.to
				covered = covered || s.from <= from && to <= s.to
			}
			is = is || n.parent == id && !covered
		}
		if is {
			out = append(out, n.id)
		}
	}
	return out
}

// Holders gives an area and those that hold it today, from the inside out.
func (t *Tree) Holders(id change.ID) []change.ID {
	out, _ := t.holders(id, nil)
	return out
}

// HoldersOn is [Tree.Holders], on the old map as of a day.
func (t *Tree) HoldersOn(id change.ID, old bool, day indicator.Day) []change.ID {
	if !old {
		return t.Holders(id)
	}
	out, _ := t.holders(id, &day)
	return out
}
