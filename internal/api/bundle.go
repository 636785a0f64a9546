package api

import (
	"context"

	"bamban/internal/sync"
)

// Bundles reads files of unsent work.
type Bundles interface {
	Read(ctx context.Context, raw []byte) (*sync.BundleAnswer, error)
}

// readBundle reads a phone's file of unsent work that somebody brought to the desk.
func readBundle(c *call) (any, error) {
	raw, err := sync.ReadBody(c.w, c.r)
	if err != nil {
		return nil, err
	}
	return c.s.Bundles.Read(c, raw)
}
