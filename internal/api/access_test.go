package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	gosync "sync"
	"testing"

	"bamban/internal/api"
	"bamban/internal/blob"
	"bamban/internal/change"
	"bamban/internal/demo"
	"bamban/internal/household"
	"bamban/internal/importer"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/node/nodetest"
	"bamban/internal/pack"
	"bamban/internal/privacy"
	"bamban/internal/projection"
	"bamban/internal/signin"
	"bamban/internal/sync"
	"bamban/internal/writer"
	"bamban/packs"
)

var update = flag.Bool("update", false, "write the golden files")

// office is a filled node with a signed-in cookie per role.
type office struct {
	n       *node.Node
	signIn  *signin.Service
	server  *api.Server
	cookies map[string]*http.Cookie
	units   map[string]change.ID
	in, out map[string]change.ID // by kind: a record inside and outside the station's scope
	users   map[string]change.ID // by role
	blobs   *blob.Store
	digests map[change.ID][]string // of photos, by whom they are about
}

var roles = []string{"anonymous", "village_reporter", "station_officer", "station_desk", "provincial_desk", "partner", "sponsor", "auditor", "it_officer"}

// filled is a closed office's folder and who is in it: made once for each test program,
// for passwords are slow to make by design.
type filled struct {
	files map[string][]byte
	o     *office
}

