package pack

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// maxProblems bounds a report: beyond it, mending comes first.
const maxProblems = 500

// Problem is one thing that is wrong in a pack, and its remedy.
type Problem struct {
	File      string // path inside the pack
	Line, Col int    // from 1; 0 where the file as a whole is meant
	Code      string // stable, e.g. "area.cycle"
	Field     string // the field or column at fault, or ""
	Text      Text   // "vi" and "en": what is wrong and what to do
}

// String reads like a compiler's message, in English.
func (p Problem) String() string {
	var b strings.Builder
	b.WriteString(p.File)
	if p.Line > 0 {
		fmt.Fprintf(&b, ":%d:%d", p.Line, p.Col)
	}
	fmt.Fprintf(&b, ": %s", p.Code)
	if p.Field != "" {
		fmt.Fprintf(&b, " (%s)", p.Field)
	}
	fmt.Fprintf(&b, ": %s", p.Text["en"])
	return b.String()
}

// place is a position in a file of the pack.
type place struct {
	file      string
	line, col int
}

// add notes a problem; args are pairs of name and value that the text uses.
func (l *loader) add(at place, code, field string, args ...any) {
	if len(l.problems) > maxProblems {
		return
	}
	if len(l.problems) == maxProblems {
		at, code, field, args = place{file: at.file}, "pack.more_problems", "", []any{"max", maxProblems}
	}
	text := catalogue[code]
	l.problems = append(l.problems, Problem{
		File: at.file, Line: at.line, Col: at.col, Code: code, Field: field,
		Text: Text{"vi": fill(text.vi, args), "en": fill(text.en, args)},
	})
}

// maxQuoted bounds how much of a pack's own content a message repeats.
const maxQuoted = 120

func fill(template string, args []any) string {
	if len(args) == 0 {
		return template
	}
	pairs := make([]string, 0, len(args))
	for i := 0; i+1 < len(args); i += 2 {
		value := strings.ToValidUTF8(fmt.Sprint(args[i+1]), "\uFFFD")
		if r := []rune(value); len(r) > maxQuoted {
			value = string(r[:maxQuoted]) + "…"
		}
		pairs = append(pairs, fmt.Sprintf("{%v}", args[i]), value)
	}
	return strings.NewReplacer(pairs...).Replace(template)
}

func (l *loader) sorted() []Problem {
	slices.SortStableFunc(l.problems, func(a, b Problem) int {
		return cmp.Or(
			cmp.Compare(a.File, b.File),
			cmp.Compare(a.Line, b.Line),
			cmp.Compare(a.Col, b.Col),
			cmp.Compare(a.Code, b.Code),
			cmp.Compare(a.Field, b.Field),
		)
	})
	return l.problems
}

// Codes lists the codes that a Problem may carry, sorted.
func Codes() []string {
	out := make([]string, 0, len(catalogue))
	for code := range catalogue {
		out = append(out, code)
	}
	slices.Sort(out)
	return out
}
