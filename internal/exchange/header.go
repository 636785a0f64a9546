package exchange

import (
	"slices"
	"strings"

	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/schema"
	"bamban/internal/vietnamese"
)

// header is the row of column names, understood.
type header struct {
	row     int
	columns []column // in the order of the file
	width   int      // cells up to the last name
	id      int      // place of the id in a row, or -1
}

// column is one column of the file.
type column struct {
	schema.Column
	at   int    // place in a row
	name string // as the file has it
}

// names tells columns by what people write over them: the name in the file of an
// export, or the label in either language.
type names struct {
	columns []schema.Column
	by      map[string]int // folded → index in columns; -1 where two have the label
}

// namesOf prepares the names of a kind, keyed fields with the keys that the first
// rows of the file name.
func namesOf(k *kind.Kind, first []line) *names {
	var keys []string
	for _, l := range first {
		for _, cell := range l.cells {
			if len(cell) > longestName {
				continue
			}
			if key := keyIn(k, cell); key != "" && !slices.Contains(keys, key) {
				keys = append(keys, key)
			}
		}
	}
	n := &names{columns: schema.CSVColumns(k, keys), by: map[string]int{}}
	for i, c := range n.columns {
		for _, label := range []string{c.Label.VI, c.Label.EN} {
			label = vietnamese.Fold(label)
			if j, taken := n.by[label]; taken && j != i {
				n.by[label] = -1
			} else {
				n.by[label] = i
			}
		}
	}
	for i, c := range n.columns { // a name goes before a label
		n.by[vietnamese.Fold(c.Name)] = i
	}
	return n
}

// keyIn reads the key out of a name such as "poverty.2026.status" or
// "Diện hộ theo năm 2026: Diện"; "" where it has none.
func keyIn(k *kind.Kind, name string) string {
	folded := vietnamese.Fold(name)
	for i := range k.Fields {
		f := &k.Fields[i]
		if f.Type != kind.Keyed {
			continue
		}
		for j := range f.Fields {
			sub := &f.Fields[j]
			if key, ok := strings.CutPrefix(strings.TrimSpace(name), f.Name+"."); ok {
				if key, ok = strings.CutSuffix(key, "."+sub.Name); ok && key != "" && len(key) <= f.MaxLen {
					return key
				}
			}
			for _, around := range [][2]string{{f.Name, sub.Name}, {f.Label.VI, sub.Label.VI}, {f.Label.EN, sub.Label.EN}} {
				key, ok := strings.CutPrefix(folded, vietnamese.Fold(around[0])+" ")
				if !ok {
					continue
				}
				if key, ok = strings.CutSuffix(key, " "+vietnamese.Fold(around[1])); ok && key != "" && len(key) <= f.MaxLen && !strings.Contains(key, " ") {
					return key
				}
			}
		}
	}
	return ""
}

// longestName is more bytes than any name of a column has.
const longestName = 1000

func (n *names) find(cell string) (int, bool) {
	if len(cell) > longestName {
		return 0, false
	}
	i, ok := n.by[vietnamese.Fold(cell)]
	return i, ok && i >= 0
}

// known counts the cells of a row that are names of columns, and those with text.
func (n *names) known(cells []string) (known, full int) {
	for _, c := range cells {
		if strings.TrimSpace(c) == "" {
			continue
		}
		full++
		if _, ok := n.find(c); ok {
			known++
		}
	}
	return known, full
}

// headerRows is within how many rows the names of the columns are looked for.
const headerRows = 10

// readHeader finds the row of column names. What is wrong with it is listed; a
// file with any of it is not taken.
func readHeader(k *kind.Kind, t *table) (*header, []Problem, error) {
	n, first, best, err := t.settle(k)
	if err != nil {
		return nil, nil, err
	}
	switch {
	case best < 0:
		return nil, nil, fault.New("import.no_header", "")
	case best > 0:
		f := fault.New("import.header_below", "", "row", first[best].row)
		return nil, []Problem{problem(first[0].row, "", f)}, nil
	}
	h := &header{row: first[0].row, id: -1}
	cells := first[0].cells
	for i, c := range cells {
		if strings.TrimSpace(c) != "" {
			h.width = i + 1
		}
	}
	if two := secondHeader(n, first); two > 0 {
		return nil, []Problem{problem(two, "", fault.New("import.two_headers", "", "row", h.row, "second", two))}, nil
	}
	return h, h.match(n, cells[:h.width]), nil
}