var fill = gosync.OnceValues(func() (*filled, error) {
	dir, err := os.MkdirTemp("", "bamban-office-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	p, problems := pack.Load(packs.LaiChau())
	if len(problems) > 0 {
		return nil, errors.New(problems[0].String())
	}
	ctx := context.Background()
	n, err := node.Open(ctx, node.Options{Dir: dir, Pack: p})
	if err != nil {
		return nil, err
	}
	s := signin.New(n)
	o := &office{n: n, cookies: map[string]*http.Cookie{}, units: map[string]change.ID{}, in: map[string]change.ID{}, out: map[string]change.ID{}, users: map[string]change.ID{}}
	_, err = demo.Fill(ctx, n, s, demo.Options{Households: 120, Seed: 3})
	if err == nil {
		err = o.places(ctx)
	}
	if err == nil {
		err = o.people(ctx, s)
	}
	if err := errors.Join(err, n.Close()); err != nil {
		return nil, err
	}
	files, err := nodetest.Files(dir)
	return &filled{files, o}, err
})

func newOffice(t *testing.T) *office {
	t.Helper()
	f, err := fill()
	if err != nil {
		t.Fatal(err)
	}
	n, err := node.Open(context.Background(), node.Options{Dir: nodetest.Copy(t, f.files), Pack: f.o.n.Pack})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := n.Close(); err != nil {
			t.Error(err)
		}
	})
	s := signin.New(n)
	blobs, err := blob.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	core, err := sync.New(n, s)
	if err != nil {
		t.Fatal(err)
	}
	files, err := sync.NewFiles(core, blobs, t.TempDir(), 1<<20, api.WriteFault, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	bundles, err := sync.NewBundles(core, files)
	if err != nil {
		t.Fatal(err)
	}
	imports, err := importer.NewDesk(n)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := imports.Close(); err != nil {
			t.Error(err)
		}
	})
	private, err := privacy.New(n, blobs)
	if err != nil {
		t.Fatal(err)
	}
	server, err := api.New(api.Deps{Node: n, SignIn: s, Sync: core, PackFS: packs.LaiChau(), Files: blobs, Bundles: bundles, Imports: imports, Privacy: private, Version: "test", Slog: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	return &office{n: n, signIn: s, server: server, cookies: maps.Clone(f.o.cookies), units: maps.Clone(f.o.units), in: maps.Clone(f.o.in), out: maps.Clone(f.o.out),
		users: maps.Clone(f.o.users), blobs: blobs, digests: map[change.ID][]string{}}
}

// places makes a household, with an adult and a child, in the station's care and
// one outside it.
func (o *office) places(ctx context.Context) error {
	station := firstStation(o.n.Pack)
	o.units["station"], o.units["command"] = o.n.UnitID(station.Key), o.n.UnitID(o.n.Pack.Units[0].Key)
	commune := station.Areas[len(station.Areas)-1].Area
	for i := range o.n.Pack.Areas {
		a := &o.n.Pack.Areas[i]
		if a.Level != "village" {
			continue
		}
		where := o.out
		if a.Parent == commune {
			where = o.in
		}
		if where["household"].IsZero() {
			if err := o.family(ctx, o.n.AreaID(a.Key), where); err != nil {
				return err
			}
			where["area"] = o.n.AreaID(a.Parent)
		}
	}
	return nil
}

func (o *office) family(ctx context.Context, village change.ID, where map[string]change.ID) error {
	h, p := o.n.Writer.NewID(), o.n.Writer.NewID()
	_, err := o.n.Writer.Write(ctx, change.ID{}, nil,
		writer.Draft{Kind: "household", Record: h, Fields: kind.Fields(household.Household{Area: village, Name: "Lò Văn Thử", Phone: "0900", Generated: true})},
		writer.Draft{Kind: "person", Record: p, Fields: kind.Fields(household.Person{Area: village, Name: "Lò Thị Bé", Born: "2018", Ethnicity: "thai", Generated: true})},
		writer.Draft{Kind: "membership", Record: o.n.Writer.NewID(), Fields: kind.Fields(household.Membership{Household: h, Person: p, Area: village})})
	where["household"], where["person"], where["village"] = h, p, village
	return err
}

func firstStation(p *pack.Pack) pack.Unit {
	for _, u := range p.Units {
		if u.Type == "border_station" {
			return u
		}
	}
	return pack.Unit{}
}

// people makes a user of each role and signs them in.
func (o *office) people(ctx context.Context, s *signin.Service) error {
	for _, role := range roles[1:] {
		u := signin.NewUser{Login: strings.ReplaceAll(role, "_", "."), Name: "Người Thử", Unit: o.units["station"], Role: role, Password: "quê hương 2026 mới"}
		switch role {
		case "provincial_desk", "auditor", "it_officer":
			u.Unit = o.units["command"]
		case "partner", "village_reporter":
			u.Area = o.in["area"]
		}
		id, _, err := s.CreateUser(ctx, nil, u)
		if err != nil {
			return fmt.Errorf("%s: %w", role, err)
		}
		o.users[role] = id
		if role == "station_officer" {
			_, err := o.n.Writer.Write(ctx, change.ID{}, nil, writer.Draft{Kind: "assignment", Record: o.n.Writer.NewID(), Fields: map[string]json.RawMessage{
				"user": quote(id.String()), "unit": quote(o.units["station"].String()), "role": quote("household_in_charge"), "household": quote(o.in["household"].String()),
				"area": quote(o.in["village"].String()), "from": quote("2020-01-01")}})
			if err != nil {
				return err
			}
		}
		token, _, err := s.Password(ctx, u.Login, u.Password, "test")
		if err != nil {
			return fmt.Errorf("%s: %w", role, err)
		}
		o.cookies[role] = &http.Cookie{Name: "bamban_session", Value: token}
	}
	return nil
}

func quote(s string) json.RawMessage { return json.RawMessage(`"` + s + `"`) }

// ask sends a request as a role.
func (o *office) ask(role, method, path, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("X-Bamban", "1")
	if c := o.cookies[role]; c != nil {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	o.server.ServeHTTP(w, r)
	return w
}

// probe is one request that the table asks in each role.
type probe struct{ name, method, path, body string }

// probes of a route: one for most, and for those about records one inside and one
// outside the station's scope. Requests that would change what later ones find are
// made to fail on their content, after the question of access was answered.
func (o *office) probes(r api.Route) []probe {
	body := map[string]string{"POST": "{}", "PATCH": "{}"}[r.Method]
	one := func(path string) []probe { return []probe{{"", r.Method, path, body}} }
	some := func(template string, kinds ...string) []probe {
		var out []probe
		for _, k := range kinds {
			for name, where := range map[string]map[string]change.ID{"in": o.in, "out": o.out} {
				out = append(out, probe{k + " " + name, r.Method, strings.NewReplacer("{kind}", k, "{id}", where[k].String()).Replace(template), body})
			}
		}
		slices.SortFunc(out, func(a, b probe) int { return strings.Compare(a.name, b.name) })
		return out
	}
	switch {
	case r.Path == "/api/records/{kind}" && r.Method == "POST":
		var out []probe
		for name, where := range map[string]map[string]change.ID{"household in": o.in, "household out": o.out} {
			out = append(out, probe{name, "POST", "/api/records/household", fmt.Sprintf(`{"fields":{"area":"%s","name":"Giàng A Thử","phone":7}}`, where["village"])})
		}
		slices.SortFunc(out, func(a, b probe) int { return strings.Compare(a.name, b.name) })
		return out
	case r.Path == "/api/records/{kind}", r.Path == "/api/export/{kind}":
		var out []probe
		for _, k := range []string{"household", "person", "visit", "user", "grant", "device", "credential"} {
			out = append(out, probe{k, r.Method, strings.Replace(r.Path, "{kind}", k, 1) + "?format=csv", ""})
		}
		return out
	case strings.HasPrefix(r.Path, "/api/records/{kind}/{id}") && r.Method == "DELETE":
		return []probe{{"missing", "DELETE", "/api/records/household/" + change.ID{1}.String(), ""}}
	case strings.HasPrefix(r.Path, "/api/records/{kind}/{id}"):
		return some(r.Path, "household", "person")
	case r.Path == "/api/session" && r.Method == "DELETE":
		return nil // it would end the session that the rest needs; TestSigningOut has it
	case r.Path == "/api/figures":
		return []probe{{"visits", "GET", "/api/figures?period=2026&codes=visits", ""}, {"visits out", "GET", "/api/figures?period=2026&codes=visits&area=" + o.out["village"].String(), ""},
			{"households", "GET", "/api/figures?period=2026&codes=households_poor", ""}, {"all", "GET", "/api/figures?period=2026", ""}}
	case r.Path == "/api/figures/{code}/records":
		return []probe{{"visits", "GET", "/api/figures/visits/records?period=2026", ""}, {"visits out", "GET", "/api/figures/visits/records?period=2026&area=" + o.out["village"].String(), ""}}
	case r.Path == "/api/forms/{id}/{version}":
		return one("/api/forms/household_visit/1")
	case strings.HasPrefix(r.Path, "/api/people/{id}/"):
		return some(strings.Replace(r.Path, "{pair}", change.ID{1}.String(), 1), "person")
	case strings.Contains(r.Path, "{id}"):
		return one(strings.Replace(r.Path, "{id}", change.ID{1}.String(), 1))
	case strings.Contains(r.Path, "{digest}"):
		return one(strings.Replace(r.Path, "{digest}", strings.Repeat("0", 64), 1))
	case strings.Contains(r.Path, "{name}"):
		return one(strings.Replace(r.Path, "{name}", "border.geojson", 1))
	case r.Path == "/api/recordings":
		return one(r.Path + "?of=text:reporter.visit&language=thai") // a body that is no sound
	case r.Path == "/api/search":
		return one(r.Path + "?q=thu")
	}
	return one(r.Path)
}

// The table is a golden file: a line per route and probe, with each role's status.
// A new route is a new line, which fails until somebody has read it and written it
// with -update.
func TestEachRouteAnswersEachRoleAsTheTableSays(t *testing.T) {
	o := newOffice(t)
	var b bytes.Buffer
	fmt.Fprintf(&b, "# status by role: %s\n", strings.Join(roles, " "))
	for _, r := range o.server.Routes() {
		for _, p := range o.probes(r) {
			fmt.Fprintf(&b, "%-6s %-42s %-14s", r.Method, r.Path, p.name)
			for _, role := range roles {
				fmt.Fprintf(&b, " %d", o.ask(role, p.method, p.path, p.body).Code)
			}
			b.WriteByte('\n')
		}
	}
	const golden = "testdata/access.golden"
	if *update {
		if err := os.WriteFile(golden, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(b.Bytes(), want) {
		t.Errorf("access is not as the table says; read the lines, and if they are right: go test ./internal/api -update\n%s", difference(b.String(), string(want)))
	}
}

func difference(got, want string) string {
	var out strings.Builder
	have := strings.Split(want, "\n")
	for _, line := range strings.Split(got, "\n") {
		if !slices.Contains(have, line) {
			out.WriteString("  got  " + line + "\n")
		}
	}
	lines := strings.Split(got, "\n")
	for _, line := range have {
		if !slices.Contains(lines, line) {
			out.WriteString("  want " + line + "\n")
		}
	}
	return out.String()
}

// Whoever must not see a child's name must not get it by any way that the API has.
func TestAChildsNameDoesNotLeaveByAnyWay(t *testing.T) {
	o := newOffice(t)
	ways := []string{
		"/api/records/person/" + o.in["person"].String(), "/api/records/person/" + o.in["person"].String() + "/history",
		"/api/records/person?q=be", "/api/records/person?limit=200", "/api/search?q=lo+thi+be", "/api/search?q=be&kind=person",
		"/api/records/membership?f.household=" + o.in["household"].String(), "/api/export/person?format=csv", "/api/export/person?format=jsonl", "/api/today",
	}
	for _, role := range []string{"village_reporter", "provincial_desk", "partner", "sponsor", "auditor", "it_officer"} {
		for _, way := range ways {
			if body := o.ask(role, "GET", way, "").Body.String(); strings.Contains(body, "Lò Thị Bé") && !mayCareForChildren(role) {
				t.Errorf("%s reads a child's name at %s", role, way)
			}
		}
	}
	if body := o.ask("station_desk", "GET", ways[0], "").Body.String(); !strings.Contains(body, "Lò Thị Bé") {
		t.Errorf("the station that cares for the child can't read its name: %.200s", body)
	}
}

func mayCareForChildren(role string) bool { return role == "station_desk" || role == "station_officer" }

func TestEveryLookAtAChildIsWrittenDown(t *testing.T) {
	o := newOffice(t)
	looks := func() int64 {
		n, err := o.n.Projection.Count(context.Background(), projection.Query{Kind: "look", Scope: everything()})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	for _, way := range []string{"/api/records/person/" + o.in["person"].String(), "/api/search?q=lo+thi+be", "/api/records/person?q=be", "/api/export/person?format=csv"} {
		before := looks()
		if w := o.ask("station_desk", "GET", way, ""); w.Code != 200 {
			t.Fatalf("%s: %d %s", way, w.Code, w.Body)
		}
		if looks() == before {
			t.Errorf("a look by %s is not in the access log", way)
		}
	}
}
