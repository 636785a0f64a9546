// Package sqlite keeps the log in one SQLite file. DESIGN.md says why it is as it is.
package sqlite

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"sync"

	"bamban/internal/change"
	"bamban/internal/log"
	db "bamban/internal/sqlite"
)

// Format of the file. A file of a later format is refused.
const Format = 1

const schema = `
CREATE TABLE IF NOT EXISTS meta(key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS entry(
  seq INTEGER PRIMARY KEY, device INTEGER NOT NULL, first INTEGER NOT NULL,
  header BLOB NOT NULL, hashes BLOB NOT NULL, contents BLOB NOT NULL, chain BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS entry_device ON entry(device, first);`

// Log is a log in a file. It implements log.Log.
type Log struct {
	db   *db.DB
	mu   sync.Mutex // guards the writer and head
	head log.Head
}

var _ log.Log = (*Log)(nil)

// Open opens or creates the file. A file of a newer format is refused.
func Open(path string) (*Log, error) {
	d, err := db.Open(path, db.Options{Sync: db.Full, Readers: 2, CacheKB: 1000, SecureDelete: true})
	if err != nil {
		return nil, err
	}
	l := &Log{db: d}
	if err := l.setUp(); err != nil {
		return nil, errors.Join(fmt.Errorf("open log %s: %w", path, err), d.Close())
	}
	return l, nil
}

func (l *Log) setUp() error {
	w := l.db.Writer()
	return w.Write(func() error {
		if err := w.Exec(schema); err != nil {
			return err
		}
		format, err := l.meta(w, "format", Format)
		if err != nil {
			return err
		}
		if format > Format {
			return fmt.Errorf("the file has format %d, this program knows %d: use a newer bamban", format, Format)
		}
		var random [8]byte
		if _, err := rand.Read(random[:]); err != nil {
			return err
		}
		epoch, err := l.meta(w, "epoch", binary.BigEndian.Uint64(random[:])>>1)
		if err != nil {
			return err
		}
		l.head, err = readHead(w)
		l.head.Epoch = epoch
		return err
	})
}

// meta reads a number, setting it first where it is missing.
func (l *Log) meta(c *db.Conn, key string, initial uint64) (uint64, error) {
	ins, err := c.Prepare(`INSERT OR IGNORE INTO meta(key, value) VALUES(?, ?)`)
	if err != nil {
		return 0, err
	}
	if err := ins.Bind(key, initial).Exec(); err != nil {
		return 0, err
	}
	sel, err := c.Prepare(`SELECT value FROM meta WHERE key = ?`)
	if err != nil {
		return 0, err
	}
	var v uint64
	for sel.Bind(key); sel.Next(); {
		v = sel.Uint64(0)
	}
	return v, sel.Err()
}

func readHead(c *db.Conn) (log.Head, error) {
	var h log.Head
	s, err := c.Prepare(`SELECT seq, chain FROM entry ORDER BY seq DESC LIMIT 1`)
	if err != nil {
		return h, err
	}
	for s.Next() {
		h.Seq = s.Uint64(0)
		copy(h.Chain[:], s.RawBlob(1))
	}
	return h, s.Err()
}

