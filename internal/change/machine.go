package change

import (
	"encoding/json"
	"slices"
	"strings"
)

// Machine says which steps a field may take.
type Machine struct {
	// Start is the state of a record whose field has no step yet; "" for none.
	Start string
	// Next lists, by state, the states that a step may lead to. The first step
	// of a machine with no Start may lead to any of Next[""].
	Next map[string][]string
	// Free is a machine whose states are data: each step says itself from where it
	// leads and to where, as [Move.String] writes it, and counts where it finds the
	// record there. Start and Next are not used.
	Free bool
}

// Move is a step of a free machine: from a state ("" is a new record) to another,
// and the id of the record that says more of it, if there is one.
type Move struct {
	From, To string
	By       ID
}

// String writes a move: "from>to", with "#" and an id where a record says more.
func (m Move) String() string {
	s := m.From + ">" + m.To
	if !m.By.IsZero() {
		s += "#" + m.By.String()
	}
	return s
}

// ParseMove reads a move; ok is false where it is none.
func ParseMove(s string) (m Move, ok bool) {
	from, rest, ok := strings.Cut(s, ">")
	to, by, more := strings.Cut(rest, "#")
	if !ok || !isState(to) || from != "" && !isState(from) {
		return Move{}, false
	}
	m = Move{From: from, To: to}
	if more {
		var err error
		if m.By, err = ParseID(by); err != nil || m.By.IsZero() {
			return Move{}, false
		}
	}
	return m, true
}

// isState reports whether a text can be the code of a free machine's state.
func isState(s string) bool {
	return s != "" && len(s) <= MaxFieldName && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789_") == ""
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
	if m.Free {
		return runFree(steps)
	}
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

func runFree(steps []Step) (state string, refused []int) {
	for i, s := range steps {
		move, ok := ParseMove(s.To)
		if ok && move.From == state {
			state = move.To
		} else if !ok || move.To != state {
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
