package workbook

import (
	"encoding/xml"
	"math"
	"strconv"
	"strings"
	"time"

	"bamban/internal/fault"
)

// Form of a cell's value.
type Form uint8

// The forms. A number whose format shows a day is a Date; its Text is that day.
const (
	Text Form = iota
	Number
	Date
	Bool
	Broken // #N/A, #REF!, or a formula without a result
)

// Cell is a cell that holds something.
type Cell struct {
	Col     int    // from 0
	Text    string // as it reads; of a Date 2006-01-02
	Form    Form
	Number  float64 // of a Number or Date, as it is stored
	Font    string  // the name, where the style or a run of the text says it
	Formula bool    // Text is the result that was stored with it
}

// Bounds of a sheet.
const (
	MaxRows    = 1 << 20
	maxColumns = 1 << 14
	maxMerges  = 200_000
	maxCell    = 40_000 // bytes
)

// Each visits the rows of a sheet that hold something, in order; rows count from 1.
// The cells are the visitor's only until it returns.
func (b *Book) Each(sheet int, visit func(row int, cells []Cell) error) error {
	if sheet < 0 || sheet >= len(b.Sheets) {
		return fault.New("workbook.no_sheet", "sheet")
	}
	return b.rows(&b.Sheets[sheet], visit).run()
}

// rowReader walks the XML of a sheet.
type rowReader struct {
	b      *Book
	sheet  *Sheet
	visit  func(row int, cells []Cell) error
	merges bool // note merged cells

	row, col int
	cells    []Cell
	cell     Cell
	kind     string // of the cell: s, str, inlineStr, b, e, or n
	value    strings.Builder
	inValue  bool
	full     bool // the cell has a value
}

func (b *Book) rows(s *Sheet, visit func(int, []Cell) error) *rowReader {
	return &rowReader{b: b, sheet: s, visit: visit}
}

func (r *rowReader) run() error {
	return r.b.each(r.sheet.path, func(t xml.Token) error {
		switch x := t.(type) {
		case xml.StartElement:
			return r.start(x)
		case xml.CharData:
			if r.inValue && r.value.Len() < maxCell {
				r.value.Write(x)
			}
		case xml.EndElement:
			return r.end(x.Name.Local)
		}
		return nil
	})
}

func (r *rowReader) start(s xml.StartElement) error {
	switch s.Name.Local {
	case "row":
		r.row++
		r.col, r.cells = 0, r.cells[:0]
		if v := attr(s, "r"); v != "" {
			n, err := strconv.Atoi(v)
			if err != nil || n < r.row || n > MaxRows {
				return fault.New("workbook.broken", "")
			}
			r.row = n
		}
	case "c":
		r.startCell(s)
		if r.cell.Col >= maxColumns {
			return fault.New("workbook.broken", "")
		}
	case "f":
		r.cell.Formula = true
	case "v", "t":
		r.inValue = true
		r.full = true
	case "rFont":
		if v := attr(s, "val"); r.cell.Font == "" || isOldFont(v) {
			r.cell.Font = v
		}
	case "mergeCell":
		if m, ok := parseMerge(attr(s, "ref")); ok && r.merges && len(r.sheet.Merges) < maxMerges {
			r.sheet.Merges = append(r.sheet.Merges, m)
		}
	}
	return nil
}

func (r *rowReader) startCell(s xml.StartElement) {
	r.cell, r.kind, r.full = Cell{Col: r.col}, "n", false
	if len(r.b.fonts) > 0 {
		r.cell.Font = r.b.fonts[0] // of a cell that says nothing
	}
	r.value.Reset()
	for i := range s.Attr {
		switch v := s.Attr[i].Value; s.Attr[i].Name.Local {
		case "r":
			if col, _, ok := parseRef(v); ok {
				r.cell.Col = col
			}
		case "t":
			r.kind = v
		case "s":
			if n, err := strconv.Atoi(v); err == nil && n >= 0 && n < len(r.b.fonts) {
				r.cell.Font = r.b.fonts[n]
				if r.b.dates[n] {
					r.cell.Form = Date
				}
			}
		}
	}
	r.col = r.cell.Col + 1
}

