package importer

import (
	"fmt"
	"io"
	"slices"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/intake"
	"bamban/internal/kind"
	"bamban/internal/writer"
)

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
