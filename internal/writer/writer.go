package writer

import (
	"context"
	"crypto/ecdsa"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/log"
	"bamban/internal/projection"
)

// Deps is what a writer needs; all but Rule, Barred and Slog are required.
type Deps struct {
	Log        log.Log
	Projection *projection.Projection
	Terms      kind.Vocabularies
	Forms      Forms
	Programs   Programs
	Partition  string
	Device     change.Device     // the server's own
	Key        *ecdsa.PrivateKey // of the server's own device
	Now        func() int64      // Unix milliseconds
	Random     func([]byte)      // fills with random bytes
	IsChild    func(born string) bool
	// Rule says why a kind's own rule is against a change; nil asks nothing.
	Rule func(context.Context, *change.Change) *fault.Fault
	// Barred says why nobody but the server itself may make a change; nil asks nothing.
	Barred func(context.Context, *change.Change) *fault.Fault
	Slog   *slog.Logger
}

// Forms says why a record's answers must not be taken; nil where nothing is
// wrong with them, or where there are none.
type Forms interface {
	Admit(kindName string, fields map[string]json.RawMessage) *fault.Fault
}

// Bounds of the queue and of a group commit.
const (
	queueJobs    = 1024
	groupJobs    = 256
	groupChanges = 4000
	foldQueue    = 8                    // appended groups that may wait to be folded
	groupWait    = 3 * time.Millisecond // for batches that are being checked
	groupEnough  = 64                   // changes that are worth a commit without waiting for more
)

// MaxBatch is how many changes a pushed batch may hold.
const MaxBatch = 1000

// Writer is the one way in. Make one with New, end it with Close.
type Writer struct {
	Deps
	queue  chan *job
	folds  chan []*job
	done   sync.WaitGroup
	taking sync.Mutex // held while a value that only one record may have is decided
	closed chan struct{}
	once   sync.Once
	coming atomic.Int64 // batches that are being checked and will be queued
	folded atomic.Int64 // groups folded since the start

	clock  change.Clock                        // of the server's device; the appender's own
	nextN  uint64                              // next number of the server's device; the appender's own
	held   map[change.Device]projection.Ranges // appended since the start; the appender's own
	behind bool                                // the projection is behind the log; the folder's own
}

// New starts a writer over a projection that has caught up with the log.
func New(d Deps) (*Writer, error) {
	if d.Log == nil || d.Projection == nil || d.Terms == nil || d.Forms == nil || d.Programs == nil || d.Key == nil || d.Now == nil || d.Random == nil || d.IsChild == nil || d.Partition == "" || d.Device == 0 {
		return nil, errors.New("writer: a dependency is missing")
	}
	if d.Slog == nil {
		d.Slog = slog.New(slog.DiscardHandler)
	}
	w := &Writer{Deps: d, queue: make(chan *job, queueJobs), folds: make(chan []*job, foldQueue), closed: make(chan struct{}),
		nextN: d.Projection.Max(d.Device) + 1, held: map[change.Device]projection.Ranges{}}
	w.clock.Observe(d.Projection.Latest())
	w.done.Add(2)
	go w.append()
	go w.fold()
	return w, nil
}

// Close waits for what is under way and stops. Later pushes answer busy.
func (w *Writer) Close() {
	w.once.Do(func() { close(w.closed) })
	w.done.Wait()
}

// Folded is how many groups were folded since the start: one commit each.
func (w *Writer) Folded() int64 { return w.folded.Load() }

// Status of one change in an answer.
type Status string

// The statuses. A duplicate is answered as what it was the first time.
const (
	Accepted    Status = "accepted"
	InConflict  Status = "conflict" // accepted; it and another value wait to be settled
	Refused     Status = "refused"  // kept, and moves nothing: a step that was not allowed
	Quarantined Status = "quarantined"
)

// Answer for one change.
type Answer struct {
	N         uint64
	Status    Status
	Fault     *fault.Fault // why, where Quarantined
	Conflicts []string
	Refused   []string
}

