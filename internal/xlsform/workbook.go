package xlsform

import (
	"bytes"
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"bamban/internal/fault"
	"bamban/internal/workbook"
)

// The bounds of a workbook.
const (
	maxWorkbook = 10 << 20
	maxUnzipped = 64 << 20
	maxLines    = 5000
	maxColumns  = 200
	maxFaults   = 200
)

// sheet is a table with named columns.
type sheet struct {
	name    string
	columns []column
	lines   []line
}

// column is a header: label::Tiếng Việt (vi) is the column label of vi.
type column struct {
	header string // as it is written
	name   string // in lower case, by one of its spellings
	lang   string // "" for none, or for the default one
}

// line is a row that holds something.
type line struct {
	row   int
	cells []string
}

// reading carries one reading of a workbook.
type reading struct {
	faults []*fault.Fault
}

// cellName is a cell as a person finds it: survey!C5.
func cellName(sheet string, row, col int) string {
	return sheet + "!" + workbook.Letters(max(1, col)-1) + strconv.Itoa(row)
}

// add notes what is wrong with a cell; rows and columns count from 1.
func (r *reading) add(code, sheet string, row, col int, args ...any) {
	if len(r.faults) == maxFaults {
		return
	}
	cell := cellName(sheet, row, col)
	args = append([]any{"cell", cell, "sheet", sheet, "row", row, "column", workbook.Letters(max(1, col) - 1)}, args...)
	r.faults = append(r.faults, fault.New(code, cell, args...))
}

func (r *reading) open(data []byte) map[string]*sheet {
	if len(data) > maxWorkbook {
		r.faults = append(r.faults, fault.New("xlsform.too_large", "", "max", maxWorkbook>>20))
		return nil
	}
	if _, err := workbook.Guard(bytes.NewReader(data), int64(len(data)), maxUnzipped); err != nil {
		known := fault.As(err)
		if known.Code == "workbook.not_xlsx" || known.Code == "workbook.broken" {
			known = fault.New("xlsform.not_a_workbook", "").Because(err)
		}
		r.faults = append(r.faults, known)
		return nil
	}
	f, err := workbook.Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		r.faults = append(r.faults, fault.New("xlsform.not_a_workbook", "").Because(err))
		return nil
	}
	out := map[string]*sheet{}
	for i, s := range f.Sheets {
		name := s.Name
		key := strings.ToLower(strings.TrimSpace(name))
		if !slices.Contains([]string{"survey", "choices", "settings", "external_choices", "entities", "osm"}, key) {
			continue // notes of the author's
		}
		rows, err := readRows(f, i)
		if err != nil {
			r.add("xlsform.too_many_rows", name, maxLines, 1, "max", maxLines)
			continue
		}
		out[key] = r.sheet(name, rows)
	}
	for _, name := range []string{"survey", "settings"} {
		if out[name] == nil {
			r.add("xlsform.no_sheet", name, 1, 1, "name", name)
		}
	}
	return out
}

var errManyRows = errors.New("xlsform: more rows than a form has")

// readRows reads at most the bound; an error is one row more.
func readRows(f *workbook.Book, sheet int) ([][]string, error) {
	var out [][]string
	err := f.Each(sheet, func(row int, cells []workbook.Cell) error {
		if row > maxLines {
			return errManyRows
		}
		out = append(out, make([][]string, row-1-len(out))...) // those that hold nothing
		var texts []string
		for _, c := range cells {
			text := c.Text
			if c.Form == workbook.Bool {
				text = strings.ToUpper(text) // as spreadsheets show it
			}
			col := min(c.Col, maxColumns) // what is further out is told of there
			if col < len(texts) {
				continue
			}
			texts = append(append(texts, make([]string, col-len(texts))...), text)
		}
		out = append(out, texts)
		return nil
	})
	return out, err
}

// sheet takes the first row for the header and leaves empty rows out.
func (r *reading) sheet(name string, rows [][]string) *sheet {
	s := &sheet{name: name}
	if len(rows) == 0 {
		return s
	}
	for i, header := range rows[0] {
		if i == maxColumns {
			break
		}
		s.columns = append(s.columns, columnOf(header))
	}
	for i, cells := range rows[1:] {
		l := line{row: i + 2, cells: make([]string, len(s.columns))}
		filled := false
		for j, cell := range cells {
			cell = strings.TrimSpace(norm.NFC.String(cell))
			switch {
			case cell == "":
			case j >= len(s.columns) || s.columns[j].name == "":
				r.add("xlsform.no_header", name, l.row, j+1)
			default:
				l.cells[j], filled = cell, true
			}
		}
		if filled {
			s.lines = append(s.lines, l)
		}
	}
	return s
}

var (
	langPattern = regexp.MustCompile(`\(([a-z0-9_-]{2,20})\)\s*$`)
	spellings   = map[string]string{"hint": "hint", "image": "image", "media::image": "image", "audio": "audio", "media::audio": "audio",
		"constraint_message": "constraint_message", "constraint message": "constraint_message", "list name": "list_name", "list_name": "list_name",
		"calculate": "calculation", "read_only": "readonly", "choice filter": "choice_filter", "value": "name", "relevance": "relevant", "repeat count": "repeat_count"}
)

// columnOf reads a header. "::" and ":" part it; the language stands last, with
// its code in brackets.
func columnOf(header string) column {
	header = strings.TrimSpace(norm.NFC.String(header))
	c := column{header: header, name: strings.ToLower(header)}
	if rest, ok := strings.CutPrefix(c.name, "bind::"); ok {
		c.name = "bind::" + rest
		return c
	}
	if m := langPattern.FindStringSubmatch(c.name); m != nil && strings.Contains(c.name, ":") {
		c.lang = m[1]
		c.name = strings.TrimRight(c.name[:strings.LastIndex(c.name, ":")], ":")
	}
	if s := spellings[c.name]; s != "" {
		c.name = s
	}
	return c
}

// get gives a cell by column; col is 0 where there is no such column.
func (s *sheet) get(l line, name, lang string) (value string, col int) {
	for i, c := range s.columns {
		if c.name == name && c.lang == lang {
			if value == "" {
				value, col = l.cells[i], i+1
			}
		}
	}
	return value, col
}

// cell is a cell without a language.
func (s *sheet) cell(l line, name string) string {
	value, _ := s.get(l, name, "")
	return value
}

// colOf is where a column stands, from 1; 1 where there is none.
func (s *sheet) colOf(name string) int {
	for i, c := range s.columns {
		if c.name == name {
			return i + 1
		}
	}
	return 1
}
