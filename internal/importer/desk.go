package importer

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/intake"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/workbook"
	"bamban/internal/writer"
)

// Dir is the folder, in a node's own, where files wait for an hour.
const Dir = "imports"

const (
	keepFor = time.Hour
	maxOpen = 4 // files of one user
)

// Stage of a file on its way.
type Stage string

// The stages.
const (
	Open       Stage = "open"     // to be matched and checked
	Checking   Stage = "checking" // a dry run is under way
	Checked    Stage = "checked"
	Writing    Stage = "writing"
	Written    Stage = "written"
	TakingBack Stage = "undoing"
	Undone     Stage = "undone"
	Stopped    Stage = "stopped" // see Fault
)

// State is a file as its sender sees it.
type State struct {
	ID     change.ID    `json:"id"` // also of the import's record, once something is written
	File   string       `json:"file"`
	Digest string       `json:"digest"`
	Opened int64        `json:"opened"`
	Stage  Stage        `json:"stage"`
	Done   int          `json:"done"` // rows, of what is under way
	Of     int          `json:"of"`
	Sheets []SheetInfo  `json:"sheets"`
	Map    *Mapping     `json:"mapping,omitempty"` // that the report is of
	Report *Report      `json:"report,omitempty"`
	Undo   *Undoing     `json:"undo,omitempty"`
	Fault  *fault.Fault `json:"-"`
}

// SheetInfo is a sheet to choose.
type SheetInfo struct {
	Name     string `json:"name"`
	Hidden   bool   `json:"hidden,omitempty"`
	Rows     int    `json:"rows"`
	Columns  int    `json:"columns"`
	Formulas int    `json:"formulas,omitempty"`
}

// Desk keeps the files that people are taking in, and works on them in the background:
// who goes away finds them again. End it with Close.
type Desk struct {
	n    *node.Node
	dir  string
	ctx  context.Context
	stop context.CancelFunc
	jobs sync.WaitGroup

	mu    sync.Mutex
	files map[change.ID]*file
}

// file is one upload.
type file struct {
	State
	user change.ID
	path string
	f    *os.File
	book *workbook.Book
}

// NewDesk makes a desk; files of an earlier run are removed.
func NewDesk(n *node.Node) (*Desk, error) {
	d := &Desk{n: n, dir: filepath.Join(n.Dir(), Dir), files: map[change.ID]*file{}}
	if err := errors.Join(os.RemoveAll(d.dir), os.MkdirAll(d.dir, 0o700)); err != nil {
		return nil, fmt.Errorf("imports: %w", err)
	}
	d.ctx, d.stop = context.WithCancel(context.Background())
	return d, nil
}

// Close ends what is under way after the batch that is being written, and forgets all
// files.
func (d *Desk) Close() error {
	d.stop()
	d.jobs.Wait()
	d.mu.Lock()
	defer d.mu.Unlock()
	var errs []error
	for id := range d.files {
		errs = append(errs, d.drop(id))
	}
	return errors.Join(errs...)
}

// drop forgets a file; the lock is held.
func (d *Desk) drop(id change.ID) error {
	f := d.files[id]
	delete(d.files, id)
	if f.f == nil {
		return nil // the file was gone before: only its undoing was under way
	}
	return errors.Join(f.f.Close(), os.Remove(f.path))
}

// busy reports a stage in which something is under way.
func (s Stage) busy() bool { return s == Checking || s == Writing || s == TakingBack }

// expire forgets what has waited for too long; the lock is held.
func (d *Desk) expire() {
	for id, f := range d.files {
		if !f.Stage.busy() && d.n.Now()-f.Opened > keepFor.Milliseconds() {
			if err := d.drop(id); err != nil {
				d.n.Slog.Warn("import is not removed", "error", err)
			}
		}
	}
}

