package fault_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"bamban/internal/fault"
)

// made is one place where the program makes a fault of a literal code.
type made struct {
	at   string
	code string
	args []string
	open bool // arguments are passed on, so their names aren't seen here
}

func TestEveryCodeTheProgramMakesIsInTheCatalogue(t *testing.T) {
	known := fault.Codes()
	for _, m := range faultsMade(t) {
		if !slices.Contains(known, m.code) {
			t.Errorf("%s makes a fault %q, which the catalogue doesn't have: add it with its two texts to internal/fault/catalogue*.go", m.at, m.code)
		}
	}
}

// A text that nobody can be shown is in the way of those who look for one.
func TestEveryCodeOfTheCatalogueIsUsed(t *testing.T) {
	used := quotedInSources(t)
	for _, c := range fault.Codes() {
		if !used[c] {
			t.Errorf("%s is in the catalogue and no source names it: remove it, or make the fault where it is known", c)
		}
	}
}

func TestEveryPlaceholderIsGivenWhereTheFaultIsMade(t *testing.T) {
	for _, m := range faultsMade(t) {
		if m.open {
			continue
		}
		f := fault.New(m.code, "")
		for _, lang := range []string{"vi", "en"} {
			for _, p := range placeholders(f.Text(lang)) {
				if !slices.Contains(m.args, p) {
					t.Errorf("%s makes %q without the argument %q that its %s text names", m.at, m.code, p, lang)
				}
			}
		}
	}
}

func TestTextsAreWhole(t *testing.T) {
	code := regexp.MustCompile(`^[a-z]+(_[a-z]+)*(\.[a-z]+(_[a-z0-9]+)*)?$`)
	seen := map[string]string{}
	for _, c := range fault.Codes() {
		f := fault.New(c, "")
		vi, en := f.Text("vi"), f.Text("en")
		if !code.MatchString(c) {
			t.Errorf("code %q: want area.what_is_wrong in lower case", c)
		}
		if vi == en || vi == "" || en == "" {
			t.Errorf("%s: got vi %q and en %q, want two texts that differ", c, vi, en)
		}
		if !strings.ContainsFunc(vi, func(r rune) bool { return r > unicode.MaxLatin1 }) {
			t.Errorf("%s: the Vietnamese text %q has no Vietnamese letter", c, vi)
		}
		for lang, text := range map[string]string{"vi": vi, "en": en} {
			if strings.ContainsRune(text, '!') || !strings.HasSuffix(text, ".") {
				t.Errorf("%s: %s text %q: want a full stop at the end and no exclamation mark", c, lang, text)
			}
			if other := seen[text]; other != "" {
				t.Errorf("%s has the same %s text as %s: two codes for one thing", c, lang, other)
			}
			seen[text] = c
		}
	}
}

func TestNoCodeIsInTwoTables(t *testing.T) {
	tables, err := filepath.Glob("catalogue*.go")
	if err != nil {
		t.Fatal(err)
	}
	where := map[string]string{}
	for _, name := range tables {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			kv, ok := n.(*ast.KeyValueExpr)
			if !ok {
				return true
			}
			code, ok := literal(kv.Key)
			if !ok {
				return true
			}
			at := fset.Position(kv.Pos()).String()
			if before := where[code]; before != "" {
				t.Errorf("%q is at %s and again at %s", code, before, at)
			}
			where[code] = at
			return true
		})
	}
	if got, want := len(where), len(fault.Codes()); got < want {
		t.Errorf("found %d codes in %v, the catalogue has %d", got, tables, want)
	}
}

func TestArgumentsAreFilledInTheReadersLanguage(t *testing.T) {
	f := fault.New("field.wrong_type", "born", "type", "partial")
	if got, want := f.Text("vi"), "Giá trị không đúng loại. Mục này cần ngày, tháng hoặc năm."; got != want {
		t.Errorf("vi: got %q, want %q", got, want)
	}
	if got, want := f.Text("en"), "This is not the right sort of value. It should be a year, month or day."; got != want {
		t.Errorf("en: got %q, want %q", got, want)
	}
	big := fault.New("field.too_large", "size", "max", float64(67108864))
	if got := big.Text("en"); !strings.Contains(got, "67108864") {
		t.Errorf("a large bound: got %q, want it written out", got)
	}
	if got := fault.New("no.such_code", "").Text("en"); got != fault.New("internal", "").Text("en") {
		t.Errorf("a code that isn't there: got %q, want the text of internal", got)
	}
}

func placeholders(text string) []string {
	var out []string
	for _, m := range regexp.MustCompile(`\{([a-z_]+)\}`).FindAllStringSubmatch(text, -1) {
		out = append(out, m[1])
	}
	return out
}

// faultsMade reads the module's sources for fault.New with a literal code.
func faultsMade(t *testing.T) []made {
	t.Helper()
	var out []made
	sources(t, func(path string) error {
		if filepath.Ext(path) != ".go" {
			return nil
		}
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok && isNew(file.Name.Name, call.Fun) && len(call.Args) >= 2 {
				if code, ok := literal(call.Args[0]); ok {
					m := made{at: fset.Position(call.Pos()).String(), code: code, open: call.Ellipsis.IsValid()}
					for i := 2; i < len(call.Args); i += 2 {
						name, _ := literal(call.Args[i])
						m.args = append(m.args, name)
					}
					out = append(out, m)
				}
			}
			return true
		})
		return nil
	})
	if len(out) < 30 {
		t.Fatalf("found %d places that make faults, want at least 30: is the walk right?", len(out))
	}
	return out
}

// sources visits the module's Go sources and the web app's, without tests.
func sources(t *testing.T, visit func(path string) error) {
	t.Helper()
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		name := d.Name()
		switch {
		case err != nil:
			return err
		case d.IsDir() && (slices.Contains([]string{"node_modules", "testdata", "dist", "e2e"}, name) || strings.HasPrefix(name, ".") && path != root):
			return filepath.SkipDir
		case d.IsDir() || strings.HasSuffix(name, "_test.go") || strings.Contains(name, ".test.ts"):
			return nil
		case slices.Contains([]string{".go", ".ts", ".tsx"}, filepath.Ext(name)):
			return visit(path)
		}
		return nil
	})
	if err != nil {
		t.Fatalf("read the sources: %v", err)
	}
}

var quoted = regexp.MustCompile("[\"'`]([a-z_]+(?:\\.[a-z0-9_]+)?)[\"'`]")

// quotedInSources gives every text in quotes that may be a code, but those of the
// catalogue itself.
func quotedInSources(t *testing.T) map[string]bool {
	t.Helper()
	out := map[string]bool{}
	sources(t, func(path string) error {
		if strings.HasPrefix(filepath.Base(path), "catalogue") && strings.Contains(filepath.ToSlash(path), "internal/fault/") {
			return nil
		}
		raw, err := os.ReadFile(path)
		for _, m := range quoted.FindAllSubmatch(raw, -1) {
			out[string(m[1])] = true
		}
		return err
	})
	return out
}

func isNew(pkg string, fun ast.Expr) bool {
	switch f := fun.(type) {
	case *ast.Ident:
		return pkg == "fault" && f.Name == "New"
	case *ast.SelectorExpr:
		x, ok := f.X.(*ast.Ident)
		return ok && x.Name == "fault" && f.Sel.Name == "New"
	}
	return false
}

func literal(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}
