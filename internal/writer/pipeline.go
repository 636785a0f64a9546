package writer

import (
	"context"
	"crypto/rand"
	"errors"
	"time"

	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/log"
	"bamban/internal/projection"
)

// append takes what waits, as one group, and makes it durable.
func (w *Writer) append() {
	defer w.done.Done()
	defer close(w.folds)
	for {
		var first *job
		select {
		case first = <-w.queue:
		case <-w.closed:
			select {
			case first = <-w.queue: // what was queued before the end is still done
			default:
				return
			}
		}
		group, nextN, clock := w.gather(first), w.nextN, w.clock
		if group = w.prepare(group); len(group) == 0 {
			continue
		}
		if err := w.appendGroup(group); err != nil {
			w.nextN, w.clock = nextN, clock // what is not in the log used up nothing
			w.fail(group, err)
			continue
		}
		w.folds <- group
	}
}

// gather takes what waits, and for a moment what is about to: a sync and a commit
// cost the same for one as for many.
func (w *Writer) gather(first *job) []*job {
	group := []*job{first}
	changes := first.size()
	var patience <-chan time.Time
	for len(group) < groupJobs && changes < groupChanges {
		select {
		case j := <-w.queue:
			group = append(group, j)
			changes += j.size()
			continue
		default:
		}
		if changes >= groupEnough || w.coming.Load() == 0 {
			return group
		}
		if patience == nil {
			patience = time.After(groupWait)
		}
		select {
		case j := <-w.queue:
			group = append(group, j)
			changes += j.size()
		case <-patience:
			return group
		}
	}
	return group
}

func (j *job) size() int { return max(len(j.item.Changes), len(j.drafts)) }

// prepare makes the batches of drafts and answers what the log holds already.
func (w *Writer) prepare(group []*job) []*job {
	out := group[:0:0]
	pending := map[change.Device][]*job{}
	for _, j := range group {
		if j.drafts != nil {
			w.makeBatch(j)
			out = append(out, j)
			continue
		}
		fresh, err := w.isFresh(j, pending[j.entry.Batch.Device])
		switch {
		case err != nil:
			j.err = err
			close(j.ready)
		case fresh:
			pending[j.entry.Batch.Device] = append(pending[j.entry.Batch.Device], j)
			out = append(out, j)
		default:
			j.dup = true
			out = append(out, j) // answered by the folder, after what it repeats is folded
		}
	}
	return out
}

// isFresh reports whether the log holds none of a batch; a batch that it holds
// all of is a repeat; one that it holds some of must be cut anew by its device.
func (w *Writer) isFresh(j *job, pending []*job) (bool, error) {
	b := &j.entry.Batch
	held := 0
	for i := range b.Contents {
		n := b.From + uint64(i)
		if w.held[b.Device].Has(n) || w.Projection.Has(b.Device, n) || inJobs(pending, n) {
			held++
		}
	}
	switch held {
	case 0:
		return true, nil
	case len(b.Contents):
		return false, nil
	}
	return false, fault.New("batch.overlap", "from", "next", w.Projection.UpTo(b.Device)+1)
}

func inJobs(jobs []*job, n uint64) bool {
	for _, j := range jobs {
		b := &j.entry.Batch
		if b.From <= n && n < b.From+uint64(len(b.Contents)) {
			return true
		}
	}
	return false
}

// makeBatch gives drafts their numbers and times, and signs for the desk.
func (w *Writer) makeBatch(j *job) {
	b := &j.entry.Batch
	b.From = w.nextN
	now := w.Now()
	j.entry.Received = now
	w.clock.Observe(w.Projection.Latest())
	j.item = projection.Item{Entry: j.entry}
	for i := range j.drafts {
		c := j.drafts[i].change(b.Device, b.User)
		c.N = w.nextN
		for _, seen := range c.Seen {
			for _, v := range seen {
				w.clock.Observe(v.Time)
			}
		}
		c.Time = w.clock.Now(now)
		c.KindV = w.kindVersion(c.Kind)
		c.Salt = make([]byte, change.SaltBytes)
		w.Random(c.Salt)
		b.Contents = append(b.Contents, c.Encode())
		j.item.Changes = append(j.item.Changes, c)
		w.nextN++
	}
	j.entry.Hashes = b.Hashes()
}

func (w *Writer) kindVersion(name string) int {
	if k := w.Projection.Registry().Get(name); k != nil {
		return k.Version
	}
	return 0
}

func (w *Writer) appendGroup(group []*job) error {
	var entries []*log.Entry
	for _, j := range group {
		if j.dup {
			continue
		}
		b := &j.entry.Batch
		if j.drafts != nil {
			if err := b.Sign(rand.Reader, w.Key); err != nil {
				return err
			}
		}
		entries = append(entries, j.entry)
	}
	if len(entries) == 0 {
		return nil
	}
	if err := w.Log.Append(context.Background(), entries); err != nil {
		return err
	}
	for _, e := range entries {
		b := &e.Batch
		w.held[b.Device] = w.held[b.Device].Add(b.From, b.From+uint64(len(b.Contents))-1)
	}
	return nil
}

