// Package client is the reference device in Go: what tests, the bench, the
// simulator and station boxes speak the protocol with. It holds its replica in a
// [Store], signs what it writes, keeps what is not acknowledged, and after a
// server's restore gives back what the server lost.
//
// It must not know HTTP: a [Transport] carries its messages. Start with
// [Client.Sync].
package client

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/sync"
)

// Transport carries messages to a server. An error that is a fault is the
// server's answer; any other means that nobody knows whether it arrived.
type Transport interface {
	Hello(ctx context.Context, token string, r sync.HelloRequest) (*sync.HelloAnswer, error)
	Push(ctx context.Context, token string, r *sync.PushRequest) (*sync.PushAnswer, error)
	Pull(ctx context.Context, token string, r sync.PullRequest) (*sync.PullAnswer, error)
}

// Identity is what enrolment gave.
type Identity struct {
	Tag       change.Device
	User      change.ID
	Partition string
	Token     string
	Key       *ecdsa.PrivateKey
}

// Deps is what a client needs.
type Deps struct {
	Identity
	Kinds     *kind.Registry
	Transport Transport
	Store     *Store
	Now       func() int64
	Random    io.Reader
}

// Client is one device.
type Client struct {
	Deps
	clock change.Clock
}

// New makes a client over its store.
func New(d Deps) (*Client, error) {
	if d.Kinds == nil || d.Transport == nil || d.Store == nil || d.Now == nil || d.Random == nil || d.Key == nil {
		return nil, errors.New("client: a dependency is missing")
	}
	c := &Client{Deps: d}
	c.clock.Observe(d.Store.Latest)
	return c, nil
}

// NewID makes a record id.
func (c *Client) NewID() (change.ID, error) {
	var random [10]byte
	if _, err := io.ReadFull(c.Random, random[:]); err != nil {
		return change.ID{}, err
	}
	return change.NewID(c.Now(), random), nil
}

// Write keeps a change, to be sent at the next meeting. It shows at once.
func (c *Client) Write(kindName string, record change.ID, fields map[string]json.RawMessage) (*change.Change, error) {
	k := c.Kinds.Get(kindName)
	if k == nil {
		return nil, fault.New("kind.unknown", "kind", "kind", kindName)
	}
	ch := &change.Change{Op: change.Set, Kind: kindName, KindV: k.Version, Record: record, Fields: fields}
	if s := c.Store.View(record, k); s != nil {
		ch.Seen = map[string][]change.Version{}
		for name := range fields {
			if cell := s.Cells[name]; cell != nil && len(cell.Heads) > 0 {
				ch.Seen[name] = cell.Seen()
			}
		}
	}
	return ch, c.keep(ch)
}

// keep numbers a change, gives it its time and salt, and stores it.
func (c *Client) keep(ch *change.Change) error {
	for _, seen := range ch.Seen {
		for _, v := range seen {
			c.clock.Observe(v.Time)
		}
	}
	ch.Device, ch.User = c.Tag, c.User
	ch.N, ch.Time = c.Store.NextN(), c.clock.Now(c.Now())
	ch.Salt = make([]byte, change.SaltBytes)
	if _, err := io.ReadFull(c.Random, ch.Salt); err != nil {
		return err
	}
	return c.Store.Keep(ch)
}

// Report is what came of a meeting.
type Report struct {
	Pushed, Pages int
	Answers       []sync.ItemAnswer // other than plainly accepted
	Restored      bool              // the server had lost something, and was given it again
}

// Sync meets the server: hello, push what waits, pull what moved. It may be cut
// anywhere and called again.
func (c *Client) Sync(ctx context.Context) (*Report, error) {
	r := &Report{}
	hello, err := c.Transport.Hello(ctx, c.Token, sync.HelloRequest{Version: sync.Version, Acked: c.Store.Acked, Cursor: c.Store.Cursor})
	if err != nil {
		return r, fmt.Errorf("hello: %w", err)
	}
	if hello.Version == 0 || hello.Epoch == "" {
		return r, fmt.Errorf("hello: %w", errNotServer)
	}
	if c.Store.Epoch != "" && c.Store.Epoch != hello.Epoch || hello.UpTo < c.Store.Acked {
		r.Restored = true
		c.Store.ServerWasRestored(hello.UpTo, c.Kinds)
	}
	c.Store.Epoch = hello.Epoch
	c.setClock(hello.ServerTime)
	if err := c.push(ctx, r, hello.PushBatch); err != nil {
		return r, err
	}
	if hello.Current && r.Pushed == 0 && !r.Restored && c.Store.Before == nil {
		return r, nil
	}
	if err := c.pull(ctx, r); err != nil {
		return r, err
	}
	if c.Store.Before == nil {
		return r, nil
	}
	if err := c.giveBack(); err != nil {
		return r, err
	}
	if err := c.push(ctx, r, hello.PushBatch); err != nil {
		return r, err
	}
	return r, c.pull(ctx, r)
}

