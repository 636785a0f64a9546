package writer

import (
	"encoding/json"

	"bamban/internal/change"
)

// homeOf is the household that a new person moves into by a membership of the same
// batch. Who looks after one household and not its village may write down who is
// born or moves in there, and nobody elsewhere.
func (a *admission) homeOf(person change.ID) change.ID {
	var who, home change.ID
	for _, c := range a.batch {
		if c.Kind == "membership" && json.Unmarshal(c.Fields["person"], &who) == nil && who == person && json.Unmarshal(c.Fields["household"], &home) == nil {
			return home
		}
	}
	return change.ID{}
}
