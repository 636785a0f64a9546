// Package signintest is an enrolled phone for tests: it keeps changes without a signal
// and sends them when it is told to.
package signintest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"testing"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/node"
	"bamban/internal/signin"
	"bamban/internal/writer"
)

// Phone is a device of a user, with changes that it has not sent.
type Phone struct {
	*signin.Enrolled
	t      testing.TB
	n      *node.Node
	viewer *access.Viewer
	key    *ecdsa.PrivateKey
	clock  change.Clock
	last   uint64
	held   [][]byte
}

// New enrols a phone of the viewer's user.
func New(t testing.TB, n *node.Node, s *signin.Service, viewer *access.Viewer) *Phone {
	t.Helper()
	p := &Phone{t: t, n: n, viewer: viewer}
	_, code, _, err := s.Invite(t.Context(), nil, viewer.User, "điện thoại")
	p.must(err)
	p.key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	p.must(err)
	point, err := p.key.PublicKey.Bytes()
	p.must(err)
	p.Enrolled, err = s.Enrol(t.Context(), code, point)
	p.must(err)
	return p
}

func (p *Phone) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

// Write keeps a change on the phone.
func (p *Phone) Write(kindName string, id change.ID, fields map[string]json.RawMessage) change.ID {
	p.last++
	c := &change.Change{N: p.last, Time: p.clock.Now(p.n.Now()), Op: change.Set, Kind: kindName, KindV: 1, Record: id, Fields: fields, Salt: make([]byte, change.SaltBytes)}
	p.held = append(p.held, c.Encode())
	return id
}

// Push sends what is held.
func (p *Phone) Push() []writer.Answer {
	p.t.Helper()
	if len(p.held) == 0 {
		return nil
	}
	b := &change.Batch{Partition: p.Partition, Device: p.Tag, User: p.User, From: p.last - uint64(len(p.held)) + 1, Contents: p.held}
	p.must(b.Sign(rand.Reader, p.key))
	p.held = nil
	answers, err := p.n.Writer.Push(p.t.Context(), b, p.viewer, &p.key.PublicKey)
	p.must(err)
	return answers
}
