package projection

import (
	"encoding/json"
	"fmt"

	"bamban/internal/change"
	"bamban/internal/indicator"
	"bamban/internal/place"
)

// owedRecord is how the projection's file says that a record is to be counted.
type owedRecord struct {
	RID int64        `json:"r"`
	Was []owedBefore `json:"w,omitempty"`
	was []indicator.Contribution
}

// owedBefore is what a record contributed before: numbers, terms and ids, no names.
type owedBefore struct {
	Indicator string               `json:"i"`
	Record    change.ID            `json:"r"`
	Key       string               `json:"k,omitempty"`
	Day       indicator.Day        `json:"d"`
	Area      change.ID            `json:"a"`
	Unit      change.ID            `json:"u"`
	Member    change.ID            `json:"m"`
	Value     int64                `json:"v"`
	Dims      []indicator.DimValue `json:"x,omitempty"`
}

func packOwed(list []changed) ([]byte, error) {
	out := make([]owedRecord, len(list))
	for i := range list {
		out[i].RID = list[i].rec.RID
		for _, c := range list[i].was {
			out[i].Was = append(out[i].Was, owedBefore{c.Indicator.Code, c.Record, c.Key, c.Day, c.Area, c.Unit, c.Member, c.Value, c.Dims})
		}
	}
	return json.Marshal(out)
}

func (f *figures) unpackOwed(b []byte) ([]owedRecord, error) {
	var out []owedRecord
	if err := json.Unmarshal(b, &out); err != nil {
		return nil, fmt.Errorf("what is owed: %w", err)
	}
	for i := range out {
		for _, c := range out[i].Was {
			of := f.set.Get(c.Indicator)
			if of == nil {
				return nil, fmt.Errorf("what is owed: no indicator %s", c.Indicator)
			}
			out[i].was = append(out[i].was, indicator.Contribution{Indicator: of, Record: c.Record, Key: c.Key, Day: c.Day, Area: c.Area, Unit: c.Unit, Member: c.Member, Value: c.Value, Dims: c.Dims})
		}
	}
	return out, nil
}

// writeOwed notes in the projection's file what is to be counted, and forgets what is
// in the cells' file by now.
func (r *run) writeOwed() error {
	if r.p.figures == nil {
		return nil
	}
	if err := r.p.forgetOwed(); err != nil {
		return err
	}
	if len(r.owed) == 0 && !r.moved {
		return nil
	}
	packed, err := packOwed(r.owed)
	if err != nil {
		return err
	}
	s, err := r.w.Prepare(`INSERT INTO owed(seq, moved, records) VALUES(?, ?, ?)`)
	if err != nil {
		return err
	}
	return s.Bind(r.seq, r.moved, packed).Exec()
}

// forgetOwed deletes what is in the cells' file.
func (p *Projection) forgetOwed() error {
	reached, err := p.keeper.state()
	if err != nil || reached <= p.trimmed {
		return nil
	}
	s, err := p.db.Writer().Prepare(`DELETE FROM owed WHERE seq <= ?`)
	if err != nil {
		return err
	}
	if err := s.Bind(reached).Exec(); err != nil {
		return err
	}
	p.trimmed = reached
	return p.setMeta("settled", reached)
}

// trimOwed is forgetOwed by itself.
func (p *Projection) trimOwed() error { return p.db.Writer().Write(p.forgetOwed) }

// handOver has the cells follow a run that is in the file.
func (r *run) handOver() {
	if r.beside != nil {
		r.endBeside()
		return
	}
	if len(r.owed) == 0 {
		return
	}
	if _, err := r.p.keeper.state(); err == nil {
		r.p.keeper.hand(owed{r.seq, r.owed})
	}
}

// besides is a transaction of the cells' file beside a run that moves areas: what came
// before counts where the areas hung then.
type besides struct {
	cells   *cells
	counted int // of what the run owes
}

// rehang has the cells follow an area that comes to hang elsewhere, or is new; set is
// what makes it so. What fails here is made good by [Projection.settle].
func (r *run) rehang(id change.ID, a *place.Area, set func()) {
	f := r.p.figures
	if f == nil {
		set()
		return
	}
	if r.p.keeper.wait() == nil && len(f.areas.ids) == firstID { // nothing is counted in any area
		set()
		return
	}
	r.moved = true
	roll, err := r.unrollBeside(id, a)
	set()
	if err == nil {
		err = r.beside.cells.rollAgain(f.db.Writer(), roll)
	}
	if err != nil {
		r.dropBeside()
		r.p.keeper.now(0, err)
	}
}

func (r *run) unrollBeside(id change.ID, a *place.Area) ([]int64, error) {
	if _, err := r.p.keeper.state(); err != nil {
		return nil, err
	}
	w := r.p.figures.db.Writer()
	if r.beside == nil {
		if err := w.Exec("BEGIN IMMEDIATE"); err != nil {
			return nil, err
		}
		r.beside = &besides{cells: r.p.newCells()}
	}
	if err := r.countBeside(); err != nil {
		return nil, err
	}
	return r.beside.cells.unroll(w, id, a)
}

// countBeside counts what the run has owed so far.
func (r *run) countBeside() error {
	b := r.beside
	from := b.counted
	b.counted = len(r.owed)
	return b.cells.count(r.owed[from:])
}

func (r *run) endBeside() {
	err := r.countBeside()
	if err == nil {
		err = r.beside.cells.end(r.seq)
	}
	if err == nil {
		err = r.p.figures.db.Writer().Exec("COMMIT")
	}
	if err != nil {
		r.dropBeside()
	}
	r.p.keeper.now(r.seq, err)
}

// dropBeside undoes what a run did to the cells.
func (r *run) dropBeside() {
	if r.beside == nil {
		return
	}
	_ = r.p.figures.db.Writer().Exec("ROLLBACK") // after a failed COMMIT there may be nothing to roll back
	if err := r.p.figures.load(); err != nil {
		r.p.keeper.now(0, err)
	}
	r.beside = nil
}