// Take keeps a workbook that somebody sends, and opens it.
func (d *Desk) Take(by *access.Viewer, name string, r io.Reader) (*State, error) {
	d.mu.Lock()
	d.expire()
	open := 0
	for _, f := range d.files {
		if f.user == by.User {
			open++
		}
	}
	d.mu.Unlock()
	if open >= maxOpen {
		return nil, fault.New("intake.too_many_open", "", "max", maxOpen)
	}
	id := d.n.Writer.NewID()
	f := &file{user: by.User, path: filepath.Join(d.dir, id.String()+".xlsx"), State: State{ID: id, File: fileName(name), Opened: d.n.Now(), Stage: Open}}
	if err := f.fill(r); err != nil {
		if f.f != nil {
			err = errors.Join(err, f.f.Close(), os.Remove(f.path))
		}
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.files[id] = f
	out := f.State
	return &out, nil
}

// fileName is the last part of a path as browsers send it, within bounds.
func fileName(s string) string {
	s = s[strings.LastIndexAny(s, `/\`)+1:]
	if r := []rune(strings.ToValidUTF8(s, "?")); len(r) > 180 {
		s = string(r[:180])
	}
	if s = strings.TrimSpace(s); s == "" {
		return "?.xlsx"
	}
	return s
}

func (f *file) fill(r io.Reader) error {
	var err error
	if f.f, err = os.OpenFile(f.path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600); err != nil {
		return fmt.Errorf("keep the file: %w", err)
	}
	sum := sha256.New()
	size, err := io.Copy(io.MultiWriter(f.f, sum), io.LimitReader(r, workbook.MaxBytes+1))
	if err != nil {
		return fault.New("request.timeout", "").Because(err)
	}
	if size > workbook.MaxBytes {
		return fault.New("workbook.too_large", "", "max", workbook.MaxBytes>>20)
	}
	f.Digest = hex.EncodeToString(sum.Sum(nil))
	if f.book, err = workbook.Open(f.f, size); err != nil {
		return err
	}
	for _, s := range f.book.Sheets {
		f.Sheets = append(f.Sheets, SheetInfo{s.Name, s.Hidden, s.Rows, s.Columns, s.Formulas})
	}
	return nil
}

// of gives a user's own file.
func (d *Desk) of(by *access.Viewer, id change.ID) (*file, error) {
	d.expire()
	f := d.files[id]
	if f == nil || f.user != by.User {
		return nil, fault.New("intake.gone", "")
	}
	return f, nil
}

// State of a file; its parts are not to be changed.
func (d *Desk) State(by *access.Viewer, id change.ID) (*State, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	f, err := d.of(by, id)
	if err != nil {
		return nil, err
	}
	out := f.State
	return &out, nil
}

// Mine are the files that a user has open, the latest first.
func (d *Desk) Mine(by *access.Viewer) []State {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.expire()
	out := []State{}
	for _, f := range d.files {
		if f.user == by.User {
			out = append(out, f.State)
		}
	}
	slices.SortFunc(out, func(a, b State) int { return int(b.Opened - a.Opened) })
	return out
}

// Forget closes a file that nothing is under way with.
func (d *Desk) Forget(by *access.Viewer, id change.ID) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	f, err := d.of(by, id)
	switch {
	case err != nil:
		return err
	case f.Stage.busy():
		return fault.New("intake.running", "")
	}
	return d.drop(id)
}

// Layout proposes how a sheet is to be read. from and to say where its header is; 0
// leaves that to be found.
func (d *Desk) Layout(by *access.Viewer, id change.ID, sheet int, recipe string, from, to int) (*Layout, error) {
	d.mu.Lock()
	f, err := d.of(by, id)
	d.mu.Unlock()
	if err != nil {
		return nil, err
	}
	if f.book == nil || sheet < 0 || sheet >= len(f.book.Sheets) {
		return nil, fault.New("workbook.no_sheet", "sheet")
	}
	recipes := Recipes(d.n, by)
	at := slices.IndexFunc(recipes, func(r Recipe) bool { return r.Code == recipe })
	if at < 0 {
		return nil, fault.New("intake.recipe", "recipe", "recipe", clip(recipe))
	}
	g, err := readGrid(f.book, sheet)
	if err != nil {
		return nil, err
	}
	m := newMatcher(&recipes[at], d.n.Pack.Imports.Columns)
	if from == 0 {
		return g.layout(m), nil
	}
	first := slices.IndexFunc(g.rows, func(r gridRow) bool { return r.row >= from })
	if first < 0 || to < from {
		return nil, fault.New("intake.no_rows", "headerFrom")
	}
	height := 1
	for height < maxHeader && first+height < len(g.rows) && g.rows[first+height].row <= to {
		height++
	}
	return g.layoutAt(m, first, height), nil
}

// begin marks a file as being worked on.
func (d *Desk) begin(by *access.Viewer, id change.ID, to Stage, from ...Stage) (*file, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	f, err := d.of(by, id)
	switch {
	case err != nil:
		return nil, err
	case f.Stage.busy():
		return nil, fault.New("intake.running", "")
	case !slices.Contains(from, f.Stage):
		return nil, fault.New("intake.not_checked", "")
	}
	f.Stage, f.Done, f.Fault = to, 0, nil
	return f, nil
}

// do works in the background and notes how it ended.
func (d *Desk) do(f *file, good, bad Stage, job func() error) {
	d.jobs.Add(1)
	go func() {
		defer d.jobs.Done()
		err := job()
		d.mu.Lock()
		defer d.mu.Unlock()
		if f.Stage = good; err != nil {
			f.Stage, f.Fault = bad, fault.As(err)
			if f.Fault.Class() == fault.Internal {
				d.n.Slog.Error("import failed", "error", err)
			}
			if bad == Stopped && f.Fault.Class() != fault.Invalid {
				f.Fault = fault.New("intake.stopped", "").Because(err)
			}
		}
	}()
}

// Check begins a dry run of a file.
func (d *Desk) Check(by *access.Viewer, id change.ID, m Mapping) error {
	f, err := d.begin(by, id, Checking, Open, Checked)
	if err != nil {
		return err
	}
	w, err := newWork(d.ctx, d.n, by, f.book, m)
	if err != nil {
		d.mu.Lock()
		defer d.mu.Unlock()
		f.Stage = Open
		return err
	}
	d.mu.Lock()
	f.Of, f.Map, f.Report = f.book.Sheets[m.Sheet].Rows, nil, nil
	d.mu.Unlock()
	d.do(f, Checked, Open, func() error {
		r := newReport()
		w.report, w.progress = r, d.progress(f)
		err := w.run()
		if r.tally(); err == nil && r.Rows == 0 {
			err = fault.New("intake.no_rows", "")
		}
		if err == nil {
			d.mu.Lock()
			f.Map, f.Report = &m, r
			d.mu.Unlock()
		}
		return err
	})
	return nil
}

func (d *Desk) progress(f *file) func(int) {
	return func(rows int) {
		d.mu.Lock()
		defer d.mu.Unlock()
		f.Done = rows
	}
}

// Run begins to write what was checked.
func (d *Desk) Run(by *access.Viewer, id change.ID, partial bool) error {
	f, err := d.begin(by, id, Writing, Checked)
	if err != nil {
		return err
	}
	w, err := d.ready(by, f, partial)
	if err != nil {
		d.mu.Lock()
		defer d.mu.Unlock()
		f.Stage = Checked
		return err
	}
	d.do(f, Written, Stopped, func() error {
		err := w.run()
		if err == nil {
			err = w.finish()
		}
		d.mu.Lock()
		defer d.mu.Unlock()
		w.report.Lines, f.Report = f.Report.Lines, w.report
		return err
	})
	return nil
}

// ready makes the import's record and the walk that writes.
func (d *Desk) ready(by *access.Viewer, f *file, partial bool) (*work, error) {
	m := *f.Map
	m.Partial = partial
	switch r := f.Report; {
	case r.Failed > 0 && !partial:
		return nil, fault.New("intake.has_faults", "", "rows", r.Failed)
	case r.New+r.Update == 0:
		return nil, fault.New("intake.nothing_to_do", "")
	}
	w, err := newWork(d.ctx, d.n, by, f.book, m)
	if err != nil {
		return nil, err
	}
	w.write, w.record, w.progress = true, f.ID, d.progress(f)
	w.report = f.Report.again()
	i := intake.Import{File: f.File, Digest: f.Digest, Recipe: m.Recipe, Sheet: f.book.Sheets[m.Sheet].Name, By: by.User, Unit: by.Unit, At: d.n.Now(), Status: intake.Running}
	if r := []rune(i.Sheet); len(r) > 100 {
		i.Sheet = string(r[:100])
	}
	_, err = d.n.Writer.Write(d.ctx, by.User, by, writer.Draft{Kind: "import", Record: f.ID, Fields: kind.Fields(i)})
	return w, err
}

// again is a report to write by: what failed stays failed, the rest is counted anew.
func (r *Report) again() *Report {
	out := newReport()
	out.outcomes, out.Problems, out.More, out.remarks = slices.Clone(r.outcomes), r.Problems, r.More, r.remarks
	out.lines[New], out.lines[Update] = maxLines, maxLines
	return out
}

// Undo begins to take an import back, whoever's file it was.
func (d *Desk) Undo(by *access.Viewer, id change.ID) error {
	d.mu.Lock()
	f := d.files[id]
	if f != nil && f.Stage.busy() {
		d.mu.Unlock()
		return fault.New("intake.running", "")
	}
	if f == nil || f.user != by.User { // long ago, or another's
		f = &file{user: by.User, State: State{ID: id, Opened: d.n.Now()}}
	}
	d.mu.Unlock()
	job, err := d.undoing(by, f)
	if err != nil {
		return err
	}
	d.do(f, Undone, Stopped, job)
	return nil
}

func (d *Desk) undoing(by *access.Viewer, f *file) (func() error, error) {
	if _, _, err := mayUndo(d.ctx, d.n, by, f.ID); err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	f.Stage, f.Done, f.Of, f.Fault = TakingBack, 0, 0, nil
	if old := d.files[f.ID]; old != nil && old != f {
		if err := d.drop(f.ID); err != nil {
			return nil, fmt.Errorf("close the file: %w", err)
		}
	}
	d.files[f.ID] = f
	return func() error {
		out, err := Undo(d.ctx, d.n, by, f.ID, func(done, of int) {
			d.mu.Lock()
			defer d.mu.Unlock()
			f.Done, f.Of = done, of
		})
		d.mu.Lock()
		defer d.mu.Unlock()
		f.Undo = out
		return err
	}, nil
}

// Remarks writes the checked sheet with its remarks.
func (d *Desk) Remarks(by *access.Viewer, id change.ID, out io.Writer, lang string) error {
	d.mu.Lock()
	f, err := d.of(by, id)
	if err == nil && (f.Report == nil || f.Stage.busy()) {
		err = fault.New("intake.not_checked", "")
	}
	d.mu.Unlock()
	if err != nil {
		return err
	}
	return f.Report.WriteRemarks(out, f.book, *f.Map, lang)
}
