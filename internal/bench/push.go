package bench

import (
	"context"
	"crypto/ecdsa"
	crand "crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"runtime"
	"slices"
	stdsync "sync"
	"time"

	"bamban/internal/change"
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
