package sqlite

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"sync"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/ext/fts5"
)

// Sync is how far a commit goes before it returns.
type Sync string

// Full survives a power cut; Normal survives a killed process, and after a power
// cut may lose the last commits but never the file.
const (
	Full   Sync = "FULL"
	Normal Sync = "NORMAL"
)

// Options of a database file.
type Options struct {
	Sync    Sync
	Readers int // connections that read at the same time, at most; 0 is 1
	CacheKB int // page cache of the writer, in KiB
	// SecureDelete overwrites what is deleted with zeros.
	SecureDelete bool
}

// DB is one database file: a writer that one goroutine uses at a time, and a
// pool of readers, opened as they are needed.
type DB struct {
	path    string
	writer  *Conn
	readers chan struct{} // one for each reader at work
	back    backfiller

	mu      sync.Mutex
	resting []*Conn // readers, the last one used last
	all     []*Conn
}

// Open opens or creates a file.
func Open(path string, o Options) (*DB, error) {
	db := &DB{path: path, readers: make(chan struct{}, max(o.Readers, 1)), back: backfiller{path: path, wake: make(chan struct{}, 1)}}
	if o.CacheKB == 0 {
		o.CacheKB = 2000
	}
	secure := "OFF"
	if o.SecureDelete {
		secure = "ON"
	}
	w, err := open(path, sqlite3.OPEN_READWRITE|sqlite3.OPEN_CREATE, fmt.Sprintf(
		"PRAGMA busy_timeout=10000; PRAGMA journal_mode=WAL; PRAGMA synchronous=%s; PRAGMA cache_size=-%d; PRAGMA secure_delete=%s; PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=67108864;",
		o.Sync, o.CacheKB, secure))
	if err != nil {
		return nil, err
	}
	db.writer, db.all = w, []*Conn{w}
	w.c.WALHook(db.back.watch)
	return db, nil
}

func openReader(path string) (*Conn, error) {
	return open(path, sqlite3.OPEN_READONLY, "PRAGMA busy_timeout=10000; PRAGMA cache_size=-12000; PRAGMA temp_store=MEMORY; PRAGMA query_only=ON;")
}

func open(path string, flags sqlite3.OpenFlag, pragmas string) (*Conn, error) {
	u := url.URL{Scheme: "file", OmitHost: true, Path: path, RawQuery: "vfs=" + gathering}
	c, err := sqlite3.OpenFlags(u.String(), flags|sqlite3.OPEN_URI)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	if err := guard(c); err != nil {
		return nil, errors.Join(fmt.Errorf("guard %s: %w", path, err), c.Close())
	}
	if err := fts5.Register(c); err != nil {
		return nil, errors.Join(fmt.Errorf("set up full-text search: %w", err), c.Close())
	}
	if err := c.Exec("PRAGMA cell_size_check=ON; " + pragmas); err != nil {
		return nil, errors.Join(fmt.Errorf("set up %s: %w", path, err), c.Close())
	}
	return &Conn{c: c, stmts: map[string]*Stmt{}}, nil
}

// guard keeps a file that somebody else has made from doing anything by itself:
// nothing of ours is a trigger or a view, so none in the file is obeyed; what its
// schema says calls no function that could do harm; and no extension is loaded.
func guard(c *sqlite3.Conn) error {
	for option, on := range map[sqlite3.DBConfig]bool{
		sqlite3.DBCONFIG_TRUSTED_SCHEMA:        false,
		sqlite3.DBCONFIG_ENABLE_TRIGGER:        false,
		sqlite3.DBCONFIG_ENABLE_VIEW:           false,
		sqlite3.DBCONFIG_ENABLE_LOAD_EXTENSION: false,
		sqlite3.DBCONFIG_DEFENSIVE:             true,
	} {
		if is, err := c.Config(option, on); err != nil || is != on {
			return fmt.Errorf("option %d stays %v: %w", option, is, err)
		}
	}
	return nil
}

// Close closes every connection; nobody may be using one.
func (db *DB) Close() error {
	db.back.close()
	var errs []error
	for i := len(db.all) - 1; i >= 0; i-- {
		errs = append(errs, db.all[i].close())
	}
	return errors.Join(errs...)
}

// Path of the file.
func (db *DB) Path() string { return db.path }

// Writer is the one connection that writes. Its user must be alone with it.
func (db *DB) Writer() *Conn { return db.writer }

// Read runs f with a connection of the read pool inside one read transaction: f
// sees one moment of the database.
func (db *DB) Read(ctx context.Context, f func(*Conn) error) error {
	return db.readConn(ctx, func(c *Conn) error {
		if err := c.Exec("BEGIN"); err != nil {
			return err
		}
		err := f(c)
		return errors.Join(err, c.Exec("COMMIT"))
	})
}

// View runs f with a connection of the read pool without a transaction around it:
// cheaper, for one statement, or several that need not see the same moment.
func (db *DB) View(ctx context.Context, f func(*Conn) error) error { return db.readConn(ctx, f) }

