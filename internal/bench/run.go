package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"strings"
	"time"

	"bamban/internal/change"
	"bamban/internal/pack"
	"bamban/internal/projection"
	"bamban/internal/sqlite"
)

// Options of a run.
type Options struct {
	Records int // people and households held in the large scenarios
	Quick   bool
	Only    string       // the name of one part, or empty for all
	Self    string       // this program, to be started as a server
	Profile string       // a folder for CPU profiles of what is measured, or empty
	Say     func(string) // told what is under way
}

// Line is one budget and what was measured.
type Line struct {
	What     string `json:"what"`
	Budget   string `json:"budget"`
	Measured string `json:"measured"`
	Holds    bool   `json:"holds"`
	Grows    string `json:"grows"` // how the cost grows with size
}

// Report is a run.
type Report struct {
	Machine string    `json:"machine"`
	When    time.Time `json:"when"`
	Lines   []Line    `json:"lines"`
	say     func(string)
}

// Run measures every budget that one process can measure of itself, and says each as it
// is had. Where a part fails, the report holds what was measured before.
func Run(ctx context.Context, p *pack.Pack, around Handler, o Options) (*Report, error) {
	r := &Report{Machine: fmt.Sprintf("%s/%s, %d cores, %s; clients and server share them", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version()), When: time.Now().UTC(), say: o.Say}
	for _, part := range []struct {
		name string
		run  func(context.Context, *world, Options, *Report) error
	}{{"push", pushes}, {"read", reads}, {"sheets", sheets}, {"twins", twins}} {
		if o.Only != "" && o.Only != part.name {
			continue
		}
		runtime.GC()
		w, err := newWorld(ctx, p, around)
		if err != nil {
			return r, err
		}
		err = part.run(ctx, w, o, r)
		if closeErr := w.close(); err == nil {
			err = closeErr
		}
		if err != nil {
			return r, err
		}
	}
	if o.Only == "" || o.Only == "figures" {
		if err := figurePushes(ctx, p, around, o, r); err != nil {
			return r, err
		}
		if err := figureReads(ctx, p, around, o, r); err != nil {
			return r, err
		}
	}
	return r, starts(ctx, o, r)
}

// profile runs what is measured, with a CPU profile of it where one is wanted.
func (o Options) profile(name string, run func() error) error {
	if o.Profile == "" {
		return run()
	}
	f, err := os.Create(filepath.Join(o.Profile, name+".prof"))
	if err != nil {
		return err
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return errors.Join(err, f.Close())
	}
	err = run()
	pprof.StopCPUProfile()
	return errors.Join(err, f.Close())
}

func (r *Report) add(what, budget string, holds bool, grows, measured string, args ...any) {
	l := Line{what, budget, fmt.Sprintf(measured, args...), holds, grows}
	r.Lines = append(r.Lines, l)
	r.say(map[bool]string{true: "holds: ", false: "misses: "}[holds] + what + ": " + l.Measured)
}

func pushes(ctx context.Context, w *world, o Options, r *Report) error {
	batches, singles := 150, 1500
	if o.Quick {
		batches, singles = 40, 300
	}
	o.Say("push in batches")
	p, err := w.pushed(ctx, o, "push-batches", 8, batches, 100)
	if err != nil {
		return err
	}
	r.add("push over HTTP, batches of 100 visits, 8 connections, durable", "≥ 8,000 changes/s and ≥ 60% of a bare insert loop of the same rows",
		p.rate >= 8000 && p.rate >= 0.6*p.bare, "log₂ of the records held, per index; linear in fields", "%s, %.0f%% of the bare loop", p, 100*p.rate/p.bare)
	o.Say("push one by one")
	if p, err = w.pushed(ctx, o, "push-singles", 32, singles, 1); err != nil {
		return err
	}
	plain, err := plainWriter(filepath.Join(w.dir, "plain.db"))
	if err != nil {
		return err
	}
	r.add("push one change a request, 32 connections, durable", "≥ 4,000/s, p99 < 50 ms", p.rate >= 4000 && at(p.each, .99) < 50*time.Millisecond,
		"the sync is shared by those who wait", "%s; a plain writer, one row of 300 bytes a transaction, no index: %.0f/s", p, plain)
	return nil
}

