package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"runtime"
	"slices"
	stdsync "sync"
	"time"

	"bamban/internal/change"
	"bamban/internal/sqlite"
	"bamban/internal/sync"
	"bamban/internal/sync/client"
	"bamban/internal/writer"
)

// session signs the bench's user in and gives the cookie.
func (w *world) session(ctx context.Context) (*http.Cookie, error) {
	token, _, err := w.s.Password(ctx, "bench", "thong-so-may-42", "bench")
	if err != nil {
		return nil, err
	}
	return &http.Cookie{Name: "bamban_session", Value: token}, nil
}

// load is n requests of some clients, each drawing its own paths.
type load struct {
	addr    string
	cookie  *http.Cookie
	clients int
	n       int
	path    func(r *rand.Rand) string
}

// run gives the times in order, and how long all took.
func (l load) run() ([]time.Duration, time.Duration, error) {
	var mu stdsync.Mutex
	var wg stdsync.WaitGroup
	var all []time.Duration
	var firstErr error
	runtime.GC()
	start := time.Now()
	for c := range l.clients {
		wg.Add(1)
		go func() {
			defer wg.Done()
			each, err := l.client(rand.New(rand.NewPCG(uint64(c), 9)))
			mu.Lock()
			defer mu.Unlock()
			all = append(all, each...)
			if err != nil {
				firstErr = err
			}
		}()
	}
	wg.Wait()
	took := time.Since(start)
	slices.Sort(all)
	return all, took, firstErr
}

func (l load) client(r *rand.Rand) ([]time.Duration, error) {
	c, err := dial(l.addr)
	if err != nil {
		return nil, err
	}
	defer c.close()
	each := make([]time.Duration, 0, l.n/l.clients)
	for range l.n / l.clients {
		t := time.Now()
		if _, err := c.do(http.MethodGet, l.path(r), "Cookie: "+l.cookie.String()+"\r\n", nil); err != nil {
			return nil, err
		}
		each = append(each, time.Since(t))
	}
	return each, nil
}

// listPath draws a filtered, sorted list with its total: households of a commune,
// a village or the province, of one status or any.
func (w *world) listPath(r *rand.Rand) string {
	q := url.Values{"sort": {"name"}}
	switch r.IntN(3) {
	case 0:
		q.Set("area", w.communes[r.IntN(len(w.communes))].String())
	case 1:
		q.Set("area", w.villages[r.IntN(100)].String())
	}
	if r.IntN(2) == 0 {
		q.Set("f.poverty", []string{"poor", "near_poor"}[r.IntN(2)])
	}
	if r.IntN(2) == 0 {
		q.Set("sort", "-name")
	}
	return "/api/records/household?" + q.Encode()
}

// typed draws what somebody types into the search box: the first letters of one or
// two words of a name.
func (w *world) typed(r *rand.Rand) string {
	name := []rune(w.n.Pack.Names.Person(r, r.IntN(2) == 0))
	return "/api/search?q=" + url.QueryEscape(string(name[:1+r.IntN(min(len(name), 9))]))
}

// meter counts the bytes of a client's requests and answers.
type meter struct {
	up, down int64
	inner    http.RoundTripper
}

func (m *meter) RoundTrip(r *http.Request) (*http.Response, error) {
	m.up += r.ContentLength
	res, err := m.inner.RoundTrip(r)
	if err == nil {
		res.Body = &countedBody{res.Body, &m.down}
	}
	return res, err
}

type countedBody struct {
	io.ReadCloser
	n *int64
}

func (b *countedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	*b.n += int64(n)
	return n, err
}

// phone is a device that pulls; its transport counts what is on the wire and
// leaves answers packed as they came.
func (w *world) phone(ctx context.Context, user change.ID) (*client.Client, *meter, error) {
	e, key, err := w.device(ctx, user, "puller")
	if err != nil {
		return nil, nil, err
	}
	m := &meter{inner: &http.Transport{DisableCompression: true}}
	c, err := client.New(client.Deps{Identity: client.Identity{Tag: e.Tag, User: e.User, Partition: e.Partition, Token: e.Token, Key: key}, Kinds: w.n.Kinds,
		Transport: &client.HTTP{Client: &http.Client{Transport: &packed{m}}, Base: w.base}, Store: client.NewStore(), Now: w.n.Now, Random: randomReader{}})
	return c, m, err
}

// nothingNew pulls again and again with nothing new.
func (w *world) nothingNew(ctx context.Context, c *client.Client, n int) ([]time.Duration, error) {
	each := make([]time.Duration, 0, n)
	for range n {
		t := time.Now()
		a, err := c.Transport.Pull(ctx, c.Token, sync.PullRequest{Cursor: c.Store.Cursor})
		if err != nil {
			return nil, err
		}
		if len(a.Parts) > 0 || a.More {
			return nil, fmt.Errorf("something was new")
		}
		each = append(each, time.Since(t))
	}
	slices.Sort(each)
	return each, nil
}

// move touches n records of a kind in some areas: a phone number each.
func (w *world) move(ctx context.Context, areas []change.ID, n int) error {
	var drafts []writer.Draft
	for _, a := range areas {
		records, err := w.n.Projection.Feed(ctx, w.n.Projection.AreaFeed(a), zeroPos, 1<<62, 2000)
		if err != nil {
			return err
		}
		for _, r := range records {
			if r.Kind.Name == "household" && len(drafts) < n {
				drafts = append(drafts, writer.Draft{Kind: "household", Record: r.ID, Fields: map[string]json.RawMessage{"phone": json.RawMessage(fmt.Sprintf(`"09%08d"`, w.r.IntN(1e8)))}})
			}
		}
	}
	if len(drafts) < n {
		return fmt.Errorf("only %d households to move", len(drafts))
	}
	_, err := w.n.Writer.Write(ctx, w.officer, nil, drafts...)
	return err
}

// assign gives a user a village role over areas by an assignment each.
func (w *world) reporterOf(ctx context.Context, login string, areas []change.ID) (change.ID, error) {
	user, _, err := w.s.CreateUser(ctx, nil, newUser(login, w.unit))
	if err != nil {
		return user, err
	}
	var drafts []writer.Draft
	for _, a := range areas {
		drafts = append(drafts, writer.Draft{Kind: "assignment", Record: w.id(), Fields: map[string]json.RawMessage{
			"user": text(user.String()), "unit": text(w.unit.String()), "role": text("village_in_charge"), "area": text(a.String()), "from": text("2020-01-01")}})
	}
	_, err = w.n.Writer.Write(ctx, w.officer, nil, drafts...)
	return user, err
}

// readEverything is the plain alternative to a live total: a count over all rows
// with the same condition, without an index for it.
func (w *world) readEverything(ctx context.Context, path string) (time.Duration, error) {
	db, err := sqlite.Open(path, sqlite.Options{Sync: sqlite.Normal, Readers: 1})
	if err != nil {
		return 0, err
	}
	defer func() { _ = db.Close() }()
	start := time.Now()
	err = db.Read(ctx, func(c *sqlite.Conn) error {
		s, err := c.Prepare(`SELECT rid, hex(c_name) n FROM x_household NOT INDEXED WHERE c_poverty = 'poor' AND del = 0 ORDER BY n LIMIT 50`)
		if err != nil {
			return err
		}
		for s.Next() {
		}
		return s.Err()
	})
	return time.Since(start), err
}
