package archtest_test

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

// maxLines of a source file; style says about 400.
const maxLines = 800

// long are the files that may be longer, each with the reason.
var long = map[string]string{}

var (
	// A note of unfinished work says who waits for what; the test words how. The
	// marks are split, so that this file is looked at too.
	unfinished = regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME|XX` + `X|HA` + `CK)\b`)
	reasoned   = regexp.MustCompile(`\bTO` + `DO\([^)]{3,}\): \S`)
	// Paths and hosts of the machine that somebody happened to work on. Split,
	// so that this file passes.
	machine = regexp.MustCompile(`(^|[\s"'` + "`" + `(=:])/(wo` + `rk|home/[a-z]|Users/[A-Z]|roo` + `t/)|registry\.np` + `mjs\.org|proxy\.gol` + `ang\.org|file:/` + `//`)
	sources = regexp.MustCompile(`\.(go|ts|tsx|mjs|js|css|sh|py)$`)
	binary  = regexp.MustCompile(`\.(png|jpg|webp|woff2?|ico|db|gz|zip|pdf|docx|xlsx|pmtiles)$`)
)

func TestFilesAreOfAReadableSize(t *testing.T) {
	eachFile(t, func(name string, content []byte) {
		if !sources.MatchString(name) || strings.Contains(name, "/gen/") {
			return
		}
		if n := bytes.Count(content, []byte("\n")); n > maxLines && long[name] == "" {
			t.Errorf("%s has %d lines, over %d: split it, or give the reason in this test", name, n, maxLines)
		}
	})
}

func TestUnfinishedWorkHasAReason(t *testing.T) {
	eachFile(t, func(name string, content []byte) {
		if !sources.MatchString(name) {
			return
		}
		for i, line := range bytes.Split(content, []byte("\n")) {
			if unfinished.Match(line) && !reasoned.Match(line) {
				t.Errorf("%s:%d: want a reason in brackets after the mark, then a colon and the text, got %s", name, i+1, bytes.TrimSpace(line))
			}
		}
	})
}

func TestNoFileNamesTheMachineItWasMadeOn(t *testing.T) {
	eachFile(t, func(name string, content []byte) {
		if binary.MatchString(name) {
			return
		}
		for i, line := range bytes.Split(content, []byte("\n")) {
			if m := machine.Find(line); m != nil {
				t.Errorf("%s:%d: a path or host of one machine: %s", name, i+1, m)
			}
		}
	})
}

func TestTextFilesAreUTF8WithPlainLineEnds(t *testing.T) {
	eachFile(t, func(name string, content []byte) {
		if binary.MatchString(name) || strings.Contains(name, "/testdata/") {
			return
		}
		if !utf8.Valid(content) {
			t.Errorf("%s is not UTF-8", name)
		}
		if bytes.Contains(content, []byte("\r\n")) {
			t.Errorf("%s has line ends of Windows", name)
		}
	})
}

// eachFile visits the files that git tracks or would; without git, all but what
// is ignored by name.
func eachFile(t *testing.T, visit func(name string, content []byte)) {
	t.Helper()
	root := filepath.Join("..", "..")
	var names []string
	git := exec.Command("git", "-C", root, "ls-files", "--cached", "--others", "--exclude-standard", "-z")
	if out, err := git.Output(); err == nil {
		for name := range strings.SplitSeq(strings.TrimRight(string(out), "\x00"), "\x00") {
			names = append(names, name)
		}
	} else {
		names = walk(t, root)
	}
	if len(names) < 50 {
		t.Fatalf("found %d files, want at least 50", len(names))
	}
	for _, name := range names {
		content, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
		if os.IsNotExist(err) {
			continue // removed and not yet committed
		}
		if err != nil {
			t.Errorf("read %s: %v", name, err)
			continue
		}
		visit(name, content)
	}
}

func walk(t *testing.T, root string) []string {
	var names []string
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if d.Name() == "node_modules" || d.Name() == ".git" || d.Name() == "dist" {
				return filepath.SkipDir
			}
			return nil
		}
		name, err := filepath.Rel(root, path)
		names = append(names, filepath.ToSlash(name))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}
