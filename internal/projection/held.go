package projection

import (
	"encoding/json"

	"bamban/internal/change"
	"bamban/internal/log"
)

func (r *run) quarantine(e *log.Entry, index int, c *change.Change, v *log.Verdict) error {
	args, err := json.Marshal(v.Args)
	if err != nil {
		return err
	}
	var fk int64
	if t := r.p.byKind[c.Kind]; t != nil {
		tmp := Record{ID: c.Record, Kind: t.kind, State: &change.State{}}
		tmp.State.Apply(c, t.kind)
		fk = r.p.feedKey(t, &tmp)
	}
	s, err := r.w.Prepare(`INSERT OR IGNORE INTO quarantine(device, n, seq, idx, user, received, code, field, args, kind, record, fk, content) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?)`)
	if err != nil {
		return err
	}
	return s.Bind(uint64(c.Device), c.N, e.Seq, index, c.User[:], e.Received, v.Code, v.Field, string(args), c.Kind, c.Record[:], fk, e.Batch.Contents[index]).Exec()
}

// release lets a quarantined change take effect now.
func (r *run) release(c *change.Change) error {
	sel, err := r.w.Prepare(`SELECT seq, idx, user, content FROM quarantine WHERE device = ? AND n = ? AND released = 0`)
	if err != nil {
		return err
	}
	var held *change.Change
	var at spot
	for sel.Bind(uint64(c.Target.Device), c.Target.N); sel.Next(); {
		at = spot{sel.Uint64(0), int(sel.Int64(1))}
		if held, err = change.Decode(sel.Blob(3), c.Target.Device, change.ID(sel.Blob(2))); err != nil {
			held = nil
		}
	}
	if err := sel.Err(); err != nil {
		return err
	}
	if held == nil {
		return r.releasedErased(c)
	}
	// A change from the future would win over every edit until then: it takes
	// effect at the time at which it was released.
	if held.Time > c.Time {
		held.Time = c.Time - 1
	}
	upd, err := r.w.Prepare(`UPDATE quarantine SET released = ?, as_time = ? WHERE device = ? AND n = ?`)
	if err != nil {
		return err
	}
	if err := upd.Bind(r.seq, uint64(held.Time), uint64(c.Target.Device), c.Target.N).Exec(); err != nil {
		return err
	}
	return r.set(at, held, &Outcome{})
}
