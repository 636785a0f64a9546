package sim

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"slices"
	"strings"
)

// Lab holds what every history starts from.
type Lab struct {
	stem    *stem
	mistake mistake
	app     *script // where every second phone runs the web app's own replica; nil for nowhere
}

// UseApp lets every second phone run the web app's own replica, which "npm run
// sim" builds, in Node. Close ends it.
func (l *Lab) UseApp(path string) error {
	var err error
	l.app, err = startScript(path)
	return err
}

// Close ends what UseApp started.
func (l *Lab) Close() error {
	if l.app == nil {
		return nil
	}
	return l.app.close()
}

// New makes the little province, once for any number of histories.
func New() (*Lab, error) {
	s, err := makeStem()
	if err != nil {
		return nil, err
	}
	return &Lab{stem: s}, nil
}

// Outcome is what came of a history.
type Outcome struct {
	Seed   uint64
	Events []Event
	Broken []string // invariants that did not hold; none is good
	Story  []string // what happened, in plain words
}

// maxBroken is how many broken promises a text tells; more say nothing new.
const maxBroken = 5

// Text tells the outcome: the story, then what does not hold.
func (o *Outcome) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "seed %d, %d events\n", o.Seed, len(o.Events))
	for _, line := range o.Story {
		b.WriteString("  " + line + "\n")
	}
	for i, line := range o.Broken {
		if i == maxBroken {
			fmt.Fprintf(&b, "and %d more\n", len(o.Broken)-maxBroken)
			break
		}
		b.WriteString("BROKEN: " + line + "\n")
	}
	return b.String()
}

// Gist is the kind of failure: the words of the first broken promise without names
// and numbers; "" where all holds.
func (o *Outcome) Gist() string {
	if len(o.Broken) == 0 {
		return ""
	}
	return gist(o.Broken[0])
}

// Run runs the history of a seed. An error is the simulator's own.
func (l *Lab) Run(ctx context.Context, seed uint64) (*Outcome, error) {
	return l.RunEvents(ctx, seed, Draw(seed))
}

// RunEvents runs a history of given events.
func (l *Lab) RunEvents(ctx context.Context, seed uint64, events []Event) (*Outcome, error) {
	dir, err := tempDir()
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	w, err := l.newWorld(ctx, seed, dir)
	if err != nil {
		return nil, err
	}
	err = w.live(seed, events)
	if l.app != nil {
		_, endErr := l.app.obey(ctx, order{Op: "end", Phone: dir + "/"}, "", offline{})
		err = errors.Join(err, endErr)
	}
	if closeErr := w.close(); err == nil {
		err = closeErr
	}
	return &Outcome{seed, events, w.broken, w.told}, err
}

// live runs the events to the end or to the first broken promise, then checks. A
// panic of what is simulated is a broken promise too.
func (w *world) live(seed uint64, events []Event) (err error) {
	defer func() {
		if p := recover(); p != nil {
			w.fail("panic: %v\n%s", p, debug.Stack())
		}
	}()
	for _, e := range events {
		if err := w.run(e); err != nil {
			return err
		}
		if len(w.broken) > 0 {
			return nil
		}
	}
	if err := w.settleDown(seed); err != nil || len(w.broken) > 0 {
		return err
	}
	return w.check(seed)
}

// Shrink takes events out of a failing history as long as it still fails in the
// same way (delta debugging), and gives the outcome of what is left.
func (l *Lab) Shrink(ctx context.Context, o *Outcome) (*Outcome, error) {
	if len(o.Broken) == 0 {
		return nil, errors.New("sim: nothing is broken, there is nothing to shrink")
	}
	best := o
	for size := (len(o.Events) + 1) / 2; size > 0; {
		smaller, err := l.without(ctx, best, size)
		if err != nil {
			return nil, err
		}
		if smaller != nil {
			best = smaller
			size = min(size, (len(best.Events)+1)/2)
			continue
		}
		size /= 2
	}
	return best, nil
}

// without looks for a run of events that may be left out.
func (l *Lab) without(ctx context.Context, o *Outcome, size int) (*Outcome, error) {
	for at := 0; at < len(o.Events); at += size {
		events := leaveOut(o.Events, at, min(at+size, len(o.Events)))
		next, err := l.RunEvents(ctx, o.Seed, events)
		if err != nil {
			continue // the simulator stumbled: not the same failure
		}
		if next.Gist() == o.Gist() {
			return next, nil
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// leaveOut takes out some events; what comes after happens when it did before.
func leaveOut(events []Event, from, to int) []Event {
	out := slices.Concat(events[:from], events[to:])
	if to < len(events) {
		for _, e := range events[from:to] {
			out[from].After += e.After
		}
	}
	return out
}

// gist is a sentence's first words without names and numbers.
func gist(s string) string {
	var out []string
	for _, word := range strings.Fields(s) {
		if strings.Trim(word, "abcdefghijklmnopqrstuvwxyz") == "" && !slices.ContainsFunc(staff, func(p person) bool { return p.login == word }) {
			out = append(out, word)
		}
	}
	return strings.Join(out[:min(len(out), 6)], " ")
}
