package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/projection"
	"bamban/internal/twin"
	"bamban/internal/vietnamese"
	"bamban/internal/writer"
)

// twinPeople is how many people the budget speaks of; one in twinsIn is written down
// twice, in another village and without marks.
const (
	twinPeople = 300_000
	twinsIn    = 100
)

// naiveFor is how long comparing each with each is given; the rest is reckoned.
const naiveFor = 15 * time.Second

// twins measures how people who are recorded twice are found: of one, of all, of one
// station's villages, against comparing each with each who was born in one year.
func twins(ctx context.Context, w *world, o Options, r *Report) error {
	n := twinPeople
	if o.Quick {
		n = 30_000
	}
	o.Say(fmt.Sprintf("fill %d people for twins", n))
	people, planted, err := w.people(ctx, n)
	if err != nil {
		return err
	}
	if err := w.oneTwin(ctx, o, r, people, n); err != nil {
		return err
	}
	var found []projection.Twin
	start := time.Now()
	err = o.profile("twins-all", func() error {
		return w.n.Projection.EachTwin(ctx, twin.Likely, func(t projection.Twin) { found = append(found, t) })
	})
	if err != nil {
		return err
	}
	all, missed := time.Since(start), missing(planted, found)
	naive, share, err := w.naive(ctx)
	if err != nil {
		return err
	}
	r.add(fmt.Sprintf("pairs that are likely one person, among all %d people, one pass", n), "< 30 s, and every planted pair", all < 30*time.Second && missed == 0,
		"linear in the people; in the square of those of one name and year", "%.1f s, %d pairs, %d of %d planted ones missed; each with each of one year: %s s (%.1f%% of the pairs were compared, the rest is reckoned)",
		all.Seconds(), len(found), missed, len(planted), seconds(naive), 100*share)
	return w.twinPages(ctx, o, r, n)
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.0f", d.Seconds()) }

// oneTwin measures one person's candidates.
func (w *world) oneTwin(ctx context.Context, o Options, r *Report, people []change.ID, n int) error {
	var took []time.Duration
	err := o.profile("twins-one", func() error {
		for range 3000 {
			id := people[w.r.IntN(len(people))]
			start := time.Now()
			one, err := w.n.Projection.Get(ctx, id)
			if err == nil {
				_, err = w.n.Projection.TwinsOf(ctx, one)
			}
			if err != nil {
				return err
			}
			took = append(took, time.Since(start))
		}
		return nil
	})
	slices.Sort(took)
	p99 := took[len(took)*99/100]
	r.add(fmt.Sprintf("who may be the same as one of %d people", n), "p99 < 50 ms", p99 < 50*time.Millisecond, "those of one name and three years, 300 at most",
		"p50 %s, p99 %s, longest %s", took[len(took)/2].Round(10*time.Microsecond), p99.Round(10*time.Microsecond), took[len(took)-1].Round(10*time.Microsecond))
	return err
}

// twinPages measures the first page of the list, of all and of one station's villages.
func (w *world) twinPages(ctx context.Context, o Options, r *Report, n int) error {
	desk, err := w.user(ctx, "twins.desk", "station_desk", change.ID{})
	if err != nil {
		return err
	}
	v, err := w.n.Viewer(ctx, desk)
	if err != nil {
		return err
	}
	mine := v.Scope(access.Read, w.n.Kinds.Get("person")).Areas
	var longest time.Duration
	pages := map[string]int{}
	for name, areas := range map[string][]change.ID{"all": nil, "station": mine} {
		after := ""
		for {
			start := time.Now()
			page, err := w.n.Projection.Twins(ctx, projection.TwinQuery{Grade: twin.Likely, Areas: areas, After: after, Limit: 50})
			if err != nil {
				return err
			}
			longest = max(longest, time.Since(start))
			pages[name]++
			if after = page.Next; after == "" || pages[name] == 200 {
				break
			}
		}
	}
	r.add(fmt.Sprintf("a page of the list of pairs, among %d people", n), "each < 1 s", longest < time.Second, "a page looks only so far, and says where to go on",
		"longest %s; %d pages of 50 for all (200 asked at most), %d for one station", longest.Round(time.Millisecond), pages["all"], pages["station"])
	return nil
}

// missing counts the planted pairs that were not found.
func missing(planted [][2]change.ID, found []projection.Twin) int {
	have := map[change.ID]bool{}
	for _, t := range found {
		have[twin.PairID(t.A.ID, t.B.ID)] = true
	}
	n := 0
	for _, p := range planted {
		if !have[twin.PairID(p[0], p[1])] {
			n++
		}
	}
	return n
}

// commonNames are so many names of each sex that every second person has, the first of
// them most.
const commonNames = 1500

func (w *world) named(common *[2][]string, female bool) string {
	if w.r.IntN(2) == 0 {
		return w.n.Pack.Names.Person(w.r, female)
	}
	some, at := common[map[bool]int{true: 1, false: 0}[female]], w.r.Float64()
	return some[int(at*at*float64(len(some)))]
}

// people fills households of four with dates of birth as they are known in the field:
// the day of every second one, the month of a fourth, else the year.
func (w *world) people(ctx context.Context, n int) (all []change.ID, planted [][2]change.ID, err error) {
	var drafts []writer.Draft
	add := func(kindName string, id change.ID, fields map[string]json.RawMessage) {
		drafts = append(drafts, writer.Draft{Kind: kindName, Record: id, Fields: fields})
	}
	var home, village change.ID
	person := func(p household.Person) change.ID {
		id := w.id()
		p.Area, p.Generated = village, true
		add("person", id, kind.Fields(p))
		add("membership", w.id(), kind.Fields(household.Membership{Household: home, Person: id, Area: village}))
		all = append(all, id)
		return id
	}
	var common [2][]string
	for i := range 2 * commonNames {
		common[i%2] = append(common[i%2], w.n.Pack.Names.Person(w.r, i%2 == 1))
	}
	for i := 0; len(all) < n; i++ {
		if i%4 == 0 {
			home, village = w.id(), w.villages[w.r.IntN(len(w.villages))]
			add("household", home, kind.Fields(household.Household{Area: village, Name: w.n.Pack.Names.Person(w.r, i%8 == 0), Generated: true}))
		}
		female := w.r.IntN(2) == 0
		p := household.Person{Name: w.named(&common, female), Sex: map[bool]string{true: "female", false: "male"}[female]}
		born := fmt.Sprintf("%d-%02d-%02d", 1945+w.r.IntN(80), 1+w.r.IntN(12), 2+w.r.IntN(27))
		p.Born = born[:[]int{4, 7, 10, 10}[w.r.IntN(4)]]
		if i%twinsIn == 5 {
			p.Born = born
		}
		id := person(p)
		if i%twinsIn == 5 {
			p.Name = vietnamese.Fold(p.Name)
			planted = append(planted, [2]change.ID{id, person(p)})
		}
		if len(drafts) >= 900 {
			if _, err := w.n.Writer.Write(ctx, w.officer, nil, drafts...); err != nil {
				return nil, nil, err
			}
			drafts = drafts[:0]
		}
	}
	_, err = w.n.Writer.Write(ctx, w.officer, nil, drafts...)
	return all, planted, err
}

// naive compares each with each who was born in one year, by what their own records say,
// for as long as it is given. It reckons the whole from the share of pairs that it saw.
func (w *world) naive(ctx context.Context) (whole time.Duration, share float64, err error) {
	byYear := map[int64][]twin.Facts{}
	err = w.n.Projection.Each(ctx, "person", func(r *projection.Record) error {
		p, err := kind.Into[household.Person](r.Kind, r.State)
		byYear[twin.Year(p.Born)] = append(byYear[twin.Year(p.Born)], twin.Facts{ID: r.ID, Name: strings.Clone(p.Name), Born: p.Born, Sex: p.Sex, Village: p.Area})
		return err
	})
	if err != nil {
		return 0, 0, err
	}
	var all, seen float64
	var years []int64
	for y, some := range byYear {
		all += float64(len(some)) * float64(len(some)-1) / 2
		years = append(years, y)
	}
	start := time.Now()
	for time.Since(start) < naiveFor {
		some := byYear[years[w.r.IntN(len(years))]]
		a := some[w.r.IntN(len(some))]
		for _, b := range some {
			twin.Compare(a, b)
		}
		seen += float64(len(some))
	}
	share = seen / all
	return time.Duration(float64(time.Since(start)) / share), min(share, 1), nil
}
