package change

import (
	"bytes"
	"encoding/json"
	"slices"
)

// Rules is what the fold must know of a kind; internal/kind gives it.
type Rules interface {
	// AddOnly kinds hold their first change only.
	AddOnly() bool
	// Machine of a field, or nil where the latest value wins.
	Machine(field string) *Machine
}

// State is a record: the fold of its changes. The zero value is the record that
// nobody has written yet. States form a semilattice under [State.Merge].
type State struct {
	Cells map[string]*Cell
	// Origin is the earliest version that wrote the record.
	Origin Version
	// Refused are the versions of changes to an add-only record other than its first.
	Refused []Version
}

// Cell is the state of one field.
type Cell struct {
	// Heads are the values that no other write has seen, latest first, at most one
	// of a device: it has seen its own. Heads[0] shows; more than one different
	// value is an open conflict.
	Heads []Head
	// Above is, by device that has no head here, the time up to which its writes
	// have been seen by a later write and so are history.
	Above map[Device]Time
	// Steps of a field with a machine, in order of version; Heads is empty then.
	Steps []Step
}

// Head is a value that nobody has replaced yet.
type Head struct {
	Version Version
	User    ID
	N       uint64 // number of the change on its device; 0 where it came by Return
	Value   json.RawMessage
}

// Effect is what a change did to a state.
type Effect struct {
	Fields    []string // fields whose shown value changed, sorted
	Conflicts []string // fields that the change left in conflict, sorted
	Refused   []string // "add_only", or fields whose step was not allowed, sorted
}

// Changed reports whether the shown record is different.
func (e Effect) Changed() bool { return len(e.Fields) > 0 }

// Apply folds a change into the state. Only Set and Return write fields; other
// operations are the log's business and do nothing here.
func (s *State) Apply(c *Change, rules Rules) Effect {
	var e Effect
	if c.Op != Set && c.Op != Return {
		return e
	}
	origin := c.Version()
	if c.Op == Return {
		for _, v := range c.Versed {
			if v.Less(origin) {
				origin = v
			}
		}
	}
	if rules.AddOnly() && (onlyDeleted(c) || !s.admitAddOnly(origin, c, &e)) {
		s.applyField(Deleted, c, rules, &e)
		return e
	}
	if s.Origin.IsZero() || origin.Less(s.Origin) {
		s.Origin = origin
	}
	for name := range c.Fields {
		s.applyField(name, c, rules, &e)
	}
	slices.Sort(e.Fields)
	slices.Sort(e.Conflicts)
	slices.Sort(e.Refused)
	return e
}

// admitAddOnly decides which change is the record: the earliest that does more
// than delete. It reports whether c's fields are to be written.
func (s *State) admitAddOnly(origin Version, c *Change, e *Effect) bool {
	if s.Origin.IsZero() || s.Origin == origin {
		return true
	}
	if s.Origin.Less(origin) {
		s.Refused = insertVersion(s.Refused, origin)
		e.Refused = []string{"add_only"}
		return false
	}
	s.Refused = insertVersion(s.Refused, s.Origin)
	for name := range s.Cells {
		if name != Deleted {
			delete(s.Cells, name)
			e.Fields = append(e.Fields, name)
		}
	}
	return true
}

func onlyDeleted(c *Change) bool {
	_, ok := c.Fields[Deleted]
	return ok && len(c.Fields) == 1
}

func insertVersion(vs []Version, v Version) []Version {
	i, found := slices.BinarySearchFunc(vs, v, compareVersions)
	if found {
		return vs
	}
	return slices.Insert(vs, i, v)
}

func compareVersions(a, b Version) int {
	switch {
	case a.Less(b):
		return -1
	case b.Less(a):
		return 1
	}
	return 0
}

func (s *State) applyField(name string, c *Change, rules Rules, e *Effect) {
	value, ok := c.Fields[name]
	if !ok {
		return
	}
	cell := s.Cells[name]
	if cell == nil {
		if s.Cells == nil {
			s.Cells = make(map[string]*Cell, len(c.Fields))
		}
		cell = &Cell{}
		s.Cells[name] = cell
	}
	head := Head{Version: c.Version(), User: c.User, N: c.N, Value: value}
	if c.Op == Return {
		// Who wrote it is known only to the lost change.
		head = Head{Version: c.Versed[name], Value: value}
	}
	m := rules.Machine(name)
	before := cell.Shown(m)
	if m != nil {
		for _, step := range stepsOf(head) {
			cell.addStep(step)
			if !m.allowed(cell.Steps, step.Version) {
				e.Refused = append(e.Refused, name)
			}
		}
	} else {
		cell.add(head, c.Seen[name])
		if cell.InConflict() {
			e.Conflicts = append(e.Conflicts, name)
		}
	}
	if !bytes.Equal(before, cell.Shown(m)) {
		e.Fields = append(e.Fields, name)
	}
}

// add folds one write: it lifts what its author had seen above history, then
// keeps it unless it is history itself.
func (c *Cell) add(h Head, seen []Version) {
	for _, v := range seen {
		c.lift(v.Device, v.Time)
	}
	c.keep(h)
}

// lift makes a device's writes up to a time history.
func (c *Cell) lift(d Device, t Time) {
	i := c.headOf(d)
	if i >= 0 {
		if c.Heads[i].Version.Time > t {
			return // it has seen its own earlier writes itself
		}
		c.Heads = slices.Delete(c.Heads, i, i+1)
	}
	if t == 0 || c.Above[d] >= t {
		return
	}
	if c.Above == nil {
		c.Above = make(map[Device]Time, 1)
	}
	c.Above[d] = t
}

