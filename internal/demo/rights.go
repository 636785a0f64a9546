package demo

import (
	"context"
	"fmt"
	"time"

	"bamban/internal/access"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/projection"
	"bamban/internal/rights"
)

// What of rights a demonstration has: so many people are looked at, and every so many-th
// has agreed that the partner reads of them.
const (
	lookedAt    = 200
	agreesEvery = 3
)

// rights leaves consents, so that the partner's account has somebody to read of, and
// requests to the station's desk: one new, one acknowledged, one late, one closed.
func (f *filler) rights(ctx context.Context) error {
	page, err := f.n.Projection.List(ctx, projection.Query{Kind: "person", Scope: access.Scope{Everywhere: true}, Area: f.partnerArea, Sort: "name", Limit: lookedAt})
	if err != nil {
		return fmt.Errorf("demo consents: %w", err)
	}
	children := f.n.Children()
	day := func(back int) string {
		return time.UnixMilli(f.n.Now()).In(f.n.Zone).AddDate(0, 0, -back).Format(time.DateOnly)
	}
	var adults []*projection.Record
	for _, r := range page.Records {
		if children.Is(ctx, r) {
			continue
		}
		adults = append(adults, r)
		if len(adults)%agreesEvery != 1 {
			continue
		}
		c := household.Consent{Person: r.ID, Area: projection.PlaceOf(r).Area, Purpose: household.SharePartner, Partner: f.partner, Form: "spoken_witnessed", GivenOn: day(30 + len(adults)),
			Language: "vietnamese", Note: "Trưởng bản làm chứng", Status: household.Given, Generated: true}
		if err := f.add(ctx, "consent", f.id(), kind.Fields(c)); err != nil {
			return err
		}
	}
	for i, q := range []rights.Request{
		{What: rights.See, Channel: "spoken", Received: day(0), Status: rights.Received},
		{What: rights.Correct, Channel: "written", Received: day(3), Answered: day(2), Status: rights.Received},
		{What: rights.Withdraw, Channel: "reporter", Received: day(24), Status: rights.Received},
		{What: rights.Export, Channel: "phone", Received: day(40), Answered: day(39), Done: day(35), Outcome: "done", Status: rights.Received},
	} {
		if i >= len(adults) {
			break
		}
		r := adults[i]
		q.Person, q.Area, q.Unit, q.Relation, q.Asker, q.Generated = r.ID, projection.PlaceOf(r).Area, f.n.UnitID(f.station), "self", projection.Title(r), true
		id := f.id()
		if err := f.add(ctx, "request", id, kind.Fields(q)); err != nil {
			return err
		}
		// A request takes its steps one after the other.
		for _, step := range []struct{ day, to string }{{q.Answered, rights.Answered}, {q.Done, rights.Closed}} {
			if step.day == "" {
				continue
			}
			if err := f.add(ctx, "request", id, kind.Fields(rights.Request{Status: step.to})); err != nil {
				return err
			}
		}
	}
	return f.flush(ctx)
}
