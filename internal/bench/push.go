package bench

import (
	"context"
	"crypto/ecdsa"
	crand "crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"runtime"
	"slices"
	stdsync "sync"
	"time"

	"bamban/internal/change"
	"bamban/internal/sqlite"
	"bamban/internal/sync"
)

// pusher is a device with bodies ready to send.
type pusher struct {
	token  string
	bodies [][]byte
}

// prepare makes signed bodies of visits ahead of the clock: what is measured is
// the server.
func (w *world) prepare(ctx context.Context, devices, bodies, perBody int) ([]*pusher, error) {
	homes, err := w.homes(ctx, 2000, w.villages)
	if err != nil {
		return nil, err
	}
	user, err := w.user(ctx, fmt.Sprintf("pusher%d", perBody), "station_desk", change.ID{})
	if err != nil {
		return nil, err
	}
	viewer, err := w.n.Viewer(ctx, user)
	if err != nil {
		return nil, err
	}
	scope := viewer.Scope("create", w.n.Kinds.Get("visit"))
	homes = slices.DeleteFunc(homes, func(h [2]change.ID) bool { return !slices.Contains(scope.Areas, h[1]) })
	if len(homes) == 0 {
		if homes, err = w.homes(ctx, 500, scope.Areas[1:]); err != nil {
			return nil, err
		}
	}
	var out []*pusher
	for d := range devices {
		e, key, err := w.device(ctx, user, fmt.Sprintf("phone %d", d))
		if err != nil {
			return nil, err
		}
		p := &pusher{token: e.Token}
		var clock change.Clock
		n := uint64(1)
		for range bodies {
			body, err := w.body(e, key, &clock, n, perBody, homes, user)
			if err != nil {
				return nil, err
			}
			p.bodies = append(p.bodies, body)
			n += uint64(perBody)
		}
		out = append(out, p)
	}
	return out, nil
}

func (w *world) body(e *sync.EnrolAnswer, key *ecdsa.PrivateKey, clock *change.Clock, from uint64, size int, homes [][2]change.ID, user change.ID) ([]byte, error) {
	b := &change.Batch{Partition: e.Partition, Device: e.Tag, User: user, From: from}
	for i := range size {
		home := homes[w.r.IntN(len(homes))]
		c := &change.Change{N: from + uint64(i), Time: clock.Now(w.n.Now()), Op: change.Set, Kind: "visit", KindV: 1, Record: w.id(), Fields: w.visit(home[0], home[1], user), Salt: make([]byte, change.SaltBytes)}
		for j := range c.Salt {
			c.Salt[j] = byte(w.r.Uint32())
		}
		b.Contents = append(b.Contents, c.Encode())
	}
	if err := b.Sign(crand.Reader, key); err != nil {
		return nil, err
	}
	req := sync.PushRequest{Partition: b.Partition, Device: b.Device, User: b.User, From: b.From, Signature: b.Signature}
	for _, c := range b.Contents {
		req.Changes = append(req.Changes, c)
	}
	return sync.Encode(req)
}

// pushResult is how a push run went.
type pushResult struct {
	changes int
	took    time.Duration
	each    []time.Duration
}

// run sends all bodies, each device on its own connection, one after the other.
func (w *world) run(pushers []*pusher, perBody int) (*pushResult, error) {
	res := &pushResult{}
	var mu stdsync.Mutex
	var wg stdsync.WaitGroup
	var firstErr error
	runtime.GC()
	start := time.Now()
	for _, p := range pushers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			each, err := p.pushAll(w.addr)
			mu.Lock()
			defer mu.Unlock()
			res.each = append(res.each, each...)
			res.changes += len(each) * perBody
			if err != nil {
				firstErr = err
			}
		}()
	}
	wg.Wait()
	res.took = time.Since(start)
	slices.Sort(res.each)
	return res, firstErr
}

// pushAll sends the bodies one after the other and gives how long each took.
func (p *pusher) pushAll(addr string) ([]time.Duration, error) {
	c, err := dial(addr)
	if err != nil {
		return nil, err
	}
	defer c.close()
	each := make([]time.Duration, 0, len(p.bodies))
	for _, body := range p.bodies {
		t := time.Now()
		raw, err := c.do(http.MethodPost, sync.PathPush, "Authorization: Bearer "+p.token+"\r\nContent-Type: application/json\r\n", body)
		if err != nil {
			return nil, err
		}
		each = append(each, time.Since(t))
		var a sync.PushAnswer
		if err := json.Unmarshal(raw, &a); err != nil {
			return nil, err
		}
		for _, item := range a.Answers {
			if item.Status != "accepted" {
				return nil, fmt.Errorf("change %d: %s %s", item.N, item.Status, item.Code)
			}
		}
	}
	return each, nil
}

