package sim

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"bamban/internal/change"
	"bamban/internal/log"
	"bamban/internal/node"
	"bamban/internal/projection"
	"bamban/internal/signin"
	"bamban/internal/sync"
	"bamban/internal/sync/client"
)

// world is the little province while a history runs.
type world struct {
	ctx    context.Context
	lab    *Lab
	pcg    *rand.PCG  // begun anew by each event, so that taking one out changes no other
	r      *rand.Rand // for ids and salts, from pcg
	dir    string
	lives  int // folders that the server has lived in
	keys   int // identities that the server has had
	now    int64
	skew   int64 // of the server's clock
	node   *node.Node
	disk   *disk
	server *sync.Server
	phones []*phone
	late   []letter // messages under way
	relay  []letter // batches that the relay holds
	homes  []change.ID
	saved  *backup
	safe   string // a projection that reached the disk before; "" if there is none for this log
	erased bool   // something was erased: replicas may hold less than they did
	told   []string
	broken []string // invariants found broken
}

// backup is a copy of the log, and what had been promised by then.
type backup struct {
	file     string
	promised map[string]map[uint64]bool
}

// phone is one device.
type phone struct {
	person
	*client.Client
	app      *scripted // the app's own replica in the place of the reference client's; nil for none
	store    *client.Store
	skew     int64
	lost     bool
	wrote    map[uint64][32]byte          // hashes of its changes as it wrote them; what it holds may be blanked later
	promised map[uint64]bool              // numbers of changes that the server said are safe
	answered map[uint64]bool              // numbers of changes that the server ever answered for
	held     map[change.ID][]*client.Held // what it held whenever the server was restored
}

func (w *world) tell(format string, args ...any) {
	at := time.UnixMilli(w.now).UTC().Format("2006-01-02 15:04")
	w.told = append(w.told, at+"  "+fmt.Sprintf(format, args...))
}

func (w *world) fail(format string, args ...any) {
	w.broken = append(w.broken, fmt.Sprintf(format, args...))
}

// source is a reader of the world's chance.
type source struct{ r *rand.Rand }

func (s source) Read(b []byte) (int, error) {
	filler(s.r)(b)
	return len(b), nil
}

var _ io.Reader = source{}

func (l *Lab) newWorld(ctx context.Context, seed uint64, dir string) (*world, error) {
	pcg := rand.NewPCG(seed, 2)
	w := &world{ctx: ctx, lab: l, pcg: pcg, r: rand.New(pcg), dir: dir, now: genesis + 3_600_000, homes: append([]change.ID{}, l.stem.homes...)}
	first := w.folder()
	if err := os.MkdirAll(first, 0o700); err != nil {
		return nil, err
	}
	for name, content := range l.stem.files {
		if err := os.WriteFile(filepath.Join(first, name), content, 0o600); err != nil {
			return nil, err
		}
	}
	if err := writeServerKey(first, "server 0"); err != nil {
		return nil, err
	}
	w.safe = filepath.Join(dir, "safe.db")
	if err := os.WriteFile(w.safe, l.stem.files[node.ProjectionFile], 0o600); err != nil {
		return nil, err
	}
	if err := w.open(); err != nil {
		return nil, err
	}
	for _, who := range staff {
		p := &phone{person: who, store: client.NewStore(), wrote: map[uint64][32]byte{}, promised: map[uint64]bool{}, answered: map[uint64]bool{}}
		if l.app != nil && len(w.phones)%2 == 1 {
			p.app = &scripted{w: w, s: l.app, p: p, name: dir + "/" + p.login}
		}
		w.phones = append(w.phones, p)
		if err := w.openPhone(p); err != nil {
			return nil, err
		}
	}
	return w, nil
}

func (w *world) folder() string { return filepath.Join(w.dir, fmt.Sprintf("life%d", w.lives)) }

// open starts the server in its folder.
func (w *world) open() error {
	d := &disk{}
	n, err := node.Open(w.ctx, node.Options{Dir: w.folder(), Pack: w.lab.stem.pack, Readers: 2, Random: filler(w.r), Now: func() int64 { return w.now + w.skew },
		Through: func(l log.Log) log.Log { d.Log = l; return d }})
	if err != nil {
		return fmt.Errorf("the server does not start: %w", err)
	}
	d.image = func() { n.Projection.Still(func() { w.picture(n.Dir(), d.power) }) }
	d.hasty = w.lab.mistake == ackBeforeAppend
	if w.server, err = sync.New(n, signin.New(n)); err != nil {
		return errors.Join(err, n.Close())
	}
	w.node, w.disk = n, d
	return nil
}

// picture copies the server's files to its next folder as a kill leaves them. The
// writer waits in its log meanwhile, so no write is half in the picture; those
// are the crash test's. A power cut may take what the projection did not wait for
// the disk to have, and leave the cells ahead of it; never what the log did.
func (w *world) picture(dir string, powerCut bool) {
	w.lives++
	to := w.folder()
	cells := projection.CellsPath(node.ProjectionFile)
	files := []string{node.LogFile, node.LogFile + "-wal", "server.key"}
	if !powerCut || w.lives%2 == 0 {
		files = append(files, cells, cells+"-wal")
	}
	err := os.MkdirAll(to, 0o700)
	switch {
	case !powerCut:
		files = append(files, node.ProjectionFile, node.ProjectionFile+"-wal")
	case err == nil && w.safe != "":
		err = copyFile(w.safe, filepath.Join(to, node.ProjectionFile))
	}
	for _, name := range files {
		if err == nil {
			err = copyFile(filepath.Join(dir, name), filepath.Join(to, name))
		}
	}
	if err != nil {
		w.fail("the picture of the dead server could not be taken: %v", err)
	}
}

