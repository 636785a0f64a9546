package projection

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"bamban/internal/indicator"
	"bamban/internal/sqlite"
)

// changed is a counted record that a run wrote: what it contributed before, and the
// record as it is now.
type changed struct {
	was []indicator.Contribution
	rec *Record
}

// owed is what one run leaves to count.
type owed struct {
	seq     uint64 // last entry of the run
	records []changed
}

// keeper brings the cells after the records, beside the folds: in a goroutine and a
// file of its own. The projection's file says what is owed until the cells' file has
// it, so that a process that ends in between loses nothing; see [Projection.settle].
type keeper struct {
	p       *Projection
	queue   chan owed
	stopped chan struct{}

	mu      sync.Mutex
	moved   *sync.Cond
	sent    uint64 // runs handed over
	done    uint64 // runs counted, or given up
	reached uint64 // last entry of the runs that the cells' file has
	err     error  // why runs were given up; settle begins anew
	tried   time.Time
}

// Runs that may wait to be counted before folds wait, and how many are counted in one
// transaction.
const (
	runsWaiting  = 4
	runsTogether = 4
)

// betweenTries is how long folds go on without cells after counting failed, before
// they try again; who asks for figures tries at once.
const betweenTries = 5 * time.Second

// errUnsettled is that nothing is known yet of how far the cells' file is.
var errUnsettled = errors.New("projection: the figures are not settled")

func (p *Projection) startKeeper() {
	k := &keeper{p: p, queue: make(chan owed, runsWaiting), stopped: make(chan struct{}), err: errUnsettled}
	k.moved = sync.NewCond(&k.mu)
	p.keeper = k
	go k.run()
}

func (k *keeper) run() {
	defer close(k.stopped)
	for first := range k.queue {
		runs := []owed{first}
		for len(k.queue) > 0 && len(runs) < runsTogether {
			runs = append(runs, <-k.queue)
		}
		k.count(runs)
	}
}

func (k *keeper) count(runs []owed) {
	last := runs[len(runs)-1].seq
	_, err := k.state()
	if err == nil {
		err = k.p.countRuns(runs, last)
	}
	k.now(last, err)
	k.mu.Lock()
	defer k.mu.Unlock()
	k.done += uint64(len(runs))
	k.moved.Broadcast()
}

// hand gives a run over. It waits where many are waiting; who folds holds applying.
func (k *keeper) hand(o owed) {
	k.mu.Lock()
	k.sent++
	k.mu.Unlock()
	k.queue <- o
}

// wait until what was handed over by now is counted.
func (k *keeper) wait() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	for until := k.sent; k.done < until; {
		k.moved.Wait()
	}
	return k.err
}

// state tells how far the cells' file is, and what keeps it from being written.
func (k *keeper) state() (reached uint64, err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.reached, k.err
}

// now sets how far the cells' file is, or why it is not known.
func (k *keeper) now(reached uint64, err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.err = err; err == nil {
		k.reached = reached
	}
}

func (k *keeper) stop() {
	close(k.queue)
	<-k.stopped
}

// countRuns puts what runs changed into the cells.
func (p *Projection) countRuns(runs []owed, last uint64) error {
	f := p.figures
	w := f.db.Writer()
	err := w.Write(func() error {
		c := p.newCells()
		for _, o := range runs {
			for i := range o.records {
				if err := c.adjust(w, o.records[i].was, f.from(o.records[i].rec)); err != nil {
					return err
				}
			}
		}
		if err := c.write(w); err != nil {
			return err
		}
		return f.setMeta("seq", last)
	})
	if err == nil {
		return nil
	}
	return errors.Join(fmt.Errorf("count what entries up to %d changed: %w", last, err), f.load())
}

// settled waits until the cells have everything that is applied. Where counting had
// failed it is done anew from what the projection's file says is owed.
func (p *Projection) settled() error {
	if p.keeper.wait() == nil {
		return nil
	}
	p.applying.Lock()
	defer p.applying.Unlock()
	return p.heal(0)
}

// drained is settled for who holds applying.
func (p *Projection) drained() error {
	if p.keeper.wait() == nil {
		return nil
	}
	return p.heal(0)
}

// heal settles what failed to be counted, if the last try is long enough ago. Its
// caller holds applying.
func (p *Projection) heal(after time.Duration) error {
	k := p.keeper
	if _, err := k.state(); err == nil || time.Since(k.tried) < after {
		return err
	}
	_ = k.wait() // until it has given up what it was handed
	k.tried = time.Now()
	err := p.settle()
	k.now(p.seq, err)
	return err
}

// settle brings the cells' file to the entry at which the projection is: from what is
// owed, or, where the two files do not follow from each other, by forgetting the cells
// for [Projection.Recount] to make them anew. They don't when the power failed between
// their writes, when one of them was replaced, or when what is owed moved areas. Its
// caller holds applying, and nothing waits to be counted.
func (p *Projection) settle() error {
	f := p.figures
	forget, records, err := p.owing()
	if err != nil {
		return fmt.Errorf("settle figures: %w", err)
	}
	w := f.db.Writer()
	err = w.Write(func() error {
		if forget {
			p.signalUncounted()
			return f.forget(p.made, p.seq)
		}
		c := p.newCells()
		for i := range records {
			if err := c.adjust(w, records[i].was, f.from(records[i].rec)); err != nil {
				return err
			}
		}
		if err := c.write(w); err != nil {
			return err
		}
		return f.setMeta("seq", p.seq)
	})
	if err = errors.Join(err, f.load()); err != nil {
		return fmt.Errorf("settle figures: %w", err)
	}
	return nil
}

// owing reads what is owed: each record once, with what it contributed before the
// first run that is not in the cells' file.
func (p *Projection) owing() (forget bool, out []changed, err error) {
	f := p.figures
	w := p.db.Writer()
	var reached, trimmed uint64
	var made string
	if err := errors.Join(
		f.meta("seq", func(s *sqlite.Stmt) { reached = s.Uint64(0) }),
		f.meta("made", func(s *sqlite.Stmt) { made = s.Text(0) }),
		one(w, `SELECT value FROM meta WHERE key = 'settled'`, func(s *sqlite.Stmt) { trimmed = s.Uint64(0) })); err != nil {
		return false, nil, err
	}
	if made != p.made || reached > p.seq || reached < trimmed {
		return true, nil, nil
	}
	was := map[int64][]indicator.Contribution{}
	var order []int64
	s, err := w.Prepare(`SELECT moved, records FROM owed WHERE seq > ? ORDER BY seq`)
	if err != nil {
		return false, nil, err
	}
	for s.Bind(reached); s.Next(); {
		if s.Int64(0) != 0 {
			s.Reset()
			return true, nil, nil
		}
		list, err := f.unpackOwed(s.Blob(1))
		if err != nil {
			s.Reset()
			return false, nil, err
		}
		for _, o := range list {
			if _, known := was[o.RID]; !known {
				was[o.RID] = o.was
				order = append(order, o.RID)
			}
		}
	}
	if err := s.Err(); err != nil {
		return false, nil, err
	}
	records, err := p.byRID(w, order)
	if err != nil {
		return false, nil, err
	}
	for _, r := range records {
		if r.RID <= f.counted {
			out = append(out, changed{was[r.RID], r})
		}
	}
	return false, out, nil
}
