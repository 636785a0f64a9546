package log

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"

	"bamban/internal/change"
)

// Verdict says that a change of an entry was put in quarantine on arrival, and
// why. A change without a verdict was accepted.
type Verdict struct {
	Index int    // of the change in the batch
	Code  string // of the fault
	Field string
	Args  map[string]string `json:",omitempty"`
}

// Entry is one batch in the log.
type Entry struct {
	Seq      uint64 // from 1 without gaps; given by Append
	Batch    change.Batch
	Hashes   [][32]byte // of each content; a content that was erased is nil, its hash stays
	Received int64      // Unix milliseconds at the server
	Verdicts []Verdict
	Chain    [32]byte // given by Append: hash of the chain before and of this entry
	// Stubs say, by index, what the contents that were erased were about.
	Stubs map[int]Stub
}

// Stub is what stays of an erased content beside its hash: whose it was, so that a
// reader who comes later knows as much as one who was there before. It is nobody's data.
type Stub struct {
	Kind   string
	Record change.ID
}

// Quarantined gives the verdict on a change of the entry, or nil.
func (e *Entry) Quarantined(index int) *Verdict {
	for i := range e.Verdicts {
		if e.Verdicts[i].Index == index {
			return &e.Verdicts[i]
		}
	}
	return nil
}

// Head is the end of a log.
type Head struct {
	Seq   uint64
	Chain [32]byte
	// Epoch names this life of the log: a restore from a backup begins another.
	Epoch uint64
}

// Errors that a log's users tell apart.
var (
	// ErrNotFound: there is no such entry or change.
	ErrNotFound = errors.New("log: not found")
	// ErrFull: the disk is full; nothing was written.
	ErrFull = errors.New("log: disk is full")
	// ErrBroken: what is stored does not agree with its hashes.
	ErrBroken = errors.New("log: broken")
)

// Log is a home of the log. Append is called by one goroutine at a time; the rest
// by any.
type Log interface {
	// Append adds entries after the head, in order, setting their Seq and Chain.
	// When it returns nil they are durable; when it fails none was written.
	Append(ctx context.Context, entries []*Entry) error
	// Read gives up to limit entries with Seq > after, in order.
	Read(ctx context.Context, after uint64, limit int) ([]*Entry, error)
	// Find gives the entry that holds a device's change number n, and its index there.
	Find(ctx context.Context, device change.Device, n uint64) (*Entry, int, error)
	// Erase removes the content of one change for good; its hash and the stub stay.
	Erase(ctx context.Context, seq uint64, index int, stub Stub) error
	// Head is the end of the log.
	Head(ctx context.Context) (Head, error)
	Close() error
}

// Link gives the chain after an entry, from the chain before it. It covers all
// of the entry but the contents themselves, which it covers by their hashes.
func Link(before [32]byte, e *Entry) [32]byte {
	h := sha256.New()
	h.Write([]byte("bamban chain 1\n"))
	h.Write(before[:])
	digest := e.Batch.Digest(e.Hashes)
	h.Write(digest[:])
	var n [8]byte
	put := func(v uint64) { binary.BigEndian.PutUint64(n[:], v); h.Write(n[:]) }
	text := func(s string) { put(uint64(len(s))); h.Write([]byte(s)) }
	put(e.Seq)
	put(uint64(e.Received))
	text(string(e.Batch.Signature))
	put(uint64(len(e.Verdicts)))
	for _, v := range e.Verdicts {
		put(uint64(v.Index))
		text(v.Code)
		text(v.Field)
	}
	var out [32]byte
	h.Sum(out[:0])
	return out
}

// Check verifies an entry against the chain before it: every content against its
// hash, and the entry against its chain.
func Check(before [32]byte, e *Entry) error {
	if len(e.Hashes) != len(e.Batch.Contents) {
		return ErrBroken
	}
	for i, c := range e.Batch.Contents {
		if c != nil && change.Hash(c) != e.Hashes[i] {
			return ErrBroken
		}
	}
	if Link(before, e) != e.Chain {
		return ErrBroken
	}
	return nil
}
