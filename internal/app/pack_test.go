package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bamban/packs"
)

// A pack in which a commune lies in its own village is refused by name and line,
// and a server that is started with it changes nothing.
func TestAPackWithACycleOfAreasIsRefused(t *testing.T) {
	dir, bad := filled(t), filepath.Join(t.TempDir(), "pack")
	if err := os.CopyFS(bad, packs.LaiChau()); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(bad, "areas", "new.csv")
	raw, err := os.ReadFile(path)
	must(t, err)
	lines := strings.Split(string(raw), "\n")
	names := strings.Split(lines[0], ",")
	row := strings.Split(lines[1], ",")
	for i, name := range names {
		if name == "parent" {
			row[i] = row[0] // the key
		}
	}
	lines[1] = strings.Join(row, ",")
	must(t, os.WriteFile(path, []byte(strings.Join(lines, "\n")), 0o600))
	out, err := shell(t, "pack", "check", bad)
	if err == nil || !strings.Contains(out, "areas/new.csv:2") || !strings.Contains(out, "area.cycle (parent)") {
		t.Errorf("pack check: %v, %q; want area.cycle at areas/new.csv:2", err, out)
	}
	log := filepath.Join(dir, "log.db")
	was, err := os.ReadFile(log)
	must(t, err)
	if _, err := shell(t, "user", "list", "--data", dir, "--pack", bad); err == nil || !strings.Contains(err.Error(), "area.cycle") {
		t.Errorf("open with such a pack: %v", err)
	}
	if is, err := os.ReadFile(log); err != nil || string(is) != string(was) {
		t.Errorf("the log changed: %v", err)
	}
}