// pushRun is a run of pushes beside bare loops over the rows that it wrote.
type pushRun struct {
	*pushResult
	rate      float64 // changes a second
	group     int     // changes a commit
	bare, two float64 // rows of changes a second, bare: in one file, in two
}

func (p *pushRun) String() string {
	return fmt.Sprintf("%.0f/s in commits of %d, p50 %s, p99 %s a request; bare loops alone on the machine, same rows and commits, no HTTP, check or fold: one file %.0f/s, two %.0f/s",
		p.rate, p.group, ms(at(p.each, .5)), ms(at(p.each, .99)), p.bare, p.two)
}

func (w *world) pushed(ctx context.Context, o Options, name string, devices, bodies, perBody int) (*pushRun, error) {
	ps, err := w.prepare(ctx, devices, bodies, perBody)
	if err != nil {
		return nil, err
	}
	p, folds := &pushRun{}, w.n.Writer.Folded()
	if err := o.profile(name, func() error { p.pushResult, err = w.run(ps, perBody); return err }); err != nil {
		return nil, err
	}
	p.rate = float64(p.changes) / p.took.Seconds()
	p.group = p.changes / int(max(w.n.Writer.Folded()-folds, 1))
	p.bare, p.two, err = w.bare(name, p.group)
	return p, err
}

// plainWriter is the plain alternative: one row, one transaction, one sync.
func plainWriter(path string) (float64, error) {
	db, err := sqlite.Open(path, sqlite.Options{Sync: sqlite.Full})
	if err != nil {
		return 0, err
	}
	defer func() { _ = db.Close() }()
	w := db.Writer()
	if err := w.Exec("CREATE TABLE t(id INTEGER PRIMARY KEY, body BLOB)"); err != nil {
		return 0, err
	}
	s, err := w.Prepare("INSERT INTO t(body) VALUES(?)")
	if err != nil {
		return 0, err
	}
	body, n, start := make([]byte, 300), 0, time.Now()
	for time.Since(start) < time.Second {
		if err := s.Bind(body).Exec(); err != nil {
			return 0, err
		}
		n++
	}
	return float64(n) / time.Since(start).Seconds(), nil
}

func reads(ctx context.Context, w *world, o Options, r *Report) error {
	o.Say("fill 266,000 records")
	small := min(266_000, o.Records)
	if err := w.fill(ctx, small, o.Say); err != nil {
		return err
	}
	requests := 16_000
	if o.Quick {
		requests = 4_000
	}
	cookie, err := w.session(ctx)
	if err != nil {
		return err
	}
	if _, _, err := (load{w.addr, cookie, 4, 2000, w.listPath}).run(); err != nil { // the counters' first counts
		return err
	}
	var each []time.Duration
	var took time.Duration
	if err := o.profile("list", func() (err error) {
		each, took, err = load{w.addr, cookie, 32, requests, w.listPath}.run()
		return err
	}); err != nil {
		return err
	}
	all, err := w.readEverything(ctx, filepath.Join(w.dir, "projection.db"))
	if err != nil {
		return err
	}
	r.add(fmt.Sprintf("a list filtered, sorted, with its total, %d records, 32 clients", small), "p99 < 30 ms", at(each, .99) < 30*time.Millisecond,
		"a seek per part of the scope and the rows of a page; the total is a look-up", "p50 %s, p99 %s at %.0f/s; reading everything once, alone: %s", ms(at(each, .5)), ms(at(each, .99)), float64(requests)/took.Seconds(), ms(all))
	if o.Records > small {
		o.Say(fmt.Sprintf("fill to %d records", o.Records))
		if err := w.fill(ctx, o.Records-small, o.Say); err != nil {
			return err
		}
	}
	if err := pulls(ctx, w, o, r); err != nil {
		return err
	}
	if err := o.profile("search", func() (err error) {
		each, took, err = load{w.addr, cookie, 4, requests / 4, w.typed}.run()
		return err
	}); err != nil {
		return err
	}
	r.add(fmt.Sprintf("search as you type, %d people and households, 4 typing", o.Records), "p99 < 30 ms", at(each, .99) < 30*time.Millisecond,
		"the rarest word's list; at most 60 candidates are read", "p50 %s, p99 %s at %.0f/s", ms(at(each, .5)), ms(at(each, .99)), float64(requests/4)/took.Seconds())
	if err := rebuild(ctx, w, o, r); err != nil {
		return err
	}
	if err := w.stop(); err != nil {
		return err
	}
	return startsFull(ctx, w, cookie, o, r)
}