func (w *Writer) fail(group []*job, err error) {
	w.Slog.Error("append failed", "error", err, "batches", len(group))
	f := fault.New("busy", "").Because(err)
	if errors.Is(err, log.ErrFull) {
		f = fault.New("disk.full", "").Because(err)
	}
	for _, j := range group {
		j.err = f
		close(j.ready)
	}
}

// fold applies each appended group and answers.
func (w *Writer) fold() {
	defer w.done.Done()
	for group := range w.folds {
		w.foldGroup(context.Background(), w.join(group))
	}
}

// join adds the groups that were appended meanwhile: one fold for all.
func (w *Writer) join(group []*job) []*job {
	for size(group) < groupChanges {
		select {
		case next, ok := <-w.folds:
			if !ok {
				return group
			}
			group = append(group, next...)
		default:
			return group
		}
	}
	return group
}

func size(group []*job) int {
	n := 0
	for _, j := range group {
		n += j.size()
	}
	return n
}

func (w *Writer) foldGroup(ctx context.Context, group []*job) {
	outcomes, err := w.applyGroup(ctx, group)
	if err != nil {
		w.Slog.Error("fold failed; the log has the changes and they are folded later", "error", err)
	}
	i := 0
	for _, j := range group {
		switch {
		case err != nil:
			j.err = fault.New("busy", "").Because(err)
		case j.dup:
			j.answers, j.err = w.answerAgain(ctx, j)
		default:
			j.answers = answersOf(&j.entry.Batch, outcomes[i])
		}
		if !j.dup {
			i++
		}
		close(j.ready)
	}
}

func (w *Writer) applyGroup(ctx context.Context, group []*job) ([][]projection.Outcome, error) {
	var items []projection.Item
	for _, j := range group {
		if !j.dup {
			items = append(items, j.item)
		}
	}
	if w.behind {
		if err := w.catchUpBefore(ctx, items); err != nil {
			return nil, err
		}
	}
	if len(items) == 0 {
		return nil, nil
	}
	outcomes, err := w.Projection.Apply(ctx, items)
	w.behind = err != nil
	w.folded.Add(1)
	return outcomes, err
}

// catchUpBefore folds what earlier groups left behind.
func (w *Writer) catchUpBefore(ctx context.Context, items []projection.Item) error {
	for len(items) == 0 || w.Projection.Seq() < items[0].Entry.Seq-1 {
		entries, err := w.Log.Read(ctx, w.Projection.Seq(), 256)
		if err != nil {
			return err
		}
		var missed []projection.Item
		for _, e := range entries {
			if len(items) == 0 || e.Seq < items[0].Entry.Seq {
				missed = append(missed, projection.Decode(e))
			}
		}
		if len(missed) == 0 {
			break
		}
		if _, err := w.Projection.Apply(ctx, missed); err != nil {
			return err
		}
	}
	w.behind = false
	return nil
}

func answersOf(b *change.Batch, outcomes []projection.Outcome) []Answer {
	out := make([]Answer, len(outcomes))
	for i, o := range outcomes {
		a := Answer{N: b.From + uint64(i), Status: Accepted, Conflicts: o.Conflicts, Refused: o.Refused}
		switch {
		case o.Quarantined != nil:
			a.Status = Quarantined
			a.Fault = fault.New(o.Quarantined.Code, o.Quarantined.Field)
			a.Fault.Args = o.Quarantined.Args
		case len(o.Refused) > 0:
			a.Status = Refused
		case len(o.Conflicts) > 0:
			a.Status = InConflict
		}
		out[i] = a
	}
	return out
}

// answerAgain answers a batch that the log holds. A number that was used for
// something else means that the device's memory went back in time.
func (w *Writer) answerAgain(ctx context.Context, j *job) ([]Answer, error) {
	b := &j.entry.Batch
	out := make([]Answer, len(b.Contents))
	for i := range b.Contents {
		n := b.From + uint64(i)
		e, index, err := w.Log.Find(ctx, b.Device, n)
		if err != nil {
			return nil, fault.New("busy", "").Because(err)
		}
		if e.Hashes[index] != j.entry.Hashes[i] {
			return nil, fault.New("change.number_reused", "changes.n", "n", n)
		}
		out[i] = Answer{N: n, Status: Accepted}
		if v := e.Quarantined(index); v != nil {
			out[i].Status, out[i].Fault = Quarantined, fault.New(v.Code, v.Field)
			out[i].Fault.Args = v.Args
		}
	}
	return out, nil
}
