package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"bamban/internal/bench"
	"bamban/internal/fault"
	"bamban/internal/node"
	"bamban/packs"
)

// benchParts are what --only takes.
var benchParts = []string{"push", "read", "sheets", "twins", "figures"}

// benchCommand measures the budgets and writes a table and JSON.
func benchCommand(ctx context.Context, e *Env, c *command) error {
	flags := c.flags(e)
	records := flags.Int("records", 1_000_000, "people and households held in the large scenarios")
	quick := flags.Bool("quick", false, "fewer requests and 100,000 records")
	only := flags.String("only", "", "measure one part: "+strings.Join(benchParts, ", "))
	profile := flags.String("profile", "", "existing folder for CPU profiles of what is measured")
	out := flags.String("out", "bench-out", "folder for the JSON")
	cfg, err := settings(flags, e.Args, e)
	if err != nil {
		return err
	}
	if *records < 1 {
		return fault.New("shell.number", "records", "flag", "--records", "value", *records, "min", 1)
	}
	if *only != "" && !slices.Contains(benchParts, *only) {
		return fault.New("shell.choice", "only", "flag", "--only", "value", strings.ToValidUTF8(*only, "?"), "known", strings.Join(benchParts, ", "))
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
	self, err := os.Executable()
	if err != nil {
		return err
	}
	report, failed := bench.Run(ctx, p, around, bench.Options{Records: *records, Quick: *quick, Only: *only, Self: self, Profile: *profile, Say: func(s string) { fmt.Fprintln(e.Stderr, "…", s) }})
	size := bench.FileSize(self)
	report.Lines = append(report.Lines, bench.Line{What: "binary, the web app and the pack in it", Budget: "< 40 MB", Measured: fmt.Sprintf("%.1f MB", size), Holds: size < 40, Grows: "with what is built in"})
	raw, err := json.MarshalIndent(report, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(*out, 0o755); err != nil {
		return err
	}
	return errors.Join(failed, report.Print(e.Stdout), os.WriteFile(filepath.Join(*out, "bench.json"), raw, 0o644))
}
