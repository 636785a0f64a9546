package projection

import (
	"context"
	"errors"
	"fmt"
)

// Scrub takes what erased records left behind out of the projection's file: rows are
// overwritten as they go, but the text index marks a row as gone and keeps its words
// until its parts are merged, and the write-ahead log keeps pages as they were.
//
// Cost: the text index is written anew, and writes wait meanwhile. It is for who erases.
func (p *Projection) Scrub(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("scrub the projection: %w", err)
	}
	p.applying.Lock()
	defer p.applying.Unlock()
	if p.figures != nil {
		if err := errors.Join(p.drained(), p.trimOwed(), p.figures.db.Writer().Checkpoint()); err != nil {
			return fmt.Errorf("scrub the figures: %w", err)
		}
	}
	w := p.db.Writer()
	if err := w.Exec(`INSERT INTO search(search) VALUES('optimize')`); err != nil {
		return fmt.Errorf("scrub the projection: %w", err)
	}
	if err := w.Checkpoint(); err != nil {
		return fmt.Errorf("scrub the projection: %w", err)
	}
	return nil
}
