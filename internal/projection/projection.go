package projection

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"sync"

	"bamban/internal/change"
	"bamban/internal/kind"
	"bamban/internal/log"
	"bamban/internal/sqlite"
)

// Source is where the projection reads changes again: the log.
type Source interface {
	Find(ctx context.Context, device change.Device, n uint64) (*log.Entry, int, error)
	Read(ctx context.Context, after uint64, limit int) ([]*log.Entry, error)
	Erase(ctx context.Context, seq uint64, index int, stub log.Stub) error
}

// Projection is the current state of the world in a SQLite file. One goroutine
// applies; any number read.
type Projection struct {
	db     *sqlite.DB
	source Source
	reg    *kind.Registry
	tables []*table
	byKind map[string]*table
	tree   *Tree

	settling sync.RWMutex // held from a commit of the file until memory has followed

	mu      sync.RWMutex // guards what follows, which readers see
	seq     uint64       // last entry applied
	latest  change.Time  // latest time seen in any change
	units   map[change.ID]int64
	marks   map[change.Device]Ranges
	heads   map[int64]uint64 // feed key → seq of its last move
	version map[string]uint64
	counts  *counters
	infos   infos

	words map[string]bool // in the table of words; the writer's own

	applying sync.Mutex // held by who writes: a fold, or a step of a recount
	made     string     // names this file to that of the cells
	trimmed  uint64     // up to this entry what was owed to the cells is forgotten
	figures  *figures   // nil where no indicators were declared
	keeper   *keeper    // of the cells; nil where there are none

	bulk    bool          // rebuilding: indexes come at the end
	readers int           // at the same time, of each file
	missing chan struct{} // told when the cells were dropped; see Uncounted
}

// errLayout: the file was laid out by another program. Open empties it, and
// [Projection.CatchUp] fills it.
var errLayout = errors.New("projection: the file has another layout")

// Open opens the projection's file, or makes an empty one where there is none or
// where it was laid out by another version of the program. The caller brings it
// up to the log with CatchUp before it serves.
func Open(path string, reg *kind.Registry, source Source, readers int) (*Projection, error) {
	p, err := open(path, reg, source, readers)
	if errors.Is(err, errLayout) {
		if err := Remove(path); err != nil {
			return nil, err
		}
		p, err = open(path, reg, source, readers)
	}
	if err != nil {
		return nil, fmt.Errorf("open projection %s: %w", path, err)
	}
	return p, nil
}

// Remove deletes a projection's files; the log can fill them again.
func Remove(path string) error {
	return errors.Join(removeFile(path), removeFile(CellsPath(path)))
}

func removeFile(path string) error {
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(path + suffix); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("remove projection: %w", err)
		}
	}
	return nil
}

func open(path string, reg *kind.Registry, source Source, readers int) (*Projection, error) {
	d, err := sqlite.Open(path, sqlite.Options{Sync: sqlite.Normal, Readers: readers, CacheKB: 16000, SecureDelete: true})
	if err != nil {
		return nil, err
	}
	p := &Projection{readers: readers, missing: make(chan struct{}, 1), db: d, source: source, reg: reg, tables: tablesOf(reg), byKind: map[string]*table{}, tree: newTree(),
		units: map[change.ID]int64{}, marks: map[change.Device]Ranges{}, heads: map[int64]uint64{}, version: map[string]uint64{}, words: map[string]bool{}}
	p.counts = newCounters(p)
	for _, t := range p.tables {
		p.byKind[t.kind.Name] = t
	}
	if err := p.setUp(); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return p, nil
}

func (p *Projection) setUp() error {
	w := p.db.Writer()
	have, err := w.Prepare(`SELECT count(*) FROM sqlite_master WHERE name = 'meta'`)
	if err != nil {
		return err
	}
	empty := true
	for have.Next() {
		empty = have.Int64(0) == 0
	}
	if err := have.Err(); err != nil {
		return err
	}
	if empty {
		return p.create()
	}
	layout, err := p.metaText("layout")
	if err != nil {
		return err
	}
	if layout != schemaHash(p.tables) {
		return errLayout
	}
	if err := p.finishIndexes(); err != nil {
		return err
	}
	return p.load()
}

func (p *Projection) create() error {
	w := p.db.Writer()
	p.bulk = true // an empty file: whatever fills it may put the indexes last
	return w.Write(func() error {
		sql := fixedSchema + `CREATE UNIQUE INDEX rec_id ON rec(id);`
		for _, t := range p.tables {
			sql += t.create()
		}
		if err := w.Exec(sql); err != nil {
			return err
		}
		p.made = rand.Text()
		return errors.Join(p.setMeta("made", p.made), p.setMeta("layout", schemaHash(p.tables)))
	})
}

// finishIndexes makes the indexes that a bulk fill leaves for the end.
func (p *Projection) finishIndexes() error {
	sql := fixedIndexes
	for _, t := range p.tables {
		sql += t.indexes() + t.markReplaced()
	}
	if err := p.db.Writer().Exec(sql); err != nil {
		return err
	}
	p.bulk = false
	return nil
}

