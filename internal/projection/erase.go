package projection

import (
	"bamban/internal/change"
	"bamban/internal/log"
	"bamban/internal/sqlite"
)

// wasErased folds what is known of a content that was erased since: a record of that
// kind is there, and this change is in its history. So a rebuild gives the same rows as
// the run that saw the content. Of one from quarantine nothing is folded until its
// release.
func (r *run) wasErased(e *log.Entry, index int) error {
	if e.Quarantined(index) != nil {
		return nil
	}
	return r.noteStub(e, index)
}

// releasedErased is the release of a change whose content was erased, before or after.
func (r *run) releasedErased(c *change.Change) error {
	e, index, err := r.p.source.Find(r.ctx, c.Target.Device, c.Target.N)
	if err != nil || e.Batch.Contents[index] != nil || e.Quarantined(index) == nil {
		return nil // nothing of that number waits
	}
	return r.noteStub(e, index)
}

// noteStub puts a change whose content is gone into the history of its record.
func (r *run) noteStub(e *log.Entry, index int) error {
	stub, ok := e.Stubs[index]
	if !ok {
		return nil // not about a record
	}
	rc, err := r.record(stub.Record, stub.Kind)
	if err != nil || rc == nil {
		return err
	}
	rc.history = append(rc.history, spot{e.Seq, index})
	rc.Seq = r.seq
	return nil
}

// erase removes a change's content from the log and from its record's state.
func (r *run) erase(c *change.Change) error {
	if c.IsBlank() {
		return nil // in the place of what was erased before a restore
	}
	e, index, err := r.p.source.Find(r.ctx, c.Target.Device, c.Target.N)
	if err != nil {
		return nil // nothing of that number: nothing to erase
	}
	stub := e.Stubs[index]
	if content := e.Batch.Contents[index]; content != nil {
		gone, err := change.Decode(content, e.Batch.Device, e.Batch.User)
		if err == nil && (gone.Op == change.Set || gone.Op == change.Return) {
			stub = log.Stub{Kind: gone.Kind, Record: gone.Record}
		}
		if err := r.p.source.Erase(r.ctx, e.Seq, index, stub); err != nil {
			return err
		}
	}
	if err := r.noteErased(e, index); err != nil {
		return err
	}
	drop, err := r.w.Prepare(`DELETE FROM quarantine WHERE device = ? AND n = ?`)
	if err != nil {
		return err
	}
	if err := drop.Bind(uint64(c.Target.Device), c.Target.N).Exec(); err != nil {
		return err
	}
	if stub.Record.IsZero() {
		return nil
	}
	return r.refold(stub, spot{e.Seq, index})
}

// noteErased keeps that a change's absence is accounted for.
func (r *run) noteErased(e *log.Entry, index int) error {
	s, err := r.w.Prepare(`INSERT OR IGNORE INTO erased(device, n, seq, idx, told) VALUES(?, ?, ?, ?, ?)`)
	if err != nil {
		return err
	}
	return s.Bind(uint64(e.Batch.Device), e.Batch.From+uint64(index), e.Seq, index, r.seq).Exec()
}

// refold makes the state of a record anew from what the log still holds, where the
// change that was erased was ever folded into it.
func (r *run) refold(stub log.Stub, gone spot) error {
	found, code, err := loadRecord(r.w, stub.Record)
	if err != nil {
		return err
	}
	if found == nil && r.touched[stub.Record] == nil || found != nil && r.p.tables[code-1].kind.Name != stub.Kind {
		return nil // it never left quarantine
	}
	if rc := r.touched[stub.Record]; rc != nil {
		if err := r.flush(); err != nil {
			return err
		}
	}
	rc, err := r.record(stub.Record, stub.Kind)
	if err != nil || rc == nil {
		return err
	}
	places, err := historyOf(r.w, rc.RID)
	if err != nil {
		return err
	}
	folded := false
	state := &change.State{}
	for _, at := range places {
		folded = folded || at == gone
		c, err := r.still(at)
		if err != nil {
			return err
		}
		if c != nil {
			state.Apply(c, rc.table.kind)
		}
	}
	if !folded {
		return nil
	}
	rc.State = state
	if err := r.follow(rc, &change.Change{}); err != nil {
		return err
	}
	if err := r.refeed(rc); err != nil {
		return err
	}
	if rc.table.kind.ChildBorn != "" {
		// A rebuild doesn't know that the content revealed something of a person, and
		// where that moved what is about them: from here on both have it at one place.
		r.revealed[rc.ID] = r.seq
	}
	tell, err := r.w.Prepare(`INSERT OR REPLACE INTO moved(fk, seq, rid, id) VALUES(?, ?, ?, ?)`)
	if err != nil {
		return err
	}
	r.heads[feedErased] = r.seq
	return tell.Bind(int64(feedErased), r.seq, rc.RID, rc.ID[:]).Exec()
}

// still is the change at a place of the log, as it took effect; nil where it was erased.
func (r *run) still(at spot) (*change.Change, error) {
	entries, err := r.p.source.Read(r.ctx, at.seq-1, 1)
	if err != nil || len(entries) == 0 || at.index >= len(entries[0].Batch.Contents) || entries[0].Batch.Contents[at.index] == nil {
		return nil, err
	}
	b := &entries[0].Batch
	c, err := change.Decode(b.Contents[at.index], b.Device, b.User)
	if err != nil {
		return nil, err
	}
	if entries[0].Quarantined(at.index) != nil {
		if c.Time, err = releasedAs(r.w, c); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// releasedAs is the time at which a change that was released from quarantine
// took effect.
func releasedAs(w *sqlite.Conn, c *change.Change) (change.Time, error) {
	s, err := w.Prepare(`SELECT as_time FROM quarantine WHERE device = ? AND n = ?`)
	if err != nil {
		return 0, err
	}
	at := c.Time
	for s.Bind(uint64(c.Device), c.N); s.Next(); {
		at = change.Time(s.Uint64(0))
	}
	return at, s.Err()
}

func historyOf(w *sqlite.Conn, rid int64) ([]spot, error) {
	s, err := w.Prepare(`SELECT seq, idx FROM hist WHERE rid = ? ORDER BY seq, idx`)
	if err != nil {
		return nil, err
	}
	var out []spot
	for s.Bind(rid); s.Next(); {
		out = append(out, spot{s.Uint64(0), int(s.Int64(1))})
	}
	return out, s.Err()
}