// ahead is how far, in milliseconds, a device's times may be ahead of the server's
// clock: less than what the server puts aside as from the future.
const ahead = 5 * 60 * 1000

// setClock begins the device's own times anew where a wrong wall clock has carried
// them far ahead: without it, one look at a clock that was years off would send
// every later change to quarantine until those years have passed.
func (c *Client) setClock(serverTime int64) {
	if c.clock.Last().Milli() <= serverTime+ahead {
		return
	}
	c.Store.Latest = c.Store.heldUpTo()
	c.clock = change.Clock{}
	c.clock.Observe(c.Store.Latest)
}

// errNotServer: something in between answered; it says nothing about the server.
var errNotServer = errors.New("this is not the server's answer")

// push sends what waits, in batches, until the server has all.
func (c *Client) push(ctx context.Context, r *Report, size int) error {
	size = max(size, 1)
	for n := size; ; {
		contents, from := c.Store.Waiting(n)
		if len(contents) == 0 {
			return nil
		}
		answer, err := c.send(ctx, contents, from)
		var f *fault.Fault
		if errors.As(err, &f) && f.Code == "batch.overlap" && len(contents) > 1 {
			// Some of it arrived when an answer was lost, or by another way: what the
			// server holds is sent again by itself, to hear what became of it.
			n = part(f, from, len(contents))
			continue
		}
		if err != nil {
			return fmt.Errorf("push from %d: %w", from, err)
		}
		n = size
		r.Pushed += len(contents)
		for _, a := range answer.Answers {
			if a.Status != "accepted" {
				r.Answers = append(r.Answers, a)
			}
		}
		c.Store.SetAcked(from+uint64(len(contents))-1, answer.Answers)
	}
}

// part is how many of a batch that overlaps what the server holds to send: all
// that it holds from the batch's first on, or, where it holds only later ones,
// half, until what it lacks and what it holds come apart.
func part(f *fault.Fault, from uint64, sent int) int {
	var next uint64
	if _, err := fmt.Sscan(f.Args["next"], &next); err == nil && next > from && next-from < uint64(sent) {
		return int(next - from)
	}
	return sent / 2
}

// send signs and sends one batch.
func (c *Client) send(ctx context.Context, contents [][]byte, from uint64) (*sync.PushAnswer, error) {
	req, err := c.signed(contents, from)
	if err != nil {
		return nil, err
	}
	answer, err := c.Transport.Push(ctx, c.Token, req)
	if err == nil && len(answer.Answers) != len(contents) {
		return nil, errNotServer
	}
	return answer, err
}

// pull takes pages until there are no more. A cursor of another server, or of one
// that went back in time, begins anew.
func (c *Client) pull(ctx context.Context, r *Report) error {
	for {
		page, err := c.Transport.Pull(ctx, c.Token, sync.PullRequest{Cursor: c.Store.Cursor})
		var f *fault.Fault
		if errors.As(err, &f) && (f.Code == "cursor.other_server" || f.Code == "cursor.bad") && c.Store.Cursor != "" {
			c.Store.ServerWasRestored(c.Store.Acked, c.Kinds)
			r.Restored = true
			continue
		}
		if err == nil && page.Cursor == "" {
			err = errNotServer
		}
		if err != nil {
			return fmt.Errorf("pull: %w", err)
		}
		r.Pages++
		if err := c.Store.Take(page, c.Kinds); err != nil {
			return fmt.Errorf("take page: %w", err)
		}
		c.clock.Observe(c.Store.Latest)
		if !page.More {
			return nil
		}
	}
}

// giveBack writes, for what was held before a server's restore and is not there
// now, changes that return it with the versions that it had: what is referred to
// first.
func (c *Client) giveBack() error {
	before := c.Store.Before
	c.Store.Before = nil
	ids := slices.SortedFunc(maps.Keys(before), func(a, b change.ID) int { return bytes.Compare(a[:], b[:]) })
	for _, k := range c.Kinds.All() {
		for _, id := range ids {
			if before[id].Kind != k.Name {
				continue
			}
			for _, lost := range c.Store.Lost(id, before[id], k) {
				if err := c.keep(lost); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
