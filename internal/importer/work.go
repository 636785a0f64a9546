package importer

import (
	"context"
	"encoding/json"
	"regexp"
	"slices"
	"strconv"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/exchange"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/log"
	"bamban/internal/node"
	"bamban/internal/vietnamese"
	"bamban/internal/workbook"
	"bamban/internal/writer"
)

// Mapping is what a person decided about a sheet.
type Mapping struct {
	Sheet      int       `json:"sheet"`
	Recipe     string    `json:"recipe"`
	HeaderFrom int       `json:"headerFrom"`
	HeaderTo   int       `json:"headerTo"`
	Columns    []Matched `json:"columns"`
	Area       string    `json:"area,omitempty"` // of the whole file: a village, or a commune that its villages lie in
	Year       string    `json:"year,omitempty"`
	Partial    bool      `json:"partial,omitempty"` // write the rows that are right where others are not
}

// Matched says what a column of the sheet is.
type Matched struct {
	Col    int    `json:"col"`
	Target string `json:"target"`
}

const (
	maxRows   = 200_000
	chunkRows = 240 // rows whose changes are sure to fit in one batch
)

// work is one walk through a sheet: to say what would happen, or to do it.
type work struct {
	ctx      context.Context
	n        *node.Node
	by       *access.Viewer
	book     *workbook.Book
	m        Mapping
	recipe   *Recipe
	columns  []bound
	names    map[string]string // of the columns, by target
	codes    map[int]vietnamese.Encoding
	values   *exchange.Values
	places   *places
	index    *index
	area     change.ID // of the whole file
	skip     []string  // folded, what rows without a record begin with
	section  string    // the village that a row by itself named
	thisYear int
	report   *Report
	progress func(rows int)

	cells  []*workbook.Cell  // of the row, by column
	seen   map[string]int    // rows, by whom they are about
	drawn  map[change.ID]int // new records, by the chunk that makes them
	chunk  int
	record change.ID // of the import, where it is written
	write  bool
	flying []*flight // the oldest first
}

// bound is a column with what it is.
type bound struct {
	col    int
	name   string
	target *Target
}

// newWork checks a mapping and makes ready to walk.
func newWork(ctx context.Context, n *node.Node, by *access.Viewer, b *workbook.Book, m Mapping) (*work, error) {
	w := &work{ctx: ctx, n: n, by: by, book: b, m: m, names: map[string]string{}, thisYear: yearOf(n), progress: func(int) {}}
	if m.Sheet < 0 || m.Sheet >= len(b.Sheets) {
		return nil, fault.New("workbook.no_sheet", "sheet")
	}
	recipes := Recipes(n, by)
	at := slices.IndexFunc(recipes, func(r Recipe) bool { return r.Code == m.Recipe })
	if at < 0 {
		return nil, fault.New("intake.recipe", "recipe", "recipe", clip(m.Recipe))
	}
	w.recipe = &recipes[at]
	for _, word := range n.Pack.Imports.SkipRows {
		w.skip = append(w.skip, vietnamese.Fold(word))
	}
	if err := w.bind(); err != nil {
		return nil, err
	}
	if m.Area != "" {
		var err error
		if w.area, err = change.ParseID(m.Area); err != nil {
			return nil, fault.New("field.bad_ref", "area")
		}
	}
	var err error
	if w.places, err = newPlaces(ctx, n, by, n.Kinds.Get(w.recipe.Kind)); err != nil {
		return nil, err
	}
	w.values, w.index = exchange.NewValues(ctx, n, by), newIndex(ctx, n, by)
	return w, nil
}

var fourDigits = regexp.MustCompile(`^(19|20)\d\d$`)

