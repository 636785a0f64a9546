package api

import (
	"encoding/json"
	"slices"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/projection"
	"bamban/internal/writer"
)

// HistoryJSON is a record's changes, newest first.
type HistoryJSON struct {
	Entries []EntryJSON       `json:"entries"`
	Refs    map[string]NameOf `json:"refs"`
}

// EntryJSON is one change in a history.
type EntryJSON struct {
	Change   change.Target  `json:"change"`
	At       int64          `json:"at"`
	Received int64          `json:"received"`
	User     string         `json:"user,omitempty"`
	Device   string         `json:"device,omitempty"`
	Op       change.Op      `json:"op"`
	Fields   []FieldChange  `json:"fields"`
	Hidden   []string       `json:"hidden,omitempty"`
	Undoes   *change.Target `json:"undoes,omitempty"`
	Undone   bool           `json:"undone,omitempty"`
	Refused  []string       `json:"refused,omitempty"`
	Erased   bool           `json:"erased,omitempty"`
	Kind     string         `json:"kind,omitempty"`
	ID       string         `json:"id,omitempty"`
	Title    string         `json:"title,omitempty"`
}

// FieldChange is what a change did to a field: as it showed before and after.
type FieldChange struct {
	Field string          `json:"field"`
	From  json.RawMessage `json:"from"`
	To    json.RawMessage `json:"to"`
}

// ChangeBody names a change.
type ChangeBody struct {
	Change change.Target `json:"change"`
}

// SettleBody names the value to keep by its version.
type SettleBody struct {
	Field   string `json:"field"`
	Version string `json:"version"`
}

func history(c *call) (any, error) {
	r, err := c.recordOf(access.Read)
	if err != nil {
		return nil, err
	}
	events, err := c.s.Node.Projection.History(c, r)
	if err != nil {
		return nil, err
	}
	v := c.view()
	entries := v.entries(c, r, events)
	refs, err := v.names(c)
	if err != nil {
		return nil, err
	}
	slices.Reverse(entries)
	return HistoryJSON{entries, refs}, v.looked(c, "history")
}

// entries walks a record's changes in the order of their times, folding as it
// goes, so that each shows what it changed.
func (v *view) entries(c *call, r *projection.Record, events []projection.Event) []EntryJSON {
	slices.SortStableFunc(events, func(a, b projection.Event) int {
		switch {
		case a.Change == nil || b.Change == nil:
			return 0
		case a.Change.Version().Less(b.Change.Version()):
			return -1
		}
		return 1
	})
	sees, about := v.viewer.Sees(r.Kind, projection.PlaceOf(r)), v.about(r)
	undone := map[change.Target]bool{}
	state := &change.State{}
	var out []EntryJSON
	for _, ev := range events {
		e := EntryJSON{Change: change.Target{Device: ev.Device, N: ev.N}, Received: ev.Received, Device: v.device(c, ev.Device), Fields: []FieldChange{}}
		if ev.Change == nil {
			e.Erased = true
			out = append(out, e)
			continue
		}
		ch := ev.Change
		e.At, e.Op, e.User, e.Undoes = ch.Time.Milli(), ch.Op, idText(ch.User), ch.Undoes
		v.refs[ch.User] = true
		if ch.Undoes != nil {
			undone[*ch.Undoes] = true
		}
		before := map[string]json.RawMessage{}
		for name := range ch.Fields {
			before[name] = state.Value(name, r.Kind)
		}
		e.Refused = state.Apply(ch, r.Kind).Refused
		for name, to := range ch.Fields {
			f := r.Kind.Field(name)
			switch {
			case f == nil || f.Sensitivity == kind.Secret:
			case !sees.Allows(f, about):
				e.Hidden = append(e.Hidden, name)
			default:
				e.Fields = append(e.Fields, FieldChange{name, orNull(before[name]), orNull(to)})
				v.note(r, f, about&access.OfChild != 0)
				for _, ref := range r.Kind.References(map[string]json.RawMessage{name: to}) {
					v.refs[ref.ID] = true
				}
			}
		}
		slices.SortFunc(e.Fields, func(a, b FieldChange) int { return compareText(a.Field, b.Field) })
		slices.Sort(e.Hidden)
		out = append(out, e)
	}
	for i := range out {
		out[i].Undone = undone[out[i].Change]
	}
	return out
}

func orNull(v json.RawMessage) json.RawMessage {
	if v == nil {
		return json.RawMessage("null")
	}
	return v
}

// undo sets back what a change set, where nobody has set it since: to what shows
// without that change. Undoing the change that made a record deletes it.
func undo(c *call) (any, error) {
	r, err := c.recordOf(access.Update)
	if err != nil {
		return nil, err
	}
	var b ChangeBody
	if err := c.body(&b); err != nil {
		return nil, err
	}
	events, err := c.s.Node.Projection.History(c, r)
	if err != nil {
		return nil, err
	}
	without, target := &change.State{}, (*change.Change)(nil)
	for _, ev := range events {
		switch {
		case ev.Change == nil:
		case ev.Device == b.Change.Device && ev.N == b.Change.N:
			target = ev.Change
		default:
			without.Apply(ev.Change, r.Kind)
		}
	}
	if target == nil {
		return nil, fault.New("not_found", "change")
	}
	fields := node.UndoFields(r, target, without)
	if len(fields) == 0 {
		return nil, fault.New("undo.nothing", "change")
	}
	return c.write(r, writer.Draft{Fields: fields, Seen: node.Seen(r.State, fields), Undoes: &b.Change})
}

// settle keeps one of the values in conflict; the others become history.
func settle(c *call) (any, error) {
	r, err := c.recordOf(access.Update)
	if err != nil {
		return nil, err
	}
	var b SettleBody
	if err := c.body(&b); err != nil {
		return nil, err
	}
	cell := r.State.Cells[b.Field]
	if cell == nil || !cell.InConflict() {
		return nil, fault.New("settle.not_there", "field")
	}
	for _, h := range cell.Heads {
		if h.Version.String() == b.Version {
			return c.write(r, writer.Draft{Fields: map[string]json.RawMessage{b.Field: h.Value}, Seen: map[string][]change.Version{b.Field: cell.Seen()}})
		}
	}
	return nil, fault.New("settle.not_there", "version")
}
