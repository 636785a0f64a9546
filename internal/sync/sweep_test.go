package sync_test

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"bamban/internal/api"
	"bamban/internal/signin"
	"bamban/internal/sync"
)

// An upload that nobody goes on with is removed, at the start and day by day; one
// that moves, and one that a request is at work on, stay.
func TestUnfinishedUploadsAreSweptOnceNobodyTouchesThem(t *testing.T) {
	o, dir := newOffice(t), t.TempDir()
	core, err := sync.New(o.n, signin.New(o.n))
	must(t, err)
	files, err := sync.NewFiles(core, o.blobs, dir, 1<<20, api.WriteFault, slog.New(slog.DiscardHandler))
	must(t, err)
	synctest.Test(t, func(t *testing.T) {
		const day = 24 * time.Hour
		touch := func(age time.Duration, names ...string) {
			for _, name := range names {
				path, at := filepath.Join(dir, name), time.Now().Add(-age)
				must(t, os.WriteFile(path, []byte("piece"), 0o600))
				must(t, os.Chtimes(path, at, at))
			}
		}
		check := func(when string, want ...string) {
			t.Helper()
			left, err := os.ReadDir(dir)
			must(t, err)
			var got []string
			for _, e := range left {
				got = append(got, e.Name())
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s: %v is left, want %v", when, got, want)
			}
		}
		touch(31*day, "forgotten", "forgotten.info", "killed.lock", "worked-on", "worked-on.info", "moving.info")
		touch(28*day-time.Hour, "waiting", "waiting.info")
		touch(0, "worked-on.lock", "moving")
		ctx, stop := context.WithCancel(context.Background())
		done := make(chan struct{})
		go func() { defer close(done); files.SweepDaily(ctx, 30*day) }()
		synctest.Wait()
		check("at the start", "moving", "moving.info", "waiting", "waiting.info", "worked-on", "worked-on.info", "worked-on.lock")
		time.Sleep(2 * day)
		synctest.Wait()
		check("two days later", "moving", "moving.info", "waiting", "waiting.info", "worked-on", "worked-on.info", "worked-on.lock")
		touch(0, "moving")
		time.Sleep(day)
		synctest.Wait()
		check("three days later", "moving", "moving.info", "worked-on", "worked-on.info", "worked-on.lock")
		time.Sleep(28 * day)
		synctest.Wait()
		check("a month later", "moving", "moving.info")
		stop()
		<-done
	})
}
