package sync

import (
	"bamban/internal/kind"
	"bamban/internal/projection"
)

// Blocks packs records as a page does for somebody who may see every field.
func Blocks(records ...*projection.Record) ([]Block, []string) {
	devices := &dictionary{}
	b := &blockSet{devices: devices, byKind: map[string]*Block{}, see: func(*projection.Record, *kind.Field) bool { return true }}
	for _, r := range records {
		b.add(r)
	}
	return b.done(), devices.list
}
