package sync_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"errors"
	"log/slog"
	mathrand "math/rand/v2"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bamban/internal/access"
	"bamban/internal/api"
	"bamban/internal/blob"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/household"
	"bamban/internal/kind"
	logsqlite "bamban/internal/log/sqlite"
	"bamban/internal/node"
	"bamban/internal/node/nodetest"
	"bamban/internal/pack"
	"bamban/internal/signin"
	"bamban/internal/sync"
	"bamban/internal/sync/client"
	"bamban/internal/writer"
	"bamban/packs"
)

// office is a server over HTTP with one enrolled phone of a station's desk.
type office struct {
	n       *node.Node
	s       *signin.Service
	core    *sync.Server
	server  *httptest.Server
	phone   *client.Client
	blobs   *blob.Store
	uploads string
	device  change.ID
	village change.ID
	home    change.ID
	token   string
}

// another is a copy of the published folder that is a server of its own.
func another(t testing.TB) string {
	t.Helper()
	dir := nodetest.Folder(t)
	must(t, os.Remove(filepath.Join(dir, "server.key")))
	l, err := logsqlite.Open(filepath.Join(dir, node.LogFile))
	must(t, err)
	must(t, l.NewEpoch(context.Background(), mathrand.Uint64()))
	must(t, l.Close())
	return dir
}

func newOffice(t testing.TB) *office {
	t.Helper()
	return newOfficeOfPages(t, 0)
}

// newOfficeOfPages has pages of so many records; 0 leaves what the pack says.
func newOfficeOfPages(t testing.TB, page int) *office {
	t.Helper()
	ctx := context.Background()
	p, problems := pack.Load(packs.LaiChau())
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if page > 0 {
		for i := range p.Settings.List {
			if p.Settings.List[i].Code == pack.PullPage {
				p.Settings.List[i].Values = []pack.SettingValue{{Value: page}}
			}
		}
	}
	n, err := node.Open(ctx, node.Options{Dir: another(t), Pack: p})
	must(t, err)
	o := &office{n: n, s: signin.New(n)}
	core, err := sync.New(n, o.s)
	must(t, err)
	o.core = core
	o.blobs, err = blob.Open(filepath.Join(t.TempDir(), "files"))
	must(t, err)
	o.uploads = filepath.Join(t.TempDir(), "uploads")
	files, err := sync.NewFiles(core, o.blobs, o.uploads, 1<<20, api.WriteFault, slog.New(slog.DiscardHandler))
	must(t, err)
	bundles, err := sync.NewBundles(core, files)
	must(t, err)
	h, err := sync.NewHandler(core, files, bundles, api.WriteFault, func(string, int, time.Duration) {}, slog.New(slog.DiscardHandler))
	must(t, err)
	o.server = httptest.NewServer(h)
	t.Cleanup(func() {
		o.server.Close()
		must(t, n.Close())
	})
	o.enrol(ctx, t)
	return o
}

func (o *office) enrol(ctx context.Context, t testing.TB) {
	t.Helper()
	var station pack.Unit
	for _, u := range o.n.Pack.Units {
		if u.Type == "border_station" {
			station = u
			break
		}
	}
	user, _, err := o.s.CreateUser(ctx, nil, signin.NewUser{Login: "office", Name: "Người Thử", Unit: o.n.UnitID(station.Key), Role: "station_desk"})
	must(t, err)
	v, err := o.n.Viewer(ctx, user)
	must(t, err)
	areas := v.Scope(access.Read, o.n.Kinds.Get("household")).Areas
	o.village, o.home = areas[len(areas)-1], o.n.Writer.NewID()
	_, err = o.n.Writer.Write(ctx, change.ID{}, nil, writer.Draft{Kind: "household", Record: o.home, Fields: kind.Fields(household.Household{Area: o.village, Name: "Lò Văn Thử"})})
	must(t, err)
	device, code, _, err := o.s.Invite(ctx, nil, user, "điện thoại")
	must(t, err)
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	point, err := key.PublicKey.Bytes()
	must(t, err)
	tr := &client.HTTP{Client: o.server.Client(), Base: o.server.URL}
	e, err := tr.Enrol(ctx, sync.EnrolRequest{Code: code, Key: point})
	must(t, err)
	if _, err := tr.Enrol(ctx, sync.EnrolRequest{Code: code, Key: point}); !errors.Is(err, fault.New("device.code_wrong", "")) {
		t.Errorf("a code used twice: %v", err)
	}
	o.device, o.token = device, e.Token
	o.phone, err = client.New(client.Deps{Identity: client.Identity{Tag: e.Tag, User: e.User, Partition: e.Partition, Token: e.Token, Key: key}, Kinds: o.n.Kinds,
		Transport: tr, Store: client.NewStore(), Now: o.n.Now, Random: rand.Reader})
	must(t, err)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestAPhonePullsItsScopeAndPushesWhatItWrote(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	_, err := o.phone.Sync(ctx)
	must(t, err)
	if o.phone.Store.Records[o.home] == nil {
		t.Fatal("the phone does not hold a household of its scope")
	}
	_, err = o.phone.Write("household", o.home, map[string]json.RawMessage{"phone": json.RawMessage(`"09 <&> Điện"`)})
	must(t, err)
	r, err := o.phone.Sync(ctx)
	must(t, err)
	if r.Pushed != 1 || len(r.Answers) != 0 {
		t.Errorf("pushed %d, answers %v; want 1 plainly accepted", r.Pushed, r.Answers)
	}
	got, err := o.n.Projection.Get(ctx, o.home)
	must(t, err)
	if v := string(got.State.Value("phone", got.Kind)); v != `"09 <&> Điện"` {
		t.Errorf("the server has %s", v)
	}
}

func FuzzPushBody(f *testing.F) {
	o := newOffice(f)
	f.Add([]byte(`{"partition":"12","device":"00000000","user":"0000000000000000000000","from":1,"changes":[{"n":1}],"signature":""}`))
	f.Add([]byte(`{"changes":null}`))
	f.Add([]byte("[]"))
	f.Fuzz(func(t *testing.T, body []byte) {
		if code := o.post(t, sync.PathPush, "", body); code == "internal" || strings.HasPrefix(code, "broken") {
			t.Fatalf("%q: %s", body, code)
		}
	})
}

func FuzzPullCursor(f *testing.F) {
	o := newOffice(f)
	_, err := o.phone.Sync(context.Background())
	must(f, err)
	f.Add(o.phone.Store.Cursor)
	f.Add("")
	f.Add("AAAAAAAAAAABAAAAAAAAAAA")
	f.Fuzz(func(t *testing.T, cursor string) {
		body, err := json.Marshal(sync.PullRequest{Cursor: cursor})
		must(t, err)
		if code := o.post(t, sync.PathPull, "", body); code == "internal" || strings.HasPrefix(code, "broken") {
			t.Fatalf("%q: %s", cursor, code)
		}
	})
}

func FuzzSearchQuery(f *testing.F) {
	o := newOffice(f)
	everywhere := map[string]access.Scope{}
	for _, k := range o.n.Kinds.All() {
		everywhere[k.Name] = access.Scope{Everywhere: true}
	}
	for _, s := range []string{"muong te", `" OR 1 --`, "a* NEAR(b", "zqk1", "điện\x00", "*"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := o.n.Projection.Search(context.Background(), text, nil, everywhere, 20); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
	})
}