// keep adds a head, in the place of an earlier one of its device, unless it is
// history.
func (c *Cell) keep(h Head) {
	d := h.Version.Device
	if i := c.headOf(d); i >= 0 {
		switch was := &c.Heads[i]; {
		case was.Version.Time > h.Version.Time:
			return
		case was.Version.Time == h.Version.Time:
			if was.N == 0 {
				*was = h // the write itself says more than its copy that came by Return
			}
			return
		}
		c.Heads = slices.Delete(c.Heads, i, i+1)
	} else if t, ok := c.Above[d]; ok {
		if t >= h.Version.Time {
			return
		}
		delete(c.Above, d)
	}
	if c.Heads == nil {
		c.Heads = []Head{h} // nearly every field of nearly every record
		return
	}
	i, _ := slices.BinarySearchFunc(c.Heads, h, func(a, b Head) int { return compareVersions(b.Version, a.Version) })
	c.Heads = slices.Insert(c.Heads, i, h)
}

// headOf is the index of a device's head, or -1.
func (c *Cell) headOf(d Device) int {
	return slices.IndexFunc(c.Heads, func(h Head) bool { return h.Version.Device == d })
}

// Knows reports whether the cell holds a write or has it as history.
func (c *Cell) Knows(v Version) bool {
	if i := c.headOf(v.Device); i >= 0 {
		return c.Heads[i].Version.Time >= v.Time
	}
	return c.Above[v.Device] >= v.Time
}

// InConflict reports whether values that differ were set without sight of each other.
func (c *Cell) InConflict() bool {
	for i := 1; i < len(c.Heads); i++ {
		if !bytes.Equal(c.Heads[i].Value, c.Heads[0].Value) {
			return true
		}
	}
	return false
}

// Shown is the value that the field shows, or nil for none. m is the field's
// machine, or nil.
func (c *Cell) Shown(m *Machine) json.RawMessage {
	if m != nil {
		state, _ := m.Run(c.Steps)
		if state == "" {
			return nil
		}
		return json.RawMessage(`"` + state + `"`)
	}
	if len(c.Heads) == 0 || string(c.Heads[0].Value) == "null" {
		return nil
	}
	return c.Heads[0].Value
}

// Version of the value that shows; zero if nothing was written.
func (c *Cell) Version() Version {
	if n := len(c.Steps); n > 0 {
		return c.Steps[n-1].Version
	}
	if len(c.Heads) == 0 {
		return Version{}
	}
	return c.Heads[0].Version
}

// Seen is what a writer who looks at the cell now has seen: every head.
func (c *Cell) Seen() []Version {
	out := make([]Version, 0, len(c.Heads))
	for _, h := range c.Heads {
		out = append(out, h.Version)
	}
	return out
}

// Value of a field, or nil. It reads machines through rules.
func (s *State) Value(name string, rules Rules) json.RawMessage {
	c := s.Cells[name]
	if c == nil {
		return nil
	}
	return c.Shown(rules.Machine(name))
}

// IsDeleted reports whether the record is deleted now.
func (s *State) IsDeleted() bool {
	c := s.Cells[Deleted]
	return c != nil && len(c.Heads) > 0 && string(c.Heads[0].Value) == "true"
}

// Latest is the latest version of any field: what a replica's clock observes.
func (s *State) Latest() Version {
	var v Version
	for _, c := range s.Cells {
		if w := c.Version(); v.Less(w) {
			v = w
		}
	}
	return v
}

// Merge folds another replica's state of the same record into this one. It
// commutes, is associative and idempotent.
func (s *State) Merge(o *State, rules Rules) {
	if rules.AddOnly() && !s.Origin.IsZero() && !o.Origin.IsZero() && s.Origin != o.Origin {
		s.mergeAddOnly(o)
		return
	}
	if s.Origin.IsZero() || !o.Origin.IsZero() && o.Origin.Less(s.Origin) {
		s.Origin = o.Origin
	}
	for _, v := range o.Refused {
		s.Refused = insertVersion(s.Refused, v)
	}
	for name, oc := range o.Cells {
		s.mergeCell(name, oc)
	}
}

func (s *State) mergeAddOnly(o *State) {
	first, other := s, o
	if o.Origin.Less(s.Origin) {
		first, other = o, s
	}
	merged := State{Origin: first.Origin, Cells: make(map[string]*Cell, len(first.Cells))}
	for _, vs := range [][]Version{s.Refused, o.Refused, {other.Origin}} {
		for _, v := range vs {
			merged.Refused = insertVersion(merged.Refused, v)
		}
	}
	for name, c := range first.Cells {
		merged.mergeCell(name, c)
	}
	if c := other.Cells[Deleted]; c != nil {
		merged.mergeCell(Deleted, c)
	}
	*s = merged
}

func (s *State) mergeCell(name string, oc *Cell) {
	c := s.Cells[name]
	if c == nil {
		if s.Cells == nil {
			s.Cells = make(map[string]*Cell)
		}
		c = &Cell{}
		s.Cells[name] = c
	}
	for d, t := range oc.Above {
		c.lift(d, t)
	}
	for _, h := range oc.Heads {
		c.keep(h)
	}
	for _, st := range oc.Steps {
		c.addStep(st)
	}
}
