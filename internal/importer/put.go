package importer

import (
	"encoding/json"
	"strconv"

	"bamban/internal/fault"
	"bamban/internal/intake"
	"bamban/internal/node"
	"bamban/internal/writer"
)

// rewrite looks at what became of a batch. Every batch holds a change of the import's
// own record: whatever ends the program, what was written is found by it and can be
// undone.
//
// Where somebody was quicker since the check, the rows that can't be written any more
// are told and the others written, if the rows may go in without each other.
func (w *work) rewrite(f *flight) error {
	err := f.err
	if known := fault.As(err); err == nil || known.Class() == fault.Internal || known.Class() == fault.Busy || !w.m.Partial {
		return err
	}
	last := len(f.drafts) - 1
	verdicts, err := w.n.Writer.Check(w.ctx, w.by.User, w.by, f.drafts[:last]...)
	if err != nil {
		return err
	}
	w.refuse(f.drafts, f.of, verdicts)
	kept := make([]writer.Draft, 0, len(f.drafts))
	for i := range f.of {
		if !f.of[i].bad {
			kept = append(kept, f.drafts[i])
		}
	}
	_, err = w.n.Writer.Write(w.ctx, w.by.User, w.by, append(kept, f.drafts[last])...)
	return err
}

// step is a change of the import's own record.
func (w *work) step(fields map[string]json.RawMessage) (writer.Draft, error) {
	r, err := w.n.Projection.Get(w.ctx, w.record)
	if err != nil {
		return writer.Draft{}, err
	}
	return writer.Draft{Kind: "import", Record: w.record, Fields: fields, Seen: node.Seen(r.State, fields)}, nil
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