// Append implements log.Log.
func (l *Log) Append(_ context.Context, entries []*log.Entry) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	head := l.head
	w := l.db.Writer()
	err := w.Write(func() error {
		ins, err := w.Prepare(`INSERT INTO entry(seq, device, first, header, hashes, contents, chain) VALUES(?,?,?,?,?,?,?)`)
		if err != nil {
			return err
		}
		for _, e := range entries {
			head.Seq++
			e.Seq = head.Seq
			e.Chain = log.Link(head.Chain, e)
			head.Chain = e.Chain
			header, err := encodeHeader(e)
			if err != nil {
				return err
			}
			if err := ins.Bind(e.Seq, uint64(e.Batch.Device), e.Batch.From, header, encodeHashes(e.Hashes), encodeContents(e.Batch.Contents), e.Chain[:]).Exec(); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		if db.IsFull(err) {
			return fmt.Errorf("%w: %w", log.ErrFull, err)
		}
		return fmt.Errorf("append to log: %w", err)
	}
	l.head = head
	return nil
}

const columns = `SELECT seq, device, first, header, hashes, contents, chain FROM entry `

// Read implements log.Log.
func (l *Log) Read(ctx context.Context, after uint64, limit int) ([]*log.Entry, error) {
	var out []*log.Entry
	err := l.db.Read(ctx, func(c *db.Conn) error {
		s, err := c.Prepare(columns + `WHERE seq > ? ORDER BY seq LIMIT ?`)
		if err != nil {
			return err
		}
		for s.Bind(after, limit); s.Next(); {
			e, err := scan(s)
			if err != nil {
				s.Reset()
				return err
			}
			out = append(out, e)
		}
		return s.Err()
	})
	if err != nil {
		return nil, fmt.Errorf("read log after %d: %w", after, err)
	}
	return out, nil
}

// Find implements log.Log.
func (l *Log) Find(ctx context.Context, device change.Device, n uint64) (*log.Entry, int, error) {
	var found *log.Entry
	err := l.db.Read(ctx, func(c *db.Conn) error {
		s, err := c.Prepare(columns + `WHERE device = ? AND first <= ? ORDER BY first DESC LIMIT 1`)
		if err != nil {
			return err
		}
		for s.Bind(uint64(device), n); s.Next(); {
			if found, err = scan(s); err != nil {
				s.Reset()
				return err
			}
		}
		return s.Err()
	})
	if err != nil {
		return nil, 0, fmt.Errorf("find change %d of %s: %w", n, device, err)
	}
	if found == nil || n-found.Batch.From >= uint64(len(found.Hashes)) {
		return nil, 0, log.ErrNotFound
	}
	return found, int(n - found.Batch.From), nil
}

// Erase implements log.Log.
func (l *Log) Erase(_ context.Context, seq uint64, index int, stub log.Stub) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	w := l.db.Writer()
	err := w.Write(func() error {
		sel, err := w.Prepare(columns + `WHERE seq = ?`)
		if err != nil {
			return err
		}
		var e *log.Entry
		for sel.Bind(seq); sel.Next(); {
			if e, err = scan(sel); err != nil {
				sel.Reset()
				return err
			}
		}
		if err := sel.Err(); err != nil {
			return err
		}
		if e == nil || index < 0 || index >= len(e.Batch.Contents) {
			return log.ErrNotFound
		}
		e.Batch.Contents[index] = nil
		if e.Stubs == nil {
			e.Stubs = map[int]log.Stub{}
		}
		e.Stubs[index] = stub
		header, err := encodeHeader(e)
		if err != nil {
			return err
		}
		upd, err := w.Prepare(`UPDATE entry SET header = ?, contents = ? WHERE seq = ?`)
		if err != nil {
			return err
		}
		return upd.Bind(header, encodeContents(e.Batch.Contents), seq).Exec()
	})
	if err != nil {
		return fmt.Errorf("erase change %d of entry %d: %w", index, seq, err)
	}
	return w.Checkpoint()
}

// Head implements log.Log.
func (l *Log) Head(context.Context) (log.Head, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.head, nil
}

// NewEpoch begins another life of the log: called once after a restore, so that
// replicas notice that the server may have lost what they hold.
func (l *Log) NewEpoch(_ context.Context, epoch uint64) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	w := l.db.Writer()
	s, err := w.Prepare(`UPDATE meta SET value = ? WHERE key = 'epoch'`)
	if err != nil {
		return err
	}
	if err := s.Bind(epoch >> 1).Exec(); err != nil {
		return fmt.Errorf("begin epoch: %w", err)
	}
	l.head.Epoch = epoch >> 1
	return nil
}

// BackupTo copies the log as it is now into a new file while it is in use.
func (l *Log) BackupTo(ctx context.Context, path string) error { return l.db.BackupTo(ctx, path) }

// CheckFile reads the whole file and reports, as an error, what in it is damaged.
func (l *Log) CheckFile(ctx context.Context) error { return l.db.CheckFile(ctx) }

// Close implements log.Log.
func (l *Log) Close() error { return l.db.Close() }
