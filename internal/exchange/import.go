package exchange

import (
	"context"
	"fmt"
	"io"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/projection"
	"bamban/internal/writer"
)

// Options of an import.
type Options struct {
	DryRun   bool   // say what would happen, and write nothing
	Partial  bool   // write the rows that are right where others are not
	Clear    bool   // an empty cell of a row with an id empties the field; else it says nothing
	Encoding string // Auto (or ""), UTF8, UTF16, Windows1258
}

// Report is what an import did, or would do.
type Report struct {
	Kind      string    `json:"kind"`
	Encoding  string    `json:"encoding"`
	Separator string    `json:"separator"`
	Columns   []string  `json:"columns"` // by the names of the schema, in the order of the file
	Rows      int       `json:"rows"`
	Created   int       `json:"created"`
	Updated   int       `json:"updated"`
	Unchanged int       `json:"unchanged"` // also rows without an id that were taken before
	Failed    int       `json:"failed"`    // rows
	Problems  []Problem `json:"problems"`  // the first of them; see More
	More      int       `json:"more,omitempty"`
	Written   bool      `json:"written"`
}

// Problem is one thing to mend in the file.
type Problem struct {
	Row    int       `json:"row"`              // as a spreadsheet numbers it
	Column string    `json:"column,omitempty"` // as the file names it
	Code   string    `json:"code"`
	Text   kind.Text `json:"text"` // what is wrong, and what to do
}

func problem(row int, column string, f *fault.Fault) Problem {
	return Problem{row, column, f.Code, kind.Text{VI: f.Text("vi"), EN: f.Text("en")}}
}

const (
	maxProblems = 1000
	chunkRows   = writer.MaxBatch
)

// Import takes in a table of records of a kind, as CSV in any of the forms that a
// spreadsheet makes. A row with an id changes that record, in the fields that
// differ; one without makes a record. by is nil for the operator at the shell.
//
// Every row is checked before the first is written; with anything wrong nothing
// is, unless Partial. What is wrong with the file as a whole is an error; what is
// wrong with its columns and rows is in the report.
//
// The id of a new record follows from the content of its row: the same row comes
// in once, also when the file is sent again after some rows were mended, or after
// an import that was cut off.
func Import(ctx context.Context, n *node.Node, by *access.Viewer, user change.ID, k *kind.Kind, r io.Reader, o Options) (*Report, error) {
	if k == nil || k.Internal {
		return nil, fault.New("kind.unknown", "kind", "kind", "")
	}
	raw, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read the table: %w", err)
	}
	if len(raw) > MaxBytes {
		return nil, fault.New("body.too_large", "", "max", fmt.Sprintf("%d MiB", MaxBytes>>20))
	}
	text, encoding, err := decode(raw, o.Encoding)
	if err != nil {
		return nil, err
	}
	if tooWide(text) {
		return nil, fault.New("import.too_many_columns", "", "max", MaxColumns)
	}
	m := &importer{ctx: ctx, n: n, by: by, user: user, k: k, options: o, table: newTable(text), today: n.Today(), terms: map[string]map[string]string{}, whose: n.Children()}
	m.refs = &refs{n: n, by: by, today: m.today, known: map[string]change.ID{}}
	m.report = &Report{Kind: k.Name, Encoding: encoding, Problems: []Problem{}}
	var bad []Problem
	if m.header, bad, err = readHeader(k, m.table); err != nil {
		return nil, err
	}
	m.report.Separator = string(m.table.comma)
	if len(bad) > 0 {
		m.report.Problems = bad
		return m.report, nil
	}
	m.namer = NewNamer(ctx, n, m.schemaColumns())
	return m.run()
}

// importer is one import on its way.
type importer struct {
	ctx     context.Context
	n       *node.Node
	by      *access.Viewer
	user    change.ID
	k       *kind.Kind
	options Options
	table   *table
	header  *header
	refs    *refs
	terms   map[string]map[string]string
	namer   Namer
	whose   *projection.Children
	today   string
	report  *Report

	failed map[int]bool      // rows, from the first reading
	ids    map[change.ID]int // rows by the id that they name
	same   map[[32]byte]int  // how often a new row's content was there
}

// run reads the table twice: to check all of it, then to write. What is held
// between is the text and what failed, not the records.
func (m *importer) run() (*Report, error) {
	for _, c := range m.header.columns {
		m.report.Columns = append(m.report.Columns, c.Name)
	}
	m.failed = map[int]bool{}
	if err := m.pass(false); err != nil {
		return nil, err
	}
	if m.report.Rows == 0 {
		return nil, fault.New("import.empty", "")
	}
	m.report.Failed = len(m.failed)
	if m.options.DryRun || len(m.failed) > 0 && !m.options.Partial {
		return m.report, nil
	}
	m.report.Created, m.report.Updated, m.report.Unchanged = 0, 0, 0
	if err := m.pass(true); err != nil {
		return m.report, err
	}
	m.report.Failed, m.report.Written = len(m.failed), true
	return m.report, nil
}

// pass goes through the table once, a chunk of rows at a time.
func (m *importer) pass(write bool) error {
	m.ids, m.same = map[change.ID]int{}, map[[32]byte]int{}
	var chunk []*rowPlan
	flush := func() error {
		if len(chunk) == 0 {
			return nil
		}
		defer func() { chunk = chunk[:0] }()
		if err := m.ctx.Err(); err != nil {
			return err
		}
		if err := m.plan(chunk); err != nil {
			return err
		}
		return m.settle(chunk, write)
	}
	header, rows := true, 0
	err := m.table.each(func(row int, cells []string) error {
		if header {
			header = false
			return nil
		}
		if rows++; rows > MaxRows {
			return fault.New("import.too_many", "", "max", MaxRows)
		}
		if p := m.read(row, cells); p != nil {
			chunk = append(chunk, p)
		}
		if len(chunk) < chunkRows {
			return nil
		}
		return flush()
	})
	if err != nil {
		return err
	}
	m.report.Rows = rows
	return flush()
}

// settle counts what is planned for some rows, and checks or writes it.
func (m *importer) settle(chunk []*rowPlan, write bool) error {
	var drafts []writer.Draft
	var of []*rowPlan
	for _, p := range chunk {
		switch {
		case m.failed[p.row]:
		case len(p.draft.Fields) == 0:
			m.report.Unchanged++
		default:
			drafts, of = append(drafts, p.draft), append(of, p)
		}
	}
	verdicts, err := m.n.Writer.Check(m.ctx, m.user, m.by, drafts...)
	if err != nil {
		return err
	}
	for _, v := range verdicts {
		f := fault.New(v.Code, v.Field)
		f.Args = v.Args
		m.fail(of[v.Index].row, m.columnOf(v.Field), f)
	}
	kept := drafts[:0]
	for i, p := range of {
		if m.failed[p.row] {
			continue
		}
		kept = append(kept, drafts[i])
		if p.isNew {
			m.report.Created++
		} else {
			m.report.Updated++
		}
	}
	if !write {
		return nil
	}
	if _, err := m.n.Writer.Write(m.ctx, m.user, m.by, kept...); err != nil {
		return fmt.Errorf("write rows up to %d: %w", chunk[len(chunk)-1].row, err)
	}
	return nil
}

// fail notes what is wrong with a row.
func (m *importer) fail(row int, column string, f *fault.Fault) {
	m.failed[row] = true
	if len(m.report.Problems) >= maxProblems {
		m.report.More++
		return
	}
	m.report.Problems = append(m.report.Problems, problem(row, column, f))
}
