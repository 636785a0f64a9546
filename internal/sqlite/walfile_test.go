package sqlite_test

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"bamban/internal/sqlite"
)

// TestCommitIsInTheFile copies the files as a killed process leaves them, after each of
// many transactions: small ones, ones that outgrow the page cache and write pages again,
// ones that are rolled back, and across new beginnings of the write-ahead log.
func TestCommitIsInTheFile(t *testing.T) {
	for _, sync := range []sqlite.Sync{sqlite.Normal, sqlite.Full} {
		t.Run(string(sync), func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "x.db")
			db, err := sqlite.Open(path, sqlite.Options{Sync: sync, CacheKB: 64, Readers: 1})
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = db.Close() }()
			w := db.Writer()
			if err := w.Exec(`CREATE TABLE t(k INTEGER PRIMARY KEY, v BLOB NOT NULL); CREATE TABLE n(n INTEGER)`); err != nil {
				t.Fatal(err)
			}
			r := rand.New(rand.NewPCG(1, 2))
			committed := int64(0)
			for round := range 40 {
				if err := w.Exec("BEGIN IMMEDIATE"); err != nil {
					t.Fatal(err)
				}
				put, err := w.Prepare(`INSERT OR REPLACE INTO t VALUES(?, randomblob(?))`)
				if err != nil {
					t.Fatal(err)
				}
				rows := []int{1, 20, 600}[r.IntN(3)]
				for range rows {
					if err := put.Bind(r.Int64N(3000), r.Int64N(900)).Exec(); err != nil {
						t.Fatal(err)
					}
				}
				if err := w.Exec(`DELETE FROM n; INSERT INTO n SELECT sum(k * length(v)) FROM t`); err != nil {
					t.Fatal(err)
				}
				end := "COMMIT"
				if r.IntN(4) == 0 {
					end = "ROLLBACK"
				}
				if err := w.Exec(end); err != nil {
					t.Fatal(err)
				}
				left := leftBehind(t, path) // before the writer reads, which would write what it holds
				if end == "COMMIT" {
					committed = number(t, w, `SELECT n FROM n`)
				}
				if got := number(t, w, `SELECT coalesce(sum(k * length(v)), 0) FROM t`); got != committed {
					t.Fatalf("round %d: the writer sees %d, want %d", round, got, committed)
				}
				if left != committed {
					t.Fatalf("round %d: a killed process leaves %d, want %d", round, left, committed)
				}
				if err := db.View(context.Background(), func(c *sqlite.Conn) error {
					if got := number(t, c, `SELECT n FROM n`); got != committed {
						t.Errorf("round %d: a reader sees %d, want %d", round, got, committed)
					}
					return nil
				}); err != nil {
					t.Fatal(err)
				}
				if r.IntN(8) == 0 {
					if err := w.Checkpoint(); err != nil {
						t.Fatal(err)
					}
				}
			}
		})
	}
}

// leftBehind opens copies of a file and its write-ahead log and sums up what they hold.
func leftBehind(t *testing.T, path string) int64 {
	t.Helper()
	to := filepath.Join(t.TempDir(), "copy.db")
	for _, part := range []string{"", "-wal"} {
		b, err := os.ReadFile(path + part)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(to+part, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	db := open(t, to)
	if err := db.CheckFile(context.Background()); err != nil {
		t.Fatal(err)
	}
	if a, b := number(t, db.Writer(), `SELECT n FROM n`), number(t, db.Writer(), `SELECT sum(k * length(v)) FROM t`); a != b {
		t.Fatalf("the copy holds %d and says %d", b, a)
	}
	return number(t, db.Writer(), `SELECT n FROM n`)
}

// TestReadersBesideTheWriter has readers look at sums that hold in each commit while
// commits go on.
func TestReadersBesideTheWriter(t *testing.T) {
	db, err := sqlite.Open(filepath.Join(t.TempDir(), "x.db"), sqlite.Options{Sync: sqlite.Normal, CacheKB: 64, Readers: 2})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	w := db.Writer()
	if err := w.Exec(`CREATE TABLE t(k INTEGER PRIMARY KEY, v INTEGER NOT NULL, pad BLOB);
		INSERT INTO t WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 1000) SELECT n, 0, zeroblob(500) FROM s`); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	failed := make(chan string, 2)
	for range 2 {
		go func() {
			for {
				select {
				case <-done:
					failed <- ""
					return
				default:
				}
				var sum int64
				err := db.View(context.Background(), func(c *sqlite.Conn) error {
					s, err := c.Prepare(`SELECT sum(v) FROM t`)
					if err != nil {
						return err
					}
					for s.Next() {
						sum = s.Int64(0)
					}
					return s.Err()
				})
				if err != nil || sum != 0 {
					failed <- "a reader sees half a commit, or nothing"
					return
				}
			}
		}()
	}
	r := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		if err := w.Write(func() error {
			s, err := w.Prepare(`UPDATE t SET v = v + ? WHERE k = ?`)
			if err != nil {
				return err
			}
			for range 100 {
				by, a, b := r.Int64N(100), 1+r.Int64N(1000), 1+r.Int64N(1000)
				if err := s.Bind(by, a).Exec(); err != nil {
					return err
				}
				if err := s.Bind(-by, b).Exec(); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	close(done)
	for range 2 {
		if why := <-failed; why != "" {
			t.Error(why)
		}
	}
}
