package projection

import (
	"context"
	"fmt"

	"bamban/internal/change"
	"bamban/internal/indicator"
	"bamban/internal/log"
	"bamban/internal/sqlite"
	"bamban/internal/twin"
)

// Item is an entry of the log with its changes decoded; a change whose content
// was erased, or does not decode, is nil.
type Item struct {
	Entry   *log.Entry
	Changes []*change.Change
}

// Decode reads the changes of an entry.
func Decode(e *log.Entry) Item {
	it := Item{Entry: e, Changes: make([]*change.Change, len(e.Batch.Contents))}
	for i, c := range e.Batch.Contents {
		if c == nil {
			continue
		}
		if ch, err := change.Decode(c, e.Batch.Device, e.Batch.User); err == nil {
			it.Changes[i] = ch
		}
	}
	return it
}

// Outcome of one change: what its sender is told.
type Outcome struct {
	Quarantined *log.Verdict
	Conflicts   []string
	Refused     []string
}

// run is one Apply in progress.
type run struct {
	p        *Projection
	ctx      context.Context
	w        *sqlite.Conn
	touched  map[change.ID]*rec
	order    []*rec
	seq      uint64
	latest   change.Time
	marks    map[change.Device]Ranges
	heads    map[int64]uint64 // feed key → entry that moved something in it
	deltas   []delta
	kinds    map[string]bool
	revealed map[change.ID]uint64 // people whose birth dates were written → entry
	tallies  map[tallyKey]tallied
	flows    map[flowKey]tallied
	replaced map[change.ID]*table // what a record began or ceased to correct
	places   bool                 // an area or a unit was touched since the last flush
	owed     []changed            // what the cells are to count
	moved    bool                 // an area came to hang elsewhere, or may have
	beside   *besides             // the cells, where they change within the run; nil otherwise
}

// rec is a record in the hands of a run.
type rec struct {
	Record
	table   *table
	isNew   bool
	before  row
	docWas  string
	moveWas move
	flowWas flow
	keysWas []twin.Key
	history []spot // changes of this run that are about it
	was     []indicator.Contribution
}

// spot of a change in the log.
type spot struct {
	seq   uint64
	index int
}

// Apply folds entries, which must follow the last one applied, in one
// transaction. It answers for each change of each entry.
func (p *Projection) Apply(ctx context.Context, items []Item) ([][]Outcome, error) {
	p.applying.Lock()
	defer p.applying.Unlock()
	r := &run{p: p, ctx: ctx, w: p.db.Writer(), touched: map[change.ID]*rec{}, seq: p.Seq(), latest: p.Latest(),
		marks: map[change.Device]Ranges{}, heads: map[int64]uint64{}, kinds: map[string]bool{}, revealed: map[change.ID]uint64{}, tallies: map[tallyKey]tallied{}, flows: map[flowKey]tallied{}, replaced: map[change.ID]*table{}}
	out := make([][]Outcome, len(items))
	if p.figures != nil {
		_ = p.heal(betweenTries) // records go on without cells; who asks for figures is told
	}
	if err := r.w.Exec("BEGIN IMMEDIATE"); err != nil {
		return nil, fmt.Errorf("apply: %w", err)
	}
	err := r.fold(items, out)
	if err == nil {
		err = p.commit(r)
	}
	if err != nil {
		_ = r.w.Exec("ROLLBACK") // after a failed COMMIT there may be nothing to roll back
		r.dropBeside()
		if loadErr := p.reload(); loadErr != nil {
			return nil, fmt.Errorf("apply: %w; then %w", err, loadErr)
		}
		return nil, fmt.Errorf("apply entries from %d: %w", p.Seq()+1, err)
	}
	r.handOver()
	return out, nil
}

// commit makes the run visible: first the file, then the memory, which must never
// be ahead. Who needs both at one moment holds settling.
func (p *Projection) commit(r *run) error {
	p.settling.Lock()
	defer p.settling.Unlock()
	if err := r.w.Exec("COMMIT"); err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.seq, p.latest = r.seq, r.latest
	for d, m := range r.marks {
		p.marks[d] = m
	}
	for fk, seq := range r.heads {
		// A record from which something was erased is written with its old entry.
		p.heads[fk] = max(p.heads[fk], seq)
	}
	for k := range r.kinds {
		p.version[k]++
	}
	for id := range r.touched {
		p.infos.drop(id)
	}
	p.counts.adjust(r.deltas)
	return nil
}

// reload reads memory anew after a transaction failed.
func (p *Projection) reload() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.counts.drop()
	return p.load()
}

func (r *run) fold(items []Item, out [][]Outcome) error {
	for i, it := range items {
		if it.Entry.Seq != r.seq+1 {
			return fmt.Errorf("entry %d does not follow %d", it.Entry.Seq, r.seq)
		}
		r.seq = it.Entry.Seq
		b := &it.Entry.Batch
		if n := len(b.Contents); n > 0 {
			m, ok := r.marks[b.Device]
			if !ok {
				r.p.mu.RLock()
				m = r.p.marks[b.Device]
				r.p.mu.RUnlock()
			}
			r.marks[b.Device] = m.Add(b.From, b.From+uint64(n)-1)
		}
		out[i] = make([]Outcome, len(it.Changes))
		for j, c := range it.Changes {
			if err := r.one(it.Entry, j, c, &out[i][j]); err != nil {
				return err
			}
		}
		if r.places {
			if err := r.flush(); err != nil {
				return err
			}
		}
	}
	if err := r.flush(); err != nil {
		return err
	}
	if err := r.writeOwed(); err != nil {
		return err
	}
	return r.writeMeta()
}