func at(sorted []time.Duration, q float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(int(q*float64(len(sorted))), len(sorted)-1)]
}

// bare inserts the rows that a run of pushes wrote (the log's, the record's, its
// history, its line in the kind's table, with every index) into fresh files of the
// same layout, in groups of as many, with the same syncs, and nothing else: no
// HTTP, JSON, signature, check or fold. It gives changes a second.
func (w *world) bare(group int) (float64, error) {
	type table struct{ file, name, where string }
	tables := []table{{"log.db", "entry", ""}, {"projection.db", "rec", "kind = (SELECT kind FROM rec r JOIN x_visit v ON v.rid = r.rid LIMIT 1)"},
		{"projection.db", "hist", "rid IN (SELECT rid FROM x_visit)"}, {"projection.db", "x_visit", ""}}
	var took time.Duration
	changes := 0
	for _, file := range []string{"log.db", "projection.db"} {
		d, n, err := bareFile(filepath.Join(w.dir, file), filepath.Join(w.dir, "bare-"+file), group, func(name string) string {
			for _, t := range tables {
				if t.file == file && t.name == name {
					if t.where == "" {
						return "1"
					}
					return t.where
				}
			}
			return ""
		})
		if err != nil {
			return 0, err
		}
		took += d
		changes = max(changes, n)
	}
	return float64(changes) / took.Seconds(), nil
}

// bareFile copies some tables of a file row by row into a new one, a transaction
// per group of rows of each table.
func bareFile(from, to string, group int, where func(table string) string) (time.Duration, int, error) {
	src, err := sqlite.Open(from, sqlite.Options{Sync: sqlite.Normal, Readers: 1})
	if err != nil {
		return 0, 0, err
	}
	defer func() { _ = src.Close() }()
	o := sqlite.Options{Sync: sqlite.Normal, CacheKB: 16000}
	if filepath.Base(from) == "log.db" {
		o.Sync = sqlite.Full
	}
	dst, err := sqlite.Open(to, o)
	if err != nil {
		return 0, 0, err
	}
	defer func() { _ = dst.Close() }()
	type rows struct {
		insert string
		values [][]any
	}
	var all []rows
	err = src.Read(context.Background(), func(c *sqlite.Conn) error {
		s, err := c.Prepare(`SELECT name, sql, tbl_name, type FROM sqlite_master WHERE sql IS NOT NULL AND sql NOT LIKE '%VIRTUAL%' ORDER BY type DESC`)
		if err != nil {
			return err
		}
		var names, ddl []string
		for s.Next() {
			if cond := where(s.Text(2)); cond != "" {
				ddl = append(ddl, s.Text(1))
				if s.Text(3) == "table" {
					names = append(names, s.Text(0))
				}
			}
		}
		for _, sql := range ddl {
			if err := dst.Writer().Exec(sql); err != nil {
				return err
			}
		}
		for _, name := range names {
			r := rows{}
			q, err := c.Prepare("SELECT * FROM " + name + " WHERE " + where(name) + " ORDER BY 1")
			if err != nil {
				return err
			}
			marks := "?"
			for range q.Columns() - 1 {
				marks += ",?"
			}
			r.insert = "INSERT INTO " + name + " VALUES(" + marks + ")"
			for q.Next() {
				values := make([]any, q.Columns())
				for i := range values {
					values[i] = q.Value(i)
				}
				r.values = append(r.values, values)
			}
			if err := q.Err(); err != nil {
				return err
			}
			all = append(all, r)
		}
		return nil
	})
	if err != nil {
		return 0, 0, err
	}
	most := 0
	for _, r := range all {
		most = max(most, len(r.values))
	}
	groups := max(most/group, 1)
	start := time.Now()
	w := dst.Writer()
	for g := range groups {
		err := w.Write(func() error {
			for _, r := range all {
				s, err := w.Prepare(r.insert)
				if err != nil {
					return err
				}
				for _, values := range r.values[g*len(r.values)/groups : (g+1)*len(r.values)/groups] {
					s.Reset()
					if err := s.Bind(values...).Exec(); err != nil {
						return err
					}
				}
			}
			return nil
		})
		if err != nil {
			return 0, 0, err
		}
	}
	return time.Since(start), most, nil
}
