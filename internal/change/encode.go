package change

import (
	"encoding/binary"
	"errors"
	"slices"
)

// A stored state is a version of its own, so that a projection from an older
// program is rebuilt and not misread.
const stateFormat = 2

var errState = errors.New("change: stored state is damaged")

// Cell flags in the stored form.
const (
	plainCell = 0 // one head with the record's common version, user and number
	fullCell  = 1
)

// AppendBinary appends the stored form of the state: deterministic, so equal
// states are equal bytes. Most records are written once; their fields share one
// version, which is stored once.
func (s *State) AppendBinary(b []byte) []byte {
	common := s.commonHead()
	b = append(b, stateFormat)
	b = appendVersion(b, s.Origin)
	b = appendVersion(b, common.Version)
	b = append(b, common.User[:]...)
	b = binary.AppendUvarint(b, common.N)
	b = binary.AppendUvarint(b, uint64(len(s.Refused)))
	for _, v := range s.Refused {
		b = appendVersion(b, v)
	}
	var many [24]string
	names := many[:0]
	for name := range s.Cells {
		names = append(names, name)
	}
	slices.Sort(names)
	b = binary.AppendUvarint(b, uint64(len(names)))
	for _, name := range names {
		b = binary.AppendUvarint(b, uint64(len(name)))
		b = append(b, name...)
		b = s.Cells[name].appendTo(b, common)
	}
	return b
}

// commonHead is the head whose version most cells share: the latest such.
func (s *State) commonHead() Head {
	type tally struct {
		head Head
		n    int
	}
	var few [4]tally // most records have been written once or twice
	counts := few[:0]
	for _, c := range s.Cells {
		if len(c.Heads) != 1 {
			continue
		}
		h := &c.Heads[0]
		i := slices.IndexFunc(counts, func(t tally) bool { return t.head.Version == h.Version })
		if i < 0 {
			i = len(counts)
			counts = append(counts, tally{head: Head{Version: h.Version, User: h.User, N: h.N}})
		}
		counts[i].n++
	}
	var best tally
	for _, t := range counts {
		if t.n > best.n || t.n == best.n && best.head.Version.Less(t.head.Version) {
			best = t
		}
	}
	return best.head
}

// isPlain reports whether a cell is one head with the common version that
// replaced nothing but its own device's past.
func (c *Cell) isPlain(common Head) bool {
	if len(c.Heads) != 1 || len(c.Steps) > 0 || len(c.Above) > 0 {
		return false
	}
	h := &c.Heads[0]
	return h.Version == common.Version && h.User == common.User && h.N == common.N
}

func (c *Cell) appendTo(b []byte, common Head) []byte {
	if c.isPlain(common) {
		b = append(b, plainCell)
		return appendBytes(b, c.Heads[0].Value)
	}
	b = append(b, fullCell)
	b = binary.AppendUvarint(b, uint64(len(c.Heads)))
	for _, h := range c.Heads {
		b = appendVersion(b, h.Version)
		b = append(b, h.User[:]...)
		b = binary.AppendUvarint(b, h.N)
		b = appendBytes(b, h.Value)
	}
	devices := make([]Device, 0, len(c.Above))
	for d := range c.Above {
		devices = append(devices, d)
	}
	slices.Sort(devices)
	b = binary.AppendUvarint(b, uint64(len(devices)))
	for _, d := range devices {
		b = appendVersion(b, Version{c.Above[d], d})
	}
	b = binary.AppendUvarint(b, uint64(len(c.Steps)))
	for _, st := range c.Steps {
		b = appendVersion(b, st.Version)
		b = append(b, st.User[:]...)
		b = appendBytes(b, []byte(st.To))
	}
	return b
}

func appendVersion(b []byte, v Version) []byte {
	b = binary.BigEndian.AppendUint64(b, uint64(v.Time))
	return append(b, byte(v.Device>>40), byte(v.Device>>32), byte(v.Device>>24), byte(v.Device>>16), byte(v.Device>>8), byte(v.Device))
}

func appendBytes(b, p []byte) []byte {
	b = binary.AppendUvarint(b, uint64(len(p)))
	return append(b, p...)
}

// DecodeState reads the stored form. Values point into b.
func DecodeState(b []byte) (*State, error) {
	r := reader{b: b}
	if r.byte() != stateFormat {
		return nil, errState
	}
	s := &State{Origin: r.version()}
	common := Head{Version: r.version(), User: r.id(), N: r.uvarint()}
	for range r.count(14) {
		s.Refused = append(s.Refused, r.version())
	}
	n := r.count(2)
	s.Cells = make(map[string]*Cell, n)
	for range n {
		name := string(r.bytes())
		s.Cells[name] = r.cell(common)
	}
	if r.bad || len(r.b) > 0 {
		return nil, errState
	}
	return s, nil
}

// reader takes values off a byte slice; after the first damage everything is zero.
type reader struct {
	b   []byte
	bad bool
}

func (r *reader) take(n int) []byte {
	if r.bad || n < 0 || n > len(r.b) {
		r.bad = true
		return nil
	}
	p := r.b[:n:n]
	r.b = r.b[n:]
	return p
}

func (r *reader) byte() byte {
	if p := r.take(1); p != nil {
		return p[0]
	}
	return 0
}

func (r *reader) uvarint() uint64 {
	v, n := binary.Uvarint(r.b)
	if n <= 0 {
		r.bad = true
		return 0
	}
	r.b = r.b[n:]
	return v
}

// count reads how many items follow, each of at least size bytes.
func (r *reader) count(size int) int {
	n := r.uvarint()
	if n > uint64(len(r.b)/size) {
		r.bad = true
		return 0
	}
	return int(n)
}

func (r *reader) bytes() []byte { return r.take(r.count(1)) }

func (r *reader) id() (id ID) {
	copy(id[:], r.take(len(id)))
	return id
}

func (r *reader) version() Version {
	p := r.take(14)
	if p == nil {
		return Version{}
	}
	var d [8]byte
	copy(d[2:], p[8:])
	return Version{Time(binary.BigEndian.Uint64(p)), Device(binary.BigEndian.Uint64(d[:]))}
}

func (r *reader) cell(common Head) *Cell {
	if r.byte() == plainCell {
		h := common
		h.Value = r.bytes()
		return &Cell{Heads: []Head{h}}
	}
	c := &Cell{}
	for range r.count(32) {
		c.Heads = append(c.Heads, Head{Version: r.version(), User: r.id(), N: r.uvarint(), Value: r.bytes()})
	}
	if n := r.count(14); n > 0 {
		c.Above = make(map[Device]Time, n)
		for range n {
			v := r.version()
			c.Above[v.Device] = v.Time
		}
	}
	for range r.count(31) {
		c.Steps = append(c.Steps, Step{Version: r.version(), User: r.id(), To: string(r.bytes())})
	}
	return c
}
