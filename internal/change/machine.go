package change

import (
	"encoding/json"
	"slices"
)

// Machine says which steps a field may take.
type Machine struct {
	// Start is the state of a record whose field has no step yet; "" for none.
	Start string
	// Next lists, by state, the states that a step may lead to. The first step
	// of a machine with no Start may lead to any of Next[""].
	Next map[string][]string
}

// Step is one step that somebody took. Steps are only ever added.
type Step struct {
	Version Version
	User    ID
	To      string
}

// Run folds steps (in order of version) to the state that they lead to, and the
// indexes of the steps that were not allowed from where they found the record.
func (m *Machine) Run(steps []Step) (state string, refused []int) {
	state = m.Start
	for i, s := range steps {
		if slices.Contains(m.Next[state], s.To) {
			state = s.To
		} else if s.To != state {
			refused = append(refused, i)
		}
	}
	return state, refused
}

// Knows reports whether a state is one of the machine's.
func (m *Machine) Knows(state string) bool {
	if state == m.Start {
		return state != ""
	}
	for _, next := range m.Next {
		if slices.Contains(next, state) {
			return true
		}
	}
	return false
}

func (m *Machine) allowed(steps []Step, v Version) bool {
	_, refused := m.Run(steps)
	for _, i := range refused {
		if steps[i].Version == v {
			return false
		}
	}
	return true
}

func (c *Cell) addStep(s Step) {
	i, found := slices.BinarySearchFunc(c.Steps, s, func(a, b Step) int { return compareVersions(a.Version, b.Version) })
	switch {
	case !found:
		c.Steps = slices.Insert(c.Steps, i, s)
	case c.Steps[i].User.IsZero():
		c.Steps[i] = s
	}
}

// stepsOf reads the value of a field with a machine: the state that one step
// leads to, or, given back to a server that lost them, all steps as
// [[version, state], …].
func stepsOf(h Head) []Step {
	var to string
	if json.Unmarshal(h.Value, &to) == nil {
		return []Step{{Version: h.Version, User: h.User, To: to}}
	}
	var all [][2]string
	if json.Unmarshal(h.Value, &all) != nil {
		return nil
	}
	steps := make([]Step, 0, len(all))
	for _, pair := range all {
		if v, err := ParseVersion(pair[0]); err == nil {
			steps = append(steps, Step{Version: v, To: pair[1]})
		}
	}
	return steps
}
