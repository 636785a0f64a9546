package writer

import (
	"context"
	"slices"

	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
)

// checkSameAs lets a person's record lead only to an older one, so that what leads on
// comes to an end wherever it was written.
func checkSameAs(k *kind.Kind, c *change.Change) *fault.Fault {
	if k.Name != "person" {
		return nil
	}
	if to := idIn(c.Fields["same_as"]); !to.IsZero() && string(to[:]) >= string(c.Record[:]) {
		return fault.New("person.same_newer", "same_as")
	}
	return nil
}

// checkTwin refuses a decision about a pair that was decided meanwhile: the second of
// two would be kept without effect, and who made it would not know.
func (a *admission) checkTwin(ctx context.Context, k *kind.Kind, c *change.Change, exists bool) *fault.Fault {
	if a.viewer != nil {
		return fault.New("twin.by_page", "status") // it is written together with what it decides
	}
	to := text(c.Fields["status"])
	if !exists || to == "" {
		return nil
	}
	r, err := a.get(ctx, c.Record)
	if err != nil {
		return fault.As(err)
	}
	now := text(r.State.Value("status", k))
	states := k.Field("status").States
	at := slices.IndexFunc(states, func(s kind.State) bool { return s.Code == now })
	if at < 0 || !slices.Contains(states[at].Next, to) {
		label := kind.Text{VI: now, EN: now}
		if at >= 0 {
			label = states[at].Label
		}
		return fault.New("twin.moved_on", "status", "now", label.VI, "now_en", label.EN)
	}
	return nil
}
