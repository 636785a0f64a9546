package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"bamban/internal/bench"
	"bamban/internal/config"
	"bamban/internal/node"
	"bamban/packs"
)

// benchCommand measures the budgets and writes a table and JSON.
func benchCommand(ctx context.Context, e *Env, c *command) error {
	flags := c.flags(e)
	records := flags.Int("records", 1_000_000, "people and households held in the large scenarios")
	quick := flags.Bool("quick", false, "fewer requests and 100,000 records")
	only := flags.String("only", "", "measure one part: push or read")
	profile := flags.String("profile", "", "existing folder for CPU profiles of what is measured")
	out := flags.String("out", "bench-out", "folder for the JSON")
	cfg, err := config.Load(flags, e.Args, e.Getenv)
	if err != nil {
		return err
	}
	if *quick {
		*records = min(*records, 100_000)
	}
	p, _, err := loadPack(cfg)
	if err != nil {
		return err
	}
	around := func(n *node.Node) (http.Handler, error) {
		s, err := newService(n, packs.LaiChau(), cfg, nil, slog.New(slog.DiscardHandler))
		if err != nil {
			return nil, err
		}
		return s.handler, nil
	}
	report, err := bench.Run(ctx, p, around, bench.Options{Records: *records, Quick: *quick, Only: *only, Profile: *profile, Say: func(s string) { fmt.Fprintln(e.Stderr, "…", s) }})
	if err != nil {
		return err
	}
	if err := startLine(ctx, report); err != nil {
		return err
	}
	if self, err := os.Executable(); err == nil {
		size := bench.FileSize(self)
		report.Lines = append(report.Lines, bench.Line{What: "binary, the web app and the pack in it", Budget: "< 40 MB", Measured: fmt.Sprintf("%.1f MB", size), Holds: size < 40, Grows: "with what is built in"})
	}
	raw, err := json.MarshalIndent(report, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(*out, 0o755); err != nil {
		return err
	}
	return errors.Join(report.Print(e.Stdout), os.WriteFile(filepath.Join(*out, "bench.json"), raw, 0o644))
}

// startLine starts this program as a server on an empty folder that was set up
// before, and measures until it is ready and what it then holds in memory.
func startLine(ctx context.Context, report *bench.Report) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "bamban-start-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	var best time.Duration
	var resident float64
	for range 3 {
		took, mb, err := started(ctx, self, dir)
		if err != nil {
			return err
		}
		if best == 0 || took < best {
			best, resident = took, mb
		}
	}
	report.Lines = append(report.Lines, bench.Line{What: "start to ready with the pack and nothing else; resident", Budget: "< 200 ms, < 40 MB", Holds: best < 200*time.Millisecond && resident < 40,
		Measured: fmt.Sprintf("%d ms, %.0f MB", best.Milliseconds(), resident), Grows: "with areas, units and devices, not with records"})
	return nil
}

func started(ctx context.Context, self, dir string) (time.Duration, float64, error) {
	cmd := exec.CommandContext(ctx, self, "serve", "--data", dir, "--addr", "127.0.0.1:0")
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		return 0, 0, err
	}
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return 0, 0, err
	}
	defer func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait() // it was killed
	}()
	line := make([]byte, 300)
	n, err := pipe.Read(line)
	if err != nil && !errors.Is(err, io.EOF) {
		return 0, 0, err
	}
	text := string(line[:n])
	i := strings.Index(text, "http://")
	if i < 0 {
		return 0, 0, fmt.Errorf("the server did not say where it listens: %q", text)
	}
	res, err := http.Get(strings.TrimSpace(text[i:]) + "/readyz")
	if err != nil {
		return 0, 0, err
	}
	_ = res.Body.Close()
	took := time.Since(start)
	return took, residentMB(cmd.Process.Pid), nil
}

// residentMB reads a process's resident memory where the system tells it.
func residentMB(pid int) float64 {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
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