func copyFile(from, to string) error {
	b, err := os.ReadFile(from)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return os.WriteFile(to, b, 0o600)
}

// close stops the server.
func (w *world) close() error {
	if w.node == nil {
		return nil
	}
	err := w.node.Close()
	w.node, w.server = nil, nil
	return err
}

// revive starts the server anew if it was killed.
func (w *world) revive() error {
	if w.disk == nil || !w.disk.dead() {
		return nil
	}
	if err := w.close(); err != nil {
		return err
	}
	if err := w.open(); err != nil {
		return err
	}
	w.tell("the server starts again after its kill")
	w.checkPromises()
	return nil
}

func (w *world) openPhone(p *phone) error {
	key, err := keyFrom(p.login)
	if err != nil {
		return err
	}
	p.Client, err = client.New(client.Deps{
		Identity: client.Identity{Tag: tagOf(p.login), User: userID(p.login), Partition: partition, Token: tokenOf(p.login), Key: key},
		Kinds:    w.node.Kinds, Transport: offline{}, Store: p.store, Now: func() int64 { return w.now + p.skew }, Random: source{w.r}})
	if err != nil || p.app == nil {
		return err
	}
	return p.app.open()
}

// Write keeps a change, in the replica that the phone has.
func (p *phone) Write(kindName string, record change.ID, fields map[string]json.RawMessage) (*change.Change, error) {
	if p.app != nil {
		return p.app.write(kindName, record, fields)
	}
	return p.Client.Write(kindName, record, fields)
}

// offline is a phone's transport between meetings.
type offline struct{}

func (offline) Hello(context.Context, string, sync.HelloRequest) (*sync.HelloAnswer, error) {
	return nil, errCut
}

func (offline) Push(context.Context, string, *sync.PushRequest) (*sync.PushAnswer, error) {
	return nil, errCut
}

func (offline) Pull(context.Context, string, sync.PullRequest) (*sync.PullAnswer, error) {
	return nil, errCut
}

// wire makes what crosses the network what arrives: text.
func wire[T any](v *T) (*T, error) {
	raw, err := sync.Encode(v)
	if err != nil {
		return nil, err
	}
	out := new(T)
	return out, json.Unmarshal(raw, out)
}

// ask calls the server with a message as it arrives and gives the answer as it
// arrives back. A dead server answers nothing.
func ask[Q, A any](w *world, q *Q, do func(*sync.Server, *Q) (*A, error)) (*A, error) {
	if w.server == nil || w.disk.dead() {
		return nil, errCut
	}
	q, err := wire(q)
	if err != nil {
		return nil, err
	}
	a, err := do(w.server, q)
	if w.disk.dead() && !w.disk.hasty {
		return nil, errCut
	}
	if err != nil {
		return nil, err
	}
	return wire(a)
}

// road is the transport that goes to the province over a network.
type road struct{ net *network }

func (t road) Hello(ctx context.Context, token string, q sync.HelloRequest) (*sync.HelloAnswer, error) {
	return carry(t.net, "hello", func() (*sync.HelloAnswer, error) {
		return ask(t.net.w, &q, func(s *sync.Server, q *sync.HelloRequest) (*sync.HelloAnswer, error) { return s.Hello(ctx, token, *q) })
	})
}

func (t road) Push(ctx context.Context, token string, q *sync.PushRequest) (*sync.PushAnswer, error) {
	for i, content := range q.Changes {
		t.net.phone.remember(q.From+uint64(i), content)
	}
	what := fmt.Sprintf("push of changes %d to %d", q.From, q.From+uint64(len(q.Changes))-1)
	a, err := carry(t.net, what, func() (*sync.PushAnswer, error) {
		return ask(t.net.w, q, func(s *sync.Server, q *sync.PushRequest) (*sync.PushAnswer, error) { return s.Push(ctx, token, q) })
	})
	if err == nil {
		t.net.phone.promise(a)
	}
	return a, err
}

// promise notes what an answer that reached the phone says is safe.
func (p *phone) promise(a *sync.PushAnswer) {
	for _, item := range a.Answers {
		p.promised[item.N], p.answered[item.N] = true, true
	}
}

func (t road) Pull(ctx context.Context, token string, q sync.PullRequest) (*sync.PullAnswer, error) {
	return carry(t.net, "pull", func() (*sync.PullAnswer, error) {
		return ask(t.net.w, &q, func(s *sync.Server, q *sync.PullRequest) (*sync.PullAnswer, error) {
			a, err := s.Pull(ctx, t.net.w.lab.mistake.token(token), *q)
			if err == nil {
				t.net.w.checkPage(t.net.phone, a)
				t.net.w.lab.mistake.page(a)
			}
			return a, err
		})
	})
}

// meet lets a phone meet whom a transport reaches.
func (w *world) meet(p *phone, t client.Transport) (*client.Report, error) {
	if p.app != nil {
		return p.app.sync(t)
	}
	p.Transport = t
	report, err := p.Sync(w.ctx)
	p.Transport = offline{}
	return report, err
}

// allRecords walks every record that a pull may give.
func (w *world) allRecords(f func(*projection.Record) error) error {
	for _, k := range w.node.Kinds.All() {
		if k.Internal {
			continue
		}
		if err := w.node.Projection.Each(w.ctx, k.Name, f); err != nil {
			return err
		}
	}
	return nil
}
