package sim

import (
	"bufio"
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	stdsync "sync"

	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/sync"
	"bamban/internal/sync/client"
)

// script runs the web app's own replica (web/src/sim/phone.ts) in Node: it gives
// orders, carries the messages of a meeting, and reads what came of it. One
// exchange at a time.
type script struct {
	mu  stdsync.Mutex
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
}

func startScript(path string) (*script, error) {
	s := &script{cmd: exec.Command("node", path)}
	s.cmd.Stderr = os.Stderr
	var err error
	if s.in, err = s.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	s.out = bufio.NewReaderSize(out, 1<<20)
	if err := s.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start the app's replica: %w", err)
	}
	return s, nil
}

// close ends the process: it reads to the end of its orders.
func (s *script) close() error {
	return errors.Join(s.in.Close(), s.cmd.Wait())
}

// order is what a phone is told to do.
type order struct {
	Op        string                     `json:"op"`
	Phone     string                     `json:"phone"`
	Now       int64                      `json:"now"`
	Seed      uint32                     `json:"seed"`
	Tag       *change.Device             `json:"tag,omitempty"`
	User      *change.ID                 `json:"user,omitempty"`
	Partition string                     `json:"partition,omitempty"`
	Key       []byte                     `json:"key,omitempty"`
	Compact   bool                       `json:"compact,omitempty"`
	Kind      string                     `json:"kind,omitempty"`
	Record    *change.ID                 `json:"record,omitempty"`
	Fields    map[string]json.RawMessage `json:"fields,omitempty"`
}

// said is a line from the process: a message that a meeting sends, or the end.
type said struct {
	Ask  string          `json:"ask"`
	Body json.RawMessage `json:"body"`
	Done *result         `json:"done"`
}

type result struct {
	Report struct {
		Pushed, Pages int
		Answers       []sync.ItemAnswer
		Restored      bool
	} `json:"report"`
	Error string     `json:"error"`
	Store *dumpState `json:"store"`
}

// dumpState is what the phone holds.
type dumpState struct {
	Epoch, Cursor, Latest string
	Acked                 uint64
	Answers               []sync.ItemAnswer
	Mine                  []string
	Blanked               map[uint64]string // its own changes that were erased since, as it has them now
	Records, Before       []dumpRow
}

// dumpRow is [id, kind, state].
type dumpRow [3]json.RawMessage

type dumpedState struct {
	Origin string `json:"origin"`
	Cells  map[string]struct {
		H []struct {
			T, U string
			V    json.RawMessage
		}
		A map[change.Device]string
		S []struct{ T, To string }
	} `json:"cells"`
}

// obey gives an order and serves the meeting that it leads to.
func (s *script) obey(ctx context.Context, o order, token string, t client.Transport) (*result, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.write(o); err != nil {
		return nil, err
	}
	for {
		line, err := s.out.ReadBytes('\n')
		if err != nil {
			return nil, fmt.Errorf("the app's replica died: %w", err)
		}
		var x said
		if err := json.Unmarshal(line, &x); err != nil {
			return nil, fmt.Errorf("the app's replica said %.200q: %w", line, err)
		}
		if x.Done != nil {
			return x.Done, nil
		}
		answer, err := carried(ctx, &x, token, t)
		if err := s.write(answerLine(answer, err)); err != nil {
			return nil, err
		}
	}
}

func (s *script) write(v any) error {
	raw, err := sync.Encode(v)
	if err != nil {
		return err
	}
	_, err = s.in.Write(append(raw, '\n'))
	return err
}

func carried(ctx context.Context, x *said, token string, t client.Transport) (any, error) {
	switch x.Ask {
	case "hello":
		var q sync.HelloRequest
		if err := json.Unmarshal(x.Body, &q); err != nil {
			return nil, err
		}
		return t.Hello(ctx, token, q)
	case "push":
		var text string
		if err := json.Unmarshal(x.Body, &text); err != nil {
			return nil, err
		}
		q := &sync.PushRequest{}
		if err := json.Unmarshal([]byte(text), q); err != nil {
			return nil, err
		}
		return t.Push(ctx, token, q)
	case "pull":
		var q sync.PullRequest
		if err := json.Unmarshal(x.Body, &q); err != nil {
			return nil, err
		}
		return t.Pull(ctx, token, q)
	}
	return nil, fmt.Errorf("unknown message %q", x.Ask)
}

func answerLine(answer any, err error) any {
	var f *fault.Fault
	switch {
	case errors.As(err, &f):
		return map[string]any{"refusal": map[string]any{"code": f.Code, "field": f.Field, "args": f.Args}}
	case err != nil:
		return map[string]any{"cut": true}
	}
	return map[string]any{"answer": answer}
}