// Draft is a change of the desk: the writer gives it number, time and salt.
type Draft struct {
	Op     change.Op
	Kind   string
	Record change.ID
	Fields map[string]json.RawMessage
	Seen   map[string][]change.Version
	Versed map[string]change.Version // of change.Return
	Undoes *change.Target
	Target *change.Target
}

// job is one batch on its way through.
type job struct {
	entry   *log.Entry
	item    projection.Item
	drafts  []Draft // of the server's own; the batch is made by the appender
	dup     bool
	answers []Answer
	err     error
	ready   chan struct{}
}

// Push takes a signed batch of a device. The viewer is the batch's user; key is
// the device's. An error is about the batch as a whole and nothing of it is
// stored; what is wrong with one change puts that one in quarantine.
func (w *Writer) Push(ctx context.Context, b *change.Batch, viewer *access.Viewer, key *ecdsa.PublicKey) ([]Answer, error) {
	return w.PushDrained(ctx, b, viewer, key, nil)
}

// Drained gives, for a change that its author may not make now, as whom the author
// may still have made it when it was written.
type Drained func(ctx context.Context, at change.Time) ([]*access.Viewer, error)

// PushDrained is [Writer.Push] of a device that may not have heard yet that what it
// wrote of is in other hands now.
func (w *Writer) PushDrained(ctx context.Context, b *change.Batch, viewer *access.Viewer, key *ecdsa.PublicKey, drained Drained) ([]Answer, error) {
	w.coming.Add(1)
	j, err := w.read(b, key)
	if err != nil {
		w.coming.Add(-1)
		return nil, err
	}
	ctx, done := w.oneByOne(ctx, j.item.Changes)
	defer done()
	j.entry.Verdicts, err = w.admitDrained(ctx, j.item.Changes, viewer, j.entry.Received, drained)
	w.coming.Add(-1)
	if err != nil {
		return nil, err
	}
	return w.submit(ctx, j)
}

// read makes the job of a batch that is whole and signed.
func (w *Writer) read(b *change.Batch, key *ecdsa.PublicKey) (*job, error) {
	if err := w.checkBatch(b); err != nil {
		return nil, err
	}
	hashes := b.Hashes()
	if !change.Verify(key, b.Digest(hashes), b.Signature) {
		return nil, fault.New("batch.bad_signature", "signature")
	}
	j := &job{entry: &log.Entry{Batch: *b, Hashes: hashes, Received: w.Now()}, ready: make(chan struct{})}
	return j, w.decode(j)
}

func (w *Writer) checkBatch(b *change.Batch) error {
	switch {
	case b.Partition != w.Partition:
		return fault.New("batch.wrong_partition", "partition", "partition", b.Partition)
	case len(b.Contents) == 0 || len(b.Contents) > MaxBatch:
		return fault.New("batch.too_many", "changes", "max", MaxBatch)
	case b.From == 0 || b.From+uint64(len(b.Contents)) < b.From:
		return fault.New("change.no_number", "from")
	}
	return nil
}

// decode reads the contents; numbers must follow from the batch's first. A
// content that can't be read refuses the batch: a device that makes such can't be
// answered item by item, and nothing of it would be readable later.
func (w *Writer) decode(j *job) error {
	b := &j.entry.Batch
	j.item = projection.Item{Entry: j.entry, Changes: make([]*change.Change, len(b.Contents))}
	for i, content := range b.Contents {
		c, err := change.Decode(content, b.Device, b.User)
		if err != nil {
			f := *fault.As(err)
			f.Field = fmt.Sprintf("changes.%d.%s", i, f.Field)
			return &f
		}
		if c.N != b.From+uint64(i) {
			return fault.New("change.gap", fmt.Sprintf("changes.%d.n", i))
		}
		j.item.Changes[i] = c
	}
	return nil
}

