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
	stopped chan struct{}

	mu      sync.Mutex
	moved   *sync.Cond // something below is other than before
	waiting []owed
	held    int  // records that wait or are being counted
	ripe    bool // the first of them has waited long enough
	closed  bool
	busy    bool   // some are being counted
	sent    uint64 // runs handed over
	wanted  uint64 // of them somebody waits for so many
	done    uint64 // runs counted, or given up
	reached uint64 // last entry of the runs that the cells' file has
	err     error  // why runs were given up; settle begins anew
	tried   time.Time
}

// Runs are gathered before they are counted, unless somebody asks for figures: a cell
// that many records change is then written once. Where more records are held than
// mostHeld, folds wait.
const (
	gatherFor     = 100 * time.Millisecond
	gatherRecords = 1000
	mostHeld      = 4000
)

// betweenTries is how long folds go on without cells after counting failed, before
// they try again; who asks for figures tries at once.
const betweenTries = 5 * time.Second

// errUnsettled is that nothing is known yet of how far the cells' file is.
var errUnsettled = errors.New("projection: the figures are not settled")

func (p *Projection) startKeeper() {
	k := &keeper{p: p, stopped: make(chan struct{}), err: errUnsettled}
	k.moved = sync.NewCond(&k.mu)
	p.keeper = k
	go k.run()
}

func (k *keeper) run() {
	defer close(k.stopped)
	for {
		runs := k.take()
		if len(runs) == 0 {
			return
		}
		last := runs[len(runs)-1].seq
		_, err := k.state()
		if err == nil {
			err = k.p.countRuns(runs, last)
		}
		k.now(last, err)
		k.mu.Lock()
		k.busy = false
		k.done += uint64(len(runs))
		for _, o := range runs {
			k.held -= len(o.records)
		}
		k.moved.Broadcast()
		k.mu.Unlock()
	}
}

// take waits for runs that are to be counted now; none once all are and it is closed.
func (k *keeper) take() []owed {
	k.mu.Lock()
	defer k.mu.Unlock()
	for !k.closed && (len(k.waiting) == 0 || !k.ripe && k.wanted <= k.done && k.held < gatherRecords) {
		k.moved.Wait()
	}
	runs := k.waiting
	k.waiting, k.ripe = nil, false
	k.busy = len(runs) > 0
	return runs
}

// hand gives a run over. It waits where many records are waiting; who folds holds
// applying.
func (k *keeper) hand(o owed) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for k.held >= mostHeld {
		k.moved.Wait()
	}
	if len(k.waiting) == 0 {
		time.AfterFunc(gatherFor, func() {
			k.mu.Lock()
			defer k.mu.Unlock()
			k.ripe = true
			k.moved.Broadcast()
		})
	}
	k.waiting = append(k.waiting, o)
	k.held += len(o.records)
	k.sent++
	k.moved.Broadcast()
}

// wait until what was handed over by now is counted.
func (k *keeper) wait() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	until := k.sent
	if k.done < until {
		k.wanted = max(k.wanted, until)
		k.moved.Broadcast()
	}
	for k.done < until {
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

// Still runs f while nothing writes to the projection's files, whatever waits to be
// counted: for who copies them as a killed process would leave them.
func (p *Projection) Still(f func()) {
	p.applying.Lock()
	defer p.applying.Unlock()
	if k := p.keeper; k != nil {
		k.mu.Lock()
		defer k.mu.Unlock()
		for k.busy {
			k.moved.Wait()
		}
	}
	f()
}

// stop counts what waits and ends.
func (k *keeper) stop() {
	k.mu.Lock()
	k.closed = true
	k.moved.Broadcast()
	k.mu.Unlock()
	<-k.stopped
}

// countRuns puts what runs changed into the cells.
func (p *Projection) countRuns(runs []owed, last uint64) error {
	f := p.figures
	err := f.db.Writer().Write(func() error {
		c := p.newCells()
		for _, o := range runs {
			if err := c.count(o.records); err != nil {
				return err
			}
		}
		return c.end(last)
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
	err = f.db.Writer().Write(func() error {
		if forget {
			p.signalUncounted()
			return f.forget(p.made, p.seq)
		}
		c := p.newCells()
		if err := c.count(records); err != nil {
			return err
		}
		return c.end(p.seq)
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
		metaOf(w, "settled", func(s *sqlite.Stmt) { trimmed = s.Uint64(0) })); err != nil {
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