// bind joins columns and targets.
func (w *work) bind() error {
	g, err := readGrid(w.book, w.m.Sheet)
	if err != nil {
		return err
	}
	w.codes = g.codes
	names := g.namesOf(w.m.HeaderFrom, w.m.HeaderTo)
	for _, c := range w.m.Columns {
		t := w.recipe.target(c.Target)
		if t == nil || c.Col < 0 || c.Col >= maxColumns {
			continue // left out
		}
		if w.names[t.Code] != "" {
			return fault.New("intake.matched_twice", "columns", "field", t.Label.VI, "field_en", t.Label.EN)
		}
		name := names[c.Col]
		if name == "" {
			name = workbook.Letters(c.Col)
		}
		w.names[t.Code] = name
		w.columns = append(w.columns, bound{c.Col, name, t})
	}
	for _, t := range w.recipe.Targets {
		if t.Required && w.names[t.Code] == "" && w.names["id"] == "" {
			return fault.New("intake.unmatched", "columns", "field", t.Label.VI, "field_en", t.Label.EN)
		}
	}
	if w.recipe.HasYear && (w.names["status"] != "" || w.hasMarks("status=")) && !fourDigits.MatchString(w.m.Year) {
		return fault.New("intake.bad_year", "year")
	}
	return nil
}

func (w *work) hasMarks(prefix string) bool {
	return slices.ContainsFunc(w.columns, func(b bound) bool {
		return b.target.mark != "" && len(b.target.Code) > len(prefix) && b.target.Code[:len(prefix)] == prefix
	})
}

// run walks the sheet once. Rows that failed before are passed over when writing.
func (w *work) run() error {
	w.seen, w.drawn, w.section = map[string]int{}, map[change.ID]int{}, ""
	var chunk []*item
	rows := 0
	err := w.book.Each(w.m.Sheet, func(row int, cells []workbook.Cell) error {
		if row <= w.m.HeaderTo {
			return nil
		}
		if rows++; rows > maxRows {
			return fault.New("intake.too_many_rows", "", "max", maxRows)
		}
		if w.write && w.report.outcome(row) == Failed {
			return nil
		}
		if it := w.read(row, cells); it != nil {
			chunk = append(chunk, it)
		}
		if len(chunk) < chunkRows {
			return nil
		}
		err := w.settle(chunk)
		chunk = chunk[:0]
		w.progress(rows)
		return err
	})
	if err == nil && len(chunk) > 0 {
		err = w.settle(chunk)
	}
	if landed := w.land(0); err == nil {
		err = landed
	}
	w.progress(rows)
	return err
}

// flight is a chunk that is being checked or written while the next is read.
type flight struct {
	drafts   []writer.Draft
	of       []*item
	verdicts []log.Verdict
	err      error
	done     chan struct{}
}

// mostFlying chunks are under way at once.
const mostFlying = 8

// launch begins to check or write what some rows come to. Chunks that need what one
// before them makes wait for that; all others stand for themselves.
func (w *work) launch(drafts []writer.Draft, of []*item, waits bool) error {
	most := mostFlying - 1
	if waits {
		most = 0
	}
	if err := w.land(most); err != nil || len(drafts) == 0 {
		return err
	}
	f := &flight{drafts: drafts, of: of, done: make(chan struct{})}
	if w.write {
		step, err := w.step(map[string]json.RawMessage{"rows": number(w.report.tally())})
		if err != nil {
			return err
		}
		f.drafts = append(f.drafts, step)
	}
	w.flying = append(w.flying, f)
	go func() {
		defer close(f.done)
		if w.write {
			_, f.err = w.n.Writer.Write(w.ctx, w.by.User, w.by, f.drafts...)
		} else {
			f.verdicts, f.err = w.n.Writer.Check(w.ctx, w.by.User, w.by, f.drafts...)
		}
	}()
	return nil
}

// land waits until at most so many chunks are under way, and notes what came of the
// others. After an error it waits for all.
func (w *work) land(most int) error {
	var failed error
	for len(w.flying) > most || failed != nil && len(w.flying) > 0 {
		f := w.flying[0]
		w.flying = w.flying[1:]
		<-f.done
		err := f.err
		if w.write {
			err = w.rewrite(f)
		} else {
			w.refuse(f.drafts, f.of, f.verdicts)
		}
		if failed == nil {
			failed = err
		}
	}
	return failed
}

