package program

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"time"

	"bamban/internal/change"
)

// DueID is the id of what an enrolment is entitled to for a period: the same wherever
// it is worked out.
func DueID(enrolment change.ID, entitlement, period string) change.ID {
	h := sha256.New()
	fmt.Fprintf(h, "bamban due 1\n%s\n%s\n%s", enrolment, entitlement, period)
	return change.ID(h.Sum(nil)[:16])
}

// Span is a period of an entitlement, with the day on which it falls due.
type Span struct{ Period, On string }

// Spans lists the periods of an entitlement that fall due from a day to a day, both
// inclusive: each month as 2026-09, each term and year by its month, "once" by that
// word, due on the first day asked for.
func (e *Entitlement) Spans(from, to string) []Span {
	if e.Rhythm == "once" {
		return []Span{{"once", from}}
	}
	start, err := time.Parse(time.DateOnly, from)
	end, err2 := time.Parse(time.DateOnly, to)
	if err != nil || err2 != nil {
		return nil
	}
	var out []Span
	for t := time.Date(start.Year(), start.Month(), 1, 0, 0, 0, 0, time.UTC); !t.After(end) && len(out) < maxSpans; t = t.AddDate(0, 1, 0) {
		if len(e.Months) == 0 && e.Rhythm == "month" || slices.Contains(e.Months, int(t.Month())) {
			on := max(t.Format(time.DateOnly), from)
			out = append(out, Span{t.Format("2006-01"), on})
		}
	}
	return out
}

// maxSpans bounds what one enrolment is given in one run: fifty years of months.
const maxSpans = 600

// DueFor is what an enrolment is entitled to for a period, or nil where that is
// nothing: it is not entitled then, or has no norm.
func (p *Program) DueFor(e *Enrolment, id change.ID, x *Entitlement, s Span) *Due {
	step := p.Step(e.Status)
	if step == nil || !step.Entitled || e.Starts != "" && s.On < e.Starts[:min(len(e.Starts), len("2006-01"))] || e.Ends != "" && s.On > e.Ends {
		return nil
	}
	amount := x.Amount(s.On, e.Variant)
	if own, ok := e.Terms[x.Code]; ok {
		if own.Until != "" && s.On > own.Until {
			return nil
		}
		amount = own.Amount
	}
	if amount <= 0 {
		return nil
	}
	return &Due{Enrolment: id, Program: p.Code, Entitlement: x.Code, Period: s.Period, Household: e.Household, Area: e.Area, Unit: e.Unit,
		Name: e.Name, Item: x.Item, Amount: amount, On: s.On, Status: "open", Generated: e.Generated}
}