// Conn is a connection with its prepared statements.
type Conn struct {
	c     *sqlite3.Conn
	stmts map[string]*Stmt
}

func (c *Conn) close() error {
	var errs []error
	for _, s := range c.stmts {
		errs = append(errs, s.s.Close())
	}
	return errors.Join(append(errs, c.c.Close())...)
}

// Exec runs SQL that gives no rows and takes no parameters.
func (c *Conn) Exec(sql string) error {
	switch sql {
	case "BEGIN", "COMMIT", "ROLLBACK", "BEGIN IMMEDIATE":
		s, err := c.Prepare(sql)
		if err != nil {
			return err
		}
		return s.Exec()
	}
	if err := c.c.Exec(sql); err != nil {
		return fmt.Errorf("sqlite: %w", err)
	}
	return nil
}

// Write runs f in a write transaction, which is undone if f fails.
func (c *Conn) Write(f func() error) error {
	if err := c.Exec("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	if err := f(); err != nil {
		return errors.Join(err, c.Exec("ROLLBACK"))
	}
	if err := c.Exec("COMMIT"); err != nil {
		return errors.Join(err, c.c.Exec("ROLLBACK"))
	}
	return nil
}

// maxStatements kept per connection; lists make statements by filter and sort.
const maxStatements = 200

// Prepare gives the connection's prepared statement for a text, reset and ready.
func (c *Conn) Prepare(sql string) (*Stmt, error) {
	if s := c.stmts[sql]; s != nil {
		s.Reset()
		return s, nil
	}
	if len(c.stmts) >= maxStatements {
		for text, s := range c.stmts {
			delete(c.stmts, text)
			if err := s.s.Close(); err != nil {
				return nil, fmt.Errorf("sqlite: %w", err)
			}
			break
		}
	}
	raw, _, err := c.c.Prepare(sql)
	if err != nil {
		return nil, fmt.Errorf("prepare %q: %w", sql, err)
	}
	s := &Stmt{s: raw}
	c.stmts[sql] = s
	return s, nil
}

// Changes is how many rows the last statement changed.
func (c *Conn) Changes() int64 { return c.c.Changes() }

// LastID is the row id of the last insert.
func (c *Conn) LastID() int64 { return c.c.LastInsertRowID() }

// BackupTo copies the database as it is at this moment into a new file, while
// others read and write.
func (db *DB) BackupTo(ctx context.Context, path string) error {
	return db.readConn(ctx, func(c *Conn) error {
		u := url.URL{Scheme: "file", OmitHost: true, Path: path}
		if err := c.c.Backup("main", u.String()); err != nil {
			return fmt.Errorf("back up %s: %w", db.path, err)
		}
		return nil
	})
}

func (db *DB) readConn(ctx context.Context, f func(*Conn) error) error {
	select {
	case db.readers <- struct{}{}:
		defer func() { <-db.readers }()
	case <-ctx.Done():
		return fmt.Errorf("wait for a reader: %w", ctx.Err())
	}
	c, err := db.reader()
	if err != nil {
		return err
	}
	defer db.rest(c)
	return f(c)
}

// reader takes the reader that rested last, whose pages are fresh, or opens one.
func (db *DB) reader() (*Conn, error) {
	db.mu.Lock()
	defer db.mu.Unlock()
	if n := len(db.resting); n > 0 {
		c := db.resting[n-1]
		db.resting = db.resting[:n-1]
		return c, nil
	}
	c, err := openReader(db.path)
	if err == nil {
		db.all = append(db.all, c)
	}
	return c, err
}

func (db *DB) rest(c *Conn) {
	db.mu.Lock()
	defer db.mu.Unlock()
	db.resting = append(db.resting, c)
}

// Checkpoint moves the write-ahead log into the file and empties it.
func (c *Conn) Checkpoint() error { return c.Exec("PRAGMA wal_checkpoint(TRUNCATE)") }

// CheckFile reads the whole file and reports, as an error, what in it does not
// agree: pages, rows, and indexes with their rows.
func (db *DB) CheckFile(ctx context.Context) error {
	return db.readConn(ctx, func(c *Conn) error {
		s, err := c.Prepare("PRAGMA integrity_check(1)")
		if err != nil {
			return err
		}
		said := ""
		for s.Next() {
			said = s.Text(0)
		}
		if err := s.Err(); err != nil {
			return err
		}
		if said != "ok" {
			return fmt.Errorf("%s is damaged: %s", db.path, said)
		}
		return nil
	})
}

// IsFull reports whether an error says that the disk is full.
func IsFull(err error) bool {
	return errors.Is(err, sqlite3.FULL) || errors.Is(err, sqlite3.IOERR_WRITE)
}

// Retryable reports whether the same statement may succeed later.
func Retryable(err error) bool { return errors.Is(err, sqlite3.BUSY) || errors.Is(err, sqlite3.LOCKED) }
