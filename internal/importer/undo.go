package importer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/intake"
	"bamban/internal/kind"
	"bamban/internal/log"
	"bamban/internal/node"
	"bamban/internal/projection"
	"bamban/internal/writer"
)

// Undoing says what taking an import back did.
type Undoing struct {
	Deleted  int    `json:"deleted"`
	Restored int    `json:"restored"`
	Kept     []Kept `json:"kept"` // the first of them
	More     int    `json:"more,omitempty"`
}

// Kept is a record that stays as it is, because somebody worked on it since.
type Kept struct {
	Kind  string    `json:"kind"`
	ID    change.ID `json:"id"`
	Title string    `json:"title"`
}

const maxKept = 500

// Undo takes a whole import back: what it made is deleted, what it changed is put back,
// both only where nobody changed it since, nor wrote anything about it; the rest is
// listed and stays. Who made an import may take back what it made, also without the
// right to delete what others made: nothing of others' is lost by it.
func Undo(ctx context.Context, n *node.Node, by *access.Viewer, id change.ID, progress func(done, of int)) (*Undoing, error) {
	i, r, err := mayUndo(ctx, n, by, id)
	if err != nil {
		return nil, err
	}
	u := &undoing{ctx: ctx, n: n, by: by, own: i.By == by.User, mine: map[change.Version]bool{}, made: map[change.ID]bool{}, out: &Undoing{Kept: []Kept{}}}
	if err := u.gather(r); err != nil {
		return nil, err
	}
	for at := len(u.changes) - 1; at >= 0; at-- { // what refers to others goes before them
		if err := u.one(u.changes[at]); err != nil {
			return nil, err
		}
		if progress != nil && at%100 == 0 {
			progress(len(u.changes)-at, len(u.changes))
		}
	}
	if err := errors.Join(u.flush(&u.updates, by), u.flush(&u.deletes, u.deleter())); err != nil {
		return nil, err
	}
	fields := map[string]json.RawMessage{"status": quote(intake.Undone), "kept": number(len(u.out.Kept) + u.out.More)}
	if r, err = n.Projection.Get(ctx, id); err != nil {
		return nil, err
	}
	_, err = n.Writer.Write(ctx, by.User, by, writer.Draft{Kind: "import", Record: id, Fields: fields, Seen: node.Seen(r.State, fields)})
	return u.out, err
}

// mayUndo gives an import that a viewer may take back now.
func mayUndo(ctx context.Context, n *node.Node, by *access.Viewer, id change.ID) (i intake.Import, r *projection.Record, err error) {
	if r, err = n.Projection.Get(ctx, id); err != nil {
		return i, nil, err
	}
	if r.Kind.Name != "import" || !by.Can(access.Read, r.Kind, projection.PlaceOf(r)) {
		return i, nil, fault.New("not_found", "")
	}
	if i, err = kind.Into[intake.Import](r.Kind, r.State); err != nil {
		return i, nil, err
	}
	switch {
	case i.Status == intake.Undone || r.Deleted():
		return i, nil, fault.New("intake.undone", "")
	case !by.Can(access.Update, r.Kind, projection.PlaceOf(r)):
		return i, nil, fault.New("forbidden", "")
	}
	return i, r, nil
}

// undoing is one import on its way back.
type undoing struct {
	ctx     context.Context
	n       *node.Node
	by      *access.Viewer
	own     bool
	changes []*change.Change
	mine    map[change.Version]bool // changes of the import
	made    map[change.ID]bool      // records that it made and that can go
	updates []writer.Draft
	deletes []writer.Draft
	out     *Undoing
}

