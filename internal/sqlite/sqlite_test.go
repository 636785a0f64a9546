package sqlite_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bamban/internal/sqlite"

	"github.com/ncruces/go-sqlite3"
)

// foreign makes a file as somebody else would, with a driver that obeys everything.
func foreign(t *testing.T, sql string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.db")
	c, err := sqlite3.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Exec(sql); err != nil {
		t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func open(t *testing.T, path string) *sqlite.DB {
	t.Helper()
	db, err := sqlite.Open(path, sqlite.Options{Sync: sqlite.Full, Readers: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func number(t *testing.T, c *sqlite.Conn, sql string) int64 {
	t.Helper()
	s, err := c.Prepare(sql)
	if err != nil {
		t.Fatal(err)
	}
	var n int64
	for s.Next() {
		n = s.Int64(0)
	}
	if err := s.Err(); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestATriggerInAForeignFileIsNotObeyed(t *testing.T) {
	db := open(t, foreign(t, `CREATE TABLE entry(seq INTEGER PRIMARY KEY); INSERT INTO entry VALUES(1);
		CREATE TRIGGER t AFTER INSERT ON entry BEGIN DELETE FROM entry WHERE seq < new.seq; END;`))
	if err := db.Writer().Exec(`INSERT INTO entry VALUES(2)`); err != nil {
		t.Fatal(err)
	}
	if n := number(t, db.Writer(), `SELECT count(*) FROM entry`); n != 2 {
		t.Errorf("%d rows after adding one to one, want 2: the trigger was obeyed", n)
	}
}

func TestAViewInAForeignFileIsNotATable(t *testing.T) {
	db := open(t, foreign(t, `CREATE VIEW entry AS SELECT 1 AS seq`))
	if _, err := db.Writer().Prepare(`SELECT seq FROM entry`); err == nil {
		t.Error("a view was read as if it were a table of ours")
	}
}

func TestAForeignFileCannotHaveItsSchemaRewritten(t *testing.T) {
	db := open(t, foreign(t, `CREATE TABLE entry(seq INTEGER PRIMARY KEY)`))
	w := db.Writer()
	_ = w.Exec(`PRAGMA writable_schema=ON`) // it is answered with nothing, and does nothing
	if err := w.Exec(`UPDATE sqlite_schema SET sql = 'CREATE TABLE entry(x)'`); err == nil {
		t.Error("the schema was written to")
	}
	for pragma, want := range map[string]int64{"trusted_schema": 0, "cell_size_check": 1} {
		if got := number(t, w, "PRAGMA "+pragma); got != want {
			t.Errorf("%s is %d, want %d", pragma, got, want)
		}
	}
	if err := w.Exec(`SELECT load_extension('x')`); err == nil || strings.Contains(err.Error(), "cannot open") {
		t.Errorf("load an extension: %v, want that there is no such thing", err)
	}
}

func TestCheckFileFindsADamagedPage(t *testing.T) {
	path := foreign(t, `CREATE TABLE entry(seq INTEGER PRIMARY KEY, x TEXT); CREATE INDEX entry_x ON entry(x);
		WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 500) INSERT INTO entry SELECT i, 'row number ' || i FROM n;`)
	good := open(t, path)
	if err := good.CheckFile(context.Background()); err != nil {
		t.Errorf("a whole file: %v", err)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	// One of the two places that hold the text of a row: its index disagrees then.
	altered := strings.Replace(string(raw), "row number 400", "row number 4O0", 1)
	path = filepath.Join(t.TempDir(), "y.db")
	if err := os.WriteFile(path, []byte(altered), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := open(t, path).CheckFile(context.Background()); err == nil {
		t.Error("a row that its index does not agree with was taken for whole")
	}
}
