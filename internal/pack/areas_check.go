package pack

import "slices"

// checkAreas looks at the areas as a tree: parents exist, nobody is their own
// ancestor, each era uses a code once, and no area lives on after its parent.
func (l *loader) checkAreas(p *Pack) {
	codes := map[[2]string]string{}
	parent := make(map[string]string, len(p.Areas))
	for i := range p.Areas {
		a := &p.Areas[i]
		at := l.areaAt[a.Key]
		code := [2]string{a.Era, a.Code}
		if other, ok := codes[code]; ok {
			l.add(at, "area.code_reused", "code", "code", a.Code, "other", other)
		}
		codes[code] = a.Key
		if a.Parent == "" {
			continue
		}
		above, ok := l.area[a.Parent]
		if !ok {
			l.add(at, "area.unknown_parent", "parent", "parent", a.Parent)
			continue
		}
		parent[a.Key] = a.Parent
		if !spanOf(a.ValidFrom, a.ValidTo).covered(l.parentLife(a, above)) {
			l.add(at, "area.outside_parent", "parent", "key", a.Key, "parent", a.Parent)
		}
	}
	for _, key := range cycles(parent) {
		l.add(l.areaAt[key], "area.cycle", "parent", "key", key)
	}
}

// parentLife gives the days on which an area has a parent, the former ones too.
func (l *loader) parentLife(a, above *Area) []span {
	out := []span{spanOf(above.ValidFrom, above.ValidTo)}
	for _, w := range a.Within {
		if former, ok := l.area[w.Area]; ok {
			out = append(out, spanOf(w.From, w.To).clip(spanOf(former.ValidFrom, former.ValidTo)))
		}
	}
	return out
}

// cycles gives the keys that are their own ancestors, sorted, by following parents.
// Each key is walked once.
func cycles(parent map[string]string) []string {
	const walking, done = 1, 2
	state := make(map[string]int, len(parent))
	var out []string
	for first := range parent {
		var trail []string
		key := first
		for key != "" && state[key] == 0 {
			state[key] = walking
			trail = append(trail, key)
			key = parent[key]
		}
		inside := false
		for _, k := range trail {
			if k == key && state[key] == walking {
				inside = true
			}
			if inside {
				out = append(out, k)
			}
		}
		for _, k := range trail {
			state[k] = done
		}
	}
	slices.Sort(out)
	return out
}

// parentsFirst orders items so that each comes after its parent, and otherwise
// as they were; items in a cycle come last.
func parentsFirst[T any](items []T, key, parent func(T) string) []T {
	children := map[string][]int{}
	known := make(map[string]bool, len(items))
	for _, item := range items {
		known[key(item)] = true
	}
	for i, item := range items {
		above := parent(item)
		if !known[above] {
			above = ""
		}
		children[above] = append(children[above], i)
	}
	out := make([]T, 0, len(items))
	placed := make([]bool, len(items))
	queue := children[""]
	for len(queue) > 0 {
		i := queue[0]
		queue = queue[1:]
		if placed[i] {
			continue
		}
		placed[i] = true
		out = append(out, items[i])
		queue = append(queue, children[key(items[i])]...)
	}
	for i, item := range items {
		if !placed[i] {
			out = append(out, item)
		}
	}
	return out
}
