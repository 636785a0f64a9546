package projection

import (
	"slices"
	"sync"

	"bamban/internal/change"
	"bamban/internal/kind"
	"bamban/internal/place"
)

// Tree is the areas in memory: some thousands at most. Row ids stand for areas
// within the projection. It is safe for concurrent use.
type Tree struct {
	mu    sync.RWMutex
	nodes map[int64]*node
	byID  map[change.ID]int64
}

type node struct {
	rid      int64
	id       change.ID
	parent   change.ID
	within   []change.ID
	spans    []withinFor // the same with their days
	deleted  bool
	from, to string  // valid, as dates; "" is open
	children []int64 // by today's parents
	former   []int64 // that were within this one before
}

func newTree() *Tree {
	return &Tree{nodes: map[int64]*node{}, byID: map[change.ID]int64{}}
}

// set puts an area in the tree and gives the areas, already there, whose parent
// is another now: itself, or, where it is new, the children that came before it.
func (t *Tree) set(rid int64, id change.ID, a place.Area, deleted bool) (moved []int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	n := t.nodes[rid]
	if n == nil {
		n = &node{rid: rid, id: id}
		t.nodes[rid], t.byID[id] = n, rid
		// Children may have come first.
		for _, c := range t.nodes {
			if c.parent == id {
				n.children = append(n.children, c.rid)
			}
			if slices.Contains(c.within, id) {
				n.former = append(n.former, c.rid)
			}
		}
		slices.Sort(n.children)
		slices.Sort(n.former)
		moved = slices.Clone(n.children)
	} else if n.parent != a.Parent {
		moved = []int64{rid}
	}
	t.unlink(n)
	n.parent, n.deleted, n.within, n.spans = a.Parent, deleted, nil, spansOf(&a)
	n.from, n.to = a.ValidFrom, a.ValidTo
	for _, w := range a.Within {
		n.within = append(n.within, w.Area)
	}
	t.link(n)
	return moved
}

func (t *Tree) unlink(n *node) {
	drop := func(list []int64) []int64 {
		return slices.DeleteFunc(list, func(r int64) bool { return r == n.rid })
	}
	if p := t.nodes[t.byID[n.parent]]; p != nil {
		p.children = drop(p.children)
	}
	for _, w := range n.within {
		if p := t.nodes[t.byID[w]]; p != nil {
			p.former = drop(p.former)
		}
	}
}

func (t *Tree) link(n *node) {
	add := func(list []int64) []int64 {
		i, found := slices.BinarySearch(list, n.rid)
		if found {
			return list
		}
		return slices.Insert(list, i, n.rid)
	}
	if p := t.nodes[t.byID[n.parent]]; p != nil {
		p.children = add(p.children)
	}
	for _, w := range n.within {
		if p := t.nodes[t.byID[w]]; p != nil {
			p.former = add(p.former)
		}
	}
}

// RID of an area, or 0.
func (t *Tree) RID(id change.ID) int64 {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.byID[id]
}

// ID of an area's row id.
func (t *Tree) ID(rid int64) change.ID {
	t.mu.RLock()
	defer t.mu.RUnlock()
	if n := t.nodes[rid]; n != nil {
		return n.id
	}
	return change.ID{}
}

// Valid gives the dates from and to which an area is valid, "" for an open one; ok is
// whether there is such an area, deleted or not.
func (t *Tree) Valid(id change.ID) (from, to string, ok bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	n := t.nodes[t.byID[id]]
	if n == nil {
		return "", "", false
	}
	return n.from, n.to, true
}

// Up is the row id of the area that holds this one today, or 0.
func (t *Tree) Up(rid int64) int64 {
	t.mu.RLock()
	defer t.mu.RUnlock()
	if n := t.nodes[rid]; n != nil {
		return t.byID[n.parent]
	}
	return 0
}

// Below lists an area and everything in it, today or formerly (a village is in
// its new commune and in the commune of the old map). A cycle ends it.
func (t *Tree) Below(id change.ID) []change.ID {
	t.mu.RLock()
	defer t.mu.RUnlock()
	start, ok := t.byID[id]
	if !ok {
		return nil
	}
	seen := map[int64]bool{start: true}
	queue := []int64{start}
	var out []change.ID
	for len(queue) > 0 {
		n := t.nodes[queue[0]]
		queue = queue[1:]
		out = append(out, n.id)
		for _, list := range [][]int64{n.children, n.former} {
			for _, c := range list {
				if !seen[c] {
					seen[c] = true
					queue = append(queue, c)
				}
			}
		}
	}
	return out
}

// cover describes a set of areas by as few conditions as possible: areas whose
// children are all in the set are one condition on "up".
func (t *Tree) cover(areas []int64) (ups, leaves []int64) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	in := make(map[int64]bool, len(areas))
	for _, a := range areas {
		in[a] = true
	}
	byUp := map[int64]bool{}
	for _, a := range areas {
		n := t.nodes[a]
		if n == nil {
			continue
		}
		up := t.nodes[t.byID[n.parent]]
		if up == nil {
			leaves = append(leaves, a)
			continue
		}
		whole, known := byUp[up.rid]
		if !known {
			whole = !slices.ContainsFunc(up.children, func(c int64) bool { return !in[c] })
			byUp[up.rid] = whole
			if whole {
				ups = append(ups, up.rid)
			}
		}
		if !whole {
			leaves = append(leaves, a)
		}
	}
	slices.Sort(ups)
	slices.Sort(leaves)
	return ups, leaves
}

func areaOf(k *kind.Kind, s *change.State) (place.Area, error) { return kind.Into[place.Area](k, s) }

// FormerHolders gives an area and those that held it on the old map, from the inside out;
// an area that had no other place is where it is today.
func (t *Tree) FormerHolders(id change.ID) []change.ID {
	t.mu.RLock()
	defer t.mu.RUnlock()
	var out []change.ID
	for len(out) < maxDeep && !id.IsZero() && !slices.Contains(out, id) {
		out = append(out, id)
		n := t.nodes[t.byID[id]]
		switch {
		case n == nil:
			return out
		case len(n.within) > 0:
			id = n.within[0]
		default:
			id = n.parent
		}
	}
	return out
}

// All lists every area.
func (t *Tree) All() []change.ID {
	t.mu.RLock()
	defer t.mu.RUnlock()
	out := make([]change.ID, 0, len(t.nodes))
	for _, n := range t.nodes {
		out = append(out, n.id)
	}
	return out
}
