package change

import (
	"encoding/json"
	"slices"
	"strings"
)

// GiveBack makes the returns that give a log what it lacks of a record: every value and
// step of old that have doesn't know, of the cells that are wanted. A change carries one
// value of a field; a conflict takes as many changes as it has values. The caller says
// whose they are: kind and record, number, time and salt.
func GiveBack(old, have *State, wanted func(cell string) bool) []*Change {
	var out []*Change
	at := func(i int) *Change {
		for len(out) <= i {
			out = append(out, &Change{Op: Return, Fields: map[string]json.RawMessage{}, Seen: map[string][]Version{}, Versed: map[string]Version{}})
		}
		return out[i]
	}
	for name, cell := range old.Cells {
		if !wanted(name) {
			continue
		}
		known := have.Cells[name]
		if known == nil {
			known = &Cell{}
		}
		if lacksSteps(known, cell) {
			c := at(0)
			c.Fields[name], c.Versed[name] = stepsValue(cell), cell.Version()
		}
		n := 0
		for _, h := range cell.Heads {
			if known.Knows(h.Version) {
				continue
			}
			c := at(n)
			c.Fields[name], c.Versed[name] = h.Value, h.Version
			if seen := history(cell); n == 0 && len(seen) > 0 {
				c.Seen[name] = seen
			}
			n++
		}
	}
	return out
}

func lacksSteps(have, old *Cell) bool {
	return slices.ContainsFunc(old.Steps, func(st Step) bool {
		return !slices.ContainsFunc(have.Steps, func(g Step) bool { return g.Version == st.Version })
	})
}

// history is what is above history in a cell; the latest where there is more
// than a change may carry.
func history(c *Cell) []Version {
	var out []Version
	for d, t := range c.Above {
		out = append(out, Version{Time: t, Device: d})
	}
	slices.SortFunc(out, func(a, b Version) int { return strings.Compare(b.String(), a.String()) })
	return out[:min(len(out), MaxSeen)]
}

func stepsValue(c *Cell) json.RawMessage {
	pairs := make([][2]string, len(c.Steps))
	for i, st := range c.Steps {
		pairs[i] = [2]string{st.Version.String(), st.To}
	}
	b, err := json.Marshal(pairs)
	if err != nil {
		panic("change: " + err.Error()) // pairs of strings always encode
	}
	return b
}