// refuse notes which rows the writer would not take.
func (w *work) refuse(drafts []writer.Draft, of []*item, verdicts []log.Verdict) {
	for _, v := range verdicts {
		f := fault.New(v.Code, v.Field)
		f.Args = v.Args
		w.fail(of[v.Index], w.columnOf(drafts[v.Index].Kind, v.Field), "", f)
	}
}

// item is a row that makes records.
type item struct {
	row   int
	title string
	main  *part   // that the row is about
	parts []*part // in the order in which they are made
	bad   bool
}

// part is one record of a row.
type part struct {
	kind   string
	id     change.ID
	seed   string // of the id of a new one
	about  *part  // its id belongs to the seed
	exists bool
	kept   bool // it is there by its seed, under another name by now: left alone
	state  *change.State
	fields map[string]json.RawMessage
	refs   map[string]*part
}

// settle plans a chunk of rows, and has what it comes to checked or written.
func (w *work) settle(chunk []*item) error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	if err := w.identify(chunk); err != nil {
		return err
	}
	changed, err := w.compare(chunk)
	if err != nil {
		return err
	}
	if w.chunk++; !w.write {
		clear(w.drawn) // nothing is written: every chunk stands for itself
	}
	waits := false
	var drafts []writer.Draft
	var of []*item
	for _, it := range chunk {
		if it.bad {
			continue
		}
		n := len(drafts)
		isNew := false
		for _, p := range it.parts {
			if at := w.drawn[p.id]; at != 0 && at != w.chunk {
				waits = true
			}
			d, made := w.draft(p)
			if d != nil {
				drafts, of = append(drafts, *d), append(of, it)
				isNew = isNew || made && p == it.main
			}
		}
		switch {
		case len(drafts) == n:
			w.report.add(it, Same, nil)
		case isNew:
			w.report.add(it, New, nil)
		default:
			w.report.add(it, Update, changed[it])
		}
	}
	return w.launch(drafts, of, waits)
}

// draft is the change that a part needs; nil for none, or where an earlier row of the
// chunk makes it.
func (w *work) draft(p *part) (d *writer.Draft, made bool) {
	if p.kept || len(p.fields) == 0 || !p.exists && w.drawn[p.id] != 0 {
		return nil, false
	}
	if !p.exists {
		w.drawn[p.id] = w.chunk
	}
	d = &writer.Draft{Kind: p.kind, Record: p.id, Fields: p.fields}
	if p.state != nil {
		d.Seen = node.Seen(p.state, p.fields)
	}
	return d, !p.exists
}

// fail notes what is wrong with a row.
func (w *work) fail(it *item, target, value string, f *fault.Fault) {
	it.bad = true
	at := slices.IndexFunc(w.columns, func(b bound) bool { return b.target.Code == target })
	p := Problem{Row: it.row, Value: clip(value), Code: f.Code, Text: kind.Text{VI: f.Text("vi"), EN: f.Text("en")}}
	if at >= 0 {
		p.Column, p.Name = workbook.Letters(w.columns[at].col), w.columns[at].name
	} else if t := w.recipe.target(target); t != nil {
		p.Name = t.Label.VI
	}
	w.report.fail(it, p)
}

// columnOf is the target that a field of a kind came from.
func (w *work) columnOf(kindName, field string) string {
	for _, b := range w.columns {
		if c := &b.target.column; c.Field != nil && (c.Cell == field || c.Field.Name == field) && (b.target.part == kindName || b.target.part == record) {
			return b.target.Code
		}
	}
	return ""
}

func quote(s string) json.RawMessage {
	b, err := json.Marshal(s)
	if err != nil {
		return nil // a string always encodes
	}
	return b
}

func (w *work) year() string {
	if w.m.Year != "" {
		return w.m.Year
	}
	return strconv.Itoa(w.thisYear)
}
