package sqlite

import (
	"encoding/binary"
	"encoding/json"
	"fmt"

	"bamban/internal/change"
	"bamban/internal/log"
	db "bamban/internal/sqlite"
)

// header is what a row holds beside its columns.
type header struct {
	User      change.ID     `json:"u"`
	Partition string        `json:"p"`
	Received  int64         `json:"t"`
	Signature []byte        `json:"s,omitempty"`
	Verdicts  []log.Verdict `json:"v,omitempty"`

	Stubs map[int]log.Stub `json:"x,omitempty"`
}

func encodeHeader(e *log.Entry) ([]byte, error) {
	return json.Marshal(header{e.Batch.User, e.Batch.Partition, e.Received, e.Batch.Signature, e.Verdicts, e.Stubs})
}

func encodeHashes(hashes [][32]byte) []byte {
	out := make([]byte, 0, 32*len(hashes))
	for _, h := range hashes {
		out = append(out, h[:]...)
	}
	return out
}

// encodeContents frames contents: format byte 0, then each with its length plus
// one; an erased one is a zero.
func encodeContents(contents [][]byte) []byte {
	size := 1
	for _, c := range contents {
		size += len(c) + binary.MaxVarintLen32
	}
	out := make([]byte, 1, size)
	for _, c := range contents {
		if c == nil {
			out = append(out, 0)
			continue
		}
		out = binary.AppendUvarint(out, uint64(len(c))+1)
		out = append(out, c...)
	}
	return out
}

func decodeContents(b []byte, n int) ([][]byte, error) {
	if len(b) == 0 || b[0] != 0 {
		return nil, fmt.Errorf("%w: unknown form of contents", log.ErrBroken)
	}
	b = b[1:]
	out := make([][]byte, n)
	for i := range out {
		size, w := binary.Uvarint(b)
		if w <= 0 || size > uint64(len(b)-w)+1 {
			return nil, fmt.Errorf("%w: contents end early", log.ErrBroken)
		}
		b = b[w:]
		if size > 0 {
			out[i], b = b[:size-1:size-1], b[size-1:]
		}
	}
	if len(b) > 0 {
		return nil, fmt.Errorf("%w: contents go on after the last", log.ErrBroken)
	}
	return out, nil
}

func scan(s *db.Stmt) (*log.Entry, error) {
	var h header
	if err := json.Unmarshal(s.RawBlob(3), &h); err != nil {
		return nil, fmt.Errorf("%w: header of entry %d", log.ErrBroken, s.Uint64(0))
	}
	raw := s.RawBlob(4)
	if len(raw)%32 != 0 {
		return nil, fmt.Errorf("%w: hashes of entry %d", log.ErrBroken, s.Uint64(0))
	}
	e := &log.Entry{Seq: s.Uint64(0), Received: h.Received, Verdicts: h.Verdicts, Stubs: h.Stubs, Hashes: make([][32]byte, len(raw)/32)}
	for i := range e.Hashes {
		copy(e.Hashes[i][:], raw[32*i:])
	}
	contents, err := decodeContents(s.Blob(5), len(e.Hashes))
	if err != nil {
		return nil, err
	}
	e.Batch = change.Batch{Partition: h.Partition, Device: change.Device(s.Uint64(1)), User: h.User, From: s.Uint64(2), Contents: contents, Signature: h.Signature}
	copy(e.Chain[:], s.RawBlob(6))
	return e, nil
}
