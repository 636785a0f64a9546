package writer_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"strings"
	"testing"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/pack"
	"bamban/internal/signin"
	"bamban/internal/writer"
	"bamban/packs"
)

// phone is an enrolled device of a station's desk, with its own key.
type phone struct {
	n       *node.Node
	e       *signin.Enrolled
	key     *ecdsa.PrivateKey
	viewer  *access.Viewer
	village change.ID
	clock   change.Clock
}

func newPhone(t *testing.T) *phone {
	t.Helper()
	ctx := context.Background()
	p, problems := pack.Load(packs.LaiChau())
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	n, err := node.Open(ctx, node.Options{Dir: t.TempDir(), Pack: p})
	must(t, err)
	t.Cleanup(func() { must(t, n.Close()) })
	s := signin.New(n)
	unit := change.ID{}
	for _, u := range p.Units {
		if u.Type == "border_station" {
			unit = n.UnitID(u.Key)
			break
		}
	}
	user, _, err := s.CreateUser(ctx, nil, signin.NewUser{Login: "tram", Name: "Người Thử", Unit: unit, Role: "station_desk"})
	must(t, err)
	_, code, _, err := s.Invite(ctx, nil, user, "điện thoại")
	must(t, err)
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	point, err := key.PublicKey.Bytes()
	must(t, err)
	e, err := s.Enrol(ctx, code, point)
	must(t, err)
	v, err := n.Viewer(ctx, user)
	must(t, err)
	areas := v.Scope(access.Create, n.Kinds.Get("household")).Areas
	return &phone{n: n, e: e, key: key, viewer: v, village: areas[len(areas)-1]}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// household makes a change that adds a household.
func (p *phone) household(n uint64, mend func(*change.Change)) *change.Change {
	c := &change.Change{N: n, Time: p.clock.Now(p.n.Now()), Op: change.Set, Kind: "household", KindV: 1, Record: p.n.Writer.NewID(),
		Fields: kind.Fields(household.Household{Area: p.village, Name: "Lò Văn Thử"}), Salt: make([]byte, change.SaltBytes)}
	if mend != nil {
		mend(c)
	}
	return c
}

func (p *phone) batch(t *testing.T, from uint64, changes ...*change.Change) *change.Batch {
	t.Helper()
	b := &change.Batch{Partition: p.e.Partition, Device: p.e.Tag, User: p.e.User, From: from}
	for _, c := range changes {
		b.Contents = append(b.Contents, c.Encode())
	}
	must(t, b.Sign(rand.Reader, p.key))
	return b
}

func (p *phone) push(b *change.Batch) ([]writer.Answer, error) {
	return p.n.Writer.Push(context.Background(), b, p.viewer, &p.key.PublicKey)
}

func code(err error) string {
	if err == nil {
		return ""
	}
	return fault.As(err).Code
}

func TestTheSameBatchTwiceIsAcceptedOnce(t *testing.T) {
	p := newPhone(t)
	b := p.batch(t, 1, p.household(1, nil), p.household(2, nil))
	_, err := p.push(b)
	must(t, err)
	head, _ := p.n.Head(context.Background())
	answers, err := p.push(b)
	must(t, err)
	if after, _ := p.n.Head(context.Background()); after != head {
		t.Errorf("the log grew by a repeat")
	}
	for _, a := range answers {
		if a.Status != writer.Accepted {
			t.Errorf("a repeat is answered %s, want accepted", a.Status)
		}
	}
}

func TestABatchThatCannotBeTakenIsRefusedAsAWhole(t *testing.T) {
	p := newPhone(t)
	first := p.batch(t, 1, p.household(1, nil), p.household(2, nil))
	_, err := p.push(first)
	must(t, err)
	other := func(mend func(*change.Batch)) *change.Batch {
		b := p.batch(t, 3, p.household(3, nil))
		mend(b)
		return b
	}
	for name, c := range map[string]struct {
		b    *change.Batch
		code string
	}{
		"held in part":       {p.batch(t, 2, p.household(2, nil), p.household(3, nil)), "batch.overlap"},
		"a number used anew": {p.batch(t, 1, p.household(1, nil), p.household(2, nil)), "change.number_reused"},
		"numbers with a gap": {p.batch(t, 3, p.household(3, nil), p.household(5, nil)), "change.gap"},
		"a bad signature":    {other(func(b *change.Batch) { b.Signature[7]++ }), "batch.bad_signature"},
		"an altered content": {other(func(b *change.Batch) { b.Contents[0] = append([]byte(" "), b.Contents[0]...) }), "batch.bad_signature"},
		"another partition":  {other(func(b *change.Batch) { b.Partition = "99"; _ = b.Sign(rand.Reader, p.key) }), "batch.wrong_partition"},
		"nothing in it":      {other(func(b *change.Batch) { b.Contents = nil }), "batch.too_many"},
		"broken UTF-8": {other(func(b *change.Batch) {
			b.Contents[0] = []byte("{\"n\":3,\"k\":\"\xff\"}")
			_ = b.Sign(rand.Reader, p.key)
		}), "change.not_utf8"},
		"content without JSON": {other(func(b *change.Batch) { b.Contents[0] = []byte("x"); _ = b.Sign(rand.Reader, p.key) }), "change.not_json"},
	} {
		before, _ := p.n.Head(context.Background())
		if _, err := p.push(c.b); code(err) != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
		if after, _ := p.n.Head(context.Background()); after != before {
			t.Errorf("%s: the log grew", name)
		}
	}
}

func TestWhatCannotTakeEffectWaitsInQuarantineWithItsReason(t *testing.T) {
	p := newPhone(t)
	raw := func(field, value string) func(*change.Change) {
		return func(c *change.Change) { c.Fields[field] = json.RawMessage(value) }
	}
	cases := []struct {
		name, code, field string
		mend              func(*change.Change)
	}{
		{"unknown kind", "kind.unknown", "kind", func(c *change.Change) { c.Kind = "spaceship" }},
		{"internal kind", "kind.unknown", "kind", func(c *change.Change) { c.Kind = "credential" }},
		{"unknown field", "field.unknown", "colour", raw("colour", `"red"`)},
		{"wrong type", "field.wrong_type", "name", raw("name", `7`)},
		{"too long", "field.too_long", "phone", raw("phone", `"`+strings.Repeat("9", 33)+`"`)},
		{"NUL", "field.nul", "phone", raw("phone", `"a\u0000"`)},
		{"unknown reference", "ref.unknown", "area", raw("area", `"`+change.ID{7}.String()+`"`)},
		{"outside the scope", "scope.outside", "", raw("area", `"`+p.n.AreaID("province/12").String()+`"`)},
		{"required is missing", "field.required", "name", func(c *change.Change) { delete(c.Fields, "name") }},
		{"from the future", "change.future", "t", func(c *change.Change) { c.Time = change.TimeAt(p.n.Now() + 1000*3_600_000) }},
	}
	var changes []*change.Change
	for i, c := range cases {
		changes = append(changes, p.household(uint64(i)+1, c.mend))
	}
	answers, err := p.push(p.batch(t, 1, changes...))
	must(t, err)
	for i, a := range answers {
		if a.Status != writer.Quarantined || a.Fault.Code != cases[i].code {
			t.Errorf("%s: %s %v, want quarantined %s", cases[i].name, a.Status, a.Fault, cases[i].code)
			continue
		}
		if vi, en := a.Fault.Text("vi"), a.Fault.Text("en"); a.Fault.Field != cases[i].field || vi == en || strings.Contains(vi+en, "{") {
			t.Errorf("%s: at %q, %q, %q; want it at %q and whole in two languages", cases[i].name, a.Fault.Field, vi, en, cases[i].field)
		}
		if _, err := p.n.Projection.Get(context.Background(), changes[i].Record); code(err) != "not_found" {
			t.Errorf("%s: it took effect: %v", cases[i].name, err)
		}
	}
	held, err := p.n.Projection.Quarantine(context.Background(), 0, 50)
	must(t, err)
	if len(held) != len(cases) {
		t.Errorf("%d in quarantine, want %d: nothing is lost", len(held), len(cases))
	}
}

func TestAChangeFromTheFutureTakesEffectOnceReleased(t *testing.T) {
	p, ctx := newPhone(t), context.Background()
	late := p.household(1, func(c *change.Change) { c.Time = change.TimeAt(p.n.Now() + 3*365*24*3_600_000) })
	_, err := p.push(p.batch(t, 1, late))
	must(t, err)
	if known, err := p.n.Projection.Lookup(ctx, []change.ID{late.Record}); err != nil || len(known) != 0 {
		t.Fatalf("it took effect before its release: %v %v", known, err)
	}
	_, err = p.n.Writer.Write(ctx, p.e.User, p.viewer, writer.Draft{Op: change.Release, Target: &change.Target{Device: p.e.Tag, N: 1}})
	must(t, err)
	r, err := p.n.Projection.Get(ctx, late.Record)
	must(t, err)
	if r.State.Latest().Time.Milli() > p.n.Now() {
		t.Errorf("released, it is still from the future and would win over every edit")
	}
}

func TestNobodyGivesThemselvesARole(t *testing.T) {
	p := newPhone(t)
	grant := func(user change.ID, role string) error {
		_, err := p.n.Writer.Write(context.Background(), p.e.User, p.viewer, writer.Draft{Kind: "grant", Record: p.n.Writer.NewID(), Fields: map[string]json.RawMessage{
			"user": quote(user.String()), "role": quote(role), "unit": quote(p.viewer.Unit.String()), "from": quote("2026-01-01")}})
		return err
	}
	if err := grant(p.e.User, "provincial_desk"); code(err) != "grant.self" {
		t.Errorf("a role for oneself: %v, want grant.self", err)
	}
	other, _, err := signin.New(p.n).CreateUser(context.Background(), nil, signin.NewUser{Login: "khac", Name: "Người Khác", Unit: p.viewer.Unit})
	must(t, err)
	if err := grant(other, "provincial_desk"); code(err) != "grant.not_yours" {
		t.Errorf("a role above one's own for another: %v, want grant.not_yours", err)
	}
}

func quote(s string) json.RawMessage { return json.RawMessage(`"` + s + `"`) }
