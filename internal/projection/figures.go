package projection

import (
	"errors"
	"math"
	"sync"
	"time"

	"bamban/internal/change"
	"bamban/internal/indicator"
	"bamban/internal/sqlite"
)

// figures is what cells are made with. Areas, units and what a cell holds stand for
// themselves by small numbers, which the file keeps; they are given at first use and
// stay.
type figures struct {
	set  *indicator.Set
	zone *time.Location
	db   *sqlite.DB

	mu      sync.RWMutex // guards what follows, which readers see; only who writes the cells adds
	areas   spots
	units   spots
	slots   map[slot]uint32
	slotted []slot
	isLast  []bool // by slot: it is read as of a day, and not by days
	counted int64  // records up to this row id are in the cells
	of      int64  // as far as a recount has to go
	chains  map[int64]*chain
	totals  []uint32 // slots of indicators by their place; of who writes the cells
}

// spots are areas or units by number.
type spots struct {
	numbers map[change.ID]int64
	ids     []change.ID
}

// slot is what one value in a cell is of: an indicator, or one value of one of its
// dimensions, over one of the periods below.
type slot struct {
	indicator string
	dim       string
	value     string
	part      int
}

// Parts of a slot: what adds up over days; what holds for one day; and, from
// partPeriod on, what holds for one period of one calendar's year.
const (
	partSum    = 0
	partDay    = 1
	partPeriod = 2
)

// Numbers of areas and units that are none: all areas together, no area in
// particular; no unit, any unit.
const (
	everyArea = 0
	noArea    = 1
	noUnit    = 0
	anyUnit   = 1
	firstID   = 2
)

// everything is counted up to here.
const everything = math.MaxInt64

// load reads the numbers and how far the records are counted.
func (f *figures) load() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.areas, f.units = newSpots(), newSpots()
	f.totals = nil
	f.slots, f.slotted, f.isLast, f.chains = map[slot]uint32{}, []slot{{}}, []bool{false}, map[int64]*chain{}
	w := f.db.Writer()
	f.counted = 0
	return errors.Join(
		one(w, `SELECT unit, id FROM spot ORDER BY unit, n`, func(s *sqlite.Stmt) {
			to := &f.areas
			if s.Int64(0) == 1 {
				to = &f.units
			}
			to.keep(change.ID(s.Blob(1)))
		}),
		one(w, `SELECT n, indicator, dim, value, part FROM slot ORDER BY n`, func(s *sqlite.Stmt) {
			f.keep(slot{s.Text(1), s.Text(2), s.Text(3), int(s.Int64(4))})
		}),
		f.meta("counted", func(s *sqlite.Stmt) { f.counted = s.Int64(0) }))
}

// number of an area or a unit; it gets one at first use.
func (f *figures) number(w *sqlite.Conn, of *spots, id change.ID) (int64, error) {
	if n, ok := of.numbers[id]; ok { // only who writes the cells adds
		return n, nil
	}
	s, err := w.Prepare(`INSERT INTO spot(unit, n, id) VALUES(?, ?, ?)`)
	if err != nil {
		return 0, err
	}
	if err := s.Bind(of == &f.units, len(of.ids), id[:]).Exec(); err != nil {
		return 0, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	return of.keep(id), nil
}

func newSpots() spots { return spots{map[change.ID]int64{}, make([]change.ID, firstID)} }

func (s *spots) keep(id change.ID) int64 {
	n := int64(len(s.ids))
	s.numbers[id] = n
	s.ids = append(s.ids, id)
	return n
}

// slot's number; it gets one at first use.
func (f *figures) slot(w *sqlite.Conn, sl slot) (uint32, error) {
	if n, ok := f.slots[sl]; ok {
		return n, nil
	}
	s, err := w.Prepare(`INSERT INTO slot(n, indicator, dim, value, part) VALUES(?, ?, ?, ?, ?)`)
	if err != nil {
		return 0, err
	}
	n := uint32(len(f.slotted))
	if err := s.Bind(int64(n), sl.indicator, sl.dim, sl.value, sl.part).Exec(); err != nil {
		return 0, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.keep(sl)
	return n, nil
}

func (f *figures) keep(sl slot) {
	f.slots[sl] = uint32(len(f.slotted))
	f.slotted = append(f.slotted, sl)
	i := f.set.Get(sl.indicator)
	f.isLast = append(f.isLast, i != nil && i.Aggregate == indicator.Last)
}

// A cell's key: area, map, day or year, unit, in one number, so that a stretch of
// days of an area is one range. On the map of today stands the whole; what the map
// of the day shows otherwise stands beside it, as a difference. What adds up over days
// stands by day; what members have last by day, and once more by year, so that the sum
// of all days before a day is that of the years before and of some days; what holds for
// a period by the calendar's year.
const (
	unitBits = 14
	atBits   = 21
	mapBit   = unitBits + atBits
	areaBit  = mapBit + 1

	dayOffset   = 40_000    // so that days before 1970 are positive
	lastOffset  = 200_000   // from here on: what members have last, by day
	carryOffset = 400_000   // the same by year
	yearOffset  = 1_000_000 // what holds for periods of a year
)

func cellKey(area, onMap, at, unit int64) int64 {
	return area<<areaBit | onMap<<mapBit | at<<unitBits | unit
}

func atOf(key int64) int64   { return key >> unitBits & (1<<atBits - 1) }
func unitOf(key int64) int64 { return key & (1<<unitBits - 1) }

func dayAt(d indicator.Day) int64 { return int64(d) + dayOffset }

// part of a period in a slot.
func partOf(calendar int, p indicator.Period) int {
	return partPeriod + calendar*indicator.PeriodsInYear + p.Index()
}

// FiguresState tells how far the records are counted: done of how many, equal where
// all are.
func (p *Projection) FiguresState() (done, of int64) {
	f := p.figures
	if f == nil {
		return 0, 0
	}
	f.mu.RLock()
	defer f.mu.RUnlock()
	if f.counted == everything {
		return f.of, f.of
	}
	return f.counted, max(f.of, f.counted+1)
}

// Figures that are declared; nil before [Projection.Declare].
func (p *Projection) Figures() *indicator.Set {
	if p.figures == nil {
		return nil
	}
	return p.figures.set
}
