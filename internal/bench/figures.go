package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"bamban/internal/change"
	"bamban/internal/indicator"
	"bamban/internal/node"
	"bamban/internal/pack"
	"bamban/internal/sqlite"
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
		with.Indicators, with.Calendars, with.Checked = nil, nil, false
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

// realActivities go in by the way that all changes take; what the GROUP BY reads is
// grown from them by copying rows, up to the size that is asked for. There are no more
// cells for ten million: those of the communes are all there long before.
const realActivities = 200_000

// figureReads measures a province's table of sixty figures, by commune, over any period,
// against a GROUP BY over the records in the same file.
func figureReads(ctx context.Context, p *pack.Pack, around Handler, o Options, r *Report) error {
	with := *p
	with.Indicators, with.Calendars, with.Checked = sixty(), p.Calendars, false
	w, err := newWorld(ctx, &with, around)
	if err != nil {
		return err
	}
	defer func() { _ = w.close() }()
	n, grown := realActivities, 10*o.Records
	if o.Quick {
		n = realActivities / 4
	}
	o.Say(fmt.Sprintf("write %d visits over five years", n))
	if err := w.years(ctx, n); err != nil {
		return err
	}
	cookie, err := w.session(ctx)
	if err != nil {
		return err
	}
	var each []time.Duration
	var took time.Duration
	asks := 2000
	if o.Quick {
		asks = 400
	}
	if err := o.profile("figures-read", func() (err error) {
		each, took, err = load{w.addr, cookie, 4, asks, w.figurePath}.run()
		return err
	}); err != nil {
		return err
	}
	// Alone, to set beside a GROUP BY that runs alone.
	alone, _, err := load{w.addr, cookie, 1, 200, w.figurePath}.run()
	if err != nil {
		return err
	}
	o.Say(fmt.Sprintf("grow the records to %d", grown))
	one, all, err := w.groupBy(filepath.Join(w.dir, node.ProjectionFile), grown)
	if err != nil {
		return err
	}
	ratio := float64(all) / float64(at(alone, .5))
	r.add(fmt.Sprintf("60 figures of a province by commune, any period of five years, two calendars, two maps; %d activities", grown), "p99 < 50 ms, ≥ 100 times the GROUP BY",
		at(each, .99) < 50*time.Millisecond && ratio >= 100, "with areas, units and the length of the period, not with records",
		"p50 %s, p99 %s at %.0f/s by 4 readers; alone %s; a GROUP BY of the twenty figures over visits, of one year, an index of its days there, alone: %s, %.0f times as long; of one figure only, all of it in the index: %s, %.0f times; cells of %d written activities, the GROUP BY's rows copied from them",
		ms(at(each, .5)), ms(at(each, .99)), float64(asks)/took.Seconds(), ms(at(alone, .5)), ms(all), ratio, ms(one), float64(one)/float64(at(alone, .5)), n)
	return nil
}

// years writes visits of five years by officers of several stations.
func (w *world) years(ctx context.Context, n int) error {
	homes, err := w.homes(ctx, 5000, w.villages)
	if err != nil {
		return err
	}
	var units []change.ID
	for i := range w.n.Pack.Units {
		if w.n.Pack.Units[i].Type == "border_station" {
			units = append(units, w.n.UnitID(w.n.Pack.Units[i].Key))
		}
	}
	for n > 0 {
		drafts := w.someVisits(min(n, 1000), homes)
		n -= len(drafts)
		for i := range drafts {
			day := time.UnixMilli(w.n.Now()).AddDate(0, 0, -w.r.IntN(5*365)).Format(time.DateOnly)
			drafts[i].Fields["on"] = json.RawMessage(`"` + day + `"`)
			drafts[i].Fields["unit"] = json.RawMessage(`"` + units[w.r.IntN(len(units))].String() + `"`)
		}
		if _, err := w.n.Writer.Write(ctx, w.officer, nil, drafts...); err != nil {
			return err
		}
	}
	return nil
}

// figurePath asks for a table of any period.
func (w *world) figurePath(r *rand.Rand) string {
	year := time.UnixMilli(w.n.Now()).Year() - r.IntN(5)
	period := []string{fmt.Sprint(year), fmt.Sprintf("%d-H%d", year, 1+r.IntN(2)), fmt.Sprintf("%d-Q%d", year, 1+r.IntN(4)), fmt.Sprintf("%d-%02d", year, 1+r.IntN(12))}[r.IntN(4)]
	calendars := w.n.Figures.Calendars
	return fmt.Sprintf("/api/figures?by=area&period=%s&calendar=%s&map=%s", period, calendars[r.IntN(len(calendars))].Code, []string{"new", "old"}[r.IntN(2)])
}

// tableOfVisits is what a GROUP BY has to work out for the figures that sixty declares
// over visits, but what members have last: as many counts, sums and distinct counts.
// Their conditions are taken to be as cheap as a comparison of two columns.
var tableOfVisits = "count(*)" + strings.Repeat(", sum(c_next_due > c_on)", 11) + strings.Repeat(", sum(c_form IS NOT NULL)", 4) +
	strings.Repeat(", count(DISTINCT c_household)", 3)

// groupBy counts a year's visits by commune from the rows themselves, after they were
// grown to a number: one figure, and all. It gives the best of three of each.
func (w *world) groupBy(path string, rows int) (one, all time.Duration, err error) {
	db, err := sqlite.Open(path, sqlite.Options{Sync: sqlite.Normal, CacheKB: 64_000})
	if err != nil {
		return 0, 0, err
	}
	defer func() { _ = db.Close() }()
	c := db.Writer()
	if err := grow(c, rows); err != nil {
		return 0, 0, err
	}
	year := time.UnixMilli(w.n.Now()).Year() - 1
	best := func(what string) (best time.Duration, err error) {
		for range 3 {
			start := time.Now()
			s, err := c.Prepare(fmt.Sprintf("SELECT up, %s FROM grown WHERE c_on BETWEEN '%d-12-15' AND '%d-12-14' AND del = 0 GROUP BY up", what, year-1, year))
			if err != nil {
				return 0, err
			}
			for s.Next() {
			}
			if err := s.Err(); err != nil {
				return 0, err
			}
			if took := time.Since(start); best == 0 || took < best {
				best = took
			}
		}
		return best, nil
	}
	if one, err = best("count(*)"); err != nil {
		return 0, 0, err
	}
	all, err = best(tableOfVisits)
	return one, all, err
}

// grow copies the rows of visits until there are a number of them. Their index grows
// with them: sorting ten million at once takes more memory than an embedded database has.
func grow(c *sqlite.Conn, rows int) error {
	for _, sql := range []string{"CREATE TABLE grown AS SELECT up, del, c_on, c_household, c_next_due, c_form FROM x_visit", "CREATE INDEX grown_on ON grown(c_on, up, del)"} {
		if err := c.Exec(sql); err != nil {
			return err
		}
	}
	n := 0
	s, err := c.Prepare("SELECT count(*) FROM grown")
	if err != nil {
		return err
	}
	for s.Next() {
		n = int(s.Int64(0))
	}
	if err := s.Err(); err != nil {
		return err
	}
	// Some at a time: rows copied within a table wait in memory.
	for n < rows {
		some := min(rows-n, n, 200_000)
		if err := c.Exec(fmt.Sprintf("INSERT INTO grown SELECT * FROM grown LIMIT %d", some)); err != nil {
			return err
		}
		n += some
	}
	return nil
}
