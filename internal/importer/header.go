package importer

import (
	"regexp"
	"slices"
	"strings"

	"bamban/internal/vietnamese"
	"bamban/internal/workbook"
)

// headRows is within how many rows the header of a sheet is looked for, and sampleRows
// how many rows a proposal looks at.
const (
	headRows   = 40
	sampleRows = 200
	maxHeader  = 3
	preview    = 8
)

// FileColumn is a column of the sheet as it was understood.
type FileColumn struct {
	Col      int                 `json:"col"` // from 0
	Letter   string              `json:"letter"`
	Name     string              `json:"name"`
	Samples  []string            `json:"samples"`
	Encoding vietnamese.Encoding `json:"encoding,omitempty"`
	Target   string              `json:"target,omitempty"` // proposed
}

// Layout is how a sheet was understood: where its header is, what its columns are.
type Layout struct {
	HeaderFrom int          `json:"headerFrom"` // row numbers of the sheet
	HeaderTo   int          `json:"headerTo"`
	Columns    []FileColumn `json:"columns"`
	Year       string       `json:"year,omitempty"` // named over the table
	Above      []string     `json:"above"`          // what stands over the table
	Rows       []PreviewRow `json:"rows"`
}

// PreviewRow is one of the first rows under the header.
type PreviewRow struct {
	Row   int      `json:"row"`
	Cells []string `json:"cells"` // by column of the layout
}

// names joins the cells of some header rows, column by column: “Diện hộ › Hộ nghèo”.
func (g *grid) names(from, height int) map[int]string {
	out := map[int]string{}
	last := 0
	for i := from; i < from+height; i++ {
		for _, c := range g.rows[i].cells {
			last = max(last, c.Col)
		}
	}
	below := map[int]bool{} // columns with a name in a lower row
	for i := from + 1; i < from+height; i++ {
		for _, c := range g.rows[i].cells {
			below[c.Col] = true
		}
	}
	for i := from; i < from+height; i++ {
		row := g.expand(g.rows[i])
		left := ""
		for col := 0; col <= last && col < maxColumns; col++ {
			text := row[col]
			if text != "" {
				left = text
			} else if i == from && height > 1 && below[col] && g.emptyAbove(i, col) {
				text = left // merged to the eye, not in the file
			}
			if text == "" || out[col] == text || strings.HasSuffix(out[col], joint+text) {
				continue
			}
			if out[col] != "" {
				out[col] += joint
			}
			out[col] += text
		}
	}
	return out
}

// layout finds the header: the rows whose names are understood best.
func (g *grid) layout(m *matcher) *Layout {
	from, height, best := -1, 1, 0
	for i := 0; i < min(headRows, len(g.rows)); i++ {
		for h := 1; h <= maxHeader && i+h <= len(g.rows); h++ {
			if g.rows[i+h-1].row != g.rows[i].row+h-1 {
				break
			}
			score := -h
			taken := map[string]bool{}
			for _, name := range g.names(i, h) {
				if code, sure := m.match(name); sure > 0 && !taken[code] {
					taken[code] = true
					score += 10 + sure
				}
			}
			if len(taken) > 0 && score > best {
				from, height, best = i, h, score
			}
		}
	}
	if from < 0 {
		from = g.firstTable()
	}
	return g.layoutAt(m, from, height)
}

// firstTable is the first row with several cells over another with several: the header
// of a table whose names nobody knows.
func (g *grid) firstTable() int {
	for i := 0; i+1 < len(g.rows); i++ {
		if len(g.rows[i].cells) > 1 && len(g.rows[i+1].cells) > 1 {
			return i
		}
	}
	return 0
}

var yearIn = regexp.MustCompile(`\b(20\d\d)\b`)

func (g *grid) layoutAt(m *matcher, from, height int) *Layout {
	out := &Layout{Columns: []FileColumn{}, Above: []string{}, Rows: []PreviewRow{}}
	if len(g.rows) == 0 {
		return out
	}
	names := g.names(from, height)
	out.HeaderFrom, out.HeaderTo = g.rows[from].row, g.rows[from+height-1].row
	data := from + height
	if data < len(g.rows) && isNumbering(g.rows[data].cells) {
		out.HeaderTo = g.rows[data].row
		data++
	}
	columns := map[int]bool{}
	for col := range names {
		columns[col] = true
	}
	for _, r := range g.rows[data:] {
		for _, c := range r.cells {
			if c.Col < maxColumns {
				columns[c.Col] = true
			}
		}
	}
	sure := map[string]int{}
	for col := range columns {
		if code, s := m.match(names[col]); s > sure[code] {
			sure[code] = s
		}
	}
	var order []int
	for col := range columns {
		order = append(order, col)
	}
	slices.Sort(order)
	for _, col := range order {
		c := FileColumn{Col: col, Letter: workbook.Letters(col), Name: names[col], Encoding: g.encoding(col), Samples: []string{}}
		if code, s := m.match(c.Name); s > 0 && s == sure[code] {
			c.Target, sure[code] = code, 99 // the first of the surest
		}
		for _, r := range g.rows[data:] {
			for _, x := range r.cells {
				if x.Col == col && len(c.Samples) < 3 {
					c.Samples = append(c.Samples, x.Text)
				}
			}
		}
		out.Columns = append(out.Columns, c)
	}
	g.around(out, from, data, names)
	return out
}

// around notes what stands over the table, the year that is named there or in a
// header, and the first rows.
func (g *grid) around(out *Layout, from, data int, names map[int]string) {
	for _, c := range out.Columns {
		if y := yearIn.FindString(c.Name); y != "" && strings.HasPrefix(c.Target, "status") {
			out.Year = y
		}
	}
	for i := 0; i < from; i++ {
		for _, c := range g.rows[i].cells {
			out.Above = append(out.Above, c.Text)
			if y := yearIn.FindString(c.Text); y != "" && out.Year == "" {
				out.Year = y
			}
		}
	}
	for _, r := range g.rows[data:min(len(g.rows), data+preview)] {
		p := PreviewRow{Row: r.row, Cells: make([]string, len(out.Columns))}
		for i, c := range out.Columns {
			for _, x := range r.cells {
				if x.Col == c.Col {
					p.Cells[i] = x.Text
				}
			}
		}
		out.Rows = append(out.Rows, p)
	}
}

var columnNumber = regexp.MustCompile(`^[\[(]?(\d{1,2}|[A-Z])[\])]?(=.*)?$`)

// isNumbering reports a row that numbers the columns: (1) (2) (3), A B 1 2.
func isNumbering(cells []workbook.Cell) bool {
	n := 0
	for _, c := range cells {
		if columnNumber.MatchString(strings.ReplaceAll(c.Text, " ", "")) {
			n++
		}
	}
	return n > 2 && n == len(cells)
}

// namesOf are the names of the columns in some header rows, by the numbers of those.
func (g *grid) namesOf(from, to int) map[int]string {
	first, height := -1, 0
	for i, r := range g.rows {
		if r.row >= from && r.row <= to && !isNumbering(r.cells) {
			if first < 0 {
				first = i
			}
			height++
		}
	}
	if first < 0 {
		return map[int]string{}
	}
	return g.names(first, min(height, maxHeader))
}
