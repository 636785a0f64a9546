package sync_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"net"
	"net/http"
	"sync/atomic"
	"testing"

	"bamban/internal/access"
	"bamban/internal/assignment"
	"bamban/internal/change"
	"bamban/internal/demo"
	"bamban/internal/projection"
	"bamban/internal/signin"
	"bamban/internal/sync"
	"bamban/internal/sync/client"
)

// counted counts what arrives on a connection.
type counted struct {
	net.Conn
	n *atomic.Int64
}

func (c counted) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	c.n.Add(int64(n))
	return n, err
}

// firstSync enrols a phone for a user and lets it meet the server once: how many
// records it holds then, and how many bytes came.
func (o *office) firstSync(t *testing.T, user change.ID) (records int, bytes int64) {
	t.Helper()
	ctx := context.Background()
	var n atomic.Int64
	line := &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
		c, err := (&net.Dialer{}).DialContext(ctx, network, addr)
		return counted{c, &n}, err
	}}}
	defer line.CloseIdleConnections()
	_, code, _, err := o.s.Invite(ctx, nil, user, "điện thoại")
	must(t, err)
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	point, err := key.PublicKey.Bytes()
	must(t, err)
	tr := &client.HTTP{Client: line, Base: o.server.URL}
	e, err := tr.Enrol(ctx, sync.EnrolRequest{Code: code, Key: point})
	must(t, err)
	n.Store(0)
	phone, err := client.New(client.Deps{Identity: client.Identity{Tag: e.Tag, User: e.User, Partition: e.Partition, Token: e.Token, Key: key}, Kinds: o.n.Kinds,
		Transport: tr, Store: client.NewStore(), Now: o.n.Now, Random: rand.Reader})
	must(t, err)
	_, err = phone.Sync(ctx)
	must(t, err)
	return len(phone.Store.Records), n.Load()
}

func TestTheDeclaredBudgetIsWhatAFirstSyncCarries(t *testing.T) {
	o := newOffice(t)
	ctx := context.Background()
	accounts, err := demo.Fill(ctx, o.n, signin.New(o.n), demo.Options{Households: 400, Seed: 7})
	must(t, err)
	within := func(login, what string, said, came int64) {
		t.Logf("%s: %d %s declared, %d came", login, said, what, came)
		if said*100 < came*85 || said*100 > came*115 {
			t.Errorf("%s: %d %s declared, %d came; want within 15%%", login, said, what, came)
		}
	}
	measure := func(login string) {
		users, err := o.n.Projection.FindBy(ctx, "user", "login", login, 1)
		must(t, err)
		v, err := o.n.Viewer(ctx, users[0].ID)
		must(t, err)
		b, err := o.core.Budget(ctx, v)
		must(t, err)
		records, bytes := o.firstSync(t, users[0].ID)
		within(login, "records", b.Records, int64(records))
		within(login, "bytes", b.Bytes, bytes)
	}
	for _, a := range accounts {
		measure(a.Login)
	}
	// And of an officer who has households by themselves and no village.
	o.officer(t)
	homes, err := o.n.Projection.List(ctx, projection.Query{Kind: "household", Scope: access.Scope{Everywhere: true}, Limit: 40})
	must(t, err)
	for _, h := range homes.Records {
		o.assign(t, assignment.Assignment{Household: h.ID})
	}
	measure("office")
}
