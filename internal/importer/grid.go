package importer

import (
	"errors"
	"slices"
	"strings"

	"bamban/internal/vietnamese"
	"bamban/internal/workbook"
)

// gridRow is a row of the sample in memory.
type gridRow struct {
	row   int
	cells []workbook.Cell
}

// grid is the beginning of a sheet.
type grid struct {
	rows   []gridRow
	merges []workbook.Merge
	codes  map[int]vietnamese.Encoding // of columns, by their texts
}

func readGrid(b *workbook.Book, sheet int) (*grid, error) {
	g := &grid{merges: b.Sheets[sheet].Merges, codes: map[int]vietnamese.Encoding{}}
	err := b.Each(sheet, func(row int, cells []workbook.Cell) error {
		if len(g.rows) == sampleRows {
			return errEnough
		}
		g.rows = append(g.rows, gridRow{row, slices.Clone(cells)})
		return nil
	})
	if err != nil && !errors.Is(err, errEnough) {
		return nil, err
	}
	g.guess()
	for i := range g.rows {
		for j := range g.rows[i].cells {
			c := &g.rows[i].cells[j]
			c.Text = g.decode(c)
		}
	}
	return g, nil
}

// guess tells the encoding of columns whose fonts say nothing, from their texts.
func (g *grid) guess() {
	texts, all := map[int]*strings.Builder{}, &strings.Builder{}
	for _, r := range g.rows {
		for _, c := range r.cells {
			if c.Form != workbook.Text || vietnamese.OfFont(c.Font) != vietnamese.Unicode {
				continue
			}
			if texts[c.Col] == nil {
				texts[c.Col] = &strings.Builder{}
			}
			texts[c.Col].WriteString(c.Text + "\n")
			all.WriteString(c.Text + "\n")
		}
	}
	sheet := vietnamese.Guess(all.String())
	for col, t := range texts {
		if g.codes[col] = vietnamese.Guess(t.String()); g.codes[col] == vietnamese.Unicode && !vietnamese.HasOwnLetters(t.String()) {
			g.codes[col] = sheet // a short column of a sheet typed in one font
		}
	}
}

// decode gives a cell's text in Unicode, in one line without spaces around.
func (g *grid) decode(c *workbook.Cell) string { return decode(c, g.codes[c.Col]) }

func decode(c *workbook.Cell, guessed vietnamese.Encoding) string {
	s := c.Text
	switch {
	case c.Form != workbook.Text:
		return s
	case vietnamese.OfFont(c.Font) != vietnamese.Unicode:
		s = vietnamese.DecodeFont(s, c.Font)
	default:
		s = vietnamese.Decode(s, guessed)
	}
	return strings.Join(strings.Fields(s), " ")
}

const maxColumns = 300

// emptyAbove reports a cell of the first header row that no merged block covers.
func (g *grid) emptyAbove(i, col int) bool {
	for _, m := range g.merges {
		if m.Row <= g.rows[i].row && g.rows[i].row <= m.LastRow && m.Col <= col && col <= m.LastCol {
			return false
		}
	}
	return true
}

// expand gives the texts of a row, those of merged cells in every column they cover.
func (g *grid) expand(r gridRow) map[int]string {
	out := map[int]string{}
	for _, c := range r.cells {
		out[c.Col] = c.Text
	}
	for _, m := range g.merges {
		if r.row < m.Row || r.row > m.LastRow || m.LastCol-m.Col > maxColumns {
			continue
		}
		text := g.at(m.Row, m.Col)
		for col := m.Col; col <= m.LastCol; col++ {
			if out[col] == "" {
				out[col] = text
			}
		}
	}
	return out
}

func (g *grid) at(row, col int) string {
	i, ok := slices.BinarySearchFunc(g.rows, row, func(r gridRow, row int) int { return r.row - row })
	if !ok {
		return ""
	}
	for _, c := range g.rows[i].cells {
		if c.Col == col {
			return c.Text
		}
	}
	return ""
}

// encoding that a column is read by: of its fonts, or of its texts.
func (g *grid) encoding(col int) vietnamese.Encoding {
	for _, r := range g.rows {
		for _, c := range r.cells {
			if c.Col == col && c.Form == workbook.Text {
				if e := vietnamese.OfFont(c.Font); e != vietnamese.Unicode {
					return e
				}
			}
		}
	}
	return g.codes[col]
}

var errEnough = errors.New("enough rows")
