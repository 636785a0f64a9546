package pack

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
)

// maxRows bounds one table; a large province has about 3,000 villages.
const maxRows = 50_000

// column declares what a table's column is called and whether it must be there.
type column struct {
	name     string
	required bool // the column must exist, and no cell of it may be empty
}

// row is one line of a table; cells are read by column name.
type row struct {
	l      *loader
	file   string
	index  map[string]int
	cells  []string
	places []place
}

// table reads a CSV file with a header row and gives each row to fn.
func (l *loader) table(file string, columns []column, fn func(row)) {
	reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(l.files[file], []byte("\xef\xbb\xbf"))))
	reader.ReuseRecord = true
	reader.FieldsPerRecord = -1
	header, err := reader.Read()
	if errors.Is(err, io.EOF) {
		l.add(place{file: file}, "file.empty", "")
		return
	}
	if err != nil {
		l.badCSV(file, err)
		return
	}
	index, ok := l.header(file, slices.Clone(header), columns)
	if !ok {
		return
	}
	width := len(header)
	places := make([]place, width)
	for rows := 1; ; rows++ {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			l.badCSV(file, err)
			return
		}
		line, col := reader.FieldPos(0)
		if rows > maxRows {
			l.add(place{file, line, col}, "csv.too_many_rows", "", "max", maxRows)
			return
		}
		if len(cells) != width {
			l.add(place{file, line, col}, "csv.columns", "", "got", len(cells), "want", width)
			continue
		}
		for i := range cells {
			line, col := reader.FieldPos(i)
			places[i] = place{file, line, col}
		}
		r := row{l, file, index, cells, places}
		if r.filled(columns) {
			fn(r)
		}
	}
}

func (l *loader) badCSV(file string, err error) {
	at, reason := place{file, 1, 1}, err.Error()
	if e := new(csv.ParseError); errors.As(err, &e) {
		at.line, at.col, reason = e.Line, max(1, e.Column), e.Err.Error()
	}
	l.add(at, "csv.syntax", "", "reason", reason)
}

func (l *loader) header(file string, header []string, columns []column) (map[string]int, bool) {
	index := make(map[string]int, len(header))
	ok := true
	for i, name := range header {
		known := slices.ContainsFunc(columns, func(c column) bool { return c.name == name })
		if _, twice := index[name]; twice || !known {
			l.add(place{file, 1, i + 1}, "csv.header_unknown", name, "column", name)
			ok = false
		}
		index[name] = i
	}
	for _, c := range columns {
		if _, there := index[c.name]; c.required && !there {
			l.add(place{file, 1, 1}, "csv.header_missing", c.name, "column", c.name)
			ok = false
		}
	}
	return index, ok
}

func (r row) filled(columns []column) bool {
	ok := true
	for _, c := range columns {
		if c.required && strings.TrimSpace(r.get(c.name)) == "" {
			r.bad(c.name, "field.missing", "field", c.name)
			ok = false
		}
	}
	return ok
}

// get gives a cell; "" where the table has no such column. The text is the
// row's own copy, not a slice of the whole file's.
func (r row) get(column string) string {
	i, ok := r.index[column]
	if !ok {
		return ""
	}
	return strings.Clone(r.cells[i])
}

func (r row) at(column string) place {
	if i, ok := r.index[column]; ok {
		return r.places[i]
	}
	return r.places[0]
}

func (r row) bad(column, code string, args ...any) {
	r.l.add(r.at(column), code, column, args...)
}

func (r row) date(column string) string {
	s := r.get(column)
	if s != "" && !validDate(s) {
		r.bad(column, "field.date", "value", s)
		return ""
	}
	return s
}

func (r row) dates(from, to string) (string, string) {
	a, b := r.date(from), r.date(to)
	if a != "" && b != "" && a > b {
		r.bad(to, "date.reversed", "from", a, "to", b)
	}
	return a, b
}

func (r row) boolean(column string) bool {
	switch r.get(column) {
	case "yes":
		return true
	case "", "no":
		return false
	}
	r.bad(column, "field.type", "want", "yes, no")
	return false
}

// degrees reads a coordinate within ±limit.
func (r row) degrees(column string, limit float64) float64 {
	f, err := strconv.ParseFloat(r.get(column), 64)
	if err != nil || !(f >= -limit && f <= limit) {
		r.bad(column, "point.range", "value", r.get(column), "max", limit)
		return 0
	}
	return f
}
