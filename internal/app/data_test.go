package app_test

import (
	"context"
	"os"
	"os/user"
	"path/filepath"
	"strings"
	"testing"

	"bamban/internal/account"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/pack"
	"bamban/internal/projection"
	"bamban/packs"
)

// shellLooks is what the access log of a folder says was done at the shell.
func shellLooks(t *testing.T, dir string) []account.Look {
	t.Helper()
	p, problems := pack.Load(packs.LaiChau())
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	n, err := node.Open(context.Background(), node.Options{Dir: dir, Pack: p})
	must(t, err)
	defer func() { must(t, n.Close()) }()
	var out []account.Look
	must(t, n.Projection.Each(context.Background(), "look", func(r *projection.Record) error {
		l, err := kind.Into[account.Look](r.Kind, r.State)
		if l.User.IsZero() {
			out = append(out, l)
		}
		return err
	}))
	return out
}

func TestExportsAndImportsAtTheShellAreInTheAccessLog(t *testing.T) {
	dir := filled(t)
	out := run(t, "export", "--data", dir, "--kind", "person")
	people := int64(strings.Count(out, "\n")) - 1
	table := filepath.Join(t.TempDir(), "x.csv")
	must(t, os.WriteFile(table, []byte("area,name\nany/03388-01,Lò Văn Một\nany/03388-01,Lò Văn Hai\n"), 0o600))
	run(t, "import", "--data", dir, "--kind", "household", "--dry-run", table)
	run(t, "import", "--data", dir, "--kind", "household", table)
	run(t, "export", "--data", dir, "--kind", "household", "--format", "jsonl")
	refused(t, "shell.choice", "export", "--data", dir, "--kind", "household", "--format", "pdf")

	me, err := user.Current()
	must(t, err)
	host, err := os.Hostname()
	must(t, err)
	looks := shellLooks(t, dir)
	want := []account.Look{{Why: "export", Kind: "person", Count: people}, {Why: "import", Kind: "household", Count: 2}, {Why: "export", Kind: "household", Count: 32}}
	if len(looks) != len(want) {
		t.Fatalf("%d lines: %+v, want one for each export and the import, and none for the dry run", len(looks), looks)
	}
	for i, l := range looks {
		if l.Why != want[i].Why || l.Kind != want[i].Kind || l.Count != want[i].Count {
			t.Errorf("line %d: %s of %d %s, want %s of %d %s", i, l.Why, l.Count, l.Kind, want[i].Why, want[i].Count, want[i].Kind)
		}
		if !strings.Contains(l.By, me.Username) || !strings.Contains(l.By, host) {
			t.Errorf("line %d: by %q, want the system's user and the machine", i, l.By)
		}
		if (l.Why == "export") != (len(l.Opened) == 4) {
			t.Errorf("line %d: %s opened %v", i, l.Why, l.Opened)
		}
	}
}
