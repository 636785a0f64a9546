package writer

import (
	"context"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/log"
)

// Check says which drafts Write would refuse now, by index, without writing
// anything: an import shows all that is wrong before it begins.
func (w *Writer) Check(ctx context.Context, user change.ID, viewer *access.Viewer, drafts ...Draft) ([]log.Verdict, error) {
	if len(drafts) > MaxBatch {
		return nil, fault.New("batch.too_many", "changes", "max", MaxBatch)
	}
	return w.admit(ctx, w.probe(user, drafts), viewer, w.Now())
}

// probe gives drafts the form in which admission looks at them.
func (w *Writer) probe(user change.ID, drafts []Draft) []*change.Change {
	out, now := make([]*change.Change, len(drafts)), change.TimeAt(w.Now())
	for i := range drafts {
		out[i] = drafts[i].change(w.Device, user)
		out[i].N = uint64(i) + 1
		out[i].Time = now + change.Time(i) // one after the other, as they will be written
	}
	return out
}
