package sqlite

import (
	"sync"

	"github.com/ncruces/go-sqlite3"
)

// Pages of the write-ahead log: after so many more the backfiller moves them into
// the file; at so many a commit finishes that itself, and the log begins anew.
const (
	backfillPages = 4000
	restartPages  = 16000
)

// backfiller moves what is committed from the write-ahead log into the file while
// the writer goes on. Only a moment without a writer can begin the log anew, so a
// long log is finished within a commit, which by then finds little to move.
type backfiller struct {
	path  string
	wake  chan struct{}
	done  sync.WaitGroup
	told  int // pages of the log when it was last woken; the writer's own
	begun bool
}

// watch is called after each commit with the pages that the log has. What goes
// wrong with a checkpoint loses nothing and stops no commit: the next one tries.
func (b *backfiller) watch(c *sqlite3.Conn, schema string, pages int) error {
	if pages >= restartPages {
		b.told = 0
		_, _, _ = c.WALCheckpoint(schema, sqlite3.CHECKPOINT_PASSIVE)
		return nil
	}
	if pages < b.told {
		b.told = 0 // the log began anew
	}
	if pages-b.told < backfillPages {
		return nil
	}
	b.told = pages
	if !b.begun {
		b.begun = true
		b.done.Add(1)
		go b.run()
	}
	select {
	case b.wake <- struct{}{}:
	default:
	}
	return nil
}

func (b *backfiller) run() {
	defer b.done.Done()
	c, err := open(b.path, sqlite3.OPEN_READWRITE, "PRAGMA busy_timeout=10000; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-100;")
	if err != nil {
		for range b.wake { // the writer's own checkpoints do without it
		}
		return
	}
	for range b.wake {
		_, _, _ = c.c.WALCheckpoint("main", sqlite3.CHECKPOINT_PASSIVE)
	}
	_ = c.close()
}

func (b *backfiller) close() {
	close(b.wake)
	b.done.Wait()
}
