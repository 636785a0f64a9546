// Package logtest is the contract that every home of the log must pass.
package logtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"

	"bamban/internal/change"
	"bamban/internal/log"
)

// Batch makes a well-formed entry of n changes by a device, from number first.
func Batch(device change.Device, first uint64, n int) *log.Entry {
	e := &log.Entry{Received: 1_700_000_000_000 + int64(first), Batch: change.Batch{Partition: "12", Device: device, User: change.ID{1}, From: first, Signature: bytes.Repeat([]byte{7}, 64)}}
	for i := range n {
		e.Batch.Contents = append(e.Batch.Contents, fmt.Appendf(nil, `{"n":%d,"of":"Mường Tè"}`, first+uint64(i)))
	}
	e.Hashes = e.Batch.Hashes()
	return e
}

// Run checks a home. open opens the same log each time it is called; the log it
// opened before has been closed.
func Run(t *testing.T, open func(t *testing.T) func() log.Log) {
	ctx := context.Background()
	t.Run("numbers without gaps and reads back after reopening", func(t *testing.T) {
		reopen := open(t)
		l := reopen()
		a, b, c := Batch(1, 1, 3), Batch(2, 1, 1), Batch(1, 4, 2)
		c.Verdicts = []log.Verdict{{Index: 1, Code: "x.y", Field: "f", Args: map[string]string{"max": "3"}}}
		must(t, l.Append(ctx, []*log.Entry{a, b}))
		must(t, l.Append(ctx, []*log.Entry{c}))
		if a.Seq != 1 || b.Seq != 2 || c.Seq != 3 {
			t.Errorf("seq %d, %d, %d, want 1, 2, 3", a.Seq, b.Seq, c.Seq)
		}
		must(t, l.Close())
		l = reopen()
		defer closeLog(t, l)
		h, err := l.Head(ctx)
		must(t, err)
		if h.Seq != 3 || h.Chain != c.Chain {
			t.Errorf("head %d %x, want 3 %x", h.Seq, h.Chain[:4], c.Chain[:4])
		}
		got, err := l.Read(ctx, 0, 10)
		must(t, err)
		if len(got) != 3 {
			t.Fatalf("read %d entries, want 3", len(got))
		}
		for i, want := range []*log.Entry{a, b, c} {
			same(t, got[i], want)
		}
		if some, err := l.Read(ctx, 1, 1); err != nil || len(some) != 1 || some[0].Seq != 2 {
			t.Errorf("read after 1, limit 1: %d entries, %v", len(some), err)
		}
	})
	t.Run("finds a change by device and number", func(t *testing.T) {
		l := open(t)()
		defer closeLog(t, l)
		must(t, l.Append(ctx, []*log.Entry{Batch(1, 1, 3), Batch(2, 1, 5), Batch(1, 4, 2)}))
		e, i, err := l.Find(ctx, 1, 5)
		if err != nil || e.Seq != 3 || i != 1 {
			t.Errorf("change 5 of device 1: entry %v index %d, %v; want 3, 1", e, i, err)
		}
		for _, miss := range []struct {
			d change.Device
			n uint64
		}{{1, 6}, {2, 6}, {3, 1}} {
			if _, _, err := l.Find(ctx, miss.d, miss.n); !errors.Is(err, log.ErrNotFound) {
				t.Errorf("change %d of %v: %v, want not found", miss.n, miss.d, err)
			}
		}
	})
	t.Run("erases a content and the chain still verifies", func(t *testing.T) {
		reopen := open(t)
		l := reopen()
		must(t, l.Append(ctx, []*log.Entry{Batch(1, 1, 3), Batch(2, 1, 1)}))
		must(t, l.Erase(ctx, 1, 1, log.Stub{Kind: "person", Record: change.ID{7}}))
		if err := l.Erase(ctx, 1, 3, log.Stub{}); !errors.Is(err, log.ErrNotFound) {
			t.Errorf("erase what is not there: %v, want not found", err)
		}
		must(t, l.Close())
		l = reopen()
		defer closeLog(t, l)
		got, err := l.Read(ctx, 0, 10)
		must(t, err)
		if got[0].Batch.Contents[1] != nil || got[0].Batch.Contents[0] == nil || got[0].Batch.Contents[2] == nil {
			t.Errorf("contents after erasing the second: %q", got[0].Batch.Contents)
		}
		if want := (log.Stub{Kind: "person", Record: change.ID{7}}); got[0].Stubs[1] != want || len(got[0].Stubs) != 1 {
			t.Errorf("the stub of the second is %+v, want %+v", got[0].Stubs, want)
		}
		var chain [32]byte
		for _, e := range got {
			must(t, log.Check(chain, e))
			chain = e.Chain
		}
	})
	t.Run("notices what was altered", func(t *testing.T) {
		l := open(t)()
		defer closeLog(t, l)
		must(t, l.Append(ctx, []*log.Entry{Batch(1, 1, 3)}))
		alter := map[string]func(e *log.Entry){
			"content":   func(e *log.Entry) { e.Batch.Contents[0] = []byte(`{"n":1,"of":"Mường Te"}`) },
			"hash":      func(e *log.Entry) { e.Hashes[0][3]++; e.Batch.Contents[0] = nil },
			"device":    func(e *log.Entry) { e.Batch.Device++ },
			"user":      func(e *log.Entry) { e.Batch.User[0]++ },
			"received":  func(e *log.Entry) { e.Received++ },
			"verdict":   func(e *log.Entry) { e.Verdicts = append(e.Verdicts, log.Verdict{Code: "x"}) },
			"signature": func(e *log.Entry) { e.Batch.Signature[0]++ },
		}
		for what, f := range alter {
			got, err := l.Read(ctx, 0, 1)
			must(t, err)
			f(got[0])
			if err := log.Check([32]byte{}, got[0]); !errors.Is(err, log.ErrBroken) {
				t.Errorf("altered %s: %v, want broken", what, err)
			}
		}
	})
}

func closeLog(t *testing.T, l log.Log) {
	t.Helper()
	must(t, l.Close())
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func same(t *testing.T, got, want *log.Entry) {
	t.Helper()
	if g, w := fmt.Sprintf("%+v", *got), fmt.Sprintf("%+v", *want); g != w {
		t.Errorf("entry\n got %s\nwant %s", g, w)
	}
}
