package projection

import (
	"context"
	"fmt"
	"sync"

	"bamban/internal/log"
)

// chunk is how many entries are read and applied at a time while catching up.
const (
	chunkEntries = 256
	chunkChanges = 8000
)

// Progress is told how far a catch-up has come, by log entry and change.
type Progress func(entry, of uint64, changes int64)

// CatchUp applies what the log holds beyond the projection. Decoding runs beside
// applying. Progress may be nil.
func (p *Projection) CatchUp(ctx context.Context, l log.Log, progress Progress) error {
	head, err := l.Head(ctx)
	if err != nil {
		return err
	}
	at := p.Seq()
	if at > head.Seq {
		return fmt.Errorf("projection is at entry %d and the log ends at %d: remove the projection and start again", at, head.Seq)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	chunks := make(chan []Item, 2)
	var readErr error
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		defer close(chunks)
		readErr = readChunks(ctx, l, at, head.Seq, chunks)
	}()
	var changes int64
	for items := range chunks {
		if _, err := p.Apply(ctx, items); err != nil {
			cancel()
			wg.Wait()
			return err
		}
		for _, it := range items {
			changes += int64(len(it.Changes))
		}
		if progress != nil {
			progress(p.Seq(), head.Seq, changes)
		}
	}
	wg.Wait()
	if readErr != nil {
		return readErr
	}
	if !p.bulk {
		return nil
	}
	if err := p.finishIndexes(); err != nil {
		return err
	}
	return p.Recount(ctx, nil)
}

func readChunks(ctx context.Context, l log.Log, after, upTo uint64, chunks chan<- []Item) error {
	var items []Item
	n := 0
	flush := func() bool {
		if len(items) == 0 {
			return true
		}
		select {
		case chunks <- items:
		case <-ctx.Done():
			return false
		}
		items, n = nil, 0
		return true
	}
	for after < upTo {
		entries, err := l.Read(ctx, after, chunkEntries)
		if err != nil {
			return err
		}
		if len(entries) == 0 {
			return fmt.Errorf("log ends at %d, not at %d: %w", after, upTo, log.ErrBroken)
		}
		for _, e := range entries {
			items = append(items, Decode(e))
			n += len(e.Batch.Contents)
			after = e.Seq
			if n >= chunkChanges && !flush() {
				return ctx.Err()
			}
		}
	}
	if !flush() {
		return ctx.Err()
	}
	return nil
}