// gather reads the changes of the import: those of every batch that holds one of its
// own record.
func (u *undoing) gather(r *projection.Record) error {
	events, err := u.n.Projection.History(u.ctx, r)
	if err != nil {
		return err
	}
	seen := map[uint64]bool{}
	for _, ev := range events {
		if ev.Device != u.n.Writer.Device || seen[ev.Seq] {
			continue
		}
		seen[ev.Seq] = true
		entries, err := u.n.Log.Read(u.ctx, ev.Seq-1, 1)
		if err != nil {
			return fmt.Errorf("read the import: %w", err)
		}
		for _, e := range entries {
			if err := u.entry(e, r.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

func (u *undoing) entry(e *log.Entry, id change.ID) error {
	for i, content := range e.Batch.Contents {
		if content == nil || e.Quarantined(i) != nil {
			continue
		}
		c, err := change.Decode(content, e.Batch.Device, e.Batch.User)
		if err != nil {
			return fmt.Errorf("read the import: %w", err)
		}
		if c.Record == id || c.Undoes != nil {
			continue
		}
		u.mine[c.Version()] = true
		u.changes = append(u.changes, c)
	}
	return nil
}

// one takes one change back, or lists its record.
func (u *undoing) one(c *change.Change) error {
	r, err := u.n.Projection.Get(u.ctx, c.Record)
	if err != nil {
		if fault.As(err).Class() == fault.NotFound {
			return nil
		}
		return err
	}
	if r.Deleted() {
		return nil
	}
	target := change.Target{Device: c.Device, N: c.N}
	if c.Version() == r.State.Origin {
		return u.unmake(r, target)
	}
	events, err := u.n.Projection.History(u.ctx, r)
	if err != nil {
		return err
	}
	without := &change.State{}
	for _, ev := range events {
		if ev.Change != nil && (ev.Device != c.Device || ev.N != c.N) {
			without.Apply(ev.Change, r.Kind)
		}
	}
	fields := node.UndoFields(r, c, without)
	if len(fields) < len(c.Fields) {
		u.keep(r)
	}
	if len(fields) == 0 {
		return nil
	}
	u.out.Restored++
	u.updates = append(u.updates, writer.Draft{Kind: r.Kind.Name, Record: r.ID, Fields: fields, Seen: node.Seen(r.State, fields), Undoes: &target})
	if len(u.updates) >= writer.MaxBatch {
		return u.flush(&u.updates, u.by)
	}
	return nil
}

// unmake deletes a record that the import made, unless somebody worked on it since.
func (u *undoing) unmake(r *projection.Record, target change.Target) error {
	for _, cell := range r.State.Cells {
		for _, h := range cell.Heads {
			if h.Version != r.State.Origin && !u.mine[h.Version] {
				u.keep(r)
				return nil
			}
		}
	}
	used, err := u.used(r)
	if err != nil {
		return err
	}
	if used {
		u.keep(r)
		return nil
	}
	u.made[r.ID] = true
	u.out.Deleted++
	fields := map[string]json.RawMessage{change.Deleted: json.RawMessage("true")}
	u.deletes = append(u.deletes, writer.Draft{Kind: r.Kind.Name, Record: r.ID, Fields: fields, Seen: node.Seen(r.State, fields), Undoes: &target})
	if len(u.deletes) >= writer.MaxBatch {
		return u.flush(&u.deletes, u.deleter())
	}
	return nil
}

// used reports whether somebody else's record speaks of a household or person.
func (u *undoing) used(r *projection.Record) (bool, error) {
	var around []*projection.Record
	var err error
	switch r.Kind.Name {
	case house:
		around, err = u.n.Projection.AroundHousehold(u.ctx, r.ID)
	case person:
		around, err = u.n.Projection.AroundPerson(u.ctx, r.ID)
	}
	for _, other := range around {
		if other.ID != r.ID && !other.Deleted() && !u.made[other.ID] && !u.mine[other.State.Origin] {
			return true, err
		}
	}
	return false, err
}

func (u *undoing) keep(r *projection.Record) {
	if len(u.out.Kept) >= maxKept {
		u.out.More++
		return
	}
	u.out.Kept = append(u.out.Kept, Kept{r.Kind.Name, r.ID, projection.Title(r)})
}

// deleter is as whom records are deleted: who made them all may.
func (u *undoing) deleter() *access.Viewer {
	if u.own {
		return nil
	}
	return u.by
}

func (u *undoing) flush(drafts *[]writer.Draft, by *access.Viewer) error {
	if len(*drafts) == 0 {
		return nil
	}
	_, err := u.n.Writer.Write(u.ctx, u.by.User, by, *drafts...)
	*drafts = (*drafts)[:0]
	return err
}