func (r *rowReader) end(name string) error {
	switch name {
	case "v", "t":
		r.inValue = false
	case "c":
		if !r.full && !r.cell.Formula {
			return nil
		}
		r.finish()
		if strings.TrimSpace(r.cell.Text) == "" && r.cell.Form != Broken {
			return nil
		}
		r.cells = append(r.cells, r.cell)
	case "row":
		if len(r.cells) > 0 {
			return r.visit(r.row, r.cells)
		}
	}
	return nil
}

// finish reads the value of the cell by its kind.
func (r *rowReader) finish() {
	c, v := &r.cell, r.value.String()
	date := c.Form == Date
	c.Form, c.Text = Text, v
	switch r.kind {
	case "s":
		c.Text = ""
		if n, err := strconv.Atoi(strings.TrimSpace(v)); err == nil && n >= 0 && n < len(r.b.strings) {
			s := r.b.strings[n]
			if c.Text = s.s; s.font != "" && (c.Font == "" || isOldFont(s.font)) {
				c.Font = s.font
			}
		}
	case "b":
		c.Form, c.Text = Bool, "false"
		if strings.TrimSpace(v) == "1" {
			c.Text = "true"
		}
	case "e":
		c.Form = Broken
	case "d":
		c.Form, c.Text = Date, strings.TrimSuffix(v, "T00:00:00")
	case "str", "inlineStr":
	default:
		r.number(strings.TrimSpace(v), date)
	}
	if c.Formula && !r.full {
		c.Form = Broken
	}
}

func (r *rowReader) number(v string, date bool) {
	c := &r.cell
	n, err := strconv.ParseFloat(v, 64)
	if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
		return
	}
	c.Form, c.Number = Number, n
	// What Excel shows of a sum such as 0.1+0.2: fifteen digits.
	if short, err := strconv.ParseFloat(strconv.FormatFloat(n, 'g', 15, 64), 64); err == nil {
		c.Text = strconv.FormatFloat(short, 'f', -1, 64)
	}
	if day, ok := DayOf(n, r.b.from04); date && ok {
		c.Form, c.Text = Date, day
	}
}

// DayOf gives the day of a serial number as spreadsheets count days, with the time
// where it has one.
func DayOf(serial float64, from1904 bool) (string, bool) {
	if serial < 1 || serial >= 2958466 { // to the end of 9999
		return "", false
	}
	first := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if from1904 {
		first = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	} else if serial < 60 {
		first = first.AddDate(0, 0, 1) // the 29th of February 1900 that never was
	}
	days := math.Floor(serial)
	seconds := math.Round((serial - days) * 86400)
	t := first.AddDate(0, 0, int(days)).Add(time.Duration(seconds) * time.Second)
	if seconds > 0 {
		return t.Format(time.DateTime), true
	}
	return t.Format(time.DateOnly), true
}

// parseRef reads B12 as column 1, row 12.
func parseRef(ref string) (col, row int, ok bool) {
	i := 0
	for ; i < len(ref) && 'A' <= ref[i] && ref[i] <= 'Z' && i < 4; i++ {
		col = col*26 + int(ref[i]-'A') + 1
	}
	row, err := strconv.Atoi(ref[i:])
	return col - 1, row, i > 0 && err == nil && row > 0
}

func parseMerge(ref string) (Merge, bool) {
	from, to, ok := strings.Cut(ref, ":")
	c1, r1, ok1 := parseRef(from)
	c2, r2, ok2 := parseRef(to)
	return Merge{r1, c1, r2, c2}, ok && ok1 && ok2 && r2 >= r1 && c2 >= c1
}

// Letters is a column as a spreadsheet names it: A, B, … Z, AA.
func Letters(col int) string {
	if col < 26 {
		return string(rune('A' + max(col, 0)))
	}
	return Letters(col/26-1) + Letters(col%26)
}
