package exchange

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"bamban/internal/fault"
)

// Bounds of a table that is taken in.
const (
	MaxBytes   = 64 << 20
	MaxRows    = 200_000
	MaxColumns = 300
	MaxCell    = 10_000 // characters
)

// table is a file of rows in memory, as text. Rows are numbered as a spreadsheet
// shows them: from 1, empty ones counted.
type table struct {
	text  string
	comma rune
}

// tooWide reports a row with so many separators that it is no table of ours: it is
// told before a reader makes millions of cells of it.
func tooWide(text string) bool {
	const most = 10 * MaxColumns
	var seen [3]int
	quoted := false
	for i := range len(text) {
		at := -1
		switch text[i] {
		case '"':
			quoted = !quoted
		case '\n':
			if !quoted {
				seen = [3]int{}
			}
		case ',':
			at = 0
		case ';':
			at = 1
		case '\t':
			at = 2
		}
		if at >= 0 && !quoted {
			if seen[at]++; seen[at] > most {
				return true
			}
		}
	}
	return false
}

// newTable finds out what separates the cells: the first line that is not empty
// has most of it.
func newTable(text string) *table {
	t := &table{text: text, comma: ','}
	first := text
	for first != "" && strings.TrimSpace(firstLine(first)) == "" {
		_, first, _ = strings.Cut(first, "\n")
	}
	if rest, ok := strings.CutPrefix(firstLine(first), "sep="); ok && strings.TrimSpace(rest) != "" { // Excel's own mark
		t.comma, _ = utf8.DecodeRuneInString(rest)
		_, t.text, _ = strings.Cut(first, "\n")
		if t.comma == ',' || t.comma == ';' || t.comma == '\t' {
			return t
		}
	}
	most, quoted := 0, false
	counts := map[rune]int{}
	for _, r := range firstLine(first) {
		if r == '"' {
			quoted = !quoted
		}
		if !quoted {
			counts[r]++
		}
	}
	t.comma = ','
	for _, r := range ",;\t" {
		if counts[r] > most {
			t.comma, most = r, counts[r]
		}
	}
	return t
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

// each visits the rows that are not empty. The cells are the visitor's only until
// it returns.
func (t *table) each(visit func(row int, cells []string) error) error {
	r := csv.NewReader(strings.NewReader(t.text))
	r.Comma, r.FieldsPerRecord, r.ReuseRecord = t.comma, -1, true
	inside := 0 // line ends within cells, so far: they begin no row
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			var at *csv.ParseError
			if errors.As(err, &at) {
				return fault.New("import.bad_quotes", "", "row", at.StartLine-inside).Because(err)
			}
			return err
		}
		line, _ := r.FieldPos(0)
		row, empty := line-inside, true
		for _, c := range cells {
			inside += strings.Count(c, "\n")
			empty = empty && strings.TrimSpace(c) == ""
		}
		if empty {
			continue
		}
		if err := visit(row, cells); err != nil {
			return err
		}
	}
}

// head gives the first rows, to find the names of the columns in.
func (t *table) head(rows int) ([]line, error) {
	var out []line
	err := t.each(func(row int, cells []string) error {
		if len(cells) > MaxColumns {
			return fault.New("import.too_many_columns", "", "max", MaxColumns)
		}
		out = append(out, line{row, append([]string(nil), cells...)})
		if len(out) == rows {
			return errEnough
		}
		return nil
	})
	if err != nil && !errors.Is(err, errEnough) {
		return nil, err
	}
	return out, nil
}

var errEnough = errors.New("enough rows")

// line is a row with its number.
type line struct {
	row   int
	cells []string
}
