package api

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"time"

	"bamban/internal/fault"
	"bamban/internal/importer"
	"bamban/internal/maps"
	"bamban/internal/node"
	"bamban/internal/privacy"
	"bamban/internal/signin"
	"bamban/internal/sync"
)

// MapsDir is the folder of map files in a node's data folder.
const MapsDir = maps.Dir

// Account is a sign-in that a demonstration shows on its first page.
type Account struct {
	Login    string            `json:"login"`
	Password string            `json:"password"`
	Role     map[string]string `json:"role"`
	Unit     string            `json:"unit"`
}

// Deps is what the API needs; all but Accounts are required.
type Deps struct {
	Node     *node.Node
	SignIn   *signin.Service
	Sync     *sync.Server
	PackFS   fs.FS // the pack's folder, for shipped geometry
	Files    Files
	Bundles  Bundles
	Imports  *importer.Desk
	Privacy  *privacy.Service
	Version  string
	Accounts []Account // only in a demonstration
	Secure   bool      // cookies only over TLS
	Observe  func(route string, status int, took time.Duration)
	Slog     *slog.Logger
}

// Files keeps the bytes of attachments and recordings.
type Files interface {
	// Put keeps a file of at most max bytes under its digest.
	Put(ctx context.Context, r io.Reader, digest string, max int64) (size int64, media string, err error)
	// Open gives a file by digest, its size, and the media type found in it.
	Open(ctx context.Context, digest string) (io.ReadSeekCloser, int64, string, error)
}

// Server answers the API.
type Server struct {
	Deps
	mux                *http.ServeMux
	routes             []Route
	areas, units, pack cached
	turns              chan struct{}
	maps               *maps.Folder
}

// New makes the API; it serves everything under /api/.
func New(d Deps) (*Server, error) {
	if d.Node == nil || d.SignIn == nil || d.Sync == nil || d.PackFS == nil || d.Files == nil || d.Bundles == nil || d.Imports == nil || d.Privacy == nil || d.Slog == nil {
		return nil, errors.New("api: a dependency is missing")
	}
	if d.Observe == nil {
		d.Observe = func(string, int, time.Duration) {}
	}
	s := &Server{Deps: d, mux: http.NewServeMux(), turns: make(chan struct{}, runtime.GOMAXPROCS(0)), maps: maps.Open(filepath.Join(d.Node.Dir(), MapsDir))}
	s.routes = s.list()
	for _, r := range s.routes {
		s.mux.HandleFunc(r.Method+" "+r.Path, s.handle(r))
	}
	s.mux.HandleFunc("/api/", func(w http.ResponseWriter, r *http.Request) { WriteFault(w, fault.New("not_found", "")) })
	return s, nil
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

// Routes is the list of routes, for docs and for the test that tries each with
// each role.
func (s *Server) Routes() []Route { return s.routes }

// Route is one line of the list.
type Route struct {
	Method, Path string
	Who          Who
	Summary      string
	Body, Answer any // Go values whose types describe the JSON, or nil
	Do           func(*call) (any, error)
}

// Who may call a route: anyone, anyone signed in, or holders of a power.
type Who string

// Anyone needs no sign-in; Signed needs one; any other value is a power.
const (
	Anyone Who = ""
	Signed Who = "signed"
)

// call is one request on its way through a handler.
type call struct {
	context.Context
	s   *Server
	w   http.ResponseWriter
	r   *http.Request
	who *signin.Who
	id  string

	hasTurn bool
}

// turn waits until the request may take up a processor; it has it until it is
// answered. First come, first served, and no more at once than there are
// processors: of many that ask for lists at the same time none waits much longer
// than the others.
func (c *call) turn() error {
	select {
	case c.s.turns <- struct{}{}:
		c.hasTurn = true
		return nil
	case <-c.Done():
		return fault.New("busy", "").Because(c.Err())
	}
}

// MaxBody is the longest request body of the web app's API, in bytes.
const MaxBody = 1 << 20

const cookieName = "bamban_session"

// handle wraps a route: request id, sign-in, power, panic, answer, metrics.
func (s *Server) handle(route Route) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		c := &call{Context: r.Context(), s: s, w: w, r: r, id: requestID()}
		w.Header().Set("X-Request-Id", c.id)
		w.Header().Set("Cache-Control", "no-store")
		status := c.run(route)
		took := time.Since(start)
		s.Observe(route.Method+" "+route.Path, status, took)
		s.Slog.Debug("request", "id", c.id, "route", route.Path, "status", status, "took", took)
	}
}