func (p *Projection) metaText(key string) (string, error) {
	var v string
	err := metaOf(p.db.Writer(), key, func(s *sqlite.Stmt) { v = s.Text(0) })
	return v, err
}

func (p *Projection) setMeta(key string, value any) error { return putMeta(p.db.Writer(), key, value) }

// metaOf reads what a file of the projection says of itself.
func metaOf(w *sqlite.Conn, key string, read func(*sqlite.Stmt)) error {
	s, err := w.Prepare(`SELECT value FROM meta WHERE key = ?`)
	if err != nil {
		return err
	}
	for s.Bind(key); s.Next(); {
		read(s)
	}
	return s.Err()
}

func putMeta(w *sqlite.Conn, key string, value any) error {
	s, err := w.Prepare(`INSERT OR REPLACE INTO meta(key, value) VALUES(?, ?)`)
	if err != nil {
		return err
	}
	return s.Bind(key, value).Exec()
}

// load reads what is kept in memory: small things, not records.
func (p *Projection) load() error {
	p.tree = newTree()
	p.units = map[change.ID]int64{}
	p.marks = map[change.Device]Ranges{}
	p.heads = map[int64]uint64{}
	p.words = map[string]bool{}
	each := p.each
	return errors.Join(
		each(`SELECT value FROM meta WHERE key = 'seq'`, func(s *sqlite.Stmt) error { p.seq = s.Uint64(0); return nil }),
		each(`SELECT value FROM meta WHERE key = 'made'`, func(s *sqlite.Stmt) error { p.made = s.Text(0); return nil }),
		each(`SELECT value FROM meta WHERE key = 'settled'`, func(s *sqlite.Stmt) error { p.trimmed = s.Uint64(0); return nil }),
		each(`SELECT value FROM meta WHERE key = 'latest'`, func(s *sqlite.Stmt) error { p.latest = change.Time(s.Uint64(0)); return nil }),
		each(`SELECT device, first, last FROM mark ORDER BY device, first`, func(s *sqlite.Stmt) error {
			d := change.Device(s.Uint64(0))
			p.marks[d] = append(p.marks[d], span{s.Uint64(1), s.Uint64(2)})
			return nil
		}),
		each(`SELECT word FROM word`, func(s *sqlite.Stmt) error { p.words[s.Text(0)] = true; return nil }),
		each(`SELECT fk, max(seq) FROM rec GROUP BY fk`, func(s *sqlite.Stmt) error { p.heads[s.Int64(0)] = s.Uint64(1); return nil }),
		each(`SELECT fk, max(seq) FROM moved GROUP BY fk`, func(s *sqlite.Stmt) error {
			p.heads[s.Int64(0)] = max(p.heads[s.Int64(0)], s.Uint64(1))
			return nil
		}),
		p.loadPlaces(each))
}

// each gives the rows of a query, read by the writer's connection.
func (p *Projection) each(sql string, f func(s *sqlite.Stmt) error) error {
	s, err := p.db.Writer().Prepare(sql)
	if err != nil {
		return err
	}
	for s.Next() {
		if err := f(s); err != nil {
			s.Reset()
			return err
		}
	}
	return s.Err()
}

func (p *Projection) loadPlaces(each func(string, func(*sqlite.Stmt) error) error) error {
	const sql = `SELECT rid, id, flags, state FROM rec WHERE fk = -1 AND kind = %d`
	area, unit := p.byKind["area"], p.byKind["unit"]
	if area == nil || unit == nil {
		return nil // a registry without places, as some tests have
	}
	return errors.Join(
		each(fmt.Sprintf(sql, area.code), func(s *sqlite.Stmt) error {
			st, err := change.DecodeState(s.Blob(3))
			if err != nil {
				return err
			}
			a, err := areaOf(area.kind, st)
			if err != nil {
				return err
			}
			p.tree.set(s.Int64(0), change.ID(s.Blob(1)), a, s.Int64(2)&flagDeleted != 0)
			return nil
		}),
		each(fmt.Sprintf(sql, unit.code), func(s *sqlite.Stmt) error {
			p.units[change.ID(s.Blob(1))] = s.Int64(0)
			return nil
		}))
}

// Close closes the files; nobody may be reading.
func (p *Projection) Close() error { return errors.Join(p.closeFigures(), p.db.Close()) }

// Seq is the last entry that is applied.
func (p *Projection) Seq() uint64 {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.seq
}

// Latest is the latest time of any change applied: a server's clock observes it.
func (p *Projection) Latest() change.Time {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.latest
}

// Version of a kind grows whenever a record of it changes: caches are keyed by it.
func (p *Projection) Version(kinds ...string) uint64 {
	p.mu.RLock()
	defer p.mu.RUnlock()
	var v uint64
	for _, k := range kinds {
		v += p.version[k]
	}
	return v
}

// Tree is the areas.
func (p *Projection) Tree() *Tree { return p.tree }

// Registry of the kinds.
func (p *Projection) Registry() *kind.Registry { return p.reg }
