package demo

import (
	"context"
	"fmt"

	"bamban/internal/indicator"
	"bamban/internal/kind"
)

// targets sets what the province is to reach this year in a few of the pack's
// indicators, so that the figures stand beside something.
func (f *filler) targets(ctx context.Context) error {
	p := f.n.Pack
	if len(p.Calendars) == 0 || len(p.Areas) == 0 {
		return nil
	}
	now, ok := indicator.ParseDay(f.n.Today())
	if !ok {
		return nil
	}
	calendar := &p.Calendars[0]
	year := calendar.Name(calendar.Containing(indicator.ByYear, now))
	// One record for so many households.
	one := map[string]int{"visit": 1, "enrolment": 30}
	for _, d := range p.Indicators {
		share := one[d.Kind]
		if share == 0 || d.Aggregate != indicator.Count || d.People && d.Kind == "visit" {
			continue
		}
		t := indicator.Target{Indicator: d.Code, Area: f.n.AreaID(p.Areas[0].Key), Calendar: calendar.Code, Period: year, Value: float64(max(5, f.o.Households/share)), Decision: "Tạo sinh"}
		if err := f.add(ctx, "target", f.id(), kind.Fields(t)); err != nil {
			return fmt.Errorf("demo target: %w", err)
		}
	}
	return f.flush(ctx)
}
