package archtest_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// layers from the bottom up. A package imports only packages of layers below its
// own, and those of its own layer that stand before it on the line. A package of
// internal/ that stands nowhere is a noun.
var layers = [][]string{
	{"internal/fault"},
	{"internal/change"},
	{"internal/kind", "internal/vietnamese", "internal/geojson", "internal/sqlite", "internal/config"},
	{noun},
	{"internal/access", "internal/form", "internal/care", "internal/eligible", "internal/indicator", "internal/twin", "internal/pack", "internal/workbook", "internal/xlsform", "packs", "web"},
	{"internal/catalogue", "internal/schema", "internal/log", "internal/blob", "internal/maps"},
	{"internal/log/logtest", "internal/log/sqlite", "internal/projection"},
	{"internal/writer"},
	{"internal/node"},
	{"internal/node/nodetest", "internal/signin", "internal/signin/signintest", "internal/exchange", "internal/importer", "internal/backup", "internal/sync", "internal/sync/client", "internal/same", "internal/assist", "internal/design", "internal/saved", "internal/cover", "internal/privacy", "internal/demo"},
	{"internal/api", "internal/sim", "internal/bench"},
	{"internal/app"},
	{"cmd", "tools", "internal/archtest"},
}

const noun = "(noun)"

// never are arrows that the layers would allow and that an idea of the
// architecture forbids; docs/architecture.md says which.
var never = map[string][]string{
	"internal/projection": {"internal/log/sqlite", "internal/catalogue", "internal/schema"},
	"internal/log":        {"internal/kind", "internal/access", "internal/pack"},
	"internal/log/sqlite": {"internal/kind", "internal/projection"},
	"internal/writer":     {"internal/log/sqlite", "internal/catalogue"},
	"internal/schema":     {"internal/catalogue", "internal/pack"},
	"internal/config":     {"internal/change", "internal/kind"},
	"cmd":                 {"internal/projection", "internal/log/sqlite", "internal/writer", "internal/node"},
}

// pure packages take time, randomness and ids as values, and do no I/O.
var pure = []string{"internal/fault", "internal/change", "internal/kind", "internal/access", "internal/vietnamese", "internal/geojson", "internal/catalogue", "internal/form", "internal/care", "internal/eligible", "internal/indicator", "internal/twin", noun}

var impure = []string{"os", "os/exec", "net", "net/http", "database/sql", "io/fs", "log", "log/slog", "math/rand", "math/rand/v2"}

type goPackage struct {
	ImportPath string
	Imports    []string
	GoFiles    []string
	Doc        string
}

func TestArrowsPointInward(t *testing.T) {
	for _, p := range packages(t) {
		for _, to := range p.Imports {
			to, ours := strings.CutPrefix(to, "bamban/")
			from := strings.TrimPrefix(p.ImportPath, "bamban/")
			if !ours {
				continue
			}
			if !mayImport(from, to) {
				t.Errorf("%s imports %s: an arrow that points outward. Move what both need down a layer, or let the caller pass it in as a small interface%s", from, to, ifNew(from))
			}
			if i := slices.IndexFunc(keysOf(from), func(k string) bool { return slices.Contains(never[k], to) }); i >= 0 {
				t.Errorf("%s imports %s, which %s must not know (docs/architecture.md)", from, to, from)
			}
		}
	}
}

func TestTheRuleTellsGoodArrowsFromBad(t *testing.T) {
	for arrow, want := range map[[2]string]bool{
		{"internal/place", "internal/kind"}:           true,
		{"internal/place", "internal/household"}:      false,
		{"internal/place", "internal/projection"}:     false,
		{"internal/some_new_noun", "internal/change"}: true,
		{"internal/some_new_noun", "internal/pack"}:   false,
		{"internal/projection", "internal/household"}: true,
		{"internal/projection", "internal/api"}:       false,
		{"internal/log/sqlite", "internal/log"}:       true,
		{"internal/log", "internal/log/sqlite"}:       false,
		{"internal/kind", "internal/place"}:           false,
		{"internal/api", "internal/signin"}:           true,
		{"internal/signin", "internal/api"}:           false,
		{"internal/app", "internal/api"}:              true,
		{"cmd/bamban", "internal/app"}:                true,
		{"internal/api", "cmd/bamban"}:                false,
	} {
		if got := mayImport(arrow[0], arrow[1]); got != want {
			t.Errorf("%s imports %s: got allowed %v, want %v", arrow[0], arrow[1], got, want)
		}
	}
}

func TestPurePackagesDoNoInputOrOutput(t *testing.T) {
	for _, p := range packages(t) {
		name := strings.TrimPrefix(p.ImportPath, "bamban/")
		if !slices.ContainsFunc(keysOf(name), func(k string) bool { return slices.Contains(pure, k) }) {
			continue
		}
		for _, to := range p.Imports {
			if slices.Contains(impure, to) {
				t.Errorf("%s imports %s: it is pure; take what it needs as a value%s", name, to, ifNew(name))
			}
			if isNoun(name) && strings.Contains(strings.SplitN(to, "/", 2)[0], ".") {
				t.Errorf("%s imports %s: noun packages use the standard library only", name, to)
			}
		}
	}
}

func TestPackagesAreNamedAfterWhatTheyAreAbout(t *testing.T) {
	for _, p := range packages(t) {
		last := p.ImportPath[strings.LastIndex(p.ImportPath, "/")+1:]
		if slices.Contains([]string{"util", "utils", "common", "helper", "helpers", "misc", "shared", "base", "manager", "types", "models", "lib"}, last) {
			t.Errorf("%s: name the package after what it is about", p.ImportPath)
		}
	}
}

func TestPackagesSayWhatTheyAreFor(t *testing.T) {
	for _, p := range packages(t) {
		if len(p.GoFiles) == 0 || !strings.HasPrefix(p.ImportPath, "bamban/internal/") {
			continue
		}
		if p.Doc == "" {
			t.Errorf("%s has no package comment: doc.go says what it is for, what it must not do, where to start", p.ImportPath)
		}
	}
}

func mayImport(from, to string) bool {
	fromLayer, fromPlace := layerOf(from)
	toLayer, toPlace := layerOf(to)
	if isNoun(from) {
		return slices.Contains([]string{"internal/fault", "internal/change", "internal/kind"}, to)
	}
	return toLayer < fromLayer || toLayer == fromLayer && toPlace < fromPlace
}

func layerOf(name string) (layer, place int) {
	for i, l := range layers {
		for j, entry := range l {
			if slices.Contains(keysOf(name), entry) {
				return i, j
			}
		}
	}
	return -1, -1
}

// keysOf are the names under which the tables may speak of a package.
func keysOf(name string) []string {
	if isNoun(name) {
		return []string{name, noun}
	}
	top, _, _ := strings.Cut(name, "/")
	return []string{name, top}
}

func isNoun(name string) bool {
	if !strings.HasPrefix(name, "internal/") {
		return false
	}
	for _, l := range layers {
		if slices.Contains(l, name) {
			return false
		}
	}
	return true
}

func ifNew(name string) string {
	if isNoun(name) {
		return "; if it is not a noun of the domain, name it in the layers of this test"
	}
	return ""
}

func packages(t *testing.T) []goPackage {
	t.Helper()
	out, err := exec.Command("go", "list", "-e", "-json=ImportPath,Imports,GoFiles,Doc", "bamban/...").Output()
	if err != nil {
		t.Fatalf("list the packages: %v", err)
	}
	var all []goPackage
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p goPackage
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	if len(all) < 15 {
		t.Fatalf("found %d packages, want at least 15", len(all))
	}
	return all
}
