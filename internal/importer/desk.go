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
	"bamban/internal/node"
	"bamban/internal/workbook"
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
