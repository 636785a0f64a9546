package node

import (
	"context"
	"errors"
	"fmt"

	"bamban/internal/indicator"
	"bamban/internal/kind"
	"bamban/internal/pack"
	"bamban/internal/projection"
)

// FiguresOf compiles a pack's indicators against the kinds; nil where it has none.
func FiguresOf(p *pack.Pack, kinds *kind.Registry) (*indicator.Set, error) {
	if len(p.Calendars) == 0 {
		return nil, nil
	}
	open := indicator.Open
	if p.Checked {
		open = indicator.Later
	}
	set, problems := open(p.Indicators, p.Calendars, kinds)
	if len(problems) > 0 {
		b := problems[0]
		return nil, fmt.Errorf("indicators of the pack: %s %d, %s: %s %v; bamban pack check says more", b.List, b.I, b.Field, b.Code, b.Args)
	}
	return set, nil
}

// Declare tells a projection of this node's log which figures to keep.
func (n *Node) Declare(p *projection.Projection) error {
	if n.Figures == nil {
		return nil
	}
	return p.Declare(n.Figures, n.Zone)
}

// countFigures counts, beside everything else, what a pack with other indicators
// leaves to count, and whatever is left to count later. Until it is done figures say so.
func (n *Node) countFigures() {
	if n.Figures == nil {
		return
	}
	ctx, stop := context.WithCancel(context.Background())
	n.stopCounting = stop
	n.counting.Go(func() {
		for {
			if err := n.Projection.Recount(ctx, nil); err != nil && !errors.Is(err, context.Canceled) {
				n.Slog.Error("count the figures anew", "error", err)
			}
			select {
			case <-n.Projection.Uncounted():
			case <-ctx.Done():
				return
			}
		}
	})
}