// flush writes the touched records. It happens at the end of a run, and after an
// entry that touched areas or units: what follows must find them in place, however
// entries are gathered into runs.
func (r *run) flush() error {
	for _, rc := range r.order {
		if err := r.write(rc); err != nil {
			return err
		}
	}
	if err := r.writeReplaced(); err != nil {
		return err
	}
	if err := r.writeTallies(); err != nil {
		return err
	}
	if err := r.writeFlows(); err != nil {
		return err
	}
	clear(r.touched)
	r.order, r.places = r.order[:0], false
	return r.sendAnew()
}

func (r *run) one(e *log.Entry, index int, c *change.Change, out *Outcome) error {
	if c == nil {
		return r.wasErased(e, index)
	}
	if c.Time > r.latest && c.Time.Milli() <= e.Received+futureSlack {
		r.latest = c.Time
	}
	if v := e.Quarantined(index); v != nil {
		out.Quarantined = v
		return r.quarantine(e, index, c, v)
	}
	switch c.Op {
	case change.Release:
		return r.release(c)
	case change.Erase:
		return r.erase(c)
	}
	return r.set(spot{e.Seq, index}, c, out)
}

// futureSlack is how far ahead of the server, in milliseconds, a change's time
// may be and still move the server's clock.
const futureSlack = 5 * 60 * 1000

// set folds a change into its record.
func (r *run) set(at spot, c *change.Change, out *Outcome) error {
	if rc := r.touched[c.Record]; rc != nil && rc.isNew && r.p.moves(rc.table, c) {
		// It must have its row before it can be noted that it moved.
		if err := r.flush(); err != nil {
			return err
		}
	}
	rc, err := r.record(c.Record, c.Kind)
	if err != nil || rc == nil {
		return err
	}
	effect := rc.State.Apply(c, rc.table.kind)
	rc.history = append(rc.history, at)
	r.reveal(rc, c)
	if err := r.follow(rc, c); err != nil {
		return err
	}
	out.Conflicts, out.Refused = effect.Conflicts, effect.Refused
	return nil
}

// follow notes that a record was touched by the entry at hand, and that it left a
// part of the feed, if it did.
func (r *run) follow(rc *rec, c *change.Change) error {
	rc.Seq = r.seq
	if t := rc.table; t.kind.Name == "area" || t.kind.Name == "unit" {
		r.places = true
	}
	if rc.isNew || !r.p.moves(rc.table, c) {
		return nil
	}
	return r.refeed(rc)
}

// refeed puts a record into its part of the feed, noting that it left another.
func (r *run) refeed(rc *rec) error {
	was := rc.fk
	if rc.fk = r.p.feedKey(rc.table, &rc.Record); was == 0 || was == rc.fk {
		return nil
	}
	s, err := r.w.Prepare(`INSERT OR REPLACE INTO moved(fk, seq, rid, id) VALUES(?, ?, ?, ?)`)
	if err != nil {
		return err
	}
	r.heads[was] = r.seq
	return s.Bind(was, r.seq, rc.RID, rc.ID[:]).Exec()
}

// record of an id, made if it is not there. Nil where the kind is unknown to this
// program or the id belongs to another kind: the change stays in the log.
func (r *run) record(id change.ID, kindName string) (*rec, error) {
	if rc := r.touched[id]; rc != nil {
		if rc.table.kind.Name != kindName {
			return nil, nil
		}
		return rc, nil
	}
	t := r.p.byKind[kindName]
	if t == nil {
		return nil, nil
	}
	found, code, err := loadRecord(r.w, id)
	if err != nil {
		return nil, err
	}
	rc := &rec{table: t}
	if found == nil {
		rc.Record = Record{ID: id, Kind: t.kind, State: &change.State{}}
		rc.isNew = true
	} else {
		if code != t.code {
			return nil, nil
		}
		found.Kind = t.kind
		rc.Record = *found
		rc.before = r.p.rowOf(t, &rc.Record)
		rc.docWas = r.p.document(t, &rc.Record)
		rc.moveWas = moveOf(t.kind, rc.State)
		rc.flowWas = flowOf(t.kind, rc.State)
		rc.keysWas = keysOf(t.kind, rc.State)
		if f := r.p.figures; f.counts(&rc.Record) {
			rc.was = f.from(&rc.Record)
		}
	}
	r.touched[id] = rc
	r.order = append(r.order, rc)
	return rc, nil
}

func (r *run) writeMeta() error {
	if err := r.p.setMeta("seq", r.seq); err != nil {
		return err
	}
	if err := r.p.setMeta("latest", uint64(r.latest)); err != nil {
		return err
	}
	for d, spans := range r.marks {
		if err := r.writeMarks(d, spans); err != nil {
			return err
		}
	}
	return nil
}
