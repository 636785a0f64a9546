package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"time"
)

// starts measures this program as a server on a folder that holds the pack only.
func starts(ctx context.Context, o Options, r *Report) error {
	dir, err := os.MkdirTemp("", "bamban-start-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	var best time.Duration
	var resident float64
	for i := range 4 {
		s, err := serve(ctx, o.Self, dir)
		if err != nil {
			return err
		}
		if i > 0 && (best == 0 || s.ready < best) { // the first one publishes the pack
			best, resident = s.ready, s.residentMB()
		}
		s.stop()
	}
	r.add("start to ready with the pack and nothing else; resident", "< 200 ms, < 40 MB", best < 200*time.Millisecond && resident < 40,
		"with areas, units and devices, not with records", "%d ms, %.0f MB", best.Milliseconds(), resident)
	return nil
}

// startsFull measures this program as a server on the world's folder, which nobody
// else may have open: how soon it is ready, and what it holds after lists and
// searches of many.
func startsFull(ctx context.Context, w *world, cookie *http.Cookie, o Options, r *Report) error {
	s, err := serve(ctx, o.Self, w.dir)
	if err != nil {
		return err
	}
	defer s.stop()
	before := s.residentMB()
	for _, l := range []load{{s.addr, cookie, 32, 8000, w.listPath}, {s.addr, cookie, 4, 4000, w.typed}} {
		if _, _, err := l.run(); err != nil {
			return err
		}
	}
	after := s.residentMB()
	r.add(fmt.Sprintf("start to ready with %d records; resident after 12,000 lists and searches", o.Records), "< 2 s, < 150 MB", s.ready < 2*time.Second && after < 150,
		"the feed's index is read once; memory is caches of a fixed size", "%d ms, %.0f MB at first, %.0f MB after", s.ready.Milliseconds(), before, after)
	return nil
}

// server is this program serving, as its own process.
type server struct {
	cmd   *exec.Cmd
	addr  string
	ready time.Duration
}

func serve(ctx context.Context, self, dir string) (*server, error) {
	s := &server{cmd: exec.CommandContext(ctx, self, "serve", "--data", dir, "--addr", "127.0.0.1:0")}
	pipe, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	start := time.Now()
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	line := make([]byte, 300)
	n, err := pipe.Read(line)
	if err != nil && !errors.Is(err, io.EOF) {
		s.stop()
		return nil, err
	}
	_, addr, ok := strings.Cut(string(line[:n]), "http://")
	if !ok {
		s.stop()
		return nil, fmt.Errorf("the server did not say where it listens: %q", line[:n])
	}
	s.addr = strings.TrimSpace(addr)
	res, err := http.Get("http://" + s.addr + "/readyz")
	if err != nil {
		s.stop()
		return nil, err
	}
	_ = res.Body.Close()
	s.ready = time.Since(start)
	return s, nil
}

func (s *server) stop() {
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait() // it was killed
}

// residentMB reads the process's resident memory where the system tells it.
func (s *server) residentMB() float64 {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	var kb float64
	for _, l := range strings.Split(string(raw), "\n") {
		if strings.HasPrefix(l, "VmRSS:") {
			_, _ = fmt.Sscanf(l, "VmRSS: %f kB", &kb) // a line of another form counts as unknown
		}
	}
	return kb / 1024
}
