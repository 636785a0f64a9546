package bench

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"bamban/internal/projection"
	"bamban/internal/sqlite"
)

// rows are the rows of one table, as the server wrote them.
type rows struct {
	ddl    []string // the table and its indexes
	insert string
	values [][]any
}

// part of the rows that belongs to group g of n.
func (r *rows) part(g, n int) [][]any {
	return r.values[g*len(r.values)/n : (g+1)*len(r.values)/n]
}

// visitRows are the rows that pushes of visits wrote: the log's, the records',
// their history, their lines in the kind's table and among what is counted once a
// member. The cells, which are summed up and not inserted, are not among them.
func (w *world) visitRows() (log, records []*rows, err error) {
	if log, err = rowsOf(filepath.Join(w.dir, "log.db"), [2]string{"entry", "1"}); err != nil {
		return nil, nil, err
	}
	if records, err = rowsOf(filepath.Join(w.dir, "projection.db"),
		[2]string{"x_visit", "1"},
		[2]string{"rec", "rid IN (SELECT rid FROM x_visit)"},
		[2]string{"hist", "rid IN (SELECT rid FROM x_visit)"}); err != nil {
		return nil, nil, err
	}
	members, err := rowsOf(projection.CellsPath(filepath.Join(w.dir, "projection.db")), [2]string{"member", "1"})
	if err != nil {
		return nil, nil, err
	}
	visits := map[string]bool{}
	for _, record := range records[1].values {
		visits[string(record[1].([]byte))] = true
	}
	members[0].values = slices.DeleteFunc(members[0].values, func(member []any) bool { return !visits[string(member[2].([]byte)[:16])] })
	return log, append(records, members...), nil
}

// rowsOf reads tables, each with the condition that its rows meet.
func rowsOf(path string, tables ...[2]string) ([]*rows, error) {
	db, err := sqlite.Open(path, sqlite.Options{Sync: sqlite.Normal, Readers: 1})
	if err != nil {
		return nil, err
	}
	defer func() { _ = db.Close() }()
	var out []*rows
	err = db.Read(context.Background(), func(c *sqlite.Conn) error {
		for _, t := range tables {
			r, err := readRows(c, t[0], t[1])
			if err != nil {
				return err
			}
			out = append(out, r)
		}
		return nil
	})
	return out, err
}

func readRows(c *sqlite.Conn, table, condition string) (*rows, error) {
	r := &rows{}
	s, err := c.Prepare(`SELECT sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL ORDER BY type DESC`)
	if err != nil {
		return nil, err
	}
	for s.Bind(table); s.Next(); {
		r.ddl = append(r.ddl, s.Text(0))
	}
	if err := s.Err(); err != nil {
		return nil, err
	}
	q, err := c.Prepare("SELECT * FROM " + table + " WHERE " + condition + " ORDER BY 1")
	if err != nil {
		return nil, err
	}
	marks := "?"
	for range q.Columns() - 1 {
		marks += ",?"
	}
	r.insert = "INSERT INTO " + table + " VALUES(" + marks + ")"
	for q.Next() {
		values := make([]any, q.Columns())
		for i := range values {
			values[i] = q.Value(i)
		}
		r.values = append(r.values, values)
	}
	return r, q.Err()
}

// insert writes group g of n of some tables in one transaction.
func insert(db *sqlite.DB, tables []*rows, g, n int) error {
	w := db.Writer()
	return w.Write(func() error {
		for _, r := range tables {
			s, err := w.Prepare(r.insert)
			if err != nil {
				return err
			}
			for _, values := range r.part(g, n) {
				s.Reset()
				if err := s.Bind(values...).Exec(); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func (w *world) bareDB(name string, sync sqlite.Sync, tables ...*rows) (*sqlite.DB, error) {
	db, err := sqlite.Open(filepath.Join(w.dir, name), sqlite.Options{Sync: sync, CacheKB: 16000})
	if err != nil {
		return nil, err
	}
	for _, r := range tables {
		for _, sql := range r.ddl {
			if err := db.Writer().Exec(sql); err != nil {
				_ = db.Close()
				return nil, err
			}
		}
	}
	return db, nil
}

// bare inserts what a run of pushes wrote, row by row, into fresh files with every
// index and nothing else: no HTTP, JSON, signature, check or fold. One loop, one
// file, in commits of group changes, each synced; then the layout of ADR 0002: two
// files, the log's synced, the other following it. It gives changes a second.
func (w *world) bare(name string, group int) (one, two float64, err error) {
	log, projection, err := w.visitRows()
	if err != nil {
		return 0, 0, err
	}
	changes := len(projection[0].values) // a visit each
	n := max(changes/group, 1)
	all := append(append([]*rows{}, log...), projection...)
	oneDB, err := w.bareDB(name+"-one.db", sqlite.Full, all...)
	if err != nil {
		return 0, 0, err
	}
	defer func() { _ = oneDB.Close() }()
	start := time.Now()
	for g := range n {
		if err := insert(oneDB, all, g, n); err != nil {
			return 0, 0, err
		}
	}
	one = float64(changes) / time.Since(start).Seconds()
	took, err := w.twoFiles(name, log, projection, n)
	return one, float64(changes) / took.Seconds(), err
}

func (w *world) twoFiles(name string, log, projection []*rows, n int) (time.Duration, error) {
	logDB, err := w.bareDB(name+"-log.db", sqlite.Full, log...)
	if err != nil {
		return 0, err
	}
	defer func() { _ = logDB.Close() }()
	projectionDB, err := w.bareDB(name+"-projection.db", sqlite.Normal, projection...)
	if err != nil {
		return 0, err
	}
	defer func() { _ = projectionDB.Close() }()
	appended := make(chan int, 8) // as the writer's queue of folds
	folded := make(chan error, 1)
	start := time.Now()
	go func() {
		var err error
		for g := range appended {
			if err == nil {
				err = insert(projectionDB, projection, g, n)
			}
		}
		folded <- err
	}()
	for g := range n {
		if err = insert(logDB, log, g, n); err != nil {
			break
		}
		appended <- g
	}
	close(appended)
	if foldErr := <-folded; err == nil {
		err = foldErr
	}
	if err != nil {
		return 0, fmt.Errorf("two files: %w", err)
	}
	return time.Since(start), nil
}
