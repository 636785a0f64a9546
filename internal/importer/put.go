package importer

import (
	"encoding/json"
	"strconv"

	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/intake"
	"bamban/internal/node"
	"bamban/internal/writer"
)

// put writes the changes of some rows, and with them, in the same batch, how far the
// import is: whatever ends the program, what was written can be found and undone.
func (w *work) put(drafts []writer.Draft, of []*item) error {
	if len(drafts) == 0 {
		return nil
	}
	w.report.tally()
	step, err := w.step(map[string]json.RawMessage{"rows": number(w.report.Rows)})
	if err != nil {
		return err
	}
	_, err = w.n.Writer.Write(w.ctx, w.by.User, w.by, append(drafts, step)...)
	if f := fault.As(err); err == nil || f.Class() == fault.Internal || f.Class() == fault.Busy || !w.m.Partial {
		return err
	}
	// Somebody was quicker since the check: the rows that can't be written any more
	// are told, the others written.
	verdicts, err := w.n.Writer.Check(w.ctx, w.by.User, w.by, drafts...)
	if err != nil {
		return err
	}
	for _, v := range verdicts {
		f := fault.New(v.Code, v.Field)
		f.Args = v.Args
		w.fail(of[v.Index], w.columnOf(drafts[v.Index].Kind, v.Field), "", f)
	}
	kept := make([]writer.Draft, 0, len(drafts)+1)
	for i := range drafts {
		if !of[i].bad {
			kept = append(kept, drafts[i])
		}
	}
	_, err = w.n.Writer.Write(w.ctx, w.by.User, w.by, append(kept, step)...)
	return err
}

// step is a change of the import's own record.
func (w *work) step(fields map[string]json.RawMessage) (writer.Draft, error) {
	return stepOf(w, w.record, fields)
}

func stepOf(w *work, id change.ID, fields map[string]json.RawMessage) (writer.Draft, error) {
	r, err := w.n.Projection.Get(w.ctx, id)
	if err != nil {
		return writer.Draft{}, err
	}
	return writer.Draft{Kind: "import", Record: id, Fields: fields, Seen: node.Seen(r.State, fields)}, nil
}

func number(n int) json.RawMessage { return json.RawMessage(strconv.Itoa(n)) }

// finish notes that all is written.
func (w *work) finish() error {
	w.report.tally()
	r := w.report
	step, err := w.step(map[string]json.RawMessage{"status": quote(intake.Done), "rows": number(r.Rows), "created": number(r.New), "updated": number(r.Update),
		"unchanged": number(r.Same), "failed": number(r.Failed)})
	if err != nil {
		return err
	}
	_, err = w.n.Writer.Write(w.ctx, w.by.User, w.by, step)
	return err
}
