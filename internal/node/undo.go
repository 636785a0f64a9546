package node

import (
	"bytes"
	"encoding/json"

	"bamban/internal/change"
	"bamban/internal/projection"
)

// UndoFields are the fields that take a change back, where nobody has set them since:
// as they show without it. What made the record deletes it.
func UndoFields(r *projection.Record, target *change.Change, without *change.State) map[string]json.RawMessage {
	if target.Version() == r.State.Origin {
		if r.Deleted() {
			return nil
		}
		return map[string]json.RawMessage{change.Deleted: json.RawMessage("true")}
	}
	fields := map[string]json.RawMessage{}
	for name := range target.Fields {
		cell := r.State.Cells[name]
		if cell == nil || cell.Version() != target.Version() || r.Kind.Machine(name) != nil {
			continue
		}
		was := without.Value(name, r.Kind)
		if was == nil {
			was = json.RawMessage("null")
		}
		if name == change.Deleted && string(was) == "null" {
			was = json.RawMessage("false")
		}
		if !bytes.Equal(was, cell.Heads[0].Value) {
			fields[name] = was
		}
	}
	return fields
}