// into makes a phone's store what the process says that it holds.
func (d *dumpState) into(s *client.Store, tag change.Device, user change.ID) error {
	s.Epoch, s.Cursor, s.Acked = d.Epoch, d.Cursor, d.Acked
	if d.Latest != "" {
		var err error
		if s.Latest, err = change.ParseTime(d.Latest); err != nil {
			return err
		}
	}
	s.Answers = map[uint64]sync.ItemAnswer{}
	for _, a := range d.Answers {
		s.Answers[a.N] = a
	}
	for _, content := range d.Mine {
		c, err := change.Decode([]byte(content), tag, user)
		if err != nil {
			return err
		}
		s.Mine = append(s.Mine, &client.Own{Change: c, Content: []byte(content)})
	}
	for n, content := range d.Blanked {
		c, err := change.Decode([]byte(content), tag, user)
		if err != nil {
			return err
		}
		s.Mine[n-1] = &client.Own{Change: c, Content: []byte(content)}
	}
	var err error
	if s.Records, err = rowsInto(d.Records); err != nil {
		return err
	}
	s.Before = nil
	if d.Before != nil {
		s.Before, err = rowsInto(d.Before)
	}
	return err
}

func rowsInto(rows []dumpRow) (map[change.ID]*client.Held, error) {
	out := map[change.ID]*client.Held{}
	for _, row := range rows {
		var id change.ID
		h := &client.Held{}
		var x dumpedState
		if err := errors.Join(json.Unmarshal(row[0], &id), json.Unmarshal(row[1], &h.Kind), json.Unmarshal(row[2], &x)); err != nil {
			return nil, err
		}
		var err error
		if h.State, err = x.state(); err != nil {
			return nil, err
		}
		out[id] = h
	}
	return out, nil
}

func (x *dumpedState) state() (*change.State, error) {
	s := &change.State{Cells: map[string]*change.Cell{}}
	var err error
	if s.Origin, err = change.ParseVersion(x.Origin); err != nil {
		return nil, err
	}
	for name, from := range x.Cells {
		c := &change.Cell{}
		for _, h := range from.H {
			v, err := change.ParseVersion(h.T)
			if err != nil {
				return nil, err
			}
			c.Heads = append(c.Heads, change.Head{Version: v, Value: h.V})
		}
		for d, text := range from.A {
			t, err := change.ParseTime(text)
			if err != nil {
				return nil, err
			}
			if c.Above == nil {
				c.Above = map[change.Device]change.Time{}
			}
			c.Above[d] = t
		}
		for _, st := range from.S {
			v, err := change.ParseVersion(st.T)
			if err != nil {
				return nil, err
			}
			c.Steps = append(c.Steps, change.Step{Version: v, To: st.To})
		}
		s.Cells[name] = c
	}
	return s, nil
}

// scripted is a phone whose replica is the app's own.
type scripted struct {
	w     *world
	s     *script
	p     *phone
	name  string // of the world and the phone
	opens int
}

func (x *scripted) order(op string) order {
	return order{Op: op, Phone: x.name, Now: x.w.now + x.p.skew, Seed: x.w.r.Uint32()}
}

// open starts the app: it wakes from its journal, which now and then it writes anew.
func (x *scripted) open() error {
	key, err := keyFrom(x.p.login)
	if err != nil {
		return err
	}
	o := x.order("open")
	tag, user := tagOf(x.p.login), userID(x.p.login)
	o.Tag, o.User, o.Partition = &tag, &user, partition
	if o.Key, err = x509.MarshalPKCS8PrivateKey(key); err != nil {
		return err
	}
	x.opens++
	o.Compact = x.opens%2 == 0
	x.p.store.Mine = nil
	return x.done(x.s.obey(x.w.ctx, o, "", offline{}))
}

func (x *scripted) done(r *result, err error) error {
	if err != nil {
		return err
	}
	if r.Store == nil {
		return errors.New("the app's replica did not say what it holds")
	}
	return r.Store.into(x.p.store, tagOf(x.p.login), userID(x.p.login))
}

func (x *scripted) write(kindName string, record change.ID, fields map[string]json.RawMessage) (*change.Change, error) {
	o := x.order("write")
	o.Kind, o.Record, o.Fields = kindName, &record, fields
	if err := x.done(x.s.obey(x.w.ctx, o, "", offline{})); err != nil {
		return nil, err
	}
	return x.p.store.Mine[len(x.p.store.Mine)-1].Change, nil
}

func (x *scripted) sync(t client.Transport) (*client.Report, error) {
	r, err := x.s.obey(x.w.ctx, x.order("sync"), tokenOf(x.p.login), t)
	if err := x.done(r, err); err != nil {
		return &client.Report{}, err
	}
	report := &client.Report{Pushed: r.Report.Pushed, Pages: r.Report.Pages, Answers: r.Report.Answers, Restored: r.Report.Restored}
	if r.Error != "" {
		return report, errors.Join(errCut, errors.New(r.Error))
	}
	return report, nil
}
