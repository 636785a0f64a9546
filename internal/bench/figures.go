package bench

import (
	"context"
	"fmt"
	"slices"

	"bamban/internal/indicator"
	"bamban/internal/pack"
)

// sixty are indicators as many as a province keeps: a third of them over visits, which
// are pushed most, the rest over other kinds.
func sixty() []indicator.Declaration {
	var out []indicator.Declaration
	add := func(d indicator.Declaration) {
		d.Code = fmt.Sprintf("figure_%02d", len(out))
		out = append(out, d)
	}
	visit := indicator.Declaration{Kind: "visit", Date: "on", Unit: "unit"}
	for i, where := range []string{"", `"urgent" in conditions`, `"needs_attention" in conditions || "urgent" in conditions`, `met > 2`, `form != ""`, `next_due != ""`,
		`"health" in purposes`, `"schooling" in purposes`, `"housing" in purposes && met > 0`, `corrects != ""`, `"routine" in purposes`, `!("not_home" in conditions)`} {
		d := visit
		d.Aggregate, d.Where = indicator.Count, where
		if i == 0 {
			d.Dims = []indicator.Dim{{Name: "purpose", Value: "purposes"}, {Name: "condition", Value: "conditions"}}
		}
		add(d)
	}
	for _, value := range []string{"met", "met * 2", `met > 1 ? met : 0`, "size(purposes)"} {
		d := visit
		d.Aggregate, d.Value = indicator.Sum, value
		add(d)
	}
	for _, where := range []string{"", `"urgent" in conditions`, `"health" in purposes`} {
		d := visit
		d.Aggregate, d.Member, d.Where = indicator.Distinct, "household", where
		add(d)
	}
	d := visit
	d.Aggregate, d.Member, d.Value = indicator.Last, "household", "met"
	add(d)
	for i := 0; len(out) < 60; i++ {
		add([]indicator.Declaration{
			{Kind: "household", Aggregate: indicator.Last, Each: "poverty", Date: "key", Value: `each.status == "poor" ? 1 : 0`, People: true},
			{Kind: "note", Aggregate: indicator.Count, Date: "on", Where: fmt.Sprintf("topic == %q", fmt.Sprint("t", i))},
			{Kind: "task", Aggregate: indicator.Count, Date: "done_on", Where: `status == "done"`},
			{Kind: "consent", Aggregate: indicator.Count, Date: "given_on", Where: `status == "given"`},
		}[i%4])
	}
	return out
}

// figurePushes measures what sixty indicators cost a push: worlds without and with
// them take turns on the same machine.
func figurePushes(ctx context.Context, p *pack.Pack, around Handler, o Options, r *Report) error {
	bodies, singles, rounds := 100, 700, 3
	if o.Quick {
		bodies, singles, rounds = 25, 200, 2
	}
	rates := map[string][]float64{}
	for i := range 2 * rounds {
		with := *p
		with.Indicators, with.Calendars = nil, nil
		name := "none"
		if i%2 == 1 {
			name, with.Indicators, with.Calendars = "sixty", sixty(), p.Calendars
		}
		o.Say("push with indicators: " + name)
		w, err := newWorld(ctx, &with, around)
		if err != nil {
			return err
		}
		for _, run := range []struct {
			name          string
			devices, each int
			perBody       int
		}{{"batches", 8, bodies, 100}, {"singles", 32, singles, 1}} {
			ps, err := w.prepare(ctx, run.devices, run.each, run.perBody)
			if err != nil {
				return err
			}
			var res *pushResult
			if err := o.profile("figures-"+name+"-"+run.name, func() (err error) { res, err = w.run(ps, run.perBody); return err }); err != nil {
				return err
			}
			rates[run.name+" "+name] = append(rates[run.name+" "+name], float64(res.changes)/res.took.Seconds())
		}
		if err := w.close(); err != nil {
			return err
		}
	}
	for _, run := range []string{"batches", "singles"} {
		none, with := median(rates[run+" none"]), median(rates[run+" sixty"])
		r.add("push "+map[string]string{"batches": "in batches of 100, 8 connections", "singles": "one by one, 32 connections"}[run]+", with 60 indicators (20 over what is pushed) and with none",
			"≤ 25% of the throughput", with >= 0.75*none, "linear in the indicators of the kind; a cell for each area that holds the record's",
			"%.0f/s with, %.0f/s without: %.0f%% less; medians of %d turns", with, none, 100*(1-with/none), rounds)
	}
	return nil
}

func median(all []float64) float64 {
	all = slices.Sorted(slices.Values(all))
	return all[len(all)/2]
}
