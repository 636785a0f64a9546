package sync

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"

	"bamban/internal/fault"
	"bamban/internal/projection"
)

// cursor is where a device's pull stands. It is opaque to the device and holds
// nothing that the server trusts: a forged one makes its device miss records.
type cursor struct {
	epoch uint64
	done  uint64   // everything of scope that moved up to this entry is held
	scope [8]byte  // hash of the atoms that done is about
	pass  *passing // a pass that is under way
}

// passing is the state of a pass over the atoms.
type passing struct {
	upTo  uint64  // the pass ends with this entry
	scope [8]byte // hash of the atoms that the pass is over
	atom  uint64  // index among them
	pos   projection.FeedPos
}

func scopeHash(atoms []string) [8]byte {
	h := sha256.New()
	for _, a := range atoms {
		h.Write([]byte(a))
		h.Write([]byte{'\n'})
	}
	return [8]byte(h.Sum(nil)[:8])
}

func (c cursor) String() string {
	b := binary.BigEndian.AppendUint64(nil, c.epoch)
	b = binary.AppendUvarint(b, c.done)
	b = append(b, c.scope[:]...)
	if p := c.pass; p != nil {
		b = binary.AppendUvarint(b, p.upTo)
		b = append(b, p.scope[:]...)
		b = binary.AppendUvarint(b, p.atom)
		b = binary.AppendUvarint(b, p.pos.Seq)
		b = binary.AppendUvarint(b, uint64(p.pos.RID))
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

const maxCursor = 200

func parseCursor(s string) (cursor, error) {
	var c cursor
	bad := fault.New("cursor.bad", "cursor")
	if len(s) > maxCursor {
		return c, bad
	}
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || len(b) < 8 {
		return c, bad
	}
	c.epoch, b = binary.BigEndian.Uint64(b), b[8:]
	num := func() uint64 {
		v, n := binary.Uvarint(b)
		if n <= 0 {
			err = bad
			return 0
		}
		b = b[n:]
		return v
	}
	hash := func() (h [8]byte) {
		if len(b) < 8 {
			err = bad
			return h
		}
		copy(h[:], b)
		b = b[8:]
		return h
	}
	c.done, c.scope = num(), hash()
	if err == nil && len(b) > 0 {
		c.pass = &passing{upTo: num(), scope: hash(), atom: num()}
		c.pass.pos = projection.FeedPos{Seq: num(), RID: int64(num() & (1<<62 - 1))}
	}
	if err != nil || len(b) > 0 {
		return cursor{}, bad
	}
	return c, nil
}
