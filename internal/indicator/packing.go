package indicator

import (
	"encoding/binary"
	"slices"
)

// Pair is the value of one slot of a cell. What a slot stands for, an indicator and
// perhaps a value of a dimension, is told where cells are kept.
type Pair struct {
	Slot  uint32
	Value int64
}

// Merge adds pairs, in any order and perhaps of one slot several times, to a packed
// cell. What comes to nothing is left out; a cell of nothing is empty.
func Merge(packed []byte, add []Pair) []byte {
	slices.SortFunc(add, func(a, b Pair) int { return int(a.Slot) - int(b.Slot) })
	out := make([]byte, 0, len(packed)+4*len(add))
	last := uint32(0)
	put := func(slot uint32, v int64) {
		if v == 0 {
			return
		}
		out = binary.AppendUvarint(out, uint64(slot-last))
		out = binary.AppendVarint(out, v)
		last = slot
	}
	r := Unpack(packed)
	old, more := r.Next()
	for i := 0; i < len(add); {
		slot, v := add[i].Slot, int64(0)
		for ; i < len(add) && add[i].Slot == slot; i++ {
			v += add[i].Value
		}
		for more && old.Slot < slot {
			put(old.Slot, old.Value)
			old, more = r.Next()
		}
		if more && old.Slot == slot {
			v += old.Value
			old, more = r.Next()
		}
		put(slot, v)
	}
	for more {
		put(old.Slot, old.Value)
		old, more = r.Next()
	}
	return out
}

// Pairs reads a packed cell from its beginning.
type Pairs struct {
	rest []byte
	slot uint32
}

// Unpack begins to read a packed cell.
func Unpack(packed []byte) Pairs { return Pairs{rest: packed} }

// Next pair in order of slot; false at the end, and where the cell is damaged.
func (p *Pairs) Next() (Pair, bool) {
	step, n := binary.Uvarint(p.rest)
	if n <= 0 {
		return Pair{}, false
	}
	v, m := binary.Varint(p.rest[n:])
	if m <= 0 {
		return Pair{}, false
	}
	p.rest = p.rest[n+m:]
	p.slot += uint32(step)
	return Pair{p.slot, v}, true
}
