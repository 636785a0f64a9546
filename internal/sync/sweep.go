package sync

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// SweepDaily removes unfinished uploads that nobody has touched for a time: now,
// and every day until the context ends. A phone whose upload is gone begins again.
func (f *Files) SweepDaily(ctx context.Context, untouched time.Duration) {
	daily := time.NewTicker(24 * time.Hour)
	defer daily.Stop()
	for {
		switch n, err := f.sweep(time.Now().Add(-untouched)); {
		case err != nil:
			f.slog.Warn("unfinished uploads stay", "removed", n, "error", err)
		case n > 0:
			f.slog.Info("unfinished uploads removed", "uploads", n, "untouched", untouched)
		}
		select {
		case <-daily.C:
		case <-ctx.Done():
			return
		}
	}
}

// sweep removes the uploads of which no file was written since a time. A request
// that is at work on one has made its lock anew.
func (f *Files) sweep(since time.Time) (removed int, err error) {
	entries, err := os.ReadDir(f.dir)
	if err != nil {
		return 0, fmt.Errorf("look for unfinished uploads: %w", err)
	}
	files, touched := map[string][]string{}, map[string]bool{}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || !info.Mode().IsRegular() {
			continue // finished by now, or not an upload's
		}
		upload := strings.TrimSuffix(strings.TrimSuffix(e.Name(), ".info"), ".lock")
		files[upload] = append(files[upload], e.Name())
		touched[upload] = touched[upload] || !info.ModTime().Before(since)
	}
	var errs []error
	for upload, names := range files {
		if touched[upload] {
			continue
		}
		for _, name := range names {
			if err := os.Remove(filepath.Join(f.dir, name)); err != nil && !errors.Is(err, os.ErrNotExist) {
				errs = append(errs, fmt.Errorf("remove an unfinished upload: %w", err))
			}
		}
		removed++
	}
	return removed, errors.Join(errs...)
}