// settle chooses the separator by which most names are understood (a name may
// hold a comma itself), and gives the first rows and which of them has the names:
// -1 where none has.
func (t *table) settle(k *kind.Kind) (n *names, first []line, best int, err error) {
	guess, most := t.comma, 0
	best = -1
	for _, comma := range []rune{guess, ',', ';', '\t'} {
		try := &table{text: t.text, comma: comma}
		lines, bad := try.head(headerRows)
		if bad != nil {
			if comma == guess {
				err = bad
			}
			continue
		}
		some := namesOf(k, lines)
		if n == nil {
			n, first = some, lines
		}
		for i := range lines {
			if known, _ := some.known(lines[i].cells); known > most {
				n, first, best, most, t.comma, err = some, lines, i, known, comma, nil
			}
		}
	}
	if err == nil && len(first) == 0 {
		err = fault.New("import.empty", "")
	}
	return n, first, best, err
}

// secondHeader gives the number of a second row of names, or 0: names in the row
// below, or text under the empty cells that merging left.
func secondHeader(n *names, first []line) int {
	if len(first) < 2 {
		return 0
	}
	if known, full := n.known(first[1].cells); known > 0 && 2*known > full && (known > 1 || full == 1) {
		return first[1].row
	}
	under, beside := 0, 0 // full cells of the second row: under no name, under a name
	for i, c := range first[1].cells {
		if strings.TrimSpace(c) == "" {
			continue
		}
		if i < len(first[0].cells) && strings.TrimSpace(first[0].cells[i]) != "" {
			beside++
		} else {
			under++
		}
	}
	if under > 0 && beside <= under {
		return first[1].row
	}
	return 0
}

func (h *header) match(n *names, cells []string) []Problem {
	var out []Problem
	bad := func(name string, f *fault.Fault) { out = append(out, problem(h.row, name, f)) }
	taken := map[int]bool{}
	for i, cell := range cells {
		name := strings.TrimSpace(cell)
		if name == "" {
			bad("", fault.New("import.merged_header", "", "column", letters(i)))
			continue
		}
		name = short(name)
		c, ok := n.find(cell)
		switch {
		case !ok:
			if near := n.nearest(cell); near != "" {
				bad(name, fault.New("import.near_column", "", "column", name, "near", near))
			} else {
				bad(name, fault.New("import.unknown_column", "", "column", name))
			}
		case taken[c]:
			bad(name, fault.New("import.twice_column", "", "column", name))
		default:
			taken[c] = true
			h.columns = append(h.columns, column{n.columns[c], i, name})
			if n.columns[c].Field == nil {
				h.id = i
			}
		}
	}
	if h.id >= 0 {
		return out // rows with an id need no more than what they change
	}
	for i, c := range n.columns {
		if c.Field != nil && c.Field.Required && c.Cell == c.Field.Name && !taken[i] {
			bad("", fault.New("import.missing_column", "", "column", c.Label.VI+" ("+c.Name+")"))
		}
	}
	return out
}

// nearest gives the column whose name or label is most like what was written, as
// "label (name)", or "".
func (n *names) nearest(written string) string {
	if len(written) > longestName {
		return ""
	}
	written = vietnamese.Fold(written)
	best, found := len([]rune(written))/3+1, ""
	for _, c := range n.columns {
		for _, known := range []string{c.Name, c.Label.VI, c.Label.EN} {
			if d := distance(written, vietnamese.Fold(known), best); d <= best && (d < best || found == "") {
				best, found = d, c.Label.VI+" ("+c.Name+")"
			}
		}
	}
	return found
}

// distance is how many letters must be put in, taken out or changed to make one
// text of the other; most+1 stands for anything over most.
func distance(a, b string, most int) int {
	x, y := []rune(a), []rune(b)
	if len(x)-len(y) > most || len(y)-len(x) > most || len(x) > 100 {
		return most + 1
	}
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		before := row[0]
		row[0] = i + 1
		for j := range y {
			cost := 1
			if x[i] == y[j] {
				cost = 0
			}
			before, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, before+cost)
		}
	}
	return row[len(y)]
}

// letters is a column as a spreadsheet names it: A, B, … Z, AA.
func letters(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return letters(i/26-1) + letters(i%26)
}

// short keeps a text that is shown back within a line.
func short(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