func (w *Writer) submit(ctx context.Context, j *job) ([]Answer, error) {
	select {
	case <-w.closed:
		return nil, fault.New("busy", "")
	default:
	}
	select {
	case w.queue <- j:
	case <-w.closed:
		return nil, fault.New("busy", "")
	case <-ctx.Done():
		return nil, fault.New("busy", "").Because(ctx.Err())
	}
	select {
	case <-j.ready:
		return j.answers, j.err
	case <-ctx.Done():
		// It may have been stored: the device asks again and gets the answer then.
		return nil, fault.New("busy", "").Because(ctx.Err())
	}
}

// Result of a Write: where the changes are, to undo them by.
type Result struct {
	Targets []change.Target
	Answers []Answer
}

// Write makes changes as the server's own device for a signed-in user, all or
// none: a fault in one refuses all and nothing is stored. A nil viewer is the
// server itself.
func (w *Writer) Write(ctx context.Context, user change.ID, viewer *access.Viewer, drafts ...Draft) (*Result, error) {
	if len(drafts) == 0 {
		return &Result{}, nil
	}
	if len(drafts) > MaxBatch {
		return nil, fault.New("batch.too_many", "changes", "max", MaxBatch)
	}
	drafts, err := asRead(drafts)
	if err != nil {
		return nil, err
	}
	if err := w.checkSeen(drafts); err != nil {
		return nil, err
	}
	probe := w.probe(user, drafts)
	ctx, done := w.oneByOne(ctx, probe)
	defer done()
	verdicts, err := w.admit(ctx, probe, viewer, w.Now())
	if err != nil {
		return nil, err
	}
	if len(verdicts) > 0 {
		v := verdicts[0]
		f := fault.New(v.Code, v.Field)
		f.Args = v.Args
		return nil, f
	}
	j := &job{entry: &log.Entry{Batch: change.Batch{Partition: w.Partition, Device: w.Device, User: user}}, drafts: drafts, ready: make(chan struct{})}
	answers, err := w.submit(ctx, j)
	if err != nil {
		return nil, err
	}
	r := &Result{Answers: answers}
	for i := range drafts {
		r.Targets = append(r.Targets, change.Target{Device: w.Device, N: j.entry.Batch.From + uint64(i)})
	}
	return r, nil
}

// checkSeen keeps out versions that nobody can have seen yet: the server's clock goes on
// from what its author saw, and would give times of the future from then on.
func (w *Writer) checkSeen(drafts []Draft) error {
	latest := max(w.Now(), w.Projection.Latest().Milli()) + FutureSlack
	for i := range drafts {
		for name, seen := range drafts[i].Seen {
			for _, v := range seen {
				if v.Time.Milli() > latest {
					return fault.New("change.bad_seen", "seen."+name)
				}
			}
		}
	}
	return nil
}

// asRead gives drafts the values that reading the log again will give: the same
// bounds and the same bytes as those of a device's change, which is decoded from
// its content.
func asRead(drafts []Draft) ([]Draft, error) {
	out := slices.Clone(drafts)
	for i := range out {
		d := &out[i]
		if d.Op != "" && d.Op != change.Set || len(d.Fields) == 0 {
			continue
		}
		for name, v := range d.Fields {
			if !utf8.Valid(v) {
				return nil, fault.New("field.not_utf8", name)
			}
		}
		c := change.Change{N: 1, Time: change.TimeAt(1), Op: change.Set, Kind: d.Kind, Record: d.Record, Fields: d.Fields, Salt: make([]byte, change.SaltBytes)}
		read, err := change.Decode(c.Encode(), 0, change.ID{})
		if err != nil {
			return nil, err
		}
		d.Fields = read.Fields
	}
	return out, nil
}

func (d *Draft) change(device change.Device, user change.ID) *change.Change {
	op := d.Op
	if op == "" {
		op = change.Set
	}
	return &change.Change{Device: device, User: user, Op: op, Kind: d.Kind, Record: d.Record, Fields: maps.Clone(d.Fields),
		Seen: d.Seen, Versed: d.Versed, Undoes: d.Undoes, Target: d.Target}
}

// NewID makes a record id now.
func (w *Writer) NewID() change.ID {
	var random [10]byte
	w.Random(random[:])
	return change.NewID(w.Now(), random)
}
