package importer

import (
	"io"

	"bamban/internal/kind"
	"bamban/internal/workbook"
)

// Outcome of a row.
type Outcome uint8

// The outcomes. None is a row that was not looked at.
const (
	None Outcome = iota
	Same
	Update
	New
	Failed
	Skipped
)

// Report says what an import would do, or did.
type Report struct {
	Rows     int       `json:"rows"`
	New      int       `json:"new"`
	Update   int       `json:"update"`
	Same     int       `json:"same"`
	Failed   int       `json:"failed"`
	Skipped  int       `json:"skipped"`
	Formulas int       `json:"formulas"` // cells whose stored result was taken
	Problems []Problem `json:"problems"` // the first of them
	More     int       `json:"more,omitempty"`
	Lines    []Line    `json:"lines"` // the first rows that make or change something

	outcomes []Outcome // by row
	remarks  map[int][]Problem
	lines    [Skipped + 1]int
}

// Problem is one thing to mend in the file.
type Problem struct {
	Row    int       `json:"row"`
	Column string    `json:"column,omitempty"` // its letter
	Name   string    `json:"name,omitempty"`   // as the file names it
	Value  string    `json:"value,omitempty"`
	Code   string    `json:"code"`
	Text   kind.Text `json:"text"`
}

// Line is a row that makes or changes something.
type Line struct {
	Row     int      `json:"row"`
	New     bool     `json:"new,omitempty"`
	Title   string   `json:"title"`
	Changes []Change `json:"changes,omitempty"`
}

// Change is a field that a row sets anew, in words.
type Change struct {
	Label kind.Text `json:"label"`
	From  string    `json:"from"`
	To    string    `json:"to"`
}

const (
	maxProblems = 500     // sent along
	maxRemarks  = 100_000 // kept for the file with remarks
	maxLines    = 100     // of each sort
)

func newReport() *Report {
	return &Report{Problems: []Problem{}, Lines: []Line{}, remarks: map[int][]Problem{}}
}

func (r *Report) outcome(row int) Outcome {
	if row >= len(r.outcomes) {
		return None
	}
	return r.outcomes[row]
}

func (r *Report) set(row int, o Outcome) {
	for len(r.outcomes) <= row {
		r.outcomes = append(r.outcomes, make([]Outcome, row-len(r.outcomes)+1)...)
	}
	r.outcomes[row] = o
}

func (r *Report) skip(row int) { r.set(row, Skipped) }

func (r *Report) add(it *item, o Outcome, changes []Change) {
	if r.set(it.row, o); o != Same && r.lines[o] < maxLines {
		r.lines[o]++
		r.Lines = append(r.Lines, Line{it.row, o == New, it.title, changes})
	}
}

func (r *Report) fail(it *item, p Problem) {
	r.set(it.row, Failed)
	if len(r.Problems) < maxProblems {
		r.Problems = append(r.Problems, p)
	} else {
		r.More++
	}
	if len(r.remarks) < maxRemarks {
		r.remarks[it.row] = append(r.remarks[it.row], p)
	}
}

// tally counts the rows by outcome, and gives how many were looked at.
func (r *Report) tally() int {
	r.Rows, r.New, r.Update, r.Same, r.Failed, r.Skipped = 0, 0, 0, 0, 0, 0
	count := map[Outcome]*int{New: &r.New, Update: &r.Update, Same: &r.Same, Failed: &r.Failed, Skipped: &r.Skipped}
	for _, o := range r.outcomes {
		if n := count[o]; n != nil {
			*n++
			r.Rows++
		}
	}
	r.Rows -= r.Skipped
	return r.Rows
}

var outcomeWords = map[Outcome]kind.Text{
	None:    {VI: "", EN: ""},
	Same:    {VI: "Đã có sẵn", EN: "There already"},
	Update:  {VI: "Cập nhật", EN: "Update"},
	New:     {VI: "Thêm mới", EN: "New"},
	Failed:  {VI: "Chưa đúng", EN: "Not right"},
	Skipped: {VI: "Bỏ qua", EN: "Passed over"},
}

// WriteRemarks writes the sheet again, in Unicode, each row with what would become of
// it and what is to be mended: for the office to correct and send again.
func (r *Report) WriteRemarks(out io.Writer, b *workbook.Book, m Mapping, lang string) error {
	g, err := readGrid(b, m.Sheet)
	if err != nil {
		return err
	}
	names := g.namesOf(m.HeaderFrom, m.HeaderTo)
	width := min(b.Sheets[m.Sheet].Columns, maxColumns)
	columns := make([]workbook.Column, 0, width+3)
	for col := range width {
		name := names[col]
		if name == "" {
			name = workbook.Letters(col)
		}
		columns = append(columns, workbook.Column{Label: name})
	}
	columns = append(columns, workbook.Column{Label: kind.Text{VI: "Dòng", EN: "Row"}.In(lang)}, workbook.Column{Label: kind.Text{VI: "Kết quả", EN: "Outcome"}.In(lang), Width: 14},
		workbook.Column{Label: kind.Text{VI: "Cần sửa", EN: "To mend"}.In(lang), Width: 70})
	w, err := workbook.NewWriter(out, b.Sheets[m.Sheet].Name, columns)
	if err != nil {
		return err
	}
	row := make([]workbook.Value, len(columns))
	err = b.Each(m.Sheet, func(at int, cells []workbook.Cell) error {
		if at <= m.HeaderTo {
			return nil
		}
		clear(row)
		for i := range cells {
			if c := &cells[i]; c.Col < width {
				row[c.Col] = valueOf(c, decode(c, g.codes[c.Col]))
			}
		}
		text := ""
		for _, p := range r.remarks[at] {
			if text != "" {
				text += "\n"
			}
			if p.Column != "" {
				text += p.Column + ": "
			}
			text += p.Text.In(lang)
		}
		row[width], row[width+1], row[width+2] = workbook.Num(float64(at)), workbook.String(outcomeWords[r.outcome(at)].In(lang)), workbook.String(text)
		return w.Row(row)
	})
	if err != nil {
		return err
	}
	return w.Close()
}

func valueOf(c *workbook.Cell, text string) workbook.Value {
	switch c.Form {
	case workbook.Number:
		return workbook.Num(c.Number)
	case workbook.Date:
		return workbook.Day(text)
	}
	return workbook.String(text)
}
