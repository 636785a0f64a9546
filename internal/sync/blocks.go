package sync

import (
	"encoding/json"
	"slices"

	"bamban/internal/change"
	"bamban/internal/kind"
	"bamban/internal/projection"
)

// visible decides which fields of a record may be sent.
type visible func(r *projection.Record, f *kind.Field) bool

// blockSet gathers records into blocks, one per kind.
type blockSet struct {
	devices *dictionary
	blocks  []*Block
	byKind  map[string]*Block
	see     visible
}

// dictionary numbers device tags in order of first use.
type dictionary struct {
	list  []string
	index map[change.Device]int
}

func (d *dictionary) of(tag change.Device) int {
	if i, ok := d.index[tag]; ok {
		return i
	}
	if d.index == nil {
		d.index = map[change.Device]int{}
	}
	d.index[tag] = len(d.list)
	d.list = append(d.list, tag.String())
	return len(d.list) - 1
}

var null = json.RawMessage("null")

func (s *blockSet) add(r *projection.Record) {
	b := s.byKind[r.Kind.Name]
	if b == nil {
		b = &Block{Kind: r.Kind.Name, V: r.Kind.Version, F: map[string][]json.RawMessage{}}
		s.byKind[r.Kind.Name] = b
		s.blocks = append(s.blocks, b)
	}
	row := len(b.ID)
	common := commonVersion(r.State)
	b.ID = append(b.ID, r.ID.String())
	b.T = append(b.T, common.Time.String())
	b.D = append(b.D, s.devices.of(common.Device))
	for name, c := range r.State.Cells {
		f := r.Kind.Field(name)
		if f == nil || !s.see(r, f) {
			continue
		}
		if isCommon(c, common) {
			column := b.F[name]
			for len(column) < row {
				column = append(column, null)
			}
			b.F[name] = append(column, c.Heads[0].Value)
			continue
		}
		if b.X == nil {
			b.X = map[int]map[string]CellX{}
		}
		if b.X[row] == nil {
			b.X[row] = map[string]CellX{}
		}
		b.X[row][name] = cellX(c)
	}
}

// done pads the columns and gives the blocks.
func (s *blockSet) done() []Block {
	out := make([]Block, 0, len(s.blocks))
	for _, b := range s.blocks {
		for name, column := range b.F {
			for len(column) < len(b.ID) {
				column = append(column, null)
			}
			b.F[name] = column
		}
		out = append(out, *b)
	}
	return out
}

// commonVersion is the version that most of a record's cells have.
func commonVersion(s *change.State) change.Version {
	count := make(map[change.Version]int, 2)
	var best change.Version
	for _, c := range s.Cells {
		if len(c.Heads) != 1 {
			continue
		}
		v := c.Heads[0].Version
		count[v]++
		if n, m := count[v], count[best]; n > m || n == m && best.Less(v) {
			best = v
		}
	}
	return best
}

// isCommon reports whether a cell is a value at the common version and no more.
func isCommon(c *change.Cell, common change.Version) bool {
	return len(c.Heads) == 1 && len(c.Steps) == 0 && c.Heads[0].Version == common && string(c.Heads[0].Value) != "null" &&
		len(c.Above) == 0
}

func cellX(c *change.Cell) CellX {
	var x CellX
	for _, h := range c.Heads {
		hx := HeadX{Version: h.Version.String(), Value: h.Value}
		if len(c.Heads) > 1 && !h.User.IsZero() {
			hx.User = h.User.String() // a conflict's card says who
		}
		x.Heads = append(x.Heads, hx)
	}
	for d, t := range c.Above {
		x.Above = append(x.Above, change.Version{Time: t, Device: d}.String())
	}
	slices.Sort(x.Above)
	for _, st := range c.Steps {
		x.Steps = append(x.Steps, [2]string{st.Version.String(), st.To})
	}
	return x
}

// Unpack gives the states of a block's records, in order: what a replica stores.
func (b *Block) Unpack(devices []string) ([]*change.State, error) {
	out := make([]*change.State, len(b.ID))
	for i := range b.ID {
		t, err := change.ParseTime(b.T[i])
		if err != nil {
			return nil, err
		}
		d, err := change.ParseDevice(devices[b.D[i]])
		if err != nil {
			return nil, err
		}
		common := change.Version{Time: t, Device: d}
		s := &change.State{Origin: common, Cells: map[string]*change.Cell{}}
		for name, column := range b.F {
			if v := column[i]; len(v) > 0 && string(v) != "null" {
				s.Cells[name] = &change.Cell{Heads: []change.Head{{Version: common, Value: v}}}
			}
		}
		for name, x := range b.X[i] {
			if s.Cells[name], err = x.unpack(); err != nil {
				return nil, err
			}
		}
		out[i] = s
	}
	return out, nil
}

func (x CellX) unpack() (*change.Cell, error) {
	c := &change.Cell{}
	for _, h := range x.Heads {
		v, err := change.ParseVersion(h.Version)
		if err != nil {
			return nil, err
		}
		head := change.Head{Version: v, Value: h.Value}
		if h.User != "" {
			if head.User, err = change.ParseID(h.User); err != nil {
				return nil, err
			}
		}
		c.Heads = append(c.Heads, head)
	}
	for _, a := range x.Above {
		v, err := change.ParseVersion(a)
		if err != nil {
			return nil, err
		}
		if c.Above == nil {
			c.Above = map[change.Device]change.Time{}
		}
		c.Above[v.Device] = v.Time
	}
	for _, st := range x.Steps {
		v, err := change.ParseVersion(st[0])
		if err != nil {
			return nil, err
		}
		c.Steps = append(c.Steps, change.Step{Version: v, To: st[1]})
	}
	return c, nil
}
