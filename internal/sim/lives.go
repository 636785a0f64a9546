package sim

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"

	"bamban/internal/change"
	"bamban/internal/log/sqlite"
	"bamban/internal/node"
	"bamban/internal/projection"
	"bamban/internal/sync/client"
)

func (w *world) restart(rebuild bool) error {
	dir := w.node.Dir()
	if err := w.close(); err != nil {
		return err
	}
	if rebuild {
		if err := projection.Remove(filepath.Join(dir, node.ProjectionFile)); err != nil {
			return err
		}
	}
	w.tell("the server is stopped and started, its projection made anew: %v", rebuild)
	if err := w.open(); err != nil {
		return err
	}
	w.checkPromises()
	return nil
}

func (w *world) backUp() error {
	b := &backup{file: filepath.Join(w.dir, fmt.Sprintf("backup%d", w.now)), promised: map[string]map[uint64]bool{}}
	if err := w.node.Log.BackupTo(w.ctx, b.file); err != nil {
		return err
	}
	for _, p := range w.phones {
		b.promised[p.login] = maps.Clone(p.promised)
	}
	w.saved = b
	w.tell("the server's log is backed up")
	return nil
}

// restore puts the last backup in place of the server: another epoch, another
// identity, a projection made anew.
func (w *world) restore() error {
	if w.saved == nil {
		return nil
	}
	if err := w.close(); err != nil {
		return err
	}
	w.lives++
	w.keys++
	w.safe = ""
	if err := os.MkdirAll(w.folder(), 0o700); err != nil {
		return err
	}
	file := filepath.Join(w.folder(), node.LogFile)
	if err := copyFile(w.saved.file, file); err != nil {
		return err
	}
	l, err := sqlite.Open(file)
	if err != nil {
		return err
	}
	if err := errors.Join(l.NewEpoch(w.ctx, uint64(w.keys+1)<<1), l.Close()); err != nil {
		return err
	}
	if err := writeServerKey(w.folder(), fmt.Sprintf("server %d", w.keys)); err != nil {
		return err
	}
	for _, p := range w.phones {
		p.promised = maps.Clone(w.saved.promised[p.login])
		if p.held == nil {
			p.held = map[change.ID][]*client.Held{}
		}
		for id, h := range p.store.Records {
			was := *h
			p.held[id] = append(p.held[id], &was)
		}
	}
	w.tell("the server is restored from its last backup")
	if err := w.open(); err != nil {
		return err
	}
	w.checkPromises()
	return nil
}