func requestID() string {
	var b [8]byte
	_, _ = rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

// handled is an answer that the handler has written itself.
type handled struct{ status int }

func (c *call) run(route Route) (status int) {
	defer func() {
		if c.hasTurn {
			<-c.s.turns
		}
	}()
	defer func() {
		if p := recover(); p != nil {
			c.s.Slog.Error("panic", "id", c.id, "route", route.Path, "panic", p, "stack", string(debug.Stack()))
			status = WriteFault(c.w, fault.New("internal", ""))
		}
	}()
	if err := c.admit(route); err != nil {
		return WriteFault(c.w, err)
	}
	answer, err := route.Do(c)
	if err != nil {
		// Who asked and has gone is no failure.
		if fault.As(err).Class() == fault.Internal && c.Err() == nil {
			c.s.Slog.Error("request failed", "id", c.id, "route", route.Path, "error", err)
		}
		return WriteFault(c.w, err)
	}
	switch a := answer.(type) {
	case handled:
		return a.status
	case created:
		return WriteJSON(c.w, http.StatusCreated, a.value)
	case nil:
		c.w.WriteHeader(http.StatusNoContent)
		return http.StatusNoContent
	}
	return WriteJSON(c.w, http.StatusOK, answer)
}

// created is an answer with status 201.
type created struct{ value any }

// admit checks who calls: the session, the header that other sites can't send,
// a password that must be changed first, the route's power.
func (c *call) admit(route Route) error {
	if route.Method != http.MethodGet && c.r.Header.Get("X-Bamban") == "" {
		return fault.New("csrf.missing", "")
	}
	if route.Who == Anyone {
		return nil
	}
	cookie, err := c.r.Cookie(cookieName)
	if err != nil {
		return fault.New("session.expired", "")
	}
	if c.who, err = c.s.SignIn.Session(c, cookie.Value); err != nil {
		return err
	}
	if c.who.MustChange && !mayBeforeChange[route.Method+" "+route.Path] {
		return fault.New("session.must_change", "")
	}
	if route.Who != Signed && !c.who.Viewer.Has(string(route.Who)) {
		return fault.New("forbidden", "")
	}
	return nil
}

// mayBeforeChange is what a user with a one-time password can do.
var mayBeforeChange = map[string]bool{"GET /api/me": true, "POST /api/me/password": true, "DELETE /api/session": true, "GET /api/pack": true, "PATCH /api/me": true}

// body reads the request's JSON, strictly and within the bound.
func (c *call) body(to any) error {
	raw, err := io.ReadAll(http.MaxBytesReader(c.w, c.r.Body, MaxBody))
	if err != nil {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			return fault.New("body.too_large", "", "max", "1 MiB")
		}
		return fault.New("request.timeout", "").Because(err)
	}
	if err := json.Unmarshal(raw, to); err != nil {
		return fault.New("body.not_json", "").Because(err)
	}
	return nil
}

// origin is the page's origin as the browser sees it, for passkeys.
func (c *call) origin() string {
	if o := c.r.Header.Get("Origin"); o != "" {
		return o
	}
	scheme := "http"
	if c.s.Secure {
		scheme = "https"
	}
	return scheme + "://" + c.r.Host
}

// WriteJSON writes an answer.
func WriteJSON(w http.ResponseWriter, status int, answer any) int {
	var raw []byte
	if a, ok := answer.(appender); ok {
		raw = a.appendJSON(nil)
	} else {
		var err error
		if raw, err = json.Marshal(answer); err != nil {
			return WriteFault(w, err)
		}
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(raw) // a reader that has gone is not our fault
	return status
}

// statusOf is the one mapping of faults to HTTP.
var statusOf = map[fault.Class]int{fault.Invalid: 422, fault.Unsigned: 401, fault.Forbidden: 403, fault.NotFound: 404,
	fault.Conflict: 409, fault.TooLarge: 413, fault.TooMany: 429, fault.Busy: 503, fault.Internal: 500}

// FaultJSON is a fault on the wire.
type FaultJSON struct {
	Code  string            `json:"code"`
	Field string            `json:"field,omitempty"`
	Text  map[string]string `json:"text"`
	Retry bool              `json:"retry,omitempty"`
	Args  map[string]string `json:"args,omitempty"`
}

// JSONOf gives a fault's wire form.
func JSONOf(f *fault.Fault) FaultJSON {
	return FaultJSON{f.Code, f.Field, map[string]string{"vi": f.Text("vi"), "en": f.Text("en")}, f.Retry(), f.Args}
}

// WriteFault answers an error; what is not a fault is internal and says nothing.
func WriteFault(w http.ResponseWriter, err error) int {
	f := fault.As(err)
	status := statusOf[f.Class()]
	raw, err := json.Marshal(map[string]FaultJSON{"error": JSONOf(f)})
	if err != nil {
		status, raw = 500, []byte(`{"error":{"code":"internal"}}`)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(raw)
	return status
}
