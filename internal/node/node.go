package node

import (
	"context"
	"crypto/ecdh"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"bamban/internal/catalogue"
	"bamban/internal/change"
	"bamban/internal/indicator"
	"bamban/internal/kind"
	"bamban/internal/log"
	logsqlite "bamban/internal/log/sqlite"
	"bamban/internal/pack"
	"bamban/internal/projection"
	"bamban/internal/writer"
)

// Options of a node.
type Options struct {
	Dir      string
	Pack     *pack.Pack
	Now      func() int64 // Unix milliseconds; nil is the wall clock
	Slog     *slog.Logger // nil discards
	Readers  int          // connections that read the projection; 0 is 4
	Random   func([]byte) // fills with random bytes, for ids and salts; nil is crypto/rand
	Progress projection.Progress
	// Through puts something between the node and its log: faults, in a
	// simulation. Nil is nothing.
	Through func(log.Log) log.Log
}

// Node is an open replica.
type Node struct {
	Kinds      *kind.Registry
	Log        *logsqlite.Log
	Projection *projection.Projection
	Writer     *writer.Writer
	Pack       *pack.Pack
	Forms      Forms
	Programs   *Programs
	Figures    *indicator.Set // nil where the pack declares none
	Zone       *time.Location
	Epoch      uint64
	Now        func() int64
	Slog       *slog.Logger
	// BundleKey opens the bundles that phones seal to this server.
	BundleKey *ecdh.PrivateKey
	dir       string

	counting     sync.WaitGroup // a recount of figures, which stopCounting ends
	stopCounting context.CancelFunc

	mu      sync.Mutex
	viewers viewerCache
	units   unitCache
}

// LogFile and ProjectionFile are the node's files in its folder.
const (
	LogFile        = "log.db"
	ProjectionFile = "projection.db"
	keyFile        = "server.key"
	// ErasedFile is the list of erasures. It is outside the log: whoever restores an older
	// backup puts it into the new folder first, and the server erases again.
	ErasedFile = "erased.jsonl"
)

// Open opens the node in a folder, making what is not there, brings the
// projection up to the log, and publishes the pack if it is another than the one
// in force.
func Open(ctx context.Context, o Options) (*Node, error) {
	if o.Pack == nil {
		return nil, errors.New("open node: no pack")
	}
	if o.Now == nil {
		o.Now = func() int64 { return time.Now().UnixMilli() }
	}
	if o.Slog == nil {
		o.Slog = slog.New(slog.DiscardHandler)
	}
	if o.Readers == 0 {
		o.Readers = 4
	}
	if o.Random == nil {
		o.Random = random
	}
	if o.Through == nil {
		o.Through = func(l log.Log) log.Log { return l }
	}
	zone, err := time.LoadLocation(o.Pack.TimeZone)
	if err != nil {
		return nil, fmt.Errorf("open node: time zone of the pack: %w", err)
	}
	if err := os.MkdirAll(o.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("open node: %w", err)
	}
	n := &Node{Pack: o.Pack, Zone: zone, Now: o.Now, Slog: o.Slog, dir: o.Dir}
	if err := n.open(ctx, o); err != nil {
		return nil, errors.Join(fmt.Errorf("open node %s: %w", o.Dir, err), n.closeFiles())
	}
	return n, nil
}

func (n *Node) open(ctx context.Context, o Options) error {
	var err error
	if n.Kinds, err = catalogue.Kinds(); err != nil {
		return err
	}
	if n.Log, err = logsqlite.Open(filepath.Join(o.Dir, LogFile)); err != nil {
		return err
	}
	through := o.Through(n.Log)
	if n.Projection, err = projection.Open(filepath.Join(o.Dir, ProjectionFile), n.Kinds, through, o.Readers); err != nil {
		return err
	}
	if n.Figures, err = FiguresOf(o.Pack, n.Kinds); err != nil {
		return err
	}
	if err := n.Declare(n.Projection); err != nil {
		return err
	}
	if err := n.Projection.CatchUp(ctx, through, o.Progress); err != nil {
		return err
	}
	head, err := n.Log.Head(ctx)
	if err != nil {
		return err
	}
	n.Epoch = head.Epoch
	id, err := loadIdentity(filepath.Join(o.Dir, keyFile))
	if err != nil {
		return err
	}
	if n.BundleKey, err = loadBundleKey(filepath.Join(o.Dir, BundleKeyFile)); err != nil {
		return err
	}
	if err := n.loadForms(ctx); err != nil {
		return err
	}
	n.Programs = &Programs{}
	programs, err := n.programsOn(ctx, n.Today())
	if err != nil {
		return err
	}
	n.Programs.set.Store(programs)
	n.Writer, err = writer.New(writer.Deps{Log: through, Projection: n.Projection, Terms: Terms{o.Pack}, Forms: n.Forms, Programs: n.Programs, Partition: o.Pack.Partition,
		Device: id.tag, Key: id.key, Now: o.Now, Random: o.Random, IsChild: n.isChild, Rule: n.rule, Barred: n.Barred, Slog: o.Slog})
	if err != nil {
		return err
	}
	if err := n.enrolSelf(ctx, id); err != nil {
		return err
	}
	if err := n.publish(ctx); err != nil {
		return err
	}
	if err := n.publishInForce(ctx, programs); err != nil {
		return err
	}
	n.countFigures()
	return nil
}

func random(b []byte) {
	_, _ = rand.Read(b) // never fails since Go 1.24: the program ends instead
}

// Close ends the writer and closes the files.
func (n *Node) Close() error {
	if n.Writer != nil {
		n.Writer.Close()
	}
	if n.stopCounting != nil {
		n.stopCounting()
		n.counting.Wait()
	}
	return n.closeFiles()
}

func (n *Node) closeFiles() error {
	var errs []error
	if n.Projection != nil {
		errs = append(errs, n.Projection.Close())
	}
	if n.Log != nil {
		errs = append(errs, n.Log.Close())
	}
	return errors.Join(errs...)
}

// Dir is the node's folder.
func (n *Node) Dir() string { return n.dir }

// Day is the day of an instant, in Unix milliseconds, in the province's time zone.
func (n *Node) Day(ms int64) string { return time.UnixMilli(ms).In(n.Zone).Format(time.DateOnly) }

// Today is the day in the province's time zone, 2006-01-02.
func (n *Node) Today() string {
	return n.today().Format(time.DateOnly)
}

// Head of the log.
func (n *Node) Head(ctx context.Context) (log.Head, error) { return n.Log.Head(ctx) }

// Terms is the pack's vocabularies, as validation asks for them. A term that has
// ended is still known: records of its time use it.
type Terms struct{ pack *pack.Pack }

// HasTerm implements kind.Vocabularies.
func (t Terms) HasTerm(vocabulary, code string) bool {
	v := t.pack.Vocabulary(vocabulary)
	if v == nil {
		return false
	}
	for i := range v.Terms {
		if v.Terms[i].Code == code {
			return true
		}
	}
	return false
}

// Seen is what the server itself has seen of a record's fields: all of it.
func Seen(s *change.State, fields map[string]json.RawMessage) map[string][]change.Version {
	out := map[string][]change.Version{}
	for name := range fields {
		if c := s.Cells[name]; c != nil && len(c.Heads) > 0 {
			out[name] = c.Seen()
		}
	}
	return out
}
