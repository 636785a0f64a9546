// Command tally reads the stream of "go test -json" and says what a person wants
// to know: a line per package, all that a failed test wrote, why a test was
// skipped, and how many passed and failed. It exits 1 if any failed.
//
//	go test -json ./... | go run ./tools/tally [-o FILE]
//
// FILE gets "PASSED FAILED SKIPPED" for the script that adds up the steps.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
)

type event struct {
	Action     string
	Package    string
	ImportPath string // of a build that failed
	Test       string
	Output     string
	Elapsed    float64
}

type tally struct{ passed, failed, skipped int }

func main() {
	file := flag.String("o", "", "where to write the counts")
	flag.Parse()
	t, err := read(os.Stdin, os.Stdout)
	if err == nil && *file != "" {
		err = os.WriteFile(*file, fmt.Appendf(nil, "%d %d %d\n", t.passed, t.failed, t.skipped), 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "tally:", err)
		os.Exit(2)
	}
	if t.failed > 0 {
		os.Exit(1)
	}
}

func read(in io.Reader, out io.Writer) (tally, error) {
	var t tally
	w := bufio.NewWriter(out)
	output := map[string]*strings.Builder{} // by package and test
	failedIn := map[string]int{}
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var e event
		if json.Unmarshal(lines.Bytes(), &e) != nil {
			fmt.Fprintln(w, lines.Text()) // what the go command says outside the stream
			continue
		}
		key := e.Package + "\x00" + e.Test
		switch e.Action {
		case "output", "build-output":
			if e.Action == "build-output" {
				fmt.Fprint(w, e.Output)
				continue
			}
			if output[key] == nil {
				output[key] = &strings.Builder{}
			}
			output[key].WriteString(e.Output)
			continue
		case "pass", "fail", "skip":
		default:
			continue
		}
		said := ""
		if output[key] != nil {
			said = output[key].String()
			delete(output, key)
		}
		if e.Test == "" {
			t.endPackage(w, e, said, failedIn[e.Package])
			continue
		}
		switch e.Action {
		case "pass":
			t.passed++
		case "fail":
			t.failed++
			failedIn[e.Package]++
			fmt.Fprint(w, said)
		case "skip":
			t.skipped++
			fmt.Fprintf(w, "skip %s %s: %s\n", e.Package, e.Test, reason(said))
		}
	}
	if err := lines.Err(); err != nil {
		return t, fmt.Errorf("read the test stream: %w", err)
	}
	return t, w.Flush()
}

// endPackage prints a package's line; one that failed without a failed test
// (it did not build, or it panicked) counts as one failure.
func (t *tally) endPackage(w io.Writer, e event, said string, failed int) {
	if e.Action == "fail" && failed == 0 {
		t.failed++
		fmt.Fprint(w, said)
	}
	if e.Action != "skip" { // skip: no test files
		fmt.Fprintf(w, "%-4s %s %.1fs\n", e.Action, e.Package, e.Elapsed)
	}
}

// reason is the last line that a skipped test wrote itself.
func reason(said string) string {
	last := "no reason given"
	for line := range strings.Lines(said) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "===") && !strings.HasPrefix(line, "---") {
			last = line
		}
	}
	return last
}
