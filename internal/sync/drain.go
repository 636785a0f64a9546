package sync

import (
	"context"
	"slices"
	"time"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/pack"
	"bamban/internal/signin"
	"bamban/internal/writer"
)

// drained lets in what an officer wrote of a household or village before hearing
// that it is another's now: as the officer's rights were on the day of writing, and,
// while the device has not been told to forget it yet, as they were on the last day.
// Only for so many days as the pack gives after the assignment ended.
func (s *Server) drained(d *signin.Device) writer.Drained {
	return func(ctx context.Context, at change.Time) ([]*access.Viewer, error) {
		today := s.n.Today()
		since := s.n.Day(s.n.Now() - int64(s.n.Pack.Settings.Int(pack.HandoverDays, today))*int64(24*time.Hour/time.Millisecond))
		ended, err := s.n.Ended(ctx, d.Fields.User, since)
		if err != nil || len(ended) == 0 {
			return nil, err
		}
		wrote, held := s.n.Day(at.Milli()), HeldBy(d.Fields)
		var days []string
		for _, a := range ended {
			switch {
			case wrote <= a.To:
				days = append(days, wrote)
			case slices.Contains(held.Households, a.Household), slices.Contains(held.Areas, a.Area) && a.Household.IsZero():
				days = append(days, a.To)
			}
		}
		slices.Sort(days)
		var out []*access.Viewer
		for _, day := range slices.Compact(days) {
			v, err := s.n.ViewerOn(ctx, d.Fields.User, day)
			if err != nil {
				return nil, err
			}
			out = append(out, v)
		}
		return out, nil
	}
}
