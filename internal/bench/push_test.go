package bench

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"runtime/pprof"
	"testing"
	"time"

	"bamban/internal/api"
	"bamban/internal/node"
	"bamban/internal/pack"
	"bamban/internal/signin"
	"bamban/internal/sync"
	"bamban/packs"
)

func around(n *node.Node) (http.Handler, error) {
	core, err := sync.New(n, signin.New(n))
	if err != nil {
		return nil, err
	}
	return sync.NewHandler(core, http.NotFoundHandler(), api.WriteFault, func(string, int, time.Duration) {}, slog.New(slog.DiscardHandler))
}

func TestTry(t *testing.T) {
	ctx := context.Background()
	p, _ := pack.Load(packs.LaiChau())
	w, err := newWorld(ctx, p, around)
	if err != nil {
		t.Fatal(err)
	}
	defer w.close()
	ps, err := w.prepare(ctx, 8, 100, 100)
	if err != nil {
		t.Fatal(err)
	}
	f, _ := os.Create("/tmp/push.prof")
	pprof.StartCPUProfile(f)
	r, err := w.run(ps, 100)
	pprof.StopCPUProfile()
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("batches: %d changes %.0f/s p50 %v p99 %v\n", r.changes, float64(r.changes)/r.took.Seconds(), at(r.each, .5), at(r.each, .99))
	b, err := w.bare(800)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("bare %.0f/s\n", b)
	ps, err = w.prepare(ctx, 32, 600, 1)
	if err != nil {
		t.Fatal(err)
	}
	f, _ = os.Create("/tmp/one.prof")
	pprof.StartCPUProfile(f)
	r, err = w.run(ps, 1)
	pprof.StopCPUProfile()
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("single: %d changes %.0f/s p50 %v p99 %v\n", r.changes, float64(r.changes)/r.took.Seconds(), at(r.each, .5), at(r.each, .99))
}
