package archtest_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestEveryDependencyHasItsLinesInTheADR(t *testing.T) {
	adr, err := os.ReadFile("../../docs/adr/0005-dependencies.md")
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("go", "list", "-e", "-test", "-f", "{{with .Module}}{{if .Main}}{{range $.Imports}}{{.}}\n{{end}}{{end}}{{end}}", "bamban/...").Output()
	if err != nil {
		t.Fatalf("list the imports: %v", err)
	}
	imports := map[string]bool{}
	for path := range strings.Lines(string(out)) {
		if path = strings.TrimSpace(path); strings.Contains(strings.SplitN(path, "/", 2)[0], ".") && !strings.HasSuffix(path, "]") {
			imports[path] = true
		}
	}
	if len(imports) < 5 {
		t.Fatalf("found %d imports of others, want at least 5", len(imports))
	}
	for path := range imports {
		known := false
		for prefix := path; prefix != "." && !known; prefix = filepath.ToSlash(filepath.Dir(prefix)) {
			short := strings.Count(prefix, "/") < 2 && (strings.HasPrefix(prefix, "github.com") || strings.HasPrefix(prefix, "golang.org"))
			known = strings.Contains(prefix, "/") && !short && strings.Contains(string(adr), prefix)
		}
		if !known {
			t.Errorf("%s is used and docs/adr/0005-dependencies.md doesn't say why it, what else was looked at, how to leave it", path)
		}
	}
}

func TestLinksBetweenDocumentsLeadSomewhere(t *testing.T) {
	link := regexp.MustCompile(`(!?)\[[^\]]*\]\(([^)\s]+)\)`)
	eachFile(t, func(name string, content []byte) {
		if !strings.HasSuffix(name, ".md") {
			return
		}
		for _, m := range link.FindAllStringSubmatch(string(content), -1) {
			to, _, _ := strings.Cut(m[2], "#")
			if m[1] == "!" || to == "" || strings.Contains(to, ":") {
				continue
			}
			if _, err := os.Stat(filepath.Join("..", "..", filepath.FromSlash(filepath.Dir(name)), filepath.FromSlash(to))); err != nil {
				t.Errorf("%s links to %s, which isn't there", name, m[2])
			}
		}
	})
}