// pulls measures what devices pull: a first pull of visits, nothing new, some moved.
func pulls(ctx context.Context, w *world, o Options, r *Report) error {
	o.Say("pulls")
	areas := w.villages[len(w.villages)-30:]
	homes, err := w.homes(ctx, 600, areas)
	if err != nil {
		return err
	}
	if err := w.visits(ctx, 10_000, homes); err != nil {
		return err
	}
	user, err := w.reporterOf(ctx, "canbo.pull", areas)
	if err != nil {
		return err
	}
	c, m, err := w.phone(ctx, user)
	if err != nil {
		return err
	}
	start := time.Now()
	if _, err := c.Sync(ctx); err != nil {
		return err
	}
	took, records := time.Since(start), len(c.Store.Records)
	visits := 0
	for _, h := range c.Store.Records {
		if h.Kind == "visit" {
			visits++
		}
	}
	perRecord := float64(m.down) / float64(records)
	r.add(fmt.Sprintf("first pull of a scope of %d records, %d of them visits", records, visits), "< 1.0 s of server time for 10,000, ≤ 130 bytes a visit, ≤ 1.6 MB in all",
		took < time.Duration(float64(time.Second)*float64(records)/10_000) && perRecord <= 130, "linear in the scope, not in what the server holds", "%s, the client's part in it; %.0f bytes a record, %d in all", ms(took), perRecord, m.down)
	for range 3 { // the pull after the first confirms what is held
		if _, err := c.Sync(ctx); err != nil {
			return err
		}
	}
	before := m.down
	each, err := w.nothingNew(ctx, c, 500)
	if err != nil {
		return err
	}
	bytes := (m.down - before) / 500
	r.add(fmt.Sprintf("pull with nothing new, %d records held", o.Records), "≤ 400 bytes, p99 < 3 ms", bytes <= 400 && at(each, .99) < 3*time.Millisecond,
		"a look-up per area of the scope", "%d bytes of body, p50 %s, p99 %s", bytes, ms(at(each, .5)), ms(at(each, .99)))
	if err := w.move(ctx, areas, 500); err != nil {
		return err
	}
	start = time.Now()
	a, err := c.Sync(ctx)
	if err != nil {
		return err
	}
	took = time.Since(start)
	r.add(fmt.Sprintf("pull of 500 moved among %d", o.Records), "< 50 ms", took < 50*time.Millisecond, "linear in what moved, not in what is held", "%s for the whole meeting, %d pages", ms(took), a.Pages)
	return nil
}

func rebuild(ctx context.Context, w *world, o Options, r *Report) error {
	o.Say("rebuild")
	start, changes := time.Now(), int64(0)
	again, err := projection.Open(filepath.Join(w.dir, "again.db"), w.n.Kinds, w.n.Log, 1)
	if err != nil {
		return err
	}
	err = o.profile("rebuild", func() error {
		return again.CatchUp(ctx, w.n.Log, func(_, _ uint64, n int64) { changes = n })
	})
	took := time.Since(start)
	if closeErr := again.Close(); err == nil {
		err = closeErr
	}
	rate := float64(changes) / took.Seconds()
	r.add("rebuild the projection from the log", "≥ 20,000 changes/s", rate >= 20_000, "linear in the log", "%.0f/s over %d changes", rate, changes)
	return err
}

// visits writes visits to households as the officer.
func (w *world) visits(ctx context.Context, n int, homes [][2]change.ID) error {
	for n > 0 {
		drafts := w.someVisits(min(n, 1000), homes)
		n -= len(drafts)
		if _, err := w.n.Writer.Write(ctx, w.officer, nil, drafts...); err != nil {
			return err
		}
	}
	return nil
}

func ms(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000) }

// Print writes the report as a table.
func (r *Report) Print(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s\n\n", r.Machine, r.When.Format(time.RFC3339))
	for _, l := range r.Lines {
		mark := "misses"
		if l.Holds {
			mark = "holds "
		}
		fmt.Fprintf(&b, "%s  %s\n        budget   %s\n        measured %s\n        grows    %s\n", mark, l.What, l.Budget, l.Measured, l.Grows)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// FileSize of a path in MB, or 0.
func FileSize(path string) float64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return float64(info.Size()) / (1 << 20)
}
