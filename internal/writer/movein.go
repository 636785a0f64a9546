package writer

import (
	"encoding/json"

	"bamban/internal/change"
)

// homeOf is the household that a new person moves into by a membership of the same
// batch. Who looks after one household and not its village may write down who is
// born or moves in there, and nobody elsewhere.
func (a *admission) homeOf(person change.ID) change.ID {
	if a.homes == nil {
		a.homes = map[change.ID]change.ID{}
		var who, home change.ID
		for _, c := range a.batch {
			if c.Kind == "membership" && json.Unmarshal(c.Fields["person"], &who) == nil && a.homes[who].IsZero() && json.Unmarshal(c.Fields["household"], &home) == nil {
				a.homes[who] = home
			}
		}
	}
	return a.homes[person]
}
