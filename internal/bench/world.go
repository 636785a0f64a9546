package bench

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	crand "crypto/rand"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"time"

	"bamban/internal/activity"
	"bamban/internal/change"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/pack"
	"bamban/internal/signin"
	"bamban/internal/sync"
	"bamban/internal/writer"
)

// Handler puts HTTP around a node; the program gives its own.
type Handler func(n *node.Node) (http.Handler, error)

// world is a node that answers on loopback.
type world struct {
	n        *node.Node
	s        *signin.Service
	dir      string
	addr     string
	base     string
	server   *http.Server
	r        *rand.Rand
	villages []change.ID
	communes []change.ID
	officer  change.ID
	unit     change.ID
}

func newWorld(ctx context.Context, p *pack.Pack, around Handler) (*world, error) {
	dir, err := os.MkdirTemp("", "bamban-bench-")
	if err != nil {
		return nil, err
	}
	n, err := node.Open(ctx, node.Options{Dir: dir, Pack: p})
	if err != nil {
		return nil, err
	}
	w := &world{n: n, s: signin.New(n), dir: dir, r: rand.New(rand.NewPCG(1, 2))}
	for i := range p.Areas {
		switch p.Areas[i].Level {
		case "village":
			w.villages = append(w.villages, n.AreaID(p.Areas[i].Key))
		case "commune":
			if p.Areas[i].ValidTo == "" {
				w.communes = append(w.communes, n.AreaID(p.Areas[i].Key))
			}
		}
	}
	for _, u := range p.Units {
		if u.Type == "border_station" {
			w.unit = n.UnitID(u.Key)
			break
		}
	}
	if w.officer, _, err = w.s.CreateUser(ctx, nil, signin.NewUser{Login: "bench", Name: "Bench", Unit: w.unit, Role: "provincial_desk", Password: "thong-so-may-42"}); err != nil {
		return nil, err
	}
	handler, err := around(n)
	if err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	w.addr = l.Addr().String()
	w.base = "http://" + w.addr
	w.server = &http.Server{Handler: handler, ReadHeaderTimeout: time.Minute}
	go func() { _ = w.server.Serve(l) }()
	return w, nil
}

// stop ends the server and keeps the folder.
func (w *world) stop() error {
	if w.server == nil {
		return nil
	}
	_ = w.server.Close()
	w.server = nil
	return w.n.Close()
}

func (w *world) close() error {
	err := w.stop()
	_ = os.RemoveAll(w.dir)
	return err
}

func (w *world) id() change.ID {
	var random [10]byte
	for i := range random {
		random[i] = byte(w.r.Uint32())
	}
	return change.NewID(w.n.Now(), random)
}

// fill writes records straight into the log and the projection, in batches of a
// device of the server: what is measured later is not how it came to be.
func (w *world) fill(ctx context.Context, people int, progress func(string)) error {
	names := w.n.Pack.Names
	var drafts []writer.Draft
	flush := func() error {
		_, err := w.n.Writer.Write(ctx, w.officer, nil, drafts...)
		drafts = drafts[:0]
		return err
	}
	start := time.Now()
	for i := 0; i < people; i++ {
		village := w.villages[w.r.IntN(len(w.villages))]
		if i%4 == 0 {
			h := household.Household{Area: village, Name: names.Person(w.r, i%3 == 0), Code: fmt.Sprintf("H%07d", i), Generated: true,
				Poverty: map[string]household.Poverty{"2026": {Status: []string{"poor", "near_poor", "not_poor", "not_poor", "not_poor"}[w.r.IntN(5)]}}}
			drafts = append(drafts, writer.Draft{Kind: "household", Record: w.id(), Fields: kind.Fields(h)})
		} else {
			p := household.Person{Area: village, Name: names.Person(w.r, i%2 == 0), Born: fmt.Sprintf("%d", 1940+w.r.IntN(68)), Sex: "female", Generated: true}
			drafts = append(drafts, writer.Draft{Kind: "person", Record: w.id(), Fields: kind.Fields(p)})
		}
		if len(drafts) == 1000 {
			if err := flush(); err != nil {
				return err
			}
			if (i+1)%100_000 == 0 {
				progress(fmt.Sprintf("%d records, %s", i+1, time.Since(start).Round(time.Second)))
			}
		}
	}
	return flush()
}

// device enrols a phone whose scope is everything that the role opens.
func (w *world) device(ctx context.Context, user change.ID, name string) (*sync.EnrolAnswer, *ecdsa.PrivateKey, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), crand.Reader)
	if err != nil {
		return nil, nil, err
	}
	_, code, _, err := w.s.Invite(ctx, nil, user, name)
	if err != nil {
		return nil, nil, err
	}
	point, err := key.PublicKey.Bytes()
	if err != nil {
		return nil, nil, err
	}
	e, err := w.s.Enrol(ctx, code, point)
	if err != nil {
		return nil, nil, err
	}
	return &sync.EnrolAnswer{Device: e.ID, Tag: e.Tag, User: e.User, Partition: e.Partition, Token: e.Token}, key, nil
}

// user makes an account.
func (w *world) user(ctx context.Context, login, role string, area change.ID) (change.ID, error) {
	id, _, err := w.s.CreateUser(ctx, nil, signin.NewUser{Login: login, Name: "Bench " + login, Unit: w.unit, Role: role, Area: area, Password: "thong-so-may-42"})
	return id, err
}

// visit is one visit of realistic size.
func (w *world) visit(home, village, by change.ID) map[string]json.RawMessage {
	day := time.UnixMilli(w.n.Now()).AddDate(0, 0, -w.r.IntN(300)).Format(time.DateOnly)
	return kind.Fields(activity.Visit{Household: home, Area: village, On: day, By: by, Unit: w.unit, Met: int64(1 + w.r.IntN(5)),
		Purposes: []string{w.term("visit_purpose")}, Conditions: []string{w.term("visit_condition")}, NextDue: day, Note: fmt.Sprintf("Gia đình ổn định, đã hẹn thăm lại lần %d.", w.r.IntN(50))})
}

func (w *world) term(vocabulary string) string {
	terms := w.n.Pack.Vocabulary(vocabulary).Terms
	return terms[w.r.IntN(len(terms))].Code
}

// homes makes households in some villages and gives their ids with their village.
func (w *world) homes(ctx context.Context, n int, villages []change.ID) ([][2]change.ID, error) {
	var out [][2]change.ID
	for len(out) < n {
		var drafts []writer.Draft
		for len(drafts) < 1000 {
			village := villages[w.r.IntN(len(villages))]
			id := w.id()
			drafts = append(drafts, writer.Draft{Kind: "household", Record: id, Fields: kind.Fields(household.Household{Area: village, Name: w.n.Pack.Names.Person(w.r, false), Generated: true})})
			out = append(out, [2]change.ID{id, village})
			if len(out) == n {
				break
			}
		}
		if _, err := w.n.Writer.Write(ctx, w.officer, nil, drafts...); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// someVisits makes drafts of visits.
func (w *world) someVisits(n int, homes [][2]change.ID) []writer.Draft {
	drafts := make([]writer.Draft, n)
	for i := range drafts {
		home := homes[w.r.IntN(len(homes))]
		drafts[i] = writer.Draft{Kind: "visit", Record: w.id(), Fields: w.visit(home[0], home[1], w.officer)}
	}
	return drafts
}
